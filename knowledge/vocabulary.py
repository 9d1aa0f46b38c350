"""This file holds the words of a library: their stems, their numbers, and what misspelt ones mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.numbering import LONGEST_WORD
from knowledge.remembering import remembered
from knowledge.spelling import Spellings

if TYPE_CHECKING:
    import Stemmer
    from numpy.typing import NDArray


class Vocabulary:
    """The words of a library, and the pairs of neighbouring ones that two papers have.

    Args:
        arrays: `terms`, the stems in alphabetical order; `pairs`, their pairs as the first one's
            number × stems + the second one's, in order; `words`, the words as they are written,
            folded, in alphabetical order; `word_counts`, how often each comes.
        stop_words: Words that say nothing.

    Attributes:
        number: Finds the number of one stem, and remembers it.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], stop_words: Iterable[str]) -> None:
        self.arrays = arrays
        self.stop_words = frozenset(stop_words)
        self.number = remembered(self._number, 1 << 14)

    def _number(self, stemmed: str) -> int | None:
        return self.numbers([stemmed])[0]

    @cached_property
    def words(self) -> list[str]:
        """Every word of the library as it is written there, folded, in alphabetical order."""
        return [word.decode() for word in self.arrays["words"].tolist()]

    @cached_property
    def spellings(self) -> Spellings:
        """The library's words, to correct a query with."""
        return Spellings(self.words)

    def knows(self, word: str) -> bool:
        """Tell whether a folded word, or another form of it, is in the library or a stop word."""
        return word in self.stop_words or self.number(stem(word)) is not None

    def nearest_word(self, word: str) -> str | None:
        """Find the library's word that a misspelt one means, or none that is near enough.

        Near enough is one edit (Damerau 1964: 80 % of misspellings are one) from five letters
        and two from nine; with two the first letter must agree, and the lengths but for one letter.
        """
        if len(word) < 5 or not word.isalpha():
            return None
        near = self.spellings.within(word, 1 if len(word) < 9 else 2)
        counts = self.arrays["word_counts"]
        ranked = [
            (distance, -int(counts[place]), found)
            for found, distance, place in near
            if found not in self.stop_words
            and (distance < 2 or (found[0] == word[0] and abs(len(found) - len(word)) < 2))
        ]
        return min(ranked)[2] if ranked else None

    def numbers(self, stems: Sequence[str]) -> list[int | None]:
        """Find the numbers of stems; None for one that no paper has."""
        terms = self.arrays["terms"]
        if not len(terms):
            return [None] * len(stems)
        # What isn't ASCII is no stem, and 'replace' makes none of it.
        sought = np.array([stemmed.encode("ascii", "replace") for stemmed in stems], terms.dtype)
        at = np.minimum(np.searchsorted(terms, sought), len(terms) - 1)
        is_there = (terms[at] == sought).tolist()
        return [one if same else None for one, same in zip(at.tolist(), is_there, strict=True)]

    def pairs(self, said: Sequence[int]) -> list[int]:
        """Find the numbers, after those of the stems, of the neighbouring stems that are known."""
        pairs, stems = self.arrays["pairs"], len(self.arrays["terms"])
        if len(said) < 2 or not len(pairs):
            return []
        keys = np.array([one * stems + other for one, other in pairwise(said)])
        at = np.minimum(np.searchsorted(pairs, keys), len(pairs) - 1)
        found: list[int] = (stems + at[pairs[at] == keys]).tolist()
        return found


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Reduce an English word to its stem (Snowball's English stemmer), of 32 letters at most."""
    return str(_stemmer().stemWord(word))[:LONGEST_WORD]


def stemmed_all(words: Iterable[str]) -> list[str]:
    """Reduce many different words to their stems."""
    return [stemmed[:LONGEST_WORD] for stemmed in _stemmer().stemWords(list(words))]


@cache
def _stemmer() -> Stemmer.Stemmer:
    import Stemmer

    # Without a cache of its own the stemmer may be shared between threads.
    return Stemmer.Stemmer("english", 0)
