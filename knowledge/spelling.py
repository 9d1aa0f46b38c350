"""This file holds how words are found that are spelt nearly like another one."""

from __future__ import annotations

import string
from collections.abc import Callable, Sequence

import numpy as np
from rapidfuzz import fuzz, process
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
        near = self._near(word, len(word) - edits, len(word) + edits, lambda _: 2 * edits)
        return process.extract(word, near, scorer=OSA.distance, score_cutoff=edits, limit=None)

    def likest(self, text: str, least: float) -> int | None:
        """Find the place of the likest text by rapidfuzz's ratio, in percent; None below `least`."""
        # The ratio is the share of letters that needn't be put in or taken out.
        unlike = 1 - least / 100 + 1e-9
        longest = len(text) * (1 + unlike) / (1 - unlike) if unlike < 1 else len(self._starts)
        shortest = len(text) * (1 - unlike) / (1 + unlike)
        near = self._near(
            text, int(shortest), int(longest), lambda length: int(unlike * (length + len(text)))
        )
        found = process.extractOne(text, near, scorer=fuzz.ratio, score_cutoff=least)
        return None if found is None else int(found[2])

    def _near(
        self, text: str, shortest: int, longest: int, most: Callable[[int], int]
    ) -> dict[int, str]:
        """List, in order, the texts with nearly the letters of another one, by their places.

        Args:
            text: What they are compared with.
            shortest: The length of the shortest texts.
            longest: The length of the longest ones.
            most: How many letters may be in only one of two texts, by the length of the other.
        """
        own = _letters(text)
        near: list[int] = []
        for length in range(max(shortest, 0), min(longest + 1, len(self._starts) - 1)):
            these = slice(self._starts[length], self._starts[length + 1])
            is_near = np.bitwise_count(self._letters[these] ^ own) <= most(length)
            near += self._by_length[these][is_near].tolist()
        return {place: self._texts[place] for place in sorted(near)}


def _letters(text: str) -> int:
    """Tell by bits which letters and digits a text has, and which letters twice or more."""
    once = twice = 0
    for sign in text:
        bit = _BITS.get(sign, 0)
        twice |= once & bit
        once |= bit
    return once | (twice & _LETTERS) << len(_BITS)
