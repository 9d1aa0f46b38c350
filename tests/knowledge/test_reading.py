"""Files as people have them: compressed, cut, in other encodings, several at once."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from bot import as_json, places
from knowledge import reading
from knowledge.errors import UnreadableLibrary
from tests.pages import HEADER, Entry, library_of, page, write

Pack = Callable[[bytes], bytes]
LINES = "".join(
    json.dumps({"title": f"Paper {n}", "authors": ["Ada Lovelace"]}) + "\n" for n in range(300)
)


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
@pytest.mark.parametrize("name", ["papers.jsonl", "papers.bin"])
def test_compressed_files_are_read_whatever_they_are_called(
    tmp_path: Path, pack: Pack, name: str
) -> None:
    suffix = ".gz" if pack is gzip.compress else ".xz"
    file = write(tmp_path, name + suffix, pack(LINES.encode()))
    assert len(library_of(file).papers) == 300


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_of_a_cut_compressed_file_what_there_is_is_read(tmp_path: Path, pack: Pack) -> None:
    packed = pack(
        "".join(
            f'{line[:-3]}{n * 7919 % 9973}"]}}\n' for n, line in enumerate(LINES.splitlines())
        ).encode()
    )
    file = write(tmp_path, "papers.jsonl.gz", packed[: len(packed) // 2])
    collection = reading.read([file])
    assert 0 < len(collection.papers) < 300
    assert any("cut" in remark.message for remark in collection.remarks)


@pytest.mark.parametrize(
    ("encoding", "is_told"),
    [
        ("utf-8", False),
        ("utf-8-sig", False),
        ("utf-16", False),
        ("cp1252", True),
        ("latin-1", True),
    ],
)
def test_other_encodings_are_read_and_told(tmp_path: Path, encoding: str, is_told: bool) -> None:
    text = page(*[Entry(title=f"Über Bénard {n}", authors="Émilie du Châtelet") for n in range(9)])
    write(tmp_path, "page.yaml", "kind: profile-page\ncaptured: 2026\n")
    collection = reading.read([write(tmp_path, "page.txt", text.encode(encoding))])
    assert collection.papers[0].title == "Über Bénard 0"
    assert collection.papers[0].authors == ("Émilie du Châtelet",)
    assert any("UTF-8" in remark.message for remark in collection.remarks) == is_told


def test_a_file_cut_within_a_character_loses_that_character_only(tmp_path: Path) -> None:
    content = page(Entry(abstract="We say é")).encode()[:-2]
    collection = reading.read([write(tmp_path, "page.txt", content)])
    assert collection.papers[0].abstract == "We say"
    assert any("within a character" in remark.message for remark in collection.remarks)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "", "empty"),
        ("a.yaml", " \n\n", "empty"),
        ("a.jsonl", b"\xef\xbb\xbf", "empty"),
        ("a.txt", "Dear diary,\n\ntoday I read a paper.\n", "not a library"),
        ("a.txt", HEADER, "not a library"),
        ("a.yaml", "papers: []\n", "no paper"),
        ("a.yaml", "papers: [unclosed\n", "broken YAML"),
        ("a.yaml", "just text", "papers"),
        ("a.jsonl", "not json\n", "not JSON"),
        ("a.yaml", "kind: profile-page\nfile: gone.txt\n", "gone.txt"),
    ],
)
def test_a_file_without_papers_is_told_in_one_line(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    file = write(tmp_path, name, content)
    with pytest.raises(UnreadableLibrary) as error:
        reading.read([file])
    assert said in str(error.value)
    assert str(error.value).startswith(str(file))
    assert "\n" not in str(error.value)


def test_a_missing_file_and_an_empty_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.txt", tmp_path):
        with pytest.raises(UnreadableLibrary, match=r"no such file|no library file"):
            reading.read([path])


def test_a_library_beside_a_page_is_no_manifest(tmp_path: Path) -> None:
    write(tmp_path, "robin.txt", page(Entry()))
    write(tmp_path, "robin.yaml", "- id: a\n  title: Another\n")
    titles = {paper.title for paper in reading.read([tmp_path]).papers}
    assert titles == {"On the Folding of Paper", "Another"}


@pytest.mark.parametrize("name", ["", "..", ".", "a\\0b", "../../x"])
def test_a_manifest_may_name_any_nonsense(tmp_path: Path, name: str) -> None:
    file = write(tmp_path, "p.yaml", f'kind: profile-page\nfile: "{name}"\n')
    with pytest.raises(UnreadableLibrary, match="page"):
        reading.read([file])


def test_damage_within_a_compressed_file_keeps_what_comes_before(tmp_path: Path) -> None:
    lines = "".join(f'{{"title": "Paper {n * 7919 % 9973} {n}"}}\n' for n in range(3000))
    packed = bytearray(gzip.compress(lines.encode()))
    packed[len(packed) // 2 : len(packed) // 2 + 40] = b"\xff" * 40
    collection = reading.read([write(tmp_path, "a.jsonl.gz", bytes(packed))])
    assert len(collection.papers) > 1000
    assert any("damaged" in remark.message for remark in collection.remarks)


def test_one_bad_byte_harms_one_letter(tmp_path: Path) -> None:
    text = "\n".join(f'{{"title": "Über Bénard {n}"}}' for n in range(50)).encode()
    collection = reading.read([write(tmp_path, "a.jsonl", text.replace(b"49", b"\xff9"))])
    assert collection.papers[3].title == "Über Bénard 3"
    assert any("UTF-8" in remark.message for remark in collection.remarks)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.unknown"])
@pytest.mark.parametrize(
    "text",
    [
        '{"title": "A"}\n{"title": "B"}',
        '[{"title": "A"}, {"title": "B"}]',
        '{"papers": [\n{"title": "A"}, {"title": "B"}]}',
        '{\n "papers": [{"title": "A"}, {"title": "B"}]}',
    ],
)
def test_json_is_read_as_lines_or_as_a_document(tmp_path: Path, name: str, text: str) -> None:
    assert len(reading.read([write(tmp_path, name, text)]).papers) == 2


def test_a_bad_file_costs_nothing_of_a_good_one(tmp_path: Path) -> None:
    bad = write(tmp_path, "bad.yaml", "a: [")
    collection = reading.read([bad, places.seeds()])
    assert len(collection.papers) == 50
    assert [remark.source.file for remark in collection.remarks if remark.is_fault] == [bad]


def test_a_folder_is_read_with_each_manifest_for_its_page(tmp_path: Path) -> None:
    write(tmp_path, "noether.txt", page(Entry(head="MAMay 6")))
    write(tmp_path, "noether.yaml", "kind: profile-page\nfile: noether.txt\ncaptured: 2019\n")
    write(tmp_path, "more.jsonl", LINES)
    write(tmp_path, "notes.md", "not a library")
    collection = reading.read([tmp_path])
    assert len(collection.papers) == 301
    assert {str(paper.date) for paper in collection.papers} == {"2019-05-06", "None"}
    assert not collection.remarks or all("claims" in str(remark) for remark in collection.remarks)


def test_without_a_manifest_the_year_of_capture_is_guessed_and_told(tmp_path: Path) -> None:
    file = write(tmp_path, "page.txt", page(Entry(head="MAMay 6"), Entry("LGJan 1, 2088", "Later")))
    collection = reading.read([file])
    assert str(collection.papers[0].date) == "2088-05-06"
    assert any("captured" in remark.message for remark in collection.remarks)


def test_what_is_printed_as_json_is_the_same_library_again(tmp_path: Path) -> None:
    before = library_of(places.seeds())
    printed = as_json.library(before)
    after = library_of(write(tmp_path, "again.json", json.dumps(printed)))
    again = as_json.library(after)
    assert again["aliases"] == printed["aliases"]
    assert again["profiles"] == printed["profiles"]
    assert again["papers"] == printed["papers"]


def test_files_have_other_stamps_when_what_is_read_of_them_changed(tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    file = write(folder, "a.jsonl", LINES.encode())
    seen = [reading.stamps([folder])]
    assert reading.stamps([folder]) == seen[0] == reading.read([folder]).stamps
    write(folder, "b.jsonl", LINES.encode())
    seen.append(reading.stamps([folder]))
    write(folder, "b.jsonl", LINES.encode() + b"\n")
    seen.append(reading.stamps([folder]))
    file.unlink()
    seen.append(reading.stamps([folder]))
    assert all(one != other for one, other in pairwise(seen))
    write(folder, ".hidden.jsonl", b"")
    assert reading.stamps([folder]) == seen[-1]
    assert reading.stamps([tmp_path / "nowhere"]) == {tmp_path / "nowhere": None}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", ""])
@pytest.mark.parametrize("begin", ["", "\ufeff", "\n"])
def test_lines_are_read_alike_however_they_begin_and_end(
    tmp_path: Path, begin: str, end: str
) -> None:
    records = ['{"title": "One"}', '{"title": "Two"}', '{"title": "Three"}']
    file = write(tmp_path, "a.jsonl", (begin + (end or "\n").join(records) + end).encode())
    assert [paper.title for paper in reading.read([file]).papers] == ["One", "Two", "Three"]


def test_one_line_alone_and_one_that_isn_t_utf_8_are_read_too(tmp_path: Path) -> None:
    alone = write(tmp_path, "a.jsonl", b'{"title": "One"}')
    assert len(reading.read([alone]).papers) == 1
    whole = write(tmp_path, "b.jsonl", b'{"papers": [{"title": "One"},\n {"title": "Two"}]}')
    assert len(reading.read([whole]).papers) == 2
    western = write(tmp_path, "c.jsonl", b'{"title": "One"}\n{"title": "Caf\xe9 culture"}\n')
    collection = reading.read([western])
    assert [paper.title for paper in collection.papers] == ["One", "Café culture"]
    assert "isn't UTF-8" in collection.remarks[0].message
