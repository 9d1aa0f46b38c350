from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.markdown import literal
from knowledge.text import fold, shortened, tokens, visible


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ondřej Bíža", "ondrej biza"),
        ("Smedemark-Margulies", "smedemark margulies"),
        ("Søren Łukasz Đặng", "soren lukasz dang"),
        ("O'Brien’s", "obriens"),
        ("ﬁne ² ℝ", "fine 2 r"),
    ],
)
def test_folding_is_what_typists_agree_on(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_groups_are_one_token() -> None:
    assert tokens("SE(3)-equivariant E(n) nets") == ["se3", "equivariant", "en", "nets"]


@given(st.text())
def test_nothing_that_controls_a_screen_is_shown(text: str) -> None:
    shown = visible(text + "\u202eevil\x1b[31m\u200b\u2066")
    assert not set(shown) & set("\u202e\x1b\u200b\u2066\r\n\t")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*bold* and `code`", r"\*bold\* and \`code\`"),
        ("snake_case stays, _this_ does not", r"snake_case stays, \_this\_ does not"),
        ("https://a.org/_x_y*z stays", "https://a.org/_x_y*z stays"),
        ("<@123> <#4> <:x:5> but 3 < 4", r"\<@123> \<#4> \<:x:5> but 3 < 4"),
        ("||spoiler|| |x|", r"\|\|spoiler\|\| |x|"),
        ("~~gone~~ ~3%", r"\~\~gone\~\~ ~3%"),
        ("# title", r"\# title"),
        ("> quote", r"\> quote"),
        ("1. first", r"1\. first"),
        ("[a](https://b.org)", r"\[a](https://b.org)"),
        ("SO(3), 10% and x^2", "SO(3), 10% and x^2"),
    ],
)
def test_text_shows_as_it_is_in_markdown(text: str, escaped: str) -> None:
    assert literal(text) == escaped


@given(st.text(min_size=1, max_size=200), st.integers(2, 60))
def test_a_shortened_text_fits(text: str, length: int) -> None:
    assert len(shortened(text, length)) <= length or len(text) <= length
