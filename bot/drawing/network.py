"""This file holds how a network is drawn: first where everything goes, then the drawing.

People are circles by papers, ties are lines by joint papers. Everybody's circle and label make one
box, and boxes are moved until none overlaps another; where there is no room for that the picture
grows, then labels get shorter, and at last the least tied people are left out and counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from math import sqrt
from typing import TYPE_CHECKING, Any, Literal

from bot.drawing.fonts import drawable
from bot.drawing.labels import (
    POINT,
    Block,
    Box,
    Circle,
    Line,
    apart,
    block,
    in_rows,
    name_block,
    width,
    wrapped,
    write,
)
from bot.drawing.theme import MARGIN, SMALL, TEXT, TITLE, WIDTH, Theme, mixed
from knowledge.text import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bot.drawing.labels import Points
    from knowledge.picture import Network, Tie

HIGHEST = 1.5 * WIDTH
"""Inches that a network may be high, unless what is written around it is long."""
_LEAST = 0.9
_SEED = 7
_FULL = 0.5
"""Which share of the room boxes fill, where the room can follow them."""
_GAP = 0.07
"""Inches between two boxes."""
_NEAR = 0.03
"""Inches between a circle and its label."""
_SMALLEST = 0.045
"""A circle's radius in inches, below which nobody would see it."""
_THINNEST, _THICKEST = 0.9, 4.5
"""Ties' widths in points."""
_TRIES = 5
_FEW = 5
_BENDS = (0.0, 0.08, -0.08, 0.16, -0.16)
"""How far a tie that would run through somebody else's circle is bent, in shares of its length."""
_NAME = 0.3
"""How much less it is to run through a name than through somebody else's circle."""


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
        key: What the key shows beside its words.
    """

    height: float
    people: tuple[Person, ...]
    ghost: Person | None
    ties: tuple[Drawn, ...]
    hidden: int
    words: tuple[Line, ...]
    key: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of the key: what it is, its left end, its middle's height, and its size.

    `size` is a radius in inches for circles, a width in points for ties.
    """

    kind: str
    x: float
    y: float
    size: float


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


def draw(picture: Network, figure: Figure, theme: Theme) -> None:
    """Draw a network; its height follows the number of people and the length of their names."""
    placing = placed(picture)
    figure.set_size_inches(WIDTH, placing.height)
    _Drawing(picture, placing, figure, theme).draw()


def placed(picture: Network) -> Placing:
    """Find where everything of a network goes, such that no label overlaps anything."""
    kept = list(range(len(picture.members)))
    where = _layout(picture)
    people: tuple[list[Person], float] | None = None
    while True:
        hidden = picture.hidden + len(picture.members) - len(kept)
        for how, letters in product((apart, in_rows), _letters(len(kept))):
            words, key, foot, head = _around(picture, kept, hidden, letters)
            highest = max(HIGHEST - foot - head, WIDTH)
            if people := _people(picture, kept, where, letters, highest, how):
                break
        if people:
            break
        kept = _without_least_tied(picture, kept)
    found, high = people
    ghost = next((one for one in found if one.at < 0), None)
    shown = sorted((one for one in found if one.at >= 0), key=lambda one: one.at)
    ties = [tie for tie in picture.ties if tie.one in set(kept) and tie.other in set(kept)]
    height = foot + high + head
    return Placing(
        height,
        tuple(_moved(one, foot) for one in shown),
        _moved(ghost, foot) if ghost else None,
        tuple(_bent(ties, {one.at: one for one in shown}, picture)),
        hidden,
        (
            *(line.moved(height) for line in words if line.y <= 0),
            *(line for line in words if line.y > 0),
        ),
        key,
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
        best = _Letters(TEXT, 1.35, 1.5, 3, 0.25)
    elif people <= 16:
        best = _Letters(9.0, 0.75, 1.35, 3, 0.22)
    elif people <= 26:
        best = _Letters(8.5, 0.6, 1.15, 3, 0.19)
    else:
        best = _Letters(8.25, 0.6, 1.1, 3, 0.17)
    return [best, _Letters(SMALL, 0.6, 1.05, 3, 0.15), _Letters(SMALL, 0.6, 0.92, 2, 0.13)]


def _layout(picture: Network) -> dict[int, tuple[float, float]]:
    """Lay people out by who writes with whom, each at a place of no unit.

    Distances are what is wished for: near are those who write together in a group, far are
    groups from each other. The places are those of least stress, which is found from the ends of
    a spring layout by majorization (Gansner, Koren & North 2004, Graph Drawing by Stress
    Majorization, GD 2004).
    """
    import networkx as nx
    import numpy as np

    members = picture.members
    asked = [at for at, member in enumerate(members) if member.is_asked]
    ties = {frozenset((tie.one, tie.other)) for tie in picture.ties}
    nodes = [*range(len(members)), *([-1] if picture.cut else [])]
    wished = np.array([[_wished(picture, one, other, ties) for other in nodes] for one in nodes])
    _draw_near(wished, [nodes.index(at) for at in asked], len(members))
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((tie.one, tie.other) for tie in picture.ties)
    begin = nx.spring_layout(graph, seed=_SEED, iterations=30)
    where = np.array([begin[node] for node in nodes])
    where += np.random.default_rng(_SEED).uniform(-0.01, 0.01, where.shape)
    where = _turned(_of_least_stress(where, wished), [nodes.index(at) for at in asked])
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, where, strict=True)}


def _wished(picture: Network, one: int, other: int, ties: set[frozenset[int]]) -> float:
    """Tell how far apart two are to be."""
    if one == other:
        return 0.0
    if one < 0 or other < 0:
        return 2.3
    a, b = picture.members[one], picture.members[other]
    is_tied = frozenset((one, other)) in ties
    if a.is_asked or b.is_asked:
        return 2.2 if a.is_asked and b.is_asked else 1.4 if is_tied else 2.6
    if a.group == b.group >= 0:
        return 1.0 if is_tied else 1.4
    return 1.5 if is_tied else 2.3


def _draw_near(wished: Points, asked: Sequence[int], members: int) -> None:
    """Wish that who was asked is amid the others, and that 'et al.' is near to who was asked."""
    if len(asked) == 1 and members > 2:
        others = [at for at in range(members) if at not in asked]
        among = wished[others][:, others]
        # Points of a disc are on the average 0.90 of its radius apart, and 0.67 off its middle.
        near = 0.74 * among.sum() / max(among.astype(bool).sum(), 1)
        wished[asked, :members] = wished[:members, asked] = near
        wished[members:, :members] = among.sum() / max(among.astype(bool).sum(), 1)
        wished[:members, members:] = wished[members:, :members].T
        wished[asked, members:] = wished[members:, asked] = 0.8 * near
        wished[asked, asked] = 0.0
    elif asked:
        wished[members:, asked] = 1.5
        wished[asked, members:] = 1.5


def _of_least_stress(where: Points, wished: Points, most_steps: int = 300) -> Points:
    """Move points so that their distances come near to what is wished for."""
    import numpy as np

    n = len(where)
    off_diagonal = ~np.eye(n, dtype=bool)
    weights = np.zeros_like(wished)
    weights[off_diagonal] = wished[off_diagonal] ** -2
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    before = np.inf
    for _ in range(most_steps):
        far = np.linalg.norm(where[:, None] - where[None], axis=2)
        stress = float((weights * (far - wished) ** 2).sum())
        if before - stress < 1e-5 * stress:
            break
        before = stress
        pull = -weights * wished / np.maximum(far, 1e-9)
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        where = inverse @ pull @ where
    return where


def _turned(where: Points, asked: Sequence[int]) -> Points:
    """Turn a layout so that two who were asked are side by side, or else it is high, not wide."""
    import numpy as np

    middle = where[list(asked)].mean(axis=0) if asked else where.mean(axis=0)
    where = where - middle
    if len(asked) > 1:
        x, y = where[asked[1]] - where[asked[0]]
        angle = -np.arctan2(y, x)
    elif len(where) > 2:
        _, _, axes = np.linalg.svd(where - where.mean(axis=0))
        # Few people have room beside each other.
        angle = (np.pi / 2 if len(where) > _FEW else 0) - np.arctan2(axes[0, 1], axes[0, 0])
    else:
        x, y = where[-1] - where[0]
        angle = -np.arctan2(y, x)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned: Points = where @ turn.T
    return turned


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
        found = how(_spread(at, halves, frame, asked), halves, frame, pinned, _GAP)
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
        return _turned_away(people, bodies, picture, Box(MARGIN, 0.0, MARGIN + wide, used)), used
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
    wide = moved.label.grown(_NEAR)
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
    words = block(("et al.", f"on {counted(picture.cut, 'list')}"), max(letters.size - 0.5, SMALL))
    return _Body(-1, letters.largest * 0.7, words)


def radius(picture: Network, papers: int, largest: float) -> float:
    """Tell a circle's radius in inches: its area is by papers, above the least one can see."""
    most = max((one.papers for one in picture.members if not one.is_asked), default=1)
    # Where nobody has many papers, nobody's circle is large.
    least = min((one.papers for one in picture.members if not one.is_asked), default=1)
    largest = min(largest, 0.11 * sqrt(max(most, 1)), 0.13 if least == most else largest)
    return max(largest * sqrt(max(papers, 0) / max(most, 1)), _SMALLEST)


def _spread(at: Points, halves: Points, frame: tuple[float, float], asked: Sequence[int]) -> Points:
    """Stretch a layout over a frame, whoever was asked in about its middle."""
    import numpy as np

    size = np.array(frame)
    inner = np.maximum(size / 2 - np.median(halves, axis=0), 0.1)
    # Two or three need not be at the ends of the width.
    inner[0] = min(inner[0], 0.5 * len(at))
    low, high = at.min(axis=0), at.max(axis=0)
    far = np.maximum((high - low) / 2, (0.3, 0.3 if len(at) > _FEW else 0.7))
    spread: Points = (at - (low + high) / 2) / far * inner + size / 2
    if len(asked) == 1 and len(at) > 3:
        spread[asked] = np.clip(spread[asked], 0.4 * size, 0.6 * size)
    elif len(asked) == 2:
        high_at = float(np.clip(spread[asked, 1].mean(), 0.3 * size[1], 0.7 * size[1]))
        for place, share in zip(asked, (0.27, 0.73), strict=True):
            spread[place] = (size[0] * share, high_at)
    return spread


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


def _bent(ties: Sequence[Tie], people: dict[int, Person], picture: Network) -> list[Drawn]:
    """Bend ties that would run through the circle of somebody else, or through a name."""
    import numpy as np

    if not ties or len(ties) > 5 * len(people):
        # Among so many lines none can be followed anyway.
        return [Drawn(tie, 0.0) for tie in ties]
    there = list(people.values())
    discs = np.array([(one.circle.x, one.circle.y) for one in there])
    radii = np.array([one.circle.radius for one in there])
    low = np.array([(one.label.left, one.label.bottom) for one in there])
    high = np.array([(one.label.right, one.label.top) for one in there])
    places = np.array([one.at for one in there])
    steps = np.linspace(0.04, 0.96, 30)[:, None]
    drawn = []
    for tie in ties:
        if any(picture.members[at].is_asked for at in (tie.one, tie.other)):
            drawn.append(Drawn(tie, 0.0))
            continue
        start, end = (
            np.array([people[at].circle.x, people[at].circle.y]) for at in (tie.one, tie.other)
        )
        is_other = (places != tie.one) & (places != tie.other) & (radii > 0)
        best, chosen = np.inf, 0.0
        for bend in _BENDS:
            line = _curve(start, end, bend, steps)
            if bend and (line[:, 0].min() < MARGIN or line[:, 0].max() > WIDTH - MARGIN):
                continue
            near = np.linalg.norm(line[:, None] - discs[None], axis=2) - radii
            circles = int((near.min(axis=0)[is_other] < _NEAR).sum())
            inside = ((line[:, None] > low) & (line[:, None] < high)).all(axis=2).any(axis=0)
            cost = circles + _NAME * int(inside.sum()) + abs(bend)
            if cost < best - 1e-9:
                best, chosen = cost, bend
            if not cost:
                break
        drawn.append(Drawn(tie, chosen))
    return drawn


def _curve(start: Points, end: Points, bend: float, steps: Points) -> Points:
    """Follow a tie's curve: points at shares of its way, shape (n, 2) for shares of (n, 1)."""
    control = _control(start, end, bend)
    line: Points = (1 - steps) ** 2 * start + 2 * steps * (1 - steps) * control + steps**2 * end
    return line


def _control(start: Points, end: Points, bend: float) -> Points:
    """Find the middle point of a quadratic Bézier curve."""
    import numpy as np

    along = end - start
    control: Points = (start + end) / 2 + 2 * bend * np.array([-along[1], along[0]])
    return control


def _around(
    picture: Network, kept: Sequence[int], hidden: int, letters: _Letters
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
    if hidden:
        more = counted(hidden, "more person", "more people")
        below.append(wrapped(f"+{more}", SMALL, inner, 1, 600))
    if picture.note:
        below.append(wrapped(picture.note, SMALL, inner, 5))
    foot = MARGIN
    for one in reversed(below):
        top = foot + one.height
        words += one.lines_at(MARGIN, top, is_faint=one.weight == 400)
        foot = top + 0.05
    rows = _rows(_entries(picture, kept, letters.largest), inner)
    signs: list[Sign] = []
    foot += 0.06 if below else 0.0
    for row in reversed(rows):
        discs = [sign.size for parts, _ in row for sign, _ in parts if _is_disc(sign)]
        high = max([0.17, *(2 * one for one in discs)])
        middle = foot + high / 2
        x = MARGIN
        for parts, _ in row:
            for sign, text in parts:
                signs.append(Sign(sign.kind, x, middle, sign.size))
                x += sign.x
                words.append(Line(text, x, middle - 0.35 * SMALL * POINT, SMALL, is_faint=True))
                x += width(text, SMALL) + 0.09
            x += 0.12
        foot += high + 0.03
    return words, tuple(signs), foot + 0.12, head


def _is_disc(sign: Sign) -> bool:
    return sign.kind in ("size", "ghost")


_Entry = tuple[list[tuple[Sign, str]], float]


def _entries(picture: Network, kept: Sequence[int], largest: float) -> list[_Entry]:
    """List the key's entries: signs, whose x is how wide they are, with their words."""
    shown = [picture.members[at] for at in kept if not picture.members[at].is_asked]
    entries: list[list[tuple[Sign, str]]] = []
    sizes = _scale([one.papers for one in shown])
    discs = []
    for papers in sizes:
        size = radius(picture, papers, largest)
        unit = picture.unit.removesuffix("s") if papers == 1 else picture.unit
        words = f"{papers:,}" if papers != sizes[-1] else f"{papers:,} {unit}"
        discs.append((Sign("size", 2 * size + 0.05, 0, size), words))
    if discs:
        entries.append(discs)
    groups = sorted({one.group for one in shown if one.group >= 0})
    if len(groups) > 1:
        entries.append([(Sign("groups", 0.3, 0, float(min(len(groups), 3))), "who write together")])
    ties = _structure(picture, kept)
    most = max((tie.papers for tie in ties), default=0)
    if most > 1:
        entries.append(
            [
                (Sign("tie", 0.27, 0, thickness(1, most)), "1"),
                (Sign("tie", 0.27, 0, thickness(most, most)), f"{most:,} papers together"),
            ]
        )
    drawn = [tie for tie in picture.ties if tie.one in set(kept) and tie.other in set(kept)]
    if any(is_dashed(tie) for tie in drawn):
        entries.append([(Sign("dashed", 0.3, 0, 1.2), "only implied, on no list of authors")])
    if picture.cut:
        entries.append([(Sign("ghost", 0.2, 0, 0.07), "cut lists may hide people")])
    return [
        (parts, sum(sign.x + width(text, SMALL) + 0.09 for sign, text in parts) - 0.09)
        for parts in entries
    ]


def _scale(papers: Sequence[int]) -> list[int]:
    """Choose numbers of papers that show the scale of sizes: the least, the most and one between."""
    low, high = min(papers, default=0), max(papers, default=0)
    if high - low < 2:
        return sorted({low, high})[-2:] if papers else []
    return sorted({low, round(sqrt(max(low, 1) * high)), high})


def _rows(entries: Sequence[_Entry], most_wide: float) -> list[list[_Entry]]:
    rows: list[list[_Entry]] = []
    used = 0.0
    for entry in entries:
        if not rows or used + 0.21 + entry[1] > most_wide:
            rows.append([])
            used = -0.21
        rows[-1].append(entry)
        used += 0.21 + entry[1]
    return rows


def _structure(picture: Network, kept: Sequence[int]) -> list[Tie]:
    """List the ties that tell something: in the network of one person, those among the others."""
    asked = {at for at, member in enumerate(picture.members) if member.is_asked}
    there = set(kept)
    ties = [tie for tie in picture.ties if tie.one in there and tie.other in there]
    if len(asked) == 1:
        return [tie for tie in ties if not {tie.one, tie.other} & asked]
    return ties


def is_dashed(tie: Tie) -> bool:
    """Whether a tie rests on implied authorship only."""
    return tie.implied >= tie.papers


def thickness(papers: int, most: int) -> float:
    """Tell a tie's width in points."""
    if most <= 1:
        return 1.3
    return _THINNEST + (_THICKEST - _THINNEST) * (papers - 1) / (most - 1)


class _Drawing:
    """Draws what has its place."""

    def __init__(self, picture: Network, placing: Placing, figure: Figure, theme: Theme) -> None:
        self.picture = picture
        self.placing = placing
        self.figure = figure
        self.theme = theme

    def draw(self) -> None:
        """Draw from the back to the front."""
        self._ties()
        self._ghost()
        for person in self.placing.people:
            self._person(person)
        for line in self.placing.words:
            write(self.figure, line, self.theme.faint if line.is_faint else self.theme.ink)
        for sign in self.placing.key:
            self._sign(sign)

    def colour(self, at: int) -> str:
        """Tell the colour of a member's group."""
        group = self.picture.members[at].group
        groups = self.theme.groups
        return groups[group] if 0 <= group < len(groups) else self.theme.none

    def _add(self, artist: Any) -> None:
        artist.set_transform(self.figure.dpi_scale_trans)
        self.figure.add_artist(artist)

    def _ties(self) -> None:
        import numpy as np
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        people = {one.at: one for one in self.placing.people}
        structure = _structure(self.picture, list(people))
        telling = {(tie.one, tie.other) for tie in structure}
        most = max((tie.papers for tie in structure), default=1)
        # Many lines must not become one patch of colour.
        many = max(len(structure) / (4 * max(len(people), 1)), 1.0)
        for drawn in self.placing.ties:
            tie = drawn.tie
            start, end = (
                np.array([people[at].circle.x, people[at].circle.y]) for at in (tie.one, tie.other)
            )
            is_telling = (tie.one, tie.other) in telling
            colour = self._tie_colour(tie, many) if is_telling else self.theme.line
            wide = thickness(tie.papers, most) / sqrt(many) if is_telling else 0.9
            if is_telling and self._is_asked(tie):
                wide /= 2
            path = Path(
                [start, _control(start, end, drawn.bend), end],
                [Path.MOVETO, Path.CURVE3, Path.CURVE3],
            )
            self._add(
                PathPatch(
                    path,
                    fill=False,
                    edgecolor=colour,
                    linewidth=wide,
                    linestyle=_dashes(wide) if is_dashed(tie) else "solid",
                    capstyle="butt" if is_dashed(tie) else "round",
                    zorder=(2.5 if self._is_inside(tie) else 2) if is_telling else 1,
                    gid="tie",
                )
            )

    def _is_inside(self, tie: Tie) -> bool:
        """Whether a tie is one within a group."""
        members = self.picture.members
        return members[tie.one].group == members[tie.other].group >= 0

    def _is_asked(self, tie: Tie) -> bool:
        """Whether one end of a tie was asked, but not both."""
        members = self.picture.members
        return members[tie.one].is_asked != members[tie.other].is_asked

    def _tie_colour(self, tie: Tie, many: float) -> str:
        if self._is_inside(tie):
            return mixed(self.colour(tie.one), self.theme.background, 0.8)
        share = 0.6 if self._is_asked(tie) else 0.8
        return mixed(self.theme.none, self.theme.background, max(share / many, 0.35))

    def _ghost(self) -> None:
        from matplotlib.lines import Line2D
        from matplotlib.patches import Circle as Disc

        ghost = self.placing.ghost
        if not ghost:
            return
        for person in self.placing.people:
            if self.picture.members[person.at].is_asked:
                self._add(
                    Line2D(
                        (ghost.circle.x, person.circle.x),
                        (ghost.circle.y, person.circle.y),
                        color=self.theme.none,
                        linewidth=1.1,
                        linestyle=(0, (0.1, 2.2)),
                        dash_capstyle="round",
                        zorder=1,
                        gid="ghost tie",
                    )
                )
        circle = ghost.circle
        self._add(
            Disc(
                (circle.x, circle.y),
                circle.radius,
                facecolor=self.theme.background,
                edgecolor=self.theme.none,
                linewidth=1.1,
                linestyle=(0, (0.1, 2.2)),
                capstyle="round",
                zorder=4,
                gid="ghost",
            )
        )
        for line in ghost.lines:
            write(self.figure, line, self.theme.faint, self.theme.background)

    def _person(self, person: Person) -> None:
        from matplotlib.patches import Circle as Disc
        from matplotlib.patches import FancyBboxPatch

        theme, circle, box = self.theme, person.circle, person.label
        if self.picture.members[person.at].is_asked:
            round_ = 0.08
            self._add(
                FancyBboxPatch(
                    (box.left + round_, box.bottom + round_),
                    box.right - box.left - 2 * round_,
                    box.top - box.bottom - 2 * round_,
                    boxstyle=f"round,pad={round_},rounding_size={round_ * 1.4}",
                    facecolor=theme.ink,
                    edgecolor=theme.background,
                    linewidth=2,
                    mutation_aspect=1,
                    zorder=5,
                    gid="asked",
                )
            )
            for line in person.lines:
                write(self.figure, line, theme.background)
            return
        middle = (circle.x, circle.y)
        self._add(
            Disc(middle, circle.radius + 0.014, facecolor=theme.background, linewidth=0, zorder=3)
        )
        self._add(
            Disc(
                middle,
                circle.radius,
                facecolor=self.colour(person.at),
                linewidth=0,
                zorder=4,
                gid="person",
            )
        )
        for line in person.lines:
            write(self.figure, line, theme.ink, theme.background)

    def _sign(self, sign: Sign) -> None:
        from matplotlib.lines import Line2D
        from matplotlib.patches import Circle as Disc

        theme = self.theme
        if sign.kind == "size":
            self._add(
                Disc((sign.x + sign.size, sign.y), sign.size, facecolor=theme.none, linewidth=0)
            )
        elif sign.kind == "groups":
            for at in range(int(sign.size)):
                self._add(
                    Disc(
                        (sign.x + 0.055 + at * 0.075, sign.y),
                        0.055,
                        facecolor=theme.groups[at],
                        edgecolor=theme.background,
                        linewidth=0.8,
                        zorder=5 - at,
                    )
                )
        elif sign.kind == "ghost":
            self._add(
                Disc(
                    (sign.x + sign.size, sign.y),
                    sign.size,
                    fill=False,
                    edgecolor=theme.none,
                    linewidth=1.1,
                    linestyle=(0, (0.1, 2.2)),
                    capstyle="round",
                )
            )
        else:
            wide = sign.size
            self._add(
                Line2D(
                    (sign.x, sign.x + 0.22),
                    (sign.y, sign.y),
                    color=theme.none,
                    linewidth=wide,
                    linestyle=_dashes(wide) if sign.kind == "dashed" else "solid",
                    solid_capstyle="butt",
                    dash_capstyle="butt",
                )
            )


def _dashes(wide: float) -> tuple[float, tuple[float, float]]:
    """Tell how a line of a width in points is dashed: lengths in widths of the line."""
    return 0, (4 / max(wide, 1), 2.4 / max(wide, 1))
