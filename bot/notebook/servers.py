"""This file holds which servers were left, and how what is kept of them is deleted in time."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from sqlalchemy import delete, exists, or_, select, union
from sqlalchemy.engine import Connection

from bot.notebook import engine
from bot.notebook.notebook import Notebook
from bot.notebook.tables import (
    delivery,
    departure,
    highlight,
    muted_word,
    question_channel,
    subscription,
    vote,
)

_OF_SERVERS = (subscription, delivery, vote, muted_word, question_channel)
"""The tables whose rows tell their server; a highlight's is that of its delivery."""
_NO_SERVER = 0
"""Direct messages."""


class Servers:
    """The servers of which a notebook keeps something."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def left(self, guild_id: int) -> None:
        """Note that the bot left a server, if something of it is kept."""
        with self._notebook.transaction() as connection:
            if guild_id in _kept(connection):
                self._note(connection, guild_id)

    def joined(self, guild_id: int) -> None:
        """Note that the bot is in a server, perhaps again."""
        with self._notebook.transaction() as connection:
            connection.execute(delete(departure).where(departure.c.guild_id == guild_id))

    def left_all_but(self, guild_ids: Collection[int]) -> None:
        """Note which servers were left and joined while nobody noted it.

        Args:
            guild_ids: All servers that the bot is in, those that Discord can't reach included; not
                only those of one shard.
        """
        with self._notebook.reading() as connection:
            kept = _kept(connection)
        gone = self.departed()
        for guild_id in sorted(gone & set(guild_ids)):
            self.joined(guild_id)
        for guild_id in sorted(kept - gone - set(guild_ids)):
            self.left(guild_id)

    def departed(self) -> frozenset[int]:
        """List the servers that were left and of which something is kept."""
        with self._notebook.reading() as connection:
            return frozenset(connection.scalars(select(departure.c.guild_id)))

    def forget_left(self, *, after: datetime.timedelta) -> int:
        """Delete all that is kept of servers that were left so long ago, and count these."""
        before = self._notebook.now() - after
        with self._notebook.transaction() as connection:
            due = select(departure.c.guild_id).where(departure.c.left_at <= before)
            doomed = list(connection.scalars(due))
            deliveries = select(delivery.c.id).where(delivery.c.guild_id.in_(doomed))
            if doomed:
                connection.execute(delete(highlight).where(highlight.c.delivery_id.in_(deliveries)))
                for table in (*_OF_SERVERS, departure):
                    connection.execute(delete(table).where(table.c.guild_id.in_(doomed)))
            return len(doomed)

    def forget_unsent(self, *, after: datetime.timedelta) -> int:
        """Delete deliveries that showed nothing and are over so long, and count them.

        What was shown stays known: it is not to be shown again.
        """
        before = self._notebook.now() - after
        columns = delivery.c
        with self._notebook.transaction() as connection:
            showed_nothing = or_(
                columns.state == "given up",
                (columns.state == "sent") & columns.message_id.is_(None),
            )
            old = delete(delivery).where(columns.due_at <= before, showed_nothing)
            shows = exists().where(highlight.c.delivery_id == columns.id)
            return connection.execute(old.where(~shows)).rowcount

    def _note(self, connection: Connection, guild_id: int) -> None:
        row = {"guild_id": guild_id, "left_at": self._notebook.now()}
        connection.execute(engine.new_rows(connection, departure).values(row))


def _kept(connection: Connection) -> set[int]:
    """List the servers of which something is kept."""
    every = union(*(select(table.c.guild_id) for table in _OF_SERVERS))
    return set(connection.scalars(every)) - {_NO_SERVER}
