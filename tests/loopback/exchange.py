"""This file holds one interaction from what somebody did to all that the bot made of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.payloads import EPHEMERAL, LOADING, Payload, snowflake

ACKNOWLEDGE_SECONDS = 3.0
"""By Discord's reference a first response that comes later finds no interaction."""


@dataclass
class Exchange:
    """An interaction and its answers.

    Attributes:
        command: What it was, for people who read a report.
        id: The interaction's id.
        token: Its token.
        public: The message that everybody sees, where one was made.
        said: The messages that were made or changed, in order.
        choices: What autocomplete offered.
        first_seconds: From the event to the first response; None where none came.
        kinds: The types of the responses that were taken.
        deferred: Whether an answer was announced.
    """

    command: str
    source: Payload | None = None
    id: int = field(default_factory=snowflake)
    token: str = field(default_factory=lambda: f"interaction{snowflake()}")
    original: Payload | None = None
    followed: list[Payload] = field(default_factory=list)
    choices: list[dict[str, Any]] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    is_deleted: bool = False
    began: float = field(default_factory=time.perf_counter)
    first_seconds: float | None = None
    done_seconds: float | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_acknowledged(self) -> bool:
        return bool(self.kinds)

    @property
    def is_late(self) -> bool:
        return time.perf_counter() - self.began > ACKNOWLEDGE_SECONDS

    @property
    def said(self) -> list[Payload]:
        """The messages that stand, in order."""
        first = [self.original] if self.original and not self.is_deleted else []
        return first + self.followed

    @property
    def is_done(self) -> bool:
        """Whether there is an answer, and not only the announcement of one."""
        if self.choices or 8 in self.kinds:
            return True
        return any(not one["flags"] & LOADING for one in self.said) and (
            self.kinds != [6] or self.done_seconds is not None
        )

    @property
    def is_private(self) -> bool:
        """Whether only the asker sees all of it."""
        return all(one["flags"] & EPHEMERAL for one in self.said)

    @property
    def text(self) -> str:
        return "\n".join(words(one) for one in self.said)

    @property
    def buttons(self) -> list[Payload]:
        return [button for one in self.said for button in buttons(one)]

    def begin(self) -> None:
        """Start the clock: the event goes out."""
        self.began = time.perf_counter()

    def note(self, *, is_answer: bool) -> None:
        """Note that a response was taken."""
        seconds = time.perf_counter() - self.began
        if self.first_seconds is None:
            self.first_seconds = seconds
        if is_answer:
            self.done_seconds = seconds
            self._changed.set()

    async def done(self, timeout_seconds: float = 15.0) -> Exchange:
        """Wait for the answer.

        Raises:
            TimeoutError: None came.
        """
        async with asyncio.timeout(timeout_seconds):
            await self._changed.wait()
        return self


def words(message: Payload) -> str:
    """Join all that a message's components say."""
    return "\n".join(_words(message["components"]))


def _words(components: list[Payload]) -> Iterator[str]:
    for one in components:
        if content := one.get("content"):
            yield content
        yield from _words(one.get("components") or [])


def buttons(message: Payload) -> list[Payload]:
    """List a message's buttons, in order."""
    return list(_buttons(message["components"]))


def _buttons(components: list[Payload]) -> Iterator[Payload]:
    for one in components:
        if one["type"] == 2:
            yield one
        accessory = one.get("accessory")
        yield from _buttons((one.get("components") or []) + ([accessory] if accessory else []))
