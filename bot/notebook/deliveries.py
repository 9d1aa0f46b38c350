"""This file holds what is kept of deliveries: which post is due, who has it in hand, what became of it.

A delivery is planned, then leased by a worker, then sent; or given up, with the reason. A worker that
dies leaves a lease that runs out, and another worker goes on.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.notebook import engine
from bot.notebook.notebook import Notebook
from bot.notebook.tables import delivery, highlight, subscription, worker

State = Literal["planned", "leased", "sent", "given up"]
_columns = delivery.c
_AT_WORK = datetime.timedelta(minutes=1)
"""How long after it was last seen a worker counts as one that is at work."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of a subscription whose post is due.

    Attributes:
        subscription_id: Its number.
        was_due_at: When it was due, by which it is told whether somebody else planned already.
        dates: The local dates that are due or were missed: when, and why one is given up (or nothing).
        next_due_at: When it is due next.
        channel_id: Where to.
    """

    subscription_id: int
    was_due_at: datetime.datetime
    dates: Sequence[tuple[datetime.date, datetime.datetime, str]]
    next_due_at: datetime.datetime
    channel_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A post for a subscription and a local date.

    Attributes:
        id: Its number.
        subscription_id: For which subscription.
        guild_id: The server; 0 for direct messages.
        channel_id: Where to.
        local_date: For which day.
        due_at: When it was due.
        state: How it stands.
        reason: Why it was given up, or is tried again.
        free_at: Until when a lease lasts, or when it is tried again.
        attempts: How often it was claimed.
        chosen_at: When the papers were chosen; None before.
        message_id: The message; None before it was sent.
        sent_at: When it was sent.
    """

    id: int
    subscription_id: int
    guild_id: int
    channel_id: int
    local_date: datetime.date
    due_at: datetime.datetime
    state: State
    reason: str
    free_at: datetime.datetime
    attempts: int
    chosen_at: datetime.datetime | None
    message_id: int | None
    sent_at: datetime.datetime | None


DELIVERY = [_columns[name] for name in Delivery.__slots__]
"""The columns of a delivery, as it takes them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper that a channel got, or gets, to see.

    Attributes:
        paper_id: The paper.
        why: Why it was picked, in Markdown.
        showing: Which time it is, from 1.
    """

    paper_id: str
    why: str
    showing: int = 1


class AlreadyShown(Exception):
    """Somebody else chose one of these papers for the same channel meanwhile."""


class LostLease(Exception):
    """The delivery isn't ours any more."""


class Deliveries:
    """The deliveries that a notebook keeps, as one worker sees them.

    Args:
        notebook: Where they are kept.
        name: The worker's, of at most 40 characters and like nobody else's.
    """

    def __init__(self, notebook: Notebook, name: str = "") -> None:
        self._notebook = notebook
        self._name = name

    def plan(self, plans: Iterable[Plan]) -> int:
        """Plan posts, each local date once whoever else plans it, and count the new ones."""
        with self._notebook.transaction() as connection:
            return sum(self._planned(connection, plan) for plan in plans)

    def _planned(self, connection: Connection, plan: Plan) -> int:
        kept = subscription.c
        # Whoever comes first takes the row; who comes second finds another time in it.
        guild_id = connection.scalar(
            update(subscription)
            .where(kept.id == plan.subscription_id, kept.due_at == plan.was_due_at)
            .values(due_at=plan.next_due_at)
            .returning(kept.guild_id)
        )
        if guild_id is None:
            return 0
        rows = [
            {
                "subscription_id": plan.subscription_id,
                "guild_id": guild_id,
                "channel_id": plan.channel_id,
                "local_date": day,
                "due_at": due_at,
                "state": "given up" if why else "planned",
                "reason": why,
                "free_at": due_at,
                "worker": "",
                "attempts": 0,
            }
            for day, due_at, why in plan.dates
        ]
        if not rows:
            return 0
        added = engine.new_rows(connection, delivery).returning(_columns.id)
        return len(connection.execute(added, rows).all())

    def claim(self, *, lease: datetime.timedelta, most: int) -> list[Delivery]:
        """Take deliveries that are due and in nobody's hand, those that wait longest first."""
        now = self._notebook.now()
        free = (
            select(_columns.id)
            .where(_columns.state.in_(("planned", "leased")), _columns.free_at <= now)
            .order_by(_columns.due_at, _columns.id)
            .limit(most)
            .with_for_update(skip_locked=True)
            .cte(
                "free"
            )  # PostgreSQL may run a subquery once for each row, with other rows each time
        )
        with self._notebook.transaction() as connection:
            rows = connection.execute(
                update(delivery)
                .where(_columns.id.in_(select(free.c.id)))
                .values(
                    state="leased",
                    worker=self._name,
                    free_at=now + lease,
                    attempts=_columns.attempts + 1,
                )
                .returning(*DELIVERY)
            )
            return sorted((Delivery(**row) for row in rows.mappings()), key=lambda one: one.due_at)

    def next_free_at(self) -> datetime.datetime | None:
        """Tell when the next delivery may be claimed."""
        open_ones = _columns.state.in_(("planned", "leased"))
        with self._notebook.reading() as connection:
            first: datetime.datetime | None = connection.scalar(
                select(func.min(_columns.free_at)).where(open_ones)
            )
            return first

    def renew(self, one: Delivery, *, lease: datetime.timedelta) -> None:
        """Lengthen the lease of a delivery of ours.

        Raises:
            LostLease: It isn't ours any more.
        """
        with self._notebook.transaction() as connection:
            self._ours(connection, one, free_at=self._notebook.now() + lease)

    def move(self, one: Delivery, channel_id: int) -> Delivery:
        """Let a delivery of ours, for which nothing was chosen yet, go to another channel.

        Raises:
            LostLease: It isn't ours any more.
        """
        with self._notebook.transaction() as connection:
            self._ours(connection, one, channel_id=channel_id)
        return replace(one, channel_id=channel_id)

    def choose(self, one: Delivery, papers: Sequence[Shown]) -> datetime.datetime:
        """Keep which papers a delivery of ours shows, and return when that was.

        Raises:
            AlreadyShown: One of them was chosen for the same channel meanwhile.
            LostLease: The delivery isn't ours any more.
        """
        now = self._notebook.now()
        try:
            with self._notebook.transaction() as connection:
                channel_id = self._ours(connection, one, chosen_at=now)
                connection.execute(delete(highlight).where(highlight.c.delivery_id == one.id))
                rows = [
                    {
                        "delivery_id": one.id,
                        "place": place,
                        "channel_id": channel_id,
                        "paper_id": paper.paper_id,
                        "showing": paper.showing,
                        "why": paper.why,
                    }
                    for place, paper in enumerate(papers)
                ]
                if rows:
                    connection.execute(insert(highlight), rows)
                return now
        except IntegrityError:
            raise AlreadyShown from None

    def confirm(self, delivery_id: int, message_id: int | None) -> None:
        """Note that a delivery was sent, whoever has it in hand by now."""
        with self._notebook.transaction() as connection:
            connection.execute(
                update(delivery)
                .where(_columns.id == delivery_id, _columns.state != "sent")
                .values(
                    state="sent", message_id=message_id, sent_at=self._notebook.now(), reason=""
                )
            )

    def put_back(self, one: Delivery, *, until: datetime.datetime, why: str) -> None:
        """Let a delivery of ours wait until it is tried again."""
        with self._notebook.transaction() as connection:
            connection.execute(
                update(delivery)
                .where(*self._in_hand(one))
                .values(state="planned", free_at=until, reason=why)
            )

    def give_up(self, one: Delivery, why: str, *, may_be_there: bool = False) -> None:
        """Give a delivery of ours up; the papers that were chosen for it may be shown another day.

        Args:
            one: The delivery.
            why: Why, in words.
            may_be_there: Whether it may have been posted, so that its papers count as shown.
        """
        with self._notebook.transaction() as connection:
            done = connection.execute(
                update(delivery).where(*self._in_hand(one)).values(state="given up", reason=why)
            )
            if done.rowcount and not may_be_there:
                connection.execute(delete(highlight).where(highlight.c.delivery_id == one.id))

    def workers(self) -> int:
        """Note that this worker is at work, and count those that are."""
        now = self._notebook.now()
        with self._notebook.transaction() as connection:
            connection.execute(engine.replacing(connection, worker, name=self._name, seen_at=now))
            connection.execute(delete(worker).where(worker.c.seen_at < now - 10 * _AT_WORK))
            count = select(func.count()).where(worker.c.seen_at > now - _AT_WORK)
            return connection.scalar(count.select_from(worker)) or 1

    def leave(self) -> None:
        """Note that this worker is not at work any more."""
        with self._notebook.transaction() as connection:
            connection.execute(delete(worker).where(worker.c.name == self._name))

    def _in_hand(self, one: Delivery) -> tuple[Any, ...]:
        """Find a delivery as this worker claimed it.

        After its computer slept, a worker may have claimed again what it still has in hand from
        before: by the count of attempts the later claim is told from the earlier.
        """
        mine = (_columns.state == "leased", _columns.worker == self._name)
        return (_columns.id == one.id, *mine, _columns.attempts == one.attempts)

    def _ours(self, connection: Connection, one: Delivery, **values: object) -> int:
        """Change a delivery of ours, and tell its channel."""
        channel_id: int | None = connection.scalar(
            update(delivery)
            .where(*self._in_hand(one))
            .values(**values)
            .returning(_columns.channel_id)
        )
        if channel_id is None:
            raise LostLease
        return channel_id
