"""This file holds how charts are drawn: in another process, because drawing would hold the loop."""

from __future__ import annotations

import asyncio
import io
import logging
import multiprocessing
import os
import re
import threading
from concurrent.futures import ProcessPoolExecutor
from functools import cache

import cachetools
from anyascii import anyascii

from knowledge.answer import Bar, Bars
from knowledge.text import fold, shortened, visible

_log = logging.getLogger(__name__)
_LONGEST_SECONDS = 10.0
"""A drawing that takes longer costs the picture, not the answer."""
_KEPT = 64
_BACKGROUND, _INK, _FAINT, _BAR = "#2b2d31", "#f2f3f5", "#b5bac1", "#2a9d8f"
_DOTS = 200
"""An inch; Discord shows pictures at half their size on dense displays."""


class Drawings:
    """Draws charts as PNG files and keeps the last ones. To be used in one loop.

    Args:
        longest_seconds: How long a drawing may take.
    """

    def __init__(self, *, longest_seconds: float = _LONGEST_SECONDS) -> None:
        self.longest_seconds = longest_seconds
        self._pool = _new_pool()
        self._drawn: cachetools.LRUCache[Bars, bytes] = cachetools.LRUCache(_KEPT)

    def warm(self) -> None:
        """Start the other process, so that nobody waits for it."""
        self._pool.submit(png, Bars("", "", (Bar("", 1),)))

    async def draw(self, picture: Bars) -> bytes:
        """Draw a chart; empty when that failed."""
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


def filename(picture: Bars) -> str:
    """Name a picture's file by what it shows, in letters that every system takes."""
    return f"{re.sub(r'[^a-z0-9]+', '-', fold(picture.title))[:60].strip('-') or 'chart'}.png"


def png(picture: Bars) -> bytes:
    """Draw a bar chart; its size follows the number of bars."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bars = list(reversed(picture.bars))
    figure = Figure(figsize=(5.2, 1.0 + 0.3 * len(bars)), dpi=_DOTS, facecolor=_BACKGROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=_BACKGROUND)
    labels = [_drawable(bar.label, 34) for bar in bars]
    drawn = axes.barh(range(len(bars)), [bar.value for bar in bars], color=_BAR, height=0.68)
    for bar, patch in zip(bars, drawn, strict=True):
        if bar.remark:
            patch.set(hatch="////", edgecolor=_BACKGROUND)
    counts = [f"{bar.value:,}" + (f"  {bar.remark}" if bar.remark else "") for bar in bars]
    axes.bar_label(drawn, counts, padding=4, color=_INK, fontsize=9)
    axes.set_yticks(range(len(bars)), labels, color=_INK, fontsize=9)
    axes.tick_params(length=0)
    axes.set_xticks([])
    axes.margins(x=0.16, y=0.02)
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)
    title = _drawable(f"{picture.title} ({picture.unit})", 64)
    figure.suptitle(title, color=_FAINT, fontsize=10, x=0.02, ha="left")
    figure.tight_layout(pad=0.6)
    written = io.BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _drawable(text: str, most: int) -> str:
    """Write letters that the font lacks in Latin ones, and dollars so that they aren't mathematics."""
    there = _letters_of_font()
    latin = "".join(
        letter if ord(letter) in there else anyascii(letter) for letter in visible(text)
    )
    return shortened(latin, most).replace("$", r"\$")


@cache
def _letters_of_font() -> frozenset[int]:
    from matplotlib import font_manager

    return frozenset(
        font_manager.get_font(font_manager.findfont(font_manager.FontProperties())).get_charmap()
    )


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
