"""This file holds people's names, found by any part of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from knowledge.alignment import ALIKE, DOUBTFUL, Typed
from knowledge.closeness import Fit, best_first, decided
from knowledge.paper import GENERATIONS
from knowledge.remembering import remembered
from knowledge.text import fold, latin
from knowledge.word_table import WordTable

if TYPE_CHECKING:
    from knowledge.word_table import Places, Weights

_MOST_WORDS = 40
_BEGUN = 0.9
"""Likeness of six letters or more that are no name here to a name that begins with them: it was
typed in part. From four letters on that is doubtful, as Feng for Fengyuan."""
_CROWD = 50
"""From so many people on who share the rest of a name, what looks misspelt may be another name.
In the ACL Anthology (87,332 people) the first names of one in 3,000 pairs who share a surname are
what `_is_typo` tells; so among 50 people one new name in 60 is such by chance, among the 1,336 who
are called Wang every second or third. A surname is five times less often nearly another one; for
one that is typed alone, a tenth of all people count."""
_NAMESAKES = 0.02
"""How many people of a first name and a surname must be expected, were the two independent, for
one with a middle name to be perhaps somebody else. When 3,000 people were taken out of the ACL
Anthology and asked for, .005 took 108 of them for others and .5 took 119, nearly all of those being
other spellings of the same people; .02 took 113."""
_DIGRAPHS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
    | {"Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Ø": "Oe", "Å": "Aa"}
)
"""How people write German (DIN 5007-2) and Nordic letters that they don't have, where they don't
just drop the marks as folding does."""
_HYPHEN = re.compile(r"(?<=\w)[-\u2010\u2011](?=\w)")


class Names:
    """People's names, found by any part of them.

    Args:
        names: Pairs of a person's place and one of their spellings.
    """

    def __init__(self, names: Iterable[tuple[int, str]]) -> None:
        self._written: list[str] = []
        self._table = WordTable(chain.from_iterable(self._ways(*one) for one in names))
        self._firsts, self._lasts = self._table.at_ends()
        # Good and Turing (Good 1953): that share of words to come is new which was met once.
        times = self._table.times()
        self._knows_most_words = 2 * np.count_nonzero(times == 1) < times.sum()
        # A question asks for the same stretches of it, and the same words, in many places.
        self._meant = remembered(self._meant_of, 1 << 10)
        self._like = remembered(self._name_like, 1 << 10)
        self._alike = remembered(self._having_alike, 1 << 8)

    def _ways(self, place: int, name: str) -> Iterator[tuple[int, str]]:
        """Fold a name in each of the ways in which it may be typed."""
        for way in dict.fromkeys((name, _HYPHEN.sub("", name), name.translate(_DIGRAPHS))):
            if folded := fold(way):
                self._written.append(way)
                yield place, folded

    def closest(self, typed: str, most: int = 10) -> list[Fit]:
        """Rank people by how well one of their spellings fits what was typed, best first."""
        surname, _, first = typed.partition(",")
        if fold(first) and fold(first) not in GENERATIONS:
            typed = f"{first} {surname}"
        words = _words(typed)
        is_one_word = len(typed.split()) == 1
        readings = [words, _words(typed.translate(_DIGRAPHS))]
        fits = self._fits_of(readings, is_one_word=is_one_word)
        if len(words) > 2 and not decided(best_first(fits, 1)):
            fits += self._fits_of(self._joined(words))
        return best_first(fits, most)

    def meant(self, typed: str, most: int = 3) -> list[Fit]:
        """Keep who is meant by a name: what is `decided` of the closest, found faster.

        A sentence has many stretches that may be names; most are told to be none at a glance.
        """
        return list(self._meant(fold(typed), most))

    def beginning(self, typed: str, most: int = 25) -> list[int]:
        """List people whose names have words which begin like what was typed so far."""
        return self._table.beginning(fold(typed), most)

    def having(self, word: str) -> list[int]:
        """List the places of people one of whose spellings has a folded word."""
        number = self._table.number(word)
        if number is None:
            return []
        return list(dict.fromkeys(self._table.places[self._table.having(number)].tolist()))

    def _fits_of(
        self, readings: Iterable[tuple[str, ...]], *, is_one_word: bool = False
    ) -> list[Fit]:
        return list(
            chain.from_iterable(
                self._fits(words, self._candidates(words), is_one_word=is_one_word)
                for words in dict.fromkeys(readings)
            )
        )

    def _joined(self, words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """Join two words where the library knows them as one: Jun Jie, Junjie."""
        for at in range(len(words) - 1):
            joined = words[at] + words[at + 1]
            if self._table.number(joined) is not None:
                yield (*words[:at], joined, *words[at + 2 :])

    def _candidates(self, words: Sequence[str]) -> Places:
        """List the texts that have most of the words; initials alone name nobody."""
        table = self._table
        found, covered = table.covered(self._like(word) for word in _whole(words))
        initials = [word for word in words if len(word) == 1] if len(found) else []
        row, begins = table.in_row(found) if initials else (found, found)
        for letter in initials:
            of_letter = table.numbers_beginning(letter)
            begun = (row >= of_letter.start) & (row < of_letter.stop)
            # In 'J. James' it takes two to begin with a J.
            needed = sum(word.startswith(letter) for word in words)
            covered = covered + (np.add.reduceat(begun, begins, dtype=np.int16) >= needed)
        return table.most_covered(found, covered)

    def _meant_of(self, folded: str, most: int) -> tuple[Fit, ...]:
        words = _words(folded)
        having = [self._alike(word) for word in _whole(words)]
        # One word that nothing is like makes a name too unlike already.
        if not having or not all(len(found) for found, _ in having):
            return ()
        (at, covered), *others = sorted(having, key=lambda one: len(one[0]))
        for found, likeness in others:
            places = np.searchsorted(found, at) % len(found)
            is_there = found[places] == at
            at, covered = at[is_there], covered[is_there] + likeness[places[is_there]]
        fits = self._fits(words, self._table.most_covered(at, covered))
        return tuple(decided(best_first(fits, most)))

    def _having_alike(self, word: str) -> tuple[Places, Weights]:
        """List the texts with a word that one may stand for, in order, with likeness."""
        like = self._like(word)
        return self._table.covered([{near: one for near, one in like.items() if one >= ALIKE}])

    def _fits(
        self, words: tuple[str, ...], candidates: Places, *, is_one_word: bool = False
    ) -> list[Fit]:
        table = self._table
        whole = _whole(words)
        like = {word: self._like_beside(word, whole) for word in whole}
        first = table.number(words[0]) if words and len(words[0]) > 1 else None
        typed = Typed(
            words,
            like,
            *self._order(words),
            is_one_word or len(words) == 1,
            begins_nobody=first is not None and not self._firsts[first],
        )
        fits = []
        for at, place in zip(candidates.tolist(), table.places[candidates].tolist(), strict=True):
            parts = table.words_of(at)
            is_part = len(words) < len(parts)
            hyphened = _hyphened(self._written[at]) if is_part else frozenset()
            fits.append(Fit(place, typed.closeness(parts, hyphened)))
        return fits

    def _name_like(self, word: str) -> Mapping[int, float]:
        """Find names that are equal, begin like a word, or differ by few edits; with likeness.

        What is a name here itself is not taken for a misspelt one.
        """
        table = self._table
        own = table.number(word)
        like: dict[int, float] = {}
        for near, edits in table.near(word, 2 if len(word) >= 6 else 1):
            name = table.words[near]
            if edits == 0:
                like[near] = 1.0
            elif len(name) > 1:
                like[near] = _misspelt(word, name, edits) * (1 - edits / max(len(word), len(name)))
                if own is None and edits == 1:
                    if _is_typo(word, name):
                        like[near] = 1 - 1 / max(len(word), len(name))
                    elif self._knows_most_words:
                        like[near] = DOUBTFUL + like[near] / 100
        if len(word) >= 4:
            begun = ALIKE - 0.01
            if self._knows_most_words:
                begun = DOUBTFUL
            if own is None and len(word) >= 6:
                begun = _BEGUN
            for near in table.numbers_beginning(word):
                like[near] = max(like.get(near, 0.0), begun)
        return like

    def _like_beside(self, word: str, whole: Sequence[str]) -> dict[str, float]:
        """Write out what is like a word; a typo in a name whose rest very many share is doubtful."""
        near = {self._table.words[number]: one for number, one in self._like(word).items()}
        if not any(DOUBTFUL < one < 1 for one in near.values()):
            return near
        rest = [self._table.number(one) for one in whole if one != word]
        having = [self._table.having(one) for one in rest if one is not None]
        fewest = min(map(len, having), default=0 if rest else len(self._table) // 10)
        if fewest <= _CROWD:
            return near
        return {
            name: one if one == 1 else min(one, DOUBTFUL + one / 100) for name, one in near.items()
        }

    def _order(self, words: Sequence[str]) -> tuple[bool, bool]:
        """Tell whether the surname seems to stand last, and whether a name is a common one.

        Both go by how many names here begin and end with a word. Who gives initials says that
        the name isn't all.
        """
        if len(words) < 2:
            return False, False
        as_is = self._times(self._firsts, words[0]) * self._times(self._lasts, words[-1])
        turned = self._times(self._firsts, words[1]) * self._times(self._lasts, words[0])
        is_common = max(as_is, turned) > _NAMESAKES * len(self._table)
        is_turned = as_is < turned or len(words[-1]) == 1 < len(words[0])
        return not is_turned, is_common and all(len(word) > 1 for word in words)

    def _times(self, counts: Places, word: str) -> float:
        number = self._table.number(word)
        if len(word) == 1:
            of_letter = self._table.numbers_beginning(word)
            return float(counts[of_letter.start : of_letter.stop].sum())
        # A word that is never met is met half a time, lest one count less than another for it.
        return max(float(counts[number]) if number is not None else 0.0, 0.5)


def _words(typed: str) -> tuple[str, ...]:
    return tuple(fold(typed).split()[:_MOST_WORDS])


def _whole(words: Iterable[str]) -> list[str]:
    """Leave out initials, and what is there twice."""
    return [word for word in dict.fromkeys(words) if len(word) > 1]


def _hyphened(name: str) -> frozenset[int]:
    """Tell which parts of a name a hyphen ties to the part before."""
    if not _HYPHEN.search(name):
        return frozenset()
    places: set[int] = set()
    count = 0
    for piece in latin(name).split():
        parts = fold(piece).split()
        places.update(range(count + 1, count + len(parts)) if "-" in piece else ())
        count += len(parts)
    return frozenset(places)


def _is_typo(word: str, near: str) -> bool:
    """Tell whether a difference of one edit is rather a typo than another name: Wang, Wong.

    Swapped letters are one at any length, letters more or less from six letters on, another
    letter from seven, but never at the beginning, where people mistype least (Yannakoudakis and
    Fawthrop 1983, 'The rules of spelling errors': 1.4 % of errors are in the first letter).
    """
    if sorted(word) == sorted(near):
        return True
    shorter = min(len(word), len(near))
    return word[0] == near[0] and shorter >= (7 if len(word) == len(near) else 6)


def _misspelt(word: str, near: str, edits: int) -> float:
    """Tell how like a misspelling a name is that isn't taken for one; below ALIKE."""
    if sorted(word) == sorted(near):
        return ALIKE - 0.01
    return ALIKE - (0.03 if len(word) != len(near) or edits > 1 else 0.05)
