"""This file holds where everything of a network goes, which is found before anything is drawn.

Everybody's circle and label make one box, and boxes are moved until none overlaps another. Where
there is no room for that the picture grows, then labels get shorter, and at last the least tied
people are left out and counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from bot.drawing import key
from bot.drawing.apart import apart, in_rows
from bot.drawing.bending import Drawn, bent
from bot.drawing.bodies import SIDES, Body, Letters, Person, body_of, ghost_of, letters_for
from bot.drawing.labels import Box, Line, text_block
from bot.drawing.marks import among
from bot.drawing.stress import FEW, layout
from bot.drawing.theme import BOLD, MARGIN, SMALL, TITLE, WIDTH

if TYPE_CHECKING:
    from bot.drawing.apart import Points
    from bot.drawing.key import Sign
    from knowledge.picture import Network

HIGHEST = 1.05 * WIDTH
"""Inches that a network may be high, unless what is written around it is long. Discord shows a picture
within 550 x 350 pixels on a desktop, so a higher one has smaller letters there than on a phone."""
_LEAST = 0.9
"""Inches that two people take from top to bottom; more take a third more."""
_FULL = 0.56
"""Which share of the room boxes fill, where the room can follow them."""
_GAP = 0.07
"""Inches between two boxes."""
_ABOVE = 0.34
"""Inches by which labels may reach above the highest circle."""
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Placing:
    """Where everything of a network goes, in inches from the picture's lower left corner.

    Attributes:
        height: The picture's.
        people: Circles and labels of those who are shown. Who was asked is a plate that holds the
            name: its circle, of no radius, is in the middle of it.
        ghost: Whom cut lists hide, if any.
        ties: Those between people who are shown.
        hidden: How many people are not shown.
        words: Title, key and note.
        signs: What the key shows beside its words.
    """

    height: float
    people: tuple[Person, ...]
    ghost: Person | None
    ties: tuple[Drawn, ...]
    hidden: int
    words: tuple[Line, ...]
    signs: tuple[Sign, ...]


def placed(picture: Network) -> Placing:
    """Find where everything of a network goes, such that no label overlaps anything."""
    kept = list(range(len(picture.members)))
    where = layout(picture)
    people: tuple[list[Person], float] | None = None
    while True:
        hidden = picture.hidden + len(picture.members) - len(kept)
        for how, letters in product((apart, in_rows), letters_for(len(kept))):
            words, signs, foot, head = _around(picture, kept, hidden, letters.largest)
            highest = max(HIGHEST - foot - head, 0.7 * WIDTH)
            if people := _people(picture, kept, where, letters, highest, how):
                break
        if people:
            break
        kept = _without_least_tied(picture, kept)
    found, high = people
    ghost = next((one for one in found if one.at < 0), None)
    shown = sorted((one for one in found if one.at >= 0), key=lambda one: one.at)
    ties = among(picture, kept)
    height = foot + high + head
    return Placing(
        height,
        tuple(one.moved(foot) for one in shown),
        ghost.moved(foot) if ghost else None,
        tuple(bent(ties, {one.at: one for one in shown}, picture, high)),
        hidden,
        (
            *(line.moved(height) for line in words if line.y <= 0),
            *(line for line in words if line.y > 0),
        ),
        signs,
    )


def _people(
    picture: Network,
    kept: Sequence[int],
    where: dict[int, tuple[float, float]],
    letters: Letters,
    highest: float,
    how: Callable[[Points, Points, tuple[float, float], Points, float], Points | None],
) -> tuple[list[Person], float] | None:
    """Place people with their labels; None where there is no room.

    Returns:
        They, and the height that they take.
    """
    import numpy as np

    bodies = [body_of(picture, at, letters) for at in kept]
    if picture.cut:
        bodies.append(ghost_of(picture, letters))
    halves = np.array([body.halves for body in bodies])
    at = np.array([where[body.at] for body in bodies])
    asked = [i for i, one in enumerate(bodies) if one.is_plate]
    wide = WIDTH - 2 * MARGIN
    filled = float((4 * (halves[:, 0] + _GAP) * (halves[:, 1] + _GAP)).sum())
    least = max(
        _LEAST if len(bodies) < 3 else 1.25, filled / wide / _FULL, float(2 * halves[:, 1].max())
    )
    least = min(least, highest)
    pinned = np.array([float(body.is_plate and len(asked) < 3) for body in bodies])
    for high in sorted({min(least * 1.16**step, highest) for step in range(_TRIES)}):
        frame = (wide, high)
        spread = _spread(at, halves, frame, asked)
        if picture.cut and len(asked) == 2:
            spread[-1] = _free_place(spread[:-1], asked, frame)
        found = how(spread, halves, frame, pinned, _GAP)
        if found is None:
            continue
        found, used = _cropped(found, halves, high)
        found[:, 0] += MARGIN
        if len(bodies) == 2 and len(asked) == 1:
            # The plate is as high as the circle, not as the circle with its label.
            highest_at = used - halves[asked[0], 1]
            lifted = found[asked[0], 1] + bodies[1 - asked[0]].lift
            found[asked[0], 1] = min(lifted, highest_at)
        people = [
            body.placed(float(x), float(y)) for body, (x, y) in zip(bodies, found, strict=True)
        ]
        # A label may stand above a circle at the top, where there is room for a higher picture.
        above = min(used + _ABOVE, max(highest, used))
        people = _turned_away(people, bodies, picture, Box(MARGIN, 0.0, MARGIN + wide, above))
        tops = (max(one.label.top, one.circle.y + one.circle.radius) for one in people)
        return people, max(used, *tops)
    return None


def _turned_away(
    people: list[Person], bodies: Sequence[Body], picture: Network, frame: Box
) -> list[Person]:
    """Move labels to a side of their circle where fewer ties run, if there is room."""
    import numpy as np

    people = list(people)
    place = {one.at: i for i, one in enumerate(people)}
    ties = [tie for tie in picture.ties if tie.one in place and tie.other in place]
    if not ties:
        return people
    ends = np.array([[place[tie.one], place[tie.other]] for tie in ties])
    middles = np.array([(one.circle.x, one.circle.y) for one in people])
    steps = np.linspace(0, 1, 40)[None, :, None]
    points = middles[ends[:, :1]] * (1 - steps) + middles[ends[:, 1:]] * steps
    heavy = np.array([min(tie.papers, 4) + 1.0 for tie in ties])
    heavy[[bodies[one].is_plate or bodies[other].is_plate for one, other in ends]] = 0.5

    def crossed(box: Box) -> float:
        inside = (points > (box.left, box.bottom)) & (points < (box.right, box.top))
        return float((heavy * inside.all(axis=2).any(axis=1)).sum())

    for _ in range(2):
        for i, body in enumerate(bodies):
            if body.is_plate:
                continue
            costs: list[tuple[float, int, Person]] = []
            for rank, side in enumerate(SIDES):
                moved = body.beside(people[i].circle, side)
                if moved.label.is_inside(frame) and _is_free(moved, people, i):
                    costs.append((crossed(moved.label) + 0.4 * rank, rank, moved))
            if costs:
                people[i] = min(costs, key=lambda one: one[:2])[2]
    return people


def _is_free(moved: Person, people: Sequence[Person], place: int) -> bool:
    """Whether a label overlaps nobody else's label and circle."""
    wide = moved.label.grown(_GAP)
    return not any(
        wide.overlaps(other.label) or other.circle.touches(wide)
        for i, other in enumerate(people)
        if i != place
    )


def _spread(at: Points, halves: Points, frame: tuple[float, float], asked: Sequence[int]) -> Points:
    """Stretch a layout over a frame, whoever was asked in about its middle."""
    import numpy as np

    size = np.array(frame)
    inner = np.maximum(size / 2 - np.median(halves, axis=0), 0.1)
    # Two or three need not be at the ends of the width.
    inner[0] = min(inner[0], 0.5 * len(at))
    low, high = at.min(axis=0), at.max(axis=0)
    far = np.maximum((high - low) / 2, (0.3, 0.3 if len(at) > FEW else 0.7))
    spread: Points = (at - (low + high) / 2) / far * inner + size / 2
    if len(asked) == 1 and len(at) > 3:
        spread[asked] = np.clip(spread[asked], 0.4 * size, 0.6 * size)
    elif len(asked) == 2:
        high_at = float(np.clip(spread[asked, 1].mean(), 0.3 * size[1], 0.7 * size[1]))
        for place, share in zip(asked, (0.27, 0.73), strict=True):
            spread[place] = (size[0] * share, high_at)
    return spread


def _free_place(spread: Points, asked: Sequence[int], frame: tuple[float, float]) -> Points:
    """Find where 'et al.' has most room: not in line with the two who were asked, whom it is tied to."""
    import numpy as np

    y = spread[asked[0], 1]
    places = np.array(
        [
            (frame[0] * share, y + up)
            for up in (-0.9, 0.9, -1.3, 1.3, -1.7, 1.7)
            for share in (0.5, 0.35, 0.65, 0.2, 0.8)
            if 0.3 < y + up < frame[1] - 0.3
        ]
        or [(frame[0] / 2, 0.3)]
    )
    far = np.linalg.norm(places[:, None] - spread[None], axis=2).min(axis=1)
    place: Points = places[int(far.argmax())]
    return place


def _cropped(centres: Points, halves: Points, high: float) -> tuple[Points, float]:
    """Take away what is empty above and below."""
    import numpy as np

    bottom = float((centres - halves)[:, 1].min())
    top = float((centres + halves)[:, 1].max())
    return centres - np.array([0.0, bottom]), min(top - bottom, high)


def _without_least_tied(picture: Network, kept: Sequence[int]) -> list[int]:
    """Leave out who has fewest joint papers with the others, and of several the last."""
    joint: dict[int, int] = defaultdict(int)
    for tie in picture.ties:
        joint[tie.one] += tie.papers
        joint[tie.other] += tie.papers
    others = [at for at in kept if not picture.members[at].is_asked] or kept[1:]
    least = min(others, key=lambda at: (joint[at], -at))
    return [at for at in kept if at != least]


def _around(
    picture: Network, kept: Sequence[int], hidden: int, largest: float
) -> tuple[list[Line], tuple[Sign, ...], float, float]:
    """Place title, key and note.

    Returns:
        Words, those of the title below a top of 0; the key's signs; the heights of foot and head.
    """
    inner = WIDTH - 2 * MARGIN
    title = text_block(picture.title, TITLE, inner, 3, BOLD)
    words: list[Line] = list(title.lines_at(MARGIN, -MARGIN))
    head = MARGIN + title.height + 0.16
    foot = MARGIN
    if picture.note:
        note = text_block(picture.note, SMALL, inner, 14)
        words += note.lines_at(MARGIN, foot + note.height, is_faint=True)
        foot += note.height + 0.11
    explained, signs, foot = key.placed(picture, kept, largest, hidden, foot)
    return [*words, *explained], signs, foot + 0.12, head
