"""This file holds how pictures are drawn: in another process, because drawing would hold the loop."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import re
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import cachetools

from bot.drawing import png
from knowledge.picture import Bars, Chain, Member, Network, Picture, Sheet, Tie, Timeline
from knowledge.text import fold

_log = logging.getLogger(__name__)
_LONGEST_SECONDS = 10.0
"""A drawing that takes longer costs the picture, not the answer."""
_KEPT = 64
_NICE = 5
"""Steps of priority; each takes about a tenth of the time that is left where a core is busy."""
_MOST_IN_HAND = 6
"""Pictures that are wanted at once; who wants one more gets its words, which come sooner."""
_MOST_MARKS = 2000
"""What a picture may have to draw; what has more takes longer than it may, and nobody could read it."""
_FIRST = Network(
    "", (Member("Ann", 1), Member("Bo", 1)), (Tie(0, 1, 1),), unit="papers", hidden=0, cut=0, of=1
)
"""Drawn at the start, for it loads all that drawing takes."""


class Drawings:
    """Draws pictures as PNG files, one after another, and keeps the last ones. To be used in one loop.

    Args:
        longest_seconds: How long a drawing may take, once it is its turn.
    """

    def __init__(self, *, longest_seconds: float = _LONGEST_SECONDS) -> None:
        self.longest_seconds = longest_seconds
        self._pool = _new_pool()
        self._turn = asyncio.Lock()
        self._in_hand: dict[Picture, asyncio.Task[bytes]] = {}
        self._is_closed = False
        self._drawn: cachetools.LRUCache[Picture, bytes] = cachetools.LRUCache(_KEPT)

    def warm(self) -> None:
        """Start the other process, so that nobody waits for it."""
        self._pool.submit(_drawn, _FIRST)

    async def draw(self, picture: Picture) -> bytes:
        """Draw a picture; empty when that failed, when too many wait, or when it is too large."""
        # Told before anything else, for comparing a huge one would hold the loop.
        if self._is_closed or _marks(picture) > _MOST_MARKS:
            return b""
        if drawn := self._drawn.get(picture):
            return drawn
        drawing = self._in_hand.get(picture)
        if drawing is None:
            if len(self._in_hand) >= _MOST_IN_HAND:
                _log.warning("no picture of %r: too many are wanted at once", picture.title)
                return b""
            drawing = asyncio.create_task(self._drawn_in_turn(picture))
            self._in_hand[picture] = drawing
            drawing.add_done_callback(lambda _: self._in_hand.pop(picture, None))
        # Somebody else may wait for the same.
        return await asyncio.shield(drawing)

    async def _drawn_in_turn(self, picture: Picture) -> bytes:
        async with self._turn:
            if self._is_closed:
                return b""
            pool = self._pool
            try:
                async with asyncio.timeout(self.longest_seconds):
                    # Where the other process must be started first, that takes a while.
                    drawing = await asyncio.to_thread(pool.submit, _drawn, picture)
                    drawn = await asyncio.wrap_future(drawing)
            except Exception as error:  # noqa: BLE001 - the answer goes out without the picture
                _log.warning("no picture of %r: %r", picture.title, error)
                # Whatever the process hangs in or broke of, another one begins anew.
                if not self._is_closed:
                    self._pool = _new_pool()
                    _end(pool)
                return b""
            self._drawn[picture] = drawn
            return drawn

    def close(self) -> None:
        """End the other process; nothing is drawn any more, also of what waits."""
        self._is_closed = True
        # Waited for: Python's own end of a pool may else write to a pipe that is closed meanwhile.
        _end(self._pool, is_waited_for=True)


def filename(picture: Picture) -> str:
    """Name a picture's file by what it shows, in letters that every system takes."""
    return f"{re.sub(r'[^a-z0-9]+', '-', fold(picture.title))[:60].strip('-') or 'picture'}.png"


def _marks(picture: Picture) -> int:
    """Tell about how much there is to draw; a network's labels must keep clear of each other."""
    match picture:
        case Bars():
            return len(picture.bars)
        case Sheet():
            return sum(len(chart.bars) for column in picture.columns for chart in column.charts)
        case Network():
            return len(picture.members) ** 2
        case Chain():
            return 5 * len(picture.people)
        case Timeline():
            return 5 * len(picture.lanes) + len(picture.periods)


def _drawn(picture: Picture) -> bytes:
    """Draw a picture in the other process, which steps back once it has loaded all that it takes."""
    drawn = png(picture)
    _step_back()
    return drawn


@cache
def _step_back() -> None:
    """Let whoever answers go before who draws, where both want the same core."""
    if sys.platform != "win32":
        os.nice(_NICE)


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
