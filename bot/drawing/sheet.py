"""This file holds how a sheet is drawn: what is reported in a frame of its own, then what is counted.

Of several scholars each chart is drawn once, with all of them in it: rows of a bar chart have their
labels once and each scholar's bars beside each other, columns stand in strips below each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from bot.drawing.bars import (
    NO_LABEL,
    hatched,
    headings,
    part_colours,
    parts,
    percent,
    rows,
    share,
    stands,
)
from bot.drawing.bars import strip as one_strip
from bot.drawing.fonts import drawable
from bot.drawing.frame import BOLD, LINE, Page, width_of, wrapped
from bot.drawing.strip import (
    HEADROOM,
    axis,
    columns,
    filled,
    hatched_room,
    key,
    number,
    places,
    short_number,
)
from bot.drawing.theme import SMALL, TEXT, Theme
from knowledge.text import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from knowledge.picture import Bars, Column, Sheet
    from knowledge.picture import Figure as Number

COUNTED = "Counted in this library"
REPORTED = "Reported by profile pages"
_PAPERS = "papers"
_LARGE = 17.0
"""Points of reported figures' letters."""
_MEDIUM = 11.0
"""The same, where several scholars' figures stand beside each other."""
_LONGEST_LARGE = 9
"""Letters of a figure that is written so large."""
_PADDING = 0.11
_STRIP = 0.62
_LANE = 0.34
_WIDEST_NAMES = 0.3
"""How much of the width scholars' names may take at the left of a chart."""
_BETWEEN = 0.15
"""Inches between charts."""


def draw(picture: Sheet, figure: Figure, theme: Theme) -> None:
    """Draw a sheet; its height follows what is in it."""
    page = Page(figure, theme)
    page.title(picture.title)
    page.y += 0.05
    if any(column.figures for column in picture.columns):
        page.y += 0.04
        if len(picture.columns) == 1:
            _reported(page, picture.columns[0])
        else:
            _reported_beside(page, picture.columns)
        page.y += 0.12
    _counted(page, picture.columns)
    for charts in zip(*(column.charts for column in picture.columns), strict=True):
        if not any(chart.is_empty for chart in charts):
            page.y += _BETWEEN if charts[0] is not picture.columns[0].charts[0] else 0.05
            _chart(page, charts, [column.heading for column in picture.columns])
    page.end(picture.note)


def _reported(page: Page, column: Column) -> None:
    """Draw what a profile page reports of one scholar, in large letters."""
    cells = [_cell(one) for one in column.figures]
    room = page.width - 2 * _PADDING
    widest = max(cell.width for cell in cells) + 0.12
    beside = max(int(room // widest), 1)
    lines = -(-len(cells) // beside)
    beside = -(-len(cells) // lines)
    top = page.y
    page.y += _PADDING - 0.04
    _heading(page, column.figures_heading)
    page.y += 0.04
    for at in range(0, len(cells), beside):
        baseline = page.y + LINE * _LARGE * 0.82
        for place, cell in enumerate(cells[at : at + beside]):
            x = page.left + _PADDING + place * room / beside
            page.text(x, baseline, cell.value, cell.size, weight=BOLD)
            below = baseline + LINE * SMALL * 1.15
            page.text(x, below, cell.label, SMALL, colour=page.theme.faint)
        page.y = baseline + LINE * SMALL * 1.2 + 0.08
    _frame(page, top)


class _Cell(NamedTuple):
    value: str
    label: str
    size: float
    width: float


def _cell(figure: Number) -> _Cell:
    """Write one figure: what is long isn't written as large."""
    size = _LARGE if len(figure.value) <= _LONGEST_LARGE else TEXT
    most = 1.9
    value = next(iter(wrapped(figure.value, size, most, 1, BOLD)), NO_LABEL)
    label = next(iter(wrapped(figure.label, SMALL, most, 1)), NO_LABEL)
    return _Cell(value, label, size, max(width_of(value, size, BOLD), width_of(label, SMALL)))


def _counted(page: Page, scholars: Sequence[Column]) -> None:
    """Head what is counted, with how many papers that are."""
    words = COUNTED
    if len(scholars) == 1 and scholars[0].papers:
        words += f": {counted(scholars[0].papers, 'paper')}"
    page.lines([words], TEXT, colour=page.theme.bar, weight=BOLD)
    if len(scholars) == 1 or not any(one.papers for one in scholars):
        return
    left = page.left + _PADDING
    gutter, each = _table(page, scholars)
    page.y += 0.04
    headings(page, [one.heading for one in scholars], left + gutter, each)
    row = LINE * _MEDIUM + 0.05
    middle = page.y + row / 2
    page.beside(left, middle, [_PAPERS], SMALL, colour=page.theme.faint)
    for place, column in enumerate(scholars):
        value = number(column.papers)
        if width_of(value, _MEDIUM, BOLD) > each - 0.08:
            value = short_number(column.papers)
        page.beside(left + gutter + place * each, middle, [value], _MEDIUM, weight=BOLD)
    page.y += row


def _heading(page: Page, words: str) -> None:
    room = page.width - 2 * _PADDING
    lines = wrapped(words or REPORTED, TEXT, room, 2, BOLD)
    page.lines(lines, TEXT, x=page.left + _PADDING, colour=page.theme.reported, weight=BOLD)


def _frame(page: Page, top: float) -> None:
    """Draw the line around what is reported, down to where the page has come."""
    from matplotlib.patches import FancyBboxPatch

    page.y += _PADDING - 0.07
    inset = 0.01
    page.axes.add_patch(
        FancyBboxPatch(
            (page.left + inset, top),
            page.width - 2 * inset,
            page.y - top,
            boxstyle="round,pad=0,rounding_size=0.07",
            facecolor="none",
            edgecolor=page.theme.reported,
            linewidth=1.3,
            linestyle=(0, (4, 2)),
        )
    )


def _reported_beside(page: Page, scholars: Sequence[Column]) -> None:
    """Draw what profile pages report of several scholars: a row for each kind of figure."""
    labels = list(dict.fromkeys(one.label for column in scholars for one in column.figures))
    sources = dict.fromkeys(one.figures_heading for one in scholars if one.figures_heading)
    top = page.y
    page.y += _PADDING - 0.04
    _heading(page, next(iter(sources)) if len(sources) == 1 else REPORTED)
    page.y += 0.05
    left = page.left + _PADDING
    lines = [_in_gutter(page, label) for label in labels]
    gutter, each = _table(page, scholars)
    headings(page, [one.heading for one in scholars], left + gutter, each)
    if len(sources) > 1:
        _sources(page, scholars, left + gutter, each)
    page.y += 0.04
    for label, said in zip(labels, lines, strict=True):
        row = max(LINE * _MEDIUM, LINE * SMALL * len(said)) + 0.05
        middle = page.y + row / 2
        page.beside(left, middle, said, SMALL, colour=page.theme.faint)
        for place, column in enumerate(scholars):
            value = next((one.value for one in column.figures if one.label == label), "")
            fits = width_of(drawable(value), _MEDIUM, BOLD) <= each - 0.08
            size = _MEDIUM if fits else SMALL
            shown = wrapped(value, size, each - 0.08, 1, BOLD)
            x = left + gutter + place * each
            colour = page.theme.ink if shown else page.theme.faint
            page.beside(x, middle, shown or [NO_LABEL], size, weight=BOLD, colour=colour)
        page.y += row
    page.y += 0.03
    _frame(page, top)


def _in_gutter(page: Page, label: str) -> list[str]:
    return wrapped(label, SMALL, 0.24 * page.width, 2) or [NO_LABEL]


def _table(page: Page, scholars: Sequence[Column]) -> tuple[float, float]:
    """Measure tables of figures: the labels at the left, and each scholar's column."""
    labels = {one.label for column in scholars for one in column.figures} | {_PAPERS}
    lines = [line for label in labels for line in _in_gutter(page, label)]
    gutter = max(width_of(line, SMALL) for line in lines) + 0.16
    return gutter, (page.width - 2 * _PADDING - gutter) / len(scholars)


def _sources(page: Page, scholars: Sequence[Column], left: float, each: float) -> None:
    """Write who reports each scholar's figures, where that isn't the same for all."""
    said = [wrapped(one.figures_heading, SMALL, each - 0.08, 4) for one in scholars]
    for place, lines in enumerate(said):
        for at, line in enumerate(lines):
            baseline = page.y + (at + 0.7) * LINE * SMALL
            page.text(left + place * each, baseline, line, SMALL, colour=page.theme.faint)
    page.y += max(map(len, said)) * LINE * SMALL


def _chart(page: Page, charts: Sequence[Bars], names: Sequence[str]) -> None:
    """Draw one chart with all scholars in it."""
    first = charts[0]
    is_alone = len(charts) == 1
    as_strip = all(stands(chart) for chart in charts)
    said = hatched(*charts) if as_strip else ""
    room = page.width - hatched_room(said)
    page.lines(wrapped(first.title, TEXT, room, 2, BOLD), TEXT, weight=BOLD)
    key(page, first.title, first.unit, said, beside=TEXT)
    page.y += 0.04
    if first.shape == "share":
        if is_alone:
            share(page, first.bars)
        else:
            _shares(page, charts, names)
    elif as_strip:
        if is_alone:
            one_strip(page, first, _STRIP)
        else:
            _strips(page, charts, names)
    else:
        rows(page, charts, SMALL if len(charts) > 1 else TEXT, names=() if is_alone else names)
    notes = dict.fromkeys(chart.note for chart in charts if chart.note)
    for note in notes:
        page.y += 0.03
        page.lines(wrapped(note, SMALL, page.width, 4), SMALL, colour=page.theme.faint)


def _gutter(page: Page, names: Sequence[str]) -> tuple[list[list[str]], float]:
    """Wrap scholars' names for the left of a chart; tell where the chart begins."""
    said = [
        wrapped(name, SMALL, _WIDEST_NAMES * page.width, 2, BOLD) or [NO_LABEL] for name in names
    ]
    widest = max(width_of(line, SMALL, BOLD) for lines in said for line in lines)
    return said, page.left + widest + 0.12


def _strips(page: Page, charts: Sequence[Bars], names: Sequence[str]) -> None:
    """Draw columns of several scholars in strips with one scale and one line of labels."""
    said, left = _gutter(page, names)
    most = max((bar.value for chart in charts for bar in chart.bars), default=0) or 1
    where = places([bar.label for bar in charts[0].bars], left, page.right)
    for chart, lines in zip(charts, said, strict=True):
        base = page.y + HEADROOM + _LANE
        page.beside(page.left, base - _LANE / 2 + 0.02, lines, SMALL, weight=BOLD)
        columns(
            page,
            [bar.value for bar in chart.bars],
            where,
            base=base,
            height=_LANE,
            most=most,
            unfinished=frozenset(at for at, bar in enumerate(chart.bars) if bar.remark),
        )
        page.y = base + 0.05
    page.y = axis(page, where, page.y - 0.02)


def _shares(page: Page, charts: Sequence[Bars], names: Sequence[str]) -> None:
    """Draw parts of several scholars' papers, and what each part is once."""
    said, left = _gutter(page, names)
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
