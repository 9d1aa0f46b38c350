"""This file holds what a term means or a short name stands for, by the papers themselves."""

from __future__ import annotations

from commands._command import command
from commands._desk import Desk
from commands._quoting import quoted_each
from knowledge.answer import Answer, Step
from knowledge.definitions import definitions, mentions
from knowledge.finding import Wanted, find
from knowledge.markdown import literal
from knowledge.text import shortened

_ENOUGH = 0.75
"""Share of a term's words that a paper must have to be offered in place of a definition."""


@command
def define(desk: Desk, term: str) -> Answer:
    """Quote where the papers say what a term means or a short name stands for.

    Args:
        term: Such as "RMSE" or "active learning".
    """
    shown = shortened(" ".join(term.replace('"', " ").split()), 100)
    found = definitions(desk.library, shown)
    if found:
        return Answer(
            title=shown,
            text=quoted_each(found),
            papers=tuple(dict.fromkeys(one.paper for one in found)),
            steps=(Step(f"Papers on {shown}", "find", {"query": shown}),),
        )
    if spoken_of := mentions(desk.library, shown):
        return Answer(
            title=shown,
            text=f"No paper here defines it, but one speaks of it:\n\n{quoted_each(spoken_of)}",
            papers=tuple(one.paper for one in spoken_of),
            steps=(Step(f"Papers on {shown}", "find", {"query": shown}),),
        )
    near = find(desk.library, Wanted(query=shown), enough=_ENOUGH)
    says = f"No paper here says in a sentence what *{literal(shown)}* is."
    papers = near.papers[:3] if near.papers else near.perhaps
    return Answer(
        outcome="nothing",
        title="No definition",
        text=f"{says} These speak of it:" if near.papers else says,
        papers=tuple(papers),
        heading="Perhaps" if papers and not near.papers else "",
    )
