"""A file that is locked, full, read-only or damaged: it is said, look-ups go on, and it is used again."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from bot.notebook import Notebook, migrating
from bot.notebook import notebook as notebooks
from bot.notebook.backup import backup, restore
from bot.notebook.engine import trouble
from knowledge.library import Library
from tests.notebook.conftest import Clock
from tests.notebook.looking_up import nobody_waits, seconds_of_lookups, without_rights, works_within
from tests.notebook.rows import filled, rows

assert migrating  # imported by now: who has no rights may not read where it lies

_LOCKS = """
import sqlite3, sys
one = sqlite3.connect(sys.argv[1], isolation_level=None)
one.execute("PRAGMA journal_mode=WAL")
one.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A file in a folder that everybody may enter."""
    folder = Path(tempfile.mkdtemp(prefix="notebook-"))
    folder.chmod(0o777)
    yield folder / "notebook.sqlite"
    folder.chmod(0o777)
    shutil.rmtree(folder)


@pytest.fixture
def notebook(place: Path, clock: Clock) -> Iterator[Notebook]:
    one = Notebook(place, now=clock)
    yield one
    one.close()


@contextlib.contextmanager
def locked(place: Path) -> Iterator[None]:
    """Let another program keep a file locked."""
    command = [sys.executable, "-c", _LOCKS, str(place)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as one:
        assert one.stdout
        assert one.stdout.readline() == "locked\n"
        yield
        one.communicate()
        assert one.returncode == 0


@pytest.mark.parametrize("is_open", [True, False])
def test_a_file_that_another_program_keeps_locked_is_waited_for_once(
    library: Library, notebook: Notebook, place: Path, is_open: bool
) -> None:
    if is_open:
        notebook.open()
    with locked(place):
        first, *others = seconds_of_lookups(library, notebook)
        assert first < 7
        assert nobody_waits(others)
        assert notebook.trouble == "another program keeps it locked; end that program"
    works_within(notebook, 10)
    assert nobody_waits(seconds_of_lookups(library, notebook))


def test_a_file_that_stays_locked_is_called_usable_only_when_it_is(
    library: Library,
    notebook: Notebook,
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(notebooks, "_AGAIN_SECONDS", 0.1)
    caplog.set_level(logging.INFO)
    notebook.open()
    with locked(place):
        seconds_of_lookups(library, notebook, 1)
        time.sleep(0.5)  # so that it was looked again
        assert nobody_waits(seconds_of_lookups(library, notebook, 3))
        assert "can be used again" not in caplog.text
    works_within(notebook, 10)
    assert "can be used again" in caplog.text


def test_a_full_disk_is_said_to_be_and_look_ups_go_on(library: Library, notebook: Notebook) -> None:
    limit = [0]

    @event.listens_for(notebook.engine, "connect")
    def restrict(connection: Any, _: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {max(limit[0], pages)}")

    limit[0] = 1000
    filled(notebook)
    limit[0] = 0
    notebook.engine.dispose()
    with pytest.raises(SQLAlchemyError) as caught:
        _fill(notebook)
    assert trouble(caught.value) == "the disk is full; make room"
    assert nobody_waits(seconds_of_lookups(library, notebook))
    limit[0] = 1000
    works_within(notebook, 10)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_file_that_can_not_grow_is_said_to_be_and_nothing_ends(place: Path) -> None:
    code = """
import pathlib, resource, sys
from bot.notebook import Notebook
from bot.notebook.engine import trouble
notebook = Notebook(pathlib.Path(sys.argv[1])).open()
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 18, limit[1]))
try:
    for number in range(1000):
        notebook.keep_conversation(number, 7, "x" * 4000)
except Exception as error:
    print(trouble(error))
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
notebook.keep_conversation(1, 8, "again")
print(notebook.trouble == "")
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "the disk can't be read or written; it may be full or broken",
        "True",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such rights")
@pytest.mark.parametrize("is_folder", [True, False])
def test_what_is_read_only_is_said_to_be_and_look_ups_go_on(
    library: Library, notebook: Notebook, place: Path, tmp_path: Path, is_folder: bool
) -> None:
    # Python may lie where only root can read: what is needed is loaded before.
    other = Notebook(tmp_path / "other.sqlite").open()
    seconds_of_lookups(library, other, 1)
    other.close()
    if not is_folder:
        with without_rights():
            notebook.open()
        notebook.close()
    locked_up = place.parent if is_folder else place
    locked_up.chmod(0o555 if is_folder else 0o444)
    library.warm()
    with without_rights():
        with pytest.raises(SQLAlchemyError) as caught:
            notebook.open_for_questions(5, guild_id=1, chosen_by=1)
        assert "writable" in trouble(caught.value)
        assert nobody_waits(seconds_of_lookups(library, notebook))
    for one in (place.parent, *place.parent.iterdir()):
        one.chmod(0o777)
    with without_rights():
        works_within(notebook, 10)


def _fill(notebook: Notebook) -> None:
    for number in range(1000):
        notebook.keep_conversation(number, 7, "x" * 4000)


def _overwrite(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as one:
        one.seek(4096)
        one.write(os.urandom(size - 8192))


def _truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2 // 4096 * 4096 + 100)


def _replace(file: Path) -> None:
    file.write_bytes(b"not a database at all, but long enough to have a header " * 100)


@pytest.mark.parametrize("damage", [_overwrite, _truncate, _replace])
def test_a_damaged_file_is_said_to_be_and_a_backup_is_used_at_once(
    library: Library, place: Path, clock: Clock, damage: Any
) -> None:
    notebook = filled(Notebook(place, now=clock))
    copy = place.with_name("backup")
    backup(place, copy)
    notebook.close()
    for one in place.parent.glob("notebook.sqlite-*"):
        one.unlink()
    damage(place)
    notebook = Notebook(place, now=clock)
    with pytest.raises(SQLAlchemyError) as caught:
        rows(notebook)
    assert "damaged" in trouble(caught.value)
    assert "backup" in trouble(caught.value)
    assert nobody_waits(seconds_of_lookups(library, notebook))
    # What the message says to do, while the process goes on.
    for one in place.parent.glob("notebook.sqlite*"):
        one.rename(place.with_name(f"aside-{one.name}"))
    restore(copy, place)
    works_within(notebook, 10)
    assert len(notebook.question_channels()) == 3
    notebook.close()


def test_a_folder_in_the_place_of_the_file_is_said_to_be_wrong(
    library: Library, place: Path, notebook: Notebook
) -> None:
    place.mkdir()
    with pytest.raises(SQLAlchemyError) as caught:
        notebook.open()
    assert "can't be opened" in trouble(caught.value)
    assert nobody_waits(seconds_of_lookups(library, notebook))
    place.rmdir()
    works_within(notebook, 10)
