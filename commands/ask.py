"""This file holds how a question in plain words is answered by the other commands."""

from __future__ import annotations

import re
from dataclasses import replace

from commands._command import all_commands, command
from commands._desk import Desk
from knowledge import finding
from knowledge.answer import Answer, Step
from knowledge.finding import Wanted
from knowledge.markdown import literal, quoted
from knowledge.paper import Paper
from knowledge.question import Understood, understood
from knowledge.text import listed

ENOUGH = 0.5
"""Which share of a question's words the best paper must have; a search box may guess more."""


@command
def ask(desk: Desk, question: str) -> Answer:
    """Ask in plain words; it says which command it understood.

    Args:
        question: Such as "who wrote LieGAN" or "papers on grasping since 2023".
    """
    meant = _with_filters(desk, question, understood(desk.library, question, today=desk.today))
    if meant.small_talk:
        return _small_talk(desk, meant)
    if meant.refusal:
        return Answer(outcome="nothing", title="Not known here", text=meant.refusal)
    if meant.compared:
        return _comparison(desk, meant.compared)
    if not meant.command:
        return _not_understood()
    unsure = _too_weak(desk, meant) if meant.command == "find" else None
    answer = unsure or all_commands()[meant.command].answer(desk, meant.options)
    as_typed = Step("The same as a command", meant.command, meant.options)
    return replace(answer, understood=as_typed)


_GOES_ON = re.compile(
    r"(?:and|only|just|what about|how about|in|from|since|with|without)\b", re.IGNORECASE
)
_OF_THESE = re.compile(r"\b(?:of|among) (?:these|those|them)\b", re.IGNORECASE)


def _with_filters(desk: Desk, question: str, meant: Understood) -> Understood:
    """Add what narrows the last list down to the filters that gave it."""
    if meant.command != "find" or not desk.filters:
        return meant
    is_narrower = _GOES_ON.match(question) and not {"query", "author"} & meant.options.keys()
    if not (is_narrower or _OF_THESE.search(question)):
        return meant
    kept = {k: v for k, v in desk.filters.items() if k not in ("limit", "sort")}
    if meant.options.keys() & {"year", "since", "until"}:
        kept = {k: v for k, v in kept.items() if k not in ("year", "since", "until")}
    return replace(meant, options={**kept, **meant.options})


def _too_weak(desk: Desk, meant: Understood) -> Answer | None:
    """Say that nothing is known where a search would find papers by a stray word only."""
    query = str(meant.options.get("query", ""))
    if not query:
        return None
    found = finding.find(desk.library, Wanted(query=query), enough=ENOUGH)
    if found.papers:
        return None
    says = f"Nothing in this library is about *{literal(query)}*."
    return Answer(
        outcome="nothing",
        title="Nothing found",
        text=says,
        papers=found.perhaps,
        heading="Perhaps" * bool(found.perhaps),
    )


def _comparison(desk: Desk, papers: tuple[Paper, ...]) -> Answer:
    library = desk.library
    parts = []
    for paper in papers:
        when = f", {paper.date.words}" if paper.date else ""
        chosen = library.summary(paper, 1)
        parts.append(f"**{literal(paper.title)}**{when}")
        parts.append(quoted(chosen[0]) if chosen else "The library has no abstract of it.")
    ties = library.ties(papers[0], papers[1])
    if ties:
        parts.append(f"Both speak of {listed([f'*{literal(word)}*' for word in ties])}.")
    return Answer(
        title="Side by side",
        text="\n\n".join(parts),
        papers=papers,
        steps=tuple(
            Step(f"All of {paper.title}", "paper", {"paper": desk.name(paper)}) for paper in papers
        ),
    )


def _small_talk(desk: Desk, meant: Understood) -> Answer:
    papers = f"{len(desk.library.papers):,} papers"
    says = {
        "greeting": f"Hello! Ask me about the {papers} here, by title, person, topic or year.",
        "thanks": f"You're welcome. There is more in these {papers} when you need it.",
    }
    text = says[meant.small_talk or "greeting"]
    return Answer(title="Paperclub", text=text, steps=(Step("What can be asked", "help"),))


def _not_understood() -> Answer:
    return Answer(
        outcome="nothing",
        title="Nothing to look for",
        text="There is no word in this that I could look for. Name a topic, a paper or a person.",
        steps=(Step("What can be asked", "help"),),
    )
