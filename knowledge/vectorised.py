"""This file holds the inner loops of ranking, as operations on whole arrays.

Sums of whole numbers are the same in whatever order they are added. That makes it exact to pass
over what can't change the best: the papers of the most frequent terms, once a paper that has no
other term can't be among the best any more (MaxScore: Turtle and Flood 1995, 'Query evaluation:
strategies and optimizations'). A filter is applied while papers are read, so what doesn't pass is
never counted; where few papers pass, just these are looked up.
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
_LOOK_UP = 32
"""Papers that are read as fast as one is looked up."""


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
    floor, left = 0, queue[:]
    if len(among) and _LOOK_UP * np.count_nonzero(among) < sum(len(one.papers) for one in queue):
        positions = np.flatnonzero(among).astype(np.int32)
        sums = np.zeros(len(positions), np.int32)
    else:
        ahead, floor, left = _read(queue, scores, most, among)
        least = floor - sum(term.bound for term in left)
        positions, sums = _taken(ahead, len(queue), scores, least, most)
    rest = sum(term.bound for term in left)
    for term in left:
        sums += term.looked_up(positions)
        rest -= term.bound
        is_left = sums >= max(floor - rest, 1 - rest)
        positions, sums = positions[is_left], sums[is_left]
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
    queue: list[_Term], scores: Scores, most: int, among: Among
) -> tuple[Positions, int, list[_Term]]:
    """Add up what terms weigh, as long as a paper may be among the best that has no others.

    Returns:
        The papers of the terms that were read, once for each, but those that may not be found;
        a sum that the best reach for certain, 0 if none is known; and the terms that weren't read.
    """
    # What a paper can reach that has none but the terms from each on.
    rest = [*accumulate((term.bound for term in reversed(queue)), initial=0)][::-1]
    ahead = np.zeros(0, np.int32)
    read = already = floor = 0
    for at, term in enumerate(queue):
        number = len(term.papers)
        if number >= max(_LONG, already) and rest[at] < rest[0] // 2:
            ahead = np.concatenate([ahead, _add(queue[read:at], scores, among)])
            read = at
            floor = max(floor, _floor(ahead, scores, queue[at:], most))
            if rest[at] < floor:
                return ahead, floor, queue[at:]
        already += number
    added = _add(queue[read:], scores, among)
    return np.concatenate([ahead, added]) if read else added, floor, []


def _add(terms: Sequence[_Term], scores: Scores, among: Among) -> Positions:
    """Add what terms weigh in papers to the papers' scores, and list these papers."""
    lengths = [len(term.papers) for term in terms]
    added = np.repeat(np.array([term.weight for term in terms], np.int32), lengths)
    added *= np.concatenate([term.saturations for term in terms])
    papers = np.concatenate([term.papers for term in terms])
    if len(among):
        passing = np.flatnonzero(among.take(papers))
        papers, added = papers.take(passing), added.take(passing)
    np.add.at(scores, papers, added)
    return papers


def _floor(papers: Positions, scores: Scores, left: Sequence[_Term], most: int) -> int:
    """Find a score that `most` papers reach for certain: those that are ahead so far."""
    values = scores.take(papers)
    ahead = np.unique(papers[values >= _highest(_maxima(values), 4 * most)])[: 8 * most]
    sums = scores.take(ahead)
    for term in left:
        sums += term.looked_up(ahead)
    return _highest(sums, most)


def _taken(
    papers: Positions, times: int, scores: Scores, least: int, most: int
) -> tuple[Positions, Scores]:
    """Take the papers that may be among the best, in order, and leave zeros behind.

    Args:
        papers: Those that have a score, each so many `times` at the most.
        times: How often a paper is listed at the most.
        scores: Those of all papers.
        least: What a paper needs; 0 or less if that isn't known.
        most: How many papers are wanted.
    """
    if len(papers) < len(scores) // 20:  # as fast as reading all scores
        sums = scores.take(papers)
        scores[papers] = 0
        is_kept = sums >= (least if least > 0 else max(_highest(sums, most * times), 1))
        papers, places = np.unique(papers[is_kept], return_index=True)
        return papers, sums[is_kept][places]
    if least <= 0:
        least = max(_highest(_maxima(scores), most), 1)
    ahead = np.flatnonzero(scores >= least)
    sums = scores.take(ahead)
    scores.fill(0)
    return ahead.astype(np.int32), sums


def _maxima(values: Scores, number: int = 32) -> Scores:
    """Take the highest of every 32 values: as many values as these are at least as high."""
    # Columns, not rows: so NumPy compares whole rows at once.
    whole = len(values) // number * number
    columns = values[:whole].reshape(number, -1).max(axis=0, initial=0)
    return np.append(columns, values[whole:].max(initial=0))


def _highest(values: Scores, place: int) -> int:
    """Tell the value at a place from the highest on; 0 where there are fewer."""
    if len(values) < place:
        return 0
    return int(np.partition(values, len(values) - place)[len(values) - place])


def _best_first(papers: Positions, sums: Scores, most: int) -> tuple[Positions, Scores]:
    # One array of whole numbers, all different, is sorted faster than two keys.
    order = np.argsort((sums.astype(np.int64) << 32) - papers)[: -most - 1 : -1]
    return papers[order], sums[order]
