"""This file holds the notebook as it was at first: question channels, buttons and conversations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision, down_revision = "v0001", None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "question_channel",
        sa.Column("channel_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("guild_id", sa.BigInteger, nullable=False),
        sa.Column("chosen_by", sa.BigInteger, nullable=False),
        sa.Column("chosen_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "button_options",
        sa.Column("key", sa.String(24), primary_key=True),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("shown_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "conversation",
        sa.Column("channel_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("memory", sa.Text, nullable=False),
        sa.Column("said_at", sa.DateTime, nullable=False),
    )
    op.create_index("ix_conversation_said_at", "conversation", ["said_at"])
