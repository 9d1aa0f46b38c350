"""This file holds who writes with whom."""

from __future__ import annotations

from typing import Annotated

from commands._command import command
from commands._desk import Desk, papers, people
from commands._joint import joint
from commands._phrases import newest_of, years_of
from knowledge import network
from knowledge.answer import Answer, Step
from knowledge.errors import InvalidOption
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.paper import Paper
from knowledge.people import Coauthor, Person
from knowledge.text import counted, listed

_SHOWN = 10
_PAPERS = 3


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
        person: Any part of a name; without one, the library's scholar, or everybody.
        with_: Any part of a second name, for the papers that the two wrote together.
        paper: Instead of a person a paper, for each of its authors.
    """
    if paper:
        if person or with_:
            raise InvalidOption("Please give either *paper* or *person*, not both.")
        return _authors(desk, desk.paper(paper))
    one = desk.person(person) if person else desk.library.owner()
    if with_:
        return joint(desk, one or desk.scholar(), desk.person(with_))
    return _around(desk, one) if one else _everybody(desk.library)


def _around(desk: Desk, one: Person) -> Answer:
    everybody = desk.library.people.coauthors(one)
    shown = everybody[desk.skip : desk.skip + _SHOWN]
    theirs = desk.library.newest(one.papers)
    if not everybody:
        wrote = f"{literal(one.name)} wrote {counted(len(theirs), 'paper')} here"
        text = f"{wrote}; no list of authors names anybody else."
        return Answer(outcome="nothing", title=one.name, text=text, papers=theirs[:_PAPERS])
    lines = [f"- {_line(desk.library, one, coauthor)}" for coauthor in shown]
    remaining = max(len(everybody) - desk.skip - len(shown), 0)
    if remaining:
        lines.append(f"- and {counted(remaining, 'more coauthor')}")
    says = [] if desk.skip else [_how_many(desk.library, one, len(everybody)), ""]
    first = (shown or everybody)[0].person
    return Answer(
        title=f"Coauthors of {one.name}",
        text="\n".join([*says, *lines]),
        papers=() if desk.skip else theirs[:_PAPERS],
        heading=newest_of(theirs),
        picture=None if desk.skip else network.around(desk.library, [one]),
        seen=desk.skip + len(shown),
        remaining=remaining,
        steps=(
            Step(f"Papers by {one.name}", "find", {"author": one.name}),
            Step(
                f"Joint papers with {first.name}",
                "coauthors",
                {"person": one.name, "with": first.name},
            ),
        ),
    )


def _everybody(library: Library) -> Answer:
    """Say who of a whole library writes most with whom."""
    picture = network.of_library(library)
    if picture.is_empty:
        says = "No list of authors here names two people."
        return Answer(outcome="nothing", title="Who writes with whom", text=says)
    names = [literal(member.name) for member in picture.members]
    strongest = sorted(picture.ties, key=lambda tie: -tie.papers)[:_SHOWN]
    lines = [
        f"- **{names[tie.one]}** and **{names[tie.other]}**: {counted(tie.papers, 'joint paper')}"
        + (f", {_of_them(tie.implied, tie.papers)} implied by the profile page" * bool(tie.implied))
        for tie in strongest
    ]
    people, papers = library.people.with_papers, len(library.papers)
    least = "At least " if picture.cut else ""
    says = (
        f"{least}{counted(people, 'person', 'people')} wrote the {counted(papers, 'paper')} here."
    )
    if picture.cut:
        says += f" The list of authors is cut on {_of_them(picture.cut, papers)}."
    return Answer(
        title="Who writes with whom",
        text="\n".join([f"{says} Those who write together most:", "", *lines]),
        picture=picture,
        steps=tuple(
            Step(f"Coauthors of {member.name}", "coauthors", {"person": member.name})
            for member in picture.members[:3]
        ),
    )


def _authors(desk: Desk, paper: Paper) -> Answer:
    """Say of each author of a paper how much they wrote here, and with whom most."""
    everybody = desk.library.people.of(paper)
    shown = everybody[desk.skip : desk.skip + _SHOWN]
    if not everybody:
        text = "The library names no author of it."
        return Answer(outcome="nothing", title=paper.title, text=text, papers=(paper,))
    lines = []
    for person in shown:
        others = desk.library.people.coauthors(person)
        most = listed(literal(other.person.name) for other in others[:3])
        wrote = f"- **{literal(person.name)}**: {counted(len(person.papers), 'paper')} here"
        lines.append(f"{wrote}, most often with {most}" if most else wrote)
    cut = " The list of authors is cut, so there are more." if paper.authors_truncated else ""
    cut_too = int(desk.library.columns.truncated.sum()) - paper.authors_truncated
    if cut_too:
        cut += f" So {'is' if cut_too == 1 else 'are'} {counted(cut_too, 'other list')} here: their"
        cut += " papers may be more."
    says = [] if desk.skip else [f"{counted(len(everybody), 'author')} in this library.{cut}", ""]
    return Answer(
        title=f"Who wrote {paper.title}",
        text="\n".join([*says, *lines]),
        papers=(paper,),
        is_list=False,
        picture=None if desk.skip else network.of_paper(desk.library, paper),
        seen=desk.skip + len(shown),
        remaining=max(len(everybody) - desk.skip - len(shown), 0),
        steps=tuple(
            Step(f"Coauthors of {person.name}", "coauthors", {"person": person.name})
            for person in shown[:3]
        ),
    )


def _how_many(library: Library, one: Person, number: int) -> str:
    cut = sum(library.papers[at].authors_truncated for at in one.papers)
    elsewhere = library.hiding(one)
    least = "At least " if cut or elsewhere else ""
    says = f"{least}**{counted(number, 'coauthor')}** on {counted(len(one.papers), 'paper')}"
    if cut:
        says += (
            f"; the list of authors is cut on {_of_them(cut, len(one.papers))}"
            if len(one.papers) > 1
            else "; its list of authors is cut"
        )
    says += "."
    if elsewhere:
        whose = counted(elsewhere, "other list")
        says += f" {whose} of authors {'is' if elsewhere == 1 else 'are'} cut, and may hide more."
    if one.implied:
        named = len(one.papers) - len(one.implied)
        says += (
            f" {literal(one.name)} is named on {named:,} of the papers and implied by the profile"
            f" page on {len(one.implied):,}."
        )
    return says


def _line(library: Library, one: Person, coauthor: Coauthor) -> str:
    both = [library.papers[at] for at in coauthor.papers]
    says = f"**{literal(coauthor.person.name)}**: {counted(len(both), 'paper')}{years_of(both)}"
    implied = len(coauthor.implied - one.implied)
    if not implied:
        return says
    which = f"{_of_them(implied, len(both))} " if len(both) > 1 else ""
    return f"{says}, {which}implied by the profile page"


def _of_them(some: int, number: int) -> str:
    return f"{some:,} of them" if some < number else "all of them"
