"""This file holds how the notebook's database is reached: a SQLite file, or PostgreSQL by its address."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Engine
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.sql.schema import Table

READS = "reads"
"""The execution option of a connection that only reads: on SQLite it then waits for no writer."""
_PATIENCE_SECONDS = 5
"""How long a statement waits for who writes, and a connection for the server."""
_SERVER = "postgresql"
_LINE = {
    "connect_timeout": _PATIENCE_SECONDS,
    # A server that went without a word is noticed; in seconds, and the last in milliseconds.
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 2000 * _PATIENCE_SECONDS,
}
"""As libpq's manual names it, under "Parameter Key Words"."""


class UnusableNotebook(SQLAlchemyError):
    """The notebook can't be used as it is; the text says why and what to do."""


def address(place: str | Path) -> URL:
    """Read where a notebook lies: a file's path, or an address such as postgresql://host/name.

    Raises:
        UnusableNotebook: It is an address of something else.
    """
    if isinstance(place, Path) or "://" not in place:
        return URL.create("sqlite", database=str(place))
    try:
        url = make_url(place)
    except (ArgumentError, ValueError):
        raise UnusableNotebook("this is no address of a database") from None
    if url.get_backend_name() == "postgres":
        url = url.set(drivername=_SERVER)
    if url.get_backend_name() not in (_SERVER, "sqlite"):
        says = f"{url.get_backend_name()} is not known here"
        raise UnusableNotebook(f"{says}; it takes a file, or postgresql://user@host/name")
    if isinstance(
        password := url.query.get("password"), str
    ):  # to be found where it is blotted out
        url = url.difference_update_query(["password"]).set(password=password)
    return url.set(drivername="postgresql+psycopg") if url.drivername == _SERVER else url


def shown(url: URL) -> str:
    """Write an address so that nothing secret is in it."""
    return url.set(query={}).render_as_string()


def opened(url: URL, *, is_shared: bool = True) -> Engine:
    """Make an engine; nothing is connected yet.

    Args:
        url: Where the notebook lies.
        is_shared: Whether it is read while it is written; SQLite keeps files beside it then.

    Raises:
        UnusableNotebook: What speaks with the server isn't installed.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": _PATIENCE_SECONDS})
        _begin_at_once(engine, is_shared=is_shared)
        return engine
    given = {name: value for name, value in _LINE.items() if name not in url.query}
    try:
        # A connection that a restarted server closed is noticed before it is used.
        engine = create_engine(url, connect_args=given, pool_pre_ping=True)
    except ImportError:
        says = "PostgreSQL needs what the extra [postgres] brings"
        raise UnusableNotebook(f"{says}: pip install 'paperclub[postgres]'") from None
    _wait_for_nobody(engine)
    return engine


def new_rows(connection: Connection, table: Table) -> Any:
    """Begin an INSERT that leaves alone what is there already; it tells by RETURNING what it added."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table).on_conflict_do_nothing()


def replacing(connection: Connection, table: Table, **values: object) -> Any:
    """Begin an INSERT of a row that takes the place of the one with the same primary key."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    keys = [column.name for column in table.primary_key]
    others = {name: value for name, value in values.items() if name not in keys}
    statement = dialect.insert(table).values(values)
    return statement.on_conflict_do_update(index_elements=keys, set_=others)


def trouble(error: BaseException) -> str:
    """Say in words why the notebook can't be used, and what to do; nothing secret is in it."""
    if isinstance(error, UnusableNotebook):
        return str(error)
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", None)
        return _SQLITE.get((code or 0) & 0xFF) or str(cause)
    if isinstance(cause, OSError):
        return cause.strerror or str(cause)
    if isinstance(error, DBAPIError):
        return _told_by_server(cause)
    return "the database did not answer as it should"


def may_be_replaced(error: BaseException) -> bool:
    """Tell whether what helps is another file, which must then be opened in place of this one."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return (getattr(cause, "sqlite_errorcode", 0) & 0xFF) in _OF_FILES


def trouble_in_short(error: BaseException) -> str:
    """Say why the notebook can't be used as anybody may read it: without what a server said."""
    return re.split(r" \(|: ", trouble(error))[0]


def _told_by_server(cause: BaseException | None) -> str:
    if state := getattr(cause, "sqlstate", None):
        said = _SERVERS.get(state) or _SERVERS.get(state[:3]) or _SERVERS.get(state[:2])
        return said or f"the database says: {_first_line(cause)}"
    # Where no connection comes about, there is no state, only words; no password is among them.
    words = str(cause)
    for sign, state in _SIGNS.items():
        if sign in words:
            return _SERVERS[state]
    return f"the database can't be reached ({_first_line(cause)})"


def _first_line(cause: object) -> str:
    return next(iter(str(cause).splitlines()), "").removeprefix("connection failed: ").strip()


_SQLITE = {
    sqlite3.SQLITE_BUSY: "another program keeps it locked; end that program",
    sqlite3.SQLITE_LOCKED: "another program keeps it locked; end that program",
    sqlite3.SQLITE_FULL: "the disk is full; make room",
    sqlite3.SQLITE_READONLY: "it can't be written; make the file, those beside it and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened; look whether its folder is there and writable",
    sqlite3.SQLITE_PERM: "it may not be opened; look at the file's permissions",
    sqlite3.SQLITE_IOERR: "the disk can't be read or written; it may be full or broken",
    sqlite3.SQLITE_CORRUPT: "it is damaged; put it aside and restore a backup",
    sqlite3.SQLITE_NOTADB: "the file is damaged or no notebook; put it aside or restore a backup",
}
_OF_FILES = frozenset(_SQLITE) - {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
}
_SERVERS = {
    "28": "the database refuses the name or the password",
    "3D000": "there is no such database on the server; make it",
    "42501": "the database does not allow that; give its user the right to make tables",
    "25006": "the database can only be read at the moment",
    "53100": "the disk of the database is full; make room",
    "53": "the database is overloaded",
    "55P03": "somebody keeps the database locked",
    "57P": "the database is starting or stopping",
}
"""By SQLSTATE, or its class: the appendix of PostgreSQL's manual on error codes."""
_SIGNS = {
    "authentication failed": "28",
    "no password supplied": "28",
    "no pg_hba.conf entry": "28",
    'role "': "28",
    'database "': "3D000",
    "database system is": "57P",
    "too many clients": "53",
}
"""By what stands in a refusal, where it is in English; in order."""


def _wait_for_nobody(engine: Engine) -> None:
    """Let no statement wait long for who has locked a table."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.execute(f"SET lock_timeout = '{_PATIENCE_SECONDS}s'")
        connection.commit()


def _begin_at_once(engine: Engine, *, is_shared: bool) -> None:
    """Let a transaction take the write lock when it begins.

    With the driver's own transactions, which begin reading, updates of two writers get lost.
    """

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.isolation_level = None
        if is_shared:
            connection.execute("PRAGMA journal_mode=WAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_reading = connection.get_execution_options().get(READS)
        connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")
