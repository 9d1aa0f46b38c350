"""This file holds what every picture has: a title above, a note below, and words that stay inside."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from bot.drawing import fonts
from bot.drawing.theme import DOTS, MARGIN, SMALL, TITLE, WIDTH, Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.figure import Figure

BOLD = 600
LINE = 1.36 / 72
"""Inches from a line of text to the next, for each point of the letters' size."""
_CAPITAL = 0.345 / 72
"""Half the height of a capital, inches for each point: what centres a word beside a bar."""
_LONGEST = 600
"""Letters of a text that is measured; what is longer is cut in any case."""
_MOST_TITLE_LINES, _MOST_NOTE_LINES = 3, 14


class Page:
    """A picture while it is made, from top to bottom.

    Args:
        figure: What is drawn on; its height is set at the end.
        theme: The colours.

    Attributes:
        axes: They cover the figure, in inches from its top left corner; y grows downwards.
        left, right: Between which x something may be drawn.
        y: Where what comes next begins.
    """

    left = MARGIN
    right = WIDTH - MARGIN

    def __init__(self, figure: Figure, theme: Theme) -> None:
        self.figure, self.theme = figure, theme
        self.axes: Axes = figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_autoscale_on(False)
        self.axes.set_xlim(0, WIDTH)
        self.y = MARGIN

    @property
    def width(self) -> float:
        """How wide something may be, in inches."""
        return self.right - self.left

    def title(self, words: str) -> float:
        """Write what the picture shows; tell how much room is left beside it, in inches."""
        lines = wrapped(words, TITLE, self.width, _MOST_TITLE_LINES, BOLD)
        self.lines(lines, TITLE, weight=BOLD)
        return self.width - width_of(lines[-1], TITLE, BOLD) if lines else 0.0

    def lines(
        self,
        lines: list[str],
        size: float,
        *,
        x: float | None = None,
        colour: str = "",
        weight: int = 400,
        ha: Literal["left", "center", "right"] = "left",
    ) -> None:
        """Write lines below each other, and go on below them."""
        for line in lines:
            self.y += LINE * size
            at = self.left if x is None else x
            self.text(
                at, self.y - 0.3 * LINE * size, line, size, colour=colour, weight=weight, ha=ha
            )

    def text(
        self,
        x: float,
        baseline: float,
        words: str,
        size: float,
        *,
        colour: str = "",
        weight: int = 400,
        ha: Literal["left", "center", "right"] = "left",
    ) -> None:
        """Write one line; `baseline` is what its letters stand on."""
        if words:
            self.axes.text(
                x,
                baseline,
                words,
                fontsize=size,
                color=colour or self.theme.ink,
                fontweight=weight,
                ha=ha,
                va="baseline",
            )

    def beside(
        self,
        x: float,
        middle: float,
        lines: list[str],
        size: float,
        *,
        colour: str = "",
        weight: int = 400,
        ha: Literal["left", "center", "right"] = "left",
    ) -> None:
        """Write lines so that their middle is at a height, as beside a bar."""
        first = middle - (len(lines) - 1) / 2 * LINE * size + _CAPITAL * size
        for at, line in enumerate(lines):
            baseline = first + at * LINE * size
            self.text(x, baseline, line, size, colour=colour, weight=weight, ha=ha)

    def end(self, note: str = "") -> None:
        """Write the note, and make the figure as high as what is on it."""
        if note:
            self.y += 0.1
            self.lines(
                wrapped(note, SMALL, self.width, _MOST_NOTE_LINES), SMALL, colour=self.theme.faint
            )
        height = self.y + MARGIN
        self.axes.set_ylim(height, 0)
        self.figure.set_size_inches(WIDTH, height)


def wrapped(text: str, size: float, width: float, most: int, weight: int = 400) -> list[str]:
    """Break words into at most so many lines of a width in inches; what is too long ends in '…'.

    A word that is wider than a line is broken where the line ends.
    """
    left = fonts.drawable(text, _LONGEST)
    lines: list[str] = []
    while left and len(lines) < most:
        if width_of(left, size, weight) <= width:
            return [*lines, left]
        if len(lines) == most - 1:
            room = width - width_of("…", size, weight)
            cut = left[: _fitting(left, size, room, weight)]
            space = cut.rfind(" ")
            cut = cut[:space] if space > len(cut) // 2 else cut
            return [*lines, cut.rstrip(" ,;:–-") + "…"]
        fits = _fitting(left, size, width, weight)
        space = left.rfind(" ", 0, fits + 1)
        end = space if space > 0 else fits
        lines.append(left[:end].rstrip())
        left = left[end:].lstrip()
    return lines


def _fitting(text: str, size: float, width: float, weight: int) -> int:
    """Count the letters that fit into a width, at least one; a mark stays with its letter."""
    fits, too_many = 1, len(text)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        if width_of(text[:middle], size, weight) <= width:
            fits = middle
        else:
            too_many = middle
    whole = fits
    while whole > 1 and whole < len(text) and unicodedata.category(text[whole]).startswith("M"):
        whole -= 1
    return whole


@lru_cache(8192)
def width_of(text: str, size: float, weight: int = 400) -> float:
    """Measure how wide a line of text is, in inches."""
    from matplotlib.font_manager import FontProperties

    if not text:
        return 0.0
    font = FontProperties(family=fonts.families(), size=size, weight=weight)
    size_of = _renderer().get_text_width_height_descent
    width, _, _ = size_of(text, font, ismath=False)  # type: ignore[no-untyped-call]
    return float(width) / DOTS


@cache
def _renderer() -> RendererAgg:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(8, 8, DOTS)  # type: ignore[no-untyped-call]
