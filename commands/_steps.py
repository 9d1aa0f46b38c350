"""This file holds what one may do next with a paper."""

from __future__ import annotations

from knowledge.answer import Step

_LABELS = {
    "summary": "Summary",
    "related": "Related",
    "coauthors": "Coauthors",
    "cite": "Cite as text",
    "paper": "The paper itself",
}


def steps(name: str, *commands: str) -> tuple[Step, ...]:
    """List commands that answer about the paper with a name."""
    return tuple(Step(_LABELS[one], one, {"paper": name}) for one in commands)
