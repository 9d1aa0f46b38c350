"""Older notebooks become today's, all or nothing, whoever else starts at the same moment."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from bot.notebook import Notebook, engine, migrating
from bot.notebook.engine import UnusableNotebook
from bot.notebook.tables import METADATA
from tests.notebook.conftest import Clock
from tests.notebook.rows import filled

_FIRST = """
CREATE TABLE question_channel (
	channel_id BIGINT NOT NULL,
	guild_id BIGINT NOT NULL,
	chosen_by BIGINT NOT NULL,
	chosen_at DATETIME NOT NULL,
	PRIMARY KEY (channel_id)
);
CREATE TABLE button_options (
	"key" VARCHAR(24) NOT NULL,
	options TEXT NOT NULL,
	shown_at DATETIME NOT NULL,
	PRIMARY KEY ("key")
);
CREATE TABLE conversation (
	channel_id BIGINT NOT NULL,
	person_id BIGINT NOT NULL,
	memory TEXT NOT NULL,
	said_at DATETIME NOT NULL,
	PRIMARY KEY (channel_id, person_id)
);
CREATE INDEX ix_conversation_said_at ON conversation (said_at);
INSERT INTO question_channel VALUES (5, 1, 2, '2026-02-01 10:00:00.000000');
INSERT INTO button_options VALUES ('key', '{"query":"x"}', '2026-02-01 10:00:00.000000');
INSERT INTO conversation VALUES (5, 2, '{}', '2026-03-01 11:59:00.000000');
"""
"""What the first version wrote, which had no numbers; taken from its file by `.dump`."""
_OPENS = "import sys; from bot.notebook import Notebook; Notebook(sys.argv[1]).open()"


def first(place: str) -> None:
    """Write a notebook as the first version did."""
    written = _FIRST.replace("DATETIME", "TIMESTAMP") if "://" in place else _FIRST
    url = engine.address(place)
    if "://" not in place:
        Path(place).parent.mkdir(parents=True, exist_ok=True)
    opened = engine.opened(url)
    with opened.begin() as connection:
        for statement in written.split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
    opened.dispose()


def test_the_first_notebook_keeps_its_rows(notebook_place: str, clock: Clock) -> None:
    first(notebook_place)
    notebook = Notebook(notebook_place, now=clock).open()
    assert notebook.question_channels() == {5}
    assert notebook.options("key") == '{"query":"x"}'
    kept = notebook.conversation(5, 2, since=clock.now.replace(hour=11))
    assert kept == ("{}", clock.now.replace(hour=11, minute=59))
    filled(notebook)
    notebook.close()


def test_upgraded_tables_are_those_that_the_code_knows(notebook_place: str) -> None:
    for begin in (lambda _: None, first):
        begin(notebook_place)
        notebook = Notebook(notebook_place).open()
        with notebook.reading() as connection:
            options = {"compare_server_default": True}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, METADATA) == []
        with notebook.transaction() as connection:
            METADATA.drop_all(connection)
            connection.execute(text("DROP TABLE alembic_version"))
        notebook.close()


def test_each_step_is_taken_by_itself(notebook_place: str) -> None:
    opened = engine.opened(engine.address(notebook_place))
    if "://" not in notebook_place:
        Path(notebook_place).parent.mkdir()
    for number in ("v0001", "v0002", "head"):
        with opened.begin() as connection:
            migrating.upgrade(connection, to=number)
        with opened.connect() as connection:
            assert migrating.version(connection) == number.replace("head", "v0002")
    opened.dispose()


def test_a_notebook_of_a_newer_version_is_refused_and_left_alone(notebook_place: str) -> None:
    notebook = Notebook(notebook_place).open()
    with notebook.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'v9999'"))
    notebook.close()
    notebook = Notebook(notebook_place)
    with pytest.raises(UnusableNotebook, match="a newer version of Paperclub; install that one"):
        notebook.open()
    notebook.close()
    opened = engine.opened(engine.address(notebook_place))
    with opened.connect() as connection:
        assert migrating.version(connection) == "v9999"
    opened.dispose()


@pytest.mark.parametrize("begin", [lambda _: None, first], ids=["empty", "first"])
def test_many_that_start_at_once_all_succeed(notebook_place: str, begin: object) -> None:
    assert callable(begin)
    begin(notebook_place)
    started = [subprocess.Popen([sys.executable, "-c", _OPENS, notebook_place]) for _ in range(4)]
    assert [one.wait() for one in started] == [0] * 4
    notebook = Notebook(notebook_place).open()
    assert len(notebook.question_channels()) == (0 if begin is not first else 1)
    notebook.close()


_TELLING = """
import sys, time
from sqlalchemy import event
from sqlalchemy.engine import Engine
from bot.notebook import Notebook

@event.listens_for(Engine, "after_cursor_execute")
def tell(connection, cursor, statement, *_):
    if statement.lstrip().upper().startswith("CREATE"):
        print("made", flush=True)
        time.sleep(0.02)

Notebook(sys.argv[1]).open()
print("done", flush=True)
"""


def test_an_upgrade_that_is_killed_between_two_statements_has_not_happened(
    notebook_place: str,
) -> None:
    first(notebook_place)
    opened = engine.opened(engine.address(notebook_place))
    with opened.connect() as connection:
        old = _tables(connection)
    for most in random.Random(6).sample(range(1, 18), 5):
        command = [sys.executable, "-c", _TELLING, notebook_place]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as one:
            assert one.stdout
            made = [one.stdout.readline() for _ in range(most)]
            one.kill()
            assert [*made, *one.stdout].count("done\n") == 0
        with opened.connect() as connection:
            assert _tables(connection) == old
            assert migrating.version(connection) == "v0001"
    opened.dispose()
    notebook = Notebook(notebook_place).open()
    assert notebook.question_channels() == {5}
    filled(notebook)
    notebook.close()


def _tables(connection: Connection) -> list[str]:
    return sorted(inspect(connection).get_table_names())
