"""This file holds who writes with whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from commands._command import command
from commands._desk import Desk, papers, people
from commands._phrases import newest_of
from knowledge.answer import Answer, Step
from knowledge.errors import InvalidOption
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.paper import Paper
from knowledge.people import Coauthor, Person
from knowledge.text import counted, listed

_SHOWN = 10
_PAPERS = 3
_COMMON = 6
"""How many common coauthors are named."""


@command
def coauthors(
    desk: Desk,
    person: Annotated[str, people] = "",
    *,
    with_: Annotated[str, people] = "",
    paper: Annotated[str, papers] = "",
) -> Answer:
    """List a person's coauthors, two people's joint papers, or who wrote a paper with whom.

    Lists of authors may be cut, so what is counted are lower bounds. Two people without a joint
    paper are connected through others, by the shortest way.

    Args:
        person: Any part of a name; without one, the scholar whose profile this library is.
        with_: Any part of a second name, for the papers that the two wrote together.
        paper: Instead of a person a paper, for each of its authors.
    """
    if paper:
        if person or with_:
            raise InvalidOption("Please give either *paper* or *person*, not both.")
        return _authors(desk, desk.paper(paper))
    one = desk.person(person) if person else owner(desk)
    if with_:
        return _joint(desk, one, desk.person(with_))
    everybody = desk.library.people.coauthors(one)
    shown = everybody[desk.skip : desk.skip + _SHOWN]
    theirs = desk.library.newest(one.papers)
    if not shown:
        wrote = f"{literal(one.name)} wrote {counted(len(theirs), 'paper')} here"
        text = f"{wrote}; no list of authors names anybody else."
        return Answer(outcome="nothing", title=one.name, text=text, papers=theirs[:_PAPERS])
    lines = [f"- {_line(desk.library, one, coauthor)}" for coauthor in shown]
    remaining = len(everybody) - desk.skip - len(shown)
    if remaining:
        lines.append(f"- and {counted(remaining, 'more coauthor')}")
    says = [] if desk.skip else [_how_many(desk.library, one, len(everybody)), ""]
    return Answer(
        title=f"Coauthors of {one.name}",
        text="\n".join([*says, *lines]),
        papers=() if desk.skip else theirs[:_PAPERS],
        heading=newest_of(theirs),
        seen=desk.skip + len(shown),
        remaining=remaining,
        steps=(
            Step(f"Papers by {one.name}", "find", {"author": one.name}),
            _joint_step(one, shown[0].person),
        ),
    )


def owner(desk: Desk) -> Person:
    """Find the scholar whose profile the library is.

    Raises:
        InvalidOption: There are several profiles, or none.
    """
    if person := desk.library.owner():
        return person
    most = [literal(one.name) for one in desk.library.people.everyone[:5]]
    says = f" Those with most papers are {listed(most)}." if most else ""
    raise InvalidOption(f"Please say *person*: this library is not one scholar's.{says}")


def _authors(desk: Desk, paper: Paper) -> Answer:
    """Say of each author of a paper how much they wrote here, and with whom most."""
    found = [desk.library.people.called(name) for name in (*paper.authors, *paper.implied)]
    everybody = list(dict.fromkeys(person for person in found if person))
    shown = everybody[desk.skip : desk.skip + _SHOWN]
    if not shown:
        text = "The library names no author of it."
        return Answer(outcome="nothing", title=paper.title, text=text, papers=(paper,))
    lines = []
    for person in shown:
        others = desk.library.people.coauthors(person)
        most = listed(literal(other.person.name) for other in others[:3])
        wrote = f"- **{literal(person.name)}**: {counted(len(person.papers), 'paper')} here"
        lines.append(f"{wrote}, most often with {most}" if most else wrote)
    cut = " The list of authors is cut, so there are more." if paper.authors_truncated else ""
    says = [] if desk.skip else [f"{counted(len(everybody), 'author')} in this library.{cut}", ""]
    return Answer(
        title=f"Who wrote {paper.title}",
        text="\n".join([*says, *lines]),
        papers=(paper,),
        is_list=False,
        seen=desk.skip + len(shown),
        remaining=len(everybody) - desk.skip - len(shown),
        steps=tuple(
            Step(f"Coauthors of {person.name}", "coauthors", {"person": person.name})
            for person in shown[:3]
        ),
    )


def _joint(desk: Desk, one: Person, other: Person) -> Answer:
    library = desk.library
    names = f"{literal(one.name)} and {literal(other.name)}"
    if one == other:
        raise InvalidOption(f"{literal(one.name)} and {literal(other.name)} are one person here.")
    theirs = set(other.papers)
    both = library.newest(at for at in one.papers if at in theirs)
    is_cut = any(library.papers[at].authors_truncated for at in {*one.papers, *other.papers})
    if not both:
        text = f"No paper here names both {names}"
        text += "; a list that was cut may hide one." if is_cut else "."
        way = library.people.path(one, other)
        papers = tuple(library.papers[at] for _, at in way)
        if way:
            text += f"\n\n{_way(library, one, way)}"
        if len(way) > 1:
            text += _common(library, one, other)
        return Answer(
            outcome="found" if way else "nothing",
            title=f"{one.name} and {other.name}",
            text=text,
            papers=papers,
            heading="The papers between them" if papers else "",
        )
    shown = both[desk.skip : desk.skip + _SHOWN]
    implied = [paper for paper in both if {one.name, other.name} & set(paper.implied)]
    least = "at least " if is_cut else ""
    says = f"{names} wrote {least}**{counted(len(both), 'paper')}** together{_years(both)}."
    says += _common(library, one, other)
    if implied:
        says += f" On {len(implied):,} of them one is implied by the profile page, not named."
    return Answer(
        title=f"{one.name} and {other.name}",
        text=says,
        papers=shown,
        first=desk.skip + 1,
        seen=desk.skip + len(shown),
        remaining=len(both) - desk.skip - len(shown),
        steps=(Step(f"Coauthors of {other.name}", "coauthors", {"person": other.name}),),
    )


def _common(library: Library, one: Person, other: Person) -> str:
    """Name those who wrote with both of two people, those with most papers first."""
    theirs = {coauthor.person.name for coauthor in library.people.coauthors(other)}
    both = [
        coauthor.person.name
        for coauthor in library.people.coauthors(one)
        if coauthor.person.name in theirs
    ]
    if not both:
        return ""
    more = f" and {len(both) - _COMMON:,} more" if len(both) > _COMMON else ""
    names = ", ".join(map(literal, both[:_COMMON])) if more else listed(map(literal, both))
    return f" With both of them wrote {names}{more}."


def _way(library: Library, one: Person, way: Sequence[tuple[Person, int]]) -> str:
    """Say through whom two people are connected, with the papers numbered as they are listed."""
    before, lines = one, [f"They are connected in {counted(len(way), 'step')}:"]
    for number, (who, at) in enumerate(way, start=1):
        implied = {before.name, who.name} & set(library.papers[at].implied)
        says = f"- {literal(before.name)} wrote with **{literal(who.name)}** ({number})"
        lines.append(f"{says}, implied by the profile page" if implied else says)
        before = who
    return "\n".join(lines)


def _how_many(library: Library, one: Person, number: int) -> str:
    cut = sum(library.papers[at].authors_truncated for at in one.papers)
    least = "At least " if cut else ""
    says = f"{least}**{counted(number, 'coauthor')}** on {counted(len(one.papers), 'paper')}"
    if cut:
        says += (
            f"; the list of authors is cut on {_of_them(cut, len(one.papers))}"
            if len(one.papers) > 1
            else "; its list of authors is cut"
        )
    says += "."
    if one.implied:
        named = len(one.papers) - len(one.implied)
        says += (
            f" {literal(one.name)} is named on {named:,} of the papers and implied by the profile"
            f" page on {len(one.implied):,}."
        )
    return says


def _line(library: Library, one: Person, coauthor: Coauthor) -> str:
    joint = [library.papers[at] for at in coauthor.papers]
    says = f"**{literal(coauthor.person.name)}**: {counted(len(joint), 'paper')}{_years(joint)}"
    implied = len(coauthor.implied - one.implied)
    if not implied:
        return says
    which = f"{_of_them(implied, len(joint))} " if len(joint) > 1 else ""
    return f"{says}, {which}implied by the profile page"


def _of_them(some: int, number: int) -> str:
    return f"{some:,} of them" if some < number else "all of them"


def _years(papers: Iterable[Paper]) -> str:
    years = sorted({paper.year for paper in papers if paper.year})
    if not years:
        return ""
    return f", {years[0]}–{years[-1]}" if len(years) > 1 else f", {years[0]}"


def _joint_step(one: Person, other: Person) -> Step:
    options = {"person": one.name, "with": other.name}
    return Step(f"Joint papers with {other.name}", "coauthors", options)
