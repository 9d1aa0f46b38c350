"""Titles and names, by parts and with typos, for every paper and person that is shipped."""

from __future__ import annotations

import random

import pytest

from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.library import Library
from knowledge.paper import Paper


def meant(library: Library, typed: str) -> list[Paper]:
    try:
        return [library.paper(typed)]
    except SeveralMatch as choice:
        return list(choice.papers)


def with_typo(text: str, seed: int) -> str:
    """Swap, drop, double or change a letter within a word of five letters or more."""
    chance = random.Random(seed)
    places = [at for at in range(2, len(text) - 2) if text[at - 2 : at + 3].isalpha()]
    at = chance.choice(places)
    edits = [
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
        text[:at] + "x" + text[at + 1 :],
    ]
    return chance.choice(edits)


def test_every_paper_is_found_by_its_title_as_people_type_it(library: Library) -> None:
    for paper in library.papers:
        for typed in (
            paper.title,
            paper.title.lower(),
            paper.raw_title,
            paper.id,
            f" {paper.title} ",
        ):
            assert library.paper(typed) == paper


def test_every_paper_is_found_with_a_typo_in_its_title(library: Library) -> None:
    for paper in library.papers:
        for seed in range(5):
            assert library.paper(with_typo(paper.title, seed)) == paper


def test_every_paper_is_found_or_offered_by_half_of_its_title(library: Library) -> None:
    for paper in library.papers:
        words = paper.title.split()
        for part in (words[: len(words) // 2 + 1], words[len(words) // 2 - 1 :]):
            assert paper in meant(library, " ".join(part)), part


@pytest.mark.parametrize(
    ("short", "begins"),
    [
        ("LieGAN", "Generative Adversarial"),
        ("liegan", "Generative Adversarial"),
        ("LaLiGAN", "Latent Space"),
        ("TopoX", "TopoX"),
        ("HOWM", "Toward Compositional"),
        ("PECCO", "Probabilistic Symmetry"),
        ("UPNA", "Disentangling"),
        ("SymGrasp", "On Robot Grasp"),
        ("FourTran", "Fourier"),
        ("DHN", "Denoising"),
        ("CCNNs", "Topological Deep Learning: Going"),
        ("Q2RL", "When Life"),
        ("lieflow", "Discovering Lie Groups"),
    ],
)
def test_papers_are_found_by_the_name_of_what_they_present(
    library: Library, short: str, begins: str
) -> None:
    assert library.paper(short).title.startswith(begins)


def test_a_choice_is_offered_where_two_titles_fit(library: Library) -> None:
    for typed in ("symmetry discovery", "galaxy intrinsic alignment", "equivariance"):
        with pytest.raises(SeveralMatch) as choice:
            library.paper(typed)
        assert len(choice.value.papers) > 1


def test_an_exact_title_wins_over_one_that_contains_it(library: Library) -> None:
    exact = library.paper("Learning Galaxy Intrinsic Alignment Correlations")
    assert exact.title == "Learning Galaxy Intrinsic Alignment Correlations"


@pytest.mark.parametrize("typed", ["Attention Is All You Need", "BERT", "", "?!", "x" * 500, "🦜"])
def test_no_other_paper_stands_in_for_one_that_is_not_there(library: Library, typed: str) -> None:
    with pytest.raises(NothingMatches):
        library.paper(typed)


def test_every_person_is_found_by_their_name_as_people_type_it(library: Library) -> None:
    for person in library.people.everyone:
        for spelling in person.spellings:
            first, *between, last = spelling.split()
            for typed in (
                spelling,
                spelling.lower(),
                spelling.upper(),
                f"{last} {first}",
                f"{last}, {' '.join([first, *between])}",
            ):
                assert library.person(typed) == person, typed


def test_every_person_is_found_or_offered_by_a_part_of_their_name(library: Library) -> None:
    for person in library.people.everyone:
        first, *_, last = person.name.split()
        for typed in (first, last, f"{first[0]}. {last}", f"{last} {first[0]}"):
            try:
                assert library.person(typed) == person, typed
            except SeveralMatch as choice:
                assert person.name in choice.names, typed


def test_every_long_name_is_found_with_a_typo(library: Library) -> None:
    for person in library.people.everyone:
        if len(person.name.split()[-1]) >= 6:
            name = person.name
            at = name.rindex(" ") + 3
            typed = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
            assert library.person(typed) == person, typed


@pytest.mark.parametrize("typed", ["Wang", "Zhao", "wong"])
def test_two_people_of_one_surname_are_offered(library: Library, typed: str) -> None:
    with pytest.raises(SeveralMatch) as choice:
        library.person(typed)
    assert len(choice.value.names) == 2


@pytest.mark.parametrize(
    "typed",
    [
        "Robert Walters",
        "Michael Klee",
        "Stephen Wong",
        "Owen Powell",
        "Diana Wang",
        "Ruiz Wang",
        "Jian Yang",
        "s d",
        "Geoffrey Hinton",
        "Rui Wong",
        "Bo Zhang",
        "Rosa Yu",
        "Robin Smith",
        "Dian Yu",
        "",
        "...",
    ],
)
def test_nobody_stands_in_for_somebody_else(library: Library, typed: str) -> None:
    with pytest.raises(NothingMatches):
        library.person(typed)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("RO", "RO"),
        ("ro", "RO"),
        ("robotics", "RO"),
        ("cs.RO", "RO"),
        ("computer vision", "CV"),
        ("Machine Learning", "LG"),
        ("cosmology", "CO"),
        ("astro-ph.CO", "CO"),
        ("artificial inteligence", "AI"),
    ],
)
def test_categories_go_by_code_and_name(library: Library, typed: str, code: str) -> None:
    assert library.category(typed) == code


@pytest.mark.parametrize("typed", ["math.CO", "combinatorics", "XX", "", "biology"])
def test_no_category_stands_in_for_another(library: Library, typed: str) -> None:
    with pytest.raises(NothingMatches):
        library.category(typed)
