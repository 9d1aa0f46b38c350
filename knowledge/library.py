"""This file holds the library: the questions that one can put to its papers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from knowledge import indexing, saved_index
from knowledge.acronyms import Acronyms
from knowledge.addresses import known_by, without_addresses
from knowledge.categories import Categories
from knowledge.closeness import ASKED, NEARLY, Fit, decided
from knowledge.columns import Columns
from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.markdown import literal
from knowledge.names import Names
from knowledge.paper import Paper, Profile
from knowledge.people import People, Person
from knowledge.ranking import Index
from knowledge.reading import Collection
from knowledge.selection import Selection
from knowledge.summary import key_sentences
from knowledge.text import fold, latin, listed, shortened, written_tokens
from knowledge.titles import Titles
from knowledge.vocabulary import stem

_CHOICES = 10
"""How many candidates a choice offers at the most."""
_NEAR_NAMES = 5
"""How many names that are nearly what was typed are named at the most."""
_NEAR_NAME = 65
"""Likeness in percent from which a name is worth naming as the nearest."""
_NEAR_IN_WORDS = 0.6
"""Share of what was typed that a paper has from which it is worth naming as the nearest."""
_NEAR = 0.5
"""Closeness from which a candidate is worth naming as the nearest."""


@dataclass(frozen=True, slots=True)
class Related:
    """A paper that is near another one, and the words that tie the two."""

    paper: Paper
    ties: tuple[str, ...]


class Library:
    """A collection of papers that can be asked.

    What is expensive is made when it is first asked for.

    Args:
        collection: What was read from the library's files.
        cache: The folder in which the index is kept; None keeps none.
        on_build: Called while an index is built, which may take seconds, with the share that is
            done, from 0 to 1.
    """

    def __init__(
        self,
        collection: Collection,
        *,
        cache: Path | None = None,
        on_build: Callable[[float], None] = lambda _: None,
    ) -> None:
        self.papers: tuple[Paper, ...] = collection.papers
        self.profiles: tuple[Profile, ...] = collection.profiles
        self.remarks = collection.remarks
        self.aliases: Mapping[str, str] = collection.aliases
        self.archives: Mapping[str, str] = collection.categories
        self._cache = cache
        self._on_build = on_build
        self._before: Library | None = None

    def extended(self, papers: Sequence[Paper]) -> Library:
        """Make a library of this one's papers and more, which can be searched at once.

        Args:
            papers: They come after the others, and none of them is there already.
        """
        collection = Collection(
            (*self.papers, *papers), self.profiles, self.aliases, self.archives, self.remarks
        )
        grown = Library(collection, cache=self._cache, on_build=self._on_build)
        grown.index = indexing.extended(self.index, papers)
        grown._before = self.with_names
        return grown

    @property
    def with_names(self) -> Library:
        """This library; or while its people and names aren't made, the one out of which it grew."""
        return self if self._before is None or "names" in vars(self) else self._before

    def warm(self) -> None:
        """Make everything that is made when it is first asked for, so that no reader waits for it.

        After that, several threads may ask at once.
        """
        for made in vars(Library).values():
            if isinstance(made, cached_property):
                made.__get__(self)
        _ = self.index.spellings
        self.index.compile()
        self._before = None
        self.categories.label("")

    @cached_property
    def index(self) -> Index:
        """The term-weighted index, opened from disk or built."""
        return saved_index.open_or_build(self.papers, self._cache, on_build=self._on_build)

    @cached_property
    def people(self) -> People:
        """Everybody who wrote the papers."""
        owners = [profile.name for profile in self.profiles]
        return People(self.papers, self.aliases, owners)

    @cached_property
    def categories(self) -> Categories:
        """The categories that the papers have."""
        return Categories((paper.categories for paper in self.papers), self.archives)

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Where each paper stands, by its id."""
        return {paper.id: at for at, paper in enumerate(self.papers)}

    @cached_property
    def columns(self) -> Columns:
        """The papers' facts as arrays."""
        return Columns(self.papers)

    @cached_property
    def acronyms(self) -> Acronyms:
        """The short names that the papers give to what they present."""
        return Acronyms(self.papers)

    @cached_property
    def titles(self) -> Titles:
        """The papers' titles, to be looked up forgivingly."""
        return Titles(paper.title for paper in self.papers)

    @cached_property
    def names(self) -> Names:
        """The people's spellings, to be looked up forgivingly."""
        people = self.people.everyone
        places = {who.name: at for at, who in enumerate(people)}
        spellings = [(at, name) for at, who in enumerate(people) for name in who.spellings]
        spellings += [
            (places[shown], other) for other, shown in self.aliases.items() if shown in places
        ]
        # Who is known by a first name isn't found by every name with its initial.
        return Names(
            (at, name)
            for at, name in dict.fromkeys(spellings)
            if name == people[at].name or len(fold(name).split(" ")[0]) > 1
        )

    def paper(self, typed: str) -> Paper:
        """Find the paper that is meant by an id, an address, a short name or (part of) a title.

        Raises:
            NothingMatches: No title is near enough.
            SeveralMatch: Several are about equally near.
        """
        if typed.strip() in self.positions:
            return self.papers[self.positions[typed.strip()]]
        if known := known_by(typed):
            led_to = [place for one in known for place in self._led_to.get(one, ())]
            if led_to:
                return self._only_paper(typed, self._at(led_to))
            typed = without_addresses(typed)
            if not fold(typed):
                raise NothingMatches(f"No paper here is at {literal(listed(known[:3]))}.")
        if same := self.titles.called(typed):
            return self._only_paper(typed, self._at(same))
        fits = self.titles.closest(typed, _CHOICES + 1)
        if not (fits and fits[0].closeness >= 0.95):
            # 'matrix net' is MatrixNet.
            named = self.acronyms.papers(typed) or self.acronyms.papers("".join(typed.split()))
            if named:
                return self._only_paper(typed, self._at(named))
        good = decided(fits)
        if good:
            return self._only_paper(typed, [self.papers[fit.place] for fit in good])
        near = self._speaking_of(typed)
        near += [self.papers[fit.place] for fit in fits if fit.closeness >= _NEAR]
        near = list(dict.fromkeys(near or self._nearest_by_words(typed)))[:3]
        says = f"No paper here is called *{_short(typed)}*."
        if near:
            says += f" The nearest is perhaps *{literal(near[0].title)}*."
        raise NothingMatches(says, near)

    def person(self, typed: str) -> Person:
        """Find the person that is meant by any part of a name.

        Raises:
            NothingMatches: No name is near enough.
            SeveralMatch: Several are about equally near, or what is near may well be another name.
        """
        exact = self.people.called(typed.strip())
        if exact:
            return exact
        fits = self.names.closest(typed, _CHOICES + 1)
        good = self._named(decided(fits))
        if len(good) == 1:
            return good[0]
        if good:
            more = " or more" if len(good) > _CHOICES else ""
            names = [who.name for who in good[:_CHOICES]]
            says = f"*{_short(typed)}* may be {listed(map(literal, names), last='or')}"
            raise SeveralMatch(f"{says}{more}. Who is meant?", typed=typed, names=names)
        near = [fit for fit in fits if fit.closeness >= NEARLY][:_NEAR_NAMES]
        names = [who.name for who in self._named(near)]
        says = f"Nobody called *{_short(typed)}* wrote a paper here."
        if any(fit.closeness >= ASKED for fit in near):
            says += f" Is {listed(map(literal, names), last='or')} meant?"
            raise SeveralMatch(says, typed=typed, names=names)
        names = names or [
            name
            for name in [who.name for who in self._named(fits[:1])]
            if fuzz.ratio(fold(typed), fold(name)) >= _NEAR_NAME
        ]
        if names:
            is_are = "name is" if len(names) == 1 else "names are"
            says += f" The nearest {is_are} {listed(map(literal, names))}."
        raise NothingMatches(says, typed=typed, names=names)

    def _named(self, fits: Iterable[Fit]) -> list[Person]:
        return [self.people.everyone[fit.place] for fit in fits]

    def reads_literally(self, typed: str, person: Person) -> bool:
        """Tell whether what was typed of a name stands, in its order, in one of the spellings."""
        aliases = (other for other, shown in self.aliases.items() if shown == person.name)
        surname, comma, first = typed.partition(",")
        words = fold(f"{first} {surname}" if comma else typed).split()
        for spelling in (*person.spellings, *aliases):
            parts = iter(fold(spelling).split())
            if all(any(part == word or part[0] == word for part in parts) for word in words):
                return True
        return False

    def category(self, typed: str) -> str:
        """Find the category that is meant by a code or a name.

        Raises:
            NothingMatches: No paper here is in such a category.
        """
        code = self.categories.meant(typed)
        if code is None:
            counts = self.categories.counts.most_common(8)
            there = listed([f"{self.categories.label(code)} {number:,}" for code, number in counts])
            says = f"No paper here is in a category *{_short(typed)}*."
            raise NothingMatches(f"{says} There are {literal(there)}." if counts else says)
        return code

    def related(self, paper: Paper, *, skip: int, most: int) -> tuple[list[Related], int]:
        """List the papers nearest to one from the one after `skip` on, and count all."""
        at = self.positions[paper.id]
        near = self.index.nearest(at, skip + most)[skip:]
        others = [self.papers[other] for other in near.tolist()]
        return [Related(other, self.ties(paper, other)) for other in others], self.index.sharing(at)

    def ties(self, paper: Paper, other: Paper) -> tuple[str, ...]:
        """List the words that bring two papers together, as the other one writes them."""
        stems = self.index.ties(self.positions[paper.id], self.positions[other.id])
        return tuple(_as_written(stemmed, f"{other.title} {other.abstract}") for stemmed in stems)

    def summary(self, paper: Paper, number: int) -> list[str]:
        """Choose the key sentences of a paper's abstract."""
        return key_sentences(paper.title, paper.abstract, number, weight=self.index.rarity)

    def profile_of(self, person: Person) -> Profile | None:
        """Find a person's profile, the latest where there are several."""
        own = [profile for profile in self.profiles if self.people.called(profile.name) == person]
        return max(own, key=lambda profile: profile.captured or 0, default=None)

    def newest(self, positions: Iterable[int] | None = None) -> Selection:
        """List papers, or all of them, by date: the newest first and those without a date last."""
        if positions is None:
            return Selection(self.papers, self.columns.newest)
        chosen = np.fromiter(positions, np.int64)
        return Selection(self.papers, self.columns.by_date(chosen, is_newest_first=True))

    def shortest_name(self, paper: Paper) -> str:
        """Name a paper by the least that finds it: its short name, its main title, its title."""
        place = self.positions[paper.id]
        short = self.acronyms.name_of(place)
        if short and self.acronyms.papers(short) == [place]:
            return short
        main = paper.title.partition(":")[0].strip()
        fits = decided(self.titles.closest(main, 3))
        return main if len(main) > 8 and [fit.place for fit in fits] == [place] else paper.title

    def owner(self) -> Person | None:
        """Tell whose library this is, where it has exactly one scholar's profile."""
        owners = {
            person.name: person for p in self.profiles if (person := self.people.called(p.name))
        }
        return next(iter(owners.values())) if len(owners) == 1 else None

    def _only_paper(self, typed: str, papers: Sequence[Paper]) -> Paper:
        if len(papers) == 1:
            return papers[0]
        number = "More than ten" if len(papers) > _CHOICES else f"{len(papers)}"
        says = f"{number} papers fit *{_short(typed)}* about equally well. Which one is meant?"
        raise SeveralMatch(says, typed=typed, papers=papers[:_CHOICES])

    def _nearest_by_words(self, typed: str) -> list[Paper]:
        query = self.index.understood(typed)
        covered, _ = self.index.covered(query)
        near = self.index.best(query, 3).tolist()
        enough = [at for at in near if self.index.share(query, covered[at]) >= _NEAR_IN_WORDS]
        return [self.papers[at] for at in enough]

    def _speaking_of(self, typed: str) -> list[Paper]:
        """List the papers whose abstract has just these words, where they are few."""
        words = fold(typed).split()
        having = self.index.having_all(words) if len(words) > 1 else None
        if having is None or not len(having):
            return []
        first, *others = words
        # Letters come first in the pattern, which is then sought as fast as a plain text.
        phrase = re.compile(
            rf"{first}(?<![a-z0-9]{first}){''.join(f'[^a-z0-9]+{one}' for one in others)}(?![a-z0-9])"
        )
        papers = (self.papers[at] for at in having.tolist())
        speaking = list(islice((one for one in papers if phrase.search(latin(one.abstract))), 4))
        return speaking if len(speaking) <= 3 else []

    def _at(self, places: Iterable[int]) -> list[Paper]:
        return [self.papers[place] for place in dict.fromkeys(places)]

    @cached_property
    def _led_to(self) -> Mapping[str, list[int]]:
        """The places of the papers by what their addresses, and their ids, are known by."""
        led_to: dict[str, list[int]] = defaultdict(list)
        for place, paper in enumerate(self.papers):
            for known in dict.fromkeys(
                one for text in (paper.id, *paper.links) for one in known_by(text)
            ):
                led_to[known].append(place)
        return dict(led_to)


def _short(typed: str) -> str:
    return literal(shortened(" ".join(typed.split()), 100))


def _as_written(stemmed: str, text: str) -> str:
    """Find the first word of a text that has a stem, as it is written there: SO(3), GNNs."""
    for word in text.split():
        # Stemming is slow beside a look at the first letters.
        if stemmed[:2] not in word.lower() and word.isascii():
            continue
        for token, written in written_tokens(word):
            if stem(token) == stemmed:
                # A capital that only a title or a sentence's beginning has says nothing.
                return written.lower() if written[1:].islower() else written
    return stemmed
