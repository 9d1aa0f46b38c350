"""This file holds how a chain is drawn: people below each other, tied by the papers between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.drawing.fonts import drawable
from bot.drawing.labels import Box, Circle, Line, block, text_block, write
from bot.drawing.marks import add, plate
from bot.drawing.theme import BOLD, MARGIN, SMALL, TEXT, TITLE, WIDTH, Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from knowledge.picture import Chain

_RADIUS = 0.085
_AXIS = MARGIN + 0.22
"""Where the line runs."""
_INDENT = MARGIN + 0.46
_PAD = 0.065
"""Between a plate's edge and the name in it."""
_FREE, _LITTLE = 0.13, 0.05
"""Above and below a paper, of a short chain and of a long one."""
_LONG = 3
"""Papers; of more each has one line for its title, or the picture would be too high to be read."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where somebody is drawn: the ends of a chain on plates, others as circles."""

    circle: Circle
    label: Box
    lines: tuple[Line, ...]
    is_end: bool


@dataclass(frozen=True, slots=True)
class Step:
    """Where the paper between two people is drawn, and from where down to where the line runs."""

    top: float
    bottom: float
    label: Box
    lines: tuple[Line, ...]
    is_dashed: bool


@dataclass(frozen=True, slots=True)
class Placing:
    """Where everything of a chain goes, in inches from the picture's lower left corner."""

    height: float
    stops: tuple[Stop, ...]
    steps: tuple[Step, ...]
    words: tuple[Line, ...]


def placed(picture: Chain) -> Placing:
    """Find where everything of a chain goes: from top to bottom, nothing beside anything."""
    inner = WIDTH - 2 * MARGIN
    title = text_block(picture.title, TITLE, inner, 3, BOLD)
    words = list(title.lines_at(MARGIN, -MARGIN))
    y = -MARGIN - title.height - 0.2
    is_long = len(picture.links) > _LONG
    free = _LITTLE if is_long else _FREE
    stops: list[Stop] = []
    labels: list[tuple[Box, tuple[Line, ...]]] = []
    for at, name in enumerate(picture.people):
        stop = _stop(name, y, is_end=at in (0, len(picture.people) - 1))
        stops.append(stop)
        y = stop.label.bottom
        if at < len(picture.links):
            link = picture.links[at]
            y -= free
            size, most = (SMALL, 1) if is_long else (TEXT, 2)
            title_of_it = drawable(link.paper) or "(no title)"
            paper = text_block(title_of_it, size, WIDTH - MARGIN - _INDENT, most)
            lines = paper.lines_at(_INDENT, y)
            bottom = y - paper.height
            told = [link.year, "only implied, on no list of authors" if link.is_implied else ""]
            if told := [one for one in told if one]:
                below = block((text_block(" · ".join(told), SMALL, inner - 0.5, 1).lines), SMALL)
                gap = 0.02 if is_long else 0.045
                lines += below.lines_at(_INDENT, bottom - gap, is_faint=True)
                bottom -= gap + below.height
            labels.append((Box(_INDENT, bottom, WIDTH - MARGIN, y), lines))
            y = bottom - free
    if picture.note:
        y -= 0.2
        note = text_block(picture.note, SMALL, inner, 14)
        words += note.lines_at(MARGIN, y, is_faint=True)
        y -= note.height
    height = MARGIN - y
    stops = [
        Stop(
            one.circle.moved(height),
            one.label.moved(height),
            tuple(line.moved(height) for line in one.lines),
            one.is_end,
        )
        for one in stops
    ]
    steps = [
        Step(
            above.circle.y,
            below.circle.y,
            label.moved(height),
            tuple(line.moved(height) for line in lines),
            link.is_implied,
        )
        for above, below, (label, lines), link in zip(
            stops, stops[1:], labels, picture.links, strict=False
        )
    ]
    return Placing(height, tuple(stops), tuple(steps), tuple(line.moved(height) for line in words))


def _stop(name: str, top: float, *, is_end: bool) -> Stop:
    """Place somebody below a height."""
    if is_end:
        words = text_block(
            drawable(name) or "?", TEXT + 0.5, WIDTH - 2 * MARGIN - 2 * _PAD - 0.08, 2, BOLD
        )
        height = words.height + 2 * _PAD
        left = MARGIN + _PAD + 0.04
        label = Box(MARGIN, top - height, left + words.width + _PAD + 0.04, top)
        middle = Circle(_AXIS, top - height / 2, 0)
        return Stop(middle, label, words.lines_at(left, top - _PAD), is_end)
    words = text_block(drawable(name) or "?", TEXT + 0.5, WIDTH - MARGIN - _INDENT, 2, BOLD)
    height = max(words.height, 2 * _RADIUS)
    # The circle is at the middle of small letters of the first line.
    circle = Circle(_AXIS, top - words.ascent + 0.36 * words.size / 72, _RADIUS)
    label = Box(_INDENT, top - height, _INDENT + words.width, top)
    return Stop(circle, label, words.lines_at(_INDENT, top), is_end)


def draw(picture: Chain, figure: Figure, theme: Theme) -> None:
    """Draw a chain; its height follows the number of people."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Circle as Disc

    placing = placed(picture)
    figure.set_size_inches(WIDTH, placing.height)

    for step in placing.steps:
        add(
            figure,
            Line2D(
                (_AXIS, _AXIS),
                (step.top, step.bottom),
                color=theme.bar,
                linewidth=2.2,
                linestyle=(0, (2.4, 1.6)) if step.is_dashed else "solid",
                zorder=1,
                gid="tie",
            ),
        )
        for line in step.lines:
            write(figure, line, theme.faint if line.is_faint else theme.ink)
    for stop in placing.stops:
        if stop.is_end:
            plate(figure, stop.label, theme)
        else:
            middle = (stop.circle.x, stop.circle.y)
            add(
                figure,
                Disc(middle, _RADIUS + 0.025, facecolor=theme.background, linewidth=0, zorder=2),
            )
            add(
                figure,
                Disc(middle, _RADIUS, facecolor=theme.bar, linewidth=0, zorder=3, gid="person"),
            )
        for line in stop.lines:
            write(figure, line, theme.background if stop.is_end else theme.ink)
    for line in placing.words:
        write(figure, line, theme.faint if line.is_faint else theme.ink)
