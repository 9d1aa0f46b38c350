"""This file holds how ties are bent, so that they run through nobody else's circle or name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.drawing.bodies import NEAR, Person
from bot.drawing.marks import telling
from bot.drawing.theme import MARGIN, WIDTH

if TYPE_CHECKING:
    from bot.drawing.apart import Points
    from knowledge.picture import Network, Tie

_BENDS = (0.0, 0.08, -0.08, 0.16, -0.16, 0.26, -0.26)
"""How far a tie that would run through somebody else's circle is bent, in shares of its length."""
_NAME, _CURVED = 0.3, 1.5
"""What it costs a tie to run through a name, and to be bent by its length; through a circle: 1."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a tie is drawn: from a point to a point, bent by a share of its length."""

    tie: Tie
    bend: float


def bent(
    ties: Sequence[Tie], people: dict[int, Person], picture: Network, high: float
) -> list[Drawn]:
    """Bend ties that would run through the circle of somebody else, or through a name.

    Args:
        ties: Those between people who are shown.
        people: Where these are, by their places among the members.
        picture: What is drawn.
        high: The height of the room that ties may run in, from 0.
    """
    import numpy as np

    if not ties or len(ties) > 5 * len(people):
        # Among so many lines none can be followed anyway.
        return [Drawn(tie, 0.0) for tie in ties]
    there = list(people.values())
    discs = np.array([(one.circle.x, one.circle.y) for one in there])
    radii = np.array([one.circle.radius for one in there])
    low = np.array([(one.label.left, one.label.bottom) for one in there])
    upper = np.array([(one.label.right, one.label.top) for one in there])
    least, most = np.array([MARGIN, 0.0]), np.array([WIDTH - MARGIN, high])
    places = np.array([one.at for one in there])
    is_plate = radii == 0
    structure = {(tie.one, tie.other) for tie in telling(picture, places.tolist())}
    steps = np.linspace(0.04, 0.96, 30)[:, None]
    drawn = []
    for tie in ties:
        if (tie.one, tie.other) not in structure:
            drawn.append(Drawn(tie, 0.0))
            continue
        start, end = (
            np.array([people[at].circle.x, people[at].circle.y]) for at in (tie.one, tie.other)
        )
        is_other = (places != tie.one) & (places != tie.other)
        # A plate hides what runs below it, as a circle does; at its own ties' ends that is right.
        # Ties of whom was asked begin there together: bent around names they would tangle.
        is_asked = any(picture.members[at].is_asked for at in (tie.one, tie.other))
        price = np.where(is_plate, is_other * 1.0, 0.0 if is_asked else _NAME)
        best, chosen = np.inf, 0.0
        for bend in _BENDS:
            line = _curve(start, end, bend, steps)
            if bend and ((line < least) | (line > most)).any():
                continue
            near = np.linalg.norm(line[:, None] - discs[None], axis=2) - radii
            circles = int((near.min(axis=0)[is_other & ~is_plate] < NEAR).sum())
            inside = ((line[:, None] > low) & (line[:, None] < upper)).all(axis=2).any(axis=0)
            cost = circles + float(price[inside].sum()) + _CURVED * abs(bend)
            if cost < best - 1e-9:
                best, chosen = cost, bend
            if not cost:
                break
        drawn.append(Drawn(tie, chosen))
    return drawn


def _curve(start: Points, end: Points, bend: float, steps: Points) -> Points:
    """Follow a tie's curve: points at shares of its way, shape (n, 2) for shares of (n, 1)."""
    middle = control(start, end, bend)
    line: Points = (1 - steps) ** 2 * start + 2 * steps * (1 - steps) * middle + steps**2 * end
    return line


def control(start: Points, end: Points, bend: float) -> Points:
    """Find the control point of a tie's quadratic Bézier curve."""
    import numpy as np

    along = end - start
    control: Points = (start + end) / 2 + 2 * bend * np.array([-along[1], along[0]])
    return control
