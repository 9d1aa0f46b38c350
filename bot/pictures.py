"""This file holds how pictures are drawn: in another process, because drawing would hold the loop."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import re
import threading
from concurrent.futures import ProcessPoolExecutor

import cachetools

from bot.drawing import png
from knowledge.picture import Bar, Bars, Picture
from knowledge.text import fold

_log = logging.getLogger(__name__)
_LONGEST_SECONDS = 10.0
"""A drawing that takes longer costs the picture, not the answer."""
_KEPT = 64


class Drawings:
    """Draws pictures as PNG files and keeps the last ones. To be used in one loop.

    Args:
        longest_seconds: How long a drawing may take.
    """

    def __init__(self, *, longest_seconds: float = _LONGEST_SECONDS) -> None:
        self.longest_seconds = longest_seconds
        self._pool = _new_pool()
        self._drawn: cachetools.LRUCache[Picture, bytes] = cachetools.LRUCache(_KEPT)

    def warm(self) -> None:
        """Start the other process, so that nobody waits for it."""
        self._pool.submit(png, Bars("", "", (Bar("", 1),)))

    async def draw(self, picture: Picture) -> bytes:
        """Draw a picture; empty when that failed."""
        if drawn := self._drawn.get(picture):
            return drawn
        pool = self._pool
        try:
            async with asyncio.timeout(self.longest_seconds):
                # Where the other process must be started first, that takes a while.
                drawing = await asyncio.to_thread(pool.submit, png, picture)
                drawn = await asyncio.wrap_future(drawing)
        except Exception as error:  # noqa: BLE001 - the answer goes out without the picture
            _log.warning("no picture of %r: %r", picture.title, error)
            # Whatever the process hangs in or broke of, another one begins anew.
            if pool is self._pool:
                self._pool = _new_pool()
            _end(pool)
            return b""
        self._drawn[picture] = drawn
        return drawn

    def close(self) -> None:
        """End the other process."""
        # Waited for: Python's own end of a pool may else write to a pipe that is closed meanwhile.
        _end(self._pool, is_waited_for=True)


def filename(picture: Picture) -> str:
    """Name a picture's file by what it shows, in letters that every system takes."""
    return f"{re.sub(r'[^a-z0-9]+', '-', fold(picture.title))[:60].strip('-') or 'picture'}.png"


def _new_pool() -> ProcessPoolExecutor:
    # A fork would take the gateway's connections and every thread's locks with it.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=_end_with_parent)


def _end(pool: ProcessPoolExecutor, *, is_waited_for: bool = False) -> None:
    """End a pool's process, whatever it is at."""
    # Before Python 3.14 there is no public way.
    processes = list((pool._processes or {}).values())  # noqa: SLF001
    for process in processes:
        process.kill()
    pool.shutdown(wait=is_waited_for, cancel_futures=True)


def _end_with_parent() -> None:
    """Let the drawing process end when the bot was killed, which a pool's processes don't notice."""

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
