"""This file holds what can be counted in a library; what a profile reports stands in the profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.answer import Bar, Bars
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.people import Person

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
    """

    papers: int
    with_code: int
    truncated: int
    people: int
    first_year: int | None
    last_year: int | None


def counts(library: Library, papers: Sequence[Paper]) -> Counts:
    """Count what a set of a library's papers has."""
    years = [paper.year for paper in papers if paper.year]
    people = {person.name for paper in papers for person in library.people.of(paper)}
    return Counts(
        papers=len(papers),
        with_code=sum(paper.code for paper in papers),
        truncated=sum(paper.authors_truncated for paper in papers),
        people=len(people),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
    )


def chart(
    library: Library,
    papers: Sequence[Paper],
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
        return _by_year(papers, whose, unfinished_year)
    if by == "category":
        codes = Counter(paper.category or "none" for paper in papers)
        named = [
            Bar(library.categories.label(code), number) for code, number in codes.most_common()
        ]
        return Bars(f"Papers {whose} by main category", "papers", _most(named))
    if person is None:
        people = [Bar(one.name, len(one.papers)) for one in library.people.everyone]
        return Bars(f"Papers {whose} by author", "papers, at least", tuple(people[:_MOST_BARS]))
    joint = library.people.coauthors(person)[:_MOST_BARS]
    named = [Bar(one.person.name, len(one.papers)) for one in joint]
    return Bars(f"Joint papers with {person.name}", "papers, at least", tuple(named))


def _by_year(papers: Sequence[Paper], whose: str, unfinished_year: int | None) -> Bars:
    years = [paper.year for paper in papers if paper.year]
    first, last = min(years, default=0), max(years, default=-1)
    # More years than a screen has lines are told by decade.
    step, sign = (10, "s") if last - first >= _MOST_YEARS else (1, "")
    spans = Counter(year // step * step for year in years)
    bars = [
        Bar(
            f"{begin}{sign}",
            spans[begin],
            "so far" if unfinished_year and begin == unfinished_year // step * step else "",
        )
        for begin in range(first // step * step, last + 1, step)
    ]
    if undated := len(papers) - len(years):
        bars.append(Bar("no date", undated))
    return Bars(f"Papers {whose} by {'decade' if step > 1 else 'year'}", "papers", tuple(bars))


def _most(bars: Sequence[Bar]) -> tuple[Bar, ...]:
    """Keep the largest bars and add up the rest."""
    if len(bars) <= _MOST_BARS:
        return tuple(bars)
    rest = sum(bar.value for bar in bars[_MOST_BARS - 1 :])
    return (*bars[: _MOST_BARS - 1], Bar(f"{len(bars) - _MOST_BARS + 1} others", rest))
