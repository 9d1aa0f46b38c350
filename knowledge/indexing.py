"""This file holds how an index is built: the words of papers counted, weighed and put in arrays.

All papers are cut into words at once, and each distinct word is looked at once. The rest is
counting numbers that stand for words, which scikit-learn, SciPy and NumPy do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.latex import without_links
from knowledge.numbering import Numbering
from knowledge.ranking import Index, idf, saturation
from knowledge.text import latin, spaced
from knowledge.vocabulary import stemmed_all

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.paper import Paper

    Progress = Callable[[float], None]

TITLE_WEIGHT = 3
"""How often a word of the title counts; 3 was best of 1 to 5 on CACM, CISI and Cranfield."""
_BATCH = 2000
"""Papers that are cut into words at once: few enough to stay in a processor's cache."""
_BUCKETS = 1 << 23
"""For a first look at which pairs of words come twice: as many as there are pairs, or more."""


def built(papers: Sequence[Paper], *, on_progress: Progress = lambda _: None) -> Index:
    """Build the index of a library's titles and abstracts.

    Args:
        papers: The library's papers in order.
        on_progress: Called with the share of the work that is done, from 0 to 1.
    """
    from scipy import sparse
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    number = len(papers)
    words, cut, lengths = _cut(papers, lambda share: on_progress(0.6 * share))
    stems, stem_of = _stemmed(words, ENGLISH_STOP_WORDS)
    said = _Said.of(cut, lengths, stem_of)
    on_progress(0.7)
    counts = sparse.coo_matrix((said.weights, (said.stems, said.papers)), (len(stems), number))
    by_stem = counts.tocsr()
    by_paper = by_stem.T.tocsr()
    on_progress(0.8)
    pairs = _pairs(said, len(stems), number)
    on_progress(0.9)
    weights = np.bincount(said.papers, said.weights, number)
    mean = max(float(weights.mean()), 1.0) if number else 1.0
    norms = (weights / mean).astype(np.float32)
    holding = np.concatenate([by_stem.indices.astype(np.int32), pairs.papers])
    saturations = saturation(np.concatenate([by_stem.data, pairs.weights]), norms[holding])
    starts = np.concatenate([by_stem.indptr, by_stem.indptr[-1] + pairs.ends]).astype(np.int64)
    is_said = stem_of >= 0
    surface, times = np.array(words, "S32")[is_said], np.bincount(cut, minlength=len(words))
    alphabetical = np.argsort(surface)
    arrays = {
        "terms": np.array(stems, "S32"),
        "pairs": pairs.keys,
        "idf": idf(np.diff(starts), number),
        "starts": starts,
        "papers": holding,
        "saturations": saturations,
        "peaks": np.maximum.reduceat(saturations, starts[:-1]) if len(holding) else saturations,
        "paper_starts": by_paper.indptr.astype(np.int64),
        "paper_terms": by_paper.indices.astype(np.int32),
        "paper_saturations": saturation(by_paper.data, np.repeat(norms, np.diff(by_paper.indptr))),
        "mean_length": np.array([mean]),
        "words": surface[alphabetical],
        "word_counts": times[is_said][alphabetical].astype(np.int32),
    }
    on_progress(1.0)
    return Index(arrays, ENGLISH_STOP_WORDS)


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


def _stemmed(
    words: Sequence[str], stop_words: frozenset[str]
) -> tuple[list[str], NDArray[np.int32]]:
    """Number the stems of words in alphabetical order; -1 for stop words and single letters."""
    from sklearn.feature_extraction.text import CountVectorizer

    stem_of = np.full(len(words), -1, np.int32)
    said = [at for at, word in enumerate(words) if len(word) > 1 and word not in stop_words]
    if said:
        vectorizer = CountVectorizer(analyzer=lambda stemmed: (stemmed,))
        stem_of[said] = vectorizer.fit_transform(stemmed_all(words[at] for at in said)).indices
        return vectorizer.get_feature_names_out().tolist(), stem_of
    return [], stem_of


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
    """Neighbouring stems that two papers or more have.

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


def _pairs(said: _Said, stems: int, number: int) -> _Pairs:
    """Count the pairs of neighbouring stems."""
    is_pair = said.fields[:-1] == said.fields[1:]
    firsts, seconds = said.stems[:-1][is_pair], said.stems[1:][is_pair]
    papers, is_title = said.papers[1:][is_pair], said.weights[1:][is_pair] > 1
    keys = firsts.astype(np.int64) * stems + seconds
    # Most pairs come once. Those that are alone in their bucket need no sorting.
    bucket = keys & (_BUCKETS - 1)
    comes_twice = (np.bincount(bucket, minlength=1) > 1)[bucket]
    # One number says pair, paper and field; sorted, it lies as the index wants it.
    bits = number.bit_length()
    if (stems * stems << bits + 1) >= 1 << 63:  # a million stems in four million papers
        comes_twice[:] = False
    packed = keys[comes_twice] << bits + 1
    packed |= papers[comes_twice].astype(np.int64) << 1
    packed |= is_title[comes_twice]
    packed.sort()
    of_paper = packed >> 1
    first = np.flatnonzero(np.concatenate([[True], of_paper[1:] != of_paper[:-1]])[: len(packed)])
    if not len(first):
        empty = np.zeros(0, np.int64)
        return _Pairs(empty, empty, empty.astype(np.int32), empty)
    counts = np.add.reduceat(1 + (TITLE_WEIGHT - 1) * (packed & 1), first)
    of_paper = of_paper[first]
    key, paper = of_paper >> bits, of_paper & (1 << bits) - 1
    begins = np.flatnonzero(np.concatenate([[True], key[1:] != key[:-1]]))
    having = np.diff(begins, append=len(key))
    is_kept = np.repeat(having > 1, having)
    ends = np.cumsum(having[having > 1])
    return _Pairs(key[begins][having > 1], ends, paper[is_kept].astype(np.int32), counts[is_kept])
