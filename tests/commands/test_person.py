"""What is known of a person, what it rests on, and who else is called alike."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.session import Session
from commands._command import command_called
from commands._desk import Desk
from knowledge import reading
from knowledge.library import Library
from tests.pages import write

PAPERS: list[dict[str, object]] = [
    {
        "title": "Larks *at* dawn",
        "authors": ["David Klee", "Ana Oak"],
        "date": "2019",
        "category": "BI",
    },
    {"title": "Wrens", "authors": ["David M. Klee", "Ana Oak", "Bo Elm"], "date": "2021"},
    {"title": "Owls", "authors": ["D. Klee", "Ana Oak"], "authors_truncated": True, "date": "2022"},
    {"title": "Stones", "authors": ["Dan Klee", "Cy Ash"]},
    {"title": "Rocks", "authors": ["Dan Klee", "Cy Ash"]},
    {"title": "Pebbles", "authors": ["Doris Klee"]},
    {"title": "Nobody's"},
]


def told(folder: Path, name: str, *, more: str = "") -> str:
    lines = "".join(json.dumps(one) + "\n" for one in PAPERS)
    files = [write(folder, "papers.jsonl", lines)]
    if more:
        files.append(write(folder, "people.yaml", more))
    answer = command_called("person").answer(
        Desk(library=Library(reading.read(files))), {"person": name}
    )
    assert answer.outcome == "found"
    return answer.text


def test_spellings_are_counted_with_the_reason_why_they_are_one(tmp_path: Path) -> None:
    text = told(tmp_path, "David Klee", more="aliases: {David Klee: [D. Klee]}")
    assert "*David Klee* on 1 paper\n" in text
    assert "*David M. Klee* on 1 paper; first name and surname agree" in text
    assert "*D. Klee* on 1 paper; the library's aliases say so" in text


def test_what_a_cut_list_may_hide_is_at_least(tmp_path: Path) -> None:
    text = told(tmp_path, "David Klee", more="aliases: {David Klee: [D. Klee]}")
    assert "**3 papers**, 2019–2022" in text
    assert "- at least 2 coauthors (cut lists of authors: 1): Ana Oak (3) and Bo Elm (1)" in text
    assert "at least **2 papers**" in told(tmp_path, "Dan Klee")


def test_those_who_are_called_alike_are_told_with_most_papers_first(tmp_path: Path) -> None:
    text = told(tmp_path, "David Klee")
    (others,) = re.findall(r"\*\*Kept apart\*\* here: (.*)", text)
    assert others.startswith("Dan Klee (2 papers), D. Klee (1 paper) and Doris Klee (1 paper). If")
    assert "Kept apart" not in told(tmp_path, "Ana Oak")


def test_who_is_told_apart_is_said_to_be(tmp_path: Path) -> None:
    more = "namesakes: [{name: Dan Klee (Mars), spelling: Dan Klee, papers: [Stones]}]"
    text = told(tmp_path, "Dan Klee (Mars)", more=more)
    assert "Spelled *Dan Klee* here, as Dan Klee (others) is; the library's alias file" in text
    assert "they may be several people's" in told(tmp_path, "Dan Klee (others)", more=more)


def test_reported_and_counted_stand_apart(session: Session) -> None:
    text = session.answer("/person").text
    counted, reported = text.split("**Reported** by the profile page of 2026: ")
    assert "**50 papers**" in counted
    assert "implied by the profile page on 33" in counted
    assert "papers 71" in reported
    assert "71" not in counted


def test_numbers_are_those_of_the_lists(library: Library, session: Session) -> None:
    for person in library.people.everyone[:20]:
        answer = session.answer(f'/person "{person.name}"')
        assert answer.title == person.name
        assert f"**{len(person.papers)} paper" in answer.text
        number = len(library.people.coauthors(person))
        assert f"{number} coauthor" in answer.text
        assert [step.command for step in answer.steps] == ["find", "coauthors", "metrics"]
        assert {paper.id for paper in answer.papers} <= {
            library.papers[at].id for at in person.papers
        }


def test_without_a_person_or_an_owner_it_asks_for_one(tmp_path: Path) -> None:
    file = write(tmp_path, "papers.jsonl", "".join(json.dumps(one) + "\n" for one in PAPERS))
    answer = Session(Library(reading.read([file]))).answer("/person")
    assert answer.outcome == "invalid"
    assert "Please say *person*" in answer.text
    assert "Ana Oak" in answer.text


@pytest.mark.parametrize(
    ("typed", "outcome", "said"),
    [
        ("dian wnag", "found", "Read *dian wnag* as *Dian Wang*"),
        ("wang", "found", "Who is meant?"),
        ("Geoffrey Hinton", "nothing", "Nobody called"),
        ("@everyone **x**", "nothing", "Nobody called"),
        ("\u202e", "invalid", "no value"),
    ],
)
def test_names_are_read_as_by_other_commands(
    session: Session, typed: str, outcome: str, said: str
) -> None:
    answer = session.answer(f'/person "{typed}"')
    assert answer.outcome == outcome
    assert said in answer.text


def test_who_wrote_alone_has_no_step_to_coauthors(tmp_path: Path) -> None:
    lines = "".join(json.dumps(one) + "\n" for one in PAPERS)
    session = Session(Library(reading.read([write(tmp_path, "papers.jsonl", lines)])))
    for name, number in (("Doris Klee", 2), ("Dan Klee", 3)):
        steps = session.answer(f"/person {name}").steps
        assert len(steps) == number
        assert {session.answer(step.line).outcome for step in steps} == {"found"}
