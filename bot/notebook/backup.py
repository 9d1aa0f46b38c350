"""This file holds how a notebook is copied: into a file that is one itself, and from there into an empty one.

Rows are copied, not pages, so that either engine's notebook becomes either's. A copy is of the
version of what is copied, which is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import MetaData, Table, insert, inspect, select, text
from sqlalchemy.engine import URL, Connection, Engine

from bot.notebook import engine, migrating
from bot.notebook.engine import UnusableNotebook
from bot.notebook.tables import METADATA

_AT_A_TIME = 1000
"""Rows."""
_VERSION = "alembic_version"


def backup(place: str | Path, file: Path) -> int:
    """Copy a notebook as it is at one moment, while it may be in use, and count its rows.

    Args:
        place: A file, or an address such as postgresql://user@host/name.
        file: A new SQLite file, which is a notebook itself.

    Raises:
        UnusableNotebook: There is no notebook, or the file is there already; nothing was written.
        SQLAlchemyError: The notebook can't be read, or the file can't be written.
        OSError: The file can't be made.
    """
    url = _there(engine.address(place))
    try:
        file.open("xb").close()
    except FileExistsError:
        raise UnusableNotebook(f"{file} is there already; name a new file") from None
    target = engine.opened(engine.address(file), is_shared=False)
    try:
        with _snapshot(engine.opened(url)) as reading, target.begin() as writing:
            return _copied(reading, writing)
    except BaseException:
        target.dispose()
        file.unlink()
        raise
    finally:
        target.dispose()


def restore(file: Path, place: str | Path) -> int:
    """Copy what was backed up into an empty notebook, bring it to today's version, and count its rows.

    Args:
        file: A SQLite file that is a notebook.
        place: A file that isn't there or has no rows, or an address such as
            postgresql://user@host/name.

    Raises:
        UnusableNotebook: There is no notebook in the file, or the other one isn't empty.
        SQLAlchemyError: One of them can't be used. Nothing was written.
        OSError: The folder can't be made.
    """
    source = engine.opened(_there(engine.address(file)), is_shared=False)
    url = engine.address(place)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    target = engine.opened(url)
    try:
        with _snapshot(source) as reading, target.begin() as writing:
            _clear(writing)
            count = _copied(reading, writing)
            migrating.upgrade(writing)
            return count
    finally:
        target.dispose()


def _there(url: URL) -> URL:
    """Take the address of a notebook that isn't to be made."""
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise UnusableNotebook(f"there is no file {url.database}")
    return url


@contextmanager
def _snapshot(source: Engine) -> Iterator[Connection]:
    """Read what is there at one moment."""
    options: dict[str, object] = {engine.READS: True}
    if source.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    try:
        with source.execution_options(**options).connect() as connection:
            yield connection
    finally:
        source.dispose()


def _clear(target: Connection) -> None:
    """Drop a notebook's tables if they have no rows."""
    known = [*METADATA.tables, _VERSION]
    there = MetaData()
    there.reflect(
        target, only=[name for name in inspect(target).get_table_names() if name in known]
    )
    for name, table in there.tables.items():
        if name != _VERSION and target.execute(select(table).limit(1)).first():
            raise UnusableNotebook("it isn't empty; restore into a new file or an empty database")
    there.drop_all(target)


def _copied(source: Connection, target: Connection) -> int:
    """Copy all rows into a notebook that is made for them, and count them."""
    version = migrating.version(source)
    if version is None:
        raise UnusableNotebook("there is no notebook in it")
    migrating.upgrade(target, to=version)
    there, here = MetaData(), MetaData()
    here.reflect(target, only=[name for name in METADATA.tables if inspect(target).has_table(name)])
    there.reflect(source, only=list(here.tables))
    count = 0
    for name, table in here.tables.items():
        rows = source.execution_options(yield_per=_AT_A_TIME).execute(select(there.tables[name]))
        for some in rows.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in some])
            count += len(some)
        if "id" in table.primary_key.columns:
            _go_on_after(target, table, _last_number(source, table))
    return count


def _last_number(source: Connection, table: Table) -> int:
    """Tell the last number that was given, also to a row that isn't there any more."""
    asked = (
        "SELECT seq FROM sqlite_sequence WHERE name = :name"
        if source.dialect.name == "sqlite"
        else "SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)"
    )
    return source.scalar(text(asked), {"name": table.name}) or 0


def _go_on_after(target: Connection, table: Table, number: int) -> None:
    """Give the next row a number that no row had."""
    given = {"name": table.name, "number": number}
    if not number:
        return
    if target.dialect.name == "sqlite":
        target.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), given)
        target.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :number)"), given)
    else:
        target.execute(text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :number)"), given)
