"""Fixtures: what delivers highlights, on a clock of its own, against a Discord on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
import pytest
from discord.http import Route
from sqlalchemy import event

from bot import rest
from bot.highlights import planning
from bot.highlights.delivering import Delivering
from bot.highlights.posting import Channels
from bot.notebook import Notebook
from bot.notebook.deliveries import Deliveries, Delivery
from bot.notebook.history import History
from bot.notebook.subscriptions import Subscription, Subscriptions
from knowledge.interests import Interests
from knowledge.library import Library
from tests.loopback.exchange import words
from tests.loopback.people import BOSS, CHANNEL_ID, GUILD_ID
from tests.loopback.server import TOKEN, Discord

Moment = datetime.datetime


@dataclass
class Clock:
    """A clock that goes when it is told to.

    It begins three days ago, so that the messages of a Discord whose clock is right are never older
    than what it tells.
    """

    now: Moment = field(
        default_factory=lambda: (
            datetime.datetime.now(datetime.UTC).replace(second=0, microsecond=0)
            - datetime.timedelta(days=3)
        )
    )

    def __call__(self) -> Moment:
        return self.now

    def wait(self, **units: float) -> Moment:
        self.now += datetime.timedelta(**units)
        return self.now


@dataclass
class Scene:
    """A bot that delivers, its notebook, and the Discord to which it does.

    Attributes:
        delivering: At work when `work` says so.
        library: What is chosen from; another one may take its place.
    """

    discord: Discord
    client: discord.Client
    notebook: Notebook
    clock: Clock
    library: Library

    def __post_init__(self) -> None:
        self.subscriptions = Subscriptions(self.notebook)
        self.history = History(self.notebook)
        self.restart()

    def restart(self) -> None:
        """Let another process take over, which knows what the notebook does."""
        self.delivering = Delivering(
            Channels(self.client), lambda: self.library, self.notebook, keep=lambda _: "-"
        )

    def subscribe(self, channel_id: int = CHANNEL_ID, **more: Any) -> Subscription:
        """Subscribe a channel to a post in an hour."""
        first = self.clock.now + datetime.timedelta(hours=1)
        facts: dict[str, Any] = {
            "guild_id": GUILD_ID,
            "channel_id": channel_id,
            "kind": "text",
            "made_by": BOSS,
            "made_at": self.clock.now,
            "minute": first.hour * 60 + first.minute,
            "zone": "UTC",
            "days": 127,
            "number": 3,
            "interests": Interests(),
            "on_empty": "silent",
            "due_at": None,
        }
        one = Subscription(**{**facts, **more})
        due = planning.schedule_of(one).next_after(self.clock.now).instant
        return self.subscriptions.add(Subscription(**{**facts, **more, "due_at": due}))

    async def work(self) -> None:
        """Deliver until nothing can be done at this time."""
        async with asyncio.timeout(30):
            while True:
                self.delivering.wake()
                idle_seconds = await self.delivering._round()  # noqa: SLF001 - one round, not for ever
                if telling := self.delivering._pauses._going_on:  # noqa: SLF001
                    await asyncio.wait({telling})
                if pending := set(self.delivering._in_hand):  # noqa: SLF001
                    await asyncio.wait(pending)
                elif idle_seconds:
                    return

    async def work_until(self, end: Moment, **step: float) -> None:
        """Deliver, and let the clock go on by steps."""
        while self.clock.now < end:
            self.clock.wait(**step)
            await self.work()

    def posts(self, channel_id: int = CHANNEL_ID) -> list[str]:
        """List what a channel was told, oldest first."""
        return [words(one) for one in self.discord.place(channel_id).messages.values()]

    def latest(self, one: Subscription) -> Delivery:
        return self.history.latest(one.id)[0]

    def papers(self, one: Subscription) -> list[list[str]]:
        """List the ids of the papers of each of a subscription's posts, oldest first."""
        sent = [x for x in self.history.latest(one.id, most=100) if x.state == "sent"]
        return [[p.paper_id for p in self.history.papers(x.id)] for x in reversed(sent)]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a notebook lies, on either engine."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return str(tmp_path / "notebook.sqlite")


@pytest.fixture
def notebook(place: str, clock: Clock) -> Iterator[Notebook]:
    one = Notebook(place, now=clock).open()
    yield one
    one.close()


@pytest.fixture
async def scene(
    notebook: Notebook, clock: Clock, library: Library, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scene]:
    """What delivers highlights; at the end nothing that Discord was sent was at fault."""
    async with Discord() as one:
        monkeypatch.setattr(Route, "BASE", one.environment["DISCORD_API_BASE"])
        client = discord.Client(intents=discord.Intents(guilds=True), http_trace=rest.trace())
        async with client:
            await client.login(TOKEN)
            yield Scene(one, client, notebook, clock, library)
        assert one.rest.faults() == []


def hurry(notebook: Notebook) -> None:
    """Let a SQLite notebook that isn't open yet not wait for the disk: no test cuts the power."""

    @event.listens_for(notebook.engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")


@contextlib.contextmanager
def claimed(scene: Scene) -> Iterator[list[Delivery]]:
    """Have deliveries on lease by a process that does nothing with them."""
    other = Deliveries(scene.notebook, "another")
    yield other.claim(lease=datetime.timedelta(seconds=30), most=100)
