"""This file holds what is kept of subscriptions: who gets highlights where, when and of what."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from sqlalchemy import delete, exists, func, insert, or_, select, update
from sqlalchemy.engine import Connection, RowMapping

from bot.notebook.notebook import Notebook
from bot.notebook.tables import delivery, highlight, subscription
from knowledge.interests import Interests

Kind = Literal["text", "news", "thread", "forum", "direct"]
"""Of a channel: what a post is there."""
OnEmpty = Literal["silent", "say-so", "revisit"]
"""What is done where no paper fits that wasn't shown yet."""

_columns = subscription.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What somebody chose for a channel.

    Attributes:
        id: Its number; 0 before it is kept.
        guild_id: The server; 0 for direct messages.
        channel_id: Where it posts.
        kind: What sort of channel that is.
        made_by: Who made it; 0 where that was forgotten.
        made_at: When.
        minute: Of the day, after local midnight.
        zone: An IANA time zone.
        days: Of the week, as a bit mask; bit 0 is Monday.
        number: How many papers at most.
        interests: What fits.
        on_empty: What is done where nothing fits.
        is_silent: Whether it posts without a ping.
        due_at: When the next post is due; None while it is paused.
        paused_at: Since when it is paused; None while it isn't.
        paused_why: Why, where nobody asked for it.
    """

    id: int = 0
    guild_id: int
    channel_id: int
    kind: Kind
    made_by: int
    made_at: datetime.datetime
    minute: int
    zone: str
    days: int
    number: int
    interests: Interests
    on_empty: OnEmpty
    is_silent: bool = False
    due_at: datetime.datetime | None
    paused_at: datetime.datetime | None = None
    paused_why: str = ""


class Subscriptions:
    """The subscriptions that a notebook keeps."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def add(self, one: Subscription) -> Subscription:
        """Keep a new subscription, and return it with its number."""
        with self._notebook.transaction() as connection:
            given = insert(subscription).values(_written(one)).returning(_columns.id)
            return replace(one, id=connection.execute(given).scalar_one())

    def change(self, one: Subscription) -> bool:
        """Keep a subscription as it is now; False where it is gone."""
        row = _written(one)
        with self._notebook.transaction() as connection:
            done = connection.execute(
                update(subscription).where(_columns.id == one.id).values({**row, "tell_at": None})
            )
            return bool(done.rowcount)

    def remove(self, subscription_id: int) -> bool:
        """Remove a subscription; what it showed stays known. False where it is gone already."""
        with self._notebook.transaction() as connection:
            return bool(removed(connection, _columns.id == subscription_id))

    def called(self, subscription_id: int) -> Subscription | None:
        """Find a subscription by its number."""
        found = self._where(_columns.id == subscription_id)
        return found[0] if found else None

    def of_guild(self, guild_id: int) -> list[Subscription]:
        """List a server's subscriptions."""
        return self._where(_columns.guild_id == guild_id, _columns.guild_id != 0)

    def of_channel(self, channel_id: int) -> list[Subscription]:
        """List a channel's subscriptions."""
        return self._where(_columns.channel_id == channel_id)

    def of_person(self, person_id: int) -> list[Subscription]:
        """List the subscriptions that somebody made."""
        return self._where(_columns.made_by == person_id)

    def due(self, now: datetime.datetime, *, most: int) -> list[Subscription]:
        """List subscriptions that have a post due, those that wait longest first."""
        with self._notebook.reading() as connection:
            rows = connection.execute(
                select(subscription)
                .where(_columns.due_at <= now)
                .order_by(_columns.due_at, _columns.id)
                .limit(most)
            )
            return [read(row) for row in rows.mappings()]

    def next_due_at(self) -> datetime.datetime | None:
        """Tell when the next post is due."""
        with self._notebook.reading() as connection:
            first: datetime.datetime | None = connection.scalar(select(func.min(_columns.due_at)))
            return first

    def pause(self, subscription_id: int, why: str) -> bool:
        """Pause a subscription because it can't be delivered, and note that its maker is to be told.

        Returns:
            Whether it wasn't paused before.
        """
        now = self._notebook.now()
        with self._notebook.transaction() as connection:
            done = connection.execute(
                update(subscription)
                .where(_columns.id == subscription_id, _columns.paused_at.is_(None))
                .values(paused_at=now, paused_why=why, due_at=None, tell_at=now)
            )
            return bool(done.rowcount)

    def to_be_told(self, *, again_after: datetime.timedelta) -> list[Subscription]:
        """Claim subscriptions whose maker is to be told that they were paused.

        Args:
            again_after: When they may be claimed again, should they not be called told by then.
        """
        now = self._notebook.now()
        with self._notebook.transaction() as connection:
            waiting = (
                select(_columns.id)
                .where(_columns.tell_at <= now)
                .limit(20)
                .with_for_update(skip_locked=True)
                .cte("waiting")  # as in Deliveries.claim
            )
            rows = connection.execute(
                update(subscription)
                .where(_columns.id.in_(select(waiting.c.id)))
                .values(tell_at=now + again_after)
                .returning(subscription)
            )
            return [read(row) for row in rows.mappings()]

    def is_told(self, subscription_id: int) -> None:
        """Note that nothing more is to be told of a pause."""
        with self._notebook.transaction() as connection:
            connection.execute(
                update(subscription).where(_columns.id == subscription_id).values(tell_at=None)
            )

    def _where(self, *conditions: Any) -> list[Subscription]:
        with self._notebook.reading() as connection:
            rows = connection.execute(select(subscription).where(*conditions).order_by(_columns.id))
            return [read(row) for row in rows.mappings()]


def removed(connection: Connection, *conditions: Any) -> int:
    """Remove subscriptions with what was planned for them, and count them.

    What has its papers already stays, for it may be on its way, or may have arrived unconfirmed.
    """
    doomed = select(_columns.id).where(*conditions)
    shows = exists().where(highlight.c.delivery_id == delivery.c.id)
    connection.execute(
        delete(delivery).where(
            delivery.c.subscription_id.in_(doomed),
            or_(delivery.c.state != "sent", delivery.c.message_id.is_(None)),
            ~shows,
        )
    )
    return connection.execute(delete(subscription).where(*conditions)).rowcount


def _written(one: Subscription) -> dict[str, object]:
    row = {name: getattr(one, name) for name in one.__slots__ if name != "id"}
    return {**row, "interests": asdict(one.interests)}


def read(row: RowMapping) -> Subscription:
    """Read a subscription from its row."""
    told = {name: row[name] for name in Subscription.__slots__}
    interests: dict[str, Sequence[str]] = told.pop("interests")
    known = {name: tuple(interests.get(name, ())) for name in Interests.__slots__}
    return Subscription(**told, interests=Interests(**known))
