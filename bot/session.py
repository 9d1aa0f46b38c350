"""This file holds one reader's conversation: what a line is answered, and what it refers back to."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot import dispatch, lines
from commands._command import Command, Value, all_commands, command_called
from commands._desk import Desk, place_in_list
from knowledge.answer import Answer, Step
from knowledge.errors import InvalidOption
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.text import fold

_GO_ON = frozenset(("more", "next", "go on", "continue", "show more", "show me more"))
_LISTING = frozenset(
    (
        *("find", "coauthors", "experts", "metrics", "related", "compare"),
        *("person", "timeline", "topics"),
    )
)
MOST_REMEMBERED = 200
"""How many papers of a list can be named by their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a reader saw last.

    Attributes:
        recent: The papers of the last list.
        focus: The paper that was talked about last.
        people: The names of whom was talked about last, the latest first; two at the most.
        before: The last command as it was understood.
        listing: The last one that listed papers or people, to be narrowed down.
        choices: What the last answer offered as answers to a question back.
        command: The last command's name; empty before the first.
        options: The last command's options.
        skip: How many entries came before those that were seen last.
        seen: How many entries of the last list were seen.
        remaining: How many more there are.
    """

    recent: tuple[Paper, ...] = ()
    focus: Paper | None = None
    people: tuple[str, ...] = ()
    before: Step | None = None
    listing: Step | None = None
    choices: tuple[Step, ...] = ()
    command: str = ""
    options: Mapping[str, Value] = field(default_factory=dict)
    skip: int = 0
    seen: int = 0
    remaining: int = 0


class Session:
    """A reader at the library, with what they saw last.

    Args:
        library: The papers.
        memory: What this or another reader saw before.
        today: Tells the date, by default by the clock of this machine.
    """

    def __init__(
        self,
        library: Library,
        memory: Memory | None = None,
        *,
        today: Callable[[], datetime.date] = lambda: datetime.datetime.now().astimezone().date(),
    ) -> None:
        self._library = library
        self._today = today
        self.memory = memory or Memory()

    @property
    def desk(self) -> Desk:
        """The desk at which the next command answers."""
        recent, focus = self.memory.recent, self.memory.focus
        return Desk(
            library=self._library,
            recent=tuple(map(self._now, recent)),
            focus=focus and self._now(focus),
            people_named=self.memory.people,
            before=self.memory.before,
            listing=self.memory.listing,
            today=self._today(),
        )

    def answer(self, line: str) -> Answer:
        """Answer a line: a command, a question, or nothing, which goes on with the last list."""
        text = line.strip()
        if not text or fold(text) in _GO_ON:
            return self._more()
        if chosen := _chosen(text, self.memory.choices):
            return self.run(command_called(chosen.command), chosen.options)
        try:
            command, options = lines.read(text) if text.startswith("/") else _question(text)
        except InvalidOption as error:
            return Answer(outcome="invalid", title="No such command", text=str(error))
        return self.run(command, options)

    def run(self, command: Command[...], options: Mapping[str, Value], *, skip: int = 0) -> Answer:
        """Answer a command, from the entry after `skip` on."""
        answer = dispatch.run(command, replace(self.desk, skip=skip), options)
        if answer.outcome in ("found", "nothing"):  # a slip of the fingers forgets nothing
            self._remember(command, options, answer, skip)
        return answer

    def papers(self, ids: Iterable[str]) -> tuple[Paper, ...]:
        """Find the papers that are still here by their ids."""
        places = self._library.positions
        found = (places.get(one) for one in dict.fromkeys(ids))
        return tuple(self._library.papers[place] for place in found if place is not None)

    def shown(self, ids: Iterable[str]) -> tuple[Paper, ...]:
        """Find what a list showed, in its order; of a paper that is gone its id is known."""
        return tuple(self._now(Paper(id=one, title=one)) for one in dict.fromkeys(ids))

    def _now(self, paper: Paper) -> Paper:
        """Find a paper that was seen as the library has it now, or as it was if it is gone."""
        place = self._library.positions.get(paper.id)
        return paper if place is None else self._library.papers[place]

    def _more(self) -> Answer:
        last = self.memory
        if not last.remaining:
            says = "There is nothing more to show. Ask something, or try /help."
            return Answer(outcome="invalid", title="Nothing more", text=says)
        return self.run(command_called(last.command), last.options, skip=last.seen)

    def _remember(
        self, command: Command[...], options: Mapping[str, Value], answer: Answer, skip: int
    ) -> None:
        last = self.memory
        self.memory = last = replace(last, choices=answer.steps if answer.asks else ())
        if command.name == "ask" and not answer.understood and not answer.papers:
            return  # small talk, or nothing understood: one goes on where one was
        now = replace(
            last,
            command=command.name,
            options=options,
            skip=skip,
            seen=answer.seen,
            remaining=answer.remaining,
        )
        if answer.papers and answer.is_list:
            before = last.recent[: answer.first - 1] if skip and answer.first > 1 else ()
            now = replace(now, recent=(*before, *answer.papers)[:MOST_REMEMBERED])
        if answer.papers:
            only = answer.papers[0] if len(answer.papers) == 1 else None
            now = replace(now, focus=answer.focus or only)
        read = answer.understood or Step("", command.name, _written(options))
        people = tuple(dict.fromkeys((*_people(read), *last.people)))[:2]
        listing = read if read.command in _LISTING else last.listing
        now = replace(now, before=read, listing=listing, people=people)
        self.memory = now


def _chosen(text: str, choices: Sequence[Step]) -> Step | None:
    """Find the one choice that is meant by its place, or by a part of its name."""
    if not choices:
        return None
    place = place_in_list(text, len(choices))
    if place is not None:
        return choices[place - 1] if 0 < place <= len(choices) else None
    words = set(fold(text).split())
    meant = [one for one in choices if words and words <= set(fold(one.label).split())]
    return meant[0] if len(meant) == 1 else None


def _people(read: Step) -> list[str]:
    """Tell whom a command was about."""
    names = ("author",) if read.command == "find" else ("person", "with")
    said = " and ".join(str(read.options[name]) for name in names if name in read.options)
    return [name for name in said.split(" and ") if name]


def _written(options: Mapping[str, Value]) -> dict[str, str | int | bool]:
    return {k: v if isinstance(v, str | int) else str(v) for k, v in options.items()}


def _question(text: str) -> tuple[Command[...], dict[str, Value]]:
    return all_commands()["ask"], {"question": text}
