"""This file holds what several commands say in the same words."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.paper import Paper
from knowledge.text import counted


def newest_of(papers: Sequence[Paper]) -> str:
    """Head the few papers that stand for all that were counted."""
    if len(papers) == 1:
        return "Counted from this paper"
    return f"Newest of the {counted(len(papers), 'paper')} this is counted from"
