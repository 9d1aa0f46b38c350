"""This file holds what can be counted in a library; what a profile reports stands in the profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.charts import MOST_BARS, By, Scholar, lower_bounds, side_by_side
from knowledge.library import Library
from knowledge.paper import Profile
from knowledge.picture import Bars, Column, Figure, Sheet
from knowledge.selection import Selection
from knowledge.text import listed
from knowledge.years import Years

if TYPE_CHECKING:
    pass

_IN_SHEET: tuple[By, ...] = ("year", "category", "code", "authors")
_SAID: dict[By, str] = {
    "category": "category",
    "code": "marked code",
    "authors": "number of authors",
}
_MOST_IN_SHEET = 4
"""Categories of a sheet, where other charts follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a set of papers lets us count.

    Attributes:
        papers: How many there are.
        with_code: How many are marked as having code.
        truncated: How many have a list of authors that was cut.
        people: How many people their lists name, at the least.
        years: When they were published.
    """

    papers: int
    with_code: int
    truncated: int
    people: int
    years: Years


def counts(library: Library, papers: Selection) -> Counts:
    """Count what a selection of a library's papers has."""
    columns, positions = library.columns, papers.positions
    if len(papers) == len(library.papers):
        people = library.people.with_papers
    else:
        people = len({person.name for paper in papers for person in library.people.of(paper)})
    return Counts(
        papers=len(papers),
        with_code=int(columns.code[positions].sum()),
        truncated=int(columns.truncated[positions].sum()),
        people=people,
        years=Years.of(columns.year[positions]),
    )


def figures(profile: Profile) -> tuple[Figure, ...]:
    """List the numbers that a profile page reports, which nobody counted."""
    values = [
        ("h-index", profile.h_index, ""),
        ("papers", profile.papers, ""),
        ("citations", profile.citations, ""),
        ("novelty", profile.novelty, " %"),
        ("AI score", profile.ai_score, " %"),
    ]
    numbers = [
        Figure(name, f"{value:,g}{unit}") for name, value, unit in values if value is not None
    ]
    return (*numbers, Figure("field", profile.field)) if profile.field else tuple(numbers)


def page_of(profile: Profile) -> str:
    """Name the page that reports a profile, with the year in which it was saved."""
    return f"the profile page of {profile.captured}" if profile.captured else "the profile page"


def sheet(
    library: Library, scholars: Sequence[Scholar], *, by: By | None = None, unfinished_year: int = 0
) -> Sheet:
    """Describe what is reported of scholars and what can be counted, side by side.

    Args:
        library: Where the papers are from.
        scholars: Whose papers; each has a column, with the same charts and the same labels.
        by: What is counted by, for one chart without what is reported; None for all charts.
        unfinished_year: The year that isn't over in the data.
    """
    title = f"{listed(one.name for one in scholars)} in numbers"
    room = _room(scholars)
    kinds = (by,) if by else _IN_SHEET[:room]
    if not any(len(one.papers) for one in scholars):
        kinds = ()
    most = MOST_BARS if by else _MOST_IN_SHEET
    shown: list[tuple[Bars, ...]] = []
    missing: list[str] = []
    pages = "" if by else _pages(scholars)
    if not by and room < len(_IN_SHEET):
        left_out = listed(_SAID[kind] for kind in _IN_SHEET[room:])
        missing.append(f"Not shown: {left_out}.")
    for kind in kinds:
        charts = side_by_side(library, scholars, kind, unfinished_year=unfinished_year, most=most)
        if says := _says_nothing(library, scholars, kind):
            missing.append(says)
        else:
            shown.append(charts)
    missing += lower_bounds(library, scholars)
    columns = tuple(
        Column(
            one.name if len(scholars) > 1 else "",
            tuple(charts[at] for charts in shown),
            figures(one.profile) if one.profile and not by else (),
            f"Reported by {pages}" if one.profile and not by else "",
            len(one.papers),
        )
        for at, one in enumerate(scholars)
    )
    return Sheet(title, columns, " ".join(missing))


def _room(scholars: Sequence[Scholar]) -> int:
    """Tell for how many charts a sheet has room, which must not be higher than it is wide."""
    if len(scholars) == 1:
        return len(_IN_SHEET)
    return 1 if len(scholars) > 2 and any(one.profile for one in scholars) else 2


def _pages(scholars: Sequence[Scholar]) -> str:
    """Name the pages that report scholars' profiles, and whose was saved when."""
    profiles = [one.profile for one in scholars if one.profile]
    names: dict[int | None, list[str]] = {}
    for profile in profiles:
        names.setdefault(profile.captured, []).append(profile.name)
    if len(names) == 1 and len(profiles) > 1:
        captured = profiles[0].captured
        return f"the profile pages of {captured}" if captured else "the profile pages"
    if len(names) < 2:
        return page_of(profiles[0]) if profiles else ""
    told = [f"{captured or 'no known year'} ({listed(who)})" for captured, who in names.items()]
    return f"profile pages of {listed(told)}"


def _says_nothing(library: Library, scholars: Sequence[Scholar], by: By) -> str:
    """Say why a chart would show nothing; empty where it shows something."""
    columns = library.columns
    chosen = np.concatenate([one.papers.positions for one in scholars])
    if by == "year" and not columns.year[chosen].any():
        return "No paper here has a date."
    if by == "category" and not any(columns.categories[at] for at in columns.main_category[chosen]):
        return "No paper here has a category."
    if by == "code" and not columns.code[chosen].any():
        return "No paper here is marked as having code, which doesn't mean that there is none."
    if by == "authors" and not columns.authors[chosen].any():
        return "No paper here names its authors."
    if by == "authors" and columns.truncated[chosen].all():
        return "Every list of authors is cut, so how many they are isn't known."
    return ""
