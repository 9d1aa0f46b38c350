"""This file holds how a sheet is drawn: what is reported in a frame of its own, then what is counted.

Of several scholars each chart is drawn once, with all of them in it: rows of a bar chart have their
labels once and each scholar's bars beside each other, columns stand in strips below each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.drawing import reported
from bot.drawing.bars import (
    hatched,
    names_beside,
    part_colours,
    parts,
    rows,
    share,
    stands,
)
from bot.drawing.bars import strip as one_strip
from bot.drawing.filling import filled, hatched_room, key
from bot.drawing.fonts import drawable
from bot.drawing.frame import LINE, NO_LABEL, Page
from bot.drawing.numbers import number, percent
from bot.drawing.strip import HEADROOM, axis, columns, places
from bot.drawing.theme import BOLD, SMALL, TEXT, Theme
from bot.drawing.words import width_of, wrapped
from knowledge.text import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from knowledge.picture import Bars, Column, Sheet

COUNTED = "Counted in this library"
_LONGEST_TITLE = 100
_STRIP, _AROUND = 0.62, 0.62
"""Inches of a highest column, and of what is above and below columns in a chart."""
_LANES = {2: 0.26, 3: 0.24}
_LOWEST_LANE = 0.2
"""Inches of the highest column, of two or three scholars, and of more."""
_BETWEEN, _APART = 0.13, 0.22
"""Inches between charts above and beside each other."""


def draw(picture: Sheet, figure: Figure, theme: Theme) -> None:
    """Draw a sheet; its height follows what is in it."""
    page = Page(figure, theme)
    page.title(picture.title)
    page.y += 0.05
    if any(column.figures for column in picture.columns):
        page.y += 0.04
        if len(picture.columns) == 1:
            reported.alone(page, picture.columns[0])
        else:
            reported.beside(page, picture.columns)
        page.y += 0.08
    names = [column.heading for column in picture.columns]
    rows = list(zip(*(column.charts for column in picture.columns), strict=True))
    shown = [charts for charts in rows if not any(chart.is_empty for chart in charts)]
    _counted(page, picture.columns)
    page.y += 0.05
    if len(names) == 1 and len(shown) > 1:
        _in_pairs(page, [charts[0] for charts in shown])
    else:
        for at, charts in enumerate(shown):
            page.y += _BETWEEN if at else 0
            papers = [one.papers for one in picture.columns] if at == 0 else []
            _chart(page, charts, names, papers)
    page.end(picture.note)


def _in_pairs(page: Page, charts: Sequence[Bars]) -> None:
    """Draw one scholar's charts, two beside each other; columns are as high as what is beside them."""
    left, right, each = page.left, page.right, (page.width - _APART) / 2
    for at in range(0, len(charts), 2):
        page.y += _BETWEEN if at else 0
        top = end = page.y
        pair = list(enumerate(charts[at : at + 2]))
        for place, chart in sorted(pair, key=lambda one: stands(one[1])):
            page.y, page.left = top, left + place * (each + _APART)
            page.right = page.left + each
            is_plain = not chart.note
            _chart(page, [chart], [""], [], height=end - top - _AROUND if is_plain else 0)
            end = max(end, page.y)
        page.left, page.right, page.y = left, right, end


def _counted(page: Page, scholars: Sequence[Column]) -> None:
    """Head what is counted, of one scholar with how many papers that are."""
    words = COUNTED
    if len(scholars) == 1 and scholars[0].papers:
        words += f": {counted(scholars[0].papers, 'paper')}"
    page.lines([words], TEXT, colour=page.theme.bar, weight=BOLD)


def _chart(
    page: Page,
    charts: Sequence[Bars],
    names: Sequence[str],
    papers: Sequence[int],
    *,
    height: float = 0,
) -> None:
    """Draw one chart with all scholars in it.

    Args:
        page: Where.
        charts: One of each scholar.
        names: The scholars' names.
        papers: How many papers each has, to be told below the name; may be empty.
        height: Inches of the highest column of a scholar alone, at the least.
    """
    first = charts[0]
    is_alone = len(charts) == 1
    as_strip = all(stands(chart) for chart in charts)
    said = hatched(*charts) if as_strip else ""
    wide = width_of(drawable(first.title, _LONGEST_TITLE), TEXT, BOLD)
    if said and wide + hatched_room(said) > page.width:
        said = next(bar.remark for chart in charts for bar in chart.bars if bar.remark)
    room = page.width - hatched_room(said)
    page.lines(wrapped(first.title, TEXT, room, 2, BOLD), TEXT, weight=BOLD)
    key(page, first.title, first.unit, said, beside=TEXT)
    page.y += 0.04
    if first.shape == "share":
        if is_alone:
            share(page, first.bars, SMALL)
        else:
            _shares(page, charts, names)
    elif as_strip:
        if is_alone:
            one_strip(page, first, max(height, _STRIP))
        else:
            _strips(page, charts, names, papers)
    else:
        below = [counted(one, "paper") for one in papers if one]
        rows(page, charts, SMALL, names=() if is_alone else names, below=below)
    notes = dict.fromkeys(chart.note for chart in charts if chart.note)
    for note in notes:
        page.y += 0.03
        page.lines(wrapped(note, SMALL, page.width, 4), SMALL, colour=page.theme.faint)


def _strips(
    page: Page, charts: Sequence[Bars], names: Sequence[str], papers: Sequence[int]
) -> None:
    """Draw columns of several scholars in strips with one scale and one line of labels."""
    # Where a lane is low there is room for one line of a name above the number of papers.
    most_lines = 1 if papers and len(charts) not in _LANES else 2
    numbers = [counted(one, "paper") for one in papers]
    said, left = names_beside(page, names, numbers, most_lines=most_lines)
    high = _LANES.get(len(charts), _LOWEST_LANE)
    most = max((bar.value for chart in charts for bar in chart.bars), default=0) or 1
    where = places([bar.label for bar in charts[0].bars], left, page.right)
    for place, (chart, lines) in enumerate(zip(charts, said, strict=True)):
        base = page.y + HEADROOM + high
        middle = base - high / 2 - 0.02
        if papers:
            middle -= LINE * SMALL / 2
            below = middle + (len(lines) + 1) / 2 * LINE * SMALL
            page.beside(page.left, below, [numbers[place]], SMALL, colour=page.theme.faint)
        page.beside(page.left, middle, lines, SMALL, weight=BOLD)
        columns(
            page,
            [bar.value for bar in chart.bars],
            where,
            base=base,
            height=high,
            most=most,
            unfinished=frozenset(at for at, bar in enumerate(chart.bars) if bar.remark),
        )
        page.y = base + 0.05
    page.y = axis(page, where, page.y - 0.02)


def _shares(page: Page, charts: Sequence[Bars], names: Sequence[str]) -> None:
    """Draw parts of several scholars' papers, and what each part is once."""
    said, left = names_beside(page, names)
    height = 0.15
    ends = [_first_part(chart) for chart in charts]
    right = page.right - max(width_of(end, SMALL) for end in ends) - 0.08
    for chart, lines, end in zip(charts, said, ends, strict=True):
        row = max(0.24, LINE * SMALL * len(lines) + 0.05)
        middle = page.y + row / 2
        page.beside(page.left, middle, lines, SMALL, weight=BOLD)
        parts(page, chart.bars, left, right, middle - height / 2, height)
        page.beside(page.right, middle, [end], SMALL, ha="right")
        page.y += row
    page.y += 0.02
    x = left
    for bar, colour in zip(
        charts[0].bars, part_colours(page.theme, len(charts[0].bars)), strict=True
    ):
        words = drawable(bar.label, 40) or NO_LABEL
        needs = 0.15 + width_of(words, SMALL)
        if x > left and x + needs > page.right:
            x = left
            page.y += LINE * SMALL
        baseline = page.y + 0.75 * LINE * SMALL
        filled(page, x, baseline - 0.09, 0.1, 0.1, colour)
        for line in wrapped(words, SMALL, page.right - x - 0.15, 1):
            page.text(x + 0.15, baseline, line, SMALL, colour=page.theme.faint)
        x += needs + 0.18
    page.y += LINE * SMALL


def _first_part(chart: Bars) -> str:
    """Tell the first part's number and percent."""
    whole = sum(bar.value for bar in chart.bars)
    part = chart.bars[0].value
    return f"{number(part)} of {number(whole)}, {percent(part, whole)}"
