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
)
from bot.drawing.theme import SMALL, TEXT, Theme
from knowledge.text import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from knowledge.picture import Bars, Column, Sheet
    from knowledge.picture import Figure as Number

COUNTED = "Counted in this library"
REPORTED = "Reported by profile pages"
_LARGE = 14.0
"""Points of reported figures' letters."""
_LONGEST_LARGE = 9
"""Letters of a figure that is written so large."""
_LONGEST_TITLE = 100
_PADDING = 0.11
_STRIP, _AROUND = 0.62, 0.62
"""Inches of a highest column, and of what is above and below columns in a chart."""
_LANES = {2: 0.26, 3: 0.24}
_LOWEST_LANE = 0.2
"""Inches of the highest column, of two or three scholars, and of more."""
_WIDEST_NAMES = 0.3
"""How much of the width scholars' names may take at the left of a chart."""
_WIDEST_SPARE = 0.3
"""Inches between two columns of figures, beyond what keeps them apart."""
_BESIDE = 0.09
"""Inches between two columns of figures at the least."""
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
            _reported(page, picture.columns[0])
        else:
            _reported_beside(page, picture.columns)
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
    """Head what is counted, of one scholar with how many papers that are."""
    words = COUNTED
    if len(scholars) == 1 and scholars[0].papers:
        words += f": {counted(scholars[0].papers, 'paper')}"
    page.lines([words], TEXT, colour=page.theme.bar, weight=BOLD)


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
    """Draw what profile pages report of several scholars: a row for each who has a page."""
    shown = [one for one in scholars if one.figures]
    labels = list(dict.fromkeys(one.label for column in shown for one in column.figures))
    sources = dict.fromkeys(one.figures_heading for one in shown if one.figures_heading)
    top = page.y
    page.y += _PADDING - 0.04
    _heading(page, next(iter(sources)) if len(sources) == 1 else REPORTED)
    left = page.left + _PADDING
    names, gutter = _gutter(page, [one.heading for one in shown])
    columns = [_figures(label, shown, page.right - _PADDING - gutter) for label in labels]
    for band in _bands(columns, page.right - _PADDING - gutter):
        page.y += 0.04 + LINE * SMALL
        spare = (page.right - _PADDING - gutter - sum(one.width for one in band)) / len(band)
        x = gutter + _PADDING
        ends = []
        for column in band:
            baseline = page.y - 0.3 * LINE * SMALL
            page.text(x, baseline, column.label, SMALL, colour=page.theme.faint)
            ends.append(x)
            x += column.width + min(spare, _WIDEST_SPARE)
        for at, lines in enumerate(names):
            row = max(LINE * TEXT, LINE * SMALL * len(lines)) + 0.03
            middle = page.y + row / 2
            page.beside(left, middle, lines, SMALL, weight=BOLD)
            for begin, column in zip(ends, band, strict=True):
                value = column.values[at]
                colour = page.theme.faint if value == NO_LABEL else page.theme.ink
                page.beside(begin, middle, [value], column.size, weight=BOLD, colour=colour)
            page.y += row
    page.y += 0.03
    _frame(page, top)


class _Figures(NamedTuple):
    """One kind of figure of each scholar."""

    label: str
    values: list[str]
    size: float
    width: float


def _figures(label: str, scholars: Sequence[Column], room: float) -> _Figures:
    """Write one kind of figure, and measure how wide that is."""
    found = [
        next((one.value for one in column.figures if one.label == label), "") for column in scholars
    ]
    most = room - _PADDING - _BESIDE
    fits = all(width_of(drawable(value), TEXT + 1, BOLD) <= most for value in found)
    size = TEXT + 1 if fits else SMALL
    values = [next(iter(wrapped(value, size, most, 1, BOLD)), NO_LABEL) for value in found]
    said = next(iter(wrapped(label, SMALL, most, 1)), NO_LABEL)
    widest = max(width_of(said, SMALL), *(width_of(value, size, BOLD) for value in values))
    return _Figures(said, values, size, widest + _BESIDE)


def _bands(columns: Sequence[_Figures], room: float) -> list[list[_Figures]]:
    """Part columns of figures into those that have room beside each other."""
    bands: list[list[_Figures]] = []
    used = room
    for column in columns:
        if used + column.width > room:
            bands.append([])
            used = 0.0
        bands[-1].append(column)
        used += column.width
    return bands


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


def _gutter(
    page: Page, names: Sequence[str], below: Sequence[str] = ()
) -> tuple[list[list[str]], float]:
    """Wrap scholars' names for the left of a chart; tell where the chart begins.

    Below names of so many scholars that a lane is low there is room where they have one line.
    """
    most = 1 if below and len(names) not in _LANES else 2
    room = _WIDEST_NAMES * page.width
    said = [wrapped(name, SMALL, room, most, BOLD) or [NO_LABEL] for name in names]
    widest = max(
        *(width_of(line, SMALL, BOLD) for lines in said for line in lines),
        *(width_of(line, SMALL) for line in below),
        0,
    )
    return said, page.left + widest + 0.12


def _strips(
    page: Page, charts: Sequence[Bars], names: Sequence[str], papers: Sequence[int]
) -> None:
    """Draw columns of several scholars in strips with one scale and one line of labels."""
    said, left = _gutter(page, names, [counted(one, "paper") for one in papers])
    high = _LANES.get(len(charts), _LOWEST_LANE)
    most = max((bar.value for chart in charts for bar in chart.bars), default=0) or 1
    where = places([bar.label for bar in charts[0].bars], left, page.right)
    for place, (chart, lines) in enumerate(zip(charts, said, strict=True)):
        base = page.y + HEADROOM + high
        middle = base - high / 2 - 0.02
        if papers:
            middle -= LINE * SMALL / 2
            below = middle + (len(lines) + 1) / 2 * LINE * SMALL
            words = [counted(papers[place], "paper")]
            page.beside(page.left, below, words, SMALL, colour=page.theme.faint)
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
