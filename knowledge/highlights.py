"""This file holds which papers are highlighted for a channel, and why each is or isn't.

Papers that are new here come first, if they fit; then those that fit best of what wasn't shown. In
each of these two tiers a paper's score is its fit to what is asked for, its likeness to what was
voted for, and a little for being recent. The best few hundred are spread over topics (`spread`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import repeat
from typing import TYPE_CHECKING, Literal

import numpy as np

from knowledge.markdown import literal
from knowledge.matching import Matching
from knowledge.spread import spread
from knowledge.taste import Taste
from knowledge.text import listed
from knowledge.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from numpy.typing import NDArray

    from knowledge.interests import Interests
    from knowledge.library import Library
    from knowledge.paper import Paper

    Positions = NDArray[np.integer]
    Scores = NDArray[np.floating]
    Which = NDArray[np.bool_]

TASTE_WEIGHT = 1.5
"""What likeness to the taste counts for beside fit.

Measured on 141 authors of the ACL Anthology, each with votes for 6 of their papers, votes against 3
others and, as the topic, the most frequent word of their titles: how well their other papers stand
among all that fit (nDCG@10), and the fit of the ten best. Without votes .009 and .916; with .5 .095
and .899; 1 .137 and .878; 1.5 .169 and .863; 2 .187 and .852; by the taste alone .242 and .703."""
CLOSE_TO_TASTE = 0.15
"""Likeness to the taste that is worth naming as a reason where there is no other."""
RECENCY_WEIGHT = 0.05
"""What the newest date adds beside the oldest one. It is to decide between papers that fit as well:
a twentieth of what a paper gains that fits in everything."""
_FITTING, _TASTED = 1000, 500
"""How many papers of a tier are weighed closely: those that fit best, and those most to the taste."""
_SPREAD_OVER = 200
"""Among how many of the best of them spread has its choice."""
_NEWEST = 0.1
"""Share of the dated papers that are called the newest."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A paper that is shown, why it was picked, in Markdown, and whether it is new."""

    paper: Paper
    why: str
    is_new: bool


Outcome = Literal["chosen", "outranked", "shown", "excluded", "unmatched", "unknown"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of a paper if highlights were chosen now.

    Attributes:
        outcome: Whether it would be posted ('chosen'); fits, but others come before it ('outranked');
            was shown already; is excluded; fits nothing that is asked for ('unmatched'); or isn't in
            the library ('unknown').
        says: The same in a sentence of Markdown, with the reason.
        place: Which one it would be, from 1; None unless it fits.
    """

    outcome: Outcome
    says: str
    place: int | None = None


def choose(
    library: Library,
    interests: Interests,
    *,
    votes: Mapping[str, int] | None = None,
    muted: Collection[str] = (),
    new: Collection[str] = (),
    shown: Collection[str] = (),
    count: int,
) -> list[Highlight]:
    """Choose the papers to highlight, in the order in which to show them.

    Ids that the library doesn't have are passed over.

    Args:
        library: Whose papers.
        interests: What the channel asks for.
        votes: Votes for a paper less votes against it, by its id.
        muted: Stems that count for nothing in what was voted for.
        new: Ids of papers that are new here, which come first if they fit.
        shown: Ids of papers that were shown already; they never come back.
        count: How many to choose; fewer come back where fewer fit.
    """
    choice = _Choice(library, interests, votes or {}, muted, new, shown, count)
    return [
        Highlight(library.papers[at], choice.why(at), bool(choice.is_new[at]))
        for at in choice.chosen()
    ]


def verdict(
    library: Library,
    interests: Interests,
    paper: Paper,
    *,
    votes: Mapping[str, int] | None = None,
    muted: Collection[str] = (),
    new: Collection[str] = (),
    shown: Collection[str] = (),
    count: int,
) -> Verdict:
    """Tell what would become of a paper if `choose` were asked now, with the same arguments."""
    at = library.positions.get(paper.id)
    if at is None:
        return Verdict("unknown", "It isn't in the library any more.")
    choice = _Choice(library, interests, votes or {}, muted, new, shown, count)
    if choice.is_shown[at]:
        return Verdict("shown", "It was shown here already.")
    if exclusion := choice.matching.exclusion(at):
        return Verdict("excluded", f"It would be passed over: it {exclusion}, which is excluded.")
    if not choice.matching.is_fitting[at]:
        asked = replace(interests, exclude=()).words
        says = f"It would be passed over: it fits nothing that is asked for ({asked})."
        return Verdict("unmatched", says)
    chosen = choice.chosen()
    if at in chosen:
        place = chosen.index(at) + 1
        return Verdict("chosen", f"It would be number {place} now: {choice.why(at)}.", place)
    place = choice.place(at)
    if place <= count:  # and others were taken for the sake of spread
        near = Vectors(library.index, np.array([at, *chosen])).like(0)[1:]
        likest = literal(library.papers[chosen[int(near.argmax())]].title) if chosen else ""
        says = f"It fits ({choice.why(at)}), but is much like *{likest}*, which would be shown now."
        return Verdict("outranked", says, max(place, len(chosen) + 1))
    others = "1 other comes" if place == 2 else f"{place - 1:,} others come"
    return Verdict("outranked", f"It fits ({choice.why(at)}), but {others} before it.", place)


class _Choice:
    """What there is to choose from, weighed."""

    def __init__(
        self,
        library: Library,
        interests: Interests,
        votes: Mapping[str, int],
        muted: Collection[str],
        new: Collection[str],
        shown: Collection[str],
        count: int,
    ) -> None:
        self._library, self._count = library, max(count, 0)
        self.matching = Matching(library, interests)
        of_position = {
            at: net for one, net in votes.items() if (at := library.positions.get(one)) is not None
        }
        self._votes, self._taste = of_position, Taste(library, of_position, muted)
        self.is_new, self.is_shown = self._those(new), self._those(shown)
        ranks = library.columns.date_rank
        part = np.float32(RECENCY_WEIGHT / max(int(ranks.max(initial=0)), 1))
        self._scores: Scores = self.matching.fit + part * ranks.astype(np.float32)
        fits = self.matching.is_fitting & ~self.matching.is_excluded & ~self.is_shown
        self._tiers = (fits & self.is_new, fits & ~self.is_new)
        self._ordered: dict[int, tuple[Positions, Scores]] = {}

    def chosen(self) -> list[int]:
        """List the positions of the papers to show, in order."""
        chosen: list[int] = []
        for number in range(len(self._tiers)):
            if len(chosen) < self._count:
                positions, scores = self._in_order(number)
                most = max(_SPREAD_OVER, self._count)
                chosen = spread(
                    self._library.index, chosen, positions[:most], scores[:most], self._count
                )
        return chosen

    def place(self, position: int) -> int:
        """Tell at which place a fitting paper is by score, from 1."""
        number = 0 if self.is_new[position] else 1
        before = sum(int(np.count_nonzero(tier)) for tier in self._tiers[:number])
        positions, _ = self._in_order(number)
        there = np.flatnonzero(positions == position)
        if len(there):
            return before + int(there[0]) + 1
        better = int(np.count_nonzero(self._scores[self._tiers[number]] > self._scores[position]))
        return before + max(better, len(positions)) + 1

    def why(self, position: int) -> str:
        """Say in Markdown why a paper is picked."""
        reasons = self.matching.reasons(position)
        if self._votes.get(position, 0) > 0:
            reasons.append("👍 here before")
        if alike := self._taste.alike(position):
            number = _NUMBERS[alike - 1] if alike <= len(_NUMBERS) else f"{alike:,}"
            reasons.append(f"👍 on {number} like it")
        if not reasons and self._taste.likeness(np.array([position]))[0] >= CLOSE_TO_TASTE:
            words = [f"*{literal(word)}*" for word in self._taste.shared(position, 2)]
            reasons.append(f"shares {listed(words)} with what got 👍")
        return "; ".join(reasons or [self._otherwise(position)])

    def _otherwise(self, position: int) -> str:
        if self.is_new[position]:
            return "new here"
        columns = self._library.columns
        dated = int(np.count_nonzero(columns.date_rank))
        least = int(columns.date_rank[columns.newest[int(_NEWEST * dated)]])
        is_newest = dated and columns.date_rank[position] >= max(least, 1)
        return "one of the newest papers here" if is_newest else "picked for variety"

    def _in_order(self, number: int) -> tuple[Positions, Scores]:
        """List a tier's papers that are weighed closely, best first, and their scores."""
        if number not in self._ordered:
            tier = self._tiers[number]
            positions = _highest(np.flatnonzero(tier), self._scores, max(_FITTING, self._count))
            if not self._taste.is_blank:
                tasted = self._taste.nearest(_TASTED, tier)
                positions = np.union1d(positions, tasted)
            scores = self._scores[positions].astype(np.float64)
            if not self._taste.is_blank:
                scores += TASTE_WEIGHT * self._taste.likeness(positions)
            order = np.argsort(-scores, kind="stable")
            self._ordered[number] = positions[order], scores[order]
        return self._ordered[number]

    def _those(self, ids: Iterable[str]) -> Which:
        """Tell which papers have one of the ids; shape (papers,)."""
        positions = np.fromiter(map(self._library.positions.get, ids, repeat(-1)), np.int64)
        # One place more than there are papers is for ids that none has.
        is_there = np.zeros(len(self._library.papers) + 1, np.bool_)
        is_there[positions] = True
        return is_there[:-1]


def _highest(positions: NDArray[np.int64], scores: Scores, most: int) -> NDArray[np.int64]:
    """Keep the papers with the highest scores, of equal ones the first, in order of position."""
    if len(positions) <= most:
        return positions
    own = scores[positions]
    least = np.partition(own, len(own) - most)[len(own) - most]
    better, equal = np.flatnonzero(own > least), np.flatnonzero(own == least)
    places = np.sort(np.concatenate([better, equal[: most - len(better)]]))
    kept: NDArray[np.int64] = positions[places]
    return kept


_NUMBERS = "one two three four five six seven eight nine ten".split()
