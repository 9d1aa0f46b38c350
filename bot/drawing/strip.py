"""This file holds how columns stand on a line: one strip of a chart, and the labels below strips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from bot.drawing.filling import filled
from bot.drawing.fonts import drawable
from bot.drawing.frame import LINE, Page
from bot.drawing.numbers import number, round_values, short_number
from bot.drawing.theme import SMALL
from bot.drawing.words import width_of

_WIDEST_SLOT, _WIDEST = 1.4, 0.6
"""Inches for one column with the space beside it, and without."""
_FILLED = 0.74
"""How much of its slot a column takes."""
_APART = 0.16
"""Inches before what isn't in the order of the others, as 'no date' behind years."""
_LONGEST_APART = 14
"""Letters of its label."""
_MOST_WITH_NONE = 12
"""Columns among which each 0 is written; among more an empty place says it with less ado."""
_OVER = 0.07
"""Inches of the margin that a label of the first or the last column may take."""
_BETWEEN_LABELS, _BETWEEN_VALUES = 0.07, 0.03
LEAST = 0.02
"""Inches of what is little beside the most, but not nothing."""
HEADROOM = LINE * SMALL + 0.02
"""Inches above the highest column, for its value."""


Told = Literal["each", "highest", "none"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands: its label, its middle and how wide it may be, in inches."""

    label: str
    middle: float
    width: float
    is_apart: bool = False


def places(labels: Sequence[str], left: float, right: float) -> list[Place]:
    """Share out the room from left to right among columns.

    What isn't a number behind numbers stands apart, and has room for its whole label.
    """
    apart = _places_apart(labels)
    shown = [
        drawable(label, _LONGEST_APART) if at in apart else drawable(label, 60)
        for at, label in enumerate(labels)
    ]
    room = right - left
    widths_apart = {at: max(width_of(shown[at], SMALL), 0.1) for at in apart}
    in_order = len(labels) - len(apart)
    # Where there is room, what stands apart is as wide as the others.
    each = min((room - len(apart) * _APART) / max(len(labels), 1), _WIDEST_SLOT)
    widths_apart = {at: max(width, each) for at, width in widths_apart.items()}
    free = room - sum(widths_apart.values()) - len(apart) * _APART
    slot = min(max(free, 0.2 * room) / max(in_order, 1), _WIDEST_SLOT)
    x, found = left, []
    for at, label in enumerate(shown):
        width = slot
        if at in apart:
            x += _APART
            width = widths_apart[at]
        column = min(slot * _FILLED, _WIDEST, width)
        found.append(Place(label, x + width / 2, column, at in apart))
        x += width
    return found


def _places_apart(labels: Sequence[str]) -> set[int]:
    """Find the last labels that aren't numbers, where those before them are."""
    numbers = [label[:1].isdigit() for label in labels]
    if not any(numbers):
        return set()
    last = len(numbers) - 1 - numbers[::-1].index(True)
    return set(range(last + 1, len(labels))) if all(numbers[: last + 1]) else set()


def axis(page: Page, where: Sequence[Place], top: float) -> float:
    """Write labels below columns, as many as have room; tell where the next thing may begin."""
    taken: list[tuple[float, float]] = []
    for place in _most_telling(where):
        width = width_of(place.label, SMALL)
        begin = _inside(page, place.middle, width)
        end = begin + width
        if all(
            end + _BETWEEN_LABELS <= one or begin - _BETWEEN_LABELS >= other for one, other in taken
        ):
            taken.append((begin, end))
            page.text(begin, top + 0.75 * LINE * SMALL, place.label, SMALL, colour=page.theme.faint)
    return top + LINE * SMALL


def _inside(page: Page, middle: float, width: float) -> float:
    """Tell where words begin that have their middle there, or near it at the page's edge."""
    return min(max(middle - width / 2, page.left - _OVER), page.right + _OVER - width)


def _most_telling(where: Sequence[Place]) -> list[Place]:
    """Choose labels in even steps, at round numbers where they are numbers."""
    apart = [place for place in where if place.is_apart]
    ordered = [place for place in where if not place.is_apart]
    if len(ordered) < 2:
        return [*apart, *ordered]
    slot = ordered[1].middle - ordered[0].middle
    widest = max(width_of(place.label, SMALL) for place in ordered) + _BETWEEN_LABELS
    step = next(
        (step for step in (1, 2, 5, 10, 20, 50, 100) if step * slot >= widest), len(ordered)
    )
    if step == 1:
        return [*apart, *ordered]
    digits = ["".join(filter(str.isdecimal, place.label)) for place in ordered]
    if all(digits):
        numbers = [int(one[:9]) for one in digits]
        apiece = numbers[1] - numbers[0]
        round_ones = [
            place
            for place, number in zip(ordered, numbers, strict=True)
            if apiece > 0 and number % (step * apiece) == 0
        ]
        if len(round_ones) > 1:
            return [*apart, *round_ones]
    # The first and the last one tell most, and those in even steps between them.
    return [*apart, ordered[0], ordered[-1], *ordered[::step]]


def columns(
    page: Page,
    values: Sequence[float],
    where: Sequence[Place],
    *,
    base: float,
    height: float,
    most: float,
    unfinished: frozenset[int] = frozenset(),
    sign: str = "",
    told: Told = "each",
) -> None:
    """Draw columns that stand on a line.

    Args:
        page: Where.
        values: How high they are, none below 0.
        where: Their places.
        base: The y of the line.
        height: Inches of a column that is as high as `most`, without its value above.
        most: The end of the scale, above 0.
        unfinished: Which ones are of a time that isn't over.
        sign: What is written behind each value, as ' %'.
        told: Which values are written above: each where there is room, the highest, or none.
    """
    tops = [base - (max(height * value / most, LEAST) if value > 0 else 0) for value in values]
    alike: list[tuple[float, float, float, float]] = []
    for at, (top, place) in enumerate(zip(tops, where, strict=True)):
        colour = page.theme.none if place.is_apart else page.theme.bar
        begin = place.middle - place.width / 2
        if top < base and (place.is_apart or at in unfinished):
            filled(page, begin, top, place.width, base - top, colour, is_faded=at in unfinished)
        elif top < base:
            alike.append((begin, top, begin + place.width, base))
    if alike:
        _filled_at_once(page, alike)
    begin = where[0].middle - where[0].width / 2 if where else page.left
    end = where[-1].middle + where[-1].width / 2 if where else page.right
    page.axes.plot(
        [begin, end], [base, base], color=page.theme.line, linewidth=0.8, solid_capstyle="butt"
    )
    if told != "none":
        _values(page, values, tops, where, sign, is_each_told=told == "each")


def _filled_at_once(page: Page, boxes: Sequence[tuple[float, float, float, float]]) -> None:
    """Fill rectangles, given by two corners, as one shape: much faster than one by one."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    corners = [
        [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)]
        for left, top, right, bottom in boxes
    ]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY] * len(boxes)
    path = Path([corner for box in corners for corner in box], codes)
    page.axes.add_patch(PathPatch(path, facecolor=page.theme.bar, linewidth=0))


def has_room(values: Sequence[float], where: Sequence[Place], sign: str = "") -> bool:
    """Tell whether each value has room above its column."""
    slot = min((other.middle - one.middle for one, other in pairwise(where)), default=_WIDEST_SLOT)
    widest = slot - _BETWEEN_VALUES
    return all(width_of(number(value) + sign, SMALL) <= widest for value in values)


def grid(page: Page, most: float, base: float, height: float) -> None:
    """Draw two to four lines at round values behind columns, with the values at the left."""
    for value in round_values(most):
        y = base - height * value / most
        left = page.left + gutter_of(most)
        page.axes.plot([left, page.right], [y, y], color=page.theme.line, linewidth=0.5, zorder=0.5)
        page.beside(
            left - 0.05, y, [short_number(value)], SMALL, colour=page.theme.faint, ha="right"
        )


def gutter_of(most: float) -> float:
    """Measure the room that a grid's values take at the left, in inches."""
    return max(width_of(short_number(value), SMALL) for value in round_values(most)) + 0.08


def _values(
    page: Page,
    values: Sequence[float],
    tops: Sequence[float],
    where: Sequence[Place],
    sign: str,
    *,
    is_each_told: bool,
) -> None:
    """Write values above columns, the highest first, wherever nothing is in the way."""
    if not values:
        return
    is_roomy = has_room(values, where, sign)
    written = number if is_roomy or not is_each_told else short_number
    highest = max(range(len(values)), key=lambda at: (values[at], at))
    order = sorted(range(len(values)), key=lambda at: (-values[at], -at))
    # What is at the left of the first column stays free.
    edge = where[0].middle - where[0].width / 2 - _OVER
    taken: list[tuple[float, float, float, float]] = []
    for at in order if is_each_told else [highest]:
        if values[at] <= 0 and (not is_roomy or len(values) > _MOST_WITH_NONE):
            continue
        words = written(values[at]) + sign
        width = width_of(words, SMALL)
        begin = max(_inside(page, where[at].middle, width), edge)
        bottom = tops[at] - 0.02
        box = (begin, bottom - LINE * SMALL, begin + width, bottom)
        hides = any(
            tops[other] < box[3]
            and place.middle - place.width / 2 < box[2]
            and place.middle + place.width / 2 > box[0]
            for other, place in enumerate(where)
            if other != at
        )
        if not hides and not any(_meet(box, other) for other in taken):
            taken.append(box)
            colour = page.theme.ink if values[at] > 0 else page.theme.faint
            page.text(begin, bottom - 0.2 * LINE * SMALL, words, SMALL, colour=colour)


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    gap = _BETWEEN_VALUES
    return (
        one[0] < other[2] + gap
        and other[0] < one[2] + gap
        and one[1] < other[3]
        and other[1] < one[3]
    )
