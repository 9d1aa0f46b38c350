"""This file holds the way into Discord: logging in, staying connected, trying again."""

from __future__ import annotations

import asyncio
import logging

import discord
import stamina
import yarl
from discord.backoff import ExponentialBackoff
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot import rest, wire
from bot.settings import Settings

_log = logging.getLogger(__name__)
_LONGEST_WAIT_SECONDS = 15
"""Between two tries; discord.py's own wait goes up to a quarter of an hour."""
_CHECK_BASE = "If DISCORD_API_BASE is set, check that it ends as in https://discord.com/api/v10."
REFUSED = 3
"""Exit code: Discord doesn't let this bot in, and trying again would not help."""


class RefusedByDiscord(Exception):
    """Discord doesn't let this bot in; the text says why and what to do."""


def prepare(settings: Settings) -> None:
    """Let discord.py use the addresses that were chosen, and wait and log as we do."""
    if settings.discord_api_base:
        Route.BASE = str(settings.discord_api_base).rstrip("/")
    if settings.discord_gateway_url:
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(str(settings.discord_gateway_url))
    discord.client.ExponentialBackoff = _Backoff  # type: ignore[attr-defined,assignment]
    wire.prepare()
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # there is no voice
    stamina.instrumentation.set_on_retry_hooks([_tell_of_retry])


async def stay(client: discord.Client, token: str) -> None:
    """Log in and stay connected, whatever happens to the line, until this is cancelled.

    Raises:
        RefusedByDiscord: Trying again would not help.
    """
    await log_in(client, token)
    wire.drop_what_cannot_be_read(client)
    watch = asyncio.create_task(wire.watch(client))
    try:
        await _connected(client)
    finally:
        watch.cancel()


async def log_in(client: discord.Client, token: str, *, attempts: int | None = None) -> None:
    """Log in; while Discord can't be reached, try again.

    Args:
        client: Who logs in.
        token: With which token.
        attempts: How often it is tried at most.

    Raises:
        RefusedByDiscord: Trying again would not help.
        OSError: Discord could not be reached.
    """
    tries = stamina.retry_context(
        on=rest.is_again,
        attempts=attempts,
        timeout=None,
        wait_initial=0.5,
        wait_max=_LONGEST_WAIT_SECONDS,
    )
    try:
        async for attempt in tries:
            with attempt:
                try:
                    await client.login(token)
                except BaseException:
                    # Or each try would leave its connections open.
                    await client.http.close()
                    client.http.connector = discord.utils.MISSING
                    raise
    except discord.LoginFailure:
        raise RefusedByDiscord(
            "Discord refused the token. Copy it anew from the Developer Portal (your application,"
            " Bot, Reset Token) into DISCORD_TOKEN or the file that DISCORD_TOKEN_FILE names."
        ) from None
    except discord.HTTPException as error:
        raise RefusedByDiscord(
            f"Discord did not let me log in: {error.status} {error.text or error.response.reason}."
            f" {_CHECK_BASE}"
        ) from None
    except (KeyError, TypeError, ValueError) as error:
        # discord.py takes what it gets for what it asked for.
        raise RefusedByDiscord(
            f"What answers in Discord's place is not Discord. {_CHECK_BASE}"
        ) from error


class _Backoff(ExponentialBackoff[bool]):
    def delay(self) -> float:
        return min(super().delay(), _LONGEST_WAIT_SECONDS)


def _tell_of_retry(details: stamina.instrumentation.RetryDetails) -> None:
    why = str(details.caused_by) or repr(details.caused_by)
    _log.warning("%s; trying again in %.1f s", why, details.wait_for)


async def _connected(client: discord.Client) -> None:
    """Stay connected."""
    while not client.is_closed():
        try:
            await client.connect(reconnect=True)
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
            if getattr(client, "ws", None) is not None:
                raise
            _log.warning("the gateway can't be reached; trying again")
            await asyncio.sleep(1)


def _closed_for_good(code: int) -> str:
    if code == 4004:
        return "Discord refused the token at the gateway. Copy it anew from the Developer Portal."
    if code == 4011:
        return "Discord wants more than one shard for this many servers, which I can't do yet."
    return f"Discord closed the gateway for good, with code {code}. Please report this."
