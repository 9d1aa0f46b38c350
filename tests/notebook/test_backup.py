"""A notebook is backed up while it is in use, and restored into an empty one of either engine."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.notebook import Notebook, engine, migrating
from bot.notebook.backup import backup, restore
from bot.notebook.engine import UnusableNotebook
from bot.notebook.subscriptions import Subscriptions
from tests.notebook.conftest import Clock
from tests.notebook.rows import ALICE, PAPERS, WITH_ALICE, filled, rows, subscribed


@pytest.fixture(params=["sqlite", "postgresql"])
def other_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where there is no notebook yet, on either engine, whichever the first one has."""
    if request.param == "sqlite":
        yield str(tmp_path / "other" / "notebook.sqlite")
        return
    with request.getfixturevalue("postgres").fresh() as place:
        yield str(place)


def test_a_backup_is_a_notebook_with_the_same_rows(
    notebook: Notebook, notebook_place: str, tmp_path: Path, clock: Clock
) -> None:
    filled(notebook)
    count = backup(notebook_place, tmp_path / "backup")
    again = Notebook(tmp_path / "backup", now=clock)
    assert rows(again) == rows(notebook)
    assert count == sum(map(len, rows(notebook).values()))
    again.close()
    assert {file.name for file in tmp_path.iterdir()} <= {"backup", "new"}


def test_what_was_backed_up_is_restored_on_either_engine_and_goes_on(
    notebook: Notebook, notebook_place: str, other_place: str, tmp_path: Path, clock: Clock
) -> None:
    filled(notebook)
    last = subscribed(notebook, PAPERS, guild_id=1)
    Subscriptions(notebook).remove(last.id)
    backup(notebook_place, tmp_path / "backup")
    restore(tmp_path / "backup", other_place)
    again = Notebook(other_place, now=clock)
    assert rows(again) == rows(notebook)
    # No number is given twice, also not that of a row that is gone.
    assert subscribed(again, PAPERS, guild_id=1).id == last.id + 1
    again.close()


def test_an_empty_notebook_that_was_opened_already_takes_a_backup(
    notebook: Notebook, notebook_place: str, other_place: str, tmp_path: Path, clock: Clock
) -> None:
    filled(notebook)
    backup(notebook_place, tmp_path / "backup")
    again = Notebook(other_place, now=clock).open()
    restore(tmp_path / "backup", other_place)
    assert rows(again) == rows(notebook)
    again.close()


def test_a_notebook_with_rows_is_not_restored_into(
    notebook: Notebook, notebook_place: str, tmp_path: Path
) -> None:
    filled(notebook)
    before = rows(notebook)
    backup(notebook_place, tmp_path / "backup")
    with pytest.raises(UnusableNotebook, match="isn't empty"):
        restore(tmp_path / "backup", notebook_place)
    assert rows(notebook) == before


def test_a_file_that_is_there_is_never_overwritten(
    notebook: Notebook, notebook_place: str, tmp_path: Path
) -> None:
    notebook.open()
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(UnusableNotebook, match="there already"):
        backup(notebook_place, tmp_path / "mine")
    assert (tmp_path / "mine").read_text() == "precious"


def test_a_backup_is_of_one_moment_while_others_write(
    notebook: Notebook, notebook_place: str, tmp_path: Path, clock: Clock
) -> None:
    """Each writer keeps two rows that belong together; a backup has both or none."""
    notebook.open()
    is_over = threading.Event()
    written = [0]

    def write() -> None:
        while not is_over.is_set():
            number = written[0] = written[0] + 1
            with notebook.transaction() as connection:
                for table in ("question_channel", "departure"):
                    connection.execute(text(_PAIR[table]), {"number": number})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(8):
            file = tmp_path / f"backup{number}"
            before = written[0]
            backup(notebook_place, file)
            copy = Notebook(file, now=clock)
            found = rows(copy)
            copy.close()
            channels = [row[0] for row in found["question_channel"]]
            assert channels == [row[0] for row in found["departure"]]
            assert len(channels) >= before - 1
    finally:
        is_over.set()
        writer.join()
    assert written[0] > 50


_PAIR = {
    "question_channel": "INSERT INTO question_channel VALUES (:number, 1, 1, '2026-01-01 00:00:00')",
    "departure": "INSERT INTO departure VALUES (:number, '2026-01-01 00:00:00')",
}


def test_an_older_notebook_is_backed_up_as_it_is_and_restored_as_todays(
    tmp_path: Path, other_place: str, clock: Clock
) -> None:
    old = tmp_path / "old"
    opened = engine.opened(engine.address(old))
    with opened.begin() as connection:
        migrating.upgrade(connection, to="v0001")
        connection.execute(text("INSERT INTO question_channel VALUES (5, 1, 2, '2026-01-01')"))
    opened.dispose()
    backup(old, tmp_path / "backup")
    for file in (old, tmp_path / "backup"):
        with sqlite3.connect(file) as one:
            assert one.execute("SELECT version_num FROM alembic_version").fetchall() == [("v0001",)]
        one.close()
    restore(tmp_path / "backup", other_place)
    again = Notebook(other_place, now=clock)
    assert again.question_channels() == {5}
    assert subscribed(again, WITH_ALICE, by=ALICE).id == 1
    again.close()


def test_nothing_is_left_of_a_backup_that_failed(
    notebook: Notebook, notebook_place: str, tmp_path: Path
) -> None:
    filled(notebook)
    with notebook.transaction() as connection:
        connection.execute(text("DROP TABLE highlight"))
    with pytest.raises(Exception, match="highlight"):
        backup(notebook_place, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_the_program_backs_up_and_restores(
    notebook: Notebook, notebook_place: str, other_place: str, tmp_path: Path, clock: Clock
) -> None:
    filled(notebook)
    file = tmp_path / "backup"
    done = _program(notebook_place, "backup", file)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"The notebook was backed up into {file}: ")
    done = _program(other_place, "restore", file)
    assert (done.returncode, done.stderr) == (0, "")
    again = Notebook(other_place, now=clock)
    assert rows(again) == rows(notebook)
    again.close()


def test_the_program_says_what_is_wrong(tmp_path: Path) -> None:
    place = str(tmp_path / "notebook.sqlite")
    Notebook(place).open().close()
    there, junk, folder = tmp_path / "there", tmp_path / "junk", tmp_path / "folder"
    there.write_bytes(b"")
    junk.write_bytes(b"no notebook " * 1000)
    folder.mkdir()
    with sqlite3.connect(tmp_path / "other") as one:
        one.execute("CREATE TABLE other (x)")
    one.close()
    server = "postgresql://me:s3cr3t@127.0.0.1:1/name"
    cases = [
        (place, "backup", there, 2, "there already"),
        (place, "backup", tmp_path / "none" / "x", 1, "No such file or directory"),
        (str(tmp_path / "none"), "backup", tmp_path / "x", 2, "there is no file"),
        (str(tmp_path / "other"), "backup", tmp_path / "x", 2, "there is no notebook"),
        (str(junk), "backup", tmp_path / "x", 1, "damaged"),
        (server, "backup", tmp_path / "x", 1, "can't be reached"),
        ("mysql://me@host/name", "backup", tmp_path / "x", 2, "mysql is not known"),
        (place, "restore", tmp_path / "none", 2, "there is no file"),
        (place, "restore", folder, 2, "there is no file"),
        (place, "restore", there, 2, "there is no notebook"),
        (place, "restore", junk, 1, "damaged"),
        (place, "restore", tmp_path / "other", 2, "there is no notebook"),
        (server, "restore", there, 1, "can't be reached"),
    ]
    for where, command, file, code, says in cases:
        done = _program(where, command, file)
        assert says in done.stderr, (command, file)
        assert done.returncode == code, (command, file, done.stderr)
        assert "s3cr3t" not in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.count("\n") <= 2
    assert not (tmp_path / "x").exists()
    assert there.read_bytes() == b""


def _program(notebook: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        env={**os.environ, "PAPERCLUB_NOTEBOOK": notebook},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
