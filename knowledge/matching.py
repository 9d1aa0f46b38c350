"""This file holds which papers a channel's interests fit, how well, and what may be said of why.

A topic *matches* a paper that has nearly all of it, by rarity of its words, and *touches* one that
has a fair part. Fit is from 0 to 1: of several interests that a paper fits each takes its part of
what the others leave, 1 - (1 - a) · (1 - b) · …, so that more of them are more, and no number of
weak ones outdoes everything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.excluding import excluded
from knowledge.following import papers_of, person
from knowledge.interests import shown
from knowledge.markdown import literal
from knowledge.sentences import sentences
from knowledge.text import fold, listed, tokens, written_tokens
from knowledge.vocabulary import stem

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.interests import Interests
    from knowledge.library import Library
    from knowledge.people import Person
    from knowledge.ranking import Query

MATCHES = 0.9
"""Share of a topic's words, by rarity, that a paper must have to match it."""
TOUCHES = 0.5
"""Share from which it touches the topic: of two words it has the rarer one."""
TOUCHED_WEIGHT = 0.5
"""What touching a topic counts for beside matching it with as many words."""
AUTHOR_FIT, IMPLIED_FIT, CATEGORY_FIT = 0.6, 0.4, 0.2
"""How well a paper fits by its author, by an implied one and by its category.

Judged, not measured: a topic in the title gives about .8, mentioned once in an abstract about .4."""
_NAMED = 3
"""How many topics, authors or words of a topic a reason names at the most."""


class Matching:
    """A channel's interests, read against a library.

    Args:
        library: Its papers.
        interests: What the channel asks for. What the library doesn't know fits nothing.

    Attributes:
        fit: How well each paper fits; shape (papers,). With open interests 0 for all.
        is_fitting: Whether it fits at all; shape (papers,).
        is_excluded: Whether it is excluded; shape (papers,).
    """

    def __init__(self, library: Library, interests: Interests) -> None:
        self._library = library
        number = len(library.papers)
        self._is_open = interests.is_open
        self._topics = [_Topic(library, one) for one in _once(interests.topics)]
        people = (person(library, one) for one in _once(interests.authors))
        self._authors = [_Author(library, one) for one in dict.fromkeys(people) if one]
        codes = (library.categories.meant(one) for one in _once(interests.categories))
        self._categories = [one for one in dict.fromkeys(codes) if one is not None]
        self._excluded = [
            one for typed in _once(interests.exclude) for one in excluded(library, typed)
        ]
        left = np.ones(number, np.float32)
        for topic in self._topics:
            left[topic.papers] *= 1 - topic.fit
        for author in self._authors:
            left[author.papers] *= np.where(author.is_implied, 1 - IMPLIED_FIT, 1 - AUTHOR_FIT)
        for code in self._categories:
            within = library.columns.within(code)
            np.multiply(left, np.float32(1 - CATEGORY_FIT), out=left, where=within)
        self.fit: NDArray[np.float32] = 1 - left
        self.is_fitting = np.ones(number, np.bool_) if self._is_open else self.fit > 0
        self.is_excluded = np.zeros(number, np.bool_)
        for one in self._excluded:
            self.is_excluded[one.papers] = True

    def reasons(self, position: int) -> list[str]:
        """Say in Markdown what of the interests a paper fits, best first; only what is so."""
        fitting = [topic for topic in self._topics if topic.fit_of(position)]
        fitting.sort(key=lambda topic: -topic.fit_of(position))
        said = [topic.said_of(position) for topic in fitting]
        whole = [name for name, is_whole in said if is_whole]
        reasons = [f"matches {listed(whole[:_NAMED])}"] if whole else []
        reasons += [part for part, is_whole in said if not is_whole][: _NAMED - len(reasons)]
        authors = [name for one in self._authors if (name := one.name_on(position))]
        if authors:
            more = len(authors) - _NAMED
            reasons.append(
                f"by {listed([*authors[:_NAMED], *([f'{more} more'] if more > 0 else [])])}"
            )
        has = set(self._library.papers[position].categories)
        codes = [code for code in self._categories if code in has]
        if codes:
            labels = [literal(self._library.categories.label(code)) for code in codes[:_NAMED]]
            reasons.append(f"in {listed(labels)}")
        return reasons

    def exclusion(self, position: int) -> str | None:
        """Say in Markdown what excludes a paper; None if nothing does."""
        return next((one.says for one in self._excluded if position in one.papers), None)


class _Author:
    """A person who is asked for, and their papers."""

    def __init__(self, library: Library, who: Person) -> None:
        self._name = literal(who.name)
        self.papers, self.is_implied = papers_of(library, who)

    def name_on(self, position: int) -> str:
        """Name the person as an author of a paper; '' if they aren't."""
        at = np.flatnonzero(self.papers == position)
        if not len(at):
            return ""
        return f"{self._name} (implied by a profile)" if self.is_implied[at[0]] else self._name


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a topic: as it is written there, and its number; None if no paper has it."""

    written: str
    term: int | None


class _Topic:
    """A topic, and the papers that match or touch it.

    Attributes:
        papers: Their positions in order.
        fit: How well they fit, above 0 and up to 1; shape of `papers`.
    """

    def __init__(self, library: Library, typed: str) -> None:
        self._library, index = library, library.index
        query = index.understood(typed)
        self._text = _corrected(typed, query)
        self._words = _words(library, self._text)
        covered, _ = index.covered(query)
        share = index.share(query, 1)
        # A hair less, so that half of two equal words is half.
        self.papers = np.flatnonzero(covered * share >= TOUCHES - 1e-6) if share else _NONE
        matches = covered[self.papers] * share >= MATCHES
        sums = np.zeros(len(covered) if len(self.papers) else 0, np.float32)
        for term, weight in zip(query.terms.tolist(), query.weights.tolist(), strict=True):
            if len(sums):
                having, saturations = index.postings(term)
                sums[having] += np.float32(weight) * saturations
        # With pairs of words, so that a phrase fits better than its words apart. A word that no
        # paper has weighs as much as the rarest.
        whole = 255 * float(query.weights.sum())
        whole += 255 * 256 * index.rarity("") * len(query.unknown)
        part = np.clip(sums[self.papers] / max(whole, 1), 0.001, 0.999)
        self.fit = np.where(matches, part, TOUCHED_WEIGHT * part).astype(np.float32)

    def fit_of(self, position: int) -> float:
        """Tell how well a paper fits; 0 if it doesn't."""
        at = int(np.searchsorted(self.papers, position))
        is_there = at < len(self.papers) and self.papers[at] == position
        return float(self.fit[at]) if is_there else 0.0

    def said_of(self, position: int) -> tuple[str, bool]:
        """Say what a fitting paper has of the topic, and whether that is the topic itself.

        It is where its words stand near each other: 'world models' isn't in every paper that speaks of
        the world and of models.
        """
        has = set(self._library.index.terms_of(position)[0].tolist())
        there = [word for word in self._words if word.term in has]
        topic = f"*{shown(self._text)}*"
        if len(there) < len(self._words):
            words = [f"*{shown(word.written)}*" for word in there[:_NAMED]]
            more = len(there) - _NAMED
            return (
                f"has {listed([*words, *([f'{more} more words'] if more > 0 else [])])} of {topic}",
                False,
            )
        if len(there) == 1 or self._stands_together(position):
            return topic, True
        return f"has the words of {topic}", False

    def _stands_together(self, position: int) -> bool:
        """Tell whether the words stand in the title or a sentence with at most as many between."""
        index, paper = self._library.index, self._library.papers[position]
        wanted = {word.term for word in self._words}
        for sentence in (paper.title, *sentences(paper.abstract)):
            said = [stem(one) for one in tokens(sentence) if one not in index.stop_words]
            row = index.numbers(said)
            if wanted <= set(row):
                stretch = 2 * len(wanted) + 1
                if any(wanted <= set(row[at : at + stretch]) for at in range(len(row))):
                    return True
        return False


def _corrected(typed: str, query: Query) -> str:
    """Write a topic with what was taken for its misspelt words."""
    if not query.corrected:
        return typed
    return re.sub(r"\w+", lambda word: query.corrected.get(fold(word[0]), word[0]), typed)


def _words(library: Library, topic: str) -> list[_Word]:
    """List a topic's words, each once by its stem, without those that say nothing."""
    index = library.index
    found: dict[str, str] = {}
    for word in topic.split():
        for token, written in written_tokens(word):
            if token not in index.stop_words:
                found.setdefault(stem(token), written)
    return [_Word(written, index.number(stemmed)) for stemmed, written in found.items()]


def _once(typed: tuple[str, ...]) -> list[str]:
    return [one for one in dict.fromkeys(typed) if one.strip()]


_NONE = np.zeros(0, np.int64)
