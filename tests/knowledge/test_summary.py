from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.sentences import sentences
from knowledge.summary import is_hanging, key_sentences
from knowledge.text import tokens


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_a_summary_quotes_so_many_sentences_in_order(library: Library, number: int) -> None:
    for paper in library.papers:
        whole = sentences(paper.abstract)
        chosen = library.summary(paper, number)
        assert len(chosen) == min(number, len(whole))
        places = [whole.index(sentence) for sentence in chosen]
        assert places == sorted(places)


def test_a_summary_says_what_the_paper_does_rather_than_what_is_known() -> None:
    abstract = (
        "Origami is an old art. Many people fold. However, it is slow."
        " We propose a machine that folds paper by itself. It was tested in May."
    )
    assert key_sentences("A Machine That Folds Paper", abstract, 1) == [
        "We propose a machine that folds paper by itself."
    ]


def test_a_one_sentence_summary_stands_alone_unless_nothing_near_as_good_does(
    library: Library,
) -> None:
    chosen = [library.summary(paper, 1)[0] for paper in library.papers]
    hanging = [sentence for sentence in chosen if is_hanging(sentence)]
    assert all(sentence.startswith(("Instead, we", "To ")) for sentence in hanging)
    assert len(hanging) <= 0.1 * len(chosen)


@pytest.mark.parametrize(
    "beginning",
    [
        "However, we", "It is", "It also", "This is", "This helps us", "These are", "They", "Its",
        "But we", "Thus, we", "To address this, we", "As a result, we", "Such a", "In contrast, we",
        "For example, we", "This further", "Despite this, we", "Instead, we", "That makes", "So we", "Next, it",
        "To this end, we", "In order to solve these problems, we", "To better see this, it",
    ],
)  # fmt: skip
def test_these_beginnings_hang_on_the_sentence_before(beginning: str) -> None:
    assert is_hanging(f"{beginning} folds paper.")


@pytest.mark.parametrize(
    "beginning",
    [
        "We", "This paper", "This analysis", "These networks", "Instead of folding, it", "Iterative",
        "In this work we", "To fold paper, we", "Theirs", "Butterflies", "Such machines", "Sony",
        "Despite its age, it", "Here we", "Second-order methods", "Android", "Hence-type sets",
        "Rather than cut, it", "Still images of", "So-called machines", "Next-day delivery",
    ],
)  # fmt: skip
def test_these_beginnings_stand_alone(beginning: str) -> None:
    assert not is_hanging(f"{beginning} folds paper.")


def test_a_sentence_that_hangs_may_follow_the_one_that_it_hangs_on() -> None:
    abstract = (
        "Origami is an old art. Many people fold. We propose a machine that folds paper by itself."
        " It folds the paper of any machine. However, much is left to do."
    )
    assert key_sentences("A Machine That Folds Paper", abstract, 2) == [
        "We propose a machine that folds paper by itself.",
        "It folds the paper of any machine.",
    ]


def test_words_without_meaning_weigh_nothing_however_rare_an_index_takes_them_for() -> None:
    abstract = "Of the and of that which in the of it. Paper folds. Of the and of which in the."
    rarity = {"paper": 2.0, "fold": 2.0}
    chosen = key_sentences(
        "Paper of the Fold", abstract, 1, weight=lambda word: rarity.get(word, 9)
    )
    assert chosen == ["Paper folds."]


@pytest.mark.parametrize(
    "formula", ["$f(x) = 1. Then y! We$", r"\(a. B\)", r"\[n! We. It\]", "(a = 1. B = 2)"]
)
def test_a_summary_never_splits_a_formula(formula: str) -> None:
    abstract = f"Much is known. We propose to bound {formula} from above. It is hard. Nobody knew."
    (chosen,) = key_sentences("Bounds From Above", abstract, 1)
    assert formula in chosen


@given(title=st.text(max_size=50), abstract=st.text(max_size=300), number=st.integers(1, 5))
def test_any_text_has_a_summary_of_its_own_sentences(
    title: str, abstract: str, number: int
) -> None:
    chosen = key_sentences(title, abstract, number)
    whole = sentences(abstract)
    assert len(chosen) == min(number, len(whole))
    assert all(sentence in whole for sentence in chosen)


def test_the_same_is_chosen_whatever_the_title_is_written_in(library: Library) -> None:
    for paper in library.papers[:10]:
        shouted = key_sentences(paper.title.upper(), paper.abstract, 1)
        assert tokens(shouted[0]) == tokens(key_sentences(paper.title, paper.abstract, 1)[0])
