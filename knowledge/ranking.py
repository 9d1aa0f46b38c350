"""This file holds the term-weighted index: which papers fit a query best.

**First BM25.** A paper's weight for a term is an inverse document frequency times a saturated term
frequency (Robertson and Zaragoza 2009, 'The Probabilistic Relevance Framework', equation 3.15):

    idf(t) · tf / (tf + k1 · (1 - b + b · length / mean length))

(without the factor k1 + 1, which all have). Words of the title count threefold and pairs of neighbouring words a little; a query's score is
the sum over its terms. **Then the best are put in order by their neighbours**: a paper that shares
words with the best five moves up among the best thirty (Diaz 2005, 'Regularizing ad hoc retrieval
scores'; the cluster hypothesis of van Rijsbergen 1979).

Saturations are kept as bytes and weights of terms are whole numbers, so that sums are the same in
whatever order terms are added: `vectorised` and `compiled`, which add them up, list the same papers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge import vectorised
from knowledge.text import tokens
from knowledge.vocabulary import Vocabulary, stem

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

    Positions = NDArray[np.int32]
    Scores = NDArray[np.int32]
    Among = NDArray[np.bool_] | None

TERM_SATURATION = 1.2
"""BM25's k1. Robertson and Zaragoza 2009, section 3.5: 1.2 to 2 does well in general."""
LENGTH_NORMALISATION = 0.7
"""BM25's b. The same section: .5 to .8 does well in general.

This and the three that are measured were cross-validated (python -m tests.benchmarks.tuning): chosen
without Cranfield, CISI or CACM, they score within .003 nDCG@10 of these on the one left out."""
PAIR_WEIGHT = 0.2
"""Weight of a pair of neighbouring words beside single ones; without pairs the
mean nDCG@10 of the three is .009 less."""
REORDERED = 30
"""How many of the best are put in order by their neighbours; with 200 nDCG@10 is the same."""
NEIGHBOURS = 5
"""How many of the best count as neighbours; with 3 or 10 the mean of the three is .003 to .005 less."""
NEIGHBOURHOOD_WEIGHT = 0.25
"""What the likest neighbour adds to a paper, in scores of the best one. From 0 to .4 the mean nDCG@10
of the three rises by .012, while 800 abstracts of the ACL Anthology sought by their titles fall by
.007; a quarter has most of the one (.010) for less than half of the other (.003)."""
LONGEST_QUERY = 400
"""Words of a query that are looked at: more than anybody types, and scores stay below 2 ** 31."""
_KIN_TERMS = 64
"""Terms by which papers near another one are found, those that weigh most in it: nearly all that an
abstract has. The five nearest of 400 papers of the ACL Anthology share an author with them in .13 of
cases; with 32 terms in .12, by the cosine of weights in .11, with one idf instead of two in .128."""
_FEW_PASS = 1000
"""Papers that pass a filter up to which just these are looked up, which only `vectorised` does: at a
million papers of which 30 pass, in a seventh of the time of a query without a filter."""
_UNIT = 256
"""Parts of one in which inverse document frequencies are counted."""
_STEPS = 255
"""Parts of one in which saturations are counted."""


def idf(having: NDArray[np.integer], papers: int) -> NDArray[np.float32]:
    """Weigh terms by how few of all papers have them; never negative."""
    return np.log1p((papers - having + 0.5) / (having + 0.5)).astype(np.float32)


def saturation(times: NDArray[np.number], lengths: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Tell how far papers are about a term, in 255 steps.

    Args:
        times: How often they have it; shape (postings,).
        lengths: The papers' lengths, in mean lengths; shape (postings,).
    """
    times = times.astype(np.float32)
    share = np.float32(1 - LENGTH_NORMALISATION) + np.float32(LENGTH_NORMALISATION) * lengths
    steps = _STEPS * times / (times + np.float32(TERM_SATURATION) * share)
    found: NDArray[np.uint8] = np.rint(np.maximum(steps, 1)).astype(np.uint8)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Query:
    """A query as an index understands it.

    Attributes:
        terms: Numbers of its terms, each once: first the words, then pairs of them; shape (terms,).
        weights: What a step of each term's saturation adds to a score; shape (terms,).
        words: How many of the terms are words.
        corrected: Misspelt words with what was taken instead.
        unknown: Words that the library doesn't have at all.
    """

    terms: NDArray[np.int64]
    weights: NDArray[np.int64]
    words: int
    corrected: Mapping[str, str]
    unknown: tuple[str, ...]


class Index(Vocabulary):
    """A library's words, and how much each paper is about each.

    Its arrays are those of a saved index and may be memory-mapped; nothing is changed in them. It
    may be asked by several threads at once.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], stop_words: Iterable[str]) -> None:
        super().__init__(arrays, stop_words)
        self.papers = len(arrays["paper_starts"]) - 1
        self._scores = _Zeros(self.papers, np.int32)
        self._centres = _Zeros(len(arrays["terms"]), np.float64)
        self._rarest = float(idf(np.zeros(1, np.int64), self.papers)[0])
        self._loops: ModuleType = vectorised

    def compile(self) -> bool:
        """Rank by compiled loops from now on, where numba is installed; tell whether it is."""
        try:
            from knowledge import compiled
        except (ImportError, RuntimeError):  # RuntimeError: it finds no place for what it compiles
            return False
        self._loops = compiled
        self.best(self.understood(" ".join(self.words[:2])), 1)  # compiles, or opens what was
        return True

    def understood(self, text: str, *, literally: bool = False) -> Query:
        """Turn a text into a query, with misspelt words corrected unless `literally`."""
        said: list[int] = []
        corrected: dict[str, str] = {}
        unknown: list[str] = []
        words = [word for word in tokens(text)[:LONGEST_QUERY] if word not in self.stop_words]
        for word, known in zip(words, self.numbers([stem(word) for word in words]), strict=True):
            meant = self.nearest_word(word) if known is None and not literally else None
            if meant:
                corrected[word] = meant
            number = self.number(stem(meant)) if meant else known
            if number is None:
                unknown.append(word)
            else:
                said.append(number)
        factors: dict[int, float] = defaultdict(float)
        for number in said:
            factors[number] += 1
        different = len(factors)
        for pair in self.pairs(said):
            factors[pair] += PAIR_WEIGHT
        idfs = self.arrays["idf"]
        weights = [max(round(_UNIT * n * idfs[term].item()), 1) for term, n in factors.items()]
        return Query(
            np.array(list(factors), np.int64),
            np.array(weights, np.int64),
            different,
            corrected,
            tuple(dict.fromkeys(unknown)),
        )

    def rarity(self, stemmed: str) -> float:
        """Weigh a stem by its inverse document frequency; one that no paper has is rarest."""
        number = self.number(stemmed)
        return self._rarest if number is None else float(self.arrays["idf"][number])

    def best(self, query: Query, most: int, among: Among = None) -> Positions:
        """List the positions of the papers that fit a query best, best first.

        Args:
            query: What `understood` gave.
            most: How many to list; fewer come back where fewer have a word of the query.
            among: True for papers that may be listed; shape (papers,).
        """
        positions, scores = self.heaviest(query.terms, query.weights, max(most, REORDERED), among)
        if len(positions) > 1:
            head = self._reordered(positions[:REORDERED], scores[:REORDERED])
            positions = np.concatenate([head, positions[REORDERED:]])
        return positions[:most]

    def nearest(self, position: int, most: int) -> Positions:
        """List the positions of the papers nearest to one, nearest first.

        They are those that fit a query best which is made of what weighs most in the paper, as in
        Lucene's MoreLikeThis.
        """
        terms, weights = self._kin(position)
        positions, _ = self.heaviest(terms, weights, most + 1, None)
        others: Positions = positions[positions != position][:most]
        return others

    def covered(self, query: Query, among: Among = None) -> tuple[NDArray[np.int32], int]:
        """Weigh by rarity which of a query's words each paper has.

        Returns:
            The weights, 0 for a paper without any, shape (papers,); and the weight of all words
            that the library has.
        """
        return self._covered(query.terms[: query.words], among)

    def share(self, query: Query, weight: int) -> float:
        """Tell which share of a query's words has a weight that `covered` gave, 0 to 1."""
        known = self._rarities(query.terms[: query.words]).sum()
        whole = float(known) + _UNIT * self._rarest * len(query.unknown)
        return weight / whole if whole else 0.0

    def sharing(self, position: int) -> int:
        """Count the other papers that have one of the terms which `nearest` goes by."""
        covered, _ = self._covered(self._kin(position)[0], None)
        return max(int(np.count_nonzero(covered)) - 1, 0)

    def ties(self, one: int, other: int, most: int = 4) -> list[str]:
        """List the terms that bring two papers together, those that weigh most first, as stems.

        The share of a term is the product of its weights. Beside that, a term counts for more
        where the papers repeat it, so that a rare word of no matter in both of them, such as
        'specifically', doesn't stand for what they have in common.
        """
        terms, saturations = self.terms_of(one)
        others, other_saturations = self.terms_of(other)
        shared, at, at_other = np.intersect1d(terms, others, True, return_indices=True)
        repeated = saturations[at] * other_saturations[at_other].astype(np.float64)
        heaviest = np.argsort(-(self.arrays["idf"][shared] ** 2 * repeated**3), kind="stable")
        return [self.arrays["terms"][term].decode() for term in shared[heaviest[:most]].tolist()]

    def frequency(self, stemmed: str) -> int:
        """Count the papers with a stem."""
        number = self.number(stemmed)
        return 0 if number is None else len(self.papers_with(number))

    def having_any(self, stems: Iterable[str]) -> Positions:
        """List the positions of the papers with any of some stems, in order."""
        numbers = [number for one in stems if (number := self.number(one)) is not None]
        having = [np.zeros(0, np.int32), *map(self.papers_with, numbers)]
        return np.unique(np.concatenate(having))

    def having_all(self, words: Sequence[str]) -> Positions | None:
        """List the papers with the words of a phrase, among them all that have the phrase itself.

        Args:
            words: Folded. Those of the phrase's words that may stand in the index otherwise, as
                3 does in SO(3), are passed over.

        Returns:
            Positions in order; None if no word is left to go by.
        """
        terms: list[int] = []
        before: int | None = None
        for word, after in zip_longest(words, words[1:], fillvalue=""):
            if word in self.stop_words:
                continue
            if len(word) < 2 or (len(word) <= 3 and len(after) < 2):
                before = None
                continue
            number = self.number(stem(word))
            if number is None:
                return np.zeros(0, np.int32)
            # A pair is kept where two papers have it; one that isn't says nothing.
            terms += [number, *(self.pairs([before, number]) if before is not None else ())]
            before = number
        postings = sorted(map(self.papers_with, terms), key=len)
        if not postings:
            return None
        return reduce(partial(np.intersect1d, assume_unique=True), postings)

    def heaviest(
        self, terms: NDArray[np.int64], weights: NDArray[np.int64], most: int, among: Among
    ) -> tuple[Positions, Scores]:
        """List the papers with the highest sums of weights, equal ones in order, and the sums.

        Args:
            terms: Numbers of terms, each once; shape (terms,).
            weights: What a step of each term's saturation adds, above 0; their sum is below 2 ** 23,
                so that sums of 255 steps stay below 2 ** 31; shape (terms,).
            most: How many to list; fewer come back where fewer have one of the terms.
            among: True for papers that may be listed; shape (papers,).
        """
        if not len(terms):
            return np.zeros(0, np.int32), np.zeros(0, np.int32)
        arrays, scores = self.arrays, self._scores.taken()
        is_narrow = among is not None and np.count_nonzero(among) <= _FEW_PASS
        loops = vectorised if is_narrow or most > self._loops.MOST else self._loops
        found: tuple[Positions, Scores] = loops.heaviest(
            arrays["starts"],
            arrays["papers"],
            arrays["saturations"],
            arrays["peaks"],
            terms,
            weights,
            most,
            np.zeros(0, np.bool_) if among is None else among,
            scores,
        )
        self._scores.spare(scores)
        return found

    def postings(self, term: int) -> tuple[Positions, NDArray[np.uint8]]:
        """List the positions of the papers with a term, in order, and how far each is about it."""
        begin, end = self.arrays["starts"][term : term + 2].tolist()
        return self.arrays["papers"][begin:end], self.arrays["saturations"][begin:end]

    def papers_with(self, term: int) -> Positions:
        """List the positions of the papers with a term, in order."""
        return self.postings(term)[0]

    def terms_of(self, position: int) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """List the stems of a paper by number, and how far it is about each, in 255 steps."""
        begin, end = self.arrays["paper_starts"][position : position + 2].tolist()
        terms, saturations = self.arrays["paper_terms"], self.arrays["paper_saturations"]
        return terms[begin:end], saturations[begin:end]

    def _reordered(self, positions: Positions, scores: Scores) -> Positions:
        """Put the best papers in order by their scores and by what they share with the first few."""
        arrays, centre = self.arrays, self._centres.taken()
        likeness = self._loops.likeness(
            arrays["paper_starts"],
            arrays["paper_terms"],
            arrays["paper_saturations"],
            arrays["idf"],
            positions,
            scores,
            NEIGHBOURS,
            centre,
        )
        self._centres.spare(centre)
        whole = scores / scores[0] + NEIGHBOURHOOD_WEIGHT * likeness / likeness.max()
        reordered: Positions = positions[np.argsort(-whole, kind="stable")]
        return reordered

    def _kin(self, position: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Make a query of a paper: the terms that weigh most in it, with their weights."""
        terms, saturations = self.terms_of(position)
        # As in a product of two papers' weights, the inverse document frequency counts twice.
        rarities = self._rarities(terms) * self.arrays["idf"][terms].astype(np.float64)
        weights = np.rint(rarities * saturations / _STEPS).astype(np.int64)
        heaviest = np.argsort(-weights, kind="stable")[:_KIN_TERMS]
        return terms[heaviest].astype(np.int64), np.maximum(weights[heaviest], 1)

    def _covered(self, terms: NDArray[np.integer], among: Among) -> tuple[NDArray[np.int32], int]:
        covered = np.zeros(self.papers, np.int32)
        rarities = self._rarities(terms)
        for term, rarity in zip(terms.tolist(), rarities, strict=True):
            np.add.at(covered, self.papers_with(term), rarity)
        if among is not None:
            covered *= among
        return covered, int(rarities.sum())

    def _rarities(self, terms: NDArray[np.integer]) -> NDArray[np.int32]:
        parts: NDArray[np.float32] = np.rint(_UNIT * self.arrays["idf"][terms])
        return np.maximum(parts, 1).astype(np.int32)


class _Zeros:
    """Arrays of zeros to count in. Whoever takes one leaves zeros in it before sparing it.

    Clearing what was touched is less than making a new one; several threads may have one each.
    """

    def __init__(self, length: int, kind: type[np.int32 | np.float64]) -> None:
        self._length, self._kind = length, kind
        self._spared: list[NDArray[Any]] = []

    def taken(self) -> NDArray[Any]:
        try:
            return self._spared.pop()
        except IndexError:
            return np.zeros(self._length, self._kind)

    def spare(self, zeros: NDArray[Any]) -> None:
        self._spared.append(zeros)
