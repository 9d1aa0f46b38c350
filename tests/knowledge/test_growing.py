"""An index that grew answers as one that was built of all papers at once."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from knowledge import finding
from knowledge.finding import Wanted
from knowledge.indexing import built, extended
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.ranking import Index
from knowledge.reading import Collection
from tests.knowledge.test_ranking import TEXTS, libraries


def postings(index: Index) -> dict[str, list[tuple[int, int]]]:
    """List each word's papers and saturations, and each pair's."""
    names = [name.decode() for name in index.arrays["terms"].tolist()]
    keys = np.divmod(index.arrays["pairs"], max(len(names), 1))
    names += [
        f"{names[a]} {names[b]}" for a, b in zip(*(key.tolist() for key in keys), strict=True)
    ]
    starts = index.arrays["starts"].tolist()
    papers, saturations = index.arrays["papers"].tolist(), index.arrays["saturations"].tolist()
    return {
        name: list(zip(papers[begin:end], saturations[begin:end], strict=True))
        for name, begin, end in zip(names, starts[:-1], starts[1:], strict=True)
    }


@given(libraries(), libraries(), TEXTS)
def test_what_is_added_is_found_like_the_rest(
    papers: list[Paper], more: list[Paper], query: str
) -> None:
    before = built(papers)
    grown, whole = extended(before, more), built([*papers, *more])
    assert grown.papers == whole.papers == before.papers + len(more)
    found, expected = postings(grown), postings(whole)
    assert found.keys() <= expected.keys()
    old = postings(before)
    for name, having in expected.items():
        if " " in name and name not in old:
            assert name not in found
            continue
        assert [at for at, _ in found[name]] == [at for at, _ in having]
        # With the mean length of before, older papers weigh as before.
        if name in old:
            assert found[name][: len(old[name])] == old[name]
    for array in ("words", "word_counts", "paper_starts", "terms"):
        assert grown.arrays[array].tolist() == whole.arrays[array].tolist()
    asked = grown.understood(query, literally=True)
    hits = grown.best(asked, grown.papers)
    covered, _ = whole.covered(whole.understood(query, literally=True))
    assert sorted(hits.tolist()) == np.flatnonzero(covered).tolist()


@given(libraries())
def test_nothing_added_changes_nothing(papers: list[Paper]) -> None:
    before = built(papers)
    grown = extended(before, [])
    for name, array in before.arrays.items():
        assert grown.arrays[name].tolist() == array.tolist(), name


def test_a_new_word_is_known_at_once(library: Library) -> None:
    paper = Paper(id="new", title="Axolotl regeneration", abstract="An equivariant axolotl.")
    grown = extended(library.index, [paper])
    assert not library.index.knows("axolotl")
    assert grown.best(grown.understood("axolotl"), 5).tolist() == [len(library.papers)]
    assert grown.nearest(len(library.papers), 3).size == 3
    assert grown.nearest_word("axolotle") == "axolotl"


def test_a_library_that_grew_is_searched_before_its_people_are_known(library: Library) -> None:
    paper = Paper(
        id="new", title="Axolotls of the lake", authors=("Ana Axolotl",), categories=("XX",)
    )
    grown = library.extended([paper])
    found = finding.find(grown, Wanted(query="axolotls lake"))
    assert list(found.papers) == [paper]
    assert "people" not in vars(grown)
    by_name = finding.find(grown, Wanted(query="dian wang equivariant"))
    assert [author.name for author in by_name.wanted.authors] == ["Dian Wang"]
    assert finding.find(grown, Wanted(category="XX")).papers[0] == paper
    assert grown.paper("axolotls of the lake") == paper
    assert grown.person("Ana Axolotl").papers == (len(library.papers),)
    assert len(library.papers) == len(grown.papers) - 1


def test_what_grew_twice_knows_the_people_of_before_both() -> None:
    first = Library(Collection((Paper(id="a", title="Folding", authors=("Rui Wang",)),)))
    assert first.person("rui wang").name == "Rui Wang"
    again = first.extended([Paper(id="b", title="Tulips")]).extended([Paper(id="c", title="Oaks")])
    assert again.with_names is first
    again.warm()
    assert again.with_names is again
