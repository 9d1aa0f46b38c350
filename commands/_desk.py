"""This file holds the desk at which a command answers: the library, and who asks in which context."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field

from knowledge.answer import Step
from knowledge.errors import InvalidOption, NothingMatches, SeveralMatch
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.mentions import mentioned_papers
from knowledge.paper import Paper
from knowledge.people import Person
from knowledge.text import counted, fold, listed
from knowledge.years import unfinished_year

_LONGEST_NAME = 12
"""Words of the longest text that is a name of a paper rather than a message about one."""
_SUGGESTED = 25
"""As many as Discord shows."""
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)
_NUMBER = re.compile(r"(?:the |number |no |paper )*(\d{1,4})(?:st|nd|rd|th)?(?: one| paper)?")
_ORDINAL = re.compile(rf"(?:the )?({'|'.join(_ORDINALS)}|last)(?: one| paper)?")
_NEWER = ("newer", "newest", "latest", "later", "most recent")
_DATED = re.compile(
    r"(?:the )?(newer|older|newest|oldest|latest|earliest|earlier|later|most recent) (?:one|of (?:the two|them|these|those))"
)
_IT = re.compile(r"it|its|this|that|(?:this|that|the) (?:one|paper|work)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a command may use.

    Attributes:
        library: The papers.
        recent: The papers of the last list that the reader saw, in its order.
        focus: The paper that was talked about last, which 'it' means.
        people_named: The names of whom was talked about last, the latest first: 'she', 'both'.
        before: The last command, with its options; None before the first.
        listing: The last one that listed papers or people.
        skip: How many of a list's entries the reader has seen and goes on from.
        today: The reader's date, by the clock of this machine.
        readings: How words were read that weren't typed exactly; said with the answer.
        ids: The ids of the papers that were meant, by the words that named them.
    """

    library: Library
    recent: tuple[Paper, ...] = ()
    focus: Paper | None = None
    people_named: tuple[str, ...] = ()
    before: Step | None = None
    listing: Step | None = None
    skip: int = 0
    today: datetime.date = field(default_factory=datetime.date.today)
    readings: list[str] = field(default_factory=list, compare=False)
    ids: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def unfinished_year(self) -> int:
        """The year that isn't over in the library's data."""
        return unfinished_year(self.library, self.today.year)

    def paper(self, typed: str) -> Paper:
        """Find the paper that is meant by a number in the last list, or by the library.

        Raises:
            InvalidOption: There is no such number.
            NothingMatches: No title is near enough, or the paper isn't there any more.
            SeveralMatch: Several are about equally near.
        """
        meant = self._meant(typed)
        if meant.id not in self.library.positions:
            says = f"*{literal(meant.title)}* was shown before and is no longer in this library."
            raise NothingMatches(f"{says} Look for others with /find.", typed=typed)
        self.ids[typed] = meant.id
        return meant

    def name(self, paper: Paper) -> str:
        """Name a paper by the least that finds it, for what one may do next."""
        name = self.library.shortest_name(paper)
        self.ids[name] = paper.id
        return name

    def _meant(self, typed: str) -> Paper:
        if _IT.fullmatch(fold(typed)):
            return self._focus(typed)
        if dated := _DATED.fullmatch(fold(typed)):
            return self._by_date(typed, is_newest=dated[1] in _NEWER)
        number = place_in_list(typed, len(self.recent))
        if number is None:
            return self._looked_up(typed)
        if 0 < number <= len(self.recent):
            return self.recent[number - 1]
        if self.library.titles.called(typed):
            return self.library.paper(typed)
        if not self.recent:
            says = "A number names a paper of the last list, and there is no list yet."
            raise InvalidOption(f"{says} Name the paper by its title, or look for it with /find.")
        there = counted(len(self.recent), "paper")
        raise InvalidOption(f"The last list has {there}; there is no number *{literal(typed)}*.")

    def _looked_up(self, typed: str) -> Paper:
        """Find a paper by its name, or else the one that a whole message speaks of."""
        try:
            return self.library.paper(typed)
        except NothingMatches:
            is_message = len(typed.split()) > _LONGEST_NAME
            named = mentioned_papers(self.library, typed, surely=not is_message)
            if len(named) == 1:
                self.readings.append(f"This speaks of *{literal(named[0].title)}*.")
                return named[0]
            if named:
                says = f"This speaks of {len(named)} papers. Which one is meant?"
                raise SeveralMatch(says, typed=typed, papers=named[:10]) from None
            raise

    def _by_date(self, typed: str, *, is_newest: bool) -> Paper:
        """Find the newest or the oldest paper of the last list."""
        dated = [(paper.date.first, paper) for paper in self.recent if paper.date]
        if not dated:
            says = "There is no list yet in which one could be newer or older."
            raise InvalidOption(f"{says} *{literal(typed)}* names no paper.")
        days = [day for day, _ in dated]
        day = max(days) if is_newest else min(days)
        return next(paper for first, paper in dated if first == day)

    def _focus(self, typed: str) -> Paper:
        if self.focus or len(self.recent) == 1:
            return self.focus or self.recent[0]
        if self.recent:
            says = f"*{literal(typed)}* may be any paper of the last list. Which one is meant?"
            raise SeveralMatch(says, typed=typed, papers=self.recent[:10])
        raise InvalidOption(f"No paper was talked about yet, so *{literal(typed)}* is none.")

    def person(self, typed: str) -> Person:
        """Find the person that is meant by a name.

        Raises:
            NothingMatches: No name is near enough.
            SeveralMatch: Several are about equally near.
        """
        person = self.library.person(typed)
        if not self.library.reads_literally(typed, person):
            self.readings.append(f"Read *{literal(typed.strip())}* as *{literal(person.name)}*.")
        return person

    def scholar(self) -> Person:
        """Find the scholar whose profile the library is.

        Raises:
            InvalidOption: There are several profiles, or none.
        """
        if one := self.library.owner():
            return one
        most = [literal(each.name) for each in self.library.people.everyone[:5]]
        says = f" Those with most papers are {listed(most)}." if most else ""
        raise InvalidOption(f"Please say *person*: this library is not one scholar's.{says}")

    def people(self, typed: str) -> tuple[Person, ...]:
        """Find the people that are meant by one name or by several with 'and' between.

        Raises:
            NothingMatches: A name is near none.
            SeveralMatch: A name is about equally near to several.
        """
        names = names_in(typed)
        if len(names) > 1 and (exact := self.library.people.called(typed.strip())):
            return (exact,)  # 'Wei Wang (arts and sciences)'
        return tuple(dict.fromkeys(self.person(name) for name in names))


def names_in(typed: str) -> list[str]:
    """Part names with 'and' between.

    >>> names_in("Ana Oak and Bo Elm")
    ['Ana Oak', 'Bo Elm']
    """
    return [name for name in re.split(r"\s+(?:and|&|with)\s+", typed.strip()) if name]


def place_in_list(typed: str, length: int) -> int | None:
    """Read '2', '#2', 'the second one' or 'last' as a place in a list, from 1; else None."""
    folded = fold(typed)
    if typed.strip().startswith("-"):
        return None
    if match := _NUMBER.fullmatch(folded):
        return int(match[1])
    if match := _ORDINAL.fullmatch(folded):
        if match[1] in _ORDINALS:
            return _ORDINALS.index(match[1]) + 1
        return length
    return None


def papers(desk: Desk, typed: str) -> list[str]:
    """Suggest papers by what is typed so far of a title or a short name."""
    library = desk.library
    if not typed.strip():
        shown = desk.recent or library.papers
        return [paper.title for paper in shown[:_SUGGESTED]]
    places = [
        *library.acronyms.papers(typed),
        *library.titles.beginning(typed, _SUGGESTED),
        *(fit.place for fit in library.titles.closest(typed, _SUGGESTED)),
    ]
    return list(dict.fromkeys(library.papers[place].title for place in places))[:_SUGGESTED]


def people(desk: Desk, typed: str) -> list[str]:
    """Suggest people by what is typed so far of any part of a name."""
    everyone, names = desk.library.people.everyone, desk.library.names
    if not typed.strip():
        return [person.name for person in everyone[:_SUGGESTED]]
    near = (fit.place for fit in names.closest(typed, _SUGGESTED))
    places = dict.fromkeys((*names.beginning(typed, _SUGGESTED), *near))
    return [everyone[place].name for place in places][:_SUGGESTED]


def categories(desk: Desk, typed: str) -> list[str]:
    """Suggest the library's categories, those with most papers first."""
    there = desk.library.categories
    codes = [code for code, _ in there.counts.most_common()]
    return [code for code in codes if fold(typed) in fold(there.label(code))][:_SUGGESTED]


def topic_names(desk: Desk, typed: str) -> list[str]:
    """Suggest the library's topics, the largest first; those with the words in name or terms."""
    there = desk.library.with_topics.topics.everything
    sought = fold(typed)
    named = [one.name for one in there if sought in fold(one.name)]
    others = [one.name for one in there if sought in fold(" · ".join(one.terms))]
    return list(dict.fromkeys((*named, *others)))[:_SUGGESTED]
