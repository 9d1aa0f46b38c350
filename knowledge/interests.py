"""This file holds what a subscriber wants to read of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interests:
    """What a subscriber wants to read of.

    Attributes:
        topics: Words or phrases.
        authors: Names.
        categories: Codes or names.
        exclude: What must not be in it.
    """

    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
