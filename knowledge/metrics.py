"""This file holds what can be counted in a library; what a profile reports stands in the profile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from knowledge.library import Library
from knowledge.people import Person
from knowledge.picture import Bar, Bars
from knowledge.selection import Selection

if TYPE_CHECKING:
    from numpy.typing import NDArray

By = Literal["year", "category", "coauthor"]
_MOST_BARS = 12
_MOST_YEARS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a set of papers lets us count.

    Attributes:
        papers: How many there are.
        with_code: How many are marked as having code.
        truncated: How many have a list of authors that was cut.
        people: How many people their lists name, at the least.
        first_year, last_year: The years of the earliest and latest with a date; None without.
        busiest_years: Those with most papers.
        in_busiest: How many papers each of them has.
    """

    papers: int
    with_code: int
    truncated: int
    people: int
    first_year: int | None
    last_year: int | None
    busiest_years: tuple[int, ...]
    in_busiest: int


def counts(library: Library, papers: Selection) -> Counts:
    """Count what a selection of a library's papers has."""
    columns, positions = library.columns, papers.positions
    years = columns.year[positions]
    years = years[years > 0]
    different, times = np.unique(years, return_counts=True)
    most = int(times.max(initial=0))
    if len(papers) == len(library.papers):
        people = library.people.with_papers
    else:
        people = len({person.name for paper in papers for person in library.people.of(paper)})
    return Counts(
        papers=len(papers),
        with_code=int(columns.code[positions].sum()),
        truncated=int(columns.truncated[positions].sum()),
        people=people,
        first_year=int(years.min()) if len(years) else None,
        last_year=int(years.max()) if len(years) else None,
        busiest_years=tuple(different[times == most].tolist()),
        in_busiest=most,
    )


def chart(
    library: Library,
    papers: Selection,
    by: By,
    *,
    whose: str,
    person: Person | None = None,
    unfinished_year: int | None = None,
) -> Bars:
    """Describe a chart of papers by year, category or coauthor.

    Args:
        library: Where the papers are from.
        papers: What is counted.
        by: What is counted by; without a person, 'coauthor' counts every author's papers.
        whose: Whose papers they are, for the title: 'of Bo Zhao'.
        person: The person whose coauthors are counted.
        unfinished_year: The year that isn't over in the data.
    """
    if by == "year":
        return _by_year(library.columns.year[papers.positions], whose, unfinished_year)
    if by == "category":
        codes, numbers = library.columns.categories, library.columns.main_category
        named = [
            Bar(library.categories.label(codes[number] or "none"), times)
            for number, times in _most_common(numbers[papers.positions])
        ]
        return Bars(f"Papers {whose} by main category", "papers", _most(named))
    if person is None:
        most = library.people.everyone[:_MOST_BARS]
        people = tuple(Bar(one.name, len(one.papers)) for one in most)
        return Bars(f"Papers {whose} by author", "papers, at least", people)
    joint = library.people.coauthors(person)[:_MOST_BARS]
    named = [Bar(one.person.name, len(one.papers)) for one in joint]
    return Bars(f"Joint papers with {person.name}", "papers, at least", tuple(named))


def _by_year(all_years: NDArray[np.int32], whose: str, unfinished_year: int | None) -> Bars:
    """Describe a chart by year; 0 is no date."""
    years = all_years[all_years > 0]
    first, last = (int(years.min()), int(years.max())) if len(years) else (0, -1)
    # More years than a screen has lines are told by decade.
    step, sign = (10, "s") if last - first >= _MOST_YEARS else (1, "")
    begin = first // step * step
    spans = np.bincount((years - begin) // step).tolist()
    bars = [
        Bar(
            f"{year}{sign}",
            number,
            "so far" if unfinished_year and year == unfinished_year // step * step else "",
        )
        for year, number in zip(range(begin, last + 1, step), spans, strict=True)
    ]
    if undated := len(all_years) - len(years):
        bars.append(Bar("no date", undated))
    return Bars(f"Papers {whose} by {'decade' if step > 1 else 'year'}", "papers", tuple(bars))


def _most_common(numbers: NDArray[np.int32]) -> list[tuple[int, int]]:
    """Count numbers as (number, times), the commonest first and equal ones as they come."""
    times = np.bincount(numbers)
    first = np.zeros_like(times)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    there = np.flatnonzero(times)
    order = there[np.lexsort((first[there], -times[there]))]
    return list(zip(order.tolist(), times[order].tolist(), strict=True))


def _most(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """Keep the largest bars and add up the rest."""
    if len(bars) <= _MOST_BARS:
        return tuple(bars)
    rest = sum(bar.value for bar in bars[_MOST_BARS - 1 :])
    return (*bars[: _MOST_BARS - 1], Bar(f"{len(bars) - _MOST_BARS + 1} others", rest))
