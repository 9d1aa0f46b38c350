"""This file holds how charts are drawn: in another process, because drawing would hold the loop."""

from __future__ import annotations

import io
import logging
import multiprocessing
import os
import re
import threading
from collections import OrderedDict
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from knowledge.answer import Bar, Bars
from knowledge.text import fold, shortened, visible

_log = logging.getLogger(__name__)
_LONGEST_SECONDS = 10
"""A drawing that takes longer costs the picture, not the answer."""
_KEPT = 64
_BACKGROUND, _INK, _FAINT, _BAR = "#2b2d31", "#f2f3f5", "#b5bac1", "#2a9d8f"
_DOTS = 200
"""An inch; Discord shows pictures at half their size on dense displays."""


class Drawings:
    """Draws charts as PNG files and keeps the last ones."""

    def __init__(self) -> None:
        self._pool = _new_pool()
        self._drawn: OrderedDict[Bars, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def warm(self) -> None:
        """Start the other process, so that nobody waits for it."""
        self._pool.submit(png, Bars("", "", (Bar("", 1),)))

    def draw(self, picture: Bars) -> bytes | None:
        """Draw a chart; None when that failed. Blocks for as long as it takes."""
        with self._lock:
            if drawn := self._drawn.get(picture):
                self._drawn.move_to_end(picture)
                return drawn
        try:
            drawn = self._pool.submit(png, picture).result(_LONGEST_SECONDS)
        except Exception as error:  # noqa: BLE001 - the answer goes out without the picture
            _log.warning("no picture of %r: %r", picture.title, error)
            if isinstance(error, BrokenProcessPool | TimeoutError):
                self._pool, broken = _new_pool(), self._pool
                broken.shutdown(wait=False, cancel_futures=True)
            return None
        with self._lock:
            self._drawn[picture] = drawn
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
        return drawn

    def close(self) -> None:
        """End the other process."""
        self._pool.shutdown(wait=False, cancel_futures=True)


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
    labels = [_plain(shortened(visible(bar.label), 34)) for bar in bars]
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
    title = _plain(shortened(f"{visible(picture.title)} ({picture.unit})", 64))
    figure.suptitle(title, color=_FAINT, fontsize=10, x=0.02, ha="left")
    figure.tight_layout(pad=0.6)
    written = io.BytesIO()
    figure.savefig(written, format="png")
    return written.getvalue()


def _plain(text: str) -> str:
    """Keep matplotlib from reading a dollar sign as mathematics."""
    return text.replace("$", r"\$")


def _new_pool() -> ProcessPoolExecutor:
    # A fork would take the gateway's connections and every thread's locks with it.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    """Let the drawing process end when the bot was killed, which a pool's processes don't notice."""

    def watch() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
