"""This file holds how a list of papers that is too long for one message is divided among pages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.layout import LONGEST_MESSAGE
from bot.parting import letters

_ROOM = 500
"""Letters that are kept for the title and what stands below."""


def pages(texts: Sequence[str], most: int) -> list[list[int]]:
    """Divide papers among pages, and list the places of each; there is at least one page.

    Args:
        texts: What is said of each.
        most: Papers on a page.
    """
    divided: list[list[int]] = [[]]
    for place, text in enumerate(texts):
        used = sum(letters(texts[one]) for one in divided[-1])
        is_full = used + letters(text) > LONGEST_MESSAGE - _ROOM
        if divided[-1] and (len(divided[-1]) == most or is_full):
            divided.append([])
        divided[-1].append(place)
    return divided


def page_of(divided: Sequence[Sequence[int]], place: int) -> int:
    """Tell on which page a paper stands; the last one where there are fewer papers."""
    return next((at for at, places in enumerate(divided) if place in places), len(divided) - 1)


def neighbours(divided: Sequence[Sequence[int]], at: int) -> list[tuple[str, int]]:
    """List the labels of the buttons that turn a page, and the place where the page begins."""
    turns = (("‹ Back", at - 1), ("Next ›", at + 1))
    return [(label, divided[to][0]) for label, to in turns if 0 <= to < len(divided)]


def which(divided: Sequence[Sequence[int]], at: int) -> str:
    """Say which papers a page has of how many; empty where it has all."""
    if len(divided) < 2:
        return ""
    first, last = divided[at][0] + 1, divided[at][-1] + 1
    of = f"of {sum(map(len, divided)):,}"
    return f"{first:,} {of}" if first == last else f"{first:,}–{last:,} {of}"
