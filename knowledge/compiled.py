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
_LOOK_UP = 24
"""Postings that are read in the time of looking a paper up among a term's."""
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
    many: int = 1 << 18,
    block: int = 1 << 16,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """List the papers with the highest sums, `MOST` at the most; see `vectorised.heaviest`.

    Many are gone through in blocks. The more is known of the best, the more of the frequent terms are
    only looked up for the papers that may still be among them.

    Args but those of `vectorised.heaviest`:
        many: Postings from which it pays to go through papers in blocks.
        block: Papers that are counted at once: their sums stay in a processor's second cache.
    """
    bounds = weights * peaks[terms]
    order = np.argsort((starts[terms + 1] - starts[terms]) / bounds)
    steps = weights[order].astype(np.int32)
    at, ends = starts[terms[order]], starts[terms[order] + 1]
    best = np.zeros(most, np.int64)
    if np.sum(ends - at) < many:
        _whole(papers, saturations, at, ends, steps, among, scores, best)
    else:
        # What a paper can reach that has none but the terms from each on.
        rest = np.zeros(len(terms) + 1, np.int64)
        for term in range(len(terms) - 1, -1, -1):
            rest[term] = rest[term + 1] + bounds[order[term]]
        _in_blocks(papers, saturations, at, ends, steps, rest, among, scores, best, block)
    best = best[best > 0]
    return (_LAST - (best & _LAST)).astype(np.int32), (best >> 32).astype(np.int32)


@njit(cache=True, nogil=True)
def _whole(
    papers: NDArray[np.int32],
    saturations: NDArray[np.uint8],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    weights: NDArray[np.int32],
    among: NDArray[np.bool_],
    scores: NDArray[np.int32],
    best: NDArray[np.int64],
) -> None:
    """Keep the best of all papers."""
    for term in range(len(begins)):
        weight = weights[term]
        for at in range(begins[term], ends[term]):
            scores[papers[at]] += weight * np.int32(saturations[at])
    lowest = np.int64(1)
    if np.sum(ends - begins) > len(scores) // 8:
        for paper in range(len(scores)):
            if scores[paper] >= lowest and (not len(among) or among[paper]):
                _insert((np.int64(scores[paper]) << 32) + np.int64(_LAST - paper), best)
                lowest = max(best[-1] >> 32, np.int64(1))
        scores[:] = 0
        return
    for term in range(len(begins)):
        for at in range(begins[term], ends[term]):
            paper = papers[at]
            score = scores[paper]
            scores[paper] = 0
            if score >= lowest and (not len(among) or among[paper]):
                _insert((np.int64(score) << 32) + np.int64(_LAST - paper), best)
                lowest = max(best[-1] >> 32, np.int64(1))


@njit(cache=True, nogil=True)
def _in_blocks(
    papers: NDArray[np.int32],
    saturations: NDArray[np.uint8],
    at: NDArray[np.int64],
    ends: NDArray[np.int64],
    weights: NDArray[np.int32],
    rest: NDArray[np.int64],
    among: NDArray[np.bool_],
    scores: NDArray[np.int32],
    best: NDArray[np.int64],
    block: int,
) -> None:
    """Keep the best of all papers, block by block; the first `read` terms are added up."""
    lengths = (ends - at) / (len(scores) / block)
    found = np.empty(min(block, len(scores)), np.int32)
    read, least_read, lowest = len(weights), 0, np.int64(0)
    for low in range(0, len(scores), block):
        high = min(low + block, len(scores))
        for term in range(read):
            at[term] = _next(papers, at[term], ends[term], low)
            at[term] = _add(papers, saturations, at[term], ends[term], weights[term], high, scores)
        number = 0
        least = max(lowest - rest[read], 0)
        for paper in range(low, high):
            found[number] = paper
            number += scores[paper] > least
        for paper in found[:number]:
            if len(among) and not among[paper]:
                continue
            score = np.int64(scores[paper])
            for term in range(read, len(weights)):
                if score + rest[term] <= lowest:
                    break
                at[term] = _next(papers, at[term], ends[term], paper)
                if at[term] < ends[term] and papers[at[term]] == paper:
                    score += weights[term] * np.int64(saturations[at[term]])
            if score > lowest:
                _insert((score << 32) + np.int64(_LAST - paper), best)
                lowest = best[-1] >> 32
        scores[low:high] = 0
        if number * _LOOK_UP > np.sum(lengths[read:]) and read < len(weights):
            least_read = read = read + 1  # looking up was more than reading
        elif read > least_read and rest[read - 1] <= lowest:
            read -= 1
        if not read:
            return


@njit(cache=True, nogil=True)
def _add(
    papers: NDArray[np.int32],
    saturations: NDArray[np.uint8],
    at: int,
    end: int,
    weight: np.int32,
    high: int,
    scores: NDArray[np.int32],
) -> int:
    """Add what a term weighs in the papers below `high`, and tell where those after them begin."""
    stop = _next(papers, at, end, high)
    for place in range(at, stop):
        scores[papers[place]] += weight * np.int32(saturations[place])
    return stop


@njit(cache=True, nogil=True)
def _next(papers: NDArray[np.int32], at: int, end: int, paper: int) -> int:
    """Find the first place from `at` on that has a paper or one after it, by doubling steps."""
    step = 1
    while at + step < end and papers[at + step] < paper:
        at += step
        step *= 2
    high = min(at + step, end)
    while at < high:
        middle = (at + high) // 2
        if papers[middle] < paper:
            at = middle + 1
        else:
            high = middle
    return at


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
