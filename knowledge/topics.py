"""This file holds what a library is about: its topics, with the papers of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.markdown import literal
from knowledge.text import counted, fold, listed, shortened
from knowledge.vocabulary import stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

_NEAR = 82
"""Likeness in percent of a folded name from which it is meant: a letter or two are wrong."""
_WORTH_NAMING = 60
"""Likeness in percent from which a name is named as the nearest."""
_SHORT = 3
"""Letters of what is in so many names that none is near for it: 'the'."""
_CHOICES = 10


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """A topic: papers that share words.

    Attributes:
        number: Its place among a library's topics, from 1, the largest first.
        name: The phrase that sets it apart, as papers write it.
        terms: More of its phrases, those that say most first.
        papers: Where its papers stand in the library, best fitting first; shape (papers,).
    """

    number: int
    name: str
    terms: tuple[str, ...]
    papers: NDArray[np.int64]


class Topics:
    """The topics of a library.

    Args:
        arrays: `names`; `terms`, topic after topic, and `terms_until`, where each one's end; `of`,
            the topic of each paper, -1 for none; `fits`, the cosine of each with the others there.
    """

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self.arrays = arrays
        self.papers = len(arrays["of"])

    @cached_property
    def everything(self) -> tuple[Topic, ...]:
        """All topics, the largest first."""
        of, fits = self.arrays["of"], self.arrays["fits"]
        order = np.lexsort((-fits, of))
        ends = np.searchsorted(of[order], np.arange(-1, len(self.arrays["names"])), side="right")
        terms: list[str] = self.arrays["terms"].tolist()
        until = [0, *self.arrays["terms_until"].tolist()]
        return tuple(
            Topic(
                at + 1,
                name,
                tuple(terms[until[at] : until[at + 1]]),
                order[ends[at] : ends[at + 1]],
            )
            for at, name in enumerate(self.arrays["names"].tolist())
        )

    @property
    def without(self) -> int:
        """How many papers fit no topic."""
        return int(np.count_nonzero(self.arrays["of"] < 0))

    def of(self, position: int) -> Topic | None:
        """Tell the topic of a paper; None where it fits none."""
        number = int(self.arrays["of"][position]) if position < self.papers else -1
        return self.everything[number] if number >= 0 else None

    def holding(self, positions: NDArray[np.integer]) -> list[tuple[Topic, int]]:
        """List the topics that hold some of these papers, with how many, the most first."""
        numbers = self.arrays["of"][positions[positions < self.papers]]
        times = np.bincount(numbers[numbers >= 0], minlength=len(self.everything))
        order = [at for at in np.argsort(-times, kind="stable").tolist() if times[at]]
        return [(self.everything[at], int(times[at])) for at in order]

    def called(self, typed: str) -> Topic:
        """Find the topic that is meant by its name, part of it, a term, or its number.

        Raises:
            NothingMatches: No name or term is near enough.
            SeveralMatch: Several are about equally near.
        """
        folded = fold(typed)
        stems = _stems(folded)
        is_number = folded.isdecimal() and not typed.strip().startswith("-")
        if is_number and 0 < int(folded[:9]) <= len(self.everything):
            return self.everything[int(folded[:9]) - 1]
        for fits in self._ways(folded, stems):
            if len(fits) == 1:
                return fits[0]
            if fits:
                names = [one.name for one in fits[:_CHOICES]]
                says = f"*{_short(typed)}* may be {listed(map(literal, names), last='or')}."
                raise SeveralMatch(f"{says} Which topic is meant?", typed=typed, names=names)
        raise self._nothing(typed, folded)

    def _ways(self, folded: str, stems: tuple[str, ...]) -> Iterator[list[Topic]]:
        """List the topics that are meant in one way and another, the surest way first."""
        if not folded:
            return
        everything, names = self.everything, [fold(topic.name) for topic in self.everything]
        yield [topic for topic, name in zip(everything, names, strict=True) if name == folded]
        keys = [_stems(name) for name in names]
        yield [topic for topic, key in zip(everything, keys, strict=True) if key == stems]
        yield [topic for topic in everything if stems in map(_stems, topic.terms)]
        yield [topic for topic, key in zip(everything, keys, strict=True) if set(stems) <= set(key)]
        yield self._like(folded, names)
        terms = [[fold(term) for term in topic.terms] for topic in everything]
        near = process.extract(
            folded, sorted({*chain(*terms)}), scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        if near:
            yield [topic for topic, own in zip(everything, terms, strict=True) if near[0][0] in own]
        yield [
            topic
            for topic, key in zip(everything, keys, strict=True)
            if set(stems) <= {*key, *chain(*map(_stems, topic.terms))}
        ]

    def _like(self, folded: str, names: Sequence[str]) -> list[Topic]:
        """List the topics whose name is likest to what was typed, where one or two letters differ."""
        near = process.extract(folded, names, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None)
        return [self.everything[place] for _, like, place in near if like == near[0][1]]

    def _nothing(self, typed: str, folded: str) -> NothingMatches:
        everything = self.everything
        says = f"No topic here is called *{_short(typed)}*."
        if not everything:
            return NothingMatches(f"{says} No topics were found in this library.", typed=typed)
        names = [fold(topic.name) for topic in everything]
        near = process.extract(
            folded, names, scorer=fuzz.WRatio, score_cutoff=_WORTH_NAMING, limit=3
        )
        nearest = [everything[place].name for _, _, place in near if len(folded) > _SHORT]
        if nearest:
            is_are = "is" if len(nearest) == 1 else "are"
            says += f" The nearest {is_are} {listed(map(literal, nearest))}."
        else:
            nearest = [topic.name for topic in everything[:3]]
            says += f" The largest of {counted(len(everything), 'topic')} are {listed(map(literal, nearest))}."
        return NothingMatches(says, typed=typed, names=nearest)


def _stems(folded: str) -> tuple[str, ...]:
    return tuple(map(stem, fold(folded).split()))


def _short(typed: str) -> str:
    return literal(shortened(" ".join(typed.split()), 100))
