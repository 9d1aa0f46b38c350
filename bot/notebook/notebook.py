"""This file holds the notebook: what must be remembered after a restart."""

from __future__ import annotations

import datetime
import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from bot.notebook import engine
from bot.notebook.engine import UnusableNotebook, trouble
from bot.notebook.tables import button_options, conversation, question_channel

_log = logging.getLogger(__name__)
_KEPT_DAYS = 400
"""How long a button's long options are kept after they were last shown."""
_LONG_SECONDS = 1.0
"""From which a failure is one that nobody should have to wait for again."""
_AGAIN_SECONDS = 3.0
"""How often it is looked after such a failure whether the notebook can be used."""


class Notebook:
    """What must survive a restart, in a SQLite file or a PostgreSQL database.

    Its methods block; call them in a thread. Each raises SQLAlchemyError where the notebook can't be
    used; `bot.notebook.engine.trouble` says why. One that can't be opened is opened when it can.

    Args:
        place: A file, or an address such as postgresql://user@host/name.
        now: Tells the time in UTC.

    Raises:
        UnusableNotebook: The place is none.
    """

    def __init__(
        self,
        place: str | Path,
        *,
        now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        self.now = now
        self.url = engine.address(place)
        self.engine = engine.opened(self.url)
        self._is_open = False
        self._opening = threading.Lock()
        self._writing = threading.Lock()
        self._barred_why = ""
        self._barring = threading.Lock()
        self._closed = threading.Event()
        self._trouble = ""

    def open(self) -> Self:
        """Bring the tables to today's form, and make the file where there is none."""
        with self.transaction():
            return self

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Do what happens altogether or not at all, and beside no other writer's work on SQLite."""
        with self._watched():
            if not self._is_open:
                self._open()
            with self._turn(), self.engine.begin() as connection:
                yield connection
        self._works()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read what is there."""
        with self._watched():
            if not self._is_open:
                self._open()
            with self.engine.connect() as connection:
                yield connection.execution_options(**{engine.READS: True})

    @property
    def trouble(self) -> str:
        """Why it could not be used when it was last written; empty where it could."""
        return self._trouble

    def keep_options(self, options: str) -> str:
        """Keep a button's options and return their key; equal options have the same key."""
        key = hashlib.blake2b(options.encode(errors="surrogatepass"), digest_size=12).hexdigest()
        row = {"key": key, "options": options, "shown_at": self.now()}
        with self.transaction() as connection:
            connection.execute(engine.replacing(connection, button_options, **row))
        return key

    def options(self, key: str) -> str | None:
        """Find a button's options by their key."""
        with self.reading() as connection:
            columns = button_options.c
            return connection.scalar(select(columns.options).where(columns.key == key))

    def keep_conversation(self, channel_id: int, person_id: int, memory: str) -> None:
        """Keep what somebody saw last in a channel, in place of what they saw before."""
        row = {
            "channel_id": channel_id,
            "person_id": person_id,
            "memory": memory,
            "said_at": self.now(),
        }
        with self.transaction() as connection:
            connection.execute(engine.replacing(connection, conversation, **row))

    def conversation(
        self, channel_id: int, person_id: int, *, since: datetime.datetime
    ) -> tuple[str, datetime.datetime] | None:
        """Find what somebody saw last in a channel, and when, unless it was before a time in UTC."""
        columns = conversation.c
        with self.reading() as connection:
            row = connection.execute(
                select(columns.memory, columns.said_at).where(
                    columns.channel_id == channel_id,
                    columns.person_id == person_id,
                    columns.said_at >= since,
                )
            ).first()
        return (row.memory, row.said_at) if row else None

    def forget_conversations(self, *, before: datetime.datetime) -> None:
        """Forget what was seen before a time in UTC."""
        with self.transaction() as connection:
            connection.execute(delete(conversation).where(conversation.c.said_at < before))

    def question_channels(self) -> frozenset[int]:
        """List the channels in which every message is a question."""
        with self.reading() as connection:
            return frozenset(connection.scalars(select(question_channel.c.channel_id)))

    def open_for_questions(self, channel_id: int, *, guild_id: int, chosen_by: int) -> None:
        """Make a channel one in which every message is a question."""
        row = {
            "channel_id": channel_id,
            "guild_id": guild_id,
            "chosen_by": chosen_by,
            "chosen_at": self.now(),
        }
        try:
            with self.transaction() as connection:
                connection.execute(insert(question_channel).values(row))
        except IntegrityError:
            return  # it is one already

    def close_for_questions(self, channel_id: int) -> None:
        """Make a channel an ordinary one again."""
        with self.transaction() as connection:
            rows = question_channel.c.channel_id == channel_id
            connection.execute(delete(question_channel).where(rows))

    def close(self) -> None:
        """Close the file, or the connections."""
        self._closed.set()
        self.engine.dispose()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let the threads of this process write in turn, where only one can write at a time.

        SQLite itself lets who waits look again now and then, which takes longer the more there are.
        """
        if self.url.get_backend_name() != "sqlite":
            yield
            return
        with self._writing:
            if why := self._barred_why:  # since one began to wait
                raise UnusableNotebook(why)
            yield

    def _open(self, *, is_again: bool = False) -> None:
        """Open it if it isn't, or again, by which is seen whether it can be written."""
        with self._opening:
            if is_again or not self._is_open:
                self._upgrade()
                self._is_open = True

    def _upgrade(self) -> None:
        file = self.url.database if self.url.get_backend_name() == "sqlite" else None
        if file:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
        from bot.notebook import migrating  # Alembic takes a while to import

        too_old = self.now() - datetime.timedelta(days=_KEPT_DAYS)
        with self.engine.begin() as connection:
            migrating.upgrade(connection)
            connection.execute(delete(button_options).where(button_options.c.shown_at < too_old))

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Note whether the notebook can be used, and let nobody wait twice for one that can't."""
        if why := self._barred_why:
            raise UnusableNotebook(why)
        began = time.monotonic()
        try:
            yield
        except IntegrityError:
            raise  # what was to be written is at fault, not the notebook
        except (SQLAlchemyError, OSError) as error:
            why = self._told(error)
            if time.monotonic() - began > _LONG_SECONDS:
                self._bar(why)
            if isinstance(error, OSError):
                raise UnusableNotebook(why) from error
            raise

    def _told(self, error: BaseException) -> str:
        """Tell the log why the notebook can't be used, once for each reason."""
        if engine.may_be_replaced(error):
            self._is_open = False
            self.engine.dispose()
        why = trouble(error)
        if why != self._trouble:
            _log.error("PAPERCLUB_NOTEBOOK: %s: %s", engine.shown(self.url), why)
        self._trouble = why
        return why

    def _works(self) -> None:
        """Note that it was written; one that can only be read is in trouble all the same."""
        if self._trouble:
            _log.info("the notebook can be used again")
            self._trouble = ""

    def _bar(self, why: str) -> None:
        """Refuse everybody at once until the notebook was seen to work."""
        with self._barring:
            if not self._barred_why:
                self._barred_why = why
                threading.Thread(target=self._look_again, name="notebook", daemon=True).start()

    def _look_again(self) -> None:
        while not self._closed.wait(_AGAIN_SECONDS):
            try:
                self._open(is_again=True)
            except Exception as error:  # noqa: BLE001 - whatever it is, nobody else looks again
                self._barred_why = self._told(error)
            else:
                self._barred_why = ""
                self._works()
                return
