"""This file holds how words are found that are spelt nearly like another one."""

from __future__ import annotations

import string
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BITS = {sign: 1 << at for at, sign in enumerate(string.ascii_lowercase + string.digits)}
_LETTERS = (1 << len(string.ascii_lowercase)) - 1


class Spellings:
    """Folded texts, of which those that can't be near are passed over without a closer look.

    An edit changes a text's length by one at the most and its set of letters by two, so a look at
    two arrays leaves a small part of the texts to compare.

    Args:
        texts: Small Latin letters, digits and spaces; places refer to their order.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts
        self._lengths = np.fromiter(map(len, texts), np.int32, len(texts))
        self._letters = np.fromiter(map(_letters, texts), np.int64, len(texts))

    def within(self, word: str, edits: int) -> list[tuple[str, int, int]]:
        """List the texts at most so many edits away (Damerau's), as (text, edits, place)."""
        near = np.flatnonzero(
            (np.abs(self._lengths - len(word)) <= edits) & (self._unshared(word) <= 2 * edits)
        ).tolist()
        texts = {place: self._texts[place] for place in near}
        return process.extract(word, texts, scorer=OSA.distance, score_cutoff=edits, limit=None)

    def likest(self, text: str, least: float) -> int | None:
        """Find the place of the likest text by rapidfuzz's ratio, in percent; None below `least`."""
        # The ratio is the share of letters that needn't be put in or taken out.
        most = (1 - least / 100) * (self._lengths + len(text)) + 1e-6
        near = np.flatnonzero(
            (np.abs(self._lengths - len(text)) <= most) & (self._unshared(text) <= most)
        ).tolist()
        texts = {place: self._texts[place] for place in near}
        found = process.extractOne(text, texts, scorer=fuzz.ratio, score_cutoff=least)
        return None if found is None else int(found[2])

    def _unshared(self, text: str) -> NDArray[np.uint8]:
        unshared: NDArray[np.uint8] = np.bitwise_count(self._letters ^ _letters(text))
        return unshared


def _letters(text: str) -> int:
    """Tell by bits which letters and digits a text has, and which letters twice or more."""
    once = twice = 0
    for sign in text:
        bit = _BITS.get(sign, 0)
        twice |= once & bit
        once |= bit
    return once | (twice & _LETTERS) << len(_BITS)
