"""Who wrote most of some papers, counted by arrays: the same as by lists."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from knowledge.library import Library
from tests.pages import library_of, write


def counted(library: Library, positions: list[int], *, has_implied: bool) -> Counter[str]:
    return Counter(
        person.name
        for at in positions
        for person in library.people.of(library.papers[at])
        if has_implied or at not in person.implied
    )


@pytest.mark.parametrize("has_implied", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_counts_are_those_of_the_lists(library: Library, seed: int, has_implied: bool) -> None:
    chance = random.Random(seed)
    positions = sorted(chance.sample(range(len(library.papers)), chance.randint(1, 50)))
    expected = counted(library, positions, has_implied=has_implied)
    found = library.authorships.most(np.array(positions), 1000, has_implied=has_implied)
    assert {person.name: number for person, number in found} == expected
    numbers = [number for _, number in found]
    assert numbers == sorted(numbers, reverse=True)
    few = library.authorships.most(np.array(positions), 3, has_implied=has_implied)
    assert few == found[:3]


def test_papers_without_authors_and_no_papers_have_nobody(tmp_path: Path) -> None:
    records = [{"title": "A"}, {"title": "B", "authors": ["Ann Adams", "Bo Berg"]}, {"title": "C"}]
    some = library_of(write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, records))))
    assert some.authorships.most(np.array([0, 2]), 5) == []
    assert some.authorships.most(np.zeros(0, np.int64), 5) == []
    names = [person.name for person, _ in some.authorships.most(np.arange(3), 5)]
    assert names == ["Ann Adams", "Bo Berg"]
