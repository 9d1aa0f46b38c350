"""This file holds how words are numbered, millions at once.

A dictionary would ask for every word that is said; here whole arrays of words are looked up by
what their letters come to. Two words that come to the same 64 bits would be taken for one: among
a million words the chance of that is one in 40 million.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST_WORD = 32
"""Letters by which a word is told from others; all but a few in a million are shorter."""
_FIRST = np.array([(1 << 8 * letters) - 1 for letters in range(9)], np.uint64)
"""Masks that keep the first letters of eight."""
# Odd numbers with as many ones as zeros, well mixed: those of xxHash and of the golden ratio.
_FACTORS = [
    np.uint64(factor)
    for factor in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
]


class Numbering:
    """Words with their numbers, from 0 in the order in which they are first said.

    Attributes:
        words: Every word that was numbered.
    """

    def __init__(self) -> None:
        self.words: list[str] = []
        self._numbers: dict[int, int] = {}
        self._lay_out(16)

    def numbered(self, text: str) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Number the words of a text.

        Args:
            text: ASCII letters and digits, with spaces and ends of lines between.

        Returns:
            The number of each word in order, and how many words each line has.
        """
        letters = text.encode("ascii") + bytes(LONGEST_WORD + 8)
        signs = np.frombuffer(letters, np.uint8)
        is_word = signs > ord(" ")
        edges = np.flatnonzero(is_word[1:] != is_word[:-1]) + 1
        if is_word[0]:
            edges = np.concatenate([[0], edges])
        begins, ends = edges[::2], edges[1::2]
        ends_of_lines = np.append(np.flatnonzero(signs == ord("\n")), len(signs))
        per_line = np.diff(np.searchsorted(begins, ends_of_lines), prepend=0)
        hashes = _hashes(letters, begins, ends - begins)
        slots = (hashes & self._mask).astype(np.int64)
        numbers = self._of_slot[slots]
        others = np.flatnonzero(self._hash_of_slot[slots] != hashes)
        if len(others):
            different, first, place = np.unique(
                hashes[others], return_index=True, return_inverse=True
            )
            spans = np.stack([begins[others[first]], ends[others[first]]], axis=1).tolist()
            known = [
                self._number(one, text, begin, end)
                for one, (begin, end) in zip(different.tolist(), spans, strict=True)
            ]
            numbers[others] = np.array(known, np.int32)[place]
        return numbers, per_line

    def _number(self, one: int, text: str, begin: int, end: int) -> int:
        number = self._numbers.get(one)
        if number is None:
            number = self._numbers[one] = len(self.words)
            self.words.append(text[begin : min(end, begin + LONGEST_WORD)])
            if len(self.words) > len(self._of_slot) // 8:
                self._lay_out(len(self._of_slot).bit_length() + 1)
            self._settle(one, number)
        return number

    def _lay_out(self, bits: int) -> None:
        self._mask = np.uint64((1 << bits) - 1)
        self._of_slot = np.full(1 << bits, -1, np.int32)
        self._hash_of_slot = np.zeros(1 << bits, np.uint64)
        for one, number in self._numbers.items():
            self._settle(one, number)

    def _settle(self, one: int, number: int) -> None:
        """Give a word its slot, unless another one has it: then it is found by the dictionary."""
        slot = one & int(self._mask)
        if self._of_slot[slot] < 0:
            self._of_slot[slot], self._hash_of_slot[slot] = number, one


def _hashes(
    letters: bytes, begins: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Mix the letters of words, eight at a time, into 64 bits each; never 0."""
    eights = np.ndarray((len(letters) - 7,), "<u8", letters, 0, (1,))
    hashes: NDArray[np.uint64] = eights[begins] & _FIRST[np.minimum(lengths, 8)]
    hashes *= _FACTORS[0]
    for at, factor in enumerate(_FACTORS[1:], start=1):
        longer = np.flatnonzero(lengths > 8 * at)
        left = np.minimum(lengths[longer] - 8 * at, 8)
        mixed = (hashes[longer] >> np.uint64(32)) ^ hashes[longer]
        mixed ^= (eights[begins[longer] + 8 * at] & _FIRST[left]) * factor
        hashes[longer] = mixed * _FACTORS[at - 1]
    hashes ^= hashes >> np.uint64(29)
    hashes *= _FACTORS[1]
    hashes ^= hashes >> np.uint64(32)
    return np.maximum(hashes, 1)
