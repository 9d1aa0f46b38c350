"""What holds for every command, and the ways in which options can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.session import Session
from commands._command import Value, all_commands, command_called
from commands._desk import Desk, papers, people
from knowledge.citation import as_bibtex, as_text
from knowledge.library import Library
from knowledge.paper import Paper
from tests.pages import HEADER, Entry, library_of, page, write


def test_the_commands_are_those_that_people_know() -> None:
    options = {name: " ".join(one.options) for name, one in all_commands().items()}
    assert options == {
        "ask": "question",
        "cite": "paper style",
        "coauthors": "person with paper",
        "compare": "paper with",
        "define": "term",
        "experts": "topic",
        "find": "query author category year since until code type among sort limit",
        "help": "command",
        "metrics": "person with by show",
        "paper": "paper show",
        "person": "person",
        "quote": "question paper",
        "related": "paper limit",
        "summary": "paper sentences",
        "timeline": "person topic by",
        "topics": "topic limit",
    }


@pytest.mark.parametrize("name", list(all_commands()))
def test_every_command_and_option_is_described_within_discords_limits(name: str) -> None:
    one = all_commands()[name]
    assert 0 < len(one.summary) <= 100
    for option in one.options.values():
        assert 0 < len(one.describe(option)) <= 100


@pytest.mark.parametrize("shows_nothing", ["", " ", "\u200b\u2060", "\ufeff \u202e", "\x00\x01"])
@pytest.mark.parametrize("name", list(all_commands()))
def test_a_value_that_shows_nothing_is_none(desk: Desk, name: str, shows_nothing: str) -> None:
    one = all_commands()[name]
    option = next(iter(one.options.values()))
    answer = one.answer(desk, {option.name: shows_nothing})
    says = f"needs *{option.name}*" if option.required else f"{option.name} was given no value"
    assert answer.outcome == "invalid"
    assert says in answer.text


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("code", 7, "code takes yes or no, not *7*"),
        ("limit", True, "limit takes a number from 1 to 25, not *True*"),
        ("limit", "1.5", "limit takes a number from 1 to 25, not *1.5*"),
        ("since", 20245, "since takes a date"),
    ],
)
def test_a_value_of_another_kind_is_told(desk: Desk, name: str, value: Value, said: str) -> None:
    answer = all_commands()["find"].answer(desk, {name: value})
    assert said in answer.text


def test_half_a_letter_is_left_out(desk: Desk) -> None:
    answer = all_commands()["find"].answer(desk, {"query": "LieGAN \ud800"})
    assert answer.title == "LieGAN"


def test_the_words_that_were_given_name_the_paper_s_id(desk: Desk) -> None:
    answer = all_commands()["related"].answer(desk, {"paper": " TopoX\n"})
    assert answer.ids[" TopoX\n"] == answer.ids["TopoX"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/find year:abc", "year takes a number from 1000 to 9999, not *abc*"),
        ("/find limit:0", "limit takes a number from 1 to 25, not 0"),
        ("/find since:2025-13", "since takes a date such as"),
        ("/find code:maybe", "code takes yes or no"),
        ("/find sort:random", "sort is relevance, newest or oldest"),
        ("/find yaer:2024", "Did you mean *year*?"),
        ("/summary LieGAN sentences:9", "sentences takes a number from 1 to 5"),
        ("/summary", "/summary needs *paper*"),
        ("/paper", "/paper needs *paper*"),
        ("/fnd x", "Did you mean /find?"),
        ("/help command:fnd", "Did you mean /find?"),
        ("/paper 3", "there is no list yet"),
        ("/coauthors person:biza with:ondrej", "one person"),
        ("/find query:" + "x" * 3000, "at most 2,000 characters"),
        ("y" * 10_000, "at most 2,000 characters, not 10,000"),
    ],
)
def test_bad_input_gets_one_clear_line(session: Session, line: str, said: str) -> None:
    answer = session.answer(line)
    assert answer.outcome == "invalid"
    assert said in answer.text
    assert "\n" not in answer.text


def test_bad_input_loses_nothing(session: Session) -> None:
    listed = session.answer("/find limit:3").papers
    for line in ("", "/paper 99", "/nonsense", "/find year:x"):
        session.answer(line)
    assert session.answer("/paper 2").papers == (listed[1],)


def test_spelling_of_choices_is_forgiven(session: Session) -> None:
    assert session.answer("/find sort:newst").outcome == "found"
    assert session.answer("/metrics by:categry").picture is not None


def test_a_choice_can_be_made_by_number_and_by_step(session: Session) -> None:
    offered = session.answer("/paper symmetry discovery")
    assert len(offered.papers) == 2
    assert session.answer("/paper 2").papers == (offered.papers[1],)
    people = session.answer("/coauthors person:wang")
    assert "Dian Wang" in people.text
    assert "Rui Wang" in people.text
    assert session.answer(people.steps[0].line).title.startswith("Coauthors of")


def test_who_is_not_here_leads_to_the_nearest_name(session: Session) -> None:
    answer = session.answer('/coauthors person:"rui wong"')
    assert answer.outcome == "nothing"
    assert "The nearest name is Rui Wang." in answer.text
    assert [step.options for step in answer.steps] == [{"person": "Rui Wang"}]
    assert session.answer(answer.steps[0].line).title == "Coauthors of Rui Wang"
    assert not session.answer("/coauthors Geoffrey Hinton").steps


def test_a_name_that_another_begins_with_is_asked_about(session: Session) -> None:
    # Half of a hyphenated surname may be another one.
    answer = session.answer("/coauthors Niklas Margulies")
    assert answer.title == "Which one?"
    assert "Is Niklas Smedemark-Margulies meant?" in answer.text
    chosen = session.answer(answer.steps[0].line)
    assert chosen.title == "Coauthors of Niklas Smedemark-Margulies"


def test_the_second_name_can_be_chosen_too(session: Session) -> None:
    offered = session.answer("/coauthors person:walters with:wang")
    assert {step.options["with"] for step in offered.steps} == {"Dian Wang", "Rui Wang"}


@pytest.mark.parametrize(
    "line", ['/find author:"wang and klee"', "/find wang grasping", "Zhao 2022", "wang"]
)
def test_a_choice_of_people_leads_on(session: Session, line: str) -> None:
    offered = session.answer(line)
    assert offered.title == "Which one?"
    for step in offered.steps:
        assert session.answer(step.line).title != "Which one?"


def test_it_means_the_paper_that_was_talked_about(session: Session) -> None:
    session.answer("papers by Dian Wang")
    session.answer("/paper TopoX")
    assert session.answer("/summary it").title.startswith("TopoX")
    assert session.answer("/summary 1").title.startswith("Coarse-to-Fine")


def test_a_library_without_a_profile_asks_whose(tmp_path: Path) -> None:
    file = write(tmp_path, "a.yaml", "- {title: One, authors: [Ada Lovelace, Emmy Noether]}\n")
    session = Session(library_of(file))
    answer = session.answer("/coauthors with:Noether")
    assert answer.outcome == "invalid"
    assert "Ada Lovelace" in answer.text
    assert session.answer("/metrics").title == "This library in numbers"
    assert session.answer("/coauthors ada").text.startswith("**1 coauthor** on 1 paper.")


def test_a_page_of_one_paper_answers_everything(tmp_path: Path) -> None:
    text = page(Entry(authors="Emmy Noether"), header=HEADER)
    session = Session(library_of(write(tmp_path, "a.txt", text)))
    outcomes = {
        line: session.answer(line).outcome
        for line in (
            "/find",
            "/paper folding",
            "/summary 1",
            "/metrics",
            "/help",
            "/related folding",
            "/coauthors",
        )
    }
    assert outcomes.pop("/related folding") == "nothing"
    assert outcomes.pop("/coauthors") == "nothing"
    assert set(outcomes.values()) == {"found"}


def test_suggestions_are_few_and_forgiving(desk: Desk, library: Library) -> None:
    assert papers(desk, "difusion pol")[0] == "Equivariant Diffusion Policy"
    assert papers(desk, "liegan")[0].startswith("Generative Adversarial")
    assert people(desk, "wnag")[0] in ("Dian Wang", "Rui Wang")
    assert len(papers(desk, "")) <= 25
    assert people(desk, "")[0] == library.people.everyone[0].name


def test_paper_text_is_escaped_wherever_it_is_said(tmp_path: Path) -> None:
    entry = Entry(
        title="*Bold* <@123> `code`",
        authors="Ev*il Na*me, Other One",
        abstract="We show *this* and <@&5>. It ends # here.",
    )
    session = Session(library_of(write(tmp_path, "a.txt", page(entry))))
    for line in ("/paper bold", "/summary bold", "/coauthors other", "find *this*"):
        text = session.answer(line).text
        assert "\\*" in text or "*" not in text.replace("**", ""), line
        assert "<@" not in text.replace("\\<@", ""), line


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("/paper B", ["Summary", "Related", "Coauthors", "Cite as text"]),
        ("/summary B", ["Related", "Coauthors", "Cite as text", "The paper itself"]),
        ("/summary A", ["Whole abstract", "Related", "Coauthors", "Cite as text"]),
        ("/cite B", ["As BibTeX", "Summary", "Related", "Coauthors", "The paper itself"]),
    ],
)
def test_from_a_paper_one_goes_on_to_all_that_is_known_of_it(
    tmp_path: Path, line: str, labels: list[str]
) -> None:
    file = tmp_path / "two.jsonl"
    file.write_text('{"title": "A", "abstract": "We fold paper."}\n{"title": "B"}\n')
    session = Session(library_of(file))
    answer = session.answer(line)
    assert [step.label for step in answer.steps] == labels
    for step in answer.steps:
        assert session.answer(step.line).outcome in ("found", "nothing")


def test_a_citation_has_one_full_stop_after_each_part() -> None:
    paper = Paper(id="a", title="Code true.", authors=("I J",), authors_truncated=True)
    assert as_text(paper) == "I J, et al. Code true."
    linked = Paper(id="b", title="Is it?", links=("https://arxiv.org/pdf/1706.03762v2",))
    assert as_text(linked) == "Is it? https://arxiv.org/pdf/1706.03762v2"
    assert "eprint = {1706.03762}" in as_bibtex(linked)


@pytest.mark.parametrize(
    "line", ["/coauthors", "/coauthors paper:TopoX", "/timeline", "/find", "/topics"]
)
def test_past_the_end_of_a_list_that_shrank_nothing_untrue_is_said(
    session: Session, line: str
) -> None:
    whole = session.answer(line)
    command = command_called(line.split()[0].removeprefix("/"))
    beyond = session.run(command, {"paper": "TopoX"} if "paper" in line else {}, skip=10_000)
    assert (beyond.outcome, beyond.title, beyond.remaining) == ("found", whole.title, 0)
    assert "names" not in beyond.text


def test_coauthors_are_lower_bounds_also_where_other_lists_are_cut(tmp_path: Path) -> None:
    lines = (
        "- {title: Oaks, authors: [Ana Oak, Bo Elm]}\n"
        "- {title: Elms, authors: [Bo Elm, Cy Ash], authors_truncated: true}\n"
    )
    session = Session(library_of(write(tmp_path, "papers.yaml", lines)))
    says = session.answer("/coauthors ana").text
    assert says.startswith("At least **1 coauthor** on 1 paper. 1 other list of authors is cut")
    assert "wrote at least **1 paper**" in session.answer("/coauthors ana with:elm").text
    assert "a list that was cut may hide one" in session.answer("/coauthors ana with:ash").text
    assert "1 other list" in session.answer("/coauthors paper:Oaks").text
