"""Who saw which list where, and what they may go on with."""

from __future__ import annotations

import datetime
import sys
import threading
from pathlib import Path

from bot.conversations import Conversations
from bot.notebook import Notebook
from bot.session import Memory
from knowledge.answer import Step
from knowledge.paper import Paper

_PAPER = Paper(id="one", title="One")
_NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)


def test_one_goes_on_with_ones_own_question_and_not_with_anybody_elses() -> None:
    seen = Conversations()
    mine = Memory(command="mine", before=Step("", "find", {"year": 2024}), people=("Ada",))
    theirs = Memory(command="theirs", before=Step("", "find", {"year": 2023}), recent=(_PAPER,))
    seen.remember(1, 7, mine, is_private=False)
    seen.remember(1, 8, theirs, is_private=False)
    assert seen.memory(1, 7) is mine
    assert seen.memory(1, 8) is theirs
    assert seen.memory(2, 7) == Memory()


def test_who_said_nothing_yet_may_name_the_papers_that_all_can_see() -> None:
    seen = Conversations()
    seen.remember(1, 8, Memory(before=Step("", "find", {}), recent=(_PAPER,)), is_private=False)
    assert seen.memory(1, 9) == Memory(recent=(_PAPER,))
    seen.remember(2, 8, Memory(recent=(_PAPER,)), is_private=True)
    assert seen.memory(2, 9) == Memory()


def test_a_conversation_ends_after_half_an_hour() -> None:
    now = [_NOON]
    seen = Conversations(now=lambda: now[0])
    memory = Memory(command="find")
    seen.remember(1, 7, memory, is_private=True)
    now[0] += datetime.timedelta(minutes=30)
    assert seen.memory(1, 7) is memory
    now[0] += datetime.timedelta(seconds=1)
    assert seen.memory(1, 7) == Memory()


def test_a_conversation_goes_on_after_a_restart(tmp_path: Path) -> None:
    now = [_NOON]
    memory = Memory(
        recent=(_PAPER,),
        focus=_PAPER,
        people=("Ada Lovelace",),
        before=Step("", "find", {"author": "Ada Lovelace", "code": True}),
        command="ask",
        options={"question": "with code?"},
        skip=5,
        seen=10,
        remaining=3,
    )
    for _ in range(2):  # kept, and kept again in place of the first
        notebook = Notebook(tmp_path / "notebook.sqlite", now=lambda: now[0])
        Conversations(notebook, now=lambda: now[0]).remember(1, 7, memory, is_private=False)
        notebook.close()
    notebook = Notebook(tmp_path / "notebook.sqlite", now=lambda: now[0])
    again = Conversations(notebook, now=lambda: now[0]).memory(1, 7)
    assert [paper.id for paper in again.recent] == ["one"]
    assert again.focus is not None
    assert (again.people, again.before) == (memory.people, memory.before)
    assert (again.command, again.options, again.remaining) == ("ask", memory.options, 3)
    now[0] += datetime.timedelta(minutes=31)
    assert Conversations(notebook, now=lambda: now[0]).memory(1, 7) == Memory()
    notebook.close()


def test_what_was_said_is_forgotten_when_its_time_is_over(tmp_path: Path) -> None:
    now = [_NOON]
    notebook = Notebook(tmp_path / "notebook.sqlite", now=lambda: now[0])
    seen = Conversations(notebook, now=lambda: now[0])
    seen.remember(1, 7, Memory(command="find"), is_private=True)
    now[0] += datetime.timedelta(minutes=31)
    seen.remember(1, 8, Memory(command="find"), is_private=True)
    assert notebook.conversation(1, 7, since=_NOON) is None
    assert notebook.conversation(1, 8, since=_NOON) is not None
    notebook.close()


def test_a_conversation_that_another_version_wrote_is_none(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path / "notebook.sqlite")
    for text in ("", "[]", '{"recent": [1]}', "null"):
        notebook.keep_conversation(1, 7, text)
        assert Conversations(notebook).memory(1, 7) == Memory()
    notebook.close()


def test_several_threads_may_note_and_ask_at_once() -> None:
    seen = Conversations(most=3)
    faults: list[Exception] = []

    def talk(first: int) -> None:
        try:
            for number in range(3000):
                seen.remember(first + number % 5, number % 3, Memory(), is_private=False)
                seen.memory(number % 7, number % 3)
        except Exception as error:  # noqa: BLE001 - whichever a cache may raise that broke
            faults.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    threads = [threading.Thread(target=talk, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(before)
    assert faults == []
