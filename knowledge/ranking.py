"""This file holds the term-weighted index: built with scikit-learn, served from plain arrays.

A paper's weight for a term is BM25's (Robertson and Zaragoza 2009, 'The Probabilistic Relevance
Framework', equation 3.15), a saturated term frequency times an inverse document frequency; words of
the title count threefold and pairs of neighbouring words a little. A query's score is the sum of
its terms' weights; two papers are as near as the cosine of their weights.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache, partial, reduce
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.latex import without_links
from knowledge.spelling import Spellings
from knowledge.text import tokens

if TYPE_CHECKING:
    import Stemmer
    from numpy.typing import NDArray

    from knowledge.paper import Paper

    Positions = NDArray[np.int32]
    Scores = NDArray[np.float32]

TERM_SATURATION = 1.2
"""BM25's k1. Robertson and Zaragoza 2009, section 3.5: 1.2 to 2 does well in general."""
LENGTH_NORMALISATION = 0.75
"""BM25's b. The same section: .5 to .8 does well in general."""
TITLE_WEIGHT = 3
"""How often a word of the title counts; 3 was best of 1 to 5 on CACM, CISI and Cranfield."""
PAIR_WEIGHT = 0.15
"""Weight of a pair of neighbouring words beside single ones; measured on the same three."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query as an index understands it.

    Attributes:
        terms: Numbers of its words' terms, repeated as the words are.
        pairs: Numbers of its neighbouring words' terms.
        corrected: Misspelt words with what was taken instead.
        unknown: Words that the library doesn't have at all.
    """

    terms: tuple[int, ...]
    pairs: tuple[int, ...]
    corrected: Mapping[str, str]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """Papers that have at least one of a query's words, best first.

    Attributes:
        positions: The papers' positions in the library; shape (hits,).
        coverage: Which share of the query each has, its words weighed by rarity; 0 to 1.
        whole: How many of them have all of the query's words that the library has.
    """

    positions: Positions
    coverage: Scores
    whole: int


class Index:
    """The weights of every term in every paper, and the words to correct a query with.

    Its arrays are those of a saved index and may be memory-mapped; nothing is changed in them.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], stop_words: Iterable[str]) -> None:
        self.arrays = arrays
        self.stop_words = frozenset(stop_words)
        self.papers = len(arrays["norms"])
        self._terms = _Words(arrays["terms"], arrays["term_ends"])
        self._starts = arrays["starts"]
        self._rarest = float(np.log1p((self.papers + 0.5) / 0.5))

    @cached_property
    def words(self) -> list[str]:
        """Every word of the library as it is written there, folded, in alphabetical order."""
        return list(_Words(self.arrays["words"], self.arrays["word_ends"]))

    @cached_property
    def spellings(self) -> Spellings:
        """The library's words, to correct a query with."""
        return Spellings(self.words)

    def understood(self, text: str, *, literally: bool = False) -> Query:
        """Turn a text into a query, with misspelt words corrected unless `literally`."""
        stems: list[str] = []
        corrected: dict[str, str] = {}
        unknown: list[str] = []
        for word in tokens(text):
            if word in self.stop_words:
                continue
            if self.knows(word):
                stems.append(stem(word))
            elif meant := (None if literally else self.nearest_word(word)):
                corrected[word] = meant
                stems.append(stem(meant))
            else:
                unknown.append(word)
        return Query(
            self._places(stems),
            self._places(_pairs(stems)),
            corrected,
            tuple(dict.fromkeys(unknown)),
        )

    def knows(self, word: str) -> bool:
        """Tell whether a folded word, or another form of it, is in the library or a stop word."""
        return word in self.stop_words or self._terms.place(stem(word)) is not None

    def rarity(self, stemmed: str) -> float:
        """Weigh a stem by its inverse document frequency; one that no paper has is rarest."""
        place = self._terms.place(stemmed)
        return self._rarest if place is None else float(self.arrays["idf"][place])

    def nearest_word(self, word: str) -> str | None:
        """Find the library's word that a misspelt one means, or none that is near enough.

        Near enough is one edit (Damerau 1964: 80 % of misspellings are one) from five letters
        and two from eight; with two the first letter must agree.
        """
        if len(word) < 5 or not word.isalpha():
            return None
        near = self.spellings.within(word, 1 if len(word) < 8 else 2)
        counts = self.arrays["word_counts"]
        ranked = [
            (distance, -int(counts[place]), found)
            for found, distance, place in near
            if (distance < 2 or found[0] == word[0]) and found not in self.stop_words
        ]
        return min(ranked)[2] if ranked else None

    def hits(self, query: Query, among: NDArray[np.bool_] | None = None) -> Hits:
        """Rank the papers that have a word of the query.

        Args:
            query: What `understood` gave.
            among: True for papers that may be found; shape (papers,).
        """
        scores = np.zeros(self.papers, np.float32)
        covered = np.zeros(self.papers, np.float32)
        having = np.zeros(self.papers, np.int32)
        times = Counter(query.terms)
        idf = self.arrays["idf"]
        for term, repeated in times.items():
            papers, weights = self._postings(term)
            scores[papers] += repeated * weights
            covered[papers] += idf[term]
            having[papers] += 1
        for pair in query.pairs:
            papers, weights = self._postings(pair)
            scores[papers] += weights
        best = _best_first(scores if among is None else scores * among)
        whole = sum(float(idf[term]) for term in times) + self._rarest * len(query.unknown)
        return Hits(
            best,
            covered[best] / np.float32(whole or 1),
            int(np.count_nonzero(having[best] == len(times))),
        )

    def nearest(self, position: int) -> tuple[Positions, Scores]:
        """Rank the other papers by the cosine of their weights with one paper's."""
        scores = np.zeros(self.papers, np.float32)
        for term, weight in self._weights_of(position).items():
            papers, weights = self._postings(term)
            scores[papers] += weight * weights
        scores[position] = 0
        norms = self.arrays["norms"]
        scores /= np.maximum(norms * norms[position], np.float32(1e-9))
        best = _best_first(scores)
        return best, scores[best]

    def having_all(self, words: Sequence[str]) -> Positions | None:
        """List the papers with the words of a phrase, among them all that have the phrase itself.

        Args:
            words: Folded. Those of the phrase's words that may stand in the index otherwise, as
                3 does in SO(3), are passed over.

        Returns:
            Positions in order; None if no word is left to go by.
        """
        terms: list[tuple[int, ...]] = []
        before = ""
        for word, after in zip(words, (*words[1:], ""), strict=True):
            if word in self.stop_words:
                continue
            if len(word) < 2 or (len(word) <= 3 and len(after) < 2):
                before = ""
                continue
            stemmed = stem(word)
            terms.append(self._places([stemmed]))
            if not terms[-1]:
                return np.zeros(0, np.int32)
            # A pair is kept where two papers have it; one that isn't says nothing.
            terms.append(self._places([f"{before} {stemmed}"] if before else []))
            before = stemmed
        postings = sorted((self._postings(term)[0] for one in terms for term in one), key=len)
        if not postings:
            return None
        return reduce(partial(np.intersect1d, assume_unique=True), postings)

    def ties(self, one: int, other: int, most: int = 4) -> list[str]:
        """List the terms that bring two papers together, those that weigh most first, as stems.

        The share of a term in the cosine is the product of its weights. Beside that, a term counts
        for more where the papers repeat it, so that a rare word of no matter in both of them, such
        as 'specifically', doesn't stand for what they have in common.
        """
        weights, others = self._weights_of(one), self._weights_of(other)
        idf = self.arrays["idf"]
        shared = {
            self._terms[term]: weight * others[term] * (weight * others[term] / idf[term] ** 2) ** 2
            for term, weight in weights.items()
            if term in others
        }
        single = [term for term in shared if " " not in term]
        return sorted(single, key=lambda term: (-shared[term], term))[:most]

    def _places(self, terms: Iterable[str]) -> tuple[int, ...]:
        places = (self._terms.place(term) for term in terms)
        return tuple(place for place in places if place is not None)

    def _postings(self, term: int) -> tuple[Positions, Scores]:
        begin, end = self._starts[term], self._starts[term + 1]
        return self.arrays["papers"][begin:end], self.arrays["weights"][begin:end]

    def _weights_of(self, position: int) -> dict[int, float]:
        starts = self.arrays["paper_starts"]
        begin, end = starts[position], starts[position + 1]
        terms = self.arrays["paper_terms"][begin:end].tolist()
        return dict(zip(terms, self.arrays["paper_weights"][begin:end].tolist(), strict=True))


def built(papers: Sequence[Paper]) -> Index:
    """Build the index of a library's titles and abstracts with scikit-learn."""
    from scipy import sparse
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, CountVectorizer

    words: Counter[str] = Counter()

    def analysed(text: str) -> Iterator[str]:
        written = [word for word in tokens(without_links(text)) if word not in ENGLISH_STOP_WORDS]
        words.update(written)
        stems = [stem(word) for word in written]
        yield from stems
        yield from _pairs(stems)

    texts = [*(paper.title for paper in papers), *(paper.abstract for paper in papers)]
    vectorizer = CountVectorizer(analyzer=analysed)
    try:
        both = vectorizer.fit_transform(texts)
        names = vectorizer.get_feature_names_out()
    except ValueError:  # scikit-learn's word for papers that hold no term at all
        both, names = sparse.csr_matrix((len(texts), 0)), np.array([], dtype=object)
    counts = (TITLE_WEIGHT * both[: len(papers)] + both[len(papers) :]).tocsc()
    is_pair = np.fromiter((" " in name for name in names), np.bool_, len(names))
    frequency = np.diff(counts.indptr)
    kept = ~is_pair | (frequency >= 2)
    counts, names, is_pair, frequency = counts[:, kept], names[kept], is_pair[kept], frequency[kept]
    lengths = np.asarray(counts[:, ~is_pair].sum(axis=1)).ravel()
    mean = lengths.mean() if lengths.any() else 1.0
    idf = np.log1p((len(papers) - frequency + 0.5) / (frequency + 0.5))
    norm = TERM_SATURATION * (1 - LENGTH_NORMALISATION + LENGTH_NORMALISATION * lengths / mean)
    tf = counts.data
    saturated = tf * (TERM_SATURATION + 1) / (tf + norm[counts.indices])
    per_term = idf * np.where(is_pair, PAIR_WEIGHT, 1)
    counts.data = (saturated * np.repeat(per_term, frequency)).astype(np.float32)
    counts.sort_indices()
    by_paper = counts.tocsr()
    surface = sorted(words)
    terms, term_ends = _packed(names)
    packed_words, word_ends = _packed(surface)
    arrays = {
        "terms": terms,
        "term_ends": term_ends,
        "starts": counts.indptr.astype(np.int64),
        "papers": counts.indices.astype(np.int32),
        "weights": counts.data,
        "idf": idf.astype(np.float32),
        "paper_starts": by_paper.indptr.astype(np.int64),
        "paper_terms": by_paper.indices.astype(np.int32),
        "paper_weights": by_paper.data,
        "norms": np.sqrt(np.asarray(by_paper.multiply(by_paper).sum(axis=1)).ravel()).astype(
            np.float32
        ),
        "words": packed_words,
        "word_ends": word_ends,
        "word_counts": np.array([words[word] for word in surface], np.int32),
    }
    return Index(arrays, ENGLISH_STOP_WORDS)


def _best_first(scores: Scores) -> Positions:
    """List the positions of positive scores, the highest first and equal ones in order."""
    found = np.flatnonzero(scores > 0)
    # The bits of positive floats sort as they do. One array of whole numbers, all different, is
    # sorted ten times faster than two keys.
    falling = ~scores[found].view(np.uint32)
    keys = falling.astype(np.uint64) << np.uint64(32) | found.astype(np.uint64)
    keys.sort()
    return keys.astype(np.uint32).view(np.int32)


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Reduce an English word to its stem (Snowball's English stemmer)."""
    return str(_stemmer().stemWord(word))


@cache
def _stemmer() -> Stemmer.Stemmer:
    import Stemmer

    # Without a cache of its own the stemmer may be shared between threads.
    return Stemmer.Stemmer("english", 0)


def _pairs(stems: Sequence[str]) -> Iterator[str]:
    return (f"{one} {other}" for one, other in pairwise(stems))


class _Words(Sequence[str]):
    """Sorted ASCII words in one array of bytes, with the place where each ends."""

    def __init__(self, packed: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        # A memory view is read ten times faster than a mapped array, one word at a time.
        self._packed = packed.data
        self._ends = ends.data

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, place: Any) -> Any:
        begin = self._ends[place - 1] if place else 0
        return str(self._packed[begin : self._ends[place]], "ascii")

    def place(self, word: str) -> int | None:
        """Find a word's place, in as many steps as the number of words has binary digits."""
        place = bisect_left(self, word)
        return place if place < len(self) and self[place] == word else None


def _packed(words: Iterable[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    encoded = [word.encode() for word in words]
    ends = np.cumsum([len(word) for word in encoded], dtype=np.int64)
    return np.frombuffer(b"".join(encoded), np.uint8), ends
