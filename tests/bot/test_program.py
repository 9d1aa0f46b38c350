"""The program as its user meets it: a process with arguments, a pipe and an exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.session import Session
from tests.pages import Entry, page, write

PROGRAM = [sys.executable, "-m", "bot"]


@dataclass(frozen=True)
class Done:
    """What a process printed and how it ended."""

    out: str
    err: str
    code: int


def run(*arguments: str, typed: str | bytes = "", **environment: str) -> Done:
    done = subprocess.run(
        [*PROGRAM, *arguments],
        input=typed.encode() if isinstance(typed, str) else typed,
        capture_output=True,
        env={**os.environ, **environment},
        timeout=120,
        check=False,
    )
    return Done(done.stdout.decode(), done.stderr.decode(), done.returncode)


def test_a_line_of_json_for_each_line() -> None:
    lines = [
        "h index?",
        "",
        '/find query:"flow matching" since:2025',
        "\x00\x07",
        "/related TopoX",
        "/metrics",
    ]
    done = run("chat", "--json", typed="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert len(answers) == len(lines)
    assert done.code == 0
    for answer in answers:
        assert {"outcome", "title", "text", "papers", "picture"} <= answer.keys()
        assert answer["outcome"] in ("found", "nothing", "invalid")
        for paper in answer["papers"]:
            assert {"id", "title", "authors", "date", "category", "code", "links"} <= paper.keys()
    assert "33" in answers[0]["text"]
    assert answers[1]["outcome"] == "invalid"
    assert all(paper["date"] >= "2025" for paper in answers[2]["papers"])
    (column,) = answers[5]["picture"]["columns"]
    assert column["charts"][0]["bars"][0] == {"label": "2020", "value": 1, "remark": ""}


def test_bytes_that_are_no_text_are_answered() -> None:
    done = run("chat", "--json", typed=b"gr\xffph\n\xed\xa0\x80\n\xf0\x9f\n")
    assert [json.loads(line)["outcome"] for line in done.out.splitlines()].count("unavailable") == 0
    assert len(done.out.splitlines()) == 3


def test_a_pipe_gets_plain_text_after_a_first_line_that_says_what_is_there() -> None:
    done = run(typed="who wrote LieGAN\nquit\nnever answered\n")
    first = done.out.splitlines()[0]
    assert "50 papers" in first
    assert "claims 71" in first
    assert first.count(" | ") == 2
    assert "Jianke Yang, Robin Walters, Nima Dehmamy" in done.out
    assert "\x1b" not in done.out
    assert "never" not in done.out


def test_what_the_first_line_proposes_works() -> None:
    proposed = run().out.splitlines()[0].partition("Try: ")[2].split(" | ")
    answers = run("chat", "--json", typed="\n".join(proposed) + "\n").out.splitlines()
    assert [json.loads(answer)["outcome"] for answer in answers] == ["found"] * 3


def test_a_chart_is_drawn_in_characters() -> None:
    out = run("ask", "/metrics by:category").out
    assert "Papers of Robin Walters by main category" in out
    bars = {line.split()[0]: line.count("█") for line in out.splitlines() if "█" in line}
    assert bars["LG"] == max(bars.values())
    assert bars["LG"] > bars["RO"] > bars["CV"] > 0


@pytest.mark.parametrize(
    ("question", "code"), [("h index?", 0), ("best pizza in town", 0), ("/find year:x", 2)]
)
def test_asking_once_ends_with_a_code(question: str, code: int) -> None:
    assert run("ask", question).code == code
    done = run("ask", "--json", question)
    assert done.code == code
    assert json.loads(done.out)["title"]


def test_the_library_is_printed_as_it_was_read() -> None:
    printed = json.loads(run("library", "--json").out)
    (profile,) = printed["profiles"]
    assert profile.pop("listed") == [paper["id"] for paper in printed["papers"]]
    assert profile == {
        "name": "Robin Walters",
        "field": "LG",
        "h_index": 33,
        "papers": 71,
        "citations": 1668,
        "novelty": 55,
        "ai_score": 60,
        "captured": 2026,
    }
    assert len(printed["papers"]) == 50
    keys = {
        "id",
        "title",
        "authors",
        "authors_truncated",
        "date",
        "category",
        "code",
        "links",
        "abstract",
    }
    assert all(keys <= paper.keys() for paper in printed["papers"])


def test_several_libraries_are_asked_together(tmp_path: Path) -> None:
    one = write(tmp_path, "a.txt", page(Entry()))
    other = write(tmp_path, "b.jsonl", '{"title": "Another Paper", "date": "2001"}\n')
    for arguments in (
        ("--library", str(one), "library", "--library", str(other), "--json"),
        ("library", "--json", "--library", str(one), "--library", str(other)),
    ):
        titles = [paper["title"] for paper in json.loads(run(*arguments).out)["papers"]]
        assert titles == ["On the Folding of Paper", "Another Paper"]


def test_check_names_file_and_line(tmp_path: Path) -> None:
    good = run("check")
    assert good.code == 0
    assert "50 papers, 1 profile; 0 faults." in good.out
    bad = write(tmp_path, "bad.txt", page(Entry(), Entry(head="LGFeb 30, 2023", title="B")))
    done = run("check", "--library", str(bad))
    line = page(Entry()).count("\n") + 2
    assert done.code == 1
    assert f"{bad}:{line}: 'Feb 30, 2023' is not a date" in done.out


@pytest.mark.parametrize(
    ("name", "content"), [("gone.yaml", None), ("empty.txt", ""), ("broken.yaml", "a: [")]
)
def test_a_library_that_cannot_be_read_ends_with_a_clear_line(
    tmp_path: Path, name: str, content: str | None
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_text(content)
    done = run("chat", "--library", str(file))
    assert done.code == 2
    assert str(file) in done.err
    assert "Traceback" not in done.err
    assert not done.out


def test_what_needs_no_discord_heeds_the_chosen_library_and_no_other_setting(
    tmp_path: Path,
) -> None:
    bad = write(tmp_path, "bad.txt", page(Entry(head="LGFeb 30, 2023", title="B")))
    done = run("check", PAPERCLUB_LIBRARY=str(bad), PAPERCLUB_GUILDS="abc")
    assert (done.code, "is not a date" in done.out) == (1, True)
    empty = write(tmp_path, "empty.txt", "")
    done = run("ask", "h index?", PAPERCLUB_LIBRARY=str(empty))
    assert (done.code, "PAPERCLUB_LIBRARY" in done.err) == (2, True)


@pytest.mark.parametrize(
    ("argument", "meant"), [("chta", "chat"), ("--jsno", "--json"), ("--libary", "--library")]
)
def test_a_mistyped_argument_is_told_with_the_nearest(argument: str, meant: str) -> None:
    done = run(*(["chat", argument] if argument.startswith("--j") else [argument]))
    assert done.code == 2
    assert meant in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe closes otherwise on Windows")
def test_a_closed_pipe_ends_it_quietly() -> None:
    with subprocess.Popen(
        [*PROGRAM, "library"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) in (0, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed otherwise on Windows")
@pytest.mark.parametrize("closed", ["<&-", "2>&-", "<&- 2>&-"])
def test_a_closed_stream_is_no_hindrance(closed: str) -> None:
    command = f"{sys.executable} -m bot ask 'h index?' {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0
    assert "33" in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is full")
def test_a_full_disk_is_told_in_a_line() -> None:
    command = f"{sys.executable} -m bot library --json > /dev/full"
    done = subprocess.run(["sh", "-c", command], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "can't be written" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt is sent otherwise on Windows")
def test_an_interrupt_ends_it_without_a_traceback() -> None:
    arguments = [*PROGRAM, "chat", "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"hello\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert b"Traceback" not in process.stderr.read()


def test_a_fault_of_ours_has_an_id_that_finds_its_traceback(
    session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("knowledge.finding.find", lambda *_, **__: 1 / 0)
    answer = session.answer("/find graph")
    assert answer.outcome == "unavailable"
    incident = answer.text.split("**")[1]
    (record,) = [record for record in caplog.records if incident in record.getMessage()]
    assert record.exc_info
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.undo()
    assert session.answer("/find graph").outcome == "found"


def test_the_installed_wheel_is_the_same_program_away_from_the_clone(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    build = [
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        str(tmp_path / "dist"),
    ]
    subprocess.run(build, cwd=root, check=True, capture_output=True)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    place = tmp_path / "installed"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        str(place),
    ]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    code = "import bot; print(bot.__file__); from bot.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "ask", "who wrote TopoX"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    where, *_ = done.stdout.splitlines()
    assert Path(where).is_relative_to(place)
    assert "Mustafa Hajij" in done.stdout
    assert (place / "bin" / "paperclub").exists() or (place / "Scripts").exists()
