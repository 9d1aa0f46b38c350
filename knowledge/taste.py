"""This file holds what a channel likes, as its votes tell: Rocchio's method on the index's own weights.

Liked and disliked papers have a centroid each, the mean of their unit vectors; the taste is the one
less a part of the other (Rocchio 1971; Manning, Raghavan and Schütze 2008, 'Introduction to
Information Retrieval', section 9.1.1). What a channel asks for stays out of it, as it is weighed by
itself. Both centroids have length one here, so that a taste that is broad counts for as much as a
narrow one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from knowledge.library import as_written
from knowledge.text import tokens
from knowledge.vectors import Vectors
from knowledge.vocabulary import stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from knowledge.library import Library
    from knowledge.vectors import Dense

    Positions = NDArray[np.integer]

DISLIKED_WEIGHT = 0.2
"""What disliked papers count for beside liked ones: gamma / beta of section 9.1.1, .15 / .75.

From 0 to 1 it makes no difference to how well an author's papers are found (.095 to .097 nDCG@10,
measured as `highlights.TASTE_WEIGHT`, at a weight of .5, with papers by chance as the disliked ones), so it is left as the book has it."""
ALIKE = 0.2
"""Cosine from which a paper is said to be like another.

Of 20,000 pairs of papers by one author in the ACL Anthology .153 reach it, and of 200,000 pairs drawn
by chance .0003; with .16 it is .205 and .0010, with .25 .103 and .0001. In the shipped library, which
is one group's, .234 and .008. A paper's fifth nearest is at .21 in the median."""
_MOST_TERMS = 64
"""Terms by which papers to the taste are found, as for papers near another one (`ranking`)."""
_LOOKED_AT = 100
"""Heaviest terms of which those are shown that say something."""
_UNIT = 1 << 16
"""Parts of the heaviest term's weight in which the others are counted to find papers."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a taste.

    Attributes:
        stem: By which it can be muted.
        written: As papers write it.
        weight: Beside the heaviest word's; below 0 where it speaks against a paper.
    """

    stem: str
    written: str
    weight: float


class Taste:
    """What was learnt of votes.

    Args:
        library: The papers that were voted on.
        votes: Votes for less votes against each paper, by its position. Of several for one paper each
            counts for less than the one before: n count as 1 + ln n.
        muted: Stems that count for nothing.
    """

    def __init__(
        self, library: Library, votes: Mapping[int, int], muted: Collection[str] = ()
    ) -> None:
        self._library = library
        index = library.index
        numbers = (index.number(stemmed) for stemmed in muted)
        self._muted = np.unique([one for one in numbers if one is not None]).astype(np.int64)
        liked = sorted(at for at, net in votes.items() if net > 0)
        disliked = sorted(at for at, net in votes.items() if net < 0)
        self.liked, self._disliked = np.array(liked, np.int64), np.array(disliked, np.int64)
        self._whole = self._centroid(self.liked, votes)
        self._whole -= DISLIKED_WEIGHT * self._centroid(self._disliked, votes)
        self._weights = self._whole.copy()
        self._weights[self._muted] = 0
        self._liked = Vectors(index, self.liked, self._muted)

    @property
    def is_blank(self) -> bool:
        """Whether the votes say nothing."""
        return not np.any(self._weights)

    def likeness(self, positions: Positions) -> Dense:
        """Tell how far papers are to the taste: from -0.2 to 1; shape (papers,)."""
        return Vectors(self._library.index, positions).along(self._weights)

    def nearest(self, most: int, among: NDArray[np.bool_] | None = None) -> Positions:
        """List the papers that share most with what was liked, most first.

        They are found by the terms that weigh most, so that a million papers can be asked.

        Args:
            most: How many to list; fewer come back where fewer share a term.
            among: True for papers that may be listed; shape (papers,).
        """
        terms, weights = self._heaviest_terms
        if not len(terms):
            return np.zeros(0, np.int32)
        return self._library.index.heaviest(terms, weights, most, among)[0]

    def words(self, most: int) -> list[Word]:
        """List the words that weigh most, for or against, heaviest first; muted ones are left out."""
        terms = np.flatnonzero(self._weights)
        return self._written(terms[_heaviest(np.abs(self._weights[terms]), most)])

    def words_for(self, most: int) -> list[Word]:
        """List the telling words that speak most for a paper, heaviest first; no muted ones."""
        terms = np.flatnonzero(self._weights > 0)
        return self._written(
            self._telling(terms[_heaviest(self._weights[terms], _LOOKED_AT)], most)
        )

    def words_against(self, most: int) -> list[Word]:
        """List the telling words that speak most against a paper, heaviest first; no muted ones."""
        terms = np.flatnonzero(self._weights < 0)
        return self._written(
            self._telling(terms[_heaviest(-self._weights[terms], _LOOKED_AT)], most)
        )

    def muted_words(self) -> list[Word]:
        """List the muted words that the library has, with the weights they would have."""
        return self._written(self._muted)

    def shared(self, position: int, most: int) -> tuple[str, ...]:
        """List the words that speak most for a paper, as it writes them, heaviest first.

        A word counts for more where the paper repeats it, as in `Index.ties`.
        """
        terms, saturations = self._library.index.terms_of(position)
        idfs = self._library.index.arrays["idf"][terms]
        shares = self._weights[terms] * idfs * saturations.astype(np.float64) ** 3
        heaviest = _heaviest(shares, most)
        return tuple(
            self._as_written(int(terms[at]), [position]) for at in heaviest if shares[at] > 0
        )

    def alike(self, position: int) -> int:
        """Count the liked papers that a paper is like, itself left out."""
        own = Vectors(self._library.index, np.array([position])).added_up()
        return int(np.count_nonzero((self._liked.along(own) >= ALIKE) & (self.liked != position)))

    @cached_property
    def _heaviest_terms(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """List the terms that speak most for papers, and their weights in whole numbers."""
        terms = np.flatnonzero(self._weights > 0)
        weights = self._weights[terms] * self._library.index.arrays["idf"][terms]
        heaviest = _heaviest(weights, _MOST_TERMS)
        parts = np.rint(_UNIT * weights[heaviest] / weights.max(initial=0))
        return terms[heaviest], np.maximum(parts, 1).astype(np.int64)

    def _centroid(self, positions: Positions, votes: Mapping[int, int]) -> Dense:
        factors = np.array([1 + np.log(abs(votes[at])) for at in positions.tolist()])
        centroid = Vectors(self._library.index, positions).added_up(factors)
        length = np.sqrt((centroid**2).sum())
        return centroid / length if length else centroid

    def _telling(self, terms: Positions, most: int) -> Positions:
        """Choose terms that say what papers are about: from a title, or had by two with votes.

        A rare word that one abstract happens to have weighs as much, and tells a reader nothing.
        Where there are none of those, all are as good.
        """
        voted_on = np.concatenate([self.liked, self._disliked])
        titles = (self._library.papers[at].title for at in voted_on.tolist())
        in_titles = {stem(token) for title in titles for token in tokens(title)}
        chosen = []
        for term in terms.tolist():
            stemmed = self._library.index.arrays["terms"][term].decode()
            having = np.intersect1d(voted_on, self._library.index.papers_with(term))
            if not stemmed.isdigit() and (stemmed in in_titles or len(having) > 1):
                chosen.append(term)
        return np.array(chosen[:most] or terms[:most].tolist(), np.int64)

    def _written(self, terms: Positions) -> list[Word]:
        most = float(np.abs(self._whole).max(initial=0)) or 1.0
        terms_of_index = self._library.index.arrays["terms"]
        words = []
        for term in terms.tolist():
            weight = float(self._whole[term]) / most
            where = self.liked if weight > 0 else self._disliked
            voted_on = np.intersect1d(where, self._library.index.papers_with(term))
            written = self._as_written(term, voted_on.tolist()[:1])
            words.append(Word(terms_of_index[term].decode(), written, weight))
        return words

    def _as_written(self, term: int, positions: Iterable[int]) -> str:
        stemmed: str = self._library.index.arrays["terms"][term].decode()
        papers = [self._library.papers[at] for at in positions]
        texts = [text for one in papers for text in (one.title, one.abstract)]
        return as_written(stemmed, " ".join(texts))


def _heaviest(weights: Dense, most: int) -> Positions:
    """List the places of the highest weights, highest first, equal ones in order."""
    order: Positions = np.argsort(-weights, kind="stable")[:most]
    return order
