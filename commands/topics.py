"""This file holds what a library is about: its topics, how they moved, and the papers of each."""

from __future__ import annotations

from typing import Annotated

from commands._command import Between, command
from commands._desk import Desk, topic_names
from knowledge import trends
from knowledge.answer import Answer, Step
from knowledge.errors import NothingMatches
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.text import counted, fold, listed, shortened, tokens
from knowledge.topics import Topic
from knowledge.years import Years

_PAPERS = 5
_TOPICS = 25
_LED_TO = 5
"""Topics to which the list of all leads on."""
_PEOPLE = 5
_HOW = "found by the words that papers share"


@command
def topics(
    desk: Desk,
    topic: Annotated[str, topic_names] = "",
    *,
    limit: Annotated[int | None, Between(1, 25)] = None,
) -> Answer:
    """Show what the library is about, how that moved over the years, and each topic's papers.

    Topics are found by the words that papers share. A paper is counted once, where it fits best.

    Args:
        topic: A topic's name, a term of it or its number; without one, all topics.
        limit: How many papers, or topics, to show at once.
    """
    library = desk.library.with_topics
    if topic:
        return _one(desk, library, _meant(desk, library, topic), limit or _PAPERS)
    everything = library.topics.everything
    if not everything:
        return _none(desk)
    shown = everything[desk.skip : desk.skip + (limit or _TOPICS)]
    lines = [_line(library, one) for one in shown]
    return Answer(
        title="What this library is about",
        text="\n".join([*([] if desk.skip else [_how_many(desk, library), ""]), *lines]),
        seen=desk.skip + len(shown),
        remaining=max(len(everything) - desk.skip - len(shown), 0),
        picture=None if desk.skip else trends.of_all(library, unfinished_year=desk.unfinished_year),
        steps=tuple(_papers_in(one) for one in shown[:_LED_TO]),
    )


def _meant(desk: Desk, library: Library, typed: str) -> Topic:
    """Find the topic that is meant by its name, or else the one with most papers that have the words.

    Raises:
        NothingMatches: There is none.
        SeveralMatch: Several have such names.
    """
    try:
        return library.topics.called(typed)
    except NothingMatches as nothing:
        error = nothing
    if spelt := _corrected(library, typed):
        desk.readings.append(f"Read *{_short(typed)}* as *{literal(spelt)}*.")
        return _meant(desk, library, spelt)
    having = library.index.having_all(fold(typed).split())
    holding = library.topics.holding(having) if having is not None else []
    if having is None or not holding:
        raise error
    topic, most = holding[0]
    if 2 * most > len(having):
        papers = counted(len(having), "paper")
        says = f"No topic is called *{_short(typed)}*; {most:,} of the {papers} with it are in this one."
        desk.readings.append(says)
        return topic
    names = [one.name for one, _ in holding[:_LED_TO]]
    where = listed(f"{literal(one.name)} ({number:,})" for one, number in holding[:_LED_TO])
    says = f"No topic here is called *{_short(typed)}*. Papers with it are in {where}."
    raise NothingMatches(says, typed=typed, names=names)


def _corrected(library: Library, typed: str) -> str:
    """Correct misspelt words; nothing where there is none."""
    corrected = library.index.understood(typed).corrected
    return " ".join(corrected.get(word, word) for word in tokens(typed)) if corrected else ""


def _short(typed: str) -> str:
    return literal(shortened(" ".join(typed.split()), 100))


def _one(desk: Desk, library: Library, topic: Topic, limit: int) -> Answer:
    """Tell about one topic."""
    shown = tuple(library.papers[at] for at in topic.papers[desk.skip : desk.skip + limit].tolist())
    most = _wrote_most(library, topic)
    others = [other for other in library.topics.everything if other is not topic]
    return Answer(
        title=f"Topic: {topic.name}",
        text="" if desk.skip else _about(library, topic, most),
        papers=shown,
        heading="Best fitting papers first",
        first=desk.skip + 1,
        seen=desk.skip + len(shown),
        remaining=max(len(topic.papers) - desk.skip - len(shown), 0),
        picture=None
        if desk.skip
        else trends.of_one(library, topic, unfinished_year=desk.unfinished_year),
        steps=(
            Step("People over the years", "timeline", {"topic": topic.name, "by": "person"}),
            *(Step(f"Papers by {name}", "find", {"author": name}) for name, _ in most[:2]),
            *([Step("All topics", "topics")] if others else []),
        ),
    )


def _about(library: Library, topic: Topic, most: list[tuple[str, int]]) -> str:
    total = len(library.papers)
    says = f"**{counted(len(topic.papers), 'paper')}** of {total:,}{_years(library, topic)}."
    if topic.terms:
        says += f" They also speak of {listed(f'*{literal(term)}*' for term in topic.terms)}."
    parts = [says]
    if most:
        names = listed(f"{literal(name)} ({number:,})" for name, number in most[:_PEOPLE])
        cut = int(library.columns.truncated[topic.papers].sum())
        least = f" (at least; {counted(cut, 'list')} of authors {'is' if cut == 1 else 'are'} cut)"
        parts.append(f"Most papers in it{least if cut else ''}: {names}.")
    parts.append(f"The topic was {_HOW}, and named by what sets it apart.")
    return "\n\n".join(parts)


def _wrote_most(library: Library, topic: Topic) -> list[tuple[str, int]]:
    """Count who wrote how many of a topic's papers, those who are only implied left out."""
    wrote = library.authorships.most(topic.papers, _PEOPLE, has_implied=False)
    most = [(person.name, number) for person, number in wrote]
    return [one for one in most if one[1] > 1] or most


def _how_many(desk: Desk, library: Library) -> str:
    there = library.topics
    number, total = len(there.everything), len(library.papers)
    says = f"**{counted(number, 'topic')}** in {counted(total, 'paper')}, {_HOW}."
    says += " A paper is counted once, where it fits best"
    fit = "fits" if there.without == 1 else "fit"
    says += f"; {there.without:,} {fit} none." if there.without else "."
    if new := len(desk.library.papers) - total:
        says += f" {counted(new, 'paper')} came just now and will be placed in a moment."
    return says


def _line(library: Library, topic: Topic) -> str:
    says = f"{topic.number}. **{literal(topic.name)}**: {counted(len(topic.papers), 'paper')}"
    says += _years(library, topic)
    return f"{says}. {literal(', '.join(topic.terms))}" if topic.terms else says


def _years(library: Library, topic: Topic) -> str:
    """Say since when there are papers in a topic, and when most."""
    found = Years.of(library.columns.year[topic.papers])
    if found.first is None:
        return ""
    if found.first == found.last:
        return f", {'all ' if len(topic.papers) > 1 else ''}in {found.first}"
    most = f", most in {found.busiest[-1]} ({found.in_busiest:,})" if found.in_busiest > 1 else ""
    return f", since {found.first}{most}"


def _none(desk: Desk) -> Answer:
    number = len(desk.library.papers)
    says = (
        "A topic is what several papers are about, and there is one paper here."
        if number == 1
        else f"The {number:,} papers here share too few words to be put into topics."
    )
    return Answer(
        outcome="nothing",
        title="No topics",
        text=says,
        steps=(Step("All papers", "find"), Step("Numbers", "metrics")),
    )


def _papers_in(topic: Topic) -> Step:
    return Step(f"Papers in {topic.name}", "topics", {"topic": topic.name})
