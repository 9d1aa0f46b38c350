"""This file holds which papers are near another one, and why."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from commands._command import Between, command
from commands._desk import Desk, papers
from commands._steps import steps
from knowledge.answer import Answer
from knowledge.markdown import literal
from knowledge.text import listed


@command
def related(
    desk: Desk, paper: Annotated[str, papers], *, limit: Annotated[int, Between(1, 25)] = 5
) -> Answer:
    """List the papers nearest to one, and the terms that tie them.

    Nearness is the cosine of the two papers' TF-IDF weights.

    Args:
        paper: A title or part of it, a short name, or a number in the last list.
        limit: How many papers to show at once.
    """
    meant = desk.paper(paper)
    near, total = desk.library.related(meant, skip=desk.skip, most=limit)
    if not near:
        text = "There are no more." if total else "No other paper here shares a word with it."
        return Answer(outcome="nothing", title=f"Related to {meant.title}", text=text)
    shared = Counter(word.lower() for one in near for word in one.ties)
    often = listed([f"*{literal(word)}*" for word, _ in shared.most_common(4)])
    return Answer(
        title=f"Related to {meant.title}",
        text=f"The nearest papers by TF-IDF; what ties them to it most is {often}.",
        papers=tuple(one.paper for one in near),
        reasons=tuple(f"tied by {literal(', '.join(one.ties))}" for one in near),
        first=desk.skip + 1,
        seen=desk.skip + len(near),
        remaining=total - desk.skip - len(near),
        steps=steps(desk.name(meant), "paper"),
    )
