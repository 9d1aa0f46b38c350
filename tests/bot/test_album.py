"""Pictures that a terminal's answers bring: files, and what becomes of those that can't be saved."""

from __future__ import annotations

import json
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from bot.album import Album, Print
from knowledge.answer import Answer
from knowledge.picture import Bar, Bars
from tests.bot.test_program import run

CHART = Bars("Papers by year", "papers", (Bar("2024", 3), Bar("2025", 12, "so far")))
ANSWER = Answer(title="T", text="x", picture=CHART)


def test_a_picture_is_saved_under_a_name_that_says_what_it_shows(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    added = Album(folder, "light").add(ANSWER)
    assert added.file == folder / "papers-by-year.png"
    assert added.file.read_bytes().startswith(b"\x89PNG")
    assert added.image is None  # a test has no terminal


@pytest.mark.parametrize("picture", [None, Bars("Nothing", "papers", ())])
def test_where_there_is_no_picture_nothing_is_made(tmp_path: Path, picture: Bars | None) -> None:
    album = Album(tmp_path / "folder", "dark")
    assert album.add(Answer(title="T", text="x", picture=picture)) == Print()
    assert not (tmp_path / "folder").exists()


def test_nothing_is_drawn_that_nobody_would_see() -> None:
    assert Album(None, "dark").add(ANSWER) == Print()


def test_what_cant_be_saved_is_said_and_the_answer_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Album(tmp_path / "file", "dark").add(ANSWER).file is None
    assert "papers-by-year.png: " in capsys.readouterr().err


def test_what_cant_be_drawn_costs_the_picture_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.drawing.png", lambda *_: 1 / 0)
    assert Album(tmp_path / "folder", "dark").add(ANSWER) == Print()
    assert "can't be drawn; the log has why under" in capsys.readouterr().err
    assert not (tmp_path / "folder").exists()


def test_the_program_saves_pictures_and_tells_where(tmp_path: Path) -> None:
    line = "/metrics by:category"
    done = run("ask", "--json", "--theme", "light", "--pictures", str(tmp_path), line)
    picture = json.loads(done.out)["picture"]
    drawn = Path(picture["file"]).read_bytes()
    width, height = struct.unpack(">II", drawn[16:24])
    assert width > height > 300
    assert picture["alt"].startswith("Papers of Robin Walters by main category: LG")
    done = run("chat", "--pictures", str(tmp_path), typed=f"{line}\n")
    assert f"Picture: {picture['file']}" in done.out


def test_another_picture_of_the_same_title_has_another_file(tmp_path: Path) -> None:
    album = Album(tmp_path, "dark")
    first = album.add(ANSWER).file
    other = album.add(replace(ANSWER, picture=replace(CHART, note="So far."))).file
    assert first
    assert other
    assert [first.name, other.name] == ["papers-by-year.png", "papers-by-year-2.png"]
    assert album.add(ANSWER).file == first
