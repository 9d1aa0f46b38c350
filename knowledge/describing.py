"""This file holds how a question describes a paper that it doesn't name, or names one that isn't here."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from knowledge.genres import Genre
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.text import fold

# Sought at every word: what begins too early describes nothing.
_DESCRIBED = re.compile(
    r"(?=(?:(?:^|\b(?:the|that|this|for|of|explain|summari[sz]e|about|in|cite) )(?P<what>(?P<words>[\w'’-]+(?: [\w'’-]+){0,6}?)"
    r" (?:paper|article|study|publication|thesis|thing)\b)))",
    re.IGNORECASE,
)
_DESCRIBED_AFTER = re.compile(
    r"\b(?P<what>(?:the|that|this) (?:paper|article|study|publication|thesis|one) (?:on|about) (?P<words>[^,;?!.]{3,80}))",
    re.IGNORECASE,
)
_OF_A_TYPE = re.compile(
    r"\bthe (?P<type>phd thesis|doctoral thesis|thesis|dissertation|survey|review|commentary|position paper)\b(?! (?:of|on|about)\b)",
    re.IGNORECASE,
)
_TYPES: dict[str, Genre] = {
    **dict.fromkeys(("phd thesis", "doctoral thesis", "thesis", "dissertation"), "thesis"),
    **dict.fromkeys(("survey", "review"), "survey"),
    **dict.fromkeys(("commentary", "position paper"), "position"),
}
_NOT_DESCRIBING = frozenset(
    "first second third fourth fifth last latest newest oldest earliest recent other same best most whole"
    " only next previous above new old and or of by who what which in on any some a an is are was does do"
    " did how when where why this that these those it show find give list summarise summarize explain cite tell".split()
)
_LONG_END = 4
"""Letters from which that word is no abbreviation and no courtesy."""
_LONG_PIECE = 3
"""Words of a title's beginning after which another word makes it another title."""
_NEXT_WORD = re.compile(r" ([^\W\d_][\w'’-]+)")
_VERSION = re.compile(
    r"[ -]v?(\d{1,3}(?:\.\d+)*)\b(?! ?(?:\w+ )?(?:sentences?|words?|lines?|points?|papers?|ones?|authors?|%))"
)


def described(library: Library, text: str) -> Iterator[tuple[int, int, Paper]]:
    """List where a question describes the one paper that fits, as (begin, end, paper).

    'The golden ticket paper' is the one that has these words, 'the thesis' the only one.
    """
    for match in (*_DESCRIBED.finditer(text), *_DESCRIBED_AFTER.finditer(text)):
        if paper := _described(library, match["words"]):
            yield *match.span("what"), paper
    for match in _OF_A_TYPE.finditer(text):
        there = np.flatnonzero(library.genres.within(_TYPES[match["type"].lower()]))
        if len(there) == 1:
            yield *match.span(), library.papers[int(there[0])]


def end_of_another(library: Library, text: str, begin: int, end: int, paper: Paper) -> int:
    """Tell where a name ends that goes on otherwise than the paper's here; 0 if it doesn't.

    'STOVE 2.0' is not STOVE.
    """
    return _other_version(text, end, paper) or _other_title(library, text, begin, end, paper)


def _described(library: Library, words: str) -> Paper | None:
    """Find the one paper that has all the words by which it is called: 'the golden ticket paper'."""
    if set(fold(words).split()) & _NOT_DESCRIBING:
        return None
    if named := library.acronyms.papers("".join(words.split())):
        return library.papers[named[0]] if len(named) == 1 else None
    query = library.index.understood(words)
    if query.unknown or not query.words:
        return None
    covered, known = library.index.covered(query)
    having = np.flatnonzero(covered == known)
    return library.papers[int(having[0])] if len(having) == 1 else None


def _other_version(text: str, end: int, paper: Paper) -> int:
    """Tell where a number ends that follows a paper's name and isn't in its title; 0 for none."""
    match = _VERSION.match(text, end)
    is_other = match and f" {fold(match[1])} " not in f" {fold(paper.title)} "
    return match.end() if match and is_other else 0


def _other_title(library: Library, text: str, begin: int, end: int, paper: Paper) -> int:
    """Tell where a word ends with which a title that was begun goes on otherwise; 0 for none."""
    typed, title = fold(text[begin:end]), fold(paper.title)
    goes_on = _NEXT_WORD.match(text, end)
    if (
        not goes_on
        or len(typed.split()) < _LONG_PIECE
        or typed not in title
        or title.endswith(typed)
    ):
        return 0
    word = fold(goes_on[1])
    is_plain = (
        len(word) < _LONG_END
        or word in library.index.stop_words
        or library.asking.knows(word)
        or word in title
    )
    return 0 if is_plain else goes_on.end()
