"""This file holds what the chat offers while somebody types: commands, options and their values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document

from bot.session import Session
from commands._command import Option, all_commands
from knowledge.text import shortened

_LAST_OPTION = re.compile(r'.*\s(?P<name>[a-z]+):(?P<value>"[^"]*|\S*(?: [^:]*)?)$')


class ChatCompleter(Completer):
    """Completes /commands, their options, and titles, names and choices after an option."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(self, document: Document, _: CompleteEvent) -> Iterable[Completion]:
        """Offer what may stand at the cursor; a plain question is not completed."""
        typed = document.text_before_cursor
        if not typed.startswith("/"):
            return
        name, space, rest = typed[1:].partition(" ")
        if not space:
            for one in all_commands().values():
                if one.name.startswith(name):
                    yield Completion(f"/{one.name} ", -len(typed), display_meta=one.summary)
            return
        if name not in all_commands():
            return
        one = all_commands()[name]
        match = _LAST_OPTION.match(typed)
        if match and match["name"] in one.options:
            yield from self._values(one.options[match["name"]], match["value"])
            return
        if one.options and not match:
            yield from self._values(next(iter(one.options.values())), rest)
        word = rest.rpartition(" ")[2]
        for option in one.options.values():
            if option.name.startswith(word) and f"{option.name}:" not in rest:
                meta = shortened(one.describe(option), 60)
                yield Completion(f"{option.name}:", -len(word), display_meta=meta)

    def _values(self, option: Option, typed: str) -> Iterator[Completion]:
        bare = typed.lstrip('"')
        if option.suggest:
            values = option.suggest(self._session.desk, bare)
        else:
            values = [choice for choice in option.choices if choice.startswith(bare.lower())]
        if option.kind is bool:
            values = ["yes", "no"]
        for value in values:
            inserted = f'"{value}"' if " " in value else value
            yield Completion(inserted, -len(typed), display=shortened(value, 70))
