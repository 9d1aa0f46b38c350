"""This file holds how a timeline is drawn: rows over the same years, with one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.drawing.frame import BOLD, LINE, Page, width_of, wrapped
from bot.drawing.strip import HEADROOM, axis, columns, hatched_room, key, places
from bot.drawing.theme import SMALL, TEXT, TITLE, Theme
from knowledge.text import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from knowledge.picture import Lane, Timeline

_WIDEST_LABELS = 0.36
"""How much of the width labels may take."""
_NO_LABEL = "–"
_FEW = 4
"""So many lanes or fewer are drawn higher."""


def draw(picture: Timeline, figure: Figure, theme: Theme) -> None:
    """Draw a timeline; its height follows the number of lanes."""
    page = Page(figure, theme)
    room = page.title(picture.title)
    ends = f"{picture.periods[-1]} isn't over" if picture.is_last_unfinished else ""
    key(page, picture.title, picture.unit, ends, beside=TITLE * (hatched_room(ends) < room))
    page.y += 0.06
    said = [_said(lane, page) for lane in picture.lanes]
    widest = max(width_of(line, size, weight) for lines in said for line, size, weight, _ in lines)
    where = places(picture.periods, page.left + widest + 0.14, page.right)
    most = max((value for lane in picture.lanes for value in lane.values), default=0) or 1
    height = 0.5 if len(picture.lanes) <= _FEW else 0.3
    last = len(picture.periods) - 1
    for lane, lines in zip(picture.lanes, said, strict=True):
        needs = sum(LINE * size for _, size, _, _ in lines)
        row = max(needs, HEADROOM + height)
        base = page.y + row
        top = page.y + (row - needs) / 2 + 0.06
        for line, size, weight, colour in lines:
            top += LINE * size
            page.text(page.left, top - 0.3 * LINE * size, line, size, weight=weight, colour=colour)
        columns(
            page,
            lane.values,
            where,
            base=base,
            height=height,
            most=most,
            unfinished=frozenset((last,)) if picture.is_last_unfinished else frozenset(),
            sign=" %" if picture.unit.startswith("%") else "",
            is_each_told=False,
        )
        page.y = base + 0.09
    page.y = axis(page, where, page.y - 0.05)
    page.end(picture.note)


def _said(lane: Lane, page: Page) -> list[tuple[str, float, int, str]]:
    """Write what stands at the left of a lane: lines with their size, weight and colour."""
    widest = _WIDEST_LABELS * page.width
    total = counted(lane.total, "paper")
    remark = f"{total}, {lane.remark}" if lane.remark else total
    label = wrapped(lane.label, TEXT, widest, 2, BOLD) or [_NO_LABEL]
    below = wrapped(remark, SMALL, widest, 2)
    return [
        *((line, TEXT, BOLD, page.theme.ink) for line in label),
        *((line, SMALL, 400, page.theme.faint) for line in below),
    ]
