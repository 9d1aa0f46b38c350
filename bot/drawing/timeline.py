"""This file holds how a timeline is drawn: rows over the same years, with one scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.drawing.bars import rows
from bot.drawing.filling import hatched_room, key
from bot.drawing.frame import LINE, NO_LABEL, Page
from bot.drawing.numbers import number
from bot.drawing.strip import HEADROOM, axis, columns, places
from bot.drawing.theme import BOLD, SMALL, TEXT, TITLE, Theme
from bot.drawing.words import width_of, wrapped
from knowledge.picture import Bar, Bars
from knowledge.text import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from knowledge.picture import Lane, Timeline

_WIDEST_LABELS, _WIDEST_LINES = 0.36, 0.44
"""How much of the width labels may take, where they have two lines and where they have one."""
_IN_ALL, _MOST = "in all", "most"
_OWN_SCALES = "each row has its own scale"


@dataclass(frozen=True, slots=True)
class _Style:
    """How lanes are drawn, by how many there are.

    Attributes:
        most: Up to so many.
        height: Inches of the highest column.
        below: Inches from a lane to the next.
        size: Of the labels' letters, in points.
        lines: The most lines of a label.
        has_totals: Whether totals stand in a column of their own, and not below the labels.
        has_values: Whether each lane's highest value is written above it.
    """

    most: int
    height: float
    below: float
    size: float
    lines: int
    has_totals: bool
    has_values: bool


_STYLES = (
    _Style(4, 0.5, 0.1, TEXT, 2, has_totals=False, has_values=True),
    _Style(7, 0.26, 0.06, TEXT, 2, has_totals=True, has_values=True),
    _Style(10, 0.18, 0.03, SMALL, 2, has_totals=True, has_values=True),
    _Style(0, 0.15, 0.025, SMALL, 1, has_totals=True, has_values=False),
)


def draw(picture: Timeline, figure: Figure, theme: Theme) -> None:
    """Draw a timeline; its height follows the number of lanes."""
    page = Page(figure, theme)
    if len(picture.periods) == 1 and all(lane.values[0] == lane.total for lane in picture.lanes):
        _one_period(page, picture)
        return
    style = next((one for one in _STYLES if len(picture.lanes) <= one.most), _STYLES[-1])
    peaks = [max(lane.values, default=0) for lane in picture.lanes]
    sign = " %" if picture.unit.startswith("%") else ""
    _head(page, picture)
    labels = [_label(lane, page, style) for lane in picture.lanes]
    widest = max(
        width_of(line, size, weight) for lines in labels for line, size, weight, _ in lines
    )
    told: dict[str, list[str]] = {}
    if style.has_totals:
        told[_IN_ALL] = [number(lane.total) for lane in picture.lanes]
    if not style.has_values:
        told[_MOST] = [f"{number(peak)}{sign}" for peak in peaks]
    ends, right = _right_columns(page, told)
    where = places(picture.periods, page.left + widest + 0.14, right)
    last = len(picture.periods) - 1
    for at, (lane, lines) in enumerate(zip(picture.lanes, labels, strict=True)):
        needs = sum(LINE * size for _, size, _, _ in lines)
        row = max(needs, style.height + (HEADROOM if style.has_values else 0.02))
        base = page.y + row
        top = page.y + (row - needs) / 2 + (0.06 if style.has_values else 0.02)
        for line, size, weight, colour in lines:
            top += LINE * size
            page.text(page.left, top - 0.3 * LINE * size, line, size, weight=weight, colour=colour)
        middle = page.y + row / 2 + (0.06 if style.has_values else 0.02)
        for heading, end in ends.items():
            page.beside(end, middle, [told[heading][at]], SMALL, ha="right")
        columns(
            page,
            lane.values,
            where,
            base=base,
            height=style.height,
            most=(peaks[at] if picture.has_own_scales else max(peaks)) or 1,
            unfinished=frozenset((last,)) if picture.is_last_unfinished else frozenset(),
            sign=sign,
            told="highest" if style.has_values else "none",
        )
        page.y = base + style.below
    page.y = axis(page, where, page.y - style.below + 0.03)
    page.end(picture.note)


def _one_period(page: Page, picture: Timeline) -> None:
    """Draw lanes as lying bars: where all is of one year, columns would stand in an empty page."""
    (period,) = picture.periods
    page.title(picture.title)
    said = f"{period} so far" if picture.is_last_unfinished else f"all in {period}"
    page.lines([said], SMALL, colour=page.theme.faint)
    page.y += 0.06
    bars = tuple(Bar(lane.label, lane.total, lane.remark) for lane in picture.lanes)
    rows(page, [Bars(picture.title, picture.unit, bars)])
    page.end(picture.note)


def _right_columns(page: Page, told: dict[str, list[str]]) -> tuple[dict[str, float], float]:
    """Head what stands at the right of lanes; tell where each column and the lanes end."""
    ends: dict[str, float] = {}
    right = page.right
    for heading, values in told.items():
        ends[heading] = right
        page.text(
            right, page.y + 0.7 * LINE * SMALL, heading, SMALL, colour=page.theme.faint, ha="right"
        )
        right -= max(width_of(words, SMALL) for words in [*values, heading]) + 0.1
    if _MOST in told:
        page.y += LINE * SMALL  # no value above a column has its place there
    return ends, right


def _head(page: Page, picture: Timeline) -> None:
    """Write the title, what is counted, on which scale, and what hatched means."""
    room = page.title(picture.title)
    ends = f"{picture.periods[-1]} so far" if picture.is_last_unfinished else ""
    unit = "" if picture.unit.lower() in picture.title.lower() else picture.unit
    said = "; ".join(filter(None, (unit, _OWN_SCALES if picture.has_own_scales else "")))
    key(page, picture.title, said, ends, beside=TITLE * (hatched_room(ends) < room))
    page.y += 0.06


def _label(lane: Lane, page: Page, style: _Style) -> list[tuple[str, float, int, str]]:
    """Write what stands at the left of a lane: lines with their size, weight and colour."""
    widest = (_WIDEST_LABELS if style.lines > 1 else _WIDEST_LINES) * page.width
    said = f"{lane.label} ({lane.remark})" if lane.remark and style.has_totals else lane.label
    lines = wrapped(said, style.size, widest, style.lines, BOLD) or [NO_LABEL]
    label = [(line, style.size, BOLD, page.theme.ink) for line in lines]
    if style.has_totals:
        return label
    total = counted(lane.total, "paper")
    below = wrapped(f"{total}, {lane.remark}" if lane.remark else total, SMALL, widest, 2)
    return [*label, *((line, SMALL, 400, page.theme.faint) for line in below)]
