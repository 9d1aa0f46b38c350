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

from sqlalchemy.exc import SQLAlchemyError

from bot import admin, garbage, gateway, logs, places, privacy
from bot.client import Presence
from bot.notebook import Notebook, engine
from bot.pictures import Drawings
from bot.reception import Reception
from bot.settings import Settings
from bot.watching import Watch
from knowledge.library import Library

_log = logging.getLogger(__name__)
_MOST_SECONDS = 9.5
"""From being asked to end until the process has ended; Docker allows 10."""


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
    logs.to_stderr(token, _password(settings))
    gateway.prepare(settings)
    try:
        with garbage.not_collected():
            library.warm()
        asyncio.run(_stay(settings, token, library, files))
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
    privacy.add(presence)
    asked_to_end = _asked_to_end()
    presence.pulse.begin()
    if settings.paperclub_watch_seconds:
        watch.begin(settings.paperclub_watch_seconds)
    try:
        async with presence:
            life = asyncio.ensure_future(gateway.stay(presence, token))
            end = asyncio.ensure_future(asked_to_end.wait())
            await asyncio.wait({life, end}, return_when=asyncio.FIRST_COMPLETED)
            if end.done():
                _end_by_force()
                await presence.finish()
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
