"""This file holds a question that is being read: what it names, and what was said before it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.evidence import sought
from knowledge.filters import Options, listing, named
from knowledge.finding import Wanted, find
from knowledge.library import Library
from knowledge.marking import Mark, Marked, marked
from knowledge.meant import has_all
from knowledge.paper import Paper
from knowledge.people import Person
from knowledge.text import fold

SmallTalk = Literal["greeting", "thanks", "offtopic"]

_MOST_MEANT = 10
_ENOUGH = 0.5
"""Share of a topic's words that the best paper must have."""
_LISTS = re.compile(
    r"\b(?:papers?|publications?|articles?|write|wrote|written|publish\w*|collaborat\w*|coauthors?|else|newest|oldest)\b",
    re.IGNORECASE,
)
"""Without one of these words 'they' are the authors as such: 'what did they find'."""
_QUOTED = re.compile(r"[\"“”«»]([^\"“”«»]{3,})[\"“”«»]|(?<!\w)['‘]([^'’]{3,})['’](?!\w)")
_AROUND = frozenset(("titled", "called", "named", "entitled", "listed", "tl dr", "tldr"))
_AFTER = frozenset(
    "thing stuff one please pls plz again here now today paper article about for me us thanks listed say says do does did"
    " published appear out come came written be was is on in there by to of with the stand mean nutshell short brief sentence a an".split()
)


@dataclass(frozen=True, slots=True)
class Before:
    """What was said before in a conversation.

    Attributes:
        command: The last command, with its options.
        options: Its options.
        listing: The last command that listed papers or people, with its options.
        people: Who was talked about last, the latest first.
        paper: The paper that was talked about last, where it was one.
        listed: The ids of the papers of the last list.
    """

    command: str = ""
    options: Options = field(default_factory=dict)
    listing: tuple[str, Options] | None = None
    people: tuple[str, ...] = ()
    paper: Paper | None = None
    listed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as a command with its options, or as small talk.

    A refusal says why it can't be answered. A word is unclear that may mean each of some people.
    Where nothing was understood, all are empty.
    """

    command: str = ""
    options: Options = field(default_factory=dict)
    small_talk: SmallTalk | None = None
    refusal: str = ""
    unclear: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Asked:
    """A question that is being read.

    Attributes:
        library: What is asked about.
        text: The question on one line.
        marked: What it names.
        before: What was said before.
        today: The asker's date.
    """

    library: Library
    text: str
    marked: Marked
    before: Before
    today: datetime.date

    @classmethod
    def of(cls, library: Library, text: str, today: datetime.date, before: Before) -> Asked:
        """Read a question on one line."""
        named = marked(library, text, today)
        if before.people:
            # 'she' is whom we talked of.
            marks = tuple(
                replace(mark, typed=before.people[0], value=before.people[0])
                if _is_pronoun(mark)
                else mark
                for mark in named.marks
            )
            named = replace(named, marks=marks)
        return cls(library, text, named, before, today)

    def without_words(self, text: str) -> Asked:
        """Read what is left of the question."""
        return Asked.of(self.library, " ".join(text.split()), self.today, self.before)

    @property
    def quoted(self) -> str:
        """What stands in quotation marks; may be empty."""
        match = _QUOTED.search(self.text)
        return (match[1] or match[2]).strip() if match else ""

    @property
    def unclear(self) -> tuple[str, tuple[str, ...]] | None:
        """A pronoun that may mean each author of the paper we talked of, and their names."""
        paper = self.before.paper
        for mark in self.marked.marks:
            if mark.kind == "name" or (mark.kind == "person" and mark.value):
                return None  # whom the pronoun after it means
            if _is_pronoun(mark) and _LISTS.search(re.sub(r"\{\w+\}", " ", self.marked.masked)):
                return mark.typed, paper.authors[:_MOST_MEANT] if paper else ()
        return None

    @cached_property
    def weak_papers(self) -> list[Paper]:
        """The papers that the question may name by a few words of their titles."""
        papers = [mark.value for mark in self.marked.maybe if isinstance(mark.value, Paper)]
        return list({paper.id: paper for paper in papers}.values())

    @property
    def is_about_papers(self) -> bool:
        """Whether it speaks of papers as such."""
        words = r"\b(?:papers?|publications?|articles?|stud(?:y|ies)|abstracts?)\b"
        return re.search(words, self.text, re.IGNORECASE) is not None

    @cached_property
    def people(self) -> list[str]:
        """Tell whom it speaks of, each once: two spellings of one person are one."""
        marks = self.marked.of("person", "name")
        return list(dict.fromkeys(typed(mark) if mark.value else mark.typed for mark in marks))

    def who(self) -> list[str]:
        """List the people whom it names, also those who aren't here, in order."""
        names: list[str] = []
        for mark in self.marked.of("person", "name"):
            name = "" if _is_pronoun(mark) else typed(mark)
            if name and name not in names:
                names.append(name)
        return names

    def paper(self) -> str:
        """Name the paper that it is about; what can't be found is left to be said so."""
        whole = self.subject(self.text)
        if papers := self.marked.of("paper"):
            # 'no, forget it. who wrote CREVNET?'
            return typed(next((mark for mark in papers if mark.value), papers[0]))
        if self.marked.of("papers") and self.before.listed:
            return "it"
        if self.quoted:
            return self.quoted
        subject = self.subject(self.marked.without("period", "category", "person"))
        weak = self.weak_papers
        if len(weak) == 1 and self._is_all_of(subject) and has_all(weak[0], self._unusual(whole)):
            return weak[0].title
        if self.before.paper or len(self.before.listed) == 1:
            is_named = subject and (" " in subject or not subject.islower())
            return subject if is_named else "it"
        return subject

    def _unusual(self, text: str) -> str:
        """Leave out the words with which people ask."""
        return " ".join(word for word in text.split() if not self.library.asking.knows(fold(word)))

    def _is_all_of(self, subject: str) -> bool:
        """Tell whether what may be a piece of a title is nearly all that is asked about."""
        piece = self.marked.maybe[0].typed if self.marked.maybe else ""
        return len(fold(subject).split()) <= len(fold(piece).split()) + 2

    def subject(self, text: str) -> str:
        """Strip the words of asking from both ends of a text."""
        asking = self.library.asking
        words = text.strip(" ,;:?!.").split()

        def asks(word: str) -> bool:
            folded = fold(word)
            return folded in _AROUND or all(
                asking.meant(one) in asking.words for one in folded.split()
            )

        while words and asks(words[0]):
            words = words[1:]
        while words and fold(words[-1]) in _AFTER:
            words = words[:-1]
        return " ".join(words).strip("\"'“”")

    def topic(self) -> str:
        """Name the topic that is left without what it names and the words of asking."""
        return str(listing(self.marked)[1].get("query", ""))

    def query(self, text: str) -> str:
        """Keep the words of a text that are asked for."""
        return str(listing(Marked(text, ()))[1].get("query", ""))

    def named_topic(self, text: str) -> str:
        """Give the name of the topic of the library that a text names; empty where it names none."""
        words = text.strip(" ,;:?!.\"'“”").split()
        while words and fold(words[-1]) in _AFTER:
            words = words[:-1]
        name = " ".join(words)
        try:
            return self.library.with_topics.topics.called(name).name
        except SeveralMatch:
            return name  # which one is meant will be asked
        except NothingMatches:
            return ""

    def topic_named(self, text: str) -> str:
        """Give the name of the topic that is called exactly so; empty where none is."""
        everything = self.library.with_topics.topics.everything
        return next((one.name for one in everything if fold(one.name) == fold(text)), "")

    def number_on(self, topic: str) -> int:
        """Count the papers that have all words of a topic, or belong to the topic of that name."""
        if name := self.topic_named(topic):
            return len(self.library.with_topics.topics.called(name).papers)
        return find(self.library, Wanted(query=topic), enough=_ENOUGH).whole

    @property
    def is_only_names(self) -> bool:
        """Whether it says nothing beside the names that it surely has."""
        rest = re.sub(r"\{\w+\}", " ", self.marked.masked)
        return not sought(self.library, rest).weights

    def leftover(self, *forms: re.Pattern[str]) -> set[str]:
        """List the stems that say what is asked about, apart from what is named and these words."""
        rest = re.sub(r"\{\w+\}", " ", self.marked.masked_at_most)
        for form in forms:
            rest = form.sub(" ", rest)
        return set(sought(self.library, rest).weights)

    def is_known(self, enough: float) -> bool:
        """Tell whether some paper has so much, from 0 to 1, of what is asked about."""
        words = sought(self.library, self.text).written.values()
        query = Wanted(query=" ".join(words))
        return bool(words and find(self.library, query, enough=enough).papers)


def _is_pronoun(mark: Mark) -> bool:
    return mark.kind == "person" and mark.value is None


def typed(mark: Mark) -> str:
    """Name what a mark means so that it is found again."""
    if isinstance(mark.value, Person):
        return named(mark)
    return mark.value.title if isinstance(mark.value, Paper) else mark.typed
