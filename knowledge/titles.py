"""This file holds papers' titles, found by all or part of them."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from knowledge.closeness import Fit, best_first
from knowledge.remembering import remembered
from knowledge.text import fold
from knowledge.vocabulary import stem
from knowledge.word_table import WordTable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.word_table import Places, Weights

_MOST_WORDS = 40
_OF_TYPED, _OF_TITLE, _IN_ORDER, _IN_ROW = 0.8, 0.04, 0.02, 0.02
"""What a title's closeness is made of: the share of the typed words that it has, of its own words
that were typed, and of typed neighbours that it has in the same order and next to each other.

Measured on 4,400 stretches and selections of words from titles of the ACL Anthology, with and
without typos, and half of its look-up cases, as the mean of seven kinds: the right title is first
for .943, without the last two for .929, without the second for .927, with half or twice the last
two for .942 and .938, with half or twice the second for .943 and .940. Weighed by rarity, a title's
own words give .939: long titles lose."""
_SAME = 95
"""Ratio in percent from which a title is taken for all that was typed."""
_BEGINS = 0.9
"""Closeness of a title that begins with all that was typed, 'edge grasp net' as Edge Grasp
Network."""
_RANKED = 30
"""Titles that are ranked at once: who asks again for the same words wants more or fewer of them."""
_BEGUN, _SAME_STEM = 0.9, 0.95
"""Likeness of a word to one that begins with it, from four letters on, or has the same stem."""


class Titles:
    """Titles, found by all or part of them; rarer words count more.

    Args:
        titles: In the order that places refer to. The part before a colon counts as a title too.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        self._is_whole = array("b")
        self._table = WordTable(self._texts(titles))
        self._of_stem: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._table.words):
            self._of_stem[stem(word)].append(number)
        # A question asks for the same word in many places.
        self._like = remembered(self._title_like, 1 << 12)
        self._closest = remembered(self._ranked, 1 << 6)

    def _texts(self, titles: Iterable[str]) -> Iterator[tuple[int, str]]:
        for place, title in enumerate(titles):
            main, colon, _ = title.partition(":")
            for text, is_whole in ((title, True), (main if colon else "", False)):
                if folded := fold(text):
                    self._is_whole.append(is_whole)
                    yield place, folded

    def called(self, typed: str) -> list[int]:
        """List the titles that are just what was typed, folded."""
        table = self._table
        words = [table.number(word) for word in fold(typed).split()]
        numbers = [number for number in words if number is not None]
        if not numbers or len(numbers) < len(words):
            return []
        rarest = max(numbers, key=table.weights.__getitem__)
        having = (at for at in table.having(rarest).tolist() if self._is_whole[at])
        return [int(table.places[at]) for at in having if table.numbers_of(at) == numbers]

    def closest(self, typed: str, most: int = 10) -> list[Fit]:
        """Rank titles by how well they fit what was typed, best first."""
        return self._closest(fold(typed))[:most] if most <= _RANKED else self._ranked(typed, most)

    def _ranked(self, typed: str, most: int = _RANKED) -> list[Fit]:
        words = fold(typed).split()[:_MOST_WORDS]
        times = Counter(words)
        likes = [self._like(word) for word in times]
        if not any(likes):
            return []
        each = [self._weight(word, like) for word, like in zip(times, likes, strict=True)]
        at = self._table.candidates(likes, each)
        weights = np.array([weight * times[word] for word, weight in zip(times, each, strict=True)])
        return best_first(self._fits(" ".join(words), at, likes, weights), most)

    def beginning(self, typed: str, most: int = 25) -> list[int]:
        """List titles that have words which begin like what was typed so far."""
        return self._table.beginning(fold(typed), most)

    def _weight(self, word: str, like: Mapping[int, float]) -> float:
        """Weigh a typed word by its rarity, or that of the rarest that it may stand for."""
        own = self._table.number(word)
        numbers = like if own is None else [own]
        weights = self._table.weights
        return max((float(weights[number]) for number in numbers), default=self._table.rarest)

    def _fits(
        self,
        typed: str,
        at: Places,
        likes: Sequence[Mapping[int, float]],
        weights: NDArray[np.float64],
    ) -> Iterator[Fit]:
        table = self._table
        row, begins = table.in_row(at)
        lengths = np.diff(begins, append=len(row))
        likeness, likest = table.likeness_in(row, begins, likes)
        is_likest = (likeness > 0) & (likeness == np.repeat(likest, lengths, axis=1))
        of_typed = weights @ likest / weights.sum()
        of_title = np.add.reduceat(is_likest.any(axis=0), begins, dtype=np.float32) / lengths
        close = _OF_TYPED * of_typed + _OF_TITLE * of_title + _neighbours(is_likest, begins)
        for one, place in enumerate(table.places[at].tolist()):
            closeness = float(close[one])
            if of_typed[one] >= 0.5:  # or else it can't be nearly the same
                text = table.text(int(at[one]))
                closeness = max(closeness, fuzz.ratio(typed, text, score_cutoff=_SAME) / 100)
                if len(likes) > 1 and text.startswith(typed):
                    closeness = max(closeness, _BEGINS)
            yield Fit(place, closeness)

    def _title_like(self, word: str) -> Mapping[int, float]:
        """Find words that are equal, begin like a word, or differ by few edits; with likeness.

        Words that the titles have are as often meant as they are typos of others, so of the long
        ones only those that they don't have may be two edits away.
        """
        table = self._table
        own = table.number(word)
        like: dict[int, float] = {}
        for number, edits in table.near(word, 2 if own is None and len(word) >= 8 else 1):
            near = table.words[number]
            if edits == 0 or _may_be_typo(word, near, is_known=own is not None):
                like[number] = 1 - edits / max(len(word), len(near))
        if len(word) >= 4:
            for number in table.numbers_beginning(word):
                like[number] = max(like.get(number, 0.0), _BEGUN)
        for number in self._of_stem.get(stem(word), ()):
            like[number] = max(like.get(number, 0.0), _SAME_STEM)
        return like


def _neighbours(is_likest: NDArray[np.bool_], begins: NDArray[np.int64]) -> Weights | float:
    """Tell how far titles have typed words in their order, and next to each other.

    Args:
        is_likest: Where the likest words are to each typed one; shape (typed words, row).
        begins: Where the words of each title begin in the row; shape (titles,).
    """
    typed, row = is_likest.shape
    if typed < 2:
        return 0.0
    places = np.where(is_likest, np.arange(row), row)
    first = np.minimum.reduceat(places, begins, axis=1)
    steps = np.where(first[1:] < row, np.diff(first, axis=0), 0)
    follows, is_next = (steps > 0).sum(axis=0), (steps == 1).sum(axis=0)
    shares: Weights = ((_IN_ORDER * follows + _IN_ROW * is_next) / (typed - 1)).astype(np.float32)
    return shares


def _may_be_typo(word: str, near: str, *, is_known: bool) -> bool:
    """Tell whether one word may be another one mistyped; a short one that is known seldom is."""
    if not is_known:
        return len(word) >= 3
    is_substitution = len(word) == len(near) and sorted(word) != sorted(near)
    return len(word) >= 4 and (max(len(word), len(near)) >= 5 or not is_substitution)
