"""This file holds whose turn it is: fairness among servers, and how often one person may ask."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Turns:
    """Threads that answer, shared fairly: places with questions waiting take turns.

    One server that asks much waits for itself, not the others for it.

    Args:
        threads: How many questions are answered at once. Answering is Python's own work, so more
            threads than cores only make everything later.
    """

    def __init__(self, threads: int = 2) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="answer")
        self._free = threads
        self._waiting: OrderedDict[int, deque[tuple[Callable[[], Any], asyncio.Future[Any]]]] = (
            OrderedDict()
        )

    async def take(self, place: int, work: Callable[[], T]) -> T:
        """Do some work in a thread when it is a place's turn."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(place, deque()).append((work, done))
        self._begin()
        return await done

    def close(self) -> None:
        """End the threads; what is being answered is finished."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self) -> None:
        while self._free and self._waiting:
            place, line = self._waiting.popitem(last=False)
            work, done = line.popleft()
            if line:
                self._waiting[place] = line  # to the end: the others come first
            if done.cancelled():
                continue
            self._free -= 1
            running = asyncio.get_running_loop().run_in_executor(self._pool, work)
            running.add_done_callback(partial(self._end, done))

    def _end(self, done: asyncio.Future[Any], ended: asyncio.Future[Any]) -> None:
        self._free += 1
        if not done.done():
            if error := ended.exception():
                done.set_exception(error)
            else:
                done.set_result(ended.result())
        self._begin()


class Allowance:
    """How often one person may ask: a burst, then one in each interval.

    The generic cell rate algorithm (ITU-T I.371, annex A): for each person the time from which
    the next question would be exactly on the steady rate.

    Args:
        burst: How many may come at once.
        interval_seconds: How long until one more may come.
        clock: Tells the time in seconds.
    """

    def __init__(
        self,
        burst: int = 5,
        interval_seconds: float = 2.0,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._interval = interval_seconds
        self._tolerance = (burst - 1) * interval_seconds
        self._clock = clock
        self._next: OrderedDict[int, float] = OrderedDict()

    def wait_seconds(self, person: int) -> float:
        """Take one question from a person's allowance; or else tell how long they must wait."""
        now = self._clock()
        while self._next and next(iter(self._next.values())) < now - self._tolerance:
            self._next.popitem(last=False)  # forgotten: whole allowance again
        due = max(self._next.get(person, 0.0), now)
        if due - now > self._tolerance:
            return due - now - self._tolerance
        self._next[person] = due + self._interval
        self._next.move_to_end(person)
        return 0.0
