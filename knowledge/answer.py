"""This file holds what an answer is: what is said, and the papers that it rests on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from knowledge.paper import Paper
from knowledge.picture import Picture

Outcome = Literal["found", "nothing", "unavailable", "invalid"]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do next: a command with its options, under a label."""

    label: str
    command: str
    options: Mapping[str, str | int | bool] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """The step as one types it: /find query:"flow matching" since:2025."""
        return " ".join(
            [f"/{self.command}", *(f"{k}:{_typed(v)}" for k, v in self.options.items())]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a command says. Media decide how it looks.

    Attributes:
        outcome: found; nothing (no such thing here); unavailable (a source or the program
            failed); invalid (the question can't be put like that).
        title: A few words, plain text.
        text: Markdown that any medium understands; text that isn't ours is escaped in it.
        papers: What the answer rests on, in order.
        heading: What these papers are, where that isn't plain from the title.
        reasons: Why each of these papers is here, in Markdown; empty, or one for each.
        first: The number of the first of these papers in the whole list, from 1.
        seen: How many entries of the whole list the reader has seen with this answer.
        remaining: How many more there are; the same command goes on with them.
        is_list: Whether the papers are a list, whose numbers name them afterwards.
        focus: Which of these papers 'it' means from now on; without one, the only paper.
        picture: A picture's description.
        understood: The command as which a question in plain words was read.
        steps: What one may do next.
        asks: Whether this is a question back, to which the steps are the answers.
        ids: The ids of papers by the words that name them here, for who must name them exactly.
    """

    outcome: Outcome = "found"
    title: str
    text: str
    papers: tuple[Paper, ...] = ()
    heading: str = ""
    reasons: tuple[str, ...] = ()
    first: int = 1
    seen: int = 0
    remaining: int = 0
    is_list: bool = True
    focus: Paper | None = None
    picture: Picture | None = None
    understood: Step | None = None
    steps: tuple[Step, ...] = ()
    asks: bool = False
    ids: Mapping[str, str] = field(default_factory=dict)


def _typed(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) or re.fullmatch(r"[\w.-]+", value):
        return str(value)
    if '"' in value and "'" in value:
        value = value.replace("'", "’")
    return f"'{value}'" if '"' in value else f'"{value}"'
