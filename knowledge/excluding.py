"""This file holds which papers a channel won't have: those with a word, or of a person or category.

What excludes must not take more than was said. So words are taken as they are spelt, though by stems;
those of a phrase must stand in a row, but for words that say nothing; and names of people and
categories must be whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.following import papers_of, person
from knowledge.interests import shown
from knowledge.markdown import literal
from knowledge.ranking import LONGEST_QUERY
from knowledge.text import fold, tokens
from knowledge.vocabulary import stem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from knowledge.library import Library
    from knowledge.paper import Paper
    from knowledge.ranking import Index

_READ = 2000
"""Papers that are read to see whether words stand in a row, the last that the library has. It takes
more only where two words are frequent and yet stand together in a single paper, or in none."""


@dataclass(frozen=True, slots=True, eq=False)
class Excluded:
    """Papers that are excluded for one reason.

    Attributes:
        says: Why, in Markdown, to follow 'It': 'has *survey*'.
        papers: Their positions in order; shape (papers,).
    """

    says: str
    papers: NDArray[np.integer]


def excluded(library: Library, typed: str) -> Iterator[Excluded]:
    """Tell which papers some words exclude: by what they say, by an author, by a category."""
    words = [one for one in tokens(typed)[:LONGEST_QUERY] if one not in library.index.stop_words]
    stems = [stem(word) for word in words]
    yield Excluded(f"has *{shown(typed)}*", _having(library, stems))
    # A single word of the papers' own is no surname.
    is_name = len(fold(typed).split()) > 1 or not all(map(library.index.knows, words or [""]))
    if is_name and (who := person(library, typed)):
        yield Excluded(f"is by {literal(who.name)}", papers_of(library, who)[0])
    if code := _category(library, typed):
        within = np.flatnonzero(library.columns.within(code))
        yield Excluded(f"is in {literal(library.categories.label(code))}", within)


def _having(library: Library, stems: list[str]) -> NDArray[np.integer]:
    """List the papers with stems in a row."""
    index = library.index
    numbers = [number for one in index.numbers(stems) if (number := one) is not None]
    if not stems or len(numbers) < len(stems):
        return np.zeros(0, np.int32)
    pairs = index.pairs(numbers)
    having = _with_all(index, [*dict.fromkeys((*numbers, *pairs))])
    if len(pairs) == len(numbers) - 1:
        return having
    # Of pairs, the index has those that two papers have when it is built.
    row = f" {' '.join(stems)} "
    reading = having[-_READ:].tolist()
    return np.array([at for at in reading if row in _row(library.papers[at], index)], np.int32)


def _with_all(index: Index, terms: list[int]) -> NDArray[np.integer]:
    having, *others = sorted(map(index.papers_with, terms), key=len)
    for papers in others:
        # Of frequent terms, marking is several times as fast as sorting.
        has_it = np.zeros(index.papers, np.bool_)
        has_it[papers] = True
        having = having[has_it[having]]
    return having


def _row(paper: Paper, index: Index) -> str:
    """Write a paper's stems in a row, without words that say nothing."""
    rows = (
        " ".join(stem(token) for token in tokens(text) if token not in index.stop_words)
        for text in (paper.title, paper.abstract)
    )
    return f" {' | '.join(rows)} "


def _category(library: Library, typed: str) -> str | None:
    """Find the category that is named by its code, as it is written, or by its whole name."""
    there, typed = library.categories, typed.strip()
    if _FULL_CODE.fullmatch(typed):
        return there.meant(typed)
    # 'LG' is a code, and 'it' a word.
    is_code = typed.isupper() or not library.index.knows(fold(typed))
    code = there.codes.get(typed.lower()) if is_code else None
    return code or there.spoken.get(fold(typed))


_FULL_CODE = re.compile(r"[A-Za-z-]+\.[A-Za-z-]+")
