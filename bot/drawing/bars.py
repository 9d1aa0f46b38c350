"""This file holds how a bar chart is drawn: as rows, as columns, or as parts of one whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.drawing.filling import filled, hatched_room, key
from bot.drawing.fonts import drawable
from bot.drawing.frame import LINE, NO_LABEL, Page
from bot.drawing.numbers import number, percent, short_number
from bot.drawing.strip import HEADROOM, LEAST, axis, columns, grid, gutter_of, has_room, places
from bot.drawing.theme import BOLD, SMALL, TEXT, TITLE, Theme
from bot.drawing.words import width_of, wrapped

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from knowledge.picture import Bar, Bars

_HEIGHT = 1.7
"""Inches of the highest column of a chart that stands alone."""
_LONGEST_TICK = 0.9
"""Inches; columns with longer labels are drawn as rows."""
_FEWEST = 3
"""Fewer columns are drawn as rows, too: they would be lost in a wide picture."""
_WIDEST_LABELS = 0.45
"""How much of the width labels may take."""
_WIDEST_NAMES = 0.3
"""How much of the width scholars' names may take at the left of a chart."""
_ROW, _THICK = 0.235, 0.15
_LONGEST_REMARK = 22


def draw(picture: Bars, figure: Figure, theme: Theme) -> None:
    """Draw a bar chart; its height follows what is in it."""
    page = Page(figure, theme)
    room = page.title(picture.title)
    if picture.shape == "share":
        key(page, picture.title, picture.unit)
        page.y += 0.06
        share(page, picture.bars)
    elif stands(picture):
        said = hatched(picture)
        key(page, picture.title, picture.unit, said, beside=TITLE * (hatched_room(said) < room))
        page.y += 0.08
        strip(page, picture, _HEIGHT, has_grid=True)
    else:
        key(page, picture.title, picture.unit)
        page.y += 0.06
        rows(page, [picture])
    page.end(picture.note)


def stands(picture: Bars) -> bool:
    """Tell whether a chart is drawn as columns: labels that are too long must lie, and so must few."""
    if picture.shape != "columns" or len(picture.bars) < _FEWEST:
        return False
    widths = [width_of(drawable(bar.label, 60), SMALL) for bar in picture.bars]
    return max(widths) <= _LONGEST_TICK


def hatched(*charts: Bars) -> str:
    """Say what hatched bars are, where there are some: '2026 so far'."""
    said = [f"{bar.label} {bar.remark}" for chart in charts for bar in chart.bars if bar.remark]
    return said[0] if said else ""


def strip(page: Page, picture: Bars, height: float, *, has_grid: bool = False) -> None:
    """Draw bars as columns from left to right, with their labels below.

    Args:
        page: Where.
        picture: What is drawn.
        height: Of the highest column, in inches.
        has_grid: Whether lines at round values help where not each value has room.
    """
    labels = [bar.label for bar in picture.bars]
    values = [bar.value for bar in picture.bars]
    most = max([*values, 1])
    where = places(labels, page.left, page.right)
    base = page.y + HEADROOM + height
    is_roomy = has_room(values, where) or not has_grid
    if not is_roomy:
        where = places(labels, page.left + gutter_of(most), page.right)
        grid(page, most, base, height)
    columns(
        page,
        values,
        where,
        base=base,
        height=height,
        most=most,
        unfinished=frozenset(at for at, bar in enumerate(picture.bars) if bar.remark),
        told="each" if is_roomy else "highest",
    )
    page.y = axis(page, where, base + 0.03)


def rows(
    page: Page,
    charts: Sequence[Bars],
    size: float = TEXT,
    names: Sequence[str] = (),
    below: Sequence[str] = (),
) -> None:
    """Draw charts that have the same labels side by side, with the labels once, at the left.

    Args:
        page: Where.
        charts: They have one scale.
        size: Of the letters, in points.
        names: What stands above each chart.
        below: What stands below each name; may be empty.
    """
    labels = [bar.label for bar in charts[0].bars]
    widest = _WIDEST_LABELS * page.width if len(charts) < 3 else 0.34 * page.width
    lines = [wrapped(label, size, widest, 2) or [NO_LABEL] for label in labels]
    gutter = max((width_of(one, size) for both in lines for one in both), default=0) + 0.09
    most = max((bar.value for chart in charts for bar in chart.bars), default=0) or 1
    gap = 0.12
    each = (page.width - gutter - gap * (len(charts) - 1)) / len(charts)
    told = [[_told(bar, size, each) for bar in chart.bars] for chart in charts]
    values = max((width_of(one, size) for chart in told for one in chart), default=0) + 0.06
    if names:
        headings(page, names, page.left + gutter, each + gap)
        for place, words in enumerate(below):
            x = page.left + gutter + place * (each + gap)
            baseline = page.y + 0.7 * LINE * SMALL
            for line in wrapped(words, SMALL, each, 1):
                page.text(x, baseline, line, SMALL, colour=page.theme.faint)
        page.y += LINE * SMALL if below else 0
        page.y += 0.03
    begin, thick = page.y, _THICK * size / TEXT
    for at, label in enumerate(lines):
        row = max(_ROW * size / TEXT, LINE * size * len(label) + 0.04)
        middle = page.y + row / 2
        page.beside(page.left + gutter - 0.09, middle, label, size, ha="right")
        for place, chart in enumerate(charts):
            bar = chart.bars[at]
            left = page.left + gutter + place * (each + gap)
            length = max(each - values, 0.1) * bar.value / most
            length = max(length, LEAST) if bar.value else 0
            if length:
                filled(
                    page,
                    left,
                    middle - thick / 2,
                    length,
                    thick,
                    page.theme.bar,
                    is_faded=bool(bar.remark),
                )
            colour = page.theme.ink if bar.value else page.theme.faint
            page.beside(left + length + 0.05, middle, [told[place][at]], size, colour=colour)
        page.y += row
    for place in range(len(charts)):
        left = page.left + gutter + place * (each + gap)
        page.axes.plot([left, left], [begin + 0.02, page.y - 0.02], color=page.theme.line, lw=0.8)


def headings(page: Page, names: Sequence[str], left: float, each: float) -> None:
    """Write names above columns that are so wide each, on the same last line."""
    room = each - 0.08
    said = [wrapped(_fitting(name, room), SMALL, room, 3, BOLD) or [NO_LABEL] for name in names]
    most = max(map(len, said))
    for place, lines in enumerate(said):
        for at, line in enumerate(lines):
            baseline = page.y + (most - len(lines) + at + 0.7) * LINE * SMALL
            page.text(left + place * each, baseline, line, SMALL, weight=BOLD)
    page.y += most * LINE * SMALL


def names_beside(
    page: Page, names: Sequence[str], below: Sequence[str] = (), *, most_lines: int = 2
) -> tuple[list[list[str]], float]:
    """Wrap names for the left of a chart, with what stands below them; tell where the chart begins."""
    room = _WIDEST_NAMES * page.width
    said = [wrapped(name, SMALL, room, most_lines, BOLD) or [NO_LABEL] for name in names]
    widest = max(
        *(width_of(line, SMALL, BOLD) for lines in said for line in lines),
        *(width_of(line, SMALL) for line in below),
        0,
    )
    return said, page.left + widest + 0.12


def _fitting(name: str, room: float) -> str:
    """Cut those of several names that are too long for a line, rather than go on in the next."""
    words = drawable(name).split()
    if len(words) < 2:
        return name
    return " ".join(line for word in words for line in wrapped(word, SMALL, room, 1, BOLD))


def _told(bar: Bar, size: float, room: float) -> str:
    """Write a value with its remark; in few letters where it would take most of the room."""
    value = number(bar.value)
    if width_of(value, size) > 0.5 * room:
        value = short_number(bar.value)
    return f"{value}  {drawable(bar.remark, _LONGEST_REMARK)}" if bar.remark else value


def share(page: Page, bars: Sequence[Bar], size: float = TEXT) -> None:
    """Draw one bar of parts, and below what each is: a patch of its colour, label, number, percent."""
    colours = part_colours(page.theme, len(bars))
    parts(page, bars, page.left, page.right, page.y, 0.26)
    page.y += 0.26 + 0.07
    whole = sum(bar.value for bar in bars)
    ends = [f"{number(bar.value)}  ·  {percent(bar.value, whole)}" for bar in bars]
    apart = 0.15 * size / TEXT - 0.04 * (size < TEXT)
    room = page.width - 0.18 - max((width_of(end, size, BOLD) for end in ends), default=0) - apart
    for bar, colour, end in zip(bars, colours, ends, strict=True):
        lines = wrapped(_with_remark(bar), size, room, 2) or [NO_LABEL]
        row = LINE * size * len(lines) + 0.04
        middle = page.y + row / 2
        filled(page, page.left, middle - 0.05, 0.1, 0.1, colour)
        page.beside(page.left + 0.18, middle, lines, size)
        widest = max(width_of(line, size) for line in lines)
        page.beside(page.left + 0.18 + widest + apart, middle, [end], size, weight=BOLD)
        page.y += row


def _with_remark(bar: Bar) -> str:
    label = bar.label or NO_LABEL
    return f"{label} ({bar.remark})" if bar.remark else label


def parts(
    page: Page, bars: Sequence[Bar], left: float, right: float, top: float, height: float
) -> None:
    """Draw parts of one whole beside each other; a whole of nothing is hatched."""
    whole = sum(bar.value for bar in bars)
    if not whole:
        filled(page, left, top, right - left, height, page.theme.line, is_faded=True)
    x = left
    gap = 0.015
    for bar, colour in zip(bars, part_colours(page.theme, len(bars)), strict=True):
        width = (right - left) * bar.value / whole if whole else 0
        if width > 0:
            is_last = x + width > right - gap
            filled(page, x, top, width if is_last else max(width - gap, 0.008), height, colour)
        x += width


def part_colours(theme: Theme, number_of_parts: int) -> list[str]:
    """Choose colours of parts: two are what is counted and the rest, more are groups."""
    if number_of_parts <= 2:
        return [theme.bar, theme.line][:number_of_parts]
    return [
        theme.groups[at] if at < len(theme.groups) else theme.none for at in range(number_of_parts)
    ]
