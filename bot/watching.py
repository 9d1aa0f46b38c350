"""This file holds how a bot that runs notices that its library's files changed.

Files are looked at, every few seconds: of all ways to notice a change this alone works on network
drives and in containers, where the system tells nobody that a file changed elsewhere. What was read
anew takes the old library's place at once; who is being answered is answered from the old one.
"""

from __future__ import annotations

import datetime
import logging
import threading
import time
import weakref
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from bot import garbage, logs
from bot.reception import Reception
from knowledge import reading
from knowledge.errors import UnreadableLibrary
from knowledge.formats import Remark
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.reading import Collection, Stamps
from knowledge.text import counted, listed

_AT_A_TIME = 500
"""Papers or people that are freed in one step, which takes a millisecond or two."""
_STEP_SECONDS = 0.002
_AGAIN_SECONDS = 60.0
"""Until files that couldn't be used are tried again though they look the same: a network drive may
be back, and whoever held a file may have let it go."""
_facts = attrgetter(*(one.name for one in fields(Paper) if one.name != "sources"))
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Files:
    """How it stands with the library's files.

    Attributes:
        changed: When the newest of those that are answered from was changed.
        trouble: Why they can't be used as they are now; empty where they are used.
    """

    changed: datetime.datetime | None = None
    trouble: str = ""


class Watch:
    """Looks at a library's files, and gives what they hold now to the reception.

    Args:
        paths: The library's files and folders.
        reception: Who answers from the library.
        cache: The folder in which indexes are kept; None keeps none.

    Attributes:
        reception: Who answers from the library.
        files: How it stands with them.
    """

    def __init__(self, paths: Sequence[Path], reception: Reception, cache: Path | None) -> None:
        self._paths = tuple(paths)
        self.reception = reception
        self._cache = cache
        self._seen = self._tried = reception.library.stamps
        self._again_at = 0.0
        self._ended = threading.Event()
        self.files = Files(_changed(self._seen))

    def begin(self, every_seconds: float) -> None:
        """Begin to look, in a thread that keeps nothing from ending."""

        def stay() -> None:
            while not self._ended.wait(every_seconds):
                try:
                    self.look()
                except Exception as error:  # noqa: BLE001 - there will be another look
                    logs.incident("while looking at the library's files", error)

        threading.Thread(target=stay, name="watch", daemon=True).start()

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()

    def look(self) -> None:
        """Look at the files once; read them if they changed before, and no more since the last look."""
        stamps = reading.stamps(self._paths)
        before, self._seen = self._seen, stamps
        if stamps == self.reception.library.stamps:
            self._tried, self.files.trouble = stamps, ""
        elif stamps == before and (stamps != self._tried or self._is_to_be_tried_again):
            self._tried = stamps
            with garbage.not_collected():
                self._read()

    @property
    def _is_to_be_tried_again(self) -> bool:
        return bool(self.files.trouble) and time.monotonic() >= self._again_at

    def _read(self) -> None:
        began, old = time.monotonic(), self.reception.library
        try:
            collection = reading.read(self._paths, cache=self._cache, lines=old.lines)
        except UnreadableLibrary as error:
            lines = str(error).splitlines()
            self._keep(lines[0] if lines else "there is no paper in them")
            return
        is_still_written = not collection.stamps == self._tried == reading.stamps(self._paths)
        damage = _new_damage(collection.remarks, old.remarks)
        if is_still_written or damage:
            if is_still_written:
                self._tried = old.stamps  # the next look will tell
            else:
                self._keep(str(damage))
            _free([*collection.papers])
            return
        if _is_the_same(old, collection):
            old.stamps = collection.stamps
            self.files.changed, self.files.trouble = _changed(collection.stamps), ""
            return
        change = _change(old, collection)
        if change.is_growth:
            self._swap(old.extended(change.added), collection.stamps)
        library = Library(collection, cache=self._cache)
        library.warm()
        self._swap(library, collection.stamps)
        seconds = time.monotonic() - began
        _log.info("the library's files changed: %s (read in %.1f s)", change, seconds)

    def _keep(self, why: str) -> None:
        told = why
        for file in self._tried:
            told = told.replace(str(file), file.name)
        if told != self.files.trouble:
            says = "the library's files changed and can't be used, so I answer from what was there"
            _log.warning("%s: %s", says, why)
        self.files.trouble = told
        self._again_at = time.monotonic() + _AGAIN_SECONDS

    def _swap(self, library: Library, stamps: Stamps) -> None:
        old, self.reception.library = self.reception.library, library
        self.files.changed, self.files.trouble = _changed(stamps), ""
        _let_go(old)


@dataclass(frozen=True, slots=True)
class _Change:
    """What differs between a library and what its files hold now.

    Attributes:
        added: Papers that are new, in order.
        removed: How many are gone.
        changed: How many say something else.
        number: How many there are now.
        is_growth: Whether papers came after all others and nothing else changed.
    """

    added: Sequence[Paper]
    removed: int
    changed: int
    number: int
    is_growth: bool

    def __str__(self) -> str:
        parts = (
            f"{counted(number, 'paper')} {word}"
            for number, word in (
                (len(self.added), "added"),
                (self.removed, "removed"),
                (self.changed, "changed"),
            )
            if number
        )
        return f"{listed(list(parts)) or 'the same papers'}; {counted(self.number, 'paper')} now"


def _is_the_same(old: Library, new: Collection) -> bool:
    return _besides(old, old.archives) == _besides(new, new.categories) and (
        old.papers,
        old.remarks,
    ) == (new.papers, new.remarks)


def _besides(one: Library | Collection, categories: Mapping[str, str]) -> tuple[object, ...]:
    """Tell what there is besides papers."""
    return one.profiles, one.aliases, one.apart, one.namesakes, categories


def _change(old: Library, new: Collection) -> _Change:
    before = {paper.id: paper for paper in old.papers}
    added = [paper for paper in new.papers if paper.id not in before]
    stayed = [paper for paper in new.papers if paper.id in before]
    changed = sum(_facts(paper) != _facts(before[paper.id]) for paper in stayed)
    removed = len(before) - len(stayed)
    is_growth = (
        bool(added)
        and not removed
        and not changed
        and all(a.id == b.id for a, b in zip(old.papers, new.papers, strict=False))
        and _besides(old, old.archives) == _besides(new, new.categories)
    )
    return _Change(added, removed, changed, len(new.papers), is_growth)


def _new_damage(now: Sequence[Remark], before: Sequence[Remark]) -> Remark | None:
    """Find what is broken in the files now and wasn't when they were read before."""
    known = Counter((one.source.file, one.message) for one in before if one.is_damage)
    for remark in now:
        if remark.is_damage:
            known[remark.source.file, remark.message] -= 1
            if known[remark.source.file, remark.message] < 0:
                return remark
    return None


def _changed(stamps: Stamps) -> datetime.datetime | None:
    newest = max((stamp[0] for stamp in stamps.values() if stamp), default=None)
    return None if newest is None else datetime.datetime.fromtimestamp(newest / 1e9, datetime.UTC)


def _let_go(library: Library) -> None:
    """Free a library in small steps: all at once would hold the loop for half a second."""
    parts: list[object] = [*library.papers]
    if "people" in vars(library):
        parts += library.people.everyone
    last = weakref.ref(library)

    def free() -> None:
        while last() is not None:  # somebody is still being answered from it
            time.sleep(1)
        _free(parts)

    threading.Thread(target=free, name="free", daemon=True).start()


def _free(parts: list[object]) -> None:
    while parts:
        del parts[-_AT_A_TIME:]
        time.sleep(_STEP_SECONDS)
