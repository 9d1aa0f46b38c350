"""This file holds what a library knows of a person, and why it takes them for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated

from commands._command import command
from commands._desk import Desk, people
from commands._phrases import lower_bound, newest_of, years_of
from knowledge.answer import Answer, Step
from knowledge.identities import may_abbreviate
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.metrics import figures, page_of
from knowledge.paper import Profile
from knowledge.people import Coauthor, Person
from knowledge.text import counted, fold, listed
from knowledge.timeline import rows_by, timeline

_PAPERS = 3
_COAUTHORS = 5
_TOPICS = 3
_SPELLINGS = 8
_ALIKE = 5
"""How many of each are named."""


@command
def person(desk: Desk, person: Annotated[str, people] = "") -> Answer:
    """Show what is known of a person: papers, topics, coauthors, spellings, who is another one.

    What is counted are lower bounds where a list of authors may be cut. What a profile reports is
    told by itself.

    Args:
        person: Any part of a name; without one, the scholar whose profile this library is.
    """
    library = desk.library
    one = desk.person(person) if person else desk.scholar()
    papers = library.newest(one.papers)
    picture = timeline(
        library,
        papers.positions,
        rows_by(library, papers.positions, "topic"),
        title=f"Papers of {one.name} over the years",
        unfinished_year=desk.unfinished_year,
        note=lower_bound(library.hiding(one)),
    )
    profile = library.profile_of(one)
    coauthors = library.people.coauthors(one)
    parts = [
        "\n".join(["**Counted** in this library:", *_counted(library, one, coauthors)]),
        _spellings(library, one),
        _others(library, one),
        _reported(profile) if profile else "",
    ]
    return Answer(
        title=one.name,
        text="\n\n".join(part for part in parts if part),
        papers=papers[:_PAPERS],
        heading=newest_of(papers),
        picture=picture,
        steps=(
            Step(f"Papers by {one.name}", "find", {"author": one.name}),
            *(
                [Step(f"Coauthors of {one.name}", "coauthors", {"person": one.name})]
                if coauthors
                else []
            ),
            Step(f"Numbers of {one.name}", "metrics", {"person": one.name}),
        ),
    )


def _counted(library: Library, one: Person, coauthors: Sequence[Coauthor]) -> Iterable[str]:
    """Say how much there is, since when, on what and with whom."""
    own = [library.papers[at] for at in one.papers]
    cut = sum(paper.authors_truncated for paper in own)
    may_hide = library.hiding(one) > 0
    yield f"- {'at least ' if may_hide else ''}**{counted(len(own), 'paper')}**{years_of(own)}"
    if one.implied:
        named = len(own) - len(one.implied)
        yield (
            f"- named as an author on {named:,}, implied by the profile page on"
            f" {len(one.implied):,}"
        )
    if about := _topics(library, one):
        yield f"- mainly about {listed(about)}"
    if not coauthors:
        yield "- no coauthor is named"
        return
    most = listed(
        [f"{literal(each.person.name)} ({len(each.papers):,})" for each in coauthors[:_COAUTHORS]]
    )
    often = f": {most}" if len(coauthors) <= _COAUTHORS else f", most often {most}"
    lists = f" (cut lists of authors: {cut:,})" if cut else ""
    yield f"- {'at least ' if cut else ''}{counted(len(coauthors), 'coauthor')}{lists}{often}"


def _topics(library: Library, one: Person) -> list[str]:
    """Name the topics of most papers; where there are none, the main categories."""
    known = library.with_topics.topics
    topics = Counter(topic.name for at in one.papers if (topic := known.of(at)))
    categories = Counter(
        library.categories.label(paper.category)
        for paper in (library.papers[at] for at in one.papers)
        if paper.category
    )
    most = (topics or categories).most_common(_TOPICS)
    return [f"{literal(name)} ({counted(number, 'paper')})" for name, number in most]


def _spellings(library: Library, one: Person) -> str:
    """Say how the lists spell them, on how many papers each, and why that is one person."""
    times = Counter(
        name
        for paper in (library.papers[at] for at in one.papers)
        for name in paper.spelled_as_listed((*paper.authors, *paper.implied))
        if name in one.spellings or dict(paper.spelled).get(one.name) == name
    )
    aliases = {fold(spelling) for spelling in library.aliases}
    told = sorted({each.spelling for each in library.namesakes if each.name == one.name})
    several = library.people.behind(told[0]) if told else _several(library, one)
    if several:
        spelling = told[0] if told else one.spellings[1]
        names = [literal(each.name) for each in several if each != one]
        says = f"Spelled *{literal(spelling)}* here, as {_is_are(names)}"
        if told:
            return f"{says}; the library's alias file says whose papers are whose."
        return (
            f"{says}. The library's alias file gives these papers to none of them, so they may be"
            " several people's."
        )
    if len(times) < 2:
        return ""
    lines = [f"**Spelled** in {len(times):,} ways, taken for one person:"]
    for name, number in times.most_common(_SPELLINGS):
        why = "" if name == one.name else f"; {_why(library, one, name, aliases)}"
        lines.append(f"- *{literal(name)}* on {counted(number, 'paper')}{why}")
    if len(times) > _SPELLINGS:
        lines.append(f"- and {len(times) - _SPELLINGS:,} more")
    return "\n".join(lines)


def _several(library: Library, one: Person) -> tuple[Person, ...]:
    """List who is spelled like somebody whose papers were given to none of them."""
    behind = library.people.behind(one.spellings[-1])
    return behind if one in behind else ()


def _why(library: Library, one: Person, name: str, aliases: set[str]) -> str:
    """Say why a spelling is somebody's."""
    if fold(name) == fold(one.name):
        return "the same letters"
    if fold(name) in aliases or fold(one.name) in aliases:
        if library.profile_of(one) and may_abbreviate(name, one.name):
            return "an initial on their own profile page, or in its aliases"
        return "the library's aliases say so"
    if any(may_abbreviate(name, other) for other in one.spellings):
        return "it writes with the same people, and nobody else here fits the initial"
    return "first name and surname agree, and nothing between contradicts"


def _others(library: Library, one: Person) -> str:
    """Name those who are called alike and are kept apart, those with most papers first."""
    alike = library.alike(one)
    if not alike:
        return ""
    names = [
        f"{literal(each.name)} ({counted(len(each.papers), 'paper')})" for each in alike[:_ALIKE]
    ]
    if len(alike) > _ALIKE:
        names.append(f"{len(alike) - _ALIKE:,} more")
    who = "it" if len(alike) == 1 else "one of them"
    return f"**Kept apart** here: {listed(names)}. If {who} is the same person, an alias file can say so."


def _is_are(names: list[str]) -> str:
    return f"{listed(names)} {'is' if len(names) == 1 else 'are'}"


def _reported(profile: Profile) -> str:
    """Say what a profile page reports, which is nothing that is counted."""
    told = [f"{one.label} {literal(one.value)}" for one in figures(profile)]
    return f"**Reported** by {page_of(profile)}: {', '.join(told)}." if told else ""
