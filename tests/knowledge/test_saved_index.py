"""An index on disk: opened as it was saved, and never served when damaged."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.saved_index import GROWTH, KEPT, folder_of, open_or_build, opened, save

PAPERS = [
    Paper(id=str(n), title=f"Folding paper {n}", abstract="A graph of groups.") for n in range(9)
]


def test_a_saved_index_answers_as_the_built_one(library: Library, tmp_path: Path) -> None:
    save(library.index, tmp_path / "index", built_of=len(library.papers))
    again = opened(tmp_path / "index", len(library.papers))
    assert again is not None
    for query in ("flow matching", "graph", "polices"):
        one, other = (index.best(index.understood(query), 50) for index in (library.index, again))
        assert one.tolist() == other.tolist()
        assert len(one)


def test_what_has_not_changed_is_indexed_once(tmp_path: Path) -> None:
    built: list[float] = []
    for _ in range(3):
        open_or_build(PAPERS, tmp_path, on_build=built.append)
    assert built.count(1.0) == 1
    changed = [*PAPERS, Paper(id="new", title="New")]
    open_or_build(changed, tmp_path, on_build=built.append)
    assert built.count(1.0) == 2


def damage(folder: Path, how: str) -> None:
    if how == "no json":
        (folder / "index.json").unlink()
    elif how == "half a json":
        text = (folder / "index.json").read_text()
        (folder / "index.json").write_text(text[: len(text) // 2])
    elif how == "foreign json":
        (folder / "index.json").write_text("[1, 2]")
    elif how == "older":
        about = json.loads((folder / "index.json").read_text())
        (folder / "index.json").write_text(json.dumps({**about, "version": 0}))
    elif how == "truncated":
        content = (folder / "saturations.npy").read_bytes()
        (folder / "saturations.npy").write_bytes(content[: len(content) // 2])
    elif how == "empty file":
        (folder / "starts.npy").write_bytes(b"")
    elif how == "missing file":
        (folder / "papers.npy").unlink()
    elif how == "pickle":
        np.save(folder / "idf.npy", np.array([{"a": 1}]), allow_pickle=True)
    elif how == "lost end":
        content = (folder / "papers.npy").read_bytes()
        (folder / "papers.npy").write_bytes(content[:-4] + bytes(4))
    elif how == "of others":
        open_or_build([Paper(id="a", title="Another")] * 9, folder.parent)
        other = next(one for one in folder.parent.glob("index-*") if one != folder)
        shutil.rmtree(folder)
        other.rename(folder)
    elif how == "other array":
        np.save(folder / "idf.npy", np.zeros(3))


@pytest.mark.parametrize(
    "how",
    [
        *("no json", "half a json", "foreign json", "older", "truncated", "empty file"),
        *("missing file", "pickle", "other array", "lost end", "of others"),
    ],
)
def test_a_damaged_index_is_noticed_and_built_anew(tmp_path: Path, how: str) -> None:
    open_or_build(PAPERS, tmp_path)
    damage(folder_of(PAPERS, tmp_path), how)
    assert opened(folder_of(PAPERS, tmp_path), len(PAPERS)) is None
    index = open_or_build(PAPERS, tmp_path)
    assert index.best(index.understood("folding"), 20).size == 9
    assert opened(folder_of(PAPERS, tmp_path), len(PAPERS)) is not None
    assert [path.name for path in tmp_path.iterdir()] == [folder_of(PAPERS, tmp_path).name]


def test_a_cache_that_cannot_be_written_costs_no_answer(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    index = open_or_build(PAPERS, tmp_path / "file" / "cache")
    assert index.papers == 9


def _build(cache: Path) -> int:
    return open_or_build(PAPERS, cache).papers


def test_processes_that_build_at_once_do_not_hurt_each_other(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.map(_build, [tmp_path] * 6) == [9] * 6
    assert opened(folder_of(PAPERS, tmp_path), len(PAPERS)) is not None
    assert len(list(tmp_path.iterdir())) == 1


def test_old_indexes_are_forgotten(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        open_or_build([Paper(id="1", title=f"Paper {number}")], tmp_path)
    assert len(list(tmp_path.iterdir())) == KEPT


def test_few_more_papers_are_added_to_what_is_there(tmp_path: Path) -> None:
    many = [Paper(id=f"m{at}", title=f"Folding {at}", abstract="graph") for at in range(100)]
    open_or_build(many, tmp_path)
    builds: list[float] = []
    more = [*many, *PAPERS]
    index = open_or_build(more, tmp_path, on_build=builds.append)
    assert builds == []
    assert index.best(index.understood("groups"), 20).size == len(PAPERS)
    assert opened(folder_of(more, tmp_path), len(more)) is not None
    # Not without end: then it is built anew.
    too_many = [*more, *(Paper(id=f"t{at}", title=f"Tulip {at}") for at in range(9))]
    assert len(too_many) > GROWTH * len(many)
    open_or_build(too_many, tmp_path, on_build=builds.append)
    assert builds[-1] == 1.0


def test_papers_that_changed_are_not_taken_for_those_that_were(tmp_path: Path) -> None:
    many = [Paper(id=f"m{at}", title=f"Folding {at}", abstract="graph") for at in range(100)]
    open_or_build(many, tmp_path)
    changed = [Paper(id="m0", title="Tulips"), *many[1:], Paper(id="new", title="New")]
    index = open_or_build(changed, tmp_path)
    assert index.best(index.understood("tulips"), 5).tolist() == [0]


def test_what_a_killed_process_left_is_removed_after_a_day(tmp_path: Path) -> None:
    left, fresh = tmp_path / "unfinished-a", tmp_path / "unfinished-b"
    left.mkdir()
    fresh.mkdir()
    long_ago = time.time() - 2 * 86_400
    os.utime(left, (long_ago, long_ago))
    open_or_build(PAPERS, tmp_path)
    assert not left.exists()
    assert fresh.exists()
