"""This file holds the life of the process that is in Discord: from its start to its last answer."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

import discord
from sqlalchemy.exc import SQLAlchemyError

from bot import admin, garbage, gateway, logs, places, privacy, rest
from bot.client import Presence
from bot.highlights import adding
from bot.highlights.delivering import Delivering
from bot.highlights.posting import Channels
from bot.notebook import Notebook, engine
from bot.pictures import Drawings
from bot.reception import Reception
from bot.settings import Settings
from bot.watching import Watch
from knowledge.library import Library

_log = logging.getLogger(__name__)
_PATIENCE_SECONDS = 5.0
"""How long deliveries that are in hand may take then."""
_MOST_SECONDS = 9.5
"""From being asked to end until the process has ended; Docker allows 10."""


def run(
    settings: Settings, library: Library, files: Sequence[Path], *, delivers_only: bool = False
) -> int:
    """Be in Discord until the process is asked to end.

    Args:
        settings: With a token.
        library: What is asked.
        files: Where the library came from.
        delivers_only: Whether it hears nobody, and only shares the work of delivering highlights.

    Returns:
        The exit code.
    """
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    logs.to_stderr(token, _password(settings))
    gateway.prepare(settings)
    try:
        live = _deliver if delivers_only else _stay
        if not delivers_only:  # which asks for few of the things that take long to make
            with garbage.not_collected():
                library.warm()
        asyncio.run(live(settings, token, library, files))
    except gateway.RefusedByDiscord as refusal:
        print(refusal, file=sys.stderr)
        return gateway.REFUSED
    except Exception as error:  # noqa: BLE001
        # Not left to the interpreter, whose traceback nobody would look through for secrets.
        logs.incident("ends the process", error)
        return 1
    return 0


async def _stay(settings: Settings, token: str, library: Library, files: Sequence[Path]) -> None:
    notebook = _notebook(settings)
    drawings = Drawings()
    drawings.warm()
    reception = Reception(library, notebook)
    watch = Watch(files, reception, places.cache())
    presence = Presence(
        reception,
        notebook,
        drawings=drawings,
        guild_ids=settings.paperclub_guilds,
        has_message_content=settings.paperclub_message_content,
    )
    about = admin.About(version(), datetime.datetime.now(datetime.UTC), watch.files)
    admin.add(presence, about)
    delivering = adding.add(presence, notebook) if notebook else None
    privacy.add(presence)
    asked_to_end = _asked_to_end()
    presence.pulse.begin()
    if settings.paperclub_watch_seconds:
        watch.begin(settings.paperclub_watch_seconds)
    try:
        async with presence:
            life = asyncio.ensure_future(gateway.stay(presence, token))
            end = asyncio.ensure_future(asked_to_end.wait())
            posting = asyncio.ensure_future(_delivered(delivering, presence.logged_in))
            await asyncio.wait({life, end}, return_when=asyncio.FIRST_COMPLETED)
            posting.cancel()
            if end.done():
                _end_by_force()
                leaving = [presence.finish()]
                if delivering:
                    leaving.append(delivering.finish(within_seconds=_PATIENCE_SECONDS))
                await asyncio.gather(*leaving)
            # Before the line is closed: discord.py would close it as a broken one, and we would
            # be shown as present for minutes.
            life.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await life
    finally:
        watch.end()
        drawings.close()
        if notebook:
            notebook.close()


async def _delivered(delivering: Delivering | None, is_logged_in: asyncio.Event) -> None:
    if delivering:
        await is_logged_in.wait()
        await delivering.stay()


async def _deliver(settings: Settings, token: str, library: Library, files: Sequence[Path]) -> None:
    """Share the work of delivering highlights, without a line to the gateway."""
    notebook = _notebook(settings)
    if notebook is None:
        raise SystemExit(2)  # as for any setting that can't be used
    reception = Reception(library, notebook)
    watch = Watch(files, reception, places.cache())
    asked_to_end = _asked_to_end()
    if settings.paperclub_watch_seconds:
        watch.begin(settings.paperclub_watch_seconds)
    try:
        # Without the gateway no intent matters; discord.py warns where this one is missing.
        async with discord.Client(
            intents=discord.Intents(guilds=True), http_trace=rest.trace()
        ) as client:
            end = asyncio.ensure_future(asked_to_end.wait())
            entering = asyncio.ensure_future(gateway.log_in(client, token))
            await asyncio.wait({entering, end}, return_when=asyncio.FIRST_COMPLETED)
            if not entering.done():
                entering.cancel()
                return
            entering.result()
            _log.info("delivering highlights")
            delivering = Delivering(
                Channels(client), lambda: reception.library, notebook, keep=reception.kept
            )
            posting = asyncio.ensure_future(delivering.stay())
            await asyncio.wait({posting, end}, return_when=asyncio.FIRST_COMPLETED)
            posting.cancel()
            _end_by_force()
            await delivering.finish(within_seconds=_PATIENCE_SECONDS)
    finally:
        watch.end()
        notebook.close()


def end_when_asked() -> None:
    """End the process at once when it is asked to, as long as it only reads the library."""
    for one in _asking():
        signal.signal(one, lambda *_: sys.exit(0))


def _asked_to_end() -> asyncio.Event:
    """Tell when the process is asked to end."""
    loop, asked = asyncio.get_running_loop(), asyncio.Event()

    def ask() -> None:
        _log.info("leaving")
        asked.set()

    for one in _asking():
        _listen(loop, one, ask)
    return asked


def _asking() -> list[signal.Signals]:
    """List the signals by which a process is asked to end; SIGBREAK is Windows' own."""
    names = ("SIGTERM", "SIGINT", "SIGBREAK")
    return [one for name in names if (one := getattr(signal, name, None))]


def _end_by_force() -> None:
    """End the process when its time is over: a thread that hangs can't be stopped otherwise."""

    def end() -> None:
        _log.error("what was in hand took too long; ending without it")
        logging.shutdown()
        os._exit(1)

    timer = threading.Timer(_MOST_SECONDS, end)
    timer.daemon = True
    timer.start()


def _listen(loop: asyncio.AbstractEventLoop, one: signal.Signals, then: Callable[[], None]) -> None:
    try:
        loop.add_signal_handler(one, then)
    except NotImplementedError:  # on Windows
        signal.signal(one, lambda *_: loop.call_soon_threadsafe(then) and None)


def _password(settings: Settings) -> str:
    """Find the password of the notebook's database; empty where there is none."""
    chosen = settings.paperclub_notebook
    return engine.address(chosen.get_secret_value()).password or "" if chosen else ""


def _notebook(settings: Settings) -> Notebook | None:
    """Open the notebook; one that can't be used now is tried again whenever it is needed."""
    chosen = settings.paperclub_notebook
    try:
        notebook = Notebook(chosen.get_secret_value() if chosen else places.notebook())
    except SQLAlchemyError as error:
        says = "PAPERCLUB_NOTEBOOK can't be used, so nothing is remembered: %s"
        _log.error(says, engine.trouble(error))
        return None
    with contextlib.suppress(SQLAlchemyError):  # which it told to the log
        notebook.open()
    return notebook


def version() -> str:
    """Tell which version this is."""
    try:
        return metadata.version("paperclub")
    except metadata.PackageNotFoundError:
        return "not installed"
