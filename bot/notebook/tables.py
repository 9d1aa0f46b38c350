"""This file holds the notebook's tables as they are today; how older ones become them is in versions."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class Moment(TypeDecorator[datetime.datetime]):
    """A time in UTC: with its zone in Python, without it in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(
        self, value: datetime.datetime | None, _: Dialect
    ) -> datetime.datetime | None:
        """Write a time as UTC."""
        return value.astimezone(datetime.UTC).replace(tzinfo=None) if value else None

    def process_result_value(
        self, value: datetime.datetime | None, _: Dialect
    ) -> datetime.datetime | None:
        """Read a time as one in UTC."""
        return value.replace(tzinfo=datetime.UTC) if value else None


def _key(name: str) -> Column[int]:
    return Column(name, BigInteger, primary_key=True, autoincrement=False)


METADATA = MetaData()
question_channel = Table(
    "question_channel",
    METADATA,
    _key("channel_id"),
    Column("guild_id", BigInteger, nullable=False),
    Column("chosen_by", BigInteger, nullable=False),
    Column("chosen_at", Moment, nullable=False),
)
button_options = Table(
    "button_options",
    METADATA,
    Column("key", String(24), primary_key=True),
    Column("options", Text, nullable=False),
    Column("shown_at", Moment, nullable=False),
)
conversation = Table(
    "conversation",
    METADATA,
    _key("channel_id"),
    _key("person_id"),
    Column("memory", Text, nullable=False),
    Column("said_at", Moment, nullable=False, index=True),
)
arrival = Table(
    "arrival",
    METADATA,
    # Of a paper's id, so that a million of them stay small.
    _key("paper_key"),
    Column("arrived_at", Moment, nullable=False, index=True),
)
subscription = Table(
    "subscription",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("channel_id", BigInteger, nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("made_by", BigInteger, nullable=False, index=True),
    Column("made_at", Moment, nullable=False),
    Column("minute", Integer, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("days", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("interests", JSON, nullable=False),
    Column("on_empty", String(10), nullable=False),
    Column("is_silent", Boolean, nullable=False),
    # None while it is paused.
    Column("due_at", Moment, index=True),
    Column("paused_at", Moment),
    Column("paused_why", Text, nullable=False),
    # When whoever made it is to be told of that; None where there is nothing to tell.
    Column("tell_at", Moment, index=True),
    sqlite_autoincrement=True,  # no number is given twice
)
delivery = Table(
    "delivery",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("subscription_id", Integer, nullable=False),
    # Kept here too, for a subscription may be removed before its server is left.
    Column("guild_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False, index=True),
    Column("local_date", Date, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    # From when it may be claimed: until then it waits, or somebody has it on lease.
    Column("free_at", Moment, nullable=False),
    Column("worker", String(40), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("chosen_at", Moment),
    Column("message_id", BigInteger),
    Column("sent_at", Moment),
    UniqueConstraint("subscription_id", "local_date"),
    Index("ix_delivery_open", "state", "free_at"),
    sqlite_autoincrement=True,
)
highlight = Table(
    "highlight",
    METADATA,
    Column("delivery_id", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("paper_id", Text, nullable=False),
    # Which time it is that the channel gets to see this paper, from 1.
    Column("showing", Integer, nullable=False),
    Column("why", Text, nullable=False),
    UniqueConstraint("channel_id", "paper_id", "showing"),
)
vote = Table(
    "vote",
    METADATA,
    _key("channel_id"),
    _key("person_id"),
    Column("paper_id", Text, primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("vote", SmallInteger, nullable=False),
    Column("voted_at", Moment, nullable=False),
    Index("ix_vote_person", "person_id"),
)
saved_paper = Table(
    "saved_paper",
    METADATA,
    _key("person_id"),
    Column("paper_id", Text, primary_key=True),
    Column("saved_at", Moment, nullable=False),
)
muted_word = Table(
    "muted_word",
    METADATA,
    _key("channel_id"),
    Column("stem", String(200), primary_key=True),
    Column("guild_id", BigInteger, nullable=False),
)
departure = Table(
    "departure",
    METADATA,
    _key("guild_id"),
    Column("left_at", Moment, nullable=False),
)
worker = Table(
    "worker",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("seen_at", Moment, nullable=False),
)
