"""This file holds who saw which list where, so that 'the second one' means what the reader saw."""

from __future__ import annotations

import itertools
import threading

import cachetools

from bot.session import Memory

_MOST = 5000


class Conversations:
    """What was seen last by each person in each channel, and by everybody in it.

    It lives as long as the process: a list that was shown before a restart is named by its titles.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._seen: cachetools.Cache[tuple[int, int], tuple[int, Memory]]
        self._seen = cachetools.LRUCache(most)
        self._turn = itertools.count(1)
        # Each thread that answers asks and notes, and the cache puts in order what it is asked for.
        self._lock = threading.Lock()

    def memory(self, channel_id: int, person_id: int) -> Memory:
        """Tell what a person saw last in a channel: their own answer, or a later public one."""
        with self._lock:
            seen = [self._seen.get((channel_id, who), (0, Memory())) for who in (person_id, 0)]
        return max(seen, key=lambda turn: turn[0])[1]

    def remember(
        self, channel_id: int, person_id: int, memory: Memory, *, is_private: bool
    ) -> None:
        """Note what was shown to a person in a channel."""
        with self._lock:
            for who in (person_id,) if is_private else (person_id, 0):
                self._seen[channel_id, who] = (next(self._turn), memory)
