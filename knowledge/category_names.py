"""This file holds which categories a question names: 'RO', 'in cs.LG', 'computer vision'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.library import Library
from knowledge.mentions import words_of
from knowledge.text import fold

_LONG = 6
"""Letters from which a word that differs by one from a code is the misspelt code."""


def categories_named(library: Library, text: str) -> Iterator[tuple[int, int, str, float]]:
    """List categories that a question names by a code, or by a name as the taxonomy has it.

    Returns:
        Where, as (begin, end) in characters; the code; and how strongly, longer names more so.
    """
    there = library.categories
    for match in re.finditer(r"[\w.-]*\w", text):
        word = match[0]
        code = there.codes.get(word.lower()) or (
            there.meant(word) if _FULL_CODE.fullmatch(word) else None
        )
        if not code and len(word) >= _LONG and not library.index.knows(fold(word)):
            codes = list(there.codes)
            near = process.extractOne(fold(word), codes, scorer=OSA.distance, score_cutoff=1)
            code = there.codes[near[0]] if near else None
        if code and _is_code(library, text, match.start(), match.end()):
            yield *match.span(), code, 2.6
    folded, places = _folded(text)
    for name, code in there.spoken.items():
        at = folded.find(f" {name} ")
        if at >= 0:
            yield places[at], places[at + len(name) + 1], code, 2.5 + len(name) / 100


_FULL_CODE = re.compile(r"[a-z][a-z-]+\.[A-Za-z][A-Za-z-]+")


def _is_code(library: Library, text: str, begin: int, end: int) -> bool:
    """Tell whether a word that is a code is meant as one: 'RO', 'in ro', but not 'cl' or 'findings'."""
    word = text[begin:end]
    if len(word) < 2:
        return False
    if word.isupper() or "." in word:
        return True
    before, after = text[:begin].rstrip().lower(), text[end:].lstrip(" ?!.,").lower()
    is_set_apart = re.search(
        r"\b(?:in|at|from|category|venue|field|under|filed)$", before
    ) or re.match(r"(?:papers?|publications?|articles?|category)\b", after)
    is_alone = not after and not set(before.split()) - {"just", "only", "and", "the", "ones", "or"}
    is_word = fold(word) in library.index.stop_words or library.index.knows(fold(word))
    return bool(is_set_apart or is_alone or not is_word)


def _folded(text: str) -> tuple[str, list[int]]:
    """Fold a text between spaces, with the place in it that each letter came from."""
    letters, places = [" "], [0]
    for begin, end in words_of(text):
        for part in re.finditer(r"[^\s-]+", text[begin:end]):
            for letter in f"{fold(part[0])} " if fold(part[0]) else "":
                letters.append(letter)
                places.append(
                    min(begin + part.start() + (part.end() - part.start()) * (letter == " "), end)
                )
    return "".join(letters), [*places, len(text)]
