"""This file holds how large mappings are freed."""

from __future__ import annotations

from typing import Any


def let_go(*several: dict[Any, Any]) -> None:
    """Free mappings one entry after the other: all at once would hold other threads."""
    for one in several:
        while one:
            one.popitem()
