"""This file holds processes that deliver highlights side by side, and get killed while they do."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import os
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.highlights import planning
from bot.notebook import Notebook
from bot.notebook.subscriptions import Kind, Subscription, Subscriptions
from knowledge.interests import Interests
from tests.loopback.people import GUILD_ID

SHORT_LEASE = """
    import datetime
    from bot.highlights import delivering

    delivering.LEASE = datetime.timedelta(seconds=6)
    delivering._RENEWED_SECONDS = 2.0
    delivering._CAUTION = datetime.timedelta(seconds=1)
    delivering._FIRST_RETRY = datetime.timedelta(seconds=1)
"""
"""For `changed`: what a dead worker had in hand is free again after six seconds."""


class Workers:
    """Processes of `python -m bot deliver`, each in a place of its own.

    Args:
        folder: For their log.
        environment: Settings.
        number: How many work at once.
        seed: Of the chance by which they are killed.

    Attributes:
        killed: How many were.
    """

    def __init__(
        self, folder: Path, environment: Mapping[str, str], number: int, *, seed: int = 0
    ) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DISCORD_", "PAPERCLUB_"))}
        cache = os.environ.get("PAPERCLUB_CACHE", str(folder / "cache"))
        self._environment = {**kept, "PAPERCLUB_CACHE": cache, **environment}
        self._number = number
        self._chance = random.Random(seed)
        self._there: list[asyncio.subprocess.Process] = []
        self.log = folder / "workers.log"
        self.killed = 0

    @asynccontextmanager
    async def working(
        self, posts: Callable[[], int], every: tuple[int, int] | None = None
    ) -> AsyncIterator[None]:
        """Let them work, and kill one now and then; a new one takes its place.

        Args:
            posts: Tells how many posts there are.
            every: After how many more of them one is killed, from the least to the most; None for
                never.
        """
        for _ in range(self._number):
            self._there.append(await self._started())
        killing = asyncio.create_task(self._kill(posts, every)) if every else None
        try:
            yield
        finally:
            if killing:
                killing.cancel()
            for one in self._there:
                with contextlib.suppress(ProcessLookupError):
                    one.kill()
                await one.wait()

    @property
    def said(self) -> str:
        """All that they wrote to their log."""
        return self.log.read_text(encoding="utf-8")

    async def _kill(self, posts: Callable[[], int], every: tuple[int, int]) -> None:
        while True:
            then = posts() + self._chance.randint(*every)
            while posts() < then:
                await asyncio.sleep(0.01)
            at = self._chance.randrange(self._number)
            self._there[at].kill()
            await self._there[at].wait()
            self.killed += 1
            self._there[at] = await self._started()

    async def _started(self) -> asyncio.subprocess.Process:
        with self.log.open("ab") as written:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "deliver"),
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=written,
                stderr=written,
            )


def subscribe(
    notebook: Notebook, channel_ids: Sequence[int], *, kind: Kind = "text", **more: object
) -> list[Subscription]:
    """Subscribe channels to a post that is due this minute."""
    now = notebook.now()
    due = now.replace(second=0, microsecond=0)
    there = Subscriptions(notebook)
    made = []
    for channel_id in channel_ids:
        one = Subscription(
            guild_id=GUILD_ID,
            channel_id=channel_id,
            kind=kind,
            made_by=300000000000000003,
            made_at=now - datetime.timedelta(days=2),
            minute=due.hour * 60 + due.minute,
            zone="UTC",
            days=127,
            number=3,
            interests=Interests(),
            on_empty="silent",
            due_at=due,
        )
        made.append(there.add(Subscription(**{**_facts(one), **more})))  # type: ignore[arg-type]
        assert planning.schedule_of(one).due(due.date()) == due
    return made


def states(notebook: Notebook) -> Counter[str]:
    """Count the deliveries of a notebook by how it stands with them."""
    from sqlalchemy import func, select

    from bot.notebook.tables import delivery

    with notebook.reading() as connection:
        rows = connection.execute(select(delivery.c.state, func.count()).group_by(delivery.c.state))
        return Counter({row.state: row[1] for row in rows})


def _facts(one: Subscription) -> dict[str, object]:
    return {name: getattr(one, name) for name in one.__slots__}
