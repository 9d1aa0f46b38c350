"""This file holds who saw what where, so that 'the second one' and 'and 2025?' mean what they should."""

from __future__ import annotations

import datetime
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cachetools
from sqlalchemy.exc import SQLAlchemyError

from bot.notebook import Notebook
from bot.session import Memory
from commands._command import Value
from knowledge.answer import Step
from knowledge.paper import Paper

_MOST = 5000
_KEPT = datetime.timedelta(minutes=30)
"""For how long a conversation goes on after its last answer."""
_EVERYBODY = 0
"""Stands for whoever reads a channel."""


@dataclass(frozen=True, slots=True)
class _Seen:
    memory: Memory
    at: datetime.datetime


class Conversations:
    """What was said last with each person in each channel, for half an hour.

    Who said nothing of late in a channel has the last public list before their eyes: they may name
    its papers by their numbers, but don't go on with somebody else's question.

    Args:
        notebook: Where it is kept over a restart; None keeps it as long as the process lives.
        most: How many conversations are held in memory.
        now: Tells the time in UTC.
    """

    def __init__(
        self,
        notebook: Notebook | None = None,
        *,
        most: int = _MOST,
        now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        self._notebook = notebook
        self._now = now
        self._seen: cachetools.Cache[tuple[int, int], _Seen] = cachetools.LRUCache(most)
        self._forgotten_at = now()
        # Each thread that answers asks and notes, and the cache puts in order what it is asked for.
        self._lock = threading.Lock()

    def memory(self, channel_id: int, person_id: int) -> Memory:
        """Tell what somebody saw last in a channel."""
        if own := self._of(channel_id, person_id):
            return own.memory
        public = self._of(channel_id, _EVERYBODY)
        if public is None:
            return Memory()
        return Memory(recent=public.memory.recent, focus=public.memory.focus)

    def remember(
        self, channel_id: int, person_id: int, memory: Memory, *, is_private: bool
    ) -> None:
        """Note what was shown to a person in a channel."""
        now = self._now()
        readers = (person_id,) if is_private else (person_id, _EVERYBODY)
        with self._lock:
            for who in readers:
                self._seen[channel_id, who] = _Seen(memory, now)
        if self._notebook is None:
            return
        written = _written(memory)
        try:
            for who in readers:
                self._notebook.keep_conversation(channel_id, who, written)
            if now - self._forgotten_at > _KEPT:
                self._forgotten_at = now
                self._notebook.forget_conversations(before=now - _KEPT)
        except SQLAlchemyError:
            return  # the notebook told the log

    def forget(self, person_id: int) -> None:
        """Forget what a person saw, and what everybody saw because that person asked."""
        with self._lock:
            theirs = [(where, seen) for where, seen in self._seen.items() if where[1] == person_id]
            for (channel_id, _), seen in theirs:
                del self._seen[channel_id, person_id]
                public = self._seen.get((channel_id, _EVERYBODY))
                if public and public.memory == seen.memory:
                    del self._seen[channel_id, _EVERYBODY]

    def _of(self, channel_id: int, person_id: int) -> _Seen | None:
        since = self._now() - _KEPT
        with self._lock:
            seen = self._seen.get((channel_id, person_id))
        if seen is None and (seen := self._kept(channel_id, person_id, since)):
            with self._lock:
                self._seen[channel_id, person_id] = seen
        return seen if seen and seen.at >= since else None

    def _kept(self, channel_id: int, person_id: int, since: datetime.datetime) -> _Seen | None:
        if self._notebook is None:
            return None
        try:
            kept = self._notebook.conversation(channel_id, person_id, since=since)
        except SQLAlchemyError:
            return None  # the notebook told the log
        if kept is None:
            return None
        try:
            return _Seen(_read(kept[0]), kept[1])
        except (ValueError, LookupError, TypeError):  # written by another version
            return None


def _written(memory: Memory) -> str:
    """Write a memory as JSON, with papers by their ids."""
    return json.dumps(
        {
            "recent": [paper.id for paper in memory.recent],
            "focus": memory.focus.id if memory.focus else None,
            "people": memory.people,
            "before": _of_step(memory.before),
            "listing": _of_step(memory.listing),
            "command": memory.command,
            "options": _plain(memory.options),
            "place": [memory.skip, memory.seen, memory.remaining],
        }
    )


def _read(text: str) -> Memory:
    """Read a memory; of its papers only the ids are known, by which a session finds them."""
    told = json.loads(text)
    skip, seen, remaining = told["place"]
    return Memory(
        recent=tuple(Paper(id=one, title=one) for one in told["recent"]),
        focus=Paper(id=told["focus"], title=told["focus"]) if told["focus"] else None,
        people=tuple(told["people"]),
        before=Step("", *told["before"]) if told["before"] else None,
        listing=Step("", *told["listing"]) if told["listing"] else None,
        command=told["command"],
        options=told["options"],
        skip=skip,
        seen=seen,
        remaining=remaining,
    )


def _of_step(step: Step | None) -> list[object] | None:
    return [step.command, dict(step.options)] if step else None


def _plain(options: Mapping[str, Value]) -> dict[str, str | int | bool]:
    return {k: v if isinstance(v, str | int) else str(v) for k, v in options.items()}
