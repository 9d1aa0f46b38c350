"""What is learnt of votes, on the shipped library."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from knowledge.library import Library
from knowledge.taste import ALIKE, DISLIKED_WEIGHT, Taste
from knowledge.vectors import Vectors
from knowledge.vocabulary import stem
from tests.pages import library_of, write


def at(library: Library, title: str) -> int:
    return library.positions[library.paper(title).id]


@pytest.fixture
def grasping(library: Library) -> list[int]:
    return [at(library, "Edge Grasp Network"), at(library, "On Robot Grasp Learning Using")]


def likeness(library: Library, taste: Taste) -> np.ndarray:
    return taste.likeness(np.arange(len(library.papers)))


def cosine(library: Library, one: int, other: int) -> float:
    """Compute it in the plainest way."""
    vectors = []
    for position in (one, other):
        terms, saturations = library.index.terms_of(position)
        weights = library.index.arrays["idf"][terms].astype(float) * saturations
        norm = np.sqrt((weights**2).sum())
        vectors.append(dict(zip(terms.tolist(), weights / norm, strict=True)))
    return sum(weight * vectors[1].get(term, 0) for term, weight in vectors[0].items())


def test_the_product_of_two_vectors_is_their_cosine(library: Library) -> None:
    positions = np.array([3, 0, 17, 8])
    vectors = Vectors(library.index, positions)
    for place, one in enumerate(positions.tolist()):
        expected = [cosine(library, one, other) for other in positions.tolist()]
        assert np.allclose(vectors.like(place), expected)


def test_a_paper_without_words_is_like_nothing(tmp_path: Path) -> None:
    lines = [{"title": "Folding paper", "abstract": "It folds."}, {"title": "—"}]
    file = write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, lines)))
    library = library_of(file)
    vectors = Vectors(library.index, np.arange(2))
    assert vectors.like(1).tolist() == [0, 0]
    taste = Taste(library, {1: 3})
    assert taste.is_blank
    assert taste.words(5) == []
    assert taste.nearest(5).tolist() == []
    assert likeness(library, taste).tolist() == [0, 0]


def test_a_liked_paper_is_most_to_the_taste_and_a_disliked_one_least(
    library: Library, grasping: list[int]
) -> None:
    liked, disliked = grasping[0], at(library, "MatrixNet")
    found = likeness(library, Taste(library, {liked: 1, disliked: -1}))
    assert int(found.argmax()) == liked
    assert int(found.argmin()) == disliked
    assert found[disliked] >= -DISLIKED_WEIGHT


def test_votes_for_grasping_bring_grasping_up(library: Library, grasping: list[int]) -> None:
    found = likeness(library, Taste(library, {grasping[0]: 1}))
    assert grasping[1] in np.argsort(-found)[:5]


def test_without_votes_nothing_is_learnt(library: Library) -> None:
    for votes in ({}, {3: 0}):
        taste = Taste(library, votes)
        assert taste.is_blank
        assert taste.words(10) == []
        assert not likeness(library, taste).any()


def test_several_votes_weigh_more_than_one_but_not_as_many_times(
    library: Library, grasping: list[int]
) -> None:
    grasp, other = grasping[0], at(library, "MatrixNet")

    def lead(votes: int) -> float:
        found = likeness(library, Taste(library, {grasp: votes, other: 1}))
        return float(found[grasp] - found[other])

    def ratio(votes: int) -> float:
        found = likeness(library, Taste(library, {grasp: votes, other: 1}))
        return float(found[grasp] / found[other])

    assert abs(lead(1)) < 0.01
    assert ratio(2) < 1.7
    assert ratio(20) < 4
    assert lead(1) < lead(2) < lead(3) < lead(50)
    assert lead(3) - lead(2) < lead(2) - lead(1)


def test_words_are_written_as_the_papers_write_them(library: Library, grasping: list[int]) -> None:
    taste = Taste(library, {grasping[0]: 1, at(library, "MatrixNet"): -1})
    words = taste.words(400)
    assert abs(words[0].weight) == 1
    sizes = [abs(word.weight) for word in words]
    assert sizes == sorted(sizes, reverse=True)
    assert {word.weight > 0 for word in words} == {True, False}
    for word in words:
        which = grasping[0] if word.weight > 0 else at(library, "MatrixNet")
        paper = library.papers[which]
        assert word.written.lower() in f"{paper.title} {paper.abstract}".lower()
        assert " " not in word.written
    assert "SE(3)" in [word.written for word in words]
    assert "grasp" in [word.stem for word in words[:3]]


def test_muting_all_words_undoes_the_votes(library: Library, grasping: list[int]) -> None:
    votes = {grasping[0]: 1, at(library, "MatrixNet"): -1}
    words = Taste(library, votes).words(1000)
    muted = Taste(library, votes, [word.stem for word in words])
    assert muted.is_blank
    assert muted.words(10) == []
    assert muted.alike(grasping[1]) == 0
    assert {word.stem: word.weight for word in muted.muted_words()} == {
        word.stem: word.weight for word in words
    }


def test_a_muted_word_counts_for_nothing(library: Library, grasping: list[int]) -> None:
    votes = {grasping[0]: 1}
    muted = Taste(library, votes, [stem("grasping"), "no such stem", "", "—"])
    assert "grasp" not in [word.stem for word in muted.words(1000)]
    assert [word.stem for word in muted.muted_words()] == ["grasp"]
    assert (
        likeness(library, muted)[grasping[1]]
        < likeness(library, Taste(library, votes))[grasping[1]]
    )


def test_it_finds_what_is_most_to_the_taste_without_looking_at_all(
    library: Library, grasping: list[int]
) -> None:
    taste = Taste(library, dict.fromkeys(grasping, 1))
    found = taste.nearest(10).tolist()
    assert set(found[:2]) == set(grasping)
    best = np.argsort(-likeness(library, taste))[:10].tolist()
    assert len(set(found) & set(best)) >= 7
    among = np.zeros(len(library.papers), np.bool_)
    among[[3, 4]] = True
    assert set(taste.nearest(10, among).tolist()) <= {3, 4}


def test_counts_the_liked_papers_that_one_is_like(library: Library) -> None:
    for one in range(0, len(library.papers), 7):
        votes = dict.fromkeys(range(0, len(library.papers), 2), 1) | {1: -1}
        others = [p for p, net in votes.items() if net > 0 and p != one]
        alike = sum(cosine(library, one, other) >= ALIKE for other in others)
        assert Taste(library, votes).alike(one) == alike


def test_the_words_that_speak_for_a_paper_are_in_it(library: Library, grasping: list[int]) -> None:
    taste = Taste(library, {grasping[0]: 1})
    paper = library.papers[grasping[1]]
    words = taste.shared(grasping[1], 3)
    assert words[0].lower().startswith("grasp")
    assert all(word in f"{paper.title} {paper.abstract}".lower() for word in map(str.lower, words))


def test_the_words_that_are_shown_say_what_papers_are_about(library: Library) -> None:
    liked = library.paper("Equivariant Diffusion Policy")
    taste = Taste(library, {library.positions[liked.id]: 1})
    words = [word.written.lower() for word in taste.words_for(10)]
    assert words
    assert all(word in liked.title.lower() for word in words)
