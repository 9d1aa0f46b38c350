"""This file holds what daily highlights brought: subscriptions, deliveries, votes and saved papers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "v0002", "v0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "arrival",
        _key("paper_key"),
        sa.Column("arrived_at", sa.DateTime, nullable=False, index=True),
    )
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("channel_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("made_by", sa.BigInteger, nullable=False, index=True),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("minute", sa.Integer, nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("interests", sa.JSON, nullable=False),
        sa.Column("on_empty", sa.String(10), nullable=False),
        sa.Column("is_silent", sa.Boolean, nullable=False),
        sa.Column("due_at", sa.DateTime, index=True),
        sa.Column("paused_at", sa.DateTime),
        sa.Column("paused_why", sa.Text, nullable=False),
        sa.Column("tell_at", sa.DateTime, index=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("subscription_id", sa.Integer, nullable=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("local_date", sa.Date, nullable=False),
        sa.Column("due_at", sa.DateTime, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("free_at", sa.DateTime, nullable=False),
        sa.Column("worker", sa.String(40), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("chosen_at", sa.DateTime),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("sent_at", sa.DateTime),
        sa.UniqueConstraint("subscription_id", "local_date"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_open", "delivery", ["state", "free_at"])
    op.create_table(
        "highlight",
        sa.Column("delivery_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("paper_id", sa.Text, nullable=False),
        sa.Column("showing", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.UniqueConstraint("channel_id", "paper_id", "showing"),
    )
    op.create_table(
        "vote",
        _key("channel_id"),
        _key("person_id"),
        sa.Column("paper_id", sa.Text, primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("vote", sa.SmallInteger, nullable=False),
        sa.Column("voted_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_vote_person", "vote", ["person_id"])
    op.create_table(
        "saved_paper",
        _key("person_id"),
        sa.Column("paper_id", sa.Text, primary_key=True),
        sa.Column("saved_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "muted_word",
        _key("channel_id"),
        sa.Column("stem", sa.String(200), primary_key=True),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "departure", _key("guild_id"), sa.Column("left_at", sa.DateTime, nullable=False)
    )
    op.create_table(
        "worker",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("seen_at", sa.DateTime, nullable=False),
    )


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, primary_key=True, autoincrement=False)
