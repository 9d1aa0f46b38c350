"""What survives a restart."""

from __future__ import annotations

import subprocess
import sys

from bot.notebook import Notebook
from tests.notebook.conftest import Clock


def test_options_are_found_again_after_a_restart(notebook_place: str) -> None:
    first = Notebook(notebook_place)
    key = first.keep_options('{"query":"x"}')
    assert first.keep_options('{"query":"x"}') == key
    first.close()
    again = Notebook(notebook_place)
    assert again.options(key) == '{"query":"x"}'
    assert again.options("unknown") is None
    again.close()


def test_options_that_were_not_shown_for_a_year_are_forgotten(
    notebook_place: str, clock: Clock
) -> None:
    one = Notebook(notebook_place, now=clock)
    old, shown_again = one.keep_options("old"), one.keep_options("again")
    clock.go_on(days=300)
    one.keep_options("again")
    one.close()
    clock.go_on(days=200)
    two = Notebook(notebook_place, now=clock)
    assert two.options(old) is None
    assert two.options(shown_again) == "again"
    two.close()


def test_question_channels_are_remembered(notebook: Notebook) -> None:
    one = notebook
    one.open_for_questions(5, guild_id=1, chosen_by=2)
    one.open_for_questions(5, guild_id=1, chosen_by=3)
    one.open_for_questions(6, guild_id=1, chosen_by=2)
    assert one.question_channels() == {5, 6}
    one.close_for_questions(5)
    one.close_for_questions(7)
    assert one.question_channels() == {6}


def test_several_processes_write_at_once_and_lose_nothing(notebook_place: str) -> None:
    code = (
        "import sys; from bot.notebook import Notebook\n"
        "book = Notebook(sys.argv[1])\n"
        "for n in range(100): book.open_for_questions(int(sys.argv[2]) * 1000 + n,"
        " guild_id=1, chosen_by=1)\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, notebook_place, str(one)]) for one in range(3)
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    book = Notebook(notebook_place)
    assert len(book.question_channels()) == 300
    book.close()
