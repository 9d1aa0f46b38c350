"""This file holds who is placed in a network: a circle with a label, or a plate that is one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from bot.drawing.fonts import drawable
from bot.drawing.labels import Block, Box, Circle, Line, block, name_block, text_block
from bot.drawing.marks import radius
from bot.drawing.theme import BOLD, MARGIN, SMALL, TEXT, WIDTH
from knowledge.text import counted

if TYPE_CHECKING:
    from knowledge.picture import Network

NEAR = 0.03
"""Inches between a circle and its label."""
Side = Literal["below", "above", "right", "left"]
SIDES: tuple[Side, ...] = ("below", "above", "right", "left")


@dataclass(frozen=True, slots=True)
class Person:
    """Where somebody is drawn: `at` is their place among the picture's members, -1 'et al.'."""

    at: int
    circle: Circle
    label: Box
    lines: tuple[Line, ...]

    def moved(self, up: float) -> Person:
        """They, further up."""
        return Person(
            self.at,
            self.circle.moved(up),
            self.label.moved(up),
            tuple(line.moved(up) for line in self.lines),
        )


@dataclass(frozen=True, slots=True)
class Body:
    """What is to be placed of one member: a circle with words below or above it, or a plate."""

    at: int
    radius: float
    words: Block

    @property
    def is_plate(self) -> bool:
        """Whether it is a plate that holds the name."""
        return not self.radius

    @property
    def lift(self) -> float:
        """How far the circle is above the middle of the box."""
        return 0.0 if self.is_plate else (NEAR + self.words.height) / 2

    @property
    def halves(self) -> tuple[float, float]:
        """Half the width and the height of all that it fills."""
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

    def beside(self, circle: Circle, side: Side) -> Person:
        """Place its words on a side of its circle."""
        wide, high = self.words.width, self.words.height
        near = circle.radius + NEAR
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


@dataclass(frozen=True, slots=True)
class Letters:
    """How names are written: their size, what may stand in one line, the widest line, the lines."""

    size: float
    one_line: float
    most_wide: float
    most_lines: int
    largest: float
    """The largest circle's radius in inches."""


def letters_for(people: int) -> list[Letters]:
    """List how names may be written, the best way first."""
    if people <= 8:
        best = Letters(TEXT, 1.35, 1.5, 3, 0.24)
    elif people <= 18:
        best = Letters(9.0, 0.75, 1.35, 3, 0.2)
    elif people <= 26:
        best = Letters(8.5, 0.6, 1.15, 3, 0.19)
    else:
        best = Letters(8.25, 0.6, 1.1, 3, 0.17)
    return [best, Letters(SMALL, 0.6, 1.05, 3, 0.15), Letters(SMALL, 0.6, 0.92, 2, 0.13)]


def body_of(picture: Network, at: int, letters: Letters) -> Body:
    """Measure a member: who was asked is a plate."""
    member = picture.members[at]
    if member.is_asked:
        number = sum(one.is_asked for one in picture.members)
        most_wide = min((WIDTH - 2 * MARGIN) / number - 0.4, 1.7)
        return Body(at, 0.0, text_block(drawable(member.name) or "?", TEXT, most_wide, 3, BOLD))
    words = name_block(
        member.name, letters.size, letters.one_line, letters.most_wide, letters.most_lines
    )
    return Body(at, radius(picture, member.papers, letters.largest), words)


def ghost_of(picture: Network, letters: Letters) -> Body:
    """Measure who stands for those whom cut lists hide."""
    said = ("et al.",) if picture.of == 1 else ("et al.", f"on {counted(picture.cut, 'list')}")
    words = block(said, max(letters.size - 0.5, SMALL))
    return Body(-1, letters.largest * 0.7, words)
