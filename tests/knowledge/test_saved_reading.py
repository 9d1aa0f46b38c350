"""What was read of a large library is taken as it was, and nothing else is."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import reading, saved_reading
from knowledge.formats.records import ReadBefore
from knowledge.paper import Paper
from knowledge.reading import Collection

NUMBER = 1200
PLACES = ["oaks", "élan $x^2$", "a -- b", "\\'Etudes", "\U0001f333 trees"]


def lines(number: int = NUMBER) -> list[str]:
    return [
        json.dumps(
            {
                "id": f"p{at}",
                "title": f"On {PLACES[at % 5]} {at}",
                "abstract": f"See https://a.org/{at} for ${at}^2$." if at % 3 else "",
                "authors": [f"Ada {at} Oak", "Bo Elm et al."],
                "date": ["2021", "2021-05", "2021-05-31", None][at % 4],
                "categories": ["LG", "RO"][: at % 3],
                "code": at % 7 == 0,
            },
            ensure_ascii=bool(at % 2),
        )
        for at in range(number)
    ]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    one = tmp_path / "papers.jsonl"
    one.write_text("\n".join(lines()) + "\n", encoding="utf-8")
    return one


def kept(cache: Path) -> Path:
    (one,) = cache.glob("lines-*.jsonl")
    return one


def test_what_was_kept_is_what_was_read(file: Path, tmp_path: Path) -> None:
    plain = reading.read([file])
    cache = tmp_path / "cache"
    assert reading.read([file], cache=cache) == plain
    before = kept(cache).stat().st_mtime_ns
    again = reading.read([file], cache=cache)
    assert again == plain
    assert again.lines == plain.lines
    assert len(saved_reading.opened(kept(cache))) == NUMBER
    assert kept(cache).stat().st_mtime_ns == before  # nothing was new, so nothing is written


def test_a_line_that_changed_moved_or_went_is_read_as_it_is_now(file: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    reading.read([file], cache=cache)
    first, *others = lines()
    others[5] = json.dumps({"id": "p6", "title": "Another title"})
    broken = '{"id": "p9", "titel": "No title", "date": "soon"}'
    file.write_text("\n".join([*others, "{", broken, first]), encoding="utf-8")
    now = reading.read([file], cache=cache)
    assert now == reading.read([file])
    assert now.papers[5].title == "Another title"
    assert now.papers[-1].sources[0].line == NUMBER + 2
    assert len(now.remarks) == 3
    # What there is to say is said again, however often it is read.
    assert reading.read([file], cache=cache, lines=now.lines).remarks == now.remarks


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:-100],
        lambda content: content[:40],
        lambda _: b"",
        lambda _: b"[1, 2]\n[]",
        lambda content: content.replace(b"oaks", b"elms"),
        lambda content: b"\xff" + content,
    ],
)
def test_what_is_damaged_is_noticed_and_read_anew(
    file: Path,
    tmp_path: Path,
    spoil: Callable[[bytes], bytes],
    caplog: pytest.LogCaptureFixture,
) -> None:
    cache = tmp_path / "cache"
    plain = reading.read([file], cache=cache)
    saved = kept(cache)
    saved.write_bytes(spoil(saved.read_bytes()))
    assert saved_reading.opened(saved) == {}
    assert "damaged and read anew" in caplog.text
    assert reading.read([file], cache=cache) == plain
    assert len(saved_reading.opened(saved)) == NUMBER  # and mended


def test_what_other_code_wrote_is_left_alone(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    reading.read([file], cache=cache)
    monkeypatch.setattr(saved_reading, "_made_by", lambda: "another version")
    assert saved_reading.opened(kept(cache)) == {}


def test_a_cache_that_can_t_be_written_costs_time_only(
    file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    cache = tmp_path / "cache"
    cache.write_text("a file is no folder")
    assert len(reading.read([file], cache=cache).papers) == NUMBER
    assert "can't be kept" in caplog.text


def test_a_small_library_is_kept_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_text("\n".join(lines(20)), encoding="utf-8")
    reading.read([file], cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_the_libraries_that_were_kept_first_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_reading, "KEPT", 2)
    for number in range(4):
        saved_reading.save({}, tmp_path / f"lines-{number}.jsonl")
    assert len(list(tmp_path.glob("lines-*.jsonl"))) == 2
    assert not list(tmp_path.glob("unfinished-*"))


TEXTS = st.text(max_size=30)


@given(TEXTS, TEXTS, st.lists(TEXTS, max_size=3))
def test_every_text_is_kept_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, title: str, abstract: str, authors: list[str]
) -> None:
    record = {"title": title, "abstract": abstract, "authors": authors}
    file = tmp_path_factory.mktemp("one") / "a.jsonl"
    file.write_text(f"{json.dumps(record)}\n{json.dumps({'title': 'b'})}\n", encoding="utf-8")
    read: Collection = reading.read([file])
    saved_reading.save(read.lines, file.with_name("lines-a.jsonl"))
    assert saved_reading.opened(file.with_name("lines-a.jsonl")) == read.lines


def test_half_a_letter_is_kept_too(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"title": "half \\ud800"}\n{"title": "b"}\n', encoding="utf-8")
    read = reading.read([file])
    saved_reading.save(read.lines, tmp_path / "lines-a.jsonl")
    assert saved_reading.opened(tmp_path / "lines-a.jsonl") == read.lines
    assert all(isinstance(one, ReadBefore) for one in read.lines.values())
    assert all(isinstance(one.paper, Paper) for one in read.lines.values())
