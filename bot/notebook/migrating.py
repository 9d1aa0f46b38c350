"""This file holds how an older notebook becomes today's: by Alembic, all or nothing, one at a time."""

from __future__ import annotations

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from bot.notebook.engine import UnusableNotebook

_LOCK = 0x7061706572  # "paper"
"""The number of PostgreSQL's advisory lock under which notebooks are upgraded."""
_BEFORE_ALEMBIC = "v0001"
"""What a notebook without a version is, if it has tables."""


def upgrade(connection: Connection, *, to: str = "head") -> None:
    """Bring a notebook's tables to a version, within the connection's transaction.

    Whoever comes at the same time waits and finds it done. What is interrupted has not happened.

    Args:
        connection: In a transaction that nobody else can write beside.
        to: A version's number.

    Raises:
        UnusableNotebook: It was written by a newer version of Paperclub.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    steps = ScriptDirectory(Path(__file__).parent)
    context = MigrationContext.configure(
        connection,
        opts={
            "fn": lambda revision, _: steps._upgrade_revs(to, revision),  # noqa: SLF001 - as Alembic's own commands do
            "transactional_ddl": True,  # on SQLite too, for our transactions begin where we say
        },
    )
    if context.get_current_revision() is None and version(connection):
        context.stamp(steps, _BEFORE_ALEMBIC)
    try:
        with Operations.context(context):
            context.run_migrations()
    except (ResolutionError, CommandError):
        says = "it was written by a newer version of Paperclub; install that one"
        raise UnusableNotebook(says) from None


def version(connection: Connection) -> str | None:
    """Tell the version of a notebook's tables; None where there are none."""
    known = MigrationContext.configure(connection).get_current_revision()
    if known is None and inspect(connection).has_table("question_channel"):
        return _BEFORE_ALEMBIC
    return known
