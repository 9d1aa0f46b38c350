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
_STRIDE = 128
"""Papers of which only the highest score is looked at first: most are passed over."""
_LAST = (1 << 32) - 1


# The compiler does many steps of a loop at once if it is alone in its function, counts by range, and
# reads at unsigned places, which need no look at the sign. That makes finding the highest scores
# seven times as fast as a loop over the array itself.


@njit(cache=True, nogil=True)
def heaviest(
    starts: NDArray[np.int64],
    papers: NDArray[np.int32],
    saturations: NDArray[np.uint8],
    peaks: NDArray[np.uint8],  # noqa: ARG001 - adding up is faster than finding out what to skip
    terms: NDArray[np.int64],
    weights: NDArray[np.int64],
    most: int,
    among: NDArray[np.bool_],
    scores: NDArray[np.int32],
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """List the papers with the highest sums, `MOST` at the most; see `vectorised.heaviest`."""
    best = np.zeros(most, np.int64)
    total = 0
    for term, weight in zip(terms, weights):  # noqa: B905 - numba knows no strict
        span = slice(starts[term], starts[term + 1])
        _add(papers[span], saturations[span], np.int32(weight), scores)
        total += len(papers[span])
    if total > len(scores) // 10:  # from there reading all scores in order is faster
        _insert_all(scores, among, best)
        scores[:] = 0
    else:
        for term in terms:
            _insert_listed(papers[starts[term] : starts[term + 1]], scores, among, best)
    best = best[best > 0]
    return (_LAST - (best & _LAST)).astype(np.int32), (best >> 32).astype(np.int32)


@njit(cache=True, nogil=True)
def _add(
    papers: NDArray[np.int32],
    saturations: NDArray[np.uint8],
    weight: np.int32,
    scores: NDArray[np.int32],
) -> None:
    """Add what a term weighs to the scores of its papers."""
    for at in range(len(papers)):
        scores[np.uint32(papers[at])] += weight * np.int32(saturations[at])


@njit(cache=True, nogil=True)
def _insert_listed(
    papers: NDArray[np.int32],
    scores: NDArray[np.int32],
    among: NDArray[np.bool_],
    best: NDArray[np.int64],
) -> None:
    """Put papers among the best where they belong, and leave zeros behind."""
    lowest = np.int32(max(best[-1] >> 32, 1))
    for at in range(len(papers)):
        score = scores[np.uint32(papers[at])]
        scores[np.uint32(papers[at])] = 0
        if score >= lowest and (not len(among) or among[papers[at]]):
            _insert((np.int64(score) << 32) + np.int64(_LAST - papers[at]), best)
            lowest = np.int32(max(best[-1] >> 32, 1))


@njit(cache=True, nogil=True)
def _insert_all(
    scores: NDArray[np.int32], among: NDArray[np.bool_], best: NDArray[np.int64]
) -> None:
    """Put all papers among the best where they belong; those that may not be found get 0."""
    if len(among):
        _keep(among, scores)
    maxima = np.zeros(len(scores) // _STRIDE + 1, np.int32)
    _take_maxima(scores, maxima)
    # As many papers as there are maxima are at least as high.
    highest = np.zeros(len(best), np.int64)
    for stride in range(len(maxima)):
        _insert((np.int64(maxima[stride]) << 32) + stride, highest)
    least = max(highest[-1] >> 32, 1)
    for stride in range(len(maxima)):
        if maxima[stride] >= least:
            for paper in range(stride * _STRIDE, min((stride + 1) * _STRIDE, len(scores))):
                if scores[paper] >= least:
                    _insert((np.int64(scores[paper]) << 32) + np.int64(_LAST - paper), best)


@njit(cache=True, nogil=True)
def _keep(among: NDArray[np.bool_], scores: NDArray[np.int32]) -> None:
    """Set the scores of all others to 0."""
    for paper in range(len(scores)):
        scores[paper] *= np.int32(among[paper])


@njit(cache=True, nogil=True)
def _take_maxima(scores: NDArray[np.int32], maxima: NDArray[np.int32]) -> None:
    """Take the highest score of each stride."""
    for stride in range(len(maxima)):
        highest = np.int32(0)
        for paper in range(stride * _STRIDE, min((stride + 1) * _STRIDE, len(scores))):
            highest = max(highest, scores[np.uint64(paper)])
        maxima[stride] = highest


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
        span = slice(starts[near[place]], starts[near[place] + 1])
        _add_weights(terms[span], saturations[span], idf, scores[place], centre)
    shared = np.zeros(len(positions))
    for place in range(len(positions)):
        span = slice(starts[positions[place]], starts[positions[place] + 1])
        shared[place] = _product(terms[span], saturations[span], idf, centre)
    for paper in near:
        for term in terms[starts[paper] : starts[paper + 1]]:
            centre[term] = 0.0
    return shared


@njit(cache=True, nogil=True)
def _add_weights(
    terms: NDArray[np.int32],
    saturations: NDArray[np.uint8],
    idf: NDArray[np.float32],
    score: float,
    centre: NDArray[np.float64],
) -> None:
    """Add a paper's weights, brought to the length of its score."""
    norm = 0.0
    for at in range(len(terms)):
        norm += (saturations[at] * float(idf[np.uint32(terms[at])])) ** 2
    share = score / np.sqrt(norm)
    for at in range(len(terms)):
        term = np.uint32(terms[at])
        centre[term] += share * (saturations[at] * float(idf[term]))


@njit(cache=True, nogil=True)
def _product(
    terms: NDArray[np.int32],
    saturations: NDArray[np.uint8],
    idf: NDArray[np.float32],
    centre: NDArray[np.float64],
) -> float:
    """Multiply a paper's weights with others."""
    product = 0.0
    for at in range(len(terms)):
        term = np.uint32(terms[at])
        product += saturations[at] * float(idf[term]) * centre[term]
    return product
