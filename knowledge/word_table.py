"""This file holds texts by the words that are in them, as plain arrays."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from knowledge.remembering import remembered
from knowledge.spelling import Spellings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = NDArray[np.int32]
    Weights = NDArray[np.float32]

CANDIDATES = 40
"""How many texts are looked at closely. On 5,400 parts of titles and 1,500 names of the ACL
Anthology, mistyped and not, 30, 60 and 200 put the right one first as often, within .001."""
_MANY = 1000
"""Up to so many texts are looked at each, rather than adding up a word that many have. On the same
titles 600 to 2,000 take the same time, never doing so half as long again; what is found is the
same."""
_RUNNING = (0.6, 0.4, 0.2)
"""Shares of what the best text has, one of which a text must have to be looked at; the greatest
that leaves enough."""
_LONGEST = 2**15 - 1
"""Lengths have sixteen bits, which numpy sorts by radix; of longer texts none is the shorter."""


class WordTable:
    """Folded texts by the words that are in them.

    Attributes:
        places: What each text's place is called outside.
        words: Every word once, in alphabetical order; numbers refer to it.
        weights: How rare each word is (inverse document frequency).
        rarest: The weight of a word that no text has.
    """

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        places, numbers, ends, lengths = array("i"), array("i"), array("i", [0]), array("h")
        found: defaultdict[str, int] = defaultdict(lambda: len(found))
        for place, text in texts:
            if text:
                places.append(place)
                numbers.extend(map(found.__getitem__, text.split(" ")))
                ends.append(len(numbers))
                lengths.append(min(len(text), _LONGEST))
        self.places = _whole(places)
        self._lengths = np.frombuffer(lengths, np.int16)
        self.words = sorted(found)
        alphabetical = np.empty(len(found), np.int32)
        order = np.fromiter(map(found.__getitem__, self.words), np.int32, len(found))
        alphabetical[order] = np.arange(len(found), dtype=np.int32)
        self._numbers = alphabetical[_whole(numbers)]
        self._ends = _whole(ends)
        # The texts of all words in a row, so that those of words which begin alike are a slice.
        of_text = np.repeat(np.arange(len(self)), np.diff(self._ends))
        pairs = np.sort(self._numbers.astype(np.int64) << 32 | of_text)
        pairs = pairs[np.diff(pairs, prepend=-1) > 0]
        self._having = pairs.astype(np.int32)
        counts = np.bincount(pairs >> 32, minlength=len(self.words))
        self._starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        self.weights = np.log1p(len(self) / np.maximum(counts, 1)).astype(np.float32)
        self.rarest = float(np.log1p(len(self) or 1))
        self._spellings = Spellings(self.words)
        # A question asks for the same word in many places.
        self.near = remembered(self._near, 1 << 12)

    def __len__(self) -> int:
        return len(self.places)

    def number(self, word: str) -> int | None:
        """Tell a word's number; None if no text has it."""
        number = bisect_left(self.words, word)
        return number if number < len(self.words) and self.words[number] == word else None

    def numbers_beginning(self, letters: str) -> range:
        """Tell the numbers of the words that begin with some letters."""
        after = letters + chr(ord("z") + 1)
        return range(bisect_left(self.words, letters), bisect_left(self.words, after))

    def _near(self, word: str, edits: int) -> Sequence[tuple[int, int]]:
        """List the words that differ by few edits, as (number, edits)."""
        return [(number, by) for _, by, number in self._spellings.within(word, edits)]

    def text(self, at: int) -> str:
        """Write a text out."""
        return " ".join(self.words_of(at))

    def words_of(self, at: int) -> list[str]:
        """List a text's words in order."""
        return [self.words[number] for number in self.numbers_of(at)]

    def numbers_of(self, at: int) -> list[int]:
        """List the numbers of a text's words in order."""
        numbers: list[int] = self._numbers[self._ends[at] : self._ends[at + 1]].tolist()
        return numbers

    def times(self) -> Places:
        """Count the texts that have each word."""
        return np.diff(self._starts)

    def at_ends(self) -> tuple[Places, Places]:
        """Count for each word the texts that it begins and those that it ends."""
        firsts, lasts = self._numbers[self._ends[:-1]], self._numbers[self._ends[1:] - 1]
        words = len(self.words)
        counts = (np.bincount(numbers, minlength=words) for numbers in (firsts, lasts))
        begun, ended = (one.astype(np.int32) for one in counts)
        return begun, ended

    def in_row(self, at: Places) -> tuple[Places, NDArray[np.int64]]:
        """Put the words of some texts in a row, with the place where each text begins."""
        first = self._ends[at]
        counts = self._ends[at + 1] - first
        begins = np.cumsum(counts) - counts
        row = np.repeat(first - begins, counts) + np.arange(counts.sum())
        return self._numbers[row], begins

    def beginning(self, typed: str, most: int) -> list[int]:
        """List the texts that have words which begin like what was typed, in a row."""
        if not typed:
            return _once(self.places[: 2 * most], most)
        *whole, last = typed.split(" ")
        numbers = [self.number(word) for word in whole]
        begins = self.numbers_beginning(last)
        is_begun = np.zeros(len(self), np.bool_)
        is_begun[self._having[self._starts[begins.start] : self._starts[begins.stop]]] = True
        at = np.flatnonzero(is_begun).astype(np.int32)
        for number in numbers:
            if number is None:
                return []
            at = np.intersect1d(at, self.having(number), assume_unique=True)
        if numbers and len(at):
            row, starts = self.in_row(at)
            ends = np.append(starts[1:], len(row))
            beyond = np.append(row, np.full(len(numbers), -1, np.int32))
            is_there = np.ones(len(row), np.bool_)
            for step, number in enumerate(numbers):
                is_there &= beyond[step : step + len(row)] == number
            ending = beyond[len(numbers) :]
            is_there &= (ending >= begins.start) & (ending < begins.stop)
            is_there &= np.arange(len(row)) + len(numbers) < np.repeat(ends, ends - starts)
            at = at[np.logical_or.reduceat(is_there, starts)]
        return _once(self.places[at[: 2 * most]], most)

    def having(self, number: int) -> Places:
        """List the texts that have a word."""
        return self._having[self._starts[number] : self._starts[number + 1]]

    def having_any(self, like: Mapping[int, float]) -> tuple[Places, Weights]:
        """List the texts with one of the words, the likest last; a text with several repeats."""
        numbers = sorted(like, key=like.__getitem__)
        texts = [self.having(number) for number in numbers]
        likeness = np.array([like[number] for number in numbers], np.float32)
        times = [len(one) for one in texts]
        return (np.concatenate(texts) if texts else self.places[:0]), np.repeat(likeness, times)

    def likeness_in(
        self, row: Places, begins: NDArray[np.int64], likes: Iterable[Mapping[int, float]]
    ) -> tuple[Weights, Weights]:
        """Tell how like typed words the words in a row are, and the likest one of each text.

        Returns:
            Likeness of each word in the row, shape (typed words, row), and its greatest in each
            text, shape (typed words, texts).
        """
        of_words = np.zeros(len(self.words), np.float32)
        likeness = []
        for like in likes:
            numbers = np.fromiter(like, np.int64, len(like))
            of_words[numbers] = np.fromiter(like.values(), np.float32, len(like))
            likeness.append(of_words[row])
            of_words[numbers] = 0
        each = np.stack(likeness)
        return each, np.maximum.reduceat(each, begins, axis=1)

    def candidates(self, likes: Sequence[Mapping[int, float]], weights: Sequence[float]) -> Places:
        """List the texts that have most of the typed words, most first; at most a few dozen.

        Args:
            likes: For each typed word the numbers of words like it, with likeness.
            weights: How much each of them counts.
        """
        covered = np.zeros(len(self), np.float32)
        best = np.zeros(len(self), np.float32)
        done = 0.0
        left = sum(weight for weight, like in zip(weights, likes, strict=True) if like)
        for one in sorted(range(len(likes)), key=lambda one: -weights[one]):
            if not likes[one]:
                continue
            at, likeness = self.having_any(likes[one])
            # Of what weighs less than all before it, words that many texts have come last, and
            # what has little until then isn't what was meant.
            if (
                len(at) > 4 * _MANY
                and left < done
                and (found := _in_the_running(covered)) is not None
            ):
                row, begins = self.in_row(found)
                _, likest = self.likeness_in(row, begins, likes)
                return self.most_covered(found, np.array(weights, np.float32) @ likest)
            if len(likes[one]) == 1:
                covered[at] += likeness * np.float32(weights[one])
            else:
                best[at] = likeness  # the likest stands last
                covered[at] = covered[at] + best[at] * np.float32(weights[one])
                best[at] = 0
            left -= weights[one]
            done += weights[one]
        found = np.flatnonzero(covered > 0).astype(np.int32)
        return self.most_covered(found, covered[found])

    def covered(self, likes: Iterable[Mapping[int, float]]) -> tuple[Places, Weights]:
        """List the texts with one of the words in order, and how many they have, by likeness."""
        covered = np.zeros(len(self), np.float32)
        best = np.zeros(len(self), np.float32)
        for like in likes:
            at, likeness = self.having_any(like)
            best[at] = likeness  # the likest stands last
            covered[at] = covered[at] + best[at]
            best[at] = 0
        found = np.flatnonzero(covered > 0).astype(np.int32)
        return found, covered[found]

    def most_covered(self, found: Places, covered: Weights) -> Places:
        """Keep the best covered texts, of several the shortest and then the first in order."""
        if len(found) > CANDIDATES:
            least = np.partition(covered, -CANDIDATES)[-CANDIDATES]
            better, equal = np.flatnonzero(covered > least), np.flatnonzero(covered == least)
            shortest = equal[np.argsort(self._lengths[found[equal]], kind="stable")]
            kept = np.concatenate([better, shortest[: CANDIDATES - len(better)]])
            found, covered = found[kept], covered[kept]
        return found[np.lexsort((found, self._lengths[found], -covered))]


def _in_the_running(covered: Weights) -> Places | None:
    """List the texts that have a good share of what the best one has; None if there are too many."""
    most = float(covered.max())
    for share in _RUNNING:
        is_running = covered >= share * most
        if np.count_nonzero(is_running) >= CANDIDATES:
            found = np.flatnonzero(is_running).astype(np.int32)
            return found if len(found) <= _MANY else None
    return None


def _whole(numbers: array[int]) -> Places:
    return np.frombuffer(numbers, np.int32) if len(numbers) else np.zeros(0, np.int32)


def _once(places: Places, most: int) -> list[int]:
    return list(dict.fromkeys(places.tolist()))[:most]
