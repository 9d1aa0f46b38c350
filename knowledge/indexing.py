"""This file holds how an index is built: the words of papers counted, weighed and put in arrays.

All papers are cut into words at once, and each distinct word is looked at once. The rest is
counting numbers that stand for words, which scikit-learn, SciPy and NumPy do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.growing import joined, peaks
from knowledge.latex import without_links
from knowledge.numbering import LONGEST_WORD, Numbering
from knowledge.ranking import Index, idf, saturation
from knowledge.text import latin, spaced
from knowledge.vocabulary import stemmed_all

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.paper import Paper

    Progress = Callable[[float], None]

TITLE_WEIGHT = 3
"""How often a word of the title counts; by nDCG@10 3 is best of 1 to 5 in the mean of CACM, CISI and
Cranfield (.512; 1 has .499, 5 has .506)."""
_BATCH = 2000
"""Papers that are cut into words at once: few enough to stay in a processor's cache."""
_WORD = f"S{LONGEST_WORD}"
_BUCKETS = 1 << 23
"""For a first look at which pairs of words come twice: as many as there are pairs, or more."""


def built(papers: Sequence[Paper], *, on_progress: Progress = lambda _: None) -> Index:
    """Build the index of a library's titles and abstracts.

    Args:
        papers: The library's papers in order.
        on_progress: Called with the share of the work that is done, from 0 to 1.
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

    def numbered(stems: list[str]) -> tuple[list[str], NDArray[np.integer]]:
        vectorizer = CountVectorizer(analyzer=lambda stem: (stem,))
        places = vectorizer.fit_transform(stems).indices
        return vectorizer.get_feature_names_out().tolist(), places

    arrays = _arrays(papers, ENGLISH_STOP_WORDS, numbered, on_progress=on_progress)
    return Index(arrays, ENGLISH_STOP_WORDS)


def extended(index: Index, papers: Sequence[Paper]) -> Index:
    """Make an index of what another one holds and more papers, in a fraction of a second.

    Lengths are compared with the mean of before, and a pair of words that wasn't kept before isn't
    kept now; building anew mends both.

    Args:
        index: It stays as it is, and may be asked meanwhile.
        papers: Those that come after the ones that it holds.
    """

    def numbered(stems: list[str]) -> tuple[list[str], NDArray[np.integer]]:
        # Importing scikit-learn takes longer than all the rest.
        names, places = np.unique(np.array(stems, _WORD), return_inverse=True)
        return [name.decode() for name in names.tolist()], places

    mean = float(index.arrays["mean_length"][0])
    more = _arrays(papers, index.stop_words, numbered, mean_length=mean, least=1)
    return Index(joined(index.arrays, more), index.stop_words)


def _arrays(
    papers: Sequence[Paper],
    stop_words: frozenset[str],
    numbered: Callable[[list[str]], tuple[list[str], NDArray[np.integer]]],
    *,
    mean_length: float | None = None,
    least: int = 2,
    on_progress: Progress = lambda _: None,
) -> dict[str, NDArray[Any]]:
    """Make an index's arrays.

    Args:
        papers: What is indexed.
        stop_words: Words that say nothing.
        numbered: Puts stems in alphabetical order, and tells the place of each.
        mean_length: Of a paper, in weights of words; None for that of these papers.
        least: How many papers must have a pair of words.
        on_progress: Called with the share of the work that is done, from 0 to 1.
    """
    from scipy import sparse

    number = len(papers)
    words, cut, lengths = _cut(papers, lambda share: on_progress(0.6 * share))
    is_said = np.array([len(word) > 1 and word not in stop_words for word in words], np.bool_)
    surface = np.array(words, _WORD)[is_said]
    stem_of = np.full(len(words), -1, np.int32)
    stems: list[str] = []
    if len(surface):
        stems, stem_of[is_said] = numbered(stemmed_all(word.decode() for word in surface.tolist()))
    said = _Said.of(cut, lengths, stem_of)
    on_progress(0.7)
    counts = sparse.coo_matrix((said.weights, (said.stems, said.papers)), (len(stems), number))
    by_stem = counts.tocsr()
    by_paper = by_stem.T.tocsr()
    on_progress(0.8)
    pairs = _pairs(said, len(stems), number, least)
    on_progress(0.9)
    weights = np.bincount(said.papers, said.weights, number)
    mean = mean_length or max(float(weights.sum()) / max(number, 1), 1.0)
    norms = (weights / mean).astype(np.float32)
    holding = np.concatenate([by_stem.indices.astype(np.int32), pairs.papers])
    saturations = saturation(np.concatenate([by_stem.data, pairs.weights]), norms[holding])
    starts = np.concatenate([by_stem.indptr, by_stem.indptr[-1] + pairs.ends]).astype(np.int64)
    alphabetical = np.argsort(surface)
    times = np.bincount(cut, minlength=len(words))[is_said]
    on_progress(1.0)
    return {
        "terms": np.array(stems, _WORD),
        "pairs": pairs.keys,
        "idf": idf(np.diff(starts), number),
        "starts": starts,
        "papers": holding,
        "saturations": saturations,
        "peaks": peaks(saturations, starts),
        "paper_starts": by_paper.indptr.astype(np.int64),
        "paper_terms": by_paper.indices.astype(np.int32),
        "paper_saturations": saturation(by_paper.data, np.repeat(norms, np.diff(by_paper.indptr))),
        "mean_length": np.array([mean]),
        "words": surface[alphabetical],
        "word_counts": times[alphabetical].astype(np.int32),
    }


def _cut(
    papers: Sequence[Paper], on_progress: Progress
) -> tuple[list[str], NDArray[np.int32], NDArray[np.int64]]:
    """Cut papers into words.

    Returns:
        All distinct words; the number of each word in the order in which they are said; and how
        many words each title and each abstract has, in turn.
    """
    numbering = Numbering()
    parts, lengths = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    for first in range(0, len(papers), _BATCH):
        on_progress(first / len(papers))
        texts = (
            (text if text.isascii() else latin(text)).replace("\n", " ")
            for paper in papers[first : first + _BATCH]
            for text in (paper.title, without_links(paper.abstract))
        )
        numbers, per_text = numbering.numbered(spaced("\n".join(texts)))
        parts.append(numbers)
        lengths.append(per_text)
    return numbering.words, np.concatenate(parts), np.concatenate(lengths)


@dataclass(frozen=True, slots=True)
class _Said:
    """The stems of all papers in order, without stop words; each array of shape (stems said,).

    Attributes:
        stems: Their numbers.
        papers: The positions of the papers that say them.
        weights: How often each counts: more in a title.
        fields: The numbers of the titles and abstracts, within which stems are neighbours.
    """

    stems: NDArray[np.int32]
    papers: NDArray[np.int32]
    weights: NDArray[np.int32]
    fields: NDArray[np.int32]

    @classmethod
    def of(
        cls, cut: NDArray[np.int32], lengths: NDArray[np.int64], stem_of: NDArray[np.int32]
    ) -> _Said:
        stems = stem_of[cut]
        is_kept = stems >= 0
        fields = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)[is_kept]
        weights = np.where(fields & 1, np.int32(1), np.int32(TITLE_WEIGHT))
        return cls(stems[is_kept], fields >> 1, weights, fields)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Neighbouring stems.

    Attributes:
        keys: first stem × stems + second stem, in order; shape (pairs,).
        ends: Where each pair's papers end; shape (pairs,).
        papers: The positions of the papers that have them, pair after pair.
        weights: How often each of these papers has the pair.
    """

    keys: NDArray[np.int64]
    ends: NDArray[np.int64]
    papers: NDArray[np.int32]
    weights: NDArray[np.int64]


def _pairs(said: _Said, stems: int, number: int, least: int) -> _Pairs:
    """Count the pairs of neighbouring stems that so many papers have at least."""
    is_pair = said.fields[:-1] == said.fields[1:]
    firsts, seconds = said.stems[:-1][is_pair], said.stems[1:][is_pair]
    papers, is_title = said.papers[1:][is_pair], said.weights[1:][is_pair] > 1
    keys = firsts.astype(np.int64) * stems + seconds
    # Most pairs come once. Those that are alone in their bucket need no sorting.
    bucket = keys & (_BUCKETS - 1)
    is_often = (np.bincount(bucket, minlength=1) >= least)[bucket]
    # One number says pair, paper and field; sorted, it lies as the index wants it.
    bits = number.bit_length()
    if (stems * stems << bits + 1) >= 1 << 63:  # a million stems in four million papers
        is_often[:] = False
    packed = keys[is_often] << bits + 1
    packed |= papers[is_often].astype(np.int64) << 1
    packed |= is_title[is_often]
    packed.sort()
    of_paper = packed >> 1
    first = _begins(of_paper)
    counts = np.zeros(0, np.int64)
    if len(first):
        counts = np.add.reduceat(1 + (TITLE_WEIGHT - 1) * (packed & 1), first)
    key, paper = of_paper[first] >> bits, of_paper[first] & (1 << bits) - 1
    begins = _begins(key)
    having = np.diff(begins, append=len(key))
    is_kept = np.repeat(having >= least, having)
    return _Pairs(
        key[begins][having >= least],
        np.cumsum(having[having >= least]),
        paper[is_kept].astype(np.int32),
        counts[is_kept],
    )


def _begins(values: NDArray[np.int64]) -> NDArray[np.int64]:
    """Tell where each run of equal values begins."""
    is_other = np.ones(len(values), np.bool_)
    is_other[1:] = values[1:] != values[:-1]
    return np.flatnonzero(is_other)
