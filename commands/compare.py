"""This file holds what two papers have in common, and what each of them says."""

from __future__ import annotations

from typing import Annotated

from commands._command import command
from commands._desk import Desk, papers
from knowledge.answer import Answer, Step
from knowledge.errors import InvalidOption
from knowledge.markdown import literal, quoted
from knowledge.paper import Paper
from knowledge.text import listed


@command
def compare(desk: Desk, paper: Annotated[str, papers], with_: Annotated[str, papers]) -> Answer:
    """Put two papers side by side: when, who, what each says, and the terms they share.

    Args:
        paper: A title or part of it, a short name, or a number in the last list.
        with_: The other one, named likewise.
    """
    library = desk.library
    one, other = desk.paper(paper), desk.paper(with_)
    if one == other:
        raise InvalidOption(f"Both names mean *{literal(one.title)}*. Which other one is meant?")
    parts = [_side(desk, one), _side(desk, other)]
    if ties := library.ties(one, other):
        parts.append(f"Both speak of {listed([f'*{literal(word)}*' for word in ties])}.")
    theirs = {library.people.called(name) for name in other.authors}
    if both := [name for name in one.authors if library.people.called(name) in theirs]:
        parts.append(f"Both are by {listed(map(literal, both))}.")
    if one.date and other.date and one.date.first != other.date.first:
        later = max(one, other, key=lambda paper: paper.date.first if paper.date else 0)
        parts.append(f"The newer one is *{literal(later.title)}*.")
    return Answer(
        title="Side by side",
        text="\n\n".join(parts),
        papers=(one, other),
        steps=tuple(
            Step(f"All of {paper.title}", "paper", {"paper": desk.name(paper)})
            for paper in (one, other)
        ),
    )


def _side(desk: Desk, paper: Paper) -> str:
    when = f", {paper.date.words}" if paper.date else ""
    chosen = desk.library.summary(paper, 1)
    says = quoted(chosen[0]) if chosen else "The library has no abstract of it."
    return f"**{literal(paper.title)}**{when}\n{says}"
