"""This file holds how a test lets days pass on which highlights are posted, and finds the posts."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.client import Presence
from bot.notebook import Notebook
from bot.notebook.subscriptions import Kind, OnEmpty, Subscription, Subscriptions
from knowledge.interests import Interests
from tests.bot.conftest import DELIVERING, Place, buttons

BEGINNING = datetime.datetime(2026, 1, 1, 0, 0, 10, tzinfo=datetime.UTC)
"""When the simulated Discord begins."""


@dataclass
class Days:
    """A clock that a test turns on from one day to the next."""

    now: datetime.datetime = BEGINNING

    def notebook(self, place: Path) -> Notebook:
        """Open a notebook that goes by this clock."""
        return Notebook(place, now=lambda: self.now)

    def subscribe(
        self,
        notebook: Notebook,
        channel_id: int,
        *,
        guild_id: int = 0,
        kind: Kind = "text",
        number: int = 3,
        made_by: int = 1,
        on_empty: OnEmpty = "say-so",
        **interests: tuple[str, ...],
    ) -> Subscription:
        """Subscribe a channel to a post at this time of every day, from now on."""
        one = Subscription(
            guild_id=guild_id,
            channel_id=channel_id,
            kind=kind,
            made_by=made_by,
            made_at=self.now,
            minute=self.now.hour * 60 + self.now.minute,
            zone="UTC",
            days=0b1111111,
            number=number,
            interests=Interests(**interests),
            on_empty=on_empty,
            due_at=self.now.replace(second=0, microsecond=0),
        )
        return Subscriptions(notebook).add(one)

    def pass_seconds(self, seconds: float) -> None:
        """Let some time pass."""
        self.now += datetime.timedelta(seconds=seconds)

    async def post(self, presence: Presence) -> None:
        """Post what is due now, and let a day pass."""
        delivering = DELIVERING[presence]
        delivering.wake()
        await delivering._round()  # noqa: SLF001 - one round, where stay() would go on
        if in_hand := set(delivering._in_hand):  # noqa: SLF001
            await asyncio.wait(in_hand)
        self.now += datetime.timedelta(days=1)


@dataclass(frozen=True)
class Posted:
    """A post as it is shown now: the last message of a channel.

    Attributes:
        channel: The channel.
        at: Which of its messages.
    """

    channel: Any
    at: int = -1

    @property
    def message(self) -> Any:
        return self.channel.history()[self.at]

    @property
    def components(self) -> list[Any]:
        return [one.to_dict() for one in self.message.components]

    def button(self, action: str, place: int = 0) -> str:
        """Find the custom_id of a button by what it does, and for which paper."""
        ids = (one["custom_id"] for one in buttons(self))
        return next(
            one for one in ids if one.startswith(f"h1;{action};") and one.endswith(f";{place}")
        )

    def counts(self, place: int = 0) -> tuple[str, str]:
        """Tell what stands on the buttons of a vote for a paper and of one against it."""
        labels = {one["custom_id"]: one.get("label") or "" for one in buttons(self)}
        return labels[self.button("up", place)], labels[self.button("down", place)]

    async def press(self, person: Any, action: str, place: int = 0) -> Any:
        """Let somebody press a button."""
        return await person.click(self.message, custom_id=self.button(action, place))


async def posted(place: Place, notebook: Notebook, days: Days, **wishes: Any) -> Posted:
    """Subscribe the channel, and get its first post."""
    days.subscribe(notebook, place.channel.id, guild_id=place.guild.id, **wishes)
    await days.post(place.presence)
    return Posted(place.channel)
