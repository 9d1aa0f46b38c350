"""This file holds the inner loops of ranking, as operations on whole arrays.

Sums of whole numbers are the same in whatever order they are added. That makes it exact to pass
over what can't change the best: the papers of the most frequent terms, once a paper that has no
other term can't be among the best any more (MaxScore: Turtle and Flood 1995, 'Query evaluation:
strategies and optimizations').
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Positions = NDArray[np.int32]
    Scores = NDArray[np.int32]
    Among = NDArray[np.bool_]

MOST = sys.maxsize
"""Papers that can be listed."""
_LONG = 1 << 15
"""Papers of a term from which it pays to find out first whether they must be looked at."""


def heaviest(
    starts: NDArray[np.int64],
    papers: NDArray[np.int32],
    saturations: NDArray[np.uint8],
    peaks: NDArray[np.uint8],
    terms: NDArray[np.int64],
    weights: NDArray[np.int64],
    most: int,
    among: NDArray[np.bool_],
    scores: NDArray[np.int32],
) -> tuple[Positions, Scores]:
    """List the papers with the highest sums, equal ones in order, and the sums.

    Args:
        starts: Where each term's papers begin; shape (terms of the index + 1,).
        papers: Of all terms of the index.
        saturations: Of all terms of the index.
        peaks: The highest saturation of each term of the index.
        terms: Those of the query.
        weights: Theirs.
        most: How many papers are wanted.
        among: True for papers that may be found; shape (papers,), or (0,) for all.
        scores: Zeros to count in, which it leaves behind; shape (papers,).
    """
    spans = zip(starts[terms].tolist(), starts[terms + 1].tolist(), strict=True)
    of_query = zip(spans, weights.tolist(), peaks[terms].tolist(), strict=True)
    queue = [
        _Term(papers[begin:end], saturations[begin:end], weight, weight * peak)
        for (begin, end), weight, peak in of_query
    ]
    # Few papers and much weight first.
    queue.sort(key=lambda term: len(term.papers) / term.bound)
    ahead, least, left = _read(queue, scores, most, among)
    positions, sums = _taken(ahead, len(queue), scores, least, most, among)
    for term in left:
        sums += term.looked_up(positions)
    return _best_first(positions, sums, most)


def likeness(
    starts: NDArray[np.int64],
    terms: NDArray[np.int32],
    saturations: NDArray[np.uint8],
    idf: NDArray[np.float32],
    positions: NDArray[np.int32],
    scores: NDArray[np.int32],
    neighbours: int,
    centre: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Tell how much each of the best papers has of what the first few have.

    That is the product of its weights with the mean of theirs, each brought to length one and
    weighed by its score.

    Args:
        starts: Where each paper's terms begin; shape (papers + 1,).
        terms: Of all papers.
        saturations: Of all papers.
        idf: Of every term.
        positions: The best papers, best first.
        scores: Theirs.
        neighbours: How many of them are the first few.
        centre: Zeros to count in, which it leaves behind; shape (words,).

    Returns:
        Shape (best papers,).
    """
    begins = starts[positions]
    lengths = starts[positions + 1] - begins
    offsets = np.cumsum(lengths) - lengths
    at = np.arange(offsets[-1] + lengths[-1]) + np.repeat(begins - offsets, lengths)
    said = terms[at]
    weights = saturations[at] * idf[said].astype(np.float64)
    near = int(lengths[:neighbours].sum())
    norms = np.sqrt(np.add.reduceat(weights[:near] ** 2, offsets[:neighbours]))
    share = np.repeat(scores[:neighbours] / norms, lengths[:neighbours])
    np.add.at(centre, said[:near], share * weights[:near])
    shared: NDArray[np.float64] = np.add.reduceat(weights * centre[said], offsets)
    centre[said[:near]] = 0
    return shared


@dataclass(frozen=True, slots=True, eq=False)
class _Term:
    """A term of a query: the papers that have it, how much, and what that adds to a score.

    A step of saturation adds `weight`, and all that a paper has of the term `bound` at the most.
    """

    papers: Positions
    saturations: NDArray[np.uint8]
    weight: int
    bound: int

    def looked_up(self, papers: Positions) -> Scores:
        """Tell what the term adds to the scores of these papers, which are given in order."""
        at = np.minimum(np.searchsorted(self.papers, papers), len(self.papers) - 1)
        added: Scores = np.multiply(self.saturations.take(at), self.weight, dtype=np.int32)
        added *= self.papers.take(at) == papers
        return added


def _read(
    queue: Sequence[_Term], scores: Scores, most: int, among: Among
) -> tuple[Positions, int, Sequence[_Term]]:
    """Add up what terms weigh, as long as a paper may be among the best that has no others.

    Returns:
        The papers of the terms that were read, once for each; what a paper needs so far to be
        among the best, 0 if that isn't known; and the terms that were not read.
    """
    # What a paper can reach that has none but the terms from each on.
    rest = [*accumulate((term.bound for term in reversed(queue)), initial=0)][::-1]
    read = already = floor = 0
    for at, term in enumerate(queue):
        number = len(term.papers)
        if number >= max(_LONG, already) and rest[at] < rest[0] // 2:
            _add(queue[read:at], scores)
            read = at
            ahead = np.concatenate([term.papers for term in queue[:at]])
            floor = max(floor, _floor(ahead, scores, queue[at:], most, among))
            if rest[at] < floor:
                return ahead, floor - rest[at], queue[at:]
        already += number
    papers = _add(queue[read:], scores)
    if read:
        papers = np.concatenate([term.papers for term in queue])
    return papers, floor, ()


def _add(terms: Sequence[_Term], scores: Scores) -> Positions:
    """Add what terms weigh in papers to the papers' scores, and list these papers."""
    lengths = [len(term.papers) for term in terms]
    added = np.repeat(np.array([term.weight for term in terms], np.int32), lengths)
    added *= np.concatenate([term.saturations for term in terms])
    papers = np.concatenate([term.papers for term in terms])
    np.add.at(scores, papers, added)
    return papers


def _floor(
    papers: Positions, scores: Scores, left: Sequence[_Term], most: int, among: Among
) -> int:
    """Find a score that `most` papers reach for certain: those that are ahead so far."""
    values = scores.take(papers)
    if len(among):
        values *= among.take(papers)
    ahead = np.unique(papers[values >= _highest(values, 4 * most)])[: 8 * most]
    sums = scores.take(ahead)
    for term in left:
        sums += term.looked_up(ahead)
    if len(among):
        sums *= among.take(ahead)
    return _highest(sums, most)


def _taken(
    papers: Positions, times: int, scores: Scores, least: int, most: int, among: Among
) -> tuple[Positions, Scores]:
    """Take the papers that may be among the best, in order, and leave zeros behind.

    A paper is listed so many times at the most.
    """
    if len(papers) < len(scores) // 8:
        sums = scores.take(papers)
        scores[papers] = 0
        if len(among):
            sums *= among.take(papers)
        is_kept = sums >= max(least or _highest(sums, most * times), 1)
        papers, places = np.unique(papers[is_kept], return_index=True)
        return papers, sums[is_kept][places]
    sums = scores * among if len(among) else scores
    ahead = np.flatnonzero(sums >= max(least or _highest(_maxima(sums), most), 1))
    sums = sums.take(ahead)
    scores.fill(0)
    return ahead.astype(np.int32), sums


def _maxima(values: Scores, width: int = 256) -> Scores:
    """Take the highest of every 256 values: as many values as these are at least as high."""
    whole = len(values) // width * width
    rows = values[:whole].reshape(-1, width).max(axis=1, initial=0)
    return np.append(rows, values[whole:].max(initial=0))


def _highest(values: Scores, place: int) -> int:
    """Tell the value at a place from the highest on; 0 where there are fewer."""
    if len(values) < place:
        return 0
    return int(np.partition(values, len(values) - place)[len(values) - place])


def _best_first(papers: Positions, sums: Scores, most: int) -> tuple[Positions, Scores]:
    # One array of whole numbers, all different, is sorted faster than two keys.
    order = np.argsort((sums.astype(np.int64) << 32) - papers)[: -most - 1 : -1]
    return papers[order], sums[order]
