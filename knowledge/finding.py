"""This file holds how papers are found by keywords and filters, and what was made of the words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from knowledge import lookup
from knowledge.dates import PartialDate
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.people import Person
from knowledge.ranking import Hits
from knowledge.text import tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

Order = Literal["relevance", "newest", "oldest"]

ENOUGH = 0.34
"""Which share of a query the best paper must have to count as found; below it is a *perhaps*."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which papers are wanted: words and filters, all of which must hold."""

    query: str = ""
    authors: tuple[Person, ...] = ()
    category: str | None = None
    year: int | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    code: bool | None = None

    def includes(self, paper: Paper) -> bool:
        """Tell whether a paper passes the filters other than the authors'.

        A date of reduced precision passes where it may be meant.
        """
        date = paper.date
        if date is None and (self.year or self.since or self.until):
            return False
        return (
            (self.category is None or self.category in paper.categories)
            and (self.code is None or self.code == paper.code)
            and (
                date is None
                or (
                    (self.year is None or date.year == self.year)
                    and (self.since is None or date.last >= self.since.first)
                    and (self.until is None or date.first <= self.until.last)
                )
            )
        )

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

    papers: tuple[Paper, ...] = ()
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
        wanted = _with_author(library, wanted)
    passing = _passing(library, wanted)
    words = wanted.query.strip()
    if not words:
        chosen = np.arange(len(library.papers)) if passing is None else np.flatnonzero(passing)
        by_date = "newest" if order == "relevance" else order
        papers = _by_date(library, chosen.tolist(), by_date)
        return Found(papers=papers, whole=len(papers), wanted=wanted, corrected={})
    query = library.index.understood(words, literally=literally)
    hits = library.index.hits(query, passing)
    positions = hits.positions.tolist()
    if not positions or _coverage(hits) < enough:
        perhaps = positions[:3] or library.index.hits(query).positions[:3].tolist()
        return Found(
            wanted=wanted,
            corrected=query.corrected,
            unknown=query.unknown,
            perhaps=tuple(library.papers[at] for at in perhaps),
        )
    if order == "relevance":
        papers = tuple(library.papers[at] for at in positions)
    else:  # by date, a paper with a single stray word would come first
        papers = _by_date(library, _having_most(hits), order)
    return Found(
        papers=papers,
        whole=0 if query.unknown else hits.whole,
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
        fits = lookup.decided(library.names.closest(" ".join(words[begin:end]), 3))
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
    passing = np.fromiter(map(wanted.includes, library.papers), np.bool_, len(library.papers))
    for author in wanted.authors:
        theirs = np.zeros_like(passing)
        theirs[list(author.papers)] = True
        passing &= theirs
    return passing


def _coverage(hits: Hits) -> float:
    """Tell the largest share of the query that one of the best papers has."""
    return float(hits.coverage[:10].max())


def _having_most(hits: Hits) -> list[int]:
    """Keep the papers that have all words that any has, or else as many as the best one."""
    best = hits.coverage.max()
    return [int(at) for at in hits.positions[hits.coverage >= best - 1e-6]]


def _by_date(library: Library, positions: Sequence[int], order: Order) -> tuple[Paper, ...]:
    """Sort by date, papers without one last; equal dates keep the library's order."""
    dated = [at for at in positions if library.papers[at].date]
    undated = [at for at in positions if not library.papers[at].date]
    dated.sort(key=lambda at: str(library.papers[at].date), reverse=order == "newest")
    return tuple(library.papers[at] for at in (*dated, *undated))
