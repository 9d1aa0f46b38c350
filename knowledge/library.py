"""This file holds the library: the questions that one can put to its papers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from knowledge import indexing, meant, saved_index
from knowledge.acronyms import Acronyms
from knowledge.addresses import Addresses
from knowledge.authorships import Authorships
from knowledge.categories import Categories
from knowledge.columns import Columns
from knowledge.genres import Genres
from knowledge.identities import are_alike, surname_of
from knowledge.kinds import Asking, Kinds, opened_or_learnt
from knowledge.names import Names
from knowledge.paper import Paper, Profile
from knowledge.people import People, Person
from knowledge.ranking import Index
from knowledge.reading import Collection
from knowledge.saved_topics import opened_or_built
from knowledge.selection import Selection
from knowledge.summary import key_sentences
from knowledge.text import fold, written_tokens
from knowledge.titles import Titles
from knowledge.topics import Topics
from knowledge.vocabulary import stem


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
        self.stamps = collection.stamps
        self.lines = collection.lines
        self.aliases: Mapping[str, str] = collection.aliases
        self.apart = collection.apart
        self.namesakes = collection.namesakes
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
            papers=(*self.papers, *papers),
            profiles=self.profiles,
            aliases=self.aliases,
            categories=self.archives,
            remarks=self.remarks,
            stamps=self.stamps,
            lines=self.lines,
            apart=self.apart,
            namesakes=self.namesakes,
        )
        grown = Library(collection, cache=self._cache, on_build=self._on_build)
        grown.index = indexing.extended(self.index, papers)
        grown._before = self.with_names
        return grown

    @property
    def with_names(self) -> Library:
        """This library; or while its people and names aren't made, the one out of which it grew."""
        return self if self._before is None or "names" in vars(self) else self._before

    @property
    def with_topics(self) -> Library:
        """This library; or while its topics aren't found, the one out of which it grew."""
        return self if self._before is None or "topics" in vars(self) else self._before

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
        self.genres.warm()

    @cached_property
    def index(self) -> Index:
        """The term-weighted index, opened from disk or built."""
        return saved_index.open_or_build(self.papers, self._cache, on_build=self._on_build)

    @cached_property
    def people(self) -> People:
        """Everybody who wrote the papers."""
        owners = [profile.name for profile in self.profiles]
        return People(self.papers, self.aliases, owners, apart=self.apart, namesakes=self.namesakes)

    @cached_property
    def authorships(self) -> Authorships:
        """Who wrote which paper."""
        return Authorships(self.papers, self.people)

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
    def addresses(self) -> Addresses:
        """The addresses that lead to the papers."""
        return Addresses((paper.id, *paper.links) for paper in self.papers)

    @cached_property
    def topics(self) -> Topics:
        """What the papers are about, opened from disk or found."""
        return opened_or_built(self.papers, self.index, self._cache)

    @cached_property
    def kinds(self) -> Kinds:
        """What was learnt of the kinds of questions."""
        return opened_or_learnt(self._cache)

    @cached_property
    def asking(self) -> Asking:
        """The words with which people ask."""
        return Asking(self.kinds.asking.tolist(), self.kinds.features.tolist())

    @cached_property
    def genres(self) -> Genres:
        """Which papers are surveys, datasets and the like."""
        return Genres(self.papers, self.index)

    @cached_property
    def titles(self) -> Titles:
        """The papers' titles, to be looked up forgivingly."""
        return Titles(paper.title for paper in self.papers)

    @cached_property
    def names(self) -> Names:
        """The people's spellings, to be looked up forgivingly."""
        people = self.people.everyone
        others: dict[str, list[str]] = defaultdict(list)
        for other, shown in self.aliases.items():
            others[shown].append(other)
        for namesake in self.namesakes:
            others[namesake.name].append(namesake.spelling)
        # Who is known by a first name isn't found by every name with its initial.
        return Names(
            (at, name)
            for at, who in enumerate(people)
            for name in dict.fromkeys((*who.spellings, *others.get(who.name, ())))
            if name == who.name or len(fold(name).split(" ")[0]) > 1
        )

    def paper(self, typed: str) -> Paper:
        """Find the paper that is meant by an id, an address, a short name or (part of) a title.

        Raises:
            NothingMatches: No title is near enough.
            SeveralMatch: Several are about equally near.
        """
        return meant.paper(self, typed)

    def person(self, typed: str) -> Person:
        """Find the person that is meant by any part of a name.

        Raises:
            NothingMatches: No name is near enough.
            SeveralMatch: Several are about equally near, or what is near may be another name.
        """
        return meant.person(self, typed)

    def reads_literally(self, typed: str, person: Person) -> bool:
        """Tell whether what was typed of a name stands, in its order, in one of the spellings."""
        return meant.reads_literally(self, typed, person)

    def category(self, typed: str) -> str:
        """Find the category that is meant by a code or a name.

        Raises:
            NothingMatches: No paper here is in such a category.
        """
        return meant.category(self, typed)

    def shortest_name(self, paper: Paper) -> str:
        """Name a paper by the least that finds it: its short name, its main title, its title."""
        return meant.shortest_name(self, paper)

    def related(self, paper: Paper, *, skip: int, most: int) -> tuple[list[Related], int]:
        """List the papers nearest to one from the one after `skip` on, and count all."""
        at = self.positions[paper.id]
        near = self.index.nearest(at, skip + most)[skip:]
        others = [self.papers[other] for other in near.tolist()]
        return [Related(other, self.ties(paper, other)) for other in others], self.index.sharing(at)

    def ties(self, paper: Paper, other: Paper) -> tuple[str, ...]:
        """List the words that bring two papers together, as the other one writes them."""
        stems = self.index.ties(self.positions[paper.id], self.positions[other.id])
        return tuple(as_written(stemmed, f"{other.title} {other.abstract}") for stemmed in stems)

    def summary(self, paper: Paper, number: int) -> list[str]:
        """Choose the key sentences of a paper's abstract."""
        return key_sentences(paper.title, paper.abstract, number, weight=self.index.rarity)

    def profile_of(self, person: Person) -> Profile | None:
        """Find a person's profile, the latest where there are several."""
        own = [profile for profile in self.profiles if self.people.called(profile.name) == person]
        return max(own, key=lambda profile: profile.captured or 0, default=None)

    def alike(self, person: Person) -> list[Person]:
        """List who has a person's surname and first letter and is another one, most papers first."""
        told = {one.spelling for one in self.namesakes if one.name == person.name}
        spellings = told or set(person.spellings)
        surnames = {surname for name in spellings if (surname := surname_of(name))}
        places = sorted({at for one in surnames for at in self.names.having(one)})
        others = (self.people.everyone[at] for at in places)
        return [
            other
            for other in others
            if other != person
            and other.papers
            and any(are_alike(one, another) for one in spellings for another in other.spellings)
        ]

    def hiding(self, person: Person) -> int:
        """Count the cut lists of authors on which somebody may stand who isn't known to be there."""
        cut = self.columns.truncated
        return int(cut.sum()) - int(cut[list(person.papers)].sum())

    def newest(self, positions: Iterable[int] | None = None) -> Selection:
        """List papers, or all of them, by date: the newest first and those without a date last."""
        if positions is None:
            return Selection(self.papers, self.columns.newest)
        chosen = np.fromiter(positions, np.int64)
        return Selection(self.papers, self.columns.by_date(chosen, is_newest_first=True))

    def owner(self) -> Person | None:
        """Tell whose library this is, where it has exactly one scholar's profile."""
        owners = {
            person.name: person for p in self.profiles if (person := self.people.called(p.name))
        }
        return next(iter(owners.values())) if len(owners) == 1 else None


def as_written(stemmed: str, text: str) -> str:
    """Find the first word of a text that has a stem, as it is written there: SO(3), GNNs.

    Where the text has none, the stem comes back.
    """
    for word in text.split():
        # Stemming is slow beside a look at the first letters.
        if stemmed[:2] not in word.lower() and word.isascii():
            continue
        for token, written in written_tokens(word):
            if stem(token) == stemmed:
                # A capital that only a title or a sentence's beginning has says nothing.
                return written.lower() if written[1:].islower() else written
    return stemmed
