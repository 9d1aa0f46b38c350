"""This file holds what was heard lately, so that nothing is answered twice."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

import cachetools

_MOST_REMEMBERED = 4000
_AFTERWARDS_SECONDS = 2.0
"""How long a press is remembered after its answer."""


class Lately:
    """What happened within some seconds."""

    def __init__(self, seconds: float) -> None:
        self._seen: cachetools.TTLCache[Hashable, bool]
        self._seen = cachetools.TTLCache(_MOST_REMEMBERED, seconds)

    def is_first(self, one: Hashable) -> bool:
        """Tell whether something didn't happen lately, and remember it."""
        if one in self._seen:
            return False
        self._seen[one] = True
        return True


class Presses:
    """The last press of each person on each message, and when it was answered.

    Only the last: Next, Back and Next again are three presses, however quick.

    Args:
        clock: Tells the time in seconds.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: cachetools.LRUCache[Hashable, _Press] = cachetools.LRUCache(_MOST_REMEMBERED)

    def is_again(self, where: Hashable, custom_id: str) -> bool:
        """Tell whether somebody presses a button whose answer has just come or is on its way."""
        last = self._last.get(where)
        return (
            last is not None
            and last.custom_id == custom_id
            and self._clock() < last.answered_seconds + _AFTERWARDS_SECONDS
        )

    def answered(self, where: Hashable, custom_id: str, work: Awaitable[None]) -> Awaitable[None]:
        """Remember a press from now on, until some work has answered it and a moment longer."""
        press = self._last[where] = _Press(custom_id)
        return self._noting_end(press, work)

    async def _noting_end(self, press: _Press, work: Awaitable[None]) -> None:
        try:
            await work
        finally:
            press.answered_seconds = self._clock()


@dataclass(slots=True)
class _Press:
    custom_id: str
    answered_seconds: float = math.inf
