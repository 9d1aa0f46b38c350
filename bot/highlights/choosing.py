"""This file holds which papers a subscription gets to see next, by what its channel saw and likes."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.notebook import Notebook
from bot.notebook.arrivals import Arrivals
from bot.notebook.deliveries import Shown
from bot.notebook.history import History
from bot.notebook.subscriptions import Subscription
from bot.notebook.tastes import Tastes
from knowledge import highlights
from knowledge.highlights import Highlight, Verdict
from knowledge.library import Library
from knowledge.paper import Paper

_FRESH = datetime.timedelta(days=1)
"""How long before it was made a subscription takes what came for new."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a channel saw and likes."""

    votes: Mapping[str, int]
    muted: frozenset[str]
    new: frozenset[str]
    shown: Sequence[str]


class Choosing:
    """Chooses papers for subscriptions. Its methods block; call them in a thread.

    Args:
        library: Tells the library as it is now.
        notebook: What channels saw and like.
    """

    def __init__(self, library: Callable[[], Library], notebook: Notebook) -> None:
        self._library = library
        self._history = History(notebook)
        self._tastes = Tastes(notebook)
        self._arrivals = Arrivals(notebook)
        self._noted: Library | None = None
        self._noting = threading.Lock()

    def note_arrivals(self) -> None:
        """Note which papers came into the library, if it changed since they were noted last."""
        library = self._library()
        with self._noting:
            if library is not self._noted:
                self._arrivals.note([paper.id for paper in library.papers])
                self._noted = library

    def chosen(self, one: Subscription) -> list[Shown]:
        """Choose the papers that a subscription gets now; none where none is left that fits."""
        self.note_arrivals()
        library, known = self._library(), self._known(one)
        picked = self._picked(library, one, known, known.shown)
        if picked or one.on_empty != "revisit" or not known.shown:
            return [Shown(pick.paper.id, pick.why) for pick in picked]
        # Of what was shown before the half that is longest ago; or all, where none of that fits.
        recent = known.shown[-(-len(known.shown) // 2) :]
        again = self._picked(library, one, known, recent) or self._picked(library, one, known, ())
        times = self._history.showings(one.channel_id, [pick.paper.id for pick in again])
        return [
            Shown(pick.paper.id, f"shown before; {pick.why}", times.get(pick.paper.id, 0) + 1)
            for pick in again
        ]

    def verdict(self, one: Subscription, paper: Paper) -> Verdict:
        """Tell whether a subscription would get a paper now, or why not."""
        self.note_arrivals()
        known = self._known(one)
        return highlights.verdict(
            self._library(),
            one.interests,
            paper,
            votes=known.votes,
            muted=known.muted,
            new=known.new,
            shown=known.shown,
            count=one.number,
        )

    def _known(self, one: Subscription) -> _Known:
        last = self._history.last_sent_at(one.id)
        return _Known(
            votes=self._tastes.net(one.channel_id),
            muted=self._tastes.muted(one.channel_id),
            new=self._arrivals.since(last or one.made_at - _FRESH),
            shown=self._history.shown(one.channel_id),
        )

    def _picked(
        self, library: Library, one: Subscription, known: _Known, shown: Sequence[str]
    ) -> list[Highlight]:
        return highlights.choose(
            library,
            one.interests,
            votes=known.votes,
            muted=known.muted,
            new=known.new,
            shown=shown,
            count=one.number,
        )
