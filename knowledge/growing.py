"""This file holds how the arrays of two indexes become those of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.ranking import idf

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Arrays = Mapping[str, NDArray[Any]]


def joined(one: Arrays, more: Arrays) -> dict[str, NDArray[Any]]:
    """Join an index's arrays with those of papers that come after its own.

    Args:
        one: Those of the index.
        more: Those of the other papers, with all of their pairs of words and with lengths by the
            same mean. Pairs that the index doesn't have are left out: an older paper may have them.
    """
    terms = _with(one["terms"], more["terms"])
    before, after = (np.searchsorted(terms, each["terms"]) for each in (one, more))
    old_pairs = _renumbered(one["pairs"], before, len(terms))
    new_pairs = _renumbered(more["pairs"], after, len(terms))
    is_kept = _is_in(old_pairs, new_pairs)
    of_old = np.concatenate([before, len(terms) + np.arange(len(old_pairs))])
    of_new = np.concatenate([after, len(terms) + np.searchsorted(old_pairs, new_pairs)])
    is_term_kept = np.concatenate([np.ones(len(after), np.bool_), is_kept])
    old_lengths, new_lengths = np.diff(one["starts"]), np.diff(more["starts"]) * is_term_kept
    of_new = np.where(is_term_kept, of_new, 0)
    lengths = np.bincount(of_old, old_lengths, len(terms) + len(old_pairs)).astype(np.int64)
    lengths += np.bincount(of_new, new_lengths, len(lengths)).astype(np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    papers = np.empty(starts[-1], np.int32)
    saturations = np.empty(starts[-1], np.uint8)
    old_places = _places(starts[of_old], old_lengths)
    new_places = _places(starts[of_new + 1] - new_lengths, new_lengths)
    is_posting_kept = np.repeat(is_term_kept, np.diff(more["starts"]))
    number = len(one["paper_starts"]) - 1
    papers[old_places], saturations[old_places] = one["papers"], one["saturations"]
    papers[new_places] = more["papers"][is_posting_kept] + np.int32(number)
    saturations[new_places] = more["saturations"][is_posting_kept]
    words = _with(one["words"], more["words"])
    word_counts = np.zeros(len(words), np.int32)
    for each in (one, more):
        word_counts[np.searchsorted(words, each["words"])] += each["word_counts"]
    paper_terms = [before[one["paper_terms"]], after[more["paper_terms"]]]
    return {
        "terms": terms,
        "pairs": old_pairs,
        "idf": idf(lengths, number + len(more["paper_starts"]) - 1),
        "starts": starts,
        "papers": papers,
        "saturations": saturations,
        "peaks": peaks(saturations, starts),
        "paper_starts": np.concatenate(
            [one["paper_starts"], one["paper_starts"][-1] + more["paper_starts"][1:]]
        ),
        "paper_terms": np.concatenate(paper_terms).astype(np.int32),
        "paper_saturations": np.concatenate([one["paper_saturations"], more["paper_saturations"]]),
        "mean_length": one["mean_length"],
        "words": words,
        "word_counts": word_counts,
    }


def peaks(saturations: NDArray[np.uint8], starts: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Tell the highest saturation of each term; each has a paper."""
    if not len(saturations):
        return np.zeros(0, np.uint8)
    highest: NDArray[np.uint8] = np.maximum.reduceat(saturations, starts[:-1])
    return highest


def _is_in(some: NDArray[Any], others: NDArray[Any]) -> NDArray[np.bool_]:
    """Tell which of others are among some; both are in order."""
    if not len(some):
        return np.zeros(len(others), np.bool_)
    found: NDArray[np.bool_] = some[np.searchsorted(some, others) % len(some)] == others
    return found


def _with(some: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """Put others among some, each once; both are in order."""
    new = others[~_is_in(some, others)]
    together: NDArray[Any] = np.insert(some, np.searchsorted(some, new), new)
    return together


def _renumbered(
    pairs: NDArray[np.int64], places: NDArray[np.int64], stems: int
) -> NDArray[np.int64]:
    """Write pairs of stems with the stems' new numbers, which are in the same order."""
    if not len(pairs):
        return pairs
    first, second = np.divmod(pairs, len(places))
    renumbered: NDArray[np.int64] = places[first] * stems + places[second]
    return renumbered


def _places(begins: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """List the places of runs that begin somewhere and are so long."""
    is_run = lengths > 0
    begins, lengths = begins[is_run], lengths[is_run].astype(np.int64)
    # Steps of one, but at the beginning of a run; repeat() would hold all threads for long.
    places = np.ones(lengths.sum(), np.int64)
    if len(begins):
        places[np.cumsum(lengths[:-1])] = begins[1:] - (begins + lengths)[:-1] + 1
        places[0] = begins[0]
    np.cumsum(places, out=places)
    return places
