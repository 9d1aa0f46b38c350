"""What a button asks survives in its custom_id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import buttons
from bot.buttons import Press

_VALUES = st.text(max_size=300) | st.integers(-(10**9), 10**9) | st.booleans()


@given(
    options=st.dictionaries(st.sampled_from(["query", "paper", "year", "code"]), _VALUES),
    skip=st.integers(0, 10**6),
    size=st.integers(0, 25),
    part=st.integers(-1, 40),
    turns=st.booleans(),
    owner=st.sampled_from([0, 1, 1234567890123456789, (1 << 63) - 1]),
)
def test_what_a_button_asks_is_read_as_it_was_written(
    options: dict[str, str | int | bool], skip: int, size: int, part: int, turns: bool, owner: int
) -> None:
    press = Press(
        command="coauthors",
        options=options,
        skip=skip,
        size=size,
        part=part,
        turns=turns,
        owner=owner,
    )
    kept: dict[str, str] = {}

    def keep(written: str) -> str:
        kept["k" * 24] = written
        return "k" * 24

    custom_id = press.custom_id(keep)
    taken: set[str] = set()
    for _ in range(3):
        numbered = buttons.numbered(custom_id, taken)
        assert len(numbered.encode("utf-16-le")) // 2 <= buttons.LONGEST_ID
        assert buttons.read(numbered, kept.get) == press
        assert buttons.turns_page(numbered) == turns
    assert len(taken) == 3


@given(custom_id=st.text(max_size=100) | st.from_regex(r"p1!?[0-9a-z]*;\w+;[0-9,]*;.*"))
def test_a_foreign_id_asks_nothing_or_something_harmless(custom_id: str) -> None:
    press = buttons.read(custom_id, lambda _: "{}")
    options = press.options.values() if press else ()
    assert all(isinstance(one, str | int | bool) for one in options)


def test_options_that_were_not_kept_are_not_guessed() -> None:
    custom_id = Press(command="find", options={"query": "x" * 200}).custom_id(lambda _: "-")
    with pytest.raises(buttons.NotKept):
        buttons.read(custom_id, lambda _: None)
