"""This file holds how late the event loop is: what an operator looks at when answers are slow."""

from __future__ import annotations

import asyncio
import time
from collections import deque

_EVERY_SECONDS = 0.05
_KEPT = 1200
"""A minute's beats."""


class Pulse:
    """Beats twenty times a second and notes by how much each beat comes too late."""

    def __init__(self) -> None:
        self._lags: deque[float] = deque(maxlen=_KEPT)
        self._task: asyncio.Task[None] | None = None

    @property
    def worst_of_minute_seconds(self) -> float:
        """By how much the latest beat of the last minute came too late."""
        return max(self._lags, default=0.0)

    def begin(self) -> None:
        """Begin to beat, in the running loop."""
        self._task = asyncio.get_running_loop().create_task(self._beat())

    def end(self) -> None:
        """Stop."""
        if self._task:
            self._task.cancel()

    async def _beat(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(_EVERY_SECONDS)
            self._lags.append(time.perf_counter() - before - _EVERY_SECONDS)
