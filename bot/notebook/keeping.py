"""This file holds what a notebook keeps about a person, and how that is forgotten."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, delete, or_, select, update
from sqlalchemy.engine import Connection

from bot.notebook.notebook import Notebook
from bot.notebook.subscriptions import Subscription, read
from bot.notebook.tables import (
    conversation,
    delivery,
    highlight,
    muted_word,
    question_channel,
    saved_paper,
    subscription,
    vote,
)

_subscribed = subscription.c
_EVERYBODY = 0
"""In a conversation: whoever reads the channel."""
_NOBODY = 0
"""Stands for somebody who wished to be forgotten."""


@dataclass(frozen=True, slots=True)
class Voted:
    """A vote on a paper in a channel; 1 for it and -1 against it."""

    paper_id: str
    vote: int
    channel_id: int
    guild_id: int
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Saved:
    """A paper that somebody saved."""

    paper_id: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A channel in which somebody let every message be a question."""

    channel_id: int
    guild_id: int
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody saw last in a channel, as JSON."""

    channel_id: int
    memory: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """A paper that somebody's direct messages showed, why, and when; None for one yet to be sent."""

    paper_id: str
    why: str
    at: datetime.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """All that is kept about a person.

    Attributes:
        person_id: Who.
        votes: Their votes.
        saved: The papers that they saved.
        direct: Their subscriptions in direct messages.
        made: The subscriptions that they made for channels of servers.
        opened: The question channels that they chose.
        said: Their conversations.
        seen: What highlights showed them in direct messages.
        muted: The stems of words that don't count there.
    """

    person_id: int
    votes: tuple[Voted, ...] = ()
    saved: tuple[Saved, ...] = ()
    direct: tuple[Subscription, ...] = ()
    made: tuple[Subscription, ...] = ()
    opened: tuple[Opened, ...] = ()
    said: tuple[Said, ...] = ()
    seen: tuple[Seen, ...] = ()
    muted: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is kept."""
        return self == Kept(person_id=self.person_id)


class Keeping:
    """What a notebook keeps about people.

    Direct messages are a channel without a server. Whose they are no row tells once a subscription
    there is removed, so whoever asks names that channel, where it is known.
    """

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def about(self, person_id: int, *, direct_channel_id: int = 0) -> Kept:
        """Tell all that is kept about somebody.

        Args:
            person_id: Who.
            direct_channel_id: The channel of their direct messages; 0 where it isn't known.
        """
        with self._notebook.reading() as connection:

            def rows(whose: ColumnElement[bool], *columns: Column[Any]) -> Iterator[Any]:
                """List the rows of somebody, in the order of the last column."""
                return iter(connection.execute(select(*columns).where(whose).order_by(columns[-1])))

            direct = _direct(connection, person_id, direct_channel_id)
            v, s, o, c = vote.c, saved_paper.c, question_channel.c, conversation.c
            h, m = highlight.c, muted_word.c
            of_theirs = connection.execute(
                select(subscription)
                .where(_subscribed.made_by == person_id, _subscribed.guild_id != 0)
                .order_by(_subscribed.id)
            )
            of_direct = connection.execute(
                select(subscription)
                .where(_subscribed.channel_id.in_(direct))
                .order_by(_subscribed.id)
            )
            by = person_id
            voted = rows(
                v.person_id == by, v.paper_id, v.vote, v.channel_id, v.guild_id, v.voted_at
            )
            seen = connection.execute(
                select(h.paper_id, h.why, delivery.c.sent_at)
                .join_from(highlight, delivery, h.delivery_id == delivery.c.id)
                .where(h.channel_id.in_(direct))
                .order_by(h.delivery_id, h.place)
            )
            return Kept(
                person_id=person_id,
                votes=tuple(Voted(*row) for row in voted),
                saved=tuple(Saved(*row) for row in rows(s.person_id == by, s.paper_id, s.saved_at)),
                direct=tuple(read(row) for row in of_direct.mappings()),
                made=tuple(read(row) for row in of_theirs.mappings()),
                opened=tuple(
                    Opened(*row)
                    for row in rows(o.chosen_by == by, o.channel_id, o.guild_id, o.chosen_at)
                ),
                said=tuple(
                    Said(*row) for row in rows(c.person_id == by, c.channel_id, c.memory, c.said_at)
                ),
                seen=tuple(Seen(*row) for row in seen),
                muted=tuple(row.stem for row in rows(m.channel_id.in_(direct), m.stem)),
            )

    def forget(self, person_id: int, *, direct_channel_id: int = 0) -> None:
        """Forget somebody: delete what is theirs, and take their name from what is a channel's.

        Args:
            person_id: Who.
            direct_channel_id: The channel of their direct messages; 0 where it isn't known.
        """
        with self._notebook.transaction() as connection:
            direct = _direct(connection, person_id, direct_channel_id)
            _forget_conversations(connection, person_id, direct)
            for table in (vote, saved_paper):
                connection.execute(delete(table).where(table.c.person_id == person_id))
            for table in (subscription, delivery, highlight, muted_word, vote, question_channel):
                connection.execute(delete(table).where(table.c.channel_id.in_(direct)))
            connection.execute(
                update(subscription)
                .where(_subscribed.made_by == person_id)
                .values(made_by=_NOBODY, tell_at=None)
            )
            chosen_by = question_channel.c.chosen_by
            connection.execute(
                update(question_channel).where(chosen_by == person_id).values(chosen_by=_NOBODY)
            )


def _direct(connection: Connection, person_id: int, channel_id: int) -> list[int]:
    """List the channels of somebody's direct messages, as far as the notebook can tell."""
    subscribed = select(_subscribed.channel_id).where(
        _subscribed.made_by == person_id, _subscribed.guild_id == 0
    )
    voted = select(vote.c.channel_id).where(vote.c.person_id == person_id, vote.c.guild_id == 0)
    known = set(connection.scalars(subscribed.union(voted)))
    return sorted(known | {channel_id} if channel_id else known)


def _forget_conversations(connection: Connection, person_id: int, direct: list[int]) -> None:
    columns, own = conversation.c, conversation.alias()
    # What everybody in a channel saw last is kept beside it, and may be what this person asked.
    theirs = (
        select(own.c.memory)
        .where(
            own.c.channel_id == columns.channel_id,
            own.c.person_id == person_id,
            own.c.memory == columns.memory,
        )
        .exists()
    )
    connection.execute(delete(conversation).where(columns.person_id == _EVERYBODY, theirs))
    connection.execute(
        delete(conversation).where(
            or_(columns.person_id == person_id, columns.channel_id.in_(direct))
        )
    )
