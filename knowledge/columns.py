"""This file holds papers' facts as arrays, by which a whole library is filtered and counted at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.paper import Paper


class Columns:
    """Facts of papers, each an array of shape (papers,).

    Attributes:
        year: The year of publication; 0 where it isn't known.
        first, last: The earliest and latest day that the date may mean, in days since 1 January of
            the year 1; 0 where there is no date.
        code: Whether the source marks the paper as one with code.
        truncated: Whether the list of authors was cut.
        authors: How many authors the list names.
        main_category: The number of the main category in `categories`.
        categories: The codes of the main categories; '' stands for none.
        date_rank: The place of the date among all that there are, from 1; 0 without a date.
        newest: The papers' positions by date, the newest first and those without a date last.
        oldest: The same, the oldest first.
    """

    def __init__(self, papers: Sequence[Paper]) -> None:
        number = len(papers)
        dates = [paper.date for paper in papers]
        known = {date: (date.first.toordinal(), date.last.toordinal()) for date in dates if date}
        days = (known[date] if date else (0, 0) for date in dates)
        self.first, self.last = np.array(list(days), np.int32).reshape(number, 2).T
        self.year = np.fromiter((date.year if date else 0 for date in dates), np.int32, number)
        self.code = np.fromiter((paper.code for paper in papers), np.bool_, number)
        self.truncated = np.fromiter((one.authors_truncated for one in papers), np.bool_, number)
        self.authors = np.fromiter((len(one.authors) for one in papers), np.int32, number)
        numbers: dict[str, int] = {}
        mains = (numbers.setdefault(paper.category, len(numbers)) for paper in papers)
        self.main_category = np.fromiter(mains, np.int32, number)
        self.categories = tuple(numbers)
        within: dict[str, list[int]] = defaultdict(list)
        for at, paper in enumerate(papers):
            for code in dict.fromkeys(paper.categories):
                within[code].append(at)
        self._within = {code: np.array(positions) for code, positions in within.items()}
        ranks = {date: rank for rank, date in enumerate(sorted(known), start=1)}
        rank_of = (ranks[date] if date else 0 for date in dates)
        self.date_rank = np.fromiter(rank_of, np.int32, number)
        everything = np.arange(number)
        self.newest = self.by_date(everything, is_newest_first=True)
        self.oldest = self.by_date(everything, is_newest_first=False)

    def within(self, category: str) -> NDArray[np.bool_]:
        """Tell which papers are in a category; shape (papers,)."""
        is_within = np.zeros(len(self.year), np.bool_)
        is_within[self._within.get(category, [])] = True
        return is_within

    def by_date(
        self, positions: NDArray[np.integer], *, is_newest_first: bool
    ) -> NDArray[np.integer]:
        """Sort papers by date, those without one last; equal dates keep their order."""
        ranks = self.date_rank[positions]
        if is_newest_first:
            return positions[np.argsort(-ranks, kind="stable")]
        last = np.iinfo(ranks.dtype).max
        return positions[np.argsort(np.where(ranks == 0, last, ranks), kind="stable")]
