"""What an answer looks like in Discord, and that nothing is ever over a limit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot import buttons, layout
from bot.buttons import Press
from bot.parting import letters, parted
from knowledge.answer import Answer, Step
from knowledge.dates import PartialDate
from knowledge.paper import Paper
from tests.bot.judging import faults_of

_AWKWARD = st.text(
    alphabet=st.sampled_from("ab *_`~|<>@#[]()\\\n\u200b\u202e\u05d0אب🧪漢-+.:/&"), max_size=600
)


def keep(options: str) -> str:
    return f"{len(options):x}"


def components(page: layout.Page) -> list[dict[str, Any]]:
    return page.to_components()  # type: ignore[return-value]


def texts(page: layout.Page) -> list[str]:
    return [one.content for one in page.walk_children() if hasattr(one, "content")]


def labels(page: layout.Page) -> list[str]:
    return [str(one.label) for one in page.walk_children() if getattr(one, "label", None)]


def a_paper(number: int = 0, **changes: Any) -> Paper:
    return Paper(id=f"paper-{number}", title=f"Title {number}", **changes)


def test_a_list_has_a_section_with_a_button_for_each_paper() -> None:
    papers = tuple(a_paper(number, authors=("Ada",)) for number in range(5))
    answer = Answer(title="five", text="Five.", papers=papers, seen=5, remaining=7)
    page = layout.page(answer, Press(command="find"), keep=keep)
    assert labels(page) == ["Open"] * 5 + ["Next ›"]
    assert "-# 1–5 of 12" in texts(page)
    assert faults_of(page) == []


def test_a_section_tells_title_authors_date_category_and_code() -> None:
    paper = a_paper(
        authors=("Ada", "Emmy"),
        authors_truncated=True,
        date=PartialDate.parse("2024-07-01"),
        categories=("RO", "LG"),
        code=True,
    )
    answer = Answer(title="one", text="One.", papers=(paper,), reasons=("tied by *folds*",), seen=1)
    section = next(one for one in texts(layout.page(answer, Press(command="find"), keep=keep))[2:])
    assert section.splitlines() == [
        "**1. Title 0**",
        "-# Ada, Emmy et al.",
        "-# 1 Jul 2024 · RO · code",
        "-# tied by *folds*",
    ]


def test_a_long_list_is_divided_evenly_among_messages() -> None:
    papers = tuple(a_paper(number) for number in range(25))
    answer = Answer(title="all", text="All.", papers=papers, seen=25)
    shown = []
    for part in range(9):
        page = layout.page(answer, Press(command="find", part=part), keep=keep)
        assert faults_of(page) == []
        shown.append(labels(page).count("Open"))
        if "Next ›" not in labels(page):
            break
    assert sum(shown) == 25
    assert max(shown) - min(shown) <= 2


def test_back_returns_to_where_next_came_from() -> None:
    papers = tuple(a_paper(number) for number in range(3))
    first = Answer(title="t", text="x", papers=papers, first=1, seen=3, remaining=2)
    page = layout.page(first, Press(command="find", options={"limit": 3}), keep=keep)
    onward = read_button(page, "Next ›")
    assert (onward.skip, onward.size, onward.turns) == (3, 3, True)
    second = replace(first, papers=papers[:2], first=4, seen=5, remaining=0)
    back = read_button(layout.page(second, onward, keep=keep), "‹ Back")
    assert (back.skip, back.options) == (0, {"limit": 3})


def read_button(page: layout.Page, label: str) -> Press:
    found = [one for one in page.walk_children() if getattr(one, "label", "") == label]
    press = buttons.read(found[0].custom_id, lambda _: None)  # type: ignore[attr-defined]
    assert press is not None
    return press


def test_a_private_answer_s_buttons_know_their_owner() -> None:
    answer = Answer(title="t", text="x", steps=(Step("More", "find", {"query": "a"}),))
    page = layout.page(answer, Press(command="find", owner=1 << 60), keep=keep)
    assert read_button(page, "More").owner == 1 << 60


def test_equal_buttons_of_a_message_have_different_ids() -> None:
    steps = (Step("One", "help"), Step("Two", "help"))
    page = layout.page(Answer(title="t", text="x", steps=steps), Press(command="help"), keep=keep)
    assert faults_of(page) == []
    assert read_button(page, "One") == read_button(page, "Two")


def test_a_choice_shows_a_button_for_each_paper_that_answers_in_place() -> None:
    papers = tuple(a_paper(number) for number in range(10))
    steps = tuple(Step(one.title, "paper", {"paper": one.id}) for one in papers)
    answer = Answer(title="Which?", text="Ten fit.", papers=papers, steps=steps, asks=True)
    page = layout.page(answer, Press(command="paper"), keep=keep)
    assert labels(page) == ["This one"] * 10
    assert read_button(page, "This one").turns
    assert faults_of(page) == []


def test_links_are_buttons_where_discord_takes_them_as_addresses() -> None:
    links = (
        "https://arxiv.org/abs/1?a=b#c",
        "https://例え.jp/パス 1",
        "http://a b",
        "https://user:secret@a.org/",
        "https://user@a.org/",
        "http://a.org:99999/",
        "http://a|b.org",
        "http://..org",
        "http:///a",
        "ftp://a.org",
        "javascript:alert(1)",
    )
    paper = a_paper(links=links)
    answer = Answer(title=paper.title, text="x", papers=(paper,), is_list=False)
    page = layout.page(answer, Press(command="paper"), keep=keep)
    assert labels(page) == ["arxiv.org", "例え.jp"]
    assert [one.url for one in page.walk_children() if isinstance(one, ui.Button)] == [
        "https://arxiv.org/abs/1?a=b#c",
        "https://xn--r8jz45g.jp/%E3%83%91%E3%82%B9%201",
    ]
    assert faults_of(page) == []


@given(
    links=st.lists(
        st.sampled_from(["https://", "http://a.org", ""]).flatmap(
            lambda start: _AWKWARD.map(lambda rest: start + rest)
        ),
        max_size=5,
    )
)
def test_no_link_spoils_an_answer(links: list[str]) -> None:
    paper = a_paper(links=tuple(links))
    answer = Answer(title=paper.title, text="x", papers=(paper,), is_list=False)
    page = layout.page(answer, Press(command="paper"), keep=keep)
    assert faults_of(page) == []


@given(
    title=_AWKWARD,
    text=_AWKWARD,
    names=st.lists(_AWKWARD, max_size=30),
    papers=st.integers(0, 25),
    steps=st.lists(_AWKWARD, max_size=12),
    part=st.integers(-1, 9),
    outcome=st.sampled_from(["found", "nothing", "unavailable", "invalid"]),
)
def test_no_answer_is_ever_over_a_limit(
    title: str, text: str, names: list[str], papers: int, steps: list[str], part: int, outcome: Any
) -> None:
    listed = tuple(
        a_paper(number, authors=tuple(names), links=(f"https://a.org/{title}",) if number else ())
        for number in range(papers)
    )
    answer = Answer(
        outcome=outcome,
        title=title,
        text=(text + "\n") * 30,
        papers=tuple(replace(one, title=title * 3) for one in listed),
        reasons=tuple(text for _ in listed),
        steps=tuple(Step(label, "find", {"query": label}) for label in steps),
        seen=papers,
        remaining=3,
    )
    page = layout.page(answer, Press(command="find", part=part, owner=(1 << 63) - 1), keep=keep)
    assert faults_of(page) == []


@pytest.mark.parametrize(
    "text",
    [
        "word " * 4000,
        "\\*" * 9000,
        "🧪" * 9000,
        "> " + "A sentence of an abstract. " * 400,
        "```\n" + "a line of code\n" * 900 + "```",
        "\n".join(f"- entry {number}" for number in range(2000)),
    ],
    ids=["words", "escapes", "astral", "quotation", "code", "entries"],
)
def test_a_long_text_is_parted_and_nothing_is_lost(text: str) -> None:
    parts = parted(text, 1000)
    assert len(parts) > 1
    assert all(letters(part) <= 1000 for part in parts)
    bare = [part.replace("```", "").replace("> ", "") for part in parts]
    joined = "".join("".join(part.split()) for part in bare)
    assert joined == "".join(text.replace("```", "").replace("> ", "").split())


def test_a_quotation_stays_one_where_it_is_parted() -> None:
    parts = parted("> " + "A sentence of an abstract. " * 100, 500)
    assert all(part.startswith("> ") for part in parts)
    assert all(part.endswith(".") for part in parts)


def test_an_escape_is_never_cut_from_what_it_escapes() -> None:
    assert not any(part.endswith("\\") for part in parted("\\*" * 5000, 1001))


def test_a_block_of_code_is_closed_and_opened_again() -> None:
    parts = parted("before\n```\n" + "x = 1\n" * 500 + "```\nafter", 600)
    assert all(part.count("```") % 2 == 0 for part in parts)
