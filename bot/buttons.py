"""This file holds what a button asks, written into its custom_id so that it outlives a restart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bot.parting import letters

LONGEST_ID = 100
"""Letters of a custom_id, by Discord's reference."""

_WRITTEN = re.compile(
    r"p1(?P<turns>!?)(?P<owner>[0-9a-z]*);(?P<command>[\w-]+);(?P<place>[0-9,]*);(?P<options>.*?)(?:~\d+)?",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a button asks: a command with its options, and which page of the answer.

    Attributes:
        command: The command's name.
        options: Its options; papers are named by their ids.
        skip: How many of the list's entries come before this page.
        size: How many entries the page before had.
        part: Which part of an answer that is too long for one message; -1 is the last.
        turns: Whether the answer takes the place of the message that has the button.
        owner: Whose private answer the button belongs to; 0 for a public one.
    """

    command: str
    options: Mapping[str, str | int | bool] = field(default_factory=dict)
    skip: int = 0
    size: int = 0
    part: int = 0
    turns: bool = False
    owner: int = 0

    def custom_id(self, keep: Callable[[str], str]) -> str:
        """Write it as a custom_id.

        Args:
            keep: Keeps options that are too long elsewhere, and returns a short key for them.
        """
        options = json.dumps(dict(self.options), ensure_ascii=False, separators=(",", ":"))
        options = options.encode(errors="ignore").decode()  # half a letter is none
        where = [self.skip, self.size, self.part + 1]
        place = "" if where == [0, 0, 1] else ",".join(map(str, where))
        head = f"p1{'!' * self.turns}{base36(self.owner)};{self.command};{place};"
        whole = head + options[1:-1]
        # Room is left for the number that tells equal buttons of a message apart.
        if letters(whole) > LONGEST_ID - 4:
            whole = f"{head}#{keep(options)}"
        return whole


@dataclass(frozen=True, slots=True)
class Shown:
    """The buttons that an answer shows, by their custom_ids.

    Attributes:
        beside: Those beside its entries, in order.
        below: Those below it.
    """

    beside: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


class NotKept(Exception):
    """What a button asks was to be kept elsewhere, and isn't there."""


def read(custom_id: str, recall: Callable[[str], str | None]) -> Press | None:
    """Read what a custom_id asks; None where it isn't ours.

    Args:
        custom_id: As Discord hands it over.
        recall: Finds by its key what was kept elsewhere.

    Raises:
        NotKept: It wasn't.
    """
    match = _WRITTEN.fullmatch(custom_id)
    if match is None:
        return None
    options = match["options"]
    written = recall(options[1:]) if options.startswith("#") else f"{{{options}}}"
    if written is None:
        raise NotKept(custom_id)
    try:
        given = json.loads(written)
        skip, size, part = map(int, (match["place"] or "0,0,1").split(","))
    except ValueError:
        return None
    if not isinstance(given, dict) or not all(
        isinstance(v, str | int | bool) for v in given.values()
    ):
        return None
    return Press(
        command=match["command"],
        options=given,
        skip=skip,
        size=size,
        part=part - 1,
        turns=bool(match["turns"]),
        owner=int(match["owner"] or "0", 36),
    )


def turns_page(custom_id: str) -> bool:
    """Tell whether a button's answer takes the place of its message."""
    return custom_id.startswith("p1!")


def numbered(custom_id: str, taken: set[str]) -> str:
    """Tell a button's custom_id from equal ones in the same message."""
    free, number = custom_id, 1
    while free in taken:
        number += 1
        free = f"{custom_id}~{number}"
    taken.add(free)
    return free


def turned(press: Press, **changes: int) -> Press:
    """The same question at another page, shown in place."""
    return replace(press, turns=True, **changes)  # type: ignore[arg-type]


def base36(number: int) -> str:
    """Write a number in the digits 0 to z."""
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[rest] + digits
    return digits
