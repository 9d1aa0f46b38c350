"""This file holds charts of what can be counted: papers by year, category, code, authors or coauthor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Literal

import numpy as np

from knowledge.library import Library
from knowledge.paper import Profile
from knowledge.people import Coauthor, Person
from knowledge.picture import Bar, Bars
from knowledge.selection import Selection
from knowledge.text import listed
from knowledge.years import Periods

if TYPE_CHECKING:
    from numpy.typing import NDArray

By = Literal["year", "category", "coauthor", "code", "authors"]
MOST_BARS = 12
_MOST_YEARS = 40
"""More years than that are told by decade."""
_MOST_AUTHORS = 9
"""Papers with more authors than that are counted together."""
UNMARKED = "Papers that aren't marked may have code all the same."


@dataclass(frozen=True, slots=True)
class Scholar:
    """Whose papers are counted.

    Attributes:
        papers: What is counted.
        person: Whose they are; None for those of the whole library.
        profile: What a page reports of them, where there is one.
    """

    papers: Selection
    person: Person | None = None
    profile: Profile | None = None

    @property
    def name(self) -> str:
        """Whose papers they are, in a word or two."""
        return self.person.name if self.person else "This library"


def chart(
    library: Library, scholar: Scholar, by: By, *, whose: str, unfinished_year: int = 0
) -> Bars:
    """Describe a chart of one scholar's papers, large.

    Args:
        library: Where the papers are from.
        scholar: Whose papers; without a person, 'coauthor' counts every author's papers.
        by: What is counted by.
        whose: Whose papers they are, for the title: 'of Bo Zhao'.
        unfinished_year: The year that isn't over in the data.
    """
    (one,) = side_by_side(library, [scholar], by, unfinished_year=unfinished_year)
    if by == "coauthor" and scholar.person:
        return replace(one, title=f"Joint papers with {scholar.person.name}")
    note = " ".join(filter(None, (one.note, *lower_bounds(library, [scholar]))))
    return replace(one, title=one.title.replace("Papers", f"Papers {whose}", 1), note=note)


def side_by_side(
    library: Library,
    scholars: Sequence[Scholar],
    by: By,
    *,
    unfinished_year: int = 0,
    most: int = MOST_BARS,
) -> tuple[Bars, ...]:
    """Describe a chart of each scholar's papers, all with the same labels in the same order.

    Args:
        library: Where the papers are from.
        scholars: Whose papers.
        by: What is counted by.
        unfinished_year: The year that isn't over in the data.
        most: How many categories or people are shown.
    """
    columns = library.columns
    positions = [one.papers.positions for one in scholars]
    if by == "year":
        return _by_year([columns.year[some] for some in positions], unfinished_year)
    if by == "category":
        return _by_category(library, [columns.main_category[some] for some in positions], most)
    if by == "code":
        return tuple(_by_code(columns.code[some]) for some in positions)
    if by == "authors":
        numbers = [columns.authors[some] for some in positions]
        return _by_authors(numbers, [columns.truncated[some] for some in positions])
    return _by_coauthor(library, scholars, most)


def lower_bounds(library: Library, scholars: Sequence[Scholar]) -> list[str]:
    """Say whose papers may be more, for a page lists its owner's but nobody else's."""
    names = [
        one.name
        for one in scholars
        if one.person and not one.profile and library.hiding(one.person)
    ]
    says = f"Lists of authors are cut, so {listed(names, last='or')} may have more papers here."
    return [says] if names else []


def _by_year(all_years: Sequence[NDArray[np.int32]], unfinished_year: int) -> tuple[Bars, ...]:
    """Describe charts by year; 0 is no date."""
    periods = Periods.of(np.concatenate(all_years), _MOST_YEARS)
    has_undated = any((years == 0).any() for years in all_years)
    unfinished = periods.place(unfinished_year)
    found = []
    for years in all_years:
        bars = [
            Bar(name, number, "so far" if at == unfinished else "")
            for at, (name, number) in enumerate(
                zip(periods.names, periods.counts(years), strict=True)
            )
        ]
        if has_undated:
            bars.append(Bar("no date", int((years == 0).sum())))
        found.append(Bars(f"Papers by {periods.span}", "papers", tuple(bars), shape="columns"))
    return tuple(found)


def _by_category(
    library: Library, numbers: Sequence[NDArray[np.int32]], most: int
) -> tuple[Bars, ...]:
    """Describe charts by main category, those with most papers of all first."""
    codes = library.columns.categories
    order = [number for number, _ in _most_common(np.concatenate(numbers))]
    labels = [library.categories.label(codes[number] or "none") for number in order]
    return tuple(
        Bars("Papers by main category", "papers", _most(_named(labels, order, some), most))
        for some in numbers
    )


def _named(labels: Sequence[str], order: Sequence[int], numbers: NDArray[np.int32]) -> list[Bar]:
    times = np.bincount(numbers, minlength=max(order, default=0) + 1).tolist()
    return [Bar(label, times[number]) for label, number in zip(labels, order, strict=True)]


def _by_code(is_marked: NDArray[np.bool_]) -> Bars:
    marked = int(is_marked.sum())
    bars = (Bar("marked as having code", marked), Bar("not marked", len(is_marked) - marked))
    return Bars("Papers by code", "papers", bars, UNMARKED, "share")


def _by_authors(
    numbers: Sequence[NDArray[np.int32]], cut: Sequence[NDArray[np.bool_]]
) -> tuple[Bars, ...]:
    """Describe charts by the number of authors; lists that were cut are counted apart."""
    whole = [some[~is_cut] for some, is_cut in zip(numbers, cut, strict=True)]
    there = np.concatenate(whole)
    longest = int(there.max(initial=0))
    top = min(longest, _MOST_AUTHORS)
    has_none, has_cut = bool((there == 0).any()), any(is_cut.any() for is_cut in cut)
    notes = []
    if longest > top:
        names = listed(f"{int(some.max(initial=0)):,}" for some in whole)
        ends = "s name" if len(whole) > 1 else " names"
        notes.append(f"The longest list{ends} {names} authors.")
    if has_cut:
        notes.append("et al.: the list is cut, and the paper has more authors than are named.")
    found = []
    for some, is_cut in zip(whole, cut, strict=True):
        times = np.bincount(np.minimum(some, top + 1), minlength=top + 2).tolist()
        bars = [Bar(str(number), times[number]) for number in range(1, top + 1)]
        if longest > top:
            bars.append(Bar(f"{top + 1}+", times[top + 1]))
        if has_none:
            bars.append(Bar("none", times[0]))
        if has_cut:
            bars.append(Bar("et al.", int(is_cut.sum())))
        title = "Papers by number of authors"
        found.append(Bars(title, "papers", tuple(bars), " ".join(notes), "columns"))
    return tuple(found)


def _by_coauthor(library: Library, scholars: Sequence[Scholar], most: int) -> tuple[Bars, ...]:
    """Describe charts by coauthor, or of everybody's papers where nobody is asked for."""
    unit = "papers, at least" if library.columns.truncated.any() else "papers"
    if not all(one.person for one in scholars):
        people = tuple(Bar(one.name, len(one.papers)) for one in library.people.everyone[:most])
        return tuple(Bars("Papers by author", unit, people) for _ in scholars)
    joint: list[dict[str, Coauthor]] = [
        {other.person.name: other for other in library.people.coauthors(one.person)}
        for one in scholars
        if one.person
    ]
    names = list(dict.fromkeys(name for others in joint for name in others))
    times = {
        name: sum(len(others[name].papers) for others in joint if name in others) for name in names
    }
    names.sort(key=lambda name: (-times[name], name))
    # Nobody is their own coauthor: their row would have a 0 that counts nothing.
    beside = [one.name for one in scholars]
    names = [name for name in names if len(scholars) == 1 or name not in beside]
    pairs = [
        f"{one} and {other} {len(others[other].papers):,}"
        for (one, others), other in product(zip(beside, joint, strict=True), beside)
        if one < other and other in others
    ]
    note = f"Joint papers of those who stand side by side: {', '.join(pairs)}." if pairs else ""
    return tuple(
        Bars(
            "Joint papers by coauthor",
            unit,
            tuple(
                Bar(name, len(others[name].papers) if name in others else 0)
                for name in names[:most]
            ),
            note,
        )
        for others in joint
    )


def _most_common(numbers: NDArray[np.int32]) -> list[tuple[int, int]]:
    """Count numbers as (number, times), the commonest first and equal ones as they come."""
    times = np.bincount(numbers)
    first = np.zeros_like(times)
    first[numbers[::-1]] = np.arange(len(numbers))[::-1]
    there = np.flatnonzero(times)
    order = there[np.lexsort((first[there], -times[there]))]
    return list(zip(order.tolist(), times[order].tolist(), strict=True))


def _most(bars: Sequence[Bar], most: int) -> tuple[Bar, ...]:
    """Keep the first bars and add up the rest."""
    if len(bars) <= most:
        return tuple(bars)
    rest = sum(bar.value for bar in bars[most - 1 :])
    return (*bars[: most - 1], Bar(f"{len(bars) - most + 1} others", rest))
