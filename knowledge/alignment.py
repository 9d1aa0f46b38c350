"""This file holds how far the words of a typed name are those of somebody's name.

A name that is nearly another one is another one more often than it is misspelt. So closeness also
tells whether a name may be taken for granted, should be asked about, or only be named as near.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from knowledge.closeness import ASKED

ALIKE = 0.65
"""Likeness from which one word may stand for another; what is less is nearly another name."""
DOUBTFUL = 0.66
"""Likeness, up to an initial's, of words of which one may stand for the other and often doesn't:
Feng for Fengyuan."""
_INITIALLED = 0.7
"""Likeness of a typed name to an initial."""
_INITIAL = 0.8
"""Likeness of a typed initial to a name."""
_IN_NAME, _OF_NAME = 0.9, 0.1
"""What closeness is made of: how far the typed words are in a name, and it in them."""
_MISSING = 0.3
"""What every typed word takes off that isn't in a name."""
_TURNED = 0.01
"""What another order takes off: the right one is a little nearer."""

PARTICLES = frozenset(
    "van von der den de del della di da dos das la le el al bin ibn ter ten zu".split()
)
"""Words that begin a surname of several words."""


class Pair(NamedTuple):
    """A typed word and the part of a name that it stands for, by their places."""

    at: int
    place: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Typed:
    """A name as it was typed.

    Attributes:
        words: Its words, folded; single letters are initials.
        like: For each word that is no initial the words that are like it, with likeness.
        is_in_order: The surname seems to stand last already.
        is_common: Several people may well have this first name and surname.
        is_one_word: It was written without a space, as a surname may be.
        begins_nobody: No name here begins with its first word, as with López in López García.
    """

    words: Sequence[str]
    like: Mapping[str, Mapping[str, float]]
    is_in_order: bool = False
    is_common: bool = False
    is_one_word: bool = False
    begins_nobody: bool = False

    def closeness(self, parts: Sequence[str], hyphened: frozenset[int] = frozenset()) -> float:
        """Tell how close it is to a name, 0 to 1.

        Args:
            parts: The name, folded.
            hyphened: The places of parts that a hyphen ties to the part before.
        """
        pairs = self._aligned(parts)
        close = _IN_NAME * sum(pair.likeness for pair in pairs) / len(self.words)
        close += _OF_NAME * min(len(self.words) / len(parts), 1)
        close -= _MISSING * (len(self.words) - len(pairs))
        if len(self.words) == len(parts) and list(self.words) != list(parts):
            close -= _TURNED
        # What is not to be taken stays in its order below what is, and what is not asked about
        # below that.
        if any(pair.likeness < ALIKE for pair in pairs):
            close = min(close, ASKED - 0.05 + 0.04 * close)
        elif self._is_doubtful(parts, pairs, hyphened):
            close = min(close, ASKED + 0.03 * close)
        return max(close, 0.0)

    def _aligned(self, parts: Sequence[str]) -> list[Pair]:
        """Pair each word with another part, likest first, and then what is left with initials."""
        words: dict[int, Pair] = {}
        taken: dict[int, Pair] = {}
        for _, _, pair in sorted(self._pairs(parts)):
            if pair.at not in words and pair.place not in taken:
                words[pair.at] = taken[pair.place] = pair
        for place, part in enumerate(parts):
            if len(part) > 1 or place in taken:
                continue
            for at, word in enumerate(self.words):
                is_free = at not in words or words[at].likeness < ALIKE
                if is_free and word.startswith(part) and self._is_framed(at, place, parts, taken):
                    words[at] = taken[place] = Pair(at, place, _INITIALLED)
                    break
        return list(words.values())

    def _pairs(self, parts: Sequence[str]) -> Iterator[tuple[float, int, Pair]]:
        """List what may stand for what, with what the likest and then the nearest come first by."""
        for at, word in enumerate(self.words):
            like = self.like.get(word, {})
            for place, part in enumerate(parts):
                if len(word) == 1:
                    likeness = float(word == part) or _INITIAL * part.startswith(word)
                else:
                    likeness = like.get(part, 0.0) if len(part) > 1 else 0.0
                if likeness:
                    yield -likeness, abs(at - place), Pair(at, place, likeness)

    def _is_framed(
        self, at: int, place: int, parts: Sequence[str], taken: Mapping[int, Pair]
    ) -> bool:
        """Tell whether the other ends of a name agree, so that a word may stand for an initial.

        Stephen is not Lawson S. Wong, nor is James Alexander Hughes James H. Alexander.
        """
        ends = [end for end in {0, len(parts) - 1} if end != place]
        for end in ends:
            pair = taken.get(end)
            if pair is None or pair.likeness < ALIKE or len(parts[end]) == 1:
                return False
        if len(ends) < 2:
            return bool(ends)
        first, last = taken[0].at, taken[len(parts) - 1].at
        return first < at < last or last < first < at

    def _is_doubtful(
        self, parts: Sequence[str], pairs: Sequence[Pair], hyphened: frozenset[int]
    ) -> bool:
        """Tell whether a name that has the typed words may well be somebody else's.

        It may be if words are doubtful themselves or stand for an initial at an end (people.py
        takes no two such for one person); if an end, half of a hyphened name or, in common names,
        anything is left out; and if the order is another one, unless the surname stands first.
        """
        if any(pair.likeness < _INITIALLED for pair in pairs):
            return True
        if self.is_one_word:
            return False
        # A surname of several words, unless it may be a second first name and a surname.
        is_end = self.begins_nobody and list(self.words) == list(parts[-len(self.words) :])
        if is_end and (self.words[0] in PARTICLES or len(parts) - len(self.words) > 1):
            return False
        ends = {0, len(parts) - 1}
        taken = {pair.place for pair in pairs}
        initials = tuple(word for word in self.words if len(word) == 1)
        left_out = [
            place
            for place, part in enumerate(parts)
            if place not in taken and not part.startswith(initials)
        ]
        if any(pair.likeness == _INITIALLED and pair.place in ends for pair in pairs):
            return True
        if any(len(parts[place]) > 1 and (self.is_common or place in ends) for place in left_out):
            return True
        if any((place in taken) != (place - 1 in taken) for place in hyphened):
            return True
        places = [pair.place for pair in sorted(pairs, key=lambda pair: pair.at)]
        turns = sum(one > other for one, other in pairwise(places))
        is_rotated = turns == 1 and places[-1] < places[0]
        return turns > 0 and (self.is_in_order or not is_rotated)
