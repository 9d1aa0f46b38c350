"""This file holds one reader's conversation: what a line is answered, and what it refers back to."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace

from bot import dispatch, lines
from commands._command import Command, all_commands
from commands._desk import Desk
from knowledge.answer import Answer
from knowledge.errors import InvalidOption
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.text import fold

_GO_ON = frozenset(("more", "next", "go on", "continue", "show more", "show me more"))
MOST_REMEMBERED = 200
"""How many papers of a list can be named by their number."""


class Session:
    """A reader at the library, with the last list and the last paper that they saw."""

    def __init__(self, library: Library) -> None:
        self._desk = Desk(library=library)
        self._last: tuple[Command[...], Mapping[str, str]] | None = None
        self._seen = 0
        self._remaining = 0

    @property
    def desk(self) -> Desk:
        """The desk at which the next command answers."""
        return replace(self._desk, readings=[], today=datetime.datetime.now().astimezone().date())

    def answer(self, line: str) -> Answer:
        """Answer a line: a command, a question, or nothing, which goes on with the last list."""
        text = line.strip()
        if not text or fold(text) in _GO_ON:
            return self._more()
        try:
            command, options = lines.read(text) if text.startswith("/") else _question(text)
        except InvalidOption as error:
            return Answer(outcome="invalid", title="No such command", text=str(error))
        answer = dispatch.run(command, self.desk, options)
        if answer.outcome in ("found", "nothing"):  # a slip of the fingers forgets nothing
            self._last = (command, options)
            self._remember(answer, goes_on=False)
            self._remember_filters(command, options, answer)
        return answer

    def _more(self) -> Answer:
        if self._last is None or not self._remaining:
            says = "There is nothing more to show. Ask something, or try /help."
            return Answer(outcome="invalid", title="Nothing more", text=says)
        command, options = self._last
        answer = dispatch.run(command, replace(self.desk, skip=self._seen), options)
        self._remember(answer, goes_on=True)
        return answer

    def _remember(self, answer: Answer, *, goes_on: bool) -> None:
        self._seen, self._remaining = answer.seen, answer.remaining
        desk = self._desk
        if answer.papers and answer.is_list:
            before: tuple[Paper, ...] = desk.recent if goes_on and answer.first > 1 else ()
            recent = (*before[: answer.first - 1], *answer.papers)[:MOST_REMEMBERED]
            desk = replace(desk, recent=recent)
        if answer.papers:
            desk = replace(desk, focus=answer.papers[0] if len(answer.papers) == 1 else None)
        self._desk = desk

    def _remember_filters(
        self, command: Command[...], options: Mapping[str, str], answer: Answer
    ) -> None:
        if answer.understood:
            is_list, filters = answer.understood.command == "find", answer.understood.options
        else:
            is_list, filters = command.name == "find", options
        if is_list and answer.outcome == "found":
            self._desk = replace(self._desk, filters=filters)
        elif answer.papers and answer.is_list:
            self._desk = replace(self._desk, filters={})


def _question(text: str) -> tuple[Command[...], dict[str, str]]:
    return all_commands()["ask"], {"question": text}
