"""This file holds the notebook: what must be remembered after a restart."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    insert,
    select,
)
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

_KEPT_DAYS = 400
"""How long a button's long options are kept after they were last shown."""

_tables = MetaData()
_question_channels = Table(
    "question_channel",
    _tables,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("guild_id", BigInteger, nullable=False),
    Column("chosen_by", BigInteger, nullable=False),
    Column("chosen_at", DateTime, nullable=False),
)
_button_options = Table(
    "button_options",
    _tables,
    Column("key", String(24), primary_key=True),
    Column("options", Text, nullable=False),
    Column("shown_at", DateTime, nullable=False),
)
_conversations = Table(
    "conversation",
    _tables,
    Column("channel_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("memory", Text, nullable=False),
    Column("said_at", DateTime, nullable=False, index=True),
)


class Notebook:
    """What must survive a restart, in a SQLite file. Its methods block; call them in a thread.

    Args:
        file: Where it lies; made where it is missing.
        now: Tells the time in UTC.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: By every method, where the file can't be used.
    """

    def __init__(
        self,
        file: Path,
        *,
        now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._now = now
        self._engine = create_engine(f"sqlite:///{file}", connect_args={"timeout": 5})
        _begin_at_once(self._engine)
        with self._engine.begin() as connection:
            _tables.create_all(connection)
            too_old = self._today() - datetime.timedelta(days=_KEPT_DAYS)
            connection.execute(delete(_button_options).where(_button_options.c.shown_at < too_old))

    def keep_options(self, options: str) -> str:
        """Keep a button's options and return their key; equal options have the same key."""
        key = hashlib.blake2b(options.encode(errors="surrogatepass"), digest_size=12).hexdigest()
        columns = _button_options.c
        with self._engine.begin() as connection:
            there = connection.execute(
                _button_options.update().where(columns.key == key).values(shown_at=self._today())
            )
            if not there.rowcount:
                row = {"key": key, "options": options, "shown_at": self._today()}
                connection.execute(insert(_button_options).values(row))
        return key

    def options(self, key: str) -> str | None:
        """Find a button's options by their key."""
        with self._engine.connect() as connection:
            return connection.scalar(
                select(_button_options.c.options).where(_button_options.c.key == key)
            )

    def keep_conversation(self, channel_id: int, person_id: int, memory: str) -> None:
        """Keep what somebody saw last in a channel, in place of what they saw before."""
        columns = _conversations.c
        row = {"memory": memory, "said_at": self._today()}
        with self._engine.begin() as connection:
            there = connection.execute(
                _conversations.update()
                .where(columns.channel_id == channel_id, columns.person_id == person_id)
                .values(row)
            )
            if not there.rowcount:
                key = {"channel_id": channel_id, "person_id": person_id}
                connection.execute(insert(_conversations).values({**key, **row}))

    def conversation(
        self, channel_id: int, person_id: int, *, since: datetime.datetime
    ) -> tuple[str, datetime.datetime] | None:
        """Find what somebody saw last in a channel, and when, unless it was before a time in UTC."""
        columns = _conversations.c
        with self._engine.connect() as connection:
            row = connection.execute(
                select(columns.memory, columns.said_at).where(
                    columns.channel_id == channel_id,
                    columns.person_id == person_id,
                    columns.said_at >= since.replace(tzinfo=None),
                )
            ).first()
        return (row.memory, row.said_at.replace(tzinfo=datetime.UTC)) if row else None

    def forget_conversations(self, *, before: datetime.datetime) -> None:
        """Forget what was seen before a time in UTC."""
        with self._engine.begin() as connection:
            old = _conversations.c.said_at < before.replace(tzinfo=None)
            connection.execute(delete(_conversations).where(old))

    def question_channels(self) -> frozenset[int]:
        """List the channels in which every message is a question."""
        with self._engine.connect() as connection:
            return frozenset(connection.scalars(select(_question_channels.c.channel_id)))

    def open_for_questions(self, channel_id: int, *, guild_id: int, chosen_by: int) -> None:
        """Make a channel one in which every message is a question."""
        row = {
            "channel_id": channel_id,
            "guild_id": guild_id,
            "chosen_by": chosen_by,
            "chosen_at": self._today(),
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(_question_channels).values(row))
        except IntegrityError:
            return  # it is one already

    def close_for_questions(self, channel_id: int) -> None:
        """Make a channel an ordinary one again."""
        with self._engine.begin() as connection:
            rows = _question_channels.c.channel_id == channel_id
            connection.execute(delete(_question_channels).where(rows))

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    def _today(self) -> datetime.datetime:
        return self._now().replace(tzinfo=None)


def _begin_at_once(engine: Engine) -> None:
    """Let a transaction take the write lock when it begins.

    With the driver's own transactions, which begin reading, updates of two writers get lost.
    """

    @event.listens_for(engine, "connect")
    def connect(connection, _) -> None:  # type: ignore[no-untyped-def]
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")

    @event.listens_for(engine, "begin")
    def begin(connection) -> None:  # type: ignore[no-untyped-def]
        connection.exec_driver_sql("BEGIN IMMEDIATE")
