"""This file holds what type of paper a paper is, as far as its title and abstract say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

import numpy as np

from knowledge.vocabulary import stem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from knowledge.paper import Paper
    from knowledge.ranking import Index

Genre = Literal["survey", "dataset", "benchmark", "software", "position", "thesis"]
GENRES: tuple[Genre, ...] = get_args(Genre)


class _Signs(NamedTuple):
    """What tells a type: any of the words must be there, and one of the two forms."""

    words: str
    title: re.Pattern[str]
    abstract: re.Pattern[str]


def _signs(words: str, title: str, abstract: str) -> _Signs:
    return _Signs(words, re.compile(title, re.IGNORECASE), re.compile(abstract, re.IGNORECASE))


_WE_MADE = (
    r"\b(?:(?:we|this (?:paper|article|work|study)|here we) (?:\w+ )?(?:present|introduc|releas|publish|describ|construct|buil[dt]"
    r"|creat|compil|collect|develop|provid|offer|contribut|propos)\w*"
    r"|(?:present|introduc|releas)ing) (?:(?!from |on |using |with |for |over |in |by |of )[\w,.'()/-]+ ){0,6}?"
)
_SIGNS = {
    "survey": _signs(
        "survey review overview tutorial primer reviewed surveyed reviews surveys",
        r"\b(?:survey|review(?!er|ing)|overview|tutorial|primer|literature|meta-analysis|state of the art(?: in| of|$))\b",
        r"\b(?:this|our|the present|in an?|present an?) (?:\w+ ){0,3}(?:survey|review|overview|tutorial)\b"
        r"|\bwe (?:\w+ )?(?:survey(?!ed \d)|review)\b|\b(?:a|an) (?:\w+ |\w+ and \w+ )?(?:overview|review|survey) of (?:the |existing |recent |current |all )?\w+",
    ),
    "dataset": _signs(
        "dataset datasets corpus corpora treebank database data lexicon collection wordnet",
        r"\b(?:data ?sets?|corpus|corpora|treebanks?|databases?|data descriptor|lexicons?|wordnet)\b",
        _WE_MADE + r"(?:data ?sets?|corpus|corpora|treebanks?|databases?|lexicon|collection)\b",
    ),
    "benchmark": _signs(
        "benchmark benchmarks challenge leaderboard task tasks",
        r"\b(?:benchmark(?:s|ing)?|challenge|leaderboard|shared task|semeval-\d{4} task)\b",
        _WE_MADE
        + r"(?:benchmark|leaderboard|challenge)\b|\bthe (?:shared task|challenge) (?:was|is|attracted)\b",
    ),
    "software": _signs(
        "package packages library toolkit toolbox software tool framework suite",
        r"\b(?:packages?|library|toolkit|toolbox|software|python suite)\b",
        _WE_MADE
        + r"(?:(?:python|r|software|open-source|julia) (?:\w+ ){0,2})?(?:package|library|toolkit|toolbox|software)\b",
    ),
    "position": _signs(
        "position commentary opinion viewpoint perspective argue manifesto comment essay",
        r"\b(?:position paper|commentary|opinion|viewpoint|manifesto|essay|a perspective|comment on)\b",
        r"\b(?:this|in this) (?:position paper|commentary|essay|opinion|perspective)\b",
    ),
    "thesis": _signs(
        "thesis dissertation phd doctoral",
        r"\b(?:thesis|dissertation)\b",
        r"\b(?:this|my|the|in this) (?:\w+ )?(?:thesis|dissertation)\b",
    ),
}


class Genres:
    """The types of a library's papers.

    Args:
        papers: In the order of the index.
        index: By whose words papers are passed over that can't be of a type.
    """

    def __init__(self, papers: Sequence[Paper], index: Index) -> None:
        self._papers, self._index = papers, index
        self._of: dict[Genre, NDArray[np.bool_]] = {}

    def within(self, genre: Genre) -> NDArray[np.bool_]:
        """Tell which papers are of a type; shape (papers,), not to be changed."""
        if genre not in self._of:
            self._of[genre] = self._found(genre)
        return self._of[genre]

    def warm(self) -> None:
        """Find the papers of every type."""
        for genre in GENRES:
            self.within(genre)

    def _found(self, genre: Genre) -> NDArray[np.bool_]:
        signs = _SIGNS[genre]
        is_of = np.zeros(len(self._papers), np.bool_)
        for position in self._index.having_any(
            [stem(word) for word in signs.words.split()]
        ).tolist():
            paper = self._papers[position]
            is_of[position] = bool(
                signs.title.search(paper.title) or signs.abstract.search(paper.abstract)
            )
        return is_of
