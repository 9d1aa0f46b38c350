"""This file holds how the notebook's database is reached: a SQLite file, or PostgreSQL by its address."""

from __future__ import annotations

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
    return url.set(drivername="postgresql+psycopg") if url.drivername == _SERVER else url


def opened(url: URL) -> Engine:
    """Make an engine; nothing is connected yet.

    Raises:
        UnusableNotebook: What speaks with the server isn't installed.
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": _PATIENCE_SECONDS})
        _begin_at_once(engine)
        return engine
    given = {"connect_timeout": _PATIENCE_SECONDS}
    try:
        # A connection that a restarted server closed is noticed before it is used.
        return create_engine(url, connect_args=given, pool_pre_ping=True)
    except ImportError:
        says = "PostgreSQL needs what the extra [postgres] brings"
        raise UnusableNotebook(f"{says}: pip install 'paperclub[postgres]'") from None


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
        state = getattr(cause, "sqlstate", None) or ""
        return _SERVERS.get(state) or _SERVERS.get(state[:2]) or _SERVERS[""]
    return "the database did not answer as it should"


_SQLITE = {
    sqlite3.SQLITE_BUSY: "another program keeps it locked; end that program",
    sqlite3.SQLITE_LOCKED: "another program keeps it locked; end that program",
    sqlite3.SQLITE_FULL: "the disk is full; make room",
    sqlite3.SQLITE_READONLY: "it can't be written; make the file and its folder writable",
    sqlite3.SQLITE_CANTOPEN: "it can't be opened; look whether its folder is there and writable",
    sqlite3.SQLITE_PERM: "it may not be opened; look at the file's permissions",
    sqlite3.SQLITE_IOERR: "the disk can't be read or written; it may be full or broken",
    sqlite3.SQLITE_CORRUPT: "it is damaged; put it aside and restore a backup",
    sqlite3.SQLITE_NOTADB: "the file is damaged or no notebook; put it aside or restore a backup",
}
_SERVERS = {
    "28": "the database refuses the name or the password",
    "3D000": "there is no such database on the server; make it",
    "42501": "the database does not allow that; give its user the right to make tables",
    "25006": "the database can only be read at the moment",
    "53100": "the disk of the database is full; make room",
    "53": "the database is overloaded",
    "55P03": "somebody keeps the database locked",
    "57P03": "the database is starting or stopping",
    "": "the database can't be reached",
}
"""By SQLSTATE, or its class: the appendix of PostgreSQL's manual on error codes."""


def _begin_at_once(engine: Engine) -> None:
    """Let a transaction take the write lock when it begins.

    With the driver's own transactions, which begin reading, updates of two writers get lost.
    """

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        is_reading = connection.get_execution_options().get(READS)
        connection.exec_driver_sql("BEGIN" if is_reading else "BEGIN IMMEDIATE")
