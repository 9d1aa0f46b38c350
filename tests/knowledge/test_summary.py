from __future__ import annotations

import pytest

from knowledge.library import Library
from knowledge.sentences import sentences
from knowledge.summary import key_sentences


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


def test_no_one_sentence_summary_hangs_on_another_sentence(library: Library) -> None:
    for paper in library.papers:
        (sentence,) = library.summary(paper, 1)
        assert not sentence.startswith(("However", "It ", "Therefore", "Moreover", "They "))
