"""This file holds how words are measured, broken into lines and kept apart, before they are drawn.

Lengths are inches and sizes of letters are points; x grows to the right and y upwards.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Literal

from bot.drawing.fonts import drawable, families
from bot.drawing.theme import DOTS

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

POINT = 1 / 72
"""Inches."""
LEADING = 1.24
"""From one line's foot to the next one's, in sizes of letters."""
_ASCENT, _DESCENT = 0.74, 0.23
"""How far letters reach above and below the line at the least, in sizes of letters."""
_FULLEST = 0.9
"""Which share of a frame boxes may fill at the most for `apart` to try."""
_CALM, _SHAKEN, _SEED = 40, 0.08, 7
"""After how many steps boxes are shaken, by how many inches, with which chance."""
_LONGEST_NAME = 120
"""Letters; of a longer name the few lines below a circle don't show more."""
_GENERATIONS = re.compile(r"^(jr|sr|i{2,3}|iv)\.?$", re.IGNORECASE)
_BREAKS = re.compile(r"(?<=[-‐–/])(?=\S)")


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


@lru_cache(4096)
def _measured(words: str, size: float, weight: int) -> tuple[float, float, float]:
    """Measure a line: its width, and how far it reaches above and below its foot."""
    from matplotlib.font_manager import FontProperties

    renderer = _renderer()
    font = FontProperties(family=families(), size=size, weight=weight)
    width, height, descent = renderer.get_text_width_height_descent(words, font, ismath=False)
    return width / DOTS, (height - descent) / DOTS, descent / DOTS


@cache
def _renderer() -> Any:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    canvas: Any = FigureCanvasAgg(Figure(figsize=(1, 1), dpi=DOTS))
    return canvas.get_renderer()


def width(words: str, size: float, weight: int = 400) -> float:
    """Measure how wide a line is."""
    return _measured(words, size, weight)[0]


def block(lines: tuple[str, ...], size: float, weight: int = 400) -> Block:
    """Measure lines that are to stand below each other."""
    measured = [_measured(words, size, weight) for words in lines]
    return Block(
        lines,
        size,
        weight,
        max((one[0] for one in measured), default=0.0),
        max([_ASCENT * size * POINT, *(one[1] for one in measured)]),
        max([_DESCENT * size * POINT, *(one[2] for one in measured)]),
    )


def wrapped(text: str, size: float, most_wide: float, most_lines: int, weight: int = 400) -> Block:
    """Break a text into lines that are at most so wide; what doesn't fit is cut with a sign."""
    if not (text := drawable(text)):
        return block(("",), size, weight)
    left = _pieces(text)
    lines: list[str] = []
    while left and len(lines) < most_lines:
        line = ""
        while left:
            longer = _joined(line, left[0])
            if width(longer, size, weight) > most_wide:
                break
            line = longer
            left.pop(0)
        if not line:
            line, rest = _cut(left[0], size, most_wide, weight)
            left[0] = rest
            if not rest:
                left.pop(0)
        lines.append(line)
    if left:
        lines[-1] = _ended(_joined(lines[-1], left[0]), size, most_wide, weight)
    return block(tuple(line.rstrip() for line in lines), size, weight)


def name_block(name: str, size: float, one_line: float, most_wide: float, most_lines: int) -> Block:
    """Break a person's name: first names above the surname, unless one line is short enough."""
    name = drawable(name, _LONGEST_NAME) or "?"
    if width(name, size) <= one_line:
        return block((name,), size)
    words = name.split(" ")
    ways: list[tuple[float, int, tuple[str, ...]]] = []
    for at in range(1, len(words)):
        if _GENERATIONS.match(words[at]) and at == len(words) - 1:
            continue
        lines = (" ".join(words[:at]), " ".join(words[at:]))
        ways.append((max(width(line, size) for line in lines), -at, lines))
    if ways:
        # A surname is the last word, mostly; a line that is much shorter is worth more.
        last = min(ways, key=lambda way: way[1])
        best = min(ways)
        chosen = last if last[0] <= max(best[0] * 1.15, one_line) else best
        if chosen[0] <= most_wide:
            return block(chosen[2], size)
    whole = wrapped(name, size, most_wide, most_lines)
    if len(words) < 2 or not whole.lines[-1].endswith("…"):
        return whole
    # A surname says more than first names do.
    at = -2 if len(words) > 2 and _GENERATIONS.match(words[-1]) else -1
    first = wrapped(" ".join(_initials(word) for word in words[:at]), size, most_wide, 1)
    surname = wrapped(" ".join(words[at:]), size, most_wide, most_lines - 1)
    return block((*first.lines, *surname.lines), size)


def _initials(word: str) -> str:
    """Write a first name by its initials.

    >>> _initials("Anna-Lena"), _initials("J.")
    ('A.-L.', 'J.')
    """
    return "-".join(f"{part[0]}." for part in word.split("-") if part)


def _pieces(text: str) -> list[str]:
    """Part a text where a line may end; a piece that is to follow a space begins with one."""
    return [
        (" " if at and not inner else "") + piece
        for at, word in enumerate(text.split(" "))
        for inner, piece in enumerate(_BREAKS.split(word))
    ]


def _joined(line: str, piece: str) -> str:
    return line + piece if line else piece.lstrip()


def _cut(word: str, size: float, most_wide: float, weight: int) -> tuple[str, str]:
    """Cut off as many letters of a word as fit, at least one."""
    word = word.lstrip()
    at = _fitting(word, size, most_wide, weight) or 1
    return word[:at], word[at:]


def _ended(line: str, size: float, most_wide: float, weight: int) -> str:
    """End a line with the sign that something was cut."""
    at = _fitting(line, size, most_wide - width("…", size, weight), weight)
    return line[:at].rstrip(" ,;:–-") + "…"


def _fitting(text: str, size: float, most_wide: float, weight: int) -> int:
    """Count the letters that fit into a width; a mark stays with its letter."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle], size, weight) <= most_wide:
            low = middle
        else:
            high = middle - 1
    while 0 < low < len(text) and unicodedata.category(text[low]).startswith("M"):
        low -= 1
    return low


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


def apart(
    centres: Points,
    halves: Points,
    frame: tuple[float, float],
    pinned: Points,
    gap: float,
    most_steps: int = 240,
) -> Points | None:
    """Move boxes until none overlaps another and all are within a frame.

    Args:
        centres: Shape (n, 2).
        halves: Half their widths and heights, shape (n, 2).
        frame: Its width and height; it begins at (0, 0).
        pinned: Which don't move, 1.0 or 0.0, shape (n,).
        gap: What stays free between two.
        most_steps: After which it is given up.

    Returns:
        Where their centres are then, shape (n, 2); None where they found no room.
    """
    import numpy as np

    n = len(centres)
    size = np.array(frame)
    is_too_much = (4 * halves[:, 0] * halves[:, 1]).sum() > _FULLEST * size[0] * size[1]
    if is_too_much or (2 * halves > size).any():
        return None
    where = np.clip(centres, halves, size - halves)
    need = halves[:, None] + halves[None] + gap
    chance = np.random.default_rng(_SEED)
    free = 1 - pinned
    # Of two, who may move takes the whole way.
    share = free[:, None] / np.maximum(free[:, None] + free[None], 1)
    # Equal places part in the order of their numbers.
    order = np.sign(np.arange(n)[:, None] - np.arange(n)[None])
    for step in range(most_steps):
        off = where[:, None] - where[None]
        over = need - np.abs(off)
        hit = (over[:, :, 0] > 1e-6) & (over[:, :, 1] > 1e-6)
        np.fill_diagonal(hit, val=False)
        if not hit.any():
            return where
        along = over[:, :, 0] / need[:, :, 0] <= over[:, :, 1] / need[:, :, 1]
        axis = np.stack([along, ~along], axis=2) & hit[:, :, None]
        sign = np.where(off == 0, order[:, :, None], np.sign(off))
        push = np.where(axis, sign * (over + 1e-3) * share[:, :, None], 0)
        count = np.sqrt(np.maximum(axis.sum(axis=1), 1))
        move = push.sum(axis=1) / count
        if step > _CALM:
            # Boxes that hold each other fast come loose when they are shaken, ever less.
            shaken = (hit.sum(axis=1) > 0)[:, None] * free[:, None]
            strength = _SHAKEN * (1 - (step - _CALM) / most_steps)
            move += chance.normal(0, strength, move.shape) * shaken
        where = np.clip(where + move, halves, size - halves)
    return None


def in_rows(
    centres: Points,
    halves: Points,
    frame: tuple[float, float],
    pinned: Points,  # noqa: ARG001 - nobody has a fixed place in a row
    gap: float,
) -> Points | None:
    """Put boxes into rows, near to where they are: what is tried where `apart` found no room.

    Returns:
        As `apart` does.
    """
    import numpy as np

    left = sorted(range(len(centres)), key=lambda at: (-centres[at, 1], centres[at, 0], at))
    rows: list[list[int]] = []
    while left:
        row: list[int] = []
        used = gap
        for at in list(left):
            if (wide := 2 * halves[at, 0] + gap) + used <= frame[0] + 2 * gap:
                row.append(at)
                left.remove(at)
                used += wide
            # A full row is searched no further, so that who is far below isn't pulled up.
            if used > frame[0] * 0.8:
                break
        if not row:
            return None
        rows.append(sorted(row, key=lambda at: (centres[at, 0], at)))
    heights = [2 * max(halves[at, 1] for at in row) for row in rows]
    spare = frame[1] - sum(heights)
    if spare < gap * (len(rows) - 1):
        return None
    first, step = _spaced(spare, len(rows), gap)
    where = np.zeros_like(centres)
    top = frame[1] - first
    for row, height in zip(rows, heights, strict=True):
        room = frame[0] - sum(2 * halves[at, 0] for at in row)
        x, between = _spaced(room, len(row), gap)
        for at in row:
            where[at] = (x + halves[at, 0], top - height / 2)
            x += 2 * halves[at, 0] + between
        top -= height + step
    return where


def _spaced(free: float, number: int, gap: float) -> tuple[float, float]:
    """Share what is free: before the first of so many and between two; or only there, if little."""
    step = free / (number + 1)
    return (step, step) if step >= gap or number == 1 else (0.0, free / (number - 1))
