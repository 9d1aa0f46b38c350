"""A bot that runs notices what its library's files hold now."""

from __future__ import annotations

import gc
import json
import logging
import sys
import threading
import time
import weakref
from pathlib import Path

import pytest

from bot import watching
from bot.buttons import Shown
from bot.layout import Page
from bot.reception import Asker, Reception
from bot.session import Session
from bot.watching import Watch
from knowledge import reading
from knowledge.library import Library

ASKER = Asker(person_id=1, channel_id=2)
OAK = {"id": "oak", "title": "Oaks of the north", "authors": ["Ana Oak"], "date": "2021"}
ELM = {"id": "elm", "title": "Elms of the north", "authors": ["Bo Elm"], "date": "2020"}
ASH = {"id": "ash", "title": "Ashes of the north", "authors": ["Cy Ash"], "date": "2019"}


def write(file: Path, *papers: dict[str, object], end: str = "\n") -> None:
    file.write_text("\n".join(map(json.dumps, papers)) + end, encoding="utf-8")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    one = tmp_path / "papers.jsonl"
    write(one, OAK, ELM)
    return one


def a_watch(*paths: Path) -> Watch:
    library = Library(reading.read(paths))
    library.warm()
    return Watch(paths, Reception(library, None), None)


@pytest.fixture
def watch(file: Path) -> Watch:
    return a_watch(file)


def seen(watch: Watch) -> Library:
    """Look twice, as it takes to see that a file has stopped changing."""
    watch.look()
    watch.look()
    return watch.reception.library


def titles(library: Library) -> list[str]:
    return [paper.title for paper in library.papers]


def test_what_was_added_is_found_and_told_in_a_line(
    watch: Watch, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    write(file, OAK, ELM, ASH)
    assert len(seen(watch).papers) == 3
    assert "Ashes of the north" in said(watch, "find", query="ashes")
    (line,) = caplog.messages
    assert "1 paper added; 3 papers now" in line


def test_what_is_gone_and_what_changed_is_told(
    watch: Watch, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    write(file, {**ELM, "title": "Elms of the south"}, ASH)
    assert titles(seen(watch)) == ["Elms of the south", "Ashes of the north"]
    (line,) = caplog.messages
    assert "1 paper added, 1 paper removed and 1 paper changed; 2 papers now" in line


def test_a_library_that_hasn_t_changed_is_not_read(watch: Watch) -> None:
    before = watch.reception.library
    assert seen(watch) is before


def test_a_file_is_read_only_when_it_has_stopped_changing(watch: Watch, file: Path) -> None:
    for added in ([ELM], [ELM, ASH], [ELM, ASH, {**ASH, "id": "b", "title": "Beeches"}]):
        write(file, OAK, *added)
        if len(added) > 1:
            watch.look()
            assert len(watch.reception.library.papers) == 2
    watch.look()
    assert len(watch.reception.library.papers) == 4


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (json.dumps(OAK) + "\n" + json.dumps(ASH)[:30], ":2: not JSON"),
        ("", ":1: the file is empty"),
        (json.dumps(OAK) + "\n" + json.dumps(ASH) + "\n\xff", ":3: "),
    ],
)
def test_a_half_written_file_leaves_the_library_as_it_was_and_says_where(
    watch: Watch, file: Path, caplog: pytest.LogCaptureFixture, content: str, says: str
) -> None:
    file.write_bytes(content.encode("latin-1"))
    assert titles(seen(watch)) == ["Oaks of the north", "Elms of the north"]
    assert f"{file.name}{says}" in watch.files.trouble
    assert str(file.parent) not in watch.files.trouble  # who manages a server isn't who runs this
    assert len([one for one in caplog.messages if f"{file}{says}" in one]) == 1
    seen(watch)
    assert len(caplog.messages) == 1  # once is enough
    write(file, OAK, ASH)
    assert titles(seen(watch)) == ["Oaks of the north", "Ashes of the north"]
    assert watch.files.trouble == ""


def test_a_file_that_is_gone_leaves_the_library_and_its_return_ends_the_trouble(
    watch: Watch, file: Path
) -> None:
    away = file.with_suffix(".away")
    file.rename(away)
    assert len(seen(watch).papers) == 2
    assert "no such file" in watch.files.trouble
    away.rename(file)
    assert len(seen(watch).papers) == 2
    assert watch.files.trouble == ""


def test_files_that_hold_the_same_as_before_change_nothing(
    watch: Watch, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    before = watch.reception.library
    content = file.read_bytes()
    file.write_bytes(b"broken")
    seen(watch)
    assert watch.files.trouble
    file.write_bytes(content)
    assert seen(watch) is before
    assert watch.files.trouble == ""
    assert len(caplog.messages) == 1


def test_a_file_that_couldn_t_be_read_for_a_while_is_read_later(
    watch: Watch, file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write(file, OAK, ELM, ASH)
    away = OSError(5, "the drive is away")

    def broken(_: Path) -> bytes:
        raise away

    with monkeypatch.context() as now:
        now.setattr(Path, "read_bytes", broken)
        assert len(seen(watch).papers) == 2
        assert "the drive is away" in watch.files.trouble
        assert len(seen(watch).papers) == 2
        now.setattr(watching, "_AGAIN_SECONDS", 0.0)
        watch._again_at = 0.0  # noqa: SLF001 - as if a minute had gone by
        assert len(seen(watch).papers) == 2
        assert len(caplog.messages) == 1
    assert len(seen(watch).papers) == 3
    assert watch.files.trouble == ""


def test_what_was_broken_from_the_start_keeps_nothing_from_being_renewed(file: Path) -> None:
    file.write_text(json.dumps(OAK) + "\n{broken\n", encoding="utf-8")
    watch = a_watch(file)
    file.write_text(json.dumps(OAK) + "\n{broken\n" + json.dumps(ELM) + "\n", encoding="utf-8")
    assert len(seen(watch).papers) == 2
    file.write_text(json.dumps(OAK) + "\n{broken\n{broken\n", encoding="utf-8")
    assert len(seen(watch).papers) == 2
    assert ":3: not JSON" in watch.files.trouble


def test_files_that_come_to_a_folder_and_go_from_it_count(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    write(folder / "a.jsonl", OAK)
    watch = a_watch(folder)
    write(folder / "b.jsonl", ELM)
    assert titles(seen(watch)) == ["Oaks of the north", "Elms of the north"]
    (folder / "a.jsonl").unlink()
    assert titles(seen(watch)) == ["Elms of the north"]


def test_what_an_alias_file_says_now_holds(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    write(folder / "a.jsonl", OAK, ELM)
    watch = a_watch(folder)
    told = folder / "people.yaml"
    told.write_text("namesakes: [{name: Oak (I), spelling: Ana Oak, papers: [oak]}]\n")
    assert [who.name for who in seen(watch).people.everyone] == ["Bo Elm", "Oak (I)"]
    told.write_text("aliases: {Ana Oak: [Bo Elm]}\n")
    assert [who.name for who in seen(watch).people.everyone] == ["Ana Oak"]
    told.write_text("apart: [[Ana Oak, Bo Elm]]\n")
    assert seen(watch).apart == (("Ana Oak", "Bo Elm"),)
    told.unlink()
    assert seen(watch).apart == ()


def test_a_page_is_read_anew_when_its_manifest_changed(tmp_path: Path) -> None:
    page, manifest = tmp_path / "page.txt", tmp_path / "page.yaml"
    page.write_text("Ana Oak\n\nLGSep 26Code\nOn Oaks\n\nAna Oak\n\nThey grow.\n", encoding="utf-8")
    manifest.write_text("captured: 2021", encoding="utf-8")
    for named in (page, manifest):
        manifest.write_text("captured: 2021", encoding="utf-8")
        watch = a_watch(named)
        manifest.write_text("captured: 2022-01", encoding="utf-8")
        assert seen(watch).papers[0].year == 2022


def test_a_number_means_the_same_paper_afterwards_or_says_that_it_is_gone(
    watch: Watch, file: Path
) -> None:
    said(watch, "find", query="north")  # oak, elm
    write(file, {**ELM, "abstract": "They are tall."}, ASH)
    seen(watch)
    assert "They are tall" in said(watch, "paper", paper="2")
    # What was talked about last is a paper too.
    assert "Elms of the north" in said(watch, "paper", paper="it")
    said(watch, "find", query="north")
    write(file, OAK, ASH)
    seen(watch)
    ash, elm = sorted(said(watch, "paper", paper=number) for number in "12")
    assert ash.startswith("## Ashes of the north")
    assert "Elms of the north" in elm
    assert "no longer in this library" in elm


def test_buttons_of_older_answers_go_on_working(watch: Watch, file: Path) -> None:
    reception = watch.reception
    reply = reception.command(ASKER, "find", {"query": "north"}, is_private=False)
    ids = {name: one for one in _ids(reply.page) for name in ("oak", "elm") if name in one}
    write(file, ASH, ELM)
    seen(watch)
    opened = reception.press(ASKER, ids["elm"], is_private=False)
    assert "Elms of the north" in _words(opened.page)
    gone = reception.press(ASKER, ids["oak"], is_private=False)
    assert "no longer in this library" in _words(gone.page)
    shown = Shown(beside=tuple(ids[name] for name in ("oak", "elm")), below=())
    second = reception.line(ASKER, "summarise the second one", shown)
    assert "Elms of the north" in _words(second.page)
    first = reception.line(ASKER, "/paper 1", shown)
    assert "no longer in this library" in _words(first.page)


def test_who_is_being_answered_is_answered_from_the_library_they_began_with(
    watch: Watch, file: Path
) -> None:
    session = Session(watch.reception.library)
    write(file, ASH)
    seen(watch)
    assert [paper.id for paper in session.answer("/find north").papers] == ["oak", "elm"]


def test_while_libraries_change_every_answer_is_of_one_of_them(watch: Watch, file: Path) -> None:
    faults: list[str] = []
    ended = threading.Event()

    def ask() -> None:
        asker = Asker(threading.get_ident(), 3)
        while not ended.is_set():
            text = _words(
                watch.reception.command(asker, "find", {"query": "north"}, is_private=False).page
            )
            has = [word in text for word in ("Oaks", "Elms", "Ashes")]
            if has not in ([True, True, False], [False, True, True]):
                faults.append(text)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(12):
        write(file, *((ELM, ASH) if turn % 2 == 0 else (OAK, ELM)))
        library = seen(watch)
        assert [paper.id for paper in library.papers][turn % 2 - 1] in ("ash", "oak")
    ended.set()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(interval)
    assert faults == []


def test_a_library_that_was_replaced_goes_without_a_collection(watch: Watch, file: Path) -> None:
    old = watch.reception.library
    parts = [old, old.names, old.titles, old.index, old.people]
    said(watch, "paper", paper="oks of the nort")  # fills what they remember
    said(watch, "coauthors", person="ana ok")
    there = [weakref.ref(part) for part in parts]
    write(file, OAK, ELM, ASH)
    gc.disable()
    try:
        del old, parts
        seen(watch)
        gc.disable()
        for _ in range(50):
            if not any(one() for one in there):
                break
            time.sleep(0.1)
        assert [one() for one in there] == [None] * len(there)
    finally:
        gc.enable()
        gc.unfreeze()


def said(watch: Watch, command: str, /, **options: str) -> str:
    reply = watch.reception.command(ASKER, command, dict(options), is_private=False)
    return _words(reply.page)


def _words(page: Page) -> str:
    return "\n".join(one.content for one in page.walk_children() if hasattr(one, "content"))


def _ids(page: Page) -> list[str]:
    children = (getattr(one, "accessory", one) for one in page.walk_children())
    return [one.custom_id for one in children if getattr(one, "custom_id", None)]
