"""This file holds lines of words that have a place, and the boxes that they and others fill.

Lengths are inches and sizes of letters are points; x grows to the right and y upwards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot.drawing.fonts import drawable, families
from bot.drawing.words import extent, width_of, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

POINT = 1 / 72
"""Inches."""
LEADING = 1.24
"""From one line's foot to the next one's, in sizes of letters."""
_ASCENT, _DESCENT = 0.74, 0.23
"""How far letters reach above and below the line at the least, in sizes of letters."""
_LONGEST_NAME = 120
"""Letters; of a longer name the few lines below a circle don't show more."""
_GENERATIONS = re.compile(r"^(jr|sr|i{2,3}|iv)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something fills."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Box) -> bool:
        """Whether two boxes share a part."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def is_inside(self, other: Box) -> bool:
        """Whether another box holds all of this one."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.bottom >= other.bottom
            and self.top <= other.top
        )

    def grown(self, by: float) -> Box:
        """The box, larger on each side."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def moved(self, up: float) -> Box:
        """The box, further up."""
        return replace(self, bottom=self.bottom + up, top=self.top + up)


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle."""

    x: float
    y: float
    radius: float

    def touches(self, box: Box) -> bool:
        """Whether a part of a box is within the circle."""
        x = min(max(self.x, box.left), box.right) - self.x
        y = min(max(self.y, box.bottom), box.top) - self.y
        return x * x + y * y < self.radius * self.radius

    def moved(self, up: float) -> Circle:
        """The circle, further up."""
        return replace(self, y=self.y + up)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words: where its anchor's foot stands, and how it looks."""

    words: str
    x: float
    y: float
    size: float
    weight: int = 400
    align: Literal["left", "center", "right"] = "left"
    is_faint: bool = False

    def moved(self, up: float) -> Line:
        """The line, further up."""
        return replace(self, y=self.y + up)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size below each other, as yet nowhere."""

    lines: tuple[str, ...]
    size: float
    weight: int
    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        """From the first line's top to the last one's bottom."""
        steps = (len(self.lines) - 1) * LEADING * self.size * POINT
        return self.ascent + steps + self.descent

    def lines_at(
        self,
        x: float,
        top: float,
        align: Literal["left", "center", "right"] = "left",
        *,
        is_faint: bool = False,
    ) -> tuple[Line, ...]:
        """Place the lines, whose uppermost letters reach `top`."""
        step = LEADING * self.size * POINT
        first = top - self.ascent
        return tuple(
            Line(words, x, first - at * step, self.size, self.weight, align, is_faint)
            for at, words in enumerate(self.lines)
        )


def block(lines: tuple[str, ...], size: float, weight: int = 400) -> Block:
    """Measure lines that are to stand below each other."""
    measured = [extent(words, size, weight) for words in lines]
    return Block(
        lines,
        size,
        weight,
        max((one[0] for one in measured), default=0.0),
        max([_ASCENT * size * POINT, *(one[1] for one in measured)]),
        max([_DESCENT * size * POINT, *(one[2] for one in measured)]),
    )


def text_block(
    text: str, size: float, most_wide: float, most_lines: int, weight: int = 400
) -> Block:
    """Break a text into lines that are at most so wide; what doesn't fit is cut with a sign."""
    lines = wrapped(text, size, most_wide, most_lines, weight) or [""]
    return block(tuple(lines), size, weight)


def name_block(name: str, size: float, one_line: float, most_wide: float, most_lines: int) -> Block:
    """Break a person's name: first names above the surname, unless one line is short enough."""
    name = drawable(name, _LONGEST_NAME) or "?"
    if width_of(name, size) <= one_line:
        return block((name,), size)
    words = name.split(" ")
    ways: list[tuple[float, int, tuple[str, ...]]] = []
    for at in range(1, len(words)):
        if _GENERATIONS.match(words[at]) and at == len(words) - 1:
            continue
        lines = (" ".join(words[:at]), " ".join(words[at:]))
        ways.append((max(width_of(line, size) for line in lines), -at, lines))
    if ways:
        # A surname is the last word, mostly; a line that is much shorter is worth more.
        last = min(ways, key=lambda way: way[1])
        best = min(ways)
        chosen = last if last[0] <= max(best[0] * 1.15, one_line) else best
        if chosen[0] <= most_wide:
            return block(chosen[2], size)
    whole = text_block(name, size, most_wide, most_lines)
    if len(words) < 2 or not whole.lines[-1].endswith("…"):
        return whole
    # A surname says more than first names do.
    at = -2 if len(words) > 2 and _GENERATIONS.match(words[-1]) else -1
    first = text_block(" ".join(_initials(word) for word in words[:at]), size, most_wide, 1)
    surname = text_block(" ".join(words[at:]), size, most_wide, most_lines - 1)
    return block((*first.lines, *surname.lines), size)


def _initials(word: str) -> str:
    """Write a first name by its initials.

    >>> _initials("Anna-Lena"), _initials("J.")
    ('A.-L.', 'J.')
    """
    return "-".join(f"{part[0]}." for part in word.split("-") if part)


def write(figure: Figure, line: Line, colour: str, halo: str = "") -> None:
    """Write a line of words into a picture, with a halo where lines may run below it."""
    from matplotlib.patheffects import withStroke

    text = figure.text(
        line.x,
        line.y,
        line.words,
        fontsize=line.size,
        fontweight=line.weight,
        family=families(),
        color=colour,
        ha=line.align,
        va="baseline",
        transform=figure.dpi_scale_trans,
        parse_math=False,
        zorder=6,
    )
    if halo:
        text.set_path_effects([withStroke(linewidth=2.4, foreground=halo)])
