from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.sentences import sentences

HARD = [
    ["Proposed by Smith et al. (2020).", "We beat it vs. others, w.r.t. time, i.e. fast."],
    ["It works (e.g. for images. Or not).", "Next one."],
    ["See Fig. 2 and Eq. 3 of Sec. 4.", "They agree."],
    ["In the U.S. government.", "Vitamin C.", "It is good."],
    ["J. R. Smith et al. propose it.", "At p < .05.", "Using v2.0.", "Fine!"],
    ["We ask: why?", "How?", "Because."],
    ["It reaches 3.75x.", "3D data is hard.", "e3nn is used."],
    ["He said “stop.”", "Then he left."],
    ["They learn the invariance of physical laws.", "These changes, which matter, remain."],
    ["1. First we go.", "2. Then we stop."],
    ["The data are i.i.d. We assume so.".split(" We ")[0], "We assume so."],
    ["Code is at https://a.org/b.c?d=e.", "It is free."],
    ["深度学习。", "很好。"],
    ["The case no. 5 is odd.", "We keep it."],
    ["Dr. Noether and Prof. Hilbert met.", "They agreed."],
    ["We use approx. 5% of it, cf. Lee et al. 2020.", "More would help."],
    ["The speed, resp. the cost, is 10 vs. 20.", "Both are fine."],
]


@pytest.mark.parametrize("expected", HARD, ids=lambda one: one[0][:30])
def test_sentences_end_where_they_end(expected: list[str]) -> None:
    assert sentences(" ".join(expected).replace("。 ", "。")) == expected


@given(st.text(max_size=300))
def test_nothing_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_sentences_of_the_shipped_abstracts_are_whole(library: Library) -> None:
    for paper in library.papers:
        for sentence in sentences(paper.abstract):
            assert sentence[0].isupper() or not sentence[0].isalpha(), sentence
            assert sentence.count("(") == sentence.count(")") or "(" not in sentence, sentence
