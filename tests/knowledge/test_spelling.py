"""Words that are nearly another one: what is passed over unseen is never near."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.spelling import Spellings

# Few letters, so that words are near each other, doubled letters and digits among them.
WORDS = st.text("abcz 09", max_size=9)


@given(st.lists(WORDS, max_size=30), WORDS, st.integers(0, 3))
def test_every_word_within_some_edits_is_found(texts: list[str], word: str, edits: int) -> None:
    far = ((text, OSA.distance(word, text), place) for place, text in enumerate(texts))
    near = [one for one in far if one[1] <= edits]
    assert sorted(Spellings(texts).within(word, edits)) == sorted(near)


def test_words_of_any_length_are_compared() -> None:
    spellings = Spellings(["", "a", "b" * 400])
    assert spellings.within("b" * 399, 1) == [("b" * 400, 1, 2)]
    assert {text for text, _, _ in spellings.within("", 1)} == {"", "a"}
    assert spellings.within("c" * 1000, 2) == []
    assert Spellings([]).within("a", 2) == []
