"""What survives a restart."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.notebook import Notebook


def test_options_are_found_again_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "new" / "notebook.sqlite"
    first = Notebook(file)
    key = first.keep_options('{"query":"x"}')
    assert first.keep_options('{"query":"x"}') == key
    first.close()
    again = Notebook(file)
    assert again.options(key) == '{"query":"x"}'
    assert again.options("unknown") is None
    again.close()


def test_options_that_were_not_shown_for_a_year_are_forgotten(tmp_path: Path) -> None:
    now = [datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)]
    file = tmp_path / "notebook.sqlite"

    def opened() -> Notebook:
        return Notebook(file, now=lambda: now[0])

    one = opened()
    old, shown_again = one.keep_options("old"), one.keep_options("again")
    now[0] += datetime.timedelta(days=300)
    one.keep_options("again")
    one.close()
    now[0] += datetime.timedelta(days=200)
    two = opened()
    assert two.options(old) is None
    assert two.options(shown_again) == "again"
    two.close()


def test_question_channels_are_remembered(tmp_path: Path) -> None:
    one = Notebook(tmp_path / "notebook.sqlite")
    one.open_for_questions(5, guild_id=1, chosen_by=2)
    one.open_for_questions(5, guild_id=1, chosen_by=3)
    one.open_for_questions(6, guild_id=1, chosen_by=2)
    assert one.question_channels() == {5, 6}
    one.close_for_questions(5)
    one.close_for_questions(7)
    assert one.question_channels() == {6}
    one.close()


def test_several_processes_write_at_once_and_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "notebook.sqlite"
    Notebook(file).open().close()
    code = (
        "import sys, pathlib; from bot.notebook import Notebook\n"
        "book = Notebook(pathlib.Path(sys.argv[1]))\n"
        "for n in range(100): book.open_for_questions(int(sys.argv[2]) * 1000 + n,"
        " guild_id=1, chosen_by=1)\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, str(file), str(one)]) for one in range(3)
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    book = Notebook(file)
    assert len(book.question_channels()) == 300
    book.close()


def test_a_file_that_is_no_notebook_is_said_to_be_unusable(tmp_path: Path) -> None:
    file = tmp_path / "notebook.sqlite"
    file.write_bytes(b"not a database at all, but long enough to have a header " * 10)
    with pytest.raises(SQLAlchemyError):
        Notebook(file).open()
