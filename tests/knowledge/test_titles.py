"""Titles among many others: by parts, typos and beginnings, whatever the titles are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.closeness import CONFIDENT, decided
from knowledge.text import fold
from knowledge.titles import Titles

WORDS = st.sampled_from(
    "graph neural translation of for networks net the learning to rank é 3D".split()
)
TITLES = st.lists(
    st.lists(WORDS, min_size=1, max_size=7).map(" ".join) | st.text(max_size=12), max_size=25
)

SHELF = [
    "Balancing Training for Multilingual Neural Machine Translation",
    "Pre-training Multilingual Neural Machine Translation by Leveraging Alignment Information",
    "Unsupervised Neural Machine Translation for English and Manipuri",
    "Introducing EM-FT for Manipuri-English Neural Machine Translation",
    "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    "Native Language Identification: A Simple n-gram Based Approach",
    "Attention Is All You Need",
    "What the Form of Questions Tells",
    "Models of Machine Translation",
]


def places(titles: Titles, typed: str) -> list[int]:
    return [fit.place for fit in titles.closest(typed)]


@given(TITLES)
def test_every_title_is_closest_to_itself(texts: list[str]) -> None:
    titles = Titles(texts)
    for text in texts:
        if fold(text):
            assert titles.called(text)
            fit = titles.closest(text)[0]
            assert fit.closeness == 1
            assert fold(text) in {fold(texts[fit.place]), fold(texts[fit.place].partition(":")[0])}


@given(TITLES, st.text(max_size=12))
def test_a_title_is_had_just_when_it_is_there(texts: list[str], typed: str) -> None:
    same = [at for at, text in enumerate(texts) if fold(text) == fold(typed) != ""]
    assert Titles(texts).called(typed) == same


@given(TITLES, st.lists(WORDS, max_size=3), st.integers(0, 5))
def test_beginnings_of_words_in_a_row_are_all_found(
    texts: list[str], words: list[str], cut: int
) -> None:
    typed = fold(" ".join(words))[: -cut or None].strip()
    having = [at for at, text in enumerate(texts) if fold(text) and f" {typed}" in f" {fold(text)}"]
    assert Titles(texts).beginning(typed) == having


@given(TITLES, st.text(max_size=30))
def test_closeness_falls_and_nothing_stands_twice(texts: list[str], typed: str) -> None:
    fits = Titles(texts).closest(typed, 5)
    assert len({fit.place for fit in fits}) == len(fits) <= 5
    close = [fit.closeness for fit in fits]
    assert close == sorted(close, reverse=True)
    assert all(0 <= one <= 1 for one in close)


def test_words_in_their_order_and_in_a_row_come_first() -> None:
    titles = Titles(SHELF)
    assert places(titles, "Manipuri English neural machine translation")[0] == 3
    assert places(titles, "neural translation English Manipuri")[0] == 2


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("pretraining of deep bidrectional transfomers", 4),
        ("bert", 4),
        ("atention is al you ned", 6),
        ("native langauge identifcation", 5),
        ("whta the from of questions tells", 7),
        ("machine translation model", 8),
    ],
)
def test_titles_are_found_with_typos_and_by_other_forms(typed: str, place: int) -> None:
    assert places(Titles(SHELF), typed)[0] == place


def test_titles_that_have_all_that_was_typed_are_offered_together() -> None:
    fits = decided(Titles(SHELF).closest("neural machine translation"))
    assert {fit.place for fit in fits} == {0, 1, 2, 3}


def test_common_words_alone_find_what_has_most_of_them() -> None:
    # As many as make the search look at what is in the running only.
    many = [f"the study of topic{at} for all" for at in range(9000)]
    titles = Titles([*many, "the study of all", "zebra crossing for the study of all"])
    assert titles.closest("the study of all")[0].place == 9000
    assert titles.closest("zebra crossing for study of all")[0].place == 9001
    assert titles.closest("topic77 study of for all")[0].place == 77


@pytest.mark.parametrize("typed", ["", "?!", "🦜", "x" * 3000, "x " * 3000])
def test_nothing_is_near_what_is_no_title(typed: str) -> None:
    assert all(fit.closeness < CONFIDENT for fit in Titles(SHELF).closest(typed))
    assert Titles([]).closest(typed) == []
    assert Titles([]).beginning(typed) == []
    assert not Titles(SHELF).called(typed)
