"""This file holds the inner loops of ranking for whoever has numba (the extra [fast]).

They take and give the same as those of `knowledge.vectorised`, faster, and leave Python's lock while
they run, so that two threads rank at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 64
"""Papers that are kept in order one by one; more are faster sorted together."""
_LONG = 1 << 16
"""Papers of a term from which it pays to find out first whether they must be looked at."""
_LOOK_UP = 32
"""Papers that are read in the time of looking one up among many."""
_LAST = (1 << 32) - 1


@njit(cache=True, nogil=True)
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
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """List the papers with the highest sums, `MOST` at the most; see `vectorised.heaviest`."""
    bounds = weights * peaks[terms]
    order = np.argsort((starts[terms + 1] - starts[terms]) / bounds)
    weights = weights[order]
    spans = np.stack((starts[terms[order]], starts[terms[order] + 1]), axis=1)
    # What a paper can reach that has none but the terms from each on.
    rest = np.cumsum(bounds[order][::-1])[::-1]
    best = np.zeros(most, np.int64)
    seen, read, least = 0, len(weights), 0
    for term in range(len(weights)):
        begin, end = spans[term]
        if seen >= most and end - begin >= max(_LONG, seen):
            best[:] = 0
            for before in range(term):
                _keep_best(papers, spans[before], among, scores, best, False)
            least = (best[-1] >> 32) - rest[term]
            if least > 0:
                left = 0
                for before in range(term):
                    for at in range(spans[before, 0], spans[before, 1]):
                        left += scores[papers[at]] >= least
                if left * _LOOK_UP * (len(weights) - term) < np.sum(
                    spans[term:, 1] - spans[term:, 0]
                ):
                    read = term
                    break
        weight = np.int32(weights[term])
        for at in range(begin, end):
            scores[papers[at]] += weight * np.int32(saturations[at])
        seen += end - begin
    best[:] = 0
    if read < len(weights):
        _look_up(papers, saturations, spans, weights, read, least, among, scores, best)
    elif seen > len(scores) // 8:
        lowest = 0
        for paper in range(len(scores)):
            if scores[paper] > lowest and (not len(among) or among[paper]):
                _insert((np.int64(scores[paper]) << 32) + np.int64(_LAST - paper), best)
                lowest = best[-1] >> 32
        scores[:] = 0
    else:
        for term in range(read):
            _keep_best(papers, spans[term], among, scores, best, True)
    best = best[best > 0]
    return (_LAST - (best & _LAST)).astype(np.int32), (best >> 32).astype(np.int32)


@njit(cache=True, nogil=True)
def _keep_best(
    papers: NDArray[np.int32],
    span: NDArray[np.int64],
    among: NDArray[np.bool_],
    scores: NDArray[np.int32],
    best: NDArray[np.int64],
    is_last: bool,
) -> None:
    """Keep the best of a term's papers; leave zeros behind if it is the last look at them."""
    lowest = max(best[-1] >> 32, 1)
    for at in range(span[0], span[1]):
        paper = papers[at]
        score = scores[paper]
        if is_last:
            scores[paper] = 0
        if score >= lowest and (not len(among) or among[paper]):
            _insert((np.int64(score) << 32) + np.int64(_LAST - paper), best)
            lowest = max(best[-1] >> 32, 1)


@njit(cache=True, nogil=True)
def _look_up(
    papers: NDArray[np.int32],
    saturations: NDArray[np.uint8],
    spans: NDArray[np.int64],
    weights: NDArray[np.int64],
    read: int,
    least: int,
    among: NDArray[np.bool_],
    scores: NDArray[np.int32],
    best: NDArray[np.int64],
) -> None:
    """Look the terms that were not read up for the papers that may be among the best."""
    for term in range(read):
        for at in range(spans[term, 0], spans[term, 1]):
            paper = papers[at]
            score = np.int64(scores[paper])
            scores[paper] = 0  # so it is looked up once
            if score < least or (len(among) and not among[paper]):
                continue
            for other in range(read, len(weights)):
                having = papers[spans[other, 0] : spans[other, 1]]
                place = np.searchsorted(having, paper)
                if place < len(having) and having[place] == paper:
                    score += weights[other] * saturations[spans[other, 0] + place]
            _insert((score << 32) + np.int64(_LAST - paper), best)


@njit(cache=True, nogil=True)
def _insert(key: np.int64, best: NDArray[np.int64]) -> None:
    """Put a key among the highest ones, which are in falling order, unless it is there."""
    at = len(best) - 1
    if key <= best[at]:
        return
    while at > 0 and best[at - 1] < key:
        at -= 1
    if at > 0 and best[at - 1] == key:
        return
    for place in range(len(best) - 1, at, -1):
        best[place] = best[place - 1]
    best[at] = key


@njit(cache=True, nogil=True)
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
    """Tell how much each of the best papers has of what the first few have."""
    near = positions[:neighbours]
    for place in range(len(near)):
        begin, end = starts[near[place]], starts[near[place] + 1]
        norm = 0.0
        for at in range(begin, end):
            norm += (saturations[at] * float(idf[terms[at]])) ** 2
        share = scores[place] / np.sqrt(norm)
        for at in range(begin, end):
            centre[terms[at]] += share * (saturations[at] * float(idf[terms[at]]))
    shared = np.zeros(len(positions))
    for place in range(len(positions)):
        for at in range(starts[positions[place]], starts[positions[place] + 1]):
            shared[place] += saturations[at] * float(idf[terms[at]]) * centre[terms[at]]
    for paper in near:
        for at in range(starts[paper], starts[paper + 1]):
            centre[terms[at]] = 0.0
    return shared
