"""This file holds the short names that papers give to what they present: LieGAN, TopoX, HOWM."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from knowledge.paper import Paper
from knowledge.spelling import Spellings
from knowledge.text import fold

NAMES_ITS_PAPER = 2.0
"""Strength from which a short name stands for a paper; a mere mention has less."""
_CLEAR_LEAD = 1.0

# A word with a capital that isn't its first letter, or with a digit behind a capital; not SO in
# SO(3), nor a part of an address.
_SHORT_NAME = re.compile(
    r"(?<![\w/.@-])(?=[\w-]*(?:[A-Za-z0-9][A-Z]|[A-Z][A-Za-z]*\d))[^\W\d_][\w-]*\w(?![\w/(])"
)
# What makes a short name one. It is rare, so it is looked for first, and then the word around it.
_MARK = re.compile(r"[A-Z](?:(?<=[A-Za-z0-9][A-Z])|[A-Za-z]*\d)")
_WINDOW = 120
"""Characters before a name in which a verb may introduce it."""
_VERBS = ("propose", "introduce", "present", "develop", "call", "name", "release", "term")
_INTRODUCING = re.compile(
    rf"\b(?:{'|'.join(_VERBS)})s?\b(?P<between>(?:\W+\w+){{0,8}}?)\W*$", re.IGNORECASE
)
# 'our method, lieflow, is': the name needs no capital there.
_KINDS = (
    "method model framework approach algorithm system tool toolkit package library dataset network"
    " architecture benchmark corpus"
).split()
_BEHIND = [rf"(?<=\b{kind},)" for kind in (*_KINDS, "data set")]
# The comma comes first in the pattern, which is then sought as fast as a plain text.
_APPOSITION = re.compile(
    f",(?:{'|'.join(_BEHIND)})"
    r"\s+(?:called\s+|named\s+)?([^\W\d_][\w-]{2,})(?=,|\s\()"
)
_PLURAL = re.compile(r"[A-Z]s$")
_CAPITAL_BEFORE = re.compile(r"\b[A-Z]\w*[\s-]+$")


def is_short_name(word: str) -> bool:
    """Tell whether a word looks like a name that somebody made: a capital within, or a digit.

    >>> [is_short_name(word) for word in ("LieGAN", "TopoX", "Q2RL", "Learning", "Multi-Agent")]
    [True, True, True, False, False]
    """
    return _SHORT_NAME.fullmatch(word) is not None


class Acronyms:
    """Short names with the papers that present what they name.

    Args:
        papers: In the order that places refer to.
    """

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._strengths: dict[str, dict[int, float]] = defaultdict(dict)
        self._names: dict[int, str] = {}
        for place, paper in enumerate(papers):
            names = _short_names(paper)
            for name, strength in names.items():
                self._strengths[fold(name)][place] = strength
            clearest = max(names, key=lambda name: names[name], default="")
            if names.get(clearest, 0.0) >= NAMES_ITS_PAPER:
                self._names[place] = clearest

    def papers(self, name: str) -> list[int]:
        """List the places of the papers that a short name stands for about equally well."""
        folded = fold(name)
        if folded not in self._strengths and folded.endswith("s"):
            folded = folded[:-1]
        strengths = self._strengths.get(folded, {})
        best = max(strengths.values(), default=0.0)
        if best < NAMES_ITS_PAPER:
            return []
        return [place for place, strength in strengths.items() if strength > best - _CLEAR_LEAD]

    def nearly(self, name: str) -> list[int]:
        """List the places of the papers whose short name is misspelt by one edit."""
        near = self._spellings.within(fold(name), 1)
        named = [one for one, _, _ in near if one[0] == fold(name)[0]]
        return self.papers(named[0]) if len(named) == 1 else []

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings([name for name in self._strengths if name and self.papers(name)])

    def name_of(self, place: int) -> str | None:
        """Tell the short name that most clearly stands for a paper, if one does."""
        return self._names.get(place)


def _short_names(paper: Paper) -> dict[str, float]:
    """Weigh a paper's short names by how clearly it presents what they name."""
    strengths: dict[str, float] = defaultdict(float)
    main, colon, _ = paper.title.partition(":")
    for match in _found(paper.title):
        word = match[0]
        strengths[word] = 1.5 if word.isupper() else 3.0
    if colon and len(main.split()) == 1:
        strengths[main.strip()] = 4.0
    for match in _found(paper.abstract):
        before = paper.abstract[max(match.start() - _WINDOW, 0) : match.start()].rpartition(". ")[2]
        after = paper.abstract[match.end() : match.end() + 2]
        name = match[0][:-1] if _PLURAL.search(match[0]) else match[0]
        strengths[name] += 0.1
        if before.endswith("(") and after.startswith((")", ",")):
            strengths[name] += 2.0
        # 'Latent LieGAN' presents something else than LieGAN.
        if _is_introduced(before) and not _CAPITAL_BEFORE.search(before):
            strengths[name] += 2.0
    for name in _APPOSITION.findall(paper.abstract):
        strengths[name] += 2.0
    return strengths


def _is_introduced(before: str) -> bool:
    """Tell whether a verb that introduces something stands a few words before."""
    small = before.lower()
    # Most names have none before them, which is told faster without a pattern.
    return any(verb in small for verb in _VERBS) and _INTRODUCING.search(before) is not None


def _found(text: str) -> Iterator[re.Match[str]]:
    """Find what looks like a short name in a text, whose words have spaces between."""
    end = 0
    while mark := _MARK.search(text, end):
        begin = text.rfind(" ", end, mark.start()) + 1 or end
        end = text.find(" ", mark.end())
        end = len(text) if end < 0 else end
        yield from _SHORT_NAME.finditer(text, begin, end)
