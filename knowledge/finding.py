"""This file holds how papers are found by keywords and filters, and what was made of the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from knowledge.columns import Columns
from knowledge.dates import PartialDate
from knowledge.genres import Genre
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.people import Person
from knowledge.selection import Selection
from knowledge.text import tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

Order = Literal["relevance", "newest", "oldest"]

ENOUGH = 0.34
"""Which share of a query the best paper must have to count as found; below it is a *perhaps*."""
_LOOKED_AT = 10
"""How many of the best are looked at for that."""
_RANKED_AT_ONCE = 32
"""More than a page shows, and as quickly ranked as ten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which papers are wanted: words and filters, all of which must hold.

    `among` are positions of the only papers that may be found.
    """

    query: str = ""
    authors: tuple[Person, ...] = ()
    category: str | None = None
    year: int | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    code: bool | None = None
    genre: Genre | None = None
    among: tuple[int, ...] | None = None

    def passing(self, columns: Columns) -> NDArray[np.bool_]:
        """Tell which papers pass the filters that go by columns; shape (papers,).

        A date of reduced precision passes where it may be meant.
        """
        passing = np.ones(len(columns.year), np.bool_)
        if self.year or self.since or self.until:
            passing &= columns.year > 0
        if self.category is not None:
            passing &= columns.within(self.category)
        if self.code is not None:
            passing &= columns.code == self.code
        if self.year is not None:
            passing &= columns.year == self.year
        if self.since is not None:
            passing &= columns.last >= self.since.first.toordinal()
        if self.until is not None:
            passing &= columns.first <= self.until.last.toordinal()
        return passing

    @property
    def has_filter(self) -> bool:
        """Whether anything but words is asked for."""
        return self != Wanted(query=self.query)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found, and how the words were read.

    Attributes:
        papers: All papers found, in the order asked for.
        whole: How many of them have all of the words.
        wanted: What was looked for in the end, with an author that the words named.
        corrected: Misspelt words with what was taken instead.
        unknown: Words that no paper has.
        perhaps: The nearest papers where nothing was found.
    """

    papers: Sequence[Paper] = ()
    whole: int = 0
    wanted: Wanted
    corrected: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    perhaps: tuple[Paper, ...] = ()


def find(
    library: Library,
    wanted: Wanted,
    *,
    order: Order = "relevance",
    literally: bool = False,
    enough: float = ENOUGH,
) -> Found:
    """Find papers.

    Args:
        library: Where to look.
        wanted: Words and filters.
        order: By relevance (without words: newest first), newest or oldest first.
        literally: Take the words as they are, without correcting or reading names in them.
        enough: Which share of the query the best paper must have, 0 to 1.
    """
    if not literally:
        wanted = _with_author(library.with_names, wanted)
    passing = _passing(library, wanted)
    words = wanted.query.strip()
    columns = library.columns
    if not words:
        by_date = columns.oldest if order == "oldest" else columns.newest
        chosen = by_date if passing is None else by_date[passing[by_date]]
        papers = Selection(library.papers, chosen)
        return Found(papers=papers, whole=len(papers), wanted=wanted, corrected={})
    index = library.index
    query = index.understood(words, literally=literally)
    covered, known = index.covered(query, passing)
    best = index.best(query, _RANKED_AT_ONCE, passing)
    most_covered = int(covered[best[:_LOOKED_AT]].max(initial=0))
    if index.share(query, most_covered) < enough or not len(best):
        perhaps = best if len(best) else index.best(query, 3)
        return Found(
            wanted=wanted,
            corrected=query.corrected,
            unknown=query.unknown,
            perhaps=Selection(library.papers, perhaps)[:3],
        )
    if order == "relevance":
        number = int(np.count_nonzero(covered))
        papers = Selection(
            library.papers, best, number, lambda most: index.best(query, most, passing)
        )
    else:  # by date, a paper with a single stray word would come first
        having_most = np.flatnonzero(covered == covered.max())
        papers = Selection(
            library.papers, columns.by_date(having_most, is_newest_first=order == "newest")
        )
    return Found(
        papers=papers,
        whole=0 if query.unknown else int(np.count_nonzero(covered == known)),
        wanted=wanted,
        corrected=query.corrected,
        unknown=query.unknown,
    )


def _with_author(library: Library, wanted: Wanted) -> Wanted:
    """Read words that no paper has, but that name one person, as the author."""
    if wanted.authors or not wanted.query:
        return wanted
    words = wanted.query.split()
    runs = [(0, len(words))] if len(words) > 1 else []
    runs += _runs([not all(map(library.index.knows, tokens(word) or [word])) for word in words])
    for begin, end in runs:
        fits = library.names.meant(" ".join(words[begin:end]))
        is_whole = (begin, end) == (0, len(words))
        sure = 0.97 if is_whole and end > 1 else 0.9
        if fits and fits[0].closeness >= sure:
            # Of several people who are called so, one must be chosen.
            author = library.person(" ".join(words[begin:end]))
            return replace(wanted, authors=(author,), query=" ".join(words[:begin] + words[end:]))
    return wanted


def _runs(marks: Sequence[bool]) -> list[tuple[int, int]]:
    """Find the stretches of marked places, as (begin, end)."""
    edges = [at for at, mark in enumerate(marks) if mark and (at == 0 or not marks[at - 1])]
    ends = [at + 1 for at, mark in enumerate(marks) if mark and not any(marks[at + 1 : at + 2])]
    return list(zip(edges, ends, strict=True))


def _passing(library: Library, wanted: Wanted) -> NDArray[np.bool_] | None:
    if not wanted.has_filter:
        return None
    passing = wanted.passing(library.columns)
    if wanted.genre is not None:
        passing &= library.genres.within(wanted.genre)
    if wanted.among is not None:
        listed = np.zeros_like(passing)
        listed[list(wanted.among)] = True
        passing &= listed
    for author in wanted.authors:
        theirs = np.zeros_like(passing)
        theirs[list(author.papers)] = True
        passing &= theirs
    return passing
