"""This file holds a scholar's numbers: what the profile reports and what the papers let us count."""

from __future__ import annotations

from typing import Annotated, Literal

from commands._command import command
from commands._desk import Desk, people
from commands._phrases import newest_of
from knowledge.answer import Answer, Step
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.metrics import By, Counts, chart, counts
from knowledge.paper import Profile
from knowledge.people import Person
from knowledge.selection import Selection
from knowledge.text import counted, listed

_PAPERS = 3
_MOST_YEARS_NAMED = 3


@command
def metrics(
    desk: Desk,
    person: Annotated[str, people] = "",
    *,
    by: By = "year",
    show: Literal["everything", "reported"] = "everything",
) -> Answer:
    """Show what a profile reports and what the papers let us count.

    The two are never mixed: a profile may claim more papers than it lists.

    Args:
        person: Any part of a name; without one, the library's scholar, or all papers.
        by: What the chart counts papers by.
        show: Everything, or only what a profile reports.
    """
    library = desk.library
    one = desk.person(person) if person else library.owner()
    papers = library.newest(one.papers if one else None)
    profile = library.profile_of(one) if one else None
    if show == "reported":
        return _only_reported(desk, one, profile, papers)
    counted_here = counts(library, papers)
    parts = [_reported(one, profile), _counted(one, profile, counted_here)]
    return Answer(
        title=f"{one.name} in numbers" if one else "This library in numbers",
        text="\n\n".join(part for part in parts if part),
        papers=papers[:_PAPERS],
        heading=newest_of(papers),
        picture=chart(
            library,
            papers,
            by,
            whose=f"of {one.name}" if one else "in this library",
            person=one,
            unfinished_year=_unfinished_year(library, desk.today.year),
        ),
        steps=_steps(one, by),
    )


def _only_reported(
    desk: Desk, person: Person | None, profile: Profile | None, papers: Selection
) -> Answer:
    who = {"person": person.name} if person else {}
    steps = (Step("What can be counted", "metrics", who),)
    if profile is None:
        whose = f" for {literal(person.name)}" if person else ""
        owners = [literal(one.name) for one in desk.library.profiles]
        says = f"No profile here reports numbers{whose}."
        if owners:
            says += f" There is one of {listed(owners)}."
        return Answer(outcome="nothing", title="Not reported", text=says, steps=steps)
    says = _reported(person, profile)
    if profile.papers not in (None, len(papers)):
        says += f"\n\nOf these papers, **{len(papers):,}** are listed here."
    return Answer(title=profile.name, text=says, steps=steps)


def _reported(person: Person | None, profile: Profile | None) -> str:
    if profile is None:
        return f"No profile here reports numbers for {literal(person.name)}." if person else ""
    values = [
        ("h-index", profile.h_index, ""),
        ("papers", profile.papers, ""),
        ("citations", profile.citations, ""),
        ("novelty", profile.novelty, " %"),
        ("AI score", profile.ai_score, " %"),
    ]
    lines = [f"- {name}: {value:,g}{unit}" for name, value, unit in values if value is not None]
    if profile.field:
        lines.append(f"- field: {literal(profile.field)}")
    page = f"the profile page of {profile.captured}" if profile.captured else "the profile page"
    return "\n".join([f"**Reported** by {page}:", *lines])


def _counted(person: Person | None, profile: Profile | None, here: Counts) -> str:
    lines = [f"- {counted(here.papers, 'paper')}{_claimed(profile, here.papers)}"]
    if here.first_year:
        until = f" to {here.last_year}" if here.last_year != here.first_year else ""
        lines.append(f"- from {here.first_year}{until}")
        lines[-1] += _busiest(here)
    lines.append(f"- {here.with_code or 'none'} marked as having code")
    everyone = here.people - (person is not None)
    noun = "coauthor" if person else "author"
    cut = f" (cut lists of authors: {here.truncated:,})" if here.truncated else ""
    lines.append(f"- {'at least ' if here.truncated else ''}{counted(everyone, noun)}{cut}")
    if person and person.implied:
        named = here.papers - len(person.implied)
        lines.append(f"- named as an author on {named:,}, implied on {len(person.implied):,}")
    return "\n".join(["**Counted** in this library:", *lines])


def _busiest(here: Counts) -> str:
    """Say in which years most of several were published; nothing where that is many years."""
    if here.papers < 2 or len(here.busiest_years) > _MOST_YEARS_NAMED:
        return ""
    years = listed(map(str, here.busiest_years))
    each = " each" if len(here.busiest_years) > 1 else ""
    return f", most in {years} ({counted(here.in_busiest, 'paper')}{each})"


def _claimed(profile: Profile | None, number: int) -> str:
    if profile is None or profile.papers in (None, number):
        return ""
    return f" of the {profile.papers:,} that the profile claims"


def _unfinished_year(library: Library, this_year: int) -> int:
    """Tell the year that isn't over in the data: that of capture, or else this one."""
    return max((profile.captured or 0 for profile in library.profiles), default=0) or this_year


def _steps(person: Person | None, by: By) -> tuple[Step, ...]:
    who = {"person": person.name} if person else {}
    others: tuple[By, ...] = ("year", "category", "coauthor")
    return tuple(
        Step(f"By {other}", "metrics", {**who, "by": other}) for other in others if other != by
    )
