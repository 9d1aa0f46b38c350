"""This file holds what two people wrote together, or through whom they are connected."""

from __future__ import annotations

from collections.abc import Sequence

from commands._desk import Desk
from commands._phrases import years_of
from knowledge import network
from knowledge.answer import Answer, Step
from knowledge.errors import InvalidOption
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.people import Person
from knowledge.text import counted, listed

_SHOWN = 10
_COMMON = 6
"""How many common coauthors are named."""


def joint(desk: Desk, one: Person, other: Person) -> Answer:
    """List two people's joint papers, or say through whom they are connected.

    Raises:
        InvalidOption: They are one person.
    """
    library = desk.library
    names = f"{literal(one.name)} and {literal(other.name)}"
    if one == other:
        raise InvalidOption(f"{names} are one person here.")
    theirs = set(other.papers)
    both = library.newest(at for at in one.papers if at in theirs)
    # A list that was cut may hide both of them.
    is_cut = bool(library.columns.truncated.any())
    if not both:
        return _connected(library, one, other, is_cut=is_cut)
    shown = both[desk.skip : desk.skip + _SHOWN]
    implied = [at for at in both.positions.tolist() if at in one.implied or at in other.implied]
    least = "at least " if is_cut else ""
    says = f"{names} wrote {least}**{counted(len(both), 'paper')}** together{years_of(both)}."
    if common := _common(library, one, other):
        says += f" {common}"
    if implied:
        says += f" On {len(implied):,} of them one is implied by the profile page, not named."
    return Answer(
        title=f"{one.name} and {other.name}",
        text=says,
        papers=shown,
        picture=None if desk.skip else network.around(library, [one, other]),
        first=desk.skip + 1,
        seen=desk.skip + len(shown),
        remaining=max(len(both) - desk.skip - len(shown), 0),
        steps=(Step(f"Coauthors of {other.name}", "coauthors", {"person": other.name}),),
    )


def _connected(library: Library, one: Person, other: Person, *, is_cut: bool) -> Answer:
    says = f"No paper here names both {literal(one.name)} and {literal(other.name)}"
    says += "; a list that was cut may hide one." if is_cut else "."
    way = library.people.path(one, other)
    if not way:
        says += (
            " Nobody here connects them either: no chain of named coauthors leads from one to the"
            " other."
        )
        return Answer(outcome="nothing", title=f"{one.name} and {other.name}", text=says)
    says += f"\n\n{_way(one, way)}"
    if common := _common(library, one, other):
        says += f"\n\n{common}"
    return Answer(
        title=f"{one.name} and {other.name}",
        text=says,
        papers=tuple(library.papers[at] for _, at in way),
        heading="The papers between them",
        picture=network.way(library, one, way),
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
    return f"With both of them wrote {names}{more}."


def _way(one: Person, way: Sequence[tuple[Person, int]]) -> str:
    """Say through whom two people are connected, with the papers numbered as they are listed."""
    before, lines = one, [f"They are connected in {counted(len(way), 'step')}:"]
    for number, (who, at) in enumerate(way, start=1):
        implied = at in before.implied or at in who.implied
        says = f"- {literal(before.name)} wrote with **{literal(who.name)}** ({number})"
        lines.append(f"{says}, implied by the profile page" if implied else says)
        before = who
    return "\n".join(lines)
