"""This file holds what the buttons of a post ask, as their custom_ids say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, cast, get_args

PREFIX = "h1"
"""What stands before the first ; of these custom_ids."""
Action = Literal["up", "down", "save", "page", "taste"]
_WRITTEN = re.compile(rf"{PREFIX};({'|'.join(get_args(Action))});(\d{{1,18}});(\d{{1,4}})")


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button of a post asks.

    Attributes:
        action: What is to be done.
        delivery_id: The post.
        place: Which of its papers, from 0; or from which on a page begins.
    """

    action: Action
    delivery_id: int
    place: int = 0

    @property
    def custom_id(self) -> str:
        """The button's custom_id."""
        return f"{PREFIX};{self.action};{self.delivery_id};{self.place}"


def read(custom_id: str) -> Pressed | None:
    """Read a custom_id; None where it isn't one of a post."""
    match = _WRITTEN.fullmatch(custom_id)
    return Pressed(cast("Action", match[1]), int(match[2]), int(match[3])) if match else None


def named_delivery(custom_id: str) -> int | None:
    """Tell to which delivery a button belongs; None where it isn't one of a post."""
    pressed = read(custom_id)
    return pressed.delivery_id if pressed else None
