"""This file holds what can go wrong for a reader.

PaperclubError              everything below; its text is meant for people
├── UnreadableLibrary       a library's files give no paper at all
├── InvalidOption           a value that an option can't take
├── NothingMatches          no paper, person or category fits the words
└── SeveralMatch            several fit about equally well, or none for sure: the reader chooses
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from knowledge.paper import Paper


class PaperclubError(Exception):
    """Something to tell a person, in plain Markdown."""


class UnreadableLibrary(PaperclubError):
    """The files that were named hold no paper that can be read."""


class InvalidOption(PaperclubError):
    """An option was given a value that it can't take."""


class NothingMatches(PaperclubError):
    """Nothing in the library fits the words.

    Args:
        message: What was looked for, and what is nearest, in Markdown.
        nearest: Papers to offer as *perhaps*.
        typed: The words that fit nothing.
        names: People with the nearest names, nearest first.
    """

    def __init__(
        self,
        message: str,
        nearest: Sequence[Paper] = (),
        *,
        typed: str = "",
        names: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.nearest = tuple(nearest)
        self.typed = typed
        self.names = tuple(names)


class SeveralMatch(PaperclubError):
    """The words fit several papers or people about equally well, or none so well as to be taken.

    Args:
        message: The question to put to the reader, in Markdown.
        typed: The words that fit several.
        papers: The papers to choose from, best first (none when people are meant).
        names: The people to choose from, best first (none when papers are meant).
    """

    def __init__(
        self,
        message: str,
        *,
        typed: str,
        papers: Sequence[Paper] = (),
        names: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.typed = typed
        self.papers = tuple(papers)
        self.names = tuple(names)
