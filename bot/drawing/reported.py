"""This file holds how it is drawn what profile pages report: in a frame, apart from what is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from bot.drawing.bars import headings
from bot.drawing.fonts import drawable
from bot.drawing.frame import LINE, NO_LABEL, Page
from bot.drawing.theme import BOLD, SMALL, TEXT
from bot.drawing.words import width_of, wrapped

if TYPE_CHECKING:
    from knowledge.picture import Column
    from knowledge.picture import Figure as Number

REPORTED = "Reported by profile pages"
PAPERS = "papers"
_LARGE = 14.0
"""Points of reported figures' letters."""
MEDIUM = 11.0
"""The same, where several scholars' figures stand beside each other."""
_LONGEST_LARGE = 9
"""Letters of a figure that is written so large."""
PADDING = 0.11


def alone(page: Page, column: Column) -> None:
    """Draw what a profile page reports of one scholar, in large letters."""
    cells = [_cell(one) for one in column.figures]
    room = page.width - 2 * PADDING
    widest = max(cell.width for cell in cells) + 0.12
    beside = max(int(room // widest), 1)
    lines = -(-len(cells) // beside)
    beside = -(-len(cells) // lines)
    top = page.y
    page.y += PADDING - 0.04
    _heading(page, column.figures_heading)
    page.y += 0.04
    for at in range(0, len(cells), beside):
        baseline = page.y + LINE * _LARGE * 0.82
        for place, cell in enumerate(cells[at : at + beside]):
            x = page.left + PADDING + place * room / beside
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
    """Draw what profile pages report of several scholars: a row for each kind of figure."""
    labels = list(dict.fromkeys(one.label for column in scholars for one in column.figures))
    sources = dict.fromkeys(one.figures_heading for one in scholars if one.figures_heading)
    top = page.y
    page.y += PADDING - 0.04
    _heading(page, next(iter(sources)) if len(sources) == 1 else REPORTED)
    page.y += 0.05
    left = page.left + PADDING
    lines = [_in_gutter(page, label) for label in labels]
    gutter, each = table(page, scholars)
    headings(page, [one.heading for one in scholars], left + gutter, each)
    if len(sources) > 1:
        _sources(page, scholars, left + gutter, each)
    page.y += 0.04
    for label, said in zip(labels, lines, strict=True):
        row = max(LINE * MEDIUM, LINE * SMALL * len(said)) + 0.05
        middle = page.y + row / 2
        page.beside(left, middle, said, SMALL, colour=page.theme.faint)
        for place, column in enumerate(scholars):
            value = next((one.value for one in column.figures if one.label == label), "")
            fits = width_of(drawable(value), MEDIUM, BOLD) <= each - 0.08
            size = MEDIUM if fits else SMALL
            shown = wrapped(value, size, each - 0.08, 1, BOLD)
            x = left + gutter + place * each
            colour = page.theme.ink if shown else page.theme.faint
            page.beside(x, middle, shown or [NO_LABEL], size, weight=BOLD, colour=colour)
        page.y += row
    page.y += 0.03
    _frame(page, top)


def _sources(page: Page, scholars: Sequence[Column], left: float, each: float) -> None:
    """Write who reports each scholar's figures, where that isn't the same for all."""
    said = [wrapped(one.figures_heading, SMALL, each - 0.08, 4) for one in scholars]
    for place, lines in enumerate(said):
        for at, line in enumerate(lines):
            baseline = page.y + (at + 0.7) * LINE * SMALL
            page.text(left + place * each, baseline, line, SMALL, colour=page.theme.faint)
    page.y += max(map(len, said)) * LINE * SMALL


def _heading(page: Page, words: str) -> None:
    room = page.width - 2 * PADDING
    lines = wrapped(words or REPORTED, TEXT, room, 2, BOLD)
    page.lines(lines, TEXT, x=page.left + PADDING, colour=page.theme.reported, weight=BOLD)


def _frame(page: Page, top: float) -> None:
    """Draw the line around what is reported, down to where the page has come."""
    from matplotlib.patches import FancyBboxPatch

    page.y += PADDING - 0.07
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


def table(page: Page, scholars: Sequence[Column]) -> tuple[float, float]:
    """Measure tables of figures: the labels at the left, and each scholar's column."""
    labels = {one.label for column in scholars for one in column.figures} | {PAPERS}
    lines = [line for label in labels for line in _in_gutter(page, label)]
    gutter = max(width_of(line, SMALL) for line in lines) + 0.16
    return gutter, (page.width - 2 * PADDING - gutter) / len(scholars)


def _in_gutter(page: Page, label: str) -> list[str]:
    return wrapped(label, SMALL, 0.24 * page.width, 2) or [NO_LABEL]
