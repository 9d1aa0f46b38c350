"""This file holds the key of a network: what sizes, lines and colours stand for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Literal

from bot.drawing.labels import POINT, Line
from bot.drawing.marks import add, among, dashes, is_dashed, radius, telling, thickness
from bot.drawing.theme import BOLD, MARGIN, SMALL, WIDTH, Theme
from bot.drawing.words import width_of
from knowledge.text import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from knowledge.picture import Network

_IMPLIED = "only implied"
_Kind = Literal["size", "groups", "tie", "dashed", "ghost", "words"]
_ROW = 0.17
"""Inches that a row is high at the least."""
_BESIDE, _APART = 0.09, 0.21
"""Inches between the parts of one entry, and between two entries."""
_MOST_GROUPS = 3
"""Colours that the key shows; they stand for all."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of the key: what it is, its left end, the height of its middle, and its size.

    `size` is a radius in inches for circles, a width in points for ties, and for groups a number.
    """

    kind: _Kind
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class _Part:
    """A sign that has no place yet, how wide it is with what stays free, and its words."""

    kind: _Kind
    size: float
    wide: float
    words: str

    @property
    def weight(self) -> int:
        """How heavy its letters are: what stands for itself is read, not looked up."""
        return BOLD if self.kind == "words" else 400


_Entry = tuple[_Part, ...]


def placed(
    picture: Network, kept: Sequence[int], largest: float, hidden: int, foot: float
) -> tuple[list[Line], tuple[Sign, ...], float]:
    """Place the key above a height.

    Args:
        picture: What is drawn.
        kept: The places of the members who are shown.
        largest: The radius of the largest circle that there may be.
        hidden: How many people are not shown.
        foot: Where the key ends below.

    Returns:
        Its words, its signs, and where it ends above.
    """
    words: list[Line] = []
    signs: list[Sign] = []
    entries = _entries(picture, kept, largest)
    if hidden:
        more = counted(hidden, "more person", "more people")
        entries.append((_Part("words", 0, 0, f"+{more}"),))
    for row in reversed(_rows(entries)):
        discs = [part.size for entry in row for part in entry if part.kind in ("size", "ghost")]
        high = max([_ROW, *(2 * size for size in discs)])
        middle = foot + high / 2
        x = MARGIN
        for entry in row:
            for part in entry:
                is_said = part.kind == "words"
                if not is_said:
                    signs.append(Sign(part.kind, x, middle, part.size))
                x += part.wide
                baseline = middle - 0.35 * SMALL * POINT
                words.append(
                    Line(part.words, x, baseline, SMALL, part.weight, is_faint=not is_said)
                )
                x += width_of(part.words, SMALL, part.weight) + _BESIDE
            x += _APART - _BESIDE
        foot += high + 0.03
    return words, tuple(signs), foot


def _entries(picture: Network, kept: Sequence[int], largest: float) -> list[_Entry]:
    """List what is to be explained of this picture, and nothing else."""
    shown = [picture.members[at] for at in kept if not picture.members[at].is_asked]
    entries: list[_Entry] = []
    if sizes := _scale([one.papers for one in shown]):
        radii = [radius(picture, papers, largest) for papers in sizes]
        unit = picture.unit.replace("papers", "paper") if sizes[-1] == 1 else picture.unit
        numbers = [*(f"{papers:,}" for papers in sizes[:-1]), f"{sizes[-1]:,} {unit}"]
        entries.append(
            tuple(
                _Part("size", size, 2 * size + 0.05, number)
                for size, number in zip(radii, numbers, strict=True)
            )
        )
    number = min(len({one.group for one in shown if one.group >= 0}), _MOST_GROUPS)
    if number > 1:
        entries.append((_Part("groups", number, 0.13 + 0.075 * number, "write together"),))
    most = max((tie.papers for tie in telling(picture, kept)), default=0)
    if most > 1:
        entries.append(
            (
                _Part("tie", thickness(1, most), 0.27, "1"),
                _Part("tie", thickness(most, most), 0.27, f"{most:,} together"),
            )
        )
    if any(is_dashed(tie) for tie in among(picture, kept)):
        entries.append((_Part("dashed", 1.2, 0.3, _IMPLIED),))
    return entries


def _scale(papers: Sequence[int]) -> list[int]:
    """Choose two numbers of papers that show the scale of sizes: the least, and one below the most.

    The largest circle would make the key high, and says no more.
    """
    low, high = min(papers, default=0), max(papers, default=0)
    if high - low < 2:
        return sorted({low, high}) if papers else []
    return sorted({low, round(sqrt(max(low, 1) * high))})


def _rows(entries: Sequence[_Entry]) -> list[list[_Entry]]:
    """Put entries beside each other as far as there is room."""
    rows: list[list[_Entry]] = []
    used = 0.0
    for entry in entries:
        wide = (
            sum(part.wide + width_of(part.words, SMALL, part.weight) + _BESIDE for part in entry)
            - _BESIDE
        )
        if not rows or used + _APART + wide > WIDTH - 2 * MARGIN:
            rows.append([])
            used = -_APART
        rows[-1].append(entry)
        used += _APART + wide
    return rows


def draw_sign(sign: Sign, figure: Figure, theme: Theme) -> None:
    """Draw a sign of the key."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle as Disc

    if sign.kind == "size":
        add(
            figure, Disc((sign.x + sign.size, sign.y), sign.size, facecolor=theme.none, linewidth=0)
        )
    elif sign.kind == "groups":
        for at in range(int(sign.size)):
            add(
                figure,
                Disc(
                    (sign.x + 0.055 + at * 0.075, sign.y),
                    0.055,
                    facecolor=theme.groups[at],
                    edgecolor=theme.background,
                    linewidth=0.8,
                    zorder=5 - at,
                ),
            )
    elif sign.kind == "ghost":
        add(
            figure,
            Disc(
                (sign.x + sign.size, sign.y),
                sign.size,
                fill=False,
                edgecolor=theme.none,
                linewidth=1.1,
                linestyle=(0, (0.1, 2.2)),
                capstyle="round",
            ),
        )
    else:
        wide = sign.size
        add(
            figure,
            Line2D(
                (sign.x, sign.x + 0.22),
                (sign.y, sign.y),
                color=theme.none,
                linewidth=wide,
                linestyle=dashes(wide) if sign.kind == "dashed" else "solid",
                solid_capstyle="butt",
                dash_capstyle="butt",
            ),
        )
