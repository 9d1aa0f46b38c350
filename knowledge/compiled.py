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
_STRIDE = 256
"""Papers of which is looked first whether any is high enough: most are passed over."""
_LAST = (1 << 32) - 1


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
        step = np.int32(weight)
        # Loops over slices and unsigned places need no look at the sign: the compiler does many
        # at once.
        for paper, saturation in zip(papers[span], saturations[span]):  # noqa: B905
            scores[np.uint32(paper)] += step * np.int32(saturation)
        total += len(papers[span])
    lowest = np.int64(1)
    if total > len(scores) // 8:
        for low in range(0, len(scores), _STRIDE):
            high = min(low + _STRIDE, len(scores))
            if not _count(scores[low:high], np.int32(lowest)):
                continue
            for paper in range(low, high):
                if scores[paper] >= lowest and (not len(among) or among[paper]):
                    _insert((np.int64(scores[paper]) << 32) + np.int64(_LAST - paper), best)
                    lowest = max(best[-1] >> 32, np.int64(1))
        scores[:] = 0
    else:
        for term in terms:
            for paper in papers[starts[term] : starts[term + 1]]:
                score = scores[np.uint32(paper)]
                scores[np.uint32(paper)] = 0
                if score >= lowest and (not len(among) or among[paper]):
                    _insert((np.int64(score) << 32) + np.int64(_LAST - paper), best)
                    lowest = max(best[-1] >> 32, np.int64(1))
    best = best[best > 0]
    return (_LAST - (best & _LAST)).astype(np.int32), (best >> 32).astype(np.int32)


@njit(cache=True, nogil=True)
def _count(scores: NDArray[np.int32], least: np.int32) -> np.int32:
    """Count scores that are so high: a loop that is compiled to look at many at once."""
    number = np.int32(0)
    for score in scores:
        number += np.int32(score >= least)
    return number


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
