"""The kind of a question is learnt of examples, once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.kinds import Asking, Kinds, opened_or_learnt


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kinds")


@pytest.fixture(scope="module")
def kinds(folder: Path) -> Kinds:
    return opened_or_learnt(folder)


@pytest.mark.parametrize(
    ("masked", "kind"),
    [
        ("any idea who came up with {paper}", "wrote"),
        ("remind me when {paper} appeared", "when"),
        ("is there a repo for {paper}", "code"),
        ("stuff by {person} {period}", "papers"),
        ("whom has {person} been writing with", "coauthors"),
        ("how do {paper} and {paper} differ", "compare"),
        ("what is {paper} short for", "definition"),
        ("will it rain tomorrow", "offtopic"),
        ("gist of {paper} please", "summary"),
    ],
)
def test_a_kind_is_told_of_what_was_not_among_the_examples(
    kinds: Kinds, masked: str, kind: str
) -> None:
    likely = kinds.likely(masked)
    assert next(iter(likely)) == kind
    assert sum(likely.values()) == pytest.approx(1)


def test_words_that_were_never_seen_leave_it_open(kinds: Kinds) -> None:
    assert max(kinds.likely("xyzzy plugh").values()) < 0.9
    assert sum(kinds.likely("").values()) == pytest.approx(1)


def test_what_was_learnt_is_opened_without_scikit_learn(kinds: Kinds, folder: Path) -> None:
    assert kinds.names.size > 20
    says = (
        "import sys; from pathlib import Path; from knowledge.kinds import opened_or_learnt;"
        f"kinds = opened_or_learnt(Path({str(folder)!r}));"
        "print(next(iter(kinds.likely('who wrote {paper}'))), 'sklearn' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", says], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == ["wrote", "False"]


def test_a_damaged_file_is_learnt_anew(kinds: Kinds, folder: Path, tmp_path: Path) -> None:
    (file,) = folder.glob("kinds-*.npz")
    for damaged in (b"", file.read_bytes()[:1000], b"PK\x03\x04 no archive"):
        (tmp_path / file.name).write_bytes(damaged)
        again = opened_or_learnt(tmp_path)
        assert np.array_equal(again.weights, kinds.weights)
        assert (tmp_path / file.name).read_bytes() != damaged
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


def test_misspelt_words_of_asking_are_read_and_others_left_alone(kinds: Kinds) -> None:
    asking = Asking(kinds.asking.tolist())
    assert asking.meant("teh") == "the"
    assert asking.meant("pappers") == "papers"
    assert asking.meant("sumarise") == "summarise"
    for other in ("graphene", "beat", "x", "", "q" * 300):
        assert asking.meant(other) == other
