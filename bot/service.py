"""This file holds the life of the process that is in Discord: from its start to its last answer."""

from __future__ import annotations

import asyncio
import datetime
import gc
import logging
import secrets
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

import aiohttp
import discord
import stamina
import yarl
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route
from sqlalchemy.exc import SQLAlchemyError

from bot import admin, logs, places
from bot.client import Presence
from bot.notebook import Notebook
from bot.pictures import Drawings
from bot.reception import Reception
from bot.settings import Settings
from knowledge.library import Library

REFUSED = 3
"""Exit code: Discord doesn't let this bot in, and trying again would not help."""
_log = logging.getLogger(__name__)
_LONGEST_WAIT_SECONDS = 30


class RefusedByDiscord(Exception):
    """Discord doesn't let this bot in; the text says why and what to do."""


def run(settings: Settings, library: Library, files: Sequence[Path]) -> int:
    """Be in Discord until the process is asked to end.

    Args:
        settings: With a token.
        library: What is asked.
        files: Where the library came from.

    Returns:
        The exit code.
    """
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    logs.to_stderr(token)
    stamina.instrumentation.set_on_retry_hooks([stamina.instrumentation.LoggingOnRetryHook])
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    point_discord_at(settings)
    try:
        asyncio.run(_stay(settings, token, library, files))
    except RefusedByDiscord as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except Exception:
        # Not left to the interpreter, whose traceback nobody would look through for secrets.
        _log.exception("incident %s: this ends the process", secrets.token_hex(4))
        return 1
    return 0


def point_discord_at(settings: Settings) -> None:
    """Let discord.py use the addresses that were chosen, as a proxy for REST or gateway needs."""
    if settings.discord_api_base:
        Route.BASE = str(settings.discord_api_base).rstrip("/")
    if settings.discord_gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(str(settings.discord_gateway_url))
    discord.client.ExponentialBackoff = _Backoff  # type: ignore[attr-defined,assignment]


class _Backoff(ExponentialBackoff[bool]):
    """Waits half a minute at most; discord.py's own goes up to a quarter of an hour."""

    def delay(self) -> float:
        return min(super().delay(), _LONGEST_WAIT_SECONDS)


async def _stay(settings: Settings, token: str, library: Library, files: Sequence[Path]) -> None:
    library.warm()
    # What was loaded stays for good: a collection that walks all of it would hold the loop.
    gc.collect()
    gc.freeze()
    notebook = _notebook(settings.paperclub_notebook or places.notebook())
    drawings = Drawings()
    drawings.warm()
    presence = Presence(
        Reception(library, notebook, drawings),
        notebook,
        guild_ids=settings.paperclub_guilds,
        has_message_content=settings.paperclub_message_content,
    )
    about = admin.About(version(), datetime.datetime.now(datetime.UTC), _changed(files))
    admin.add(presence, about)
    leaving = _on_signal(presence)
    presence.pulse.begin()
    try:
        async with presence:
            await _log_in(presence, token)
            await _connected(presence)
        if leaving:
            await asyncio.gather(*leaving)
    finally:
        drawings.close()
        if notebook:
            notebook.close()


async def _log_in(presence: Presence, token: str) -> None:
    """Log in; while Discord can't be reached, try again.

    Raises:
        RefusedByDiscord: The token is not one.
    """
    attempts = stamina.retry_context(
        on=(discord.DiscordServerError, aiohttp.ClientError, OSError),
        attempts=None,
        timeout=None,
        wait_initial=0.5,
        wait_max=_LONGEST_WAIT_SECONDS,
    )
    try:
        async for attempt in attempts:
            with attempt:
                try:
                    await presence.login(token)
                except BaseException:
                    # Or each try would leave its connections open.
                    await presence.http.close()
                    presence.http.connector = discord.utils.MISSING
                    raise
    except discord.LoginFailure:
        raise RefusedByDiscord(
            "Discord refused the token. Copy it anew from the Developer Portal (your application,"
            " Bot, Reset Token) into DISCORD_TOKEN or the file that DISCORD_TOKEN_FILE names."
        ) from None


async def _connected(presence: Presence) -> None:
    """Stay connected until we leave.

    Raises:
        RefusedByDiscord: Discord closed the gateway for good.
    """
    while not presence.is_closed():
        try:
            await presence.connect(reconnect=True)
        except discord.PrivilegedIntentsRequired:
            raise RefusedByDiscord(
                "Discord refused the message-content intent. Enable it in the Developer Portal"
                " (your application, Bot, Message Content Intent), or take"
                " PAPERCLUB_MESSAGE_CONTENT out of the settings."
            ) from None
        except discord.ConnectionClosed as closed:
            raise RefusedByDiscord(_closed_for_good(closed.code)) from None
        except AttributeError:
            # discord.py takes for granted that its first connection to the gateway succeeds.
            if getattr(presence, "ws", None) is not None:
                raise
            _log.warning("the gateway can't be reached; trying again")
            await asyncio.sleep(1)


def _closed_for_good(code: int) -> str:
    if code == 4004:
        return "Discord refused the token at the gateway. Copy it anew from the Developer Portal."
    if code == 4011:
        return "Discord wants more than one shard for this many servers, which I can't do yet."
    return f"Discord closed the gateway for good, with code {code}. Please report this."


def _on_signal(presence: Presence) -> list[asyncio.Task[None]]:
    """Leave in good order when the process is asked to end; the list then has the leaving."""
    loop = asyncio.get_running_loop()
    leaving: list[asyncio.Task[None]] = []

    def leave() -> None:
        if not leaving:
            _log.info("leaving")
            leaving.append(loop.create_task(presence.leave()))

    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if one := getattr(signal, name, None):
            _listen(loop, one, leave)
    return leaving


def _listen(loop: asyncio.AbstractEventLoop, one: signal.Signals, then: Callable[[], None]) -> None:
    try:
        loop.add_signal_handler(one, then)
    except NotImplementedError:  # on Windows
        signal.signal(one, lambda *_: loop.call_soon_threadsafe(then) and None)


def _notebook(file: Path) -> Notebook | None:
    try:
        return Notebook(file)
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error)
        _log.error("the notebook %s can't be used, so nothing is remembered: %s", file, reason)
        return None


def _changed(files: Sequence[Path]) -> datetime.datetime | None:
    every = [one for file in files for one in ([file] if file.is_file() else file.rglob("*"))]
    times = [one.stat().st_mtime for one in every if one.is_file()]
    return datetime.datetime.fromtimestamp(max(times), datetime.UTC) if times else None


def version() -> str:
    """Tell which version this is."""
    try:
        return metadata.version("paperclub")
    except metadata.PackageNotFoundError:
        return "not installed"
