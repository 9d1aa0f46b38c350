"""This file holds how papers are put into groups that are about the same.

Papers are the index's own vectors (`knowledge.vectors`). Non-negative matrix factorisation (Lee and
Seung 1999, 'Learning the parts of objects by non-negative matrix factorization'), begun by a
singular value decomposition and so without chance (Boutsidis and Gallopoulos 2008, 'SVD based
initialization: A head start for nonnegative matrix factorization'), finds the groups; spherical
k-means (Dhillon and Modha 2001, 'Concept decompositions for large sparse text data using
clustering') puts each paper where it fits best. A large library's groups are found on a part of it,
which is the same part whatever the order of its papers, and nearly the same after it grew.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from scipy import sparse

SAMPLE = 15_000
"""Papers on which groups are found; so many of the ACL Anthology have 549 stems that count."""
LEAST_PAPERS = 2
"""Papers of the smallest group."""
LEAST_FIT = 0.08
"""Cosine of a paper with the others of its group from which it belongs there. Below are 11,368
papers of the ACL Anthology, 9,425 of them titles without an abstract: 'Introduction', 'Discussion'."""
_LEAST_SHARE = 1 / 100
"""Share of the sample that has a stem which counts. Of 1,000 papers of the ACL Anthology in 8 groups
.78 of the pairs stay together when 5 % are left out, with a thousandth .69; of 20,000 in 18 .82 and
.75. The coherence hardly differs."""
SAME = 0.8
"""Cosine of two groups' sums from which they are one group."""
_ITERATIONS, _TOLERANCE = 400, 1e-4
"""scikit-learn's max_iter and tol; with 10 rounds fewer pairs stay together, .67 instead of .76 of the
shipped library's."""
_ROUNDS = 30
"""Rounds of k-means at the most."""
_NOTHING = 1e-9
"""A squared length that is none but for rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Groups of papers.

    Attributes:
        number: How many groups there are; they are numbered from the largest on.
        of: The group of each paper, -1 for none; shape (papers,).
        fits: The cosine of each paper with the other papers of its group; shape (papers,).
    """

    number: int
    of: NDArray[np.int32]
    fits: NDArray[np.float32]


def number_for(papers: int) -> int:
    """Tell into how many groups so many papers are put: 7 for 50, 12 for 1,000, 20 for 100,000.

    Of the shipped library's 50 papers .87 of the pairs stay together with 7 groups when 5 % are left
    out, and .76 with 6; their coherence (NPMI) is .49 with both. On 95,336 papers of the ACL Anthology
    it is .245 with 16, .250 with 20 and .257 with 24: there a reader's patience decides.
    """
    if papers < 8:
        return 1
    return max(2, min(papers // 4, round(1.72 * math.log(papers) + 0.27)))


def grouped(
    arrays: Mapping[str, NDArray[Any]],
    order: NDArray[np.integer],
    muted: NDArray[np.integer],
    *,
    number: int | None = None,
) -> Groups:
    """Put an index's papers into groups.

    Args:
        arrays: The index's.
        order: The papers' positions in an order that doesn't depend on the library's; shape (papers,).
        muted: Numbers of stems that count for nothing.
        number: How many groups to look for; None for what fits the library's size.
    """
    papers = len(order)
    vectors = _vectors(arrays, muted)
    has_words = np.diff(vectors.indptr) > 0
    sample = order[has_words[order]][:SAMPLE]
    if not len(sample):
        return Groups(0, np.full(papers, -1, np.int32), np.zeros(papers, np.float32))
    centres = _centres(vectors[sample], number or number_for(int(has_words.sum())))
    of, fits = _placed(vectors, centres)
    return _in_order(of, fits, order)


def _vectors(arrays: Mapping[str, NDArray[Any]], muted: NDArray[np.integer]) -> sparse.csr_array:
    """Make unit vectors of the papers over the stems that aren't muted; shape (papers, stems)."""
    from scipy import sparse

    starts, stems = arrays["paper_starts"], arrays["paper_terms"]
    idf = arrays["idf"][: len(arrays["terms"])].astype(np.float32)
    idf[muted] = 0
    weights = idf[stems] * arrays["paper_saturations"].astype(np.float32)
    is_said = weights > 0
    ends = np.concatenate([[0], np.cumsum(is_said.astype(np.int64))])[starts]
    shape = (len(starts) - 1, len(idf))
    vectors = sparse.csr_array((weights[is_said], stems[is_said], ends), shape=shape)
    return _of_length_one(vectors)


def _of_length_one(vectors: sparse.csr_array) -> sparse.csr_array:
    """Bring each row to length one in place; one without words stays as it is."""
    rows = _rows(vectors)
    squares = np.bincount(rows, vectors.data.astype(np.float64) ** 2, vectors.shape[0])
    vectors.data /= np.sqrt(squares)[rows].astype(np.float32)
    return vectors


def _rows(vectors: sparse.csr_array) -> NDArray[np.int64]:
    """Tell the row of each number of a matrix."""
    rows = np.zeros(len(vectors.data), np.int64)
    begins = vectors.indptr[1:-1]
    np.add.at(rows, begins[begins < len(rows)], 1)
    return np.cumsum(rows)


def _centres(sample: sparse.csr_array, number: int) -> NDArray[np.float32]:
    """Find groups in a sample of papers; shape (groups, stems), each of length one."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    stems = sample.shape[1]
    having = np.bincount(sample.indices, minlength=stems)
    least = max(LEAST_PAPERS, math.ceil(_LEAST_SHARE * sample.shape[0]))
    kept = np.flatnonzero(having >= least)
    number = min(number, *sample.shape, len(kept))
    centres = np.zeros((max(number, 1), stems), np.float32)
    if number < 2:
        centres[0] = _lengthened(sample.sum(axis=0)[None])[0]
        return centres
    narrow = _of_length_one(sample[:, kept])
    model = NMF(number, init="custom", max_iter=_ITERATIONS, tol=_TOLERANCE)
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        warnings.simplefilter("ignore", ConvergenceWarning)  # k-means goes on from there
        weights, parts = _begun(narrow, number)
        model.fit_transform(narrow, W=weights, H=parts)
    found = _lengthened(model.components_.astype(np.float32))
    of = np.full(sample.shape[0], -1)
    for _ in range(_ROUNDS):
        before, of = of, (narrow @ found.T).argmax(axis=1)
        if np.array_equal(before, of):
            break
        found = _lengthened(_sums(narrow, of, number))
    centres[:, kept] = found
    return centres[_different(found)]


def _different(centres: NDArray[np.float32]) -> list[int]:
    """Choose the centres that aren't nearly one that comes before, and not empty."""
    likeness = centres @ centres.T
    chosen: list[int] = []
    for at in range(len(centres)):
        if likeness[at, at] > _NOTHING and not (likeness[at, chosen] >= SAME).any():
            chosen.append(at)
    return chosen


def _begun(
    vectors: sparse.csr_array, number: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Begin a factorisation: NNDSVDa, of singular vectors that don't depend on the papers' order.

    scikit-learn's own begins with random numbers, a row each, so that one paper more or less in a
    small library gives other topics.
    """
    # The smaller square is small enough to be taken apart as a whole, and NumPy lets other threads on.
    is_tall = vectors.shape[0] > vectors.shape[1]
    square = (vectors.T @ vectors if is_tall else vectors @ vectors.T).toarray()
    squared, sides = np.linalg.eigh(square.astype(np.float64))
    strongest = np.argsort(-squared)[:number]
    values = np.sqrt(np.maximum(squared[strongest], _NOTHING))
    one_side = sides[:, strongest]
    other_side = (vectors @ one_side if is_tall else vectors.T @ one_side) / values
    left, right = (other_side, one_side) if is_tall else (one_side, other_side)
    weights = np.zeros((vectors.shape[0], number), np.float32)
    parts = np.zeros((number, vectors.shape[1]), np.float32)
    for at in range(number):
        halves = []
        for sign in (1, -1):
            one, other = np.maximum(sign * left[:, at], 0), np.maximum(sign * right[:, at], 0)
            halves.append((float(np.linalg.norm(one)), float(np.linalg.norm(other)), one, other))
        length, other_length, one, other = max(halves, key=lambda half: half[0] * half[1])
        if length * other_length > 0:
            share = np.sqrt(values[at] * length * other_length)
            weights[:, at], parts[at] = share * one / length, share * other / other_length
    mean = np.float32(vectors.sum() / np.prod(vectors.shape))
    weights[weights < _NOTHING], parts[parts < _NOTHING] = mean, mean
    return weights, parts


def _placed(
    vectors: sparse.csr_array, centres: NDArray[np.float32]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Put papers where they fit best, or nowhere: the group of each, -1 for none, and its fit."""
    of = (vectors @ centres.T).argmax(axis=1)
    sums = _sums(vectors, of, len(centres))
    rows = _rows(vectors)
    along = np.bincount(rows, vectors.data * sums[of[rows], vectors.indices], len(of))
    # A small group's sum is half the paper itself; what counts is how it fits the others.
    own = (np.diff(vectors.indptr) > 0).astype(np.float64)
    rest = (sums.astype(np.float64) ** 2).sum(axis=1)[of] - 2 * along + own
    fits = np.where(rest > _NOTHING, (along - own) / np.sqrt(np.maximum(rest, _NOTHING)), 0.0)
    return np.where(fits >= LEAST_FIT, of, -1), fits.astype(np.float32)


def _sums(vectors: sparse.csr_array, of: NDArray[np.integer], number: int) -> NDArray[np.float32]:
    """Add up the vectors of each group; shape (groups, stems)."""
    from scipy import sparse

    papers = len(of)
    members = (np.ones(papers, np.float32), (of, np.arange(papers)))
    sums: NDArray[np.float32] = (
        sparse.csr_array(members, shape=(number, papers)) @ vectors
    ).toarray()
    return sums


def _lengthened(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.sqrt((rows.astype(np.float64) ** 2).sum(axis=1, keepdims=True))
    longer: NDArray[np.float32] = (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return longer


def _in_order(
    of: NDArray[np.int64], fits: NDArray[np.float32], order: NDArray[np.integer]
) -> Groups:
    """Number groups from the largest on, without those that are too small."""
    sizes = np.bincount(of[of >= 0], minlength=1)
    first = np.full(len(sizes), len(of))
    ranks = np.empty(len(of), np.int64)
    ranks[order] = np.arange(len(of))
    np.minimum.at(first, of[of >= 0], ranks[of >= 0])
    there = np.flatnonzero(sizes >= LEAST_PAPERS)
    there = there[np.lexsort((first[there], -sizes[there]))]
    numbers = np.full(len(sizes) + 1, -1, np.int32)  # the last one is for -1
    numbers[there] = np.arange(len(there))
    groups = numbers[of]
    return Groups(len(there), groups, np.where(groups >= 0, fits, 0).astype(np.float32))
