"""This file holds scholars' numbers: what profiles report and what the papers let us count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from commands._command import command
from commands._desk import Desk, names_in, people
from commands._phrases import newest_of
from knowledge.answer import Answer, Step
from knowledge.charts import By, Scholar, chart
from knowledge.errors import InvalidOption
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.metrics import Counts, counts, figures, page_of, sheet
from knowledge.paper import Profile
from knowledge.people import Person
from knowledge.picture import Picture
from knowledge.text import counted, listed, shortened

_PAPERS = 3
_MOST_YEARS_NAMED = 3
MOST_SIDE_BY_SIDE = 4
"""People whose numbers stand beside each other in letters that a phone can show."""


@command
def metrics(
    desk: Desk,
    person: Annotated[str, people] = "",
    *,
    with_: Annotated[str, people] = "",
    by: By | None = None,
    show: Literal["everything", "reported"] = "everything",
) -> Answer:
    """Show what a profile reports and what the papers let us count.

    The two are never mixed: a profile may claim more papers than it lists.

    Args:
        person: Any part of a name; without one, the library's scholar, or all papers.
        with_: Other people to put side by side, with 'and' between their names; four in all.
        by: What one large chart counts papers by; without it there are all charts.
        show: Everything, or only what a profile reports.
    """
    scholars = _scholars(desk, person, with_)
    if show == "reported":
        return _only_reported(desk, scholars)
    library, one = desk.library, scholars[0]
    papers = one.papers
    if len(scholars) > 1:
        papers = library.newest(dict.fromkeys(at for who in scholars for at in _papers_of(who)))
    return Answer(
        title=f"{listed(who.name for who in scholars)} in numbers",
        text="\n\n".join(_text(library, who, is_alone=len(scholars) == 1) for who in scholars),
        papers=papers[:_PAPERS],
        heading=newest_of(papers),
        picture=_picture(library, scholars, by, desk.unfinished_year),
        steps=_steps(library, scholars, by),
    )


def _scholars(desk: Desk, person: str, with_: str) -> tuple[Scholar, ...]:
    """Find whose numbers are asked for: one's, several people's, or those of all papers."""
    library = desk.library
    one = desk.person(person) if person else library.owner()
    if with_ and not one and len(names_in(with_)) < 2:
        says = f"Beside whom shall *{literal(shortened(with_, 100))}* stand? Name a *person*, too."
        raise InvalidOption(says)
    others = desk.people(with_) if with_ else ()
    everybody = tuple(dict.fromkeys((*((one,) if one else ()), *others)))
    if with_ and len(everybody) < 2:
        says = f"*{literal(with_)}* names nobody but {literal(everybody[0].name)}."
        if not person:
            says = f"Beside whom shall {literal(everybody[0].name)} stand? Name a *person*, too."
        raise InvalidOption(says)
    if len(everybody) > MOST_SIDE_BY_SIDE:
        says = f"At most four people have room side by side, and these are {len(everybody)}:"
        names = listed(literal(who.name) for who in everybody)
        raise InvalidOption(f"{says} {names}. Leave some out.")
    if not everybody:
        return (Scholar(library.newest()),)
    return tuple(
        Scholar(library.newest(who.papers), who, library.profile_of(who)) for who in everybody
    )


def _papers_of(who: Scholar) -> tuple[int, ...]:
    return who.person.papers if who.person else ()


def _picture(
    library: Library, scholars: Sequence[Scholar], by: By | None, unfinished_year: int
) -> Picture:
    if by is None or len(scholars) > 1:
        return sheet(library, scholars, by=by, unfinished_year=unfinished_year)
    one = scholars[0]
    whose = f"of {one.name}" if one.person else "in this library"
    return chart(library, one, by, whose=whose, unfinished_year=unfinished_year)


def _text(library: Library, who: Scholar, *, is_alone: bool) -> str:
    reported = _reported(who.person, who.profile)
    here = _counted(library, who.person, who.profile, counts(library, who.papers))
    if is_alone:
        return "\n\n".join(part for part in (reported, here) if part)
    # Several would fill a screen each in lists.
    lines = [_in_a_line(part) for part in (reported, here)]
    return "\n".join([f"**{literal(who.name)}**", *(f"- {line}" for line in lines)])


def _in_a_line(block: str) -> str:
    """Write a head and the list below it as one line."""
    head, *lines = block.split("\n")
    return (
        f"{head} {', '.join(line.removeprefix('- ').replace(': ', ' ') for line in lines)}".strip()
    )


def _only_reported(desk: Desk, scholars: Sequence[Scholar]) -> Answer:
    with_profile = [one for one in scholars if one.profile]
    steps = (Step("What can be counted", "metrics", _asked_for(scholars)),)
    if not with_profile:
        people = [literal(one.person.name) for one in scholars if one.person]
        whose = f" for {listed(people, last='or')}" if people else ""
        owners = [literal(one.name) for one in desk.library.profiles]
        says = f"No profile here reports numbers{whose}."
        if owners:
            says += f" There is one of {listed(owners)}."
        return Answer(outcome="nothing", title="Not reported", text=says, steps=steps)
    if len(scholars) > 1:
        parts = [
            f"**{literal(one.name)}**\n{_reported(one.person, one.profile)}" for one in scholars
        ]
        title = f"{listed(one.name for one in scholars)} as reported"
        return Answer(title=title, text="\n\n".join(parts), steps=steps)
    one = scholars[0]
    says = _reported(one.person, one.profile)
    if one.profile and one.profile.papers not in (None, len(one.papers)):
        says += f"\n\nOf these papers, **{len(one.papers):,}** are listed here."
    return Answer(title=one.profile.name if one.profile else one.name, text=says, steps=steps)


def _reported(person: Person | None, profile: Profile | None) -> str:
    if profile is None:
        return f"No profile here reports numbers for {literal(person.name)}." if person else ""
    lines = [f"- {one.label}: {literal(one.value)}" for one in figures(profile)]
    return "\n".join([f"**Reported** by {page_of(profile)}:", *lines])


def _counted(library: Library, person: Person | None, profile: Profile | None, here: Counts) -> str:
    may_hide = person is not None and not profile and library.hiding(person) > 0
    least = "at least " if may_hide else ""
    lines = [f"- {least}{counted(here.papers, 'paper')}{_claimed(profile, here.papers)}"]
    if first := here.years.first:
        until = f" to {here.years.last}" if here.years.last != first else ""
        lines.append(f"- from {first}{until}{_busiest(here)}")
    lines.append(f"- {here.with_code or 'none'} marked as having code")
    everyone = here.people - (person is not None)
    noun = "coauthor" if person else "author"
    cut = f" (cut lists of authors: {here.truncated:,})" if here.truncated else ""
    least = "at least " if here.truncated or may_hide else ""
    lines.append(f"- {least}{counted(everyone, noun)}{cut}")
    if person and person.implied:
        named = here.papers - len(person.implied)
        lines.append(f"- named as an author on {named:,}, implied on {len(person.implied):,}")
    return "\n".join(["**Counted** in this library:", *lines])


def _busiest(here: Counts) -> str:
    """Say in which years most of several were published; nothing where that is many years."""
    busiest = here.years.busiest
    if here.papers < 2 or len(busiest) > _MOST_YEARS_NAMED:
        return ""
    each = " each" if len(busiest) > 1 else ""
    number = counted(here.years.in_busiest, "paper")
    return f", most in {listed(map(str, busiest))} ({number}{each})"


def _claimed(profile: Profile | None, number: int) -> str:
    if profile is None or profile.papers in (None, number):
        return ""
    return f" of the {profile.papers:,} that the profile claims"


def _asked_for(scholars: Sequence[Scholar]) -> dict[str, str]:
    """Write the options that ask for these people again."""
    names = [one.person.name for one in scholars if one.person]
    return {
        **({"person": names[0]} if names else {}),
        **({"with": " and ".join(names[1:])} if names[1:] else {}),
    }


def _steps(library: Library, scholars: Sequence[Scholar], by: By | None) -> tuple[Step, ...]:
    who = _asked_for(scholars)
    others: tuple[By, ...] = ("year", "category", "coauthor")
    steps = [
        Step(f"By {other}", "metrics", {**who, "by": other}) for other in others if other != by
    ]
    if by:
        steps.insert(0, Step("All numbers", "metrics", who))
    if beside := _beside(library, scholars):
        steps.insert(0, Step("Side by side", "metrics", beside))
    return tuple(steps)


def _beside(library: Library, scholars: Sequence[Scholar]) -> dict[str, str]:
    """Write the options that put those side by side who have a profile, where there are several."""
    found = [library.people.called(profile.name) for profile in library.profiles]
    owners = list(dict.fromkeys(person for person in found if person))
    asked = scholars[0].person
    if len(scholars) > 1 or len(owners) < 2 or (asked and asked not in owners):
        return {}
    if asked:
        owners = [asked, *(person for person in owners if person != asked)]
    shown = [Scholar(scholars[0].papers, person) for person in owners[:MOST_SIDE_BY_SIDE]]
    return _asked_for(shown)
