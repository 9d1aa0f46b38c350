"""This file holds how words are found that are spelt nearly like another one."""

from __future__ import annotations

import string
from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

_BITS = {sign: 1 << at for at, sign in enumerate(string.ascii_lowercase + string.digits)}
_LETTERS = (1 << len(string.ascii_lowercase)) - 1


class Spellings:
    """Folded texts, of which those that can't be near are passed over without a closer look.

    An edit changes a text's length by one at the most and its set of letters by two. So texts
    stand by length, and a look at the letters of the few lengths that matter leaves a small part
    to compare.

    Args:
        texts: Small Latin letters, digits and spaces; places refer to their order.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        self._by_length = np.argsort(lengths, kind="stable").astype(np.int32)
        self._starts = [0, *np.cumsum(np.bincount(lengths)).tolist()]
        letters = np.fromiter(map(_letters, texts), np.int64, len(texts))
        self._letters = letters[self._by_length]

    def within(self, word: str, edits: int) -> list[tuple[str, int, int]]:
        """List the texts at most so many edits away (Damerau's), as (text, edits, place)."""
        shortest = max(len(word) - edits, 0)
        longest = min(len(word) + edits, len(self._starts) - 2)
        own = _letters(word)
        near: list[int] = []
        for length in range(shortest, longest + 1):
            these = slice(self._starts[length], self._starts[length + 1])
            is_near = np.bitwise_count(self._letters[these] ^ own) <= 2 * edits
            near += self._by_length[these][is_near].tolist()
        texts = {place: self._texts[place] for place in near}
        return process.extract(word, texts, scorer=OSA.distance, score_cutoff=edits, limit=None)


def _letters(text: str) -> int:
    """Tell by bits which letters and digits a text has, and which letters twice or more."""
    once = twice = 0
    for sign in text:
        bit = _BITS.get(sign, 0)
        twice |= once & bit
        once |= bit
    return once | (twice & _LETTERS) << len(_BITS)
