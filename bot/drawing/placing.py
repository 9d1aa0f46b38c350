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
from typing import TYPE_CHECKING, Literal

from bot.drawing import key
from bot.drawing.fonts import drawable
from bot.drawing.labels import (
    Block,
    Box,
    Circle,
    Line,
    apart,
    block,
    in_rows,
    name_block,
    wrapped,
)
from bot.drawing.marks import among, radius, telling
from bot.drawing.stress import FEW, layout
from bot.drawing.theme import MARGIN, SMALL, TEXT, TITLE, WIDTH
from knowledge.text import counted

if TYPE_CHECKING:
    from bot.drawing.key import Sign
    from bot.drawing.labels import Points
    from knowledge.picture import Network, Tie

HIGHEST = 1.05 * WIDTH
"""Inches that a network may be high, unless what is written around it is long. Discord shows a picture
within 550 x 350 pixels on a desktop, so a higher one has smaller letters there than on a phone."""
_LEAST = 0.9
"""Inches that two people take from top to bottom; more take a third more."""
_FULL = 0.56
"""Which share of the room boxes fill, where the room can follow them."""
_GAP = 0.07
"""Inches between two boxes."""
_NEAR = 0.03
"""Inches between a circle and its label."""
_ABOVE = 0.34
"""Inches by which labels may reach above the highest circle."""
_TRIES = 5
_BENDS = (0.0, 0.08, -0.08, 0.16, -0.16, 0.26, -0.26)
"""How far a tie that would run through somebody else's circle is bent, in shares of its length."""
_NAME, _CURVED = 0.3, 1.5
"""What it costs a tie to run through a name, and to be bent by its length; through a circle: 1."""
_Side = Literal["below", "above", "right", "left"]
_SIDES: tuple[_Side, ...] = ("below", "above", "right", "left")


@dataclass(frozen=True, slots=True)
class Person:
    """Where somebody is drawn: `at` is their place among the picture's members, -1 'et al.'."""

    at: int
    circle: Circle
    label: Box
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a tie is drawn: from a point to a point, bent by a share of its length."""

    tie: Tie
    bend: float


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


@dataclass(frozen=True, slots=True)
class _Body:
    """What is to be placed of one member: a circle with words below or above it, or a plate."""

    at: int
    radius: float
    words: Block

    @property
    def is_plate(self) -> bool:
        return not self.radius

    @property
    def lift(self) -> float:
        """How far the circle is above the middle of the box."""
        return 0.0 if self.is_plate else (_NEAR + self.words.height) / 2

    @property
    def halves(self) -> tuple[float, float]:
        if self.is_plate:
            return self.words.width / 2 + 0.09, self.words.height / 2 + 0.06
        wide = max(self.words.width / 2, self.radius)
        return wide + 0.01, self.radius + self.lift + 0.01

    def placed(self, x: float, y: float) -> Person:
        """Place it so that the middle of its box is at x and y, the words below the circle."""
        if self.is_plate:
            wide, high = self.halves
            lines = self.words.lines_at(x, y + self.words.height / 2, "center")
            return Person(
                self.at, Circle(x, y, 0), Box(x - wide, y - high, x + wide, y + high), lines
            )
        return self.beside(Circle(x, y + self.lift, self.radius), "below")

    def beside(self, circle: Circle, side: _Side) -> Person:
        """Place its words on a side of its circle."""
        wide, high = self.words.width, self.words.height
        near = circle.radius + _NEAR
        if side in ("below", "above"):
            left = circle.x - wide / 2
            top = circle.y - near if side == "below" else circle.y + near + high
            lines = self.words.lines_at(circle.x, top, "center")
        else:
            left = circle.x + near if side == "right" else circle.x - near - wide
            top = circle.y + high / 2
            is_right = side == "right"
            lines = self.words.lines_at(
                left if is_right else left + wide, top, "left" if is_right else "right"
            )
        return Person(self.at, circle, Box(left, top - high, left + wide, top), lines)


def placed(picture: Network) -> Placing:
    """Find where everything of a network goes, such that no label overlaps anything."""
    kept = list(range(len(picture.members)))
    where = layout(picture)
    people: tuple[list[Person], float] | None = None
    while True:
        hidden = picture.hidden + len(picture.members) - len(kept)
        for how, letters in product((apart, in_rows), _letters(len(kept))):
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
        tuple(_moved(one, foot) for one in shown),
        _moved(ghost, foot) if ghost else None,
        tuple(bent(ties, {one.at: one for one in shown}, picture, high)),
        hidden,
        (
            *(line.moved(height) for line in words if line.y <= 0),
            *(line for line in words if line.y > 0),
        ),
        signs,
    )


@dataclass(frozen=True, slots=True)
class _Letters:
    """How names are written: their size, what may stand in one line, the widest line, the lines."""

    size: float
    one_line: float
    most_wide: float
    most_lines: int
    largest: float
    """The largest circle's radius in inches."""


def _letters(people: int) -> list[_Letters]:
    """List how names may be written, the best way first."""
    if people <= 8:
        best = _Letters(TEXT, 1.35, 1.5, 3, 0.24)
    elif people <= 18:
        best = _Letters(9.0, 0.75, 1.35, 3, 0.2)
    elif people <= 26:
        best = _Letters(8.5, 0.6, 1.15, 3, 0.19)
    else:
        best = _Letters(8.25, 0.6, 1.1, 3, 0.17)
    return [best, _Letters(SMALL, 0.6, 1.05, 3, 0.15), _Letters(SMALL, 0.6, 0.92, 2, 0.13)]


def _people(
    picture: Network,
    kept: Sequence[int],
    where: dict[int, tuple[float, float]],
    letters: _Letters,
    highest: float,
    how: Callable[[Points, Points, tuple[float, float], Points, float], Points | None],
) -> tuple[list[Person], float] | None:
    """Place people with their labels; None where there is no room.

    Returns:
        They, and the height that they take.
    """
    import numpy as np

    bodies = [_body(picture, at, letters) for at in kept]
    if picture.cut:
        bodies.append(_ghost(picture, letters))
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
    people: list[Person], bodies: Sequence[_Body], picture: Network, frame: Box
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
            for rank, side in enumerate(_SIDES):
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


def _body(picture: Network, at: int, letters: _Letters) -> _Body:
    member = picture.members[at]
    if member.is_asked:
        number = sum(one.is_asked for one in picture.members)
        most_wide = min((WIDTH - 2 * MARGIN) / number - 0.4, 1.7)
        return _Body(at, 0.0, wrapped(drawable(member.name) or "?", TEXT, most_wide, 3, 600))
    words = name_block(
        member.name, letters.size, letters.one_line, letters.most_wide, letters.most_lines
    )
    return _Body(at, radius(picture, member.papers, letters.largest), words)


def _ghost(picture: Network, letters: _Letters) -> _Body:
    said = ("et al.",) if picture.of == 1 else ("et al.", f"on {counted(picture.cut, 'list')}")
    words = block(said, max(letters.size - 0.5, SMALL))
    return _Body(-1, letters.largest * 0.7, words)


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


def _moved(person: Person, up: float) -> Person:
    return Person(
        person.at,
        person.circle.moved(up),
        person.label.moved(up),
        tuple(line.moved(up) for line in person.lines),
    )


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
            circles = int((near.min(axis=0)[is_other & ~is_plate] < _NEAR).sum())
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


def _around(
    picture: Network, kept: Sequence[int], hidden: int, largest: float
) -> tuple[list[Line], tuple[Sign, ...], float, float]:
    """Place title, key and note.

    Returns:
        Words, those of the title below a top of 0; the key's signs; the heights of foot and head.
    """
    inner = WIDTH - 2 * MARGIN
    title = wrapped(picture.title, TITLE, inner, 3, 600)
    words: list[Line] = list(title.lines_at(MARGIN, -MARGIN))
    head = MARGIN + title.height + 0.16
    below: list[Block] = []
    if picture.note:
        below.append(wrapped(picture.note, SMALL, inner, 14))
    foot = MARGIN
    for one in reversed(below):
        top = foot + one.height
        words += one.lines_at(MARGIN, top, is_faint=True)
        foot = top + 0.05
    explained, signs, foot = key.placed(
        picture, kept, largest, hidden, foot + (0.06 if below else 0.0)
    )
    return [*words, *explained], signs, foot + 0.12, head
