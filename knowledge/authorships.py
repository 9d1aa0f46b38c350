"""This file holds who wrote which paper, as arrays, by which most frequent authors are counted at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.paper import Paper
    from knowledge.people import People, Person


class Authorships:
    """Who wrote which of a library's papers.

    Args:
        papers: The library's papers.
        people: Everybody who wrote them.
    """

    def __init__(self, papers: Sequence[Paper], people: People) -> None:
        self._people = people
        places = {person.name: place for place, person in enumerate(people.everyone)}
        of_each = [[places[person.name] for person in people.of(paper)] for paper in papers]
        lengths = np.fromiter(map(len, of_each), np.int64, len(papers))
        self._begins = np.concatenate([[0], np.cumsum(lengths)])
        self._places = np.fromiter(chain.from_iterable(of_each), np.int32, self._begins[-1])
        self._is_implied = np.zeros(len(self._places), np.bool_)
        for at in np.flatnonzero([bool(paper.implied) for paper in papers]).tolist():
            span = slice(self._begins[at], self._begins[at + 1])
            self._is_implied[span] = [
                at in people.everyone[place].implied for place in self._places[span].tolist()
            ]

    def most(
        self, positions: NDArray[np.integer], number: int, *, has_implied: bool = True
    ) -> list[tuple[Person, int]]:
        """List who wrote most of some papers, with how many, those with most first.

        Args:
            positions: The papers; shape (papers,).
            number: How many people to list.
            has_implied: Whether authorships count that no list of authors names.
        """
        begins, ends = self._begins[positions], self._begins[np.asarray(positions) + 1]
        lengths = ends - begins
        at = np.arange(lengths.sum()) + np.repeat(begins - np.cumsum(lengths) + lengths, lengths)
        places = self._places[at]
        if not has_implied:
            places = places[~self._is_implied[at]]
        different, times = np.unique(places, return_counts=True)
        # Equal ones as everybody is listed: those with most papers of all first, then by name.
        order = np.lexsort((different, -times))[:number]
        return [
            (self._people.everyone[place], count)
            for place, count in zip(different[order].tolist(), times[order].tolist(), strict=True)
        ]
