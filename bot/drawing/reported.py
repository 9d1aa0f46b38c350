"""This file holds how it is drawn what profile pages report: in a frame, apart from what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from bot.drawing.bars import names_beside
from bot.drawing.fonts import drawable
from bot.drawing.frame import LINE, NO_LABEL, Page
from bot.drawing.theme import BOLD, SMALL, TEXT
from bot.drawing.words import width_of, wrapped

if TYPE_CHECKING:
    from knowledge.picture import Column
    from knowledge.picture import Figure as Number

REPORTED = "Reported by profile pages"
_LARGE = 14.0
"""Points of reported figures' letters."""
_LONGEST_LARGE = 9
"""Letters of a figure that is written so large."""
_PADDING = 0.11
_WIDEST_SPARE = 0.3
"""Inches between two columns of figures, beyond what keeps them apart."""
_BESIDE = 0.09
"""Inches between two columns of figures at the least."""


def alone(page: Page, column: Column) -> None:
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


def beside(page: Page, scholars: Sequence[Column]) -> None:
    """Draw what profile pages report of several scholars: a row for each who has a page."""
    shown = [one for one in scholars if one.figures]
    labels = list(dict.fromkeys(one.label for column in shown for one in column.figures))
    sources = dict.fromkeys(one.figures_heading for one in shown if one.figures_heading)
    top = page.y
    page.y += _PADDING - 0.04
    _heading(page, next(iter(sources)) if len(sources) == 1 else REPORTED)
    left = page.left + _PADDING
    names, gutter = names_beside(page, [one.heading for one in shown])
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
