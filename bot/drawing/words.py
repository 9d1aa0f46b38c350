"""This file holds how words are measured and broken into lines, before they are drawn.

Lengths are inches and sizes of letters are points.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.drawing import fonts
from bot.drawing.theme import DOTS

if TYPE_CHECKING:
    from matplotlib.backends.backend_agg import RendererAgg

_LONGEST = 600
"""Letters of a text that is measured; what is longer is cut in any case."""
_BREAKS = re.compile(r" |(?<=[-‐–/])(?=\S)")
"""Where a line may end."""


def wrapped(text: str, size: float, width: float, most: int, weight: int = 400) -> list[str]:
    """Break words into at most so many lines of a width; what is too long ends in '…'.

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
        ends = [found.start() for found in _BREAKS.finditer(left, 1, fits + 1)]
        end = ends[-1] if ends else fits
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


def width_of(text: str, size: float, weight: int = 400) -> float:
    """Measure how wide a line of text is."""
    return extent(text, size, weight)[0]


@lru_cache(8192)
def extent(text: str, size: float, weight: int = 400) -> tuple[float, float, float]:
    """Measure a line: its width, and how far it reaches above and below what letters stand on."""
    from matplotlib.font_manager import FontProperties

    if not text:
        return 0.0, 0.0, 0.0
    font = FontProperties(family=fonts.families(), size=size, weight=weight)
    size_of = _renderer().get_text_width_height_descent
    width, height, descent = size_of(text, font, ismath=False)  # type: ignore[no-untyped-call]
    return width / DOTS, (height - descent) / DOTS, descent / DOTS


@cache
def _renderer() -> RendererAgg:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(8, 8, DOTS)  # type: ignore[no-untyped-call]
