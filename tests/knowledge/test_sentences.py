from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.sentences import sentences
from tests.knowledge.hard_sentences import hard_cases

# Pieces on which rules turn, so that chance brings them together.
PIECES = st.sampled_from(
    (
        ". |.|! |?|…|(|)|$|\\(|\\)|\"|“|”|e.g.|al.|We |a|http://| |\n|5|。|「|」|U.S.|Fig. |[1]|«|``|''"
        "|% |=|é"
    ).split("|")
)


@pytest.mark.parametrize(
    ("text", "expected"), hard_cases(), ids=[text[:30] for text, _ in hard_cases()]
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(max_size=300) | st.lists(PIECES, max_size=80).map("".join))
def test_nothing_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@given(st.lists(PIECES, max_size=80).map("".join))
def test_no_sentence_is_empty_or_begins_with_white_space(text: str) -> None:
    assert all(sentence == sentence.strip() != "" for sentence in sentences(text))


@settings(deadline=None, max_examples=30)
@given(st.lists(PIECES, min_size=1, max_size=4).map("".join))
def test_a_long_text_takes_no_longer_than_its_length_says(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begin = time.process_time()
        sentences(text)
        return time.process_time() - begin

    # Four times the length takes about four times as long; if it took sixteen, it would show.
    assert seconds(40_000) < 10 * max(seconds(10_000), 0.02)


@pytest.mark.parametrize("piece", [".", ". ", "a. ", "(", "(a. ", "$a. ", "\\(", '"a. B ', "“a. "])
def test_a_hundred_thousand_signs_take_no_time(piece: str) -> None:
    begin = time.process_time()
    sentences(piece * (100_000 // len(piece)))
    assert time.process_time() - begin < 5


def test_sentences_of_the_shipped_abstracts_are_whole(library: Library) -> None:
    for paper in library.papers:
        for sentence in sentences(paper.abstract):
            assert not (sentence[0].isascii() and sentence[0].islower()), sentence
            assert sentence.count("(") == sentence.count(")") or "(" not in sentence, sentence
