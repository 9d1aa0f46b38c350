"""This file holds how rectangles are filled, and where it is said what hatched ones are."""

from __future__ import annotations

from bot.drawing.fonts import drawable
from bot.drawing.frame import LINE, Page
from bot.drawing.theme import SMALL, mixed
from bot.drawing.words import width_of, wrapped

_LONGEST_HATCHED = 30
"""Letters."""
_PALE = 0.5
"""Share of its colour that a column keeps which is too low to be hatched."""


def filled(
    page: Page,
    x: float,
    y: float,
    width: float,
    height: float,
    colour: str,
    *,
    is_faded: bool = False,
) -> None:
    """Fill a rectangle; what isn't over yet is hatched, or pale where no hatch could be seen."""
    from matplotlib.patches import Rectangle

    shape = Rectangle((x, y), width, height, facecolor=colour, linewidth=0)
    if is_faded and min(width, height) > 3 / 72:
        # The line of an outline lies half outside.
        inset = 0.4 / 72
        shape = Rectangle(
            (x + inset, y + inset),
            max(width - 2 * inset, inset),
            max(height - 2 * inset, inset),
            facecolor=page.theme.background,
            edgecolor=colour,
            linewidth=0.8,
            hatch="//////",
        )
        shape.set_hatch_linewidth(0.7)
    elif is_faded:
        shape.set_facecolor(mixed(colour, page.theme.background, _PALE))
    page.axes.add_patch(shape)


def key(page: Page, title: str, unit: str, hatched: str = "", *, beside: float = 0) -> None:
    """Say what is counted where the title doesn't, and what hatched means where something is.

    Args:
        page: Where.
        title: The chart's title.
        unit: What is counted.
        hatched: What hatched columns are; empty where there are none.
        beside: The size of the title's letters where there is room at its right; 0 where not.
    """
    said = "" if unit.lower() in title.lower() else unit
    if hatched and beside:
        _hatched(page, hatched, page.y - 0.3 * LINE * beside)
    if not said and (beside or not hatched):
        return
    page.y += LINE * SMALL + 0.02
    baseline = page.y - 0.3 * LINE * SMALL
    room = page.width
    if hatched and not beside:
        room = _hatched(page, hatched, baseline) - 0.1 - page.left
    for line in wrapped(said, SMALL, room, 1):
        page.text(page.left, baseline, line, SMALL, colour=page.theme.faint)


def _hatched(page: Page, words: str, baseline: float) -> float:
    """Say at the right what hatched columns are; tell where that begins."""
    swatch = 0.1
    shown = drawable(words, _LONGEST_HATCHED)
    x = page.right - width_of(shown, SMALL)
    page.text(x, baseline, shown, SMALL, colour=page.theme.faint)
    begin = x - 0.05 - swatch
    filled(page, begin, baseline - 0.09, swatch, 0.09, page.theme.bar, is_faded=True)
    return begin


def hatched_room(words: str) -> float:
    """Measure how much of a line it takes to say what hatched means, in inches."""
    return 0.3 + width_of(drawable(words, _LONGEST_HATCHED), SMALL) if words else 0.0
