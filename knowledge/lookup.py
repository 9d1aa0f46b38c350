"""This file holds forgiving look-up of titles and names: typos, parts, swapped order, initials.

What was typed is compared word by word with what there is. Nothing is decided here: closeness
says how well each candidate fits, and who asks draws the line.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from knowledge.spelling import Spellings
from knowledge.text import fold
from knowledge.vocabulary import stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONFIDENT = 0.74
"""Closeness from which a candidate is taken for what was meant: every word that was typed is
there, up to a typo in most of them."""
MARGIN = 0.08
"""Candidates nearer to each other than this fit about equally well."""
_CANDIDATES = 60
_RISKY = 0.35
"""Likeness of a name that is nearly another one: it may be named as the nearest, never taken."""
_MOST_WORDS = 40
_IN_NAME, _OF_NAME = 0.9, 0.1
"""What a name's closeness is made of: how far the typed words are in it, and it in them."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A candidate's place in the list that was searched, and how close it is, 0 to 1."""

    place: int
    closeness: float


def decided(fits: list[Fit]) -> list[Fit]:
    """Keep what fits well and about equally well: nobody, one, or several to choose from."""
    good = [fit for fit in fits if fit.closeness >= CONFIDENT]
    return [fit for fit in good if fit.closeness > good[0].closeness - MARGIN]


class Titles:
    """Titles, found by all or part of them; rarer words count more.

    Args:
        titles: In the order that places refer to. The part before a colon counts as a title too.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        texts: list[tuple[int, str]] = []
        whole: list[str] = []
        for place, title in enumerate(titles):
            texts.append((place, fold(title)))
            whole.append(texts[-1][1])
            main, colon, _ = title.partition(":")
            if colon and (folded := fold(main)):
                texts.append((place, folded))
        self._table = _WordTable(texts)
        self._whole = frozenset(whole)
        self._of_stem: dict[str, list[str]] = defaultdict(list)
        for word in self._table.words:
            self._of_stem[stem(word)].append(word)

    def has(self, typed: str) -> bool:
        """Tell whether a title is just what was typed, folded."""
        return fold(typed) in self._whole

    def closest(self, typed: str, most: int = 10) -> list[Fit]:
        """Rank titles by how well they fit what was typed, best first."""
        table = self._table
        words = fold(typed).split()[:_MOST_WORDS]
        like = {word: self._like(word) for word in dict.fromkeys(words)}
        weights = {
            word: max((table.weights[one] for one in near), default=table.rarest)
            for word, near in like.items()
        }
        total = sum(weights[word] for word in words)
        typed_text = " ".join(words)
        fits = []
        for at in table.candidates(words, like, weights):
            place, text = table.texts[at]
            in_title = text.split()
            whole = fuzz.ratio(typed_text, text) / 100
            best = {word: _best(near, in_title) for word, near in like.items()}
            of_typed = sum(weights[word] * best[word][0] for word in words) / total
            there = {near for likeness, near in best.values() if likeness}
            weight = table.weights.__getitem__
            of_title = sum(map(weight, there)) / sum(map(weight, in_title))
            close = whole if whole >= 0.95 else 0.8 * of_typed + 0.12 * min(of_title, 1.0)
            if len(words) > 1 and text.startswith(typed_text):
                close = max(close, 0.9)  # 'edge grasp net' begins like 'Edge Grasp Network'
            fits.append(Fit(place, close))
        return _best_first(fits, most)

    def beginning(self, typed: str, most: int = 25) -> list[int]:
        """List titles that have words which begin like what was typed so far."""
        return self._table.beginning(fold(typed), most)

    def _like(self, word: str) -> dict[str, float]:
        like = dict(self._table.like(word))
        for near in self._of_stem.get(stem(word), ()):
            like[near] = max(like.get(near, 0.0), 0.95)
        return like


class Names:
    """People's names, found by any part of them.

    Args:
        names: Pairs of a person's place and one of their spellings.
    """

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._table = _WordTable((place, fold(name)) for place, name in names)
        # A question asks for the same stretches of it, and the same words, in many places.
        self._meant = lru_cache(maxsize=1 << 10)(self._meant_of)
        self._like = lru_cache(maxsize=1 << 10)(self._name_like)
        self._having = lru_cache(maxsize=1 << 8)(lambda word: self._table.having(self._like(word)))

    def closest(self, typed: str, most: int = 10) -> list[Fit]:
        """Rank people by how well one of their spellings fits what was typed, best first."""
        words = fold(typed).split()[:_MOST_WORDS]
        if all(len(word) == 1 for word in words):
            return []  # initials alone name nobody
        like = {word: self._like(word) for word in dict.fromkeys(words)}
        at = self._table.candidates(words, like, dict.fromkeys(words, 1.0))
        return self._ranked(words, like, at, most)

    def meant(self, typed: str, most: int = 3) -> list[Fit]:
        """Keep who is meant by a name: what is `decided` of the closest, found faster.

        A sentence has many stretches that may be names; most are told to be none at a glance.
        """
        return list(self._meant(fold(typed), most))

    def _meant_of(self, folded: str, most: int) -> tuple[Fit, ...]:
        words = folded.split()[:_MOST_WORDS]
        if all(len(word) == 1 for word in words):
            return ()
        like = {word: self._like(word) for word in dict.fromkeys(words)}
        # One word that nothing is like makes a name too unlike already.
        if not all(like.values()):
            return ()
        likest = sum(max(like[word].values()) for word in words)
        if _IN_NAME * likest / len(words) + _OF_NAME < CONFIDENT:
            return ()
        return tuple(decided(self._ranked(words, like, self._with_all(words), most)))

    def _with_all(self, words: Iterable[str]) -> list[int]:
        """List the candidates that have all of the words, each of which something is like."""
        rarest, *others = sorted(
            map(self._having, dict.fromkeys(words)), key=lambda one: len(one[0])
        )
        at, covered = rarest
        for having, likeness in others:
            places = np.searchsorted(having, at) % len(having)
            is_there = having[places] == at
            at, covered = at[is_there], covered[is_there] + likeness[places[is_there]]
        return self._table.most_covered(at, covered)

    def _ranked(
        self,
        words: list[str],
        like: Mapping[str, Mapping[str, float]],
        candidates: Iterable[int],
        most: int,
    ) -> list[Fit]:
        fits = []
        for at in candidates:
            place, name = self._table.texts[at]
            parts = name.split()
            found = _aligned(words, parts, like)
            missing = 0.3 * sum(likeness == 0 for likeness in found)
            there = min(len(words) / len(parts), 1)
            close = _IN_NAME * sum(found) / len(words) + _OF_NAME * there - missing
            if len(words) == len(parts) and words != parts:
                close -= 0.01  # the right order is a little nearer
            fits.append(Fit(place, max(close, 0.0)))
        return _best_first(fits, most)

    def beginning(self, typed: str, most: int = 25) -> list[int]:
        """List people whose names have words which begin like what was typed so far."""
        return self._table.beginning(fold(typed), most)

    def _name_like(self, word: str) -> Mapping[str, float]:
        if len(word) == 1:
            near_words = self._table.words_beginning(word)
            return {near: 1.0 if near == word else 0.8 for near in near_words}
        like = {
            near: _RISKY if _is_another_name(word, near) else likeness
            for near, likeness in self._table.like(word).items()
        }
        return {word[0]: 0.7, **like} if word[0] in self._table else like


class _WordTable:
    """Folded texts by the words that are in them.

    Attributes:
        texts: Pairs of what a text's place is called outside and the text.
        words: Every word once, in alphabetical order.
        weights: How rare each word is (inverse document frequency).
        rarest: The weight of a word that no text has.
    """

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        self.texts = [(place, text) for place, text in texts if text]
        having: dict[str, list[int]] = defaultdict(list)
        for at, (_, text) in enumerate(self.texts):
            for word in dict.fromkeys(text.split()):
                having[word].append(at)
        self.words = sorted(having)
        self.weights = {
            word: math.log1p(len(self.texts) / len(having[word])) for word in self.words
        }
        self.rarest = math.log1p(len(self.texts) or 1)
        self._numbers = {word: number for number, word in enumerate(self.words)}
        # The texts of all words in a row, so that those of words which begin alike are a slice.
        self._having = np.fromiter(
            chain.from_iterable(having[word] for word in self.words), np.int32
        )
        self._starts = np.cumsum([0, *(len(having[word]) for word in self.words)])
        lengths = (min(len(text), np.iinfo(np.int16).max) for _, text in self.texts)
        self._lengths = np.fromiter(lengths, np.int16, len(self.texts))
        self._spellings = Spellings(self.words)
        # A question asks for the same word in many places.
        self.like = lru_cache(maxsize=1 << 12)(self._like)

    def __contains__(self, word: str) -> bool:
        return word in self._numbers

    def beginning(self, typed: str, most: int) -> list[int]:
        if not typed:
            return list(dict.fromkeys(place for place, _ in self.texts[: 2 * most]))[:most]
        *whole, last = typed.split(" ")
        if not all(map(self.__contains__, whole)):
            return []
        is_there = np.zeros(len(self.texts), np.bool_)
        first, end = self._numbers_beginning(last)
        is_there[self._having[self._starts[first] : self._starts[end]]] = True
        for word in whole:
            has_word = np.zeros_like(is_there)
            has_word[self._texts_with(word)] = True
            is_there &= has_word
        near = (self.texts[at] for at in np.flatnonzero(is_there))
        found = (place for place, text in near if f" {typed}" in f" {text}")
        return list(dict.fromkeys(islice(found, 2 * most)))[:most]

    def words_beginning(self, letters: str) -> list[str]:
        first, end = self._numbers_beginning(letters)
        return self.words[first:end]

    def _numbers_beginning(self, letters: str) -> tuple[int, int]:
        after = letters + chr(ord("z") + 1)
        return bisect_left(self.words, letters), bisect_left(self.words, after)

    def _like(self, word: str) -> Mapping[str, float]:
        """Find words that are equal, begin like a word, or differ by few edits; with likeness."""
        like: dict[str, float] = {}
        for near, distance, _ in self._spellings.within(word, 2 if len(word) >= 8 else 1):
            long_enough = max(len(word), len(near)) >= 5 and len(word) >= 4
            if (
                distance == 0
                or long_enough
                or (len(word) == 4 and not _is_substitution(word, near))
            ):
                like[near] = 1 - distance / max(len(word), len(near))
        if len(word) >= 4:
            for near in self.words_beginning(word):
                if near != word:
                    like[near] = max(like.get(near, 0.0), 0.9)
        return like

    def candidates(
        self,
        words: Iterable[str],
        like: Mapping[str, Mapping[str, float]],
        weights: Mapping[str, float],
    ) -> list[int]:
        """List the texts that have most of the words, most first; at most a few dozen."""
        covered = np.zeros(len(self.texts))
        best = np.empty_like(covered)
        for word in dict.fromkeys(words):
            if len(like[word]) == 1:
                [(near, likeness)] = like[word].items()
                covered[self._texts_with(near)] += likeness * weights[word]
            elif like[word]:
                best.fill(0.0)
                at, likenesses = self._texts_with_any(like[word])
                best[at] = likenesses
                best *= weights[word]
                covered += best
        found = np.flatnonzero(covered > 0)
        return self.most_covered(found, covered[found])

    def having(self, like: Mapping[str, float]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """List the texts with one of the words, in order, each with the best likeness it has."""
        best = np.zeros(len(self.texts))
        at, likenesses = self._texts_with_any(like)
        best[at] = likenesses
        found = np.flatnonzero(best > 0)
        return found, best[found]

    def most_covered(self, found: NDArray[np.intp], covered: NDArray[np.float64]) -> list[int]:
        """Keep the best covered texts, of several the shortest and then the first in order."""
        if len(found) > _CANDIDATES:
            least = np.partition(covered, -_CANDIDATES)[-_CANDIDATES]
            better, equal = np.flatnonzero(covered > least), np.flatnonzero(covered == least)
            # Sixteen bits are sorted by radix, so a word that most texts have costs little.
            shortest = equal[np.argsort(self._lengths[found[equal]], kind="stable")]
            kept = np.concatenate([better, shortest[: _CANDIDATES - len(better)]])
            found, covered = found[kept], covered[kept]
        order = np.lexsort((found, self._lengths[found], -covered))
        at: list[int] = found[order].tolist()
        return at

    def _texts_with(self, word: str) -> NDArray[np.int32]:
        number = self._numbers[word]
        return self._having[self._starts[number] : self._starts[number + 1]]

    def _texts_with_any(
        self, like: Mapping[str, float]
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """List the texts with one of the words, the likest last; a text with several repeats."""
        words = sorted(like, key=like.__getitem__)
        texts = [self._texts_with(word) for word in words]
        times = [len(one) for one in texts]
        return np.concatenate(texts), np.repeat([like[word] for word in words], times)


def _best(like: dict[str, float], words: Iterable[str]) -> tuple[float, str]:
    return max(((like[word], word) for word in words if word in like), default=(0.0, ""))


def _aligned(
    words: list[str], parts: list[str], like: Mapping[str, Mapping[str, float]]
) -> list[float]:
    """Pair each typed word with another part of a name, likest pairs first; 0 for none."""
    pairs = sorted(
        (
            (like[word].get(part, 0.0), -abs(at - place), at, place)
            for at, word in enumerate(words)
            for place, part in enumerate(parts)
        ),
        reverse=True,
    )
    found: dict[int, float] = {}
    taken: set[int] = set()
    for likeness, _, at, place in pairs:
        if not likeness or at in found or place in taken:
            continue
        # Stephen is not Lawson S. Wong: a middle initial counts beside the first name only.
        is_middle_initial = place > 0 and len(parts[place]) == 1 < len(words[at])
        if not is_middle_initial or 0 in taken:
            found[at] = likeness
            taken.add(place)
    return [found.get(at, 0.0) for at in range(len(words))]


def _best_first(fits: Iterable[Fit], most: int) -> list[Fit]:
    best: dict[int, float] = {}
    for fit in fits:
        best[fit.place] = max(best.get(fit.place, 0.0), fit.closeness)
    ranked = sorted(best.items(), key=lambda fit: (-fit[1], fit[0]))
    return [Fit(place, close) for place, close in ranked[:most]]


def _is_substitution(word: str, near: str) -> bool:
    """Tell whether one letter stands for another, rather than being left out or swapped."""
    return len(word) == len(near) and sorted(word) != sorted(near)


def _is_another_name(word: str, near: str) -> bool:
    """Tell whether two names are too short for their difference to be a typo: Wang, Wong.

    Swapped letters are one at any length; letters more or less from six letters on, another
    letter from seven.
    """
    if word == near or sorted(word) == sorted(near) or len(near) == 1:
        return False
    shorter = min(len(word), len(near))
    return shorter < 6 or (shorter < 7 and _is_substitution(word, near))
