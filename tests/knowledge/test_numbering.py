from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.numbering import LONGEST_WORD, Numbering

TEXTS = st.lists(st.text("abz09 \n", max_size=60), max_size=4)


@given(TEXTS)
def test_words_are_numbered_as_a_dictionary_would(texts: list[str]) -> None:
    numbering = Numbering()
    numbers: dict[str, int] = {}
    for text in texts:
        found, per_line = numbering.numbered(text)
        assert per_line.tolist() == [len(line.split()) for line in text.split("\n")]
        for word in text.split():
            numbers.setdefault(word[:LONGEST_WORD], len(numbers))
        words = [numbering.words[at] for at in found.tolist()]
        assert words == [word[:LONGEST_WORD] for word in text.split()]
    assert sorted(numbering.words) == sorted(numbers)


def test_words_are_told_apart_by_every_letter() -> None:
    # Each differs from the first by one letter, at every place and of every length.
    words = [length * "a" for length in range(1, LONGEST_WORD + 1)]
    words += [f"{at * 'a'}b{(LONGEST_WORD - 1 - at) * 'a'}" for at in range(LONGEST_WORD)]
    words += [f"{number}" for number in range(100_000)]
    found, _ = Numbering().numbered(" ".join(words))
    assert len(set(found.tolist())) == len(set(words))


def test_numbers_stay_when_there_is_more_room() -> None:
    numbering = Numbering()
    first, _ = numbering.numbered("graph group")
    numbering.numbered(" ".join(f"w{number}" for number in range(50_000)))
    again, _ = numbering.numbered("graph group")
    assert first.tolist() == again.tolist()
