"""The life of subscriptions, whatever people, clocks, workers and Discord do to them."""

from __future__ import annotations

import asyncio
import datetime
import functools
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from bot.highlights import delivering, planning
from bot.highlights.choosing import Choosing
from bot.highlights.delivering import Delivering
from bot.highlights.hours import time_words
from bot.highlights.posting import Channels, Closed, Unclear
from bot.highlights.schedule import CATCH_UP
from bot.highlights.subscribing import Subscribing
from bot.highlights.weekdays import days_words
from bot.highlights.wishes import Where, Wishes
from bot.layout import Page
from bot.notebook import Notebook
from bot.notebook.deliveries import DELIVERY, Delivery, Shown
from bot.notebook.history import History
from bot.notebook.subscriptions import Subscription, Subscriptions
from bot.notebook.tables import highlight
from knowledge.library import Library
from tests.highlights.conftest import Clock, hurry
from tests.pages import Entry, library_of, page, write

ZONES = """
    Africa/Cairo America/Havana America/New_York America/Nuuk America/Santiago America/St_Johns
    Antarctica/Troll Asia/Kathmandu Australia/Lord_Howe Europe/London Pacific/Apia Pacific/Kiritimati
""".split()
BEGINNINGS = [
    datetime.datetime(2026, month, day, 11, 58, tzinfo=datetime.UTC)
    for month, day in ((3, 7), (3, 28), (4, 4), (9, 5), (10, 24), (12, 31))
]
"""Of nights about which clocks change somewhere, and of a year's last."""
ROOMS = (1, 2)
SECOND, MINUTE, DAY = (datetime.timedelta(**{x: 1}) for x in ("seconds", "minutes", "days"))
REMEMBERED = 3 * MINUTE
"""How long Discord knows a nonce."""
FATES = st.sampled_from(
    ["lost before", "lost after", "dies before", "dies after", "garbled", "slow", "closed", "well"]
)


@dataclass(frozen=True)
class Posted:
    """What a channel got."""

    channel_id: int
    delivery: Delivery
    subscription: Subscription
    papers: tuple[Shown, ...]
    at: datetime.datetime


@dataclass
class Rooms(Channels):
    """Channels that are plain lists.

    Attributes:
        fates: What becomes of the next posts.
        shut: The channels that take none.
        meanwhile: What happens while a post is slow.
    """

    now: Callable[[], datetime.datetime]
    history: History
    subscriptions: Subscriptions
    posts: list[Posted] = field(default_factory=list)
    fates: list[str] = field(default_factory=list)
    shut: set[int] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    meanwhile: Callable[[], Any] | None = None
    has_died: bool = False
    _nonces: dict[tuple[int, str], tuple[datetime.datetime, int]] = field(default_factory=dict)

    async def sent(
        self, to: Subscription, one: Delivery, page: Page, *, nonce: str, **_: Any
    ) -> int:
        """Take a post, as its fate has it."""
        del page
        fate = self.fates.pop() if self.fates else "well"
        if fate == "lost before":
            raise ConnectionResetError
        if fate == "dies before":
            self.has_died = True
            raise asyncio.CancelledError
        # What is written at this moment is what its maker allows at this moment.
        papers = tuple(self.history.papers(one.id))
        if fate == "slow" and self.meanwhile:
            await self.meanwhile()
        if fate == "closed" or one.channel_id in self.shut:
            raise Closed("it is closed")
        message_id = self._taken(to, one, papers, nonce)
        if fate == "lost after":
            raise ConnectionResetError
        if fate == "dies after":
            self.has_died = True
            raise asyncio.CancelledError
        if fate == "garbled":
            raise Unclear("no JSON")
        return message_id

    async def found(self, to: Subscription, one: Delivery) -> int | None:
        """Look for a post."""
        del to
        if one.channel_id in self.shut:
            raise Closed("it is closed")
        there = (at for at, post in enumerate(self.posts) if post.delivery.id == one.id)
        return next((at + 1 for at in there if self.posts[at].channel_id == one.channel_id), None)

    async def tell(self, person_id: int, page: Page, *, nonce: str) -> int:
        """Tell somebody something."""
        del person_id, page
        self.told.append(nonce)
        return 1

    def _taken(self, to: Subscription, one: Delivery, papers: tuple[Shown, ...], nonce: str) -> int:
        until, message_id = self._nonces.get((one.channel_id, nonce), (self.now(), 0))
        if self.now() < until:
            return message_id
        self.posts.append(Posted(one.channel_id, one, to, papers, self.now()))
        self._nonces[one.channel_id, nonce] = self.now() + REMEMBERED, len(self.posts)
        return len(self.posts)


@functools.cache
def libraries() -> list[Library]:
    """A library that grows, and once loses a paper."""
    folder = Path(tempfile.mkdtemp())
    words = "Paper Steel Wood Air Water Silk Stone Glass Bread Light Sound Time Sand Ice".split()
    entries = [Entry(title=f"On the Folding of {word}") for word in words]
    parts = (entries[:6], entries[:8], entries[1:11], entries)
    return [library_of(write(folder, f"{at}.txt", page(*part))) for at, part in enumerate(parts)]


@functools.cache
def empty() -> Path:
    """A notebook with nothing in it, to be copied."""
    file = Path(tempfile.mkdtemp()) / "empty.sqlite"
    Notebook(file).open().close()
    return file


class Life(RuleBasedStateMachine):
    """Some subscriptions of two channels, and two workers.

    What stands in `was_due` was due while its subscription was neither paused nor removed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock(BEGINNINGS[0])
        file = self.folder / "notebook.sqlite"
        shutil.copy(empty(), file)
        self.notebook = Notebook(file, now=self.clock)
        self.notebook._is_open = True  # noqa: SLF001 - a copy of one that is of today's form
        hurry(self.notebook)
        self.subscriptions, self.history = Subscriptions(self.notebook), History(self.notebook)
        self.at_library = 0
        self.rooms = Rooms(self.clock, self.history, self.subscriptions)
        self.loop = asyncio.Runner()
        self.workers = [self.new_worker(), self.new_worker()]
        self.held: list[tuple[Delivering, list[Delivery]]] = []
        self.answers = Subscribing(
            self.library, self.notebook, Choosing(self.library, self.notebook), keep=lambda _: "-"
        )
        self.ids: list[int] = []
        self.was_due: dict[int, set[datetime.date]] = {}

    def teardown(self) -> None:
        try:
            self.peace()
        finally:
            self.loop.close()
            self.notebook.close()
            shutil.rmtree(self.folder)

    def library(self) -> Library:
        return libraries()[self.at_library]

    def new_worker(self) -> Delivering:
        return Delivering(self.rooms, self.library, self.notebook, keep=lambda _: "-")

    # What people do

    @initialize(begin=st.sampled_from(BEGINNINGS))
    def begin(self, begin: datetime.datetime) -> None:
        self.clock.now = begin
        self.answers._choosing.note_arrivals()  # noqa: SLF001

    @precondition(lambda self: len(self.ids) < 4)
    @rule(
        zone=st.sampled_from(ZONES),
        minutes=st.sampled_from([1, 2, 60, 13 * 60]) | st.integers(0, 1439),
        days=st.just(127) | st.integers(1, 127),
        count=st.integers(1, 3),
        on_empty=st.sampled_from(["silent", "say-so", "revisit"]),
        channel_id=st.sampled_from(ROOMS),
    )
    def subscribe(
        self, zone: str, minutes: int, days: int, count: int, on_empty: Any, channel_id: int
    ) -> None:
        given = Wishes(
            self.time_in(zone, minutes), zone, days_words(days), count, on_empty=on_empty
        )
        self.answers.subscribe(Where(channel_id, "text", 9, 5), given, "en-US")
        for one in self.subscriptions.of_guild(9):
            if one.id not in self.ids:
                self.ids.append(one.id)
                self.was_due[one.id] = set()

    @precondition(lambda self: self.ids)
    @rule(
        which=st.integers(0, 9),
        what=st.sampled_from(["time", "zone", "days", "count", "topics", "on_empty", "channel"]),
        zone=st.sampled_from(ZONES),
        minutes=st.sampled_from([-5, 1, 60]) | st.integers(0, 1439),
        days=st.integers(1, 127),
        count=st.integers(1, 3),
        channel_id=st.sampled_from(ROOMS),
    )
    def edit(
        self,
        which: int,
        what: str,
        zone: str,
        minutes: int,
        days: int,
        count: int,
        channel_id: int,
    ) -> None:
        one = self.one(which)
        wishes = {
            "time": Wishes(time=self.time_in(one.zone, minutes)),
            "zone": Wishes(timezone=zone),
            "days": Wishes(days=days_words(days)),
            "count": Wishes(count=count),
            "topics": Wishes(topics="folding" if count > 1 else "none"),
            "on_empty": Wishes(on_empty=("silent", "say-so", "revisit")[count - 1]),
        }
        where = Where(channel_id, "text", 9, 5) if what == "channel" else None
        self.answers.edit(one, wishes.get(what, Wishes()), where, locale="en-US")

    @precondition(lambda self: self.ids)
    @rule(which=st.integers(0, 9))
    def pause(self, which: int) -> None:
        self.answers.pause(self.one(which))

    @precondition(lambda self: self.ids)
    @rule(which=st.integers(0, 9))
    def resume(self, which: int) -> None:
        self.answers.resume(self.one(which))

    @precondition(lambda self: len(self.ids) > 1)
    @rule(which=st.integers(0, 9))
    def remove(self, which: int) -> None:
        one = self.one(which)
        self.answers.remove(one)
        self.ids.remove(one.id)
        del self.was_due[one.id]

    # What time does

    @rule(minutes=st.sampled_from([1, 1, 2, 5, 61]))
    def minutes(self, minutes: int) -> None:
        self.wait(minutes * MINUTE)

    @rule(hours=st.sampled_from([1, 11, 12, 13, 23]))
    def hours(self, hours: int) -> None:
        self.wait(hours * 60 * MINUTE)

    @rule(days=st.sampled_from([1, 1, 2, 7, 33]))
    def days(self, days: int) -> None:
        self.wait(days * DAY)

    @rule()
    def arrive(self) -> None:
        self.at_library = (self.at_library + 1) % len(libraries())

    # What workers do

    @rule(who=st.integers(0, 1), fates=st.lists(FATES, max_size=3))
    def work(self, who: int, fates: list[str]) -> None:
        self.rooms.fates = fates
        self.rooms.meanwhile = lambda: self.others_work(1 - who)
        self.loop.run(worked(self.workers[who]))
        self.rooms.fates = []
        if self.rooms.has_died:
            self.rooms.has_died = False
            self.die(who)

    @rule(who=st.integers(0, 1))
    def hold(self, who: int) -> None:
        """A worker claims what is due, and gets no further for the time being."""
        one = self.workers[who]
        one._plan()  # noqa: SLF001
        if held := one._claim(9):  # noqa: SLF001
            self.held.append((one, held))

    @precondition(lambda self: self.held)
    @rule(fates=st.lists(FATES, max_size=2))
    def go_on(self, fates: list[str]) -> None:
        """It goes on with what it claimed, however long ago that was."""
        self.rooms.fates = fates
        self.rooms.meanwhile = lambda: self.others_work(0)
        self.loop.run(self.late())
        self.rooms.fates, self.rooms.has_died = [], False

    @precondition(lambda self: self.subscriptions.next_due_at())
    @rule(
        late=st.sampled_from([0, 0, 1, 60, 719, 721, 3000]),
        first=st.sampled_from(["work", "work", "work", "hold", "hold", "nothing"]),
        who=st.integers(0, 1),
        fates=st.lists(FATES, max_size=3),
    )
    def fall_due(self, late: int, first: str, who: int, fates: list[str]) -> None:
        """The clock goes on to when the next post is due, or to some minutes later."""
        due_at = self.subscriptions.next_due_at()
        assert due_at
        self.wait(max(due_at - self.clock.now, 0 * MINUTE) + late * MINUTE)
        if first == "work":
            self.work(who, fates)
        elif first == "hold":
            self.hold(who)

    @rule(who=st.integers(0, 1))
    def die(self, who: int) -> None:
        dead, self.workers[who] = self.workers[who], self.new_worker()
        self.held = [(one, held) for one, held in self.held if one is not dead]

    @rule(channel_id=st.sampled_from(ROOMS))
    def shut_or_open(self, channel_id: int) -> None:
        self.rooms.shut ^= {channel_id}

    @rule()
    def peace(self) -> None:
        """Nothing happens, and each worker does all that there is to do."""
        self.rooms.fates, self.held = [], []
        for _ in range(2):
            self.wait(16 * MINUTE)
            for worker in self.workers:
                self.loop.run(worked(worker))
        rows = self.rows()
        assert not [one for one in rows if one.state == "leased"]
        is_there = {(one.subscription_id, one.local_date) for one in rows}
        for one in self.all():
            for day in sorted(self.was_due[one.id])[-31:]:
                assert (one.id, day) in is_there, f"#{one.id} of {day} was forgotten"
            assert one.paused_at or (one.due_at and one.due_at > self.clock.now)

    # What is always so

    @invariant()
    def each_date_has_one_post(self) -> None:
        posts = Counter((one.subscription.id, one.delivery.local_date) for one in self.rooms.posts)
        assert all(number == 1 for number in posts.values()), posts

    @invariant()
    def no_paper_comes_twice(self) -> None:
        shown = Counter(
            (post.channel_id, paper.paper_id, paper.showing)
            for post in self.rooms.posts
            for paper in post.papers
        )
        assert all(number == 1 for number in shown.values()), shown
        for post in self.rooms.posts:
            is_again = any(paper.showing > 1 for paper in post.papers)
            assert not is_again or "shown before" in post.papers[0].why

    @invariant()
    def each_post_is_in_time(self) -> None:
        for post in self.rooms.posts:
            assert post.delivery.due_at <= post.at <= post.delivery.due_at + CATCH_UP + MINUTE
            assert post.subscription.paused_at is None

    @invariant()
    def each_delivery_is_accounted_for(self) -> None:
        with self.notebook.reading() as connection:
            kept = set(connection.scalars(select(highlight.c.delivery_id)))
        posted = {one.delivery.id for one in self.rooms.posts if one.papers}
        assert posted <= kept
        for one in self.rows():
            if one.state == "sent":
                assert any(one.id == post.delivery.id for post in self.rooms.posts)
            if one.state == "given up":
                assert one.reason
                # What wasn't shown may come another day, unless that could not be told.
                assert one.id not in kept or one.id in posted or one.attempts > 1

    @invariant()
    def the_next_post_is_the_next_that_can_come(self) -> None:
        for one in self.all():
            assert (one.due_at is None) is (one.paused_at is not None)
            if one.due_at and one.due_at > self.clock.now:
                newest = self.history.latest(one.id)
                after = newest[0].local_date if newest else None
                due = planning.schedule_of(one).next_after(self.clock.now)
                while after and due.date <= after:
                    due = planning.schedule_of(one).next_after(due.instant)
                assert one.due_at == due.instant

    # Helpers of the above

    def one(self, which: int) -> Subscription:
        found = self.subscriptions.called(self.ids[which % len(self.ids)])
        assert found
        return found

    def all(self) -> list[Subscription]:
        return [one for one in map(self.subscriptions.called, self.ids) if one]

    def rows(self) -> list[Delivery]:
        with self.notebook.reading() as connection:
            rows = connection.execute(select(*DELIVERY))
            return [Delivery(**row) for row in rows.mappings()]

    def time_in(self, zone: str, minutes: int) -> str:
        there = (self.clock.now + minutes * MINUTE).astimezone(ZoneInfo(zone))
        return time_words(there.hour * 60 + there.minute)

    def wait(self, time: datetime.timedelta) -> None:
        """Let the clock go on, and note what is due meanwhile."""
        before, now = self.clock.now, self.clock.now + time
        for one in self.all():
            if one.due_at:
                latest = self.history.latest(one.id)
                due = [(x.date, x.instant) for x in planning.schedule_of(one).missed(before, now)]
                self.was_due[one.id] |= {
                    day for day, at in due if not latest or day > latest[0].local_date
                }
        self.clock.now = now

    async def others_work(self, who: int) -> None:
        """A minute passes, in which others work, and those who lost their lease go on."""
        self.wait(MINUTE)
        meanwhile, self.rooms.meanwhile = self.rooms.meanwhile, None
        await worked(self.workers[who])
        await self.late()
        self.rooms.meanwhile = meanwhile

    async def late(self) -> None:
        held, self.held = self.held, []
        for worker, claimed in held:
            for one in claimed:
                await asyncio.wait([asyncio.ensure_future(worker._deliver(one))])  # noqa: SLF001


async def worked(one: Delivering) -> None:
    """Let a worker do what there is to do at this time."""
    while True:
        one.wake()
        idle_seconds = await one._round()  # noqa: SLF001
        if telling := one._pauses._going_on:  # noqa: SLF001
            await asyncio.wait({telling})
        if pending := set(one._in_hand):  # noqa: SLF001
            await asyncio.wait(pending)
        elif idle_seconds:
            return


def test_whatever_happens_each_date_has_one_post_and_each_paper_one_showing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivering, "POSTS_A_SECOND", 1e6)
    run_state_machine_as_test(Life, settings=settings(max_examples=40, stateful_step_count=25))
