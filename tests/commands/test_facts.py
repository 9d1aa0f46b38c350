"""Quotations, definitions, comparisons, and who works on what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.session import Session
from commands._command import command_called
from commands._desk import Desk
from knowledge.answer import Answer
from tests.pages import Entry, library_of, page, write

_WARM = (
    "We built a *stove*. It heats 12 rooms; no @everyone was hurt. A hearth is a place for fire."
)
_COLD = "We built a fridge. It cools 3 rooms."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    text = page(
        Entry(
            head="LGSep 26, 2023",
            title="STOVE: Warm Rooms",
            abstract=_WARM,
            authors="Ada Long, Bo Short",
        ),
        Entry(head="LGMay 2, 2021", title="Cold Rooms", abstract=_COLD, authors="Bo Short, Cy Old"),
        Entry(head="ROMay 2, 2020", title="Wind", abstract="Wind blows.", authors="Cy Old, Di New"),
        Entry(head="ROMay 2, 2019", title="Alone", abstract="", authors="Ed Solo"),
    )
    folder = tmp_path_factory.mktemp("library")
    return Desk(library=library_of(write(folder, "page.txt", text)))


def asked(desk: Desk, name: str, **options: str | bool) -> Answer:
    return command_called(name).answer(desk, options)


def test_a_quotation_marks_what_matches_and_escapes_the_rest(small: Desk) -> None:
    answer = asked(small, "quote", question="how many rooms does it heat", paper="STOVE")
    assert answer.text.startswith("> It **heats 12 rooms**; no @everyone")
    assert (
        asked(small, "quote", question="did they build a stove", paper="STOVE").text.count(r"\*")
        == 2
    )
    assert answer.papers[0].title == "STOVE: Warm Rooms"
    assert not answer.is_list


def test_several_papers_are_told_apart_under_their_quotations(small: Desk) -> None:
    answer = asked(small, "quote", question="what did they build in rooms")
    assert {one.title for one in answer.papers} == {"STOVE: Warm Rooms", "Cold Rooms"}
    assert "— *Cold Rooms*" in answer.text


@pytest.mark.parametrize(
    ("question", "paper", "says"),
    [
        ("how many cellars does it heat", "STOVE", "no *cellars*"),
        ("does it use nuclear power", "STOVE", "no *nuclear*, or *power*".replace(",", "")),
        ("who is it", "Alone", "no abstract of this paper"),
    ],
)
def test_what_no_sentence_states_is_said_to_be_unknown(
    small: Desk, question: str, paper: str, says: str
) -> None:
    answer = asked(small, "quote", question=question, paper=paper)
    assert answer.outcome == "nothing"
    assert says in answer.text
    assert ">" not in answer.text


def test_two_questions_at_once_are_answered_one_by_one(small: Desk) -> None:
    answer = asked(small, "quote", question="how many rooms? which fuel?", paper="STOVE")
    assert answer.outcome == "found"
    assert "12 rooms" in answer.text
    assert "no *fuel*" in answer.text


def test_no_number_is_said_that_is_not_quoted(small: Desk) -> None:
    answer = asked(small, "quote", question="how many bathrooms are there in all houses")
    assert answer.outcome == "nothing"
    assert not any(letter.isdigit() for letter in answer.text)


def test_a_term_is_defined_or_at_least_shown_in_use(small: Desk) -> None:
    assert "place for fire" in asked(small, "define", term="hearth").text
    used = asked(small, "define", term="fridge")
    assert used.text.startswith("No paper here defines it")
    assert asked(small, "define", term="zeppelin").outcome == "nothing"


def test_two_papers_are_compared_by_date_words_and_people(small: Desk) -> None:
    answer = asked(small, "compare", paper="STOVE", **{"with": "Cold Rooms"})
    assert answer.papers[0].title == "STOVE: Warm Rooms"
    assert "Both are by Bo Short" in answer.text
    assert "The newer one is *STOVE: Warm Rooms*" in answer.text
    assert asked(small, "compare", paper="STOVE", **{"with": "stove"}).outcome == "invalid"


def test_who_works_on_a_topic_is_counted_from_papers(small: Desk) -> None:
    answer = asked(small, "experts", topic="rooms")
    assert answer.text.splitlines()[2] == "- **Bo Short**: 2 papers"
    assert len(answer.papers) == 2
    assert asked(small, "experts", topic="submarines").outcome == "nothing"
    assert "Ed Solo" in asked(small, "experts", topic="robotics").text


def test_two_people_without_a_joint_paper_are_connected(tmp_path: Path) -> None:
    lists = (["Ada Long", "Bo Short"], ["Bo Short", "Cy Old"], ["Cy Old", "Di New"], ["Ed Solo"])
    lines = [
        json.dumps({"title": f"Paper {number}", "authors": names})
        for number, names in enumerate(lists)
    ]
    desk = Desk(library=library_of(write(tmp_path, "papers.jsonl", "\n".join(lines))))
    answer = asked(desk, "coauthors", person="Ada Long", **{"with": "Di New"})
    assert "connected in 3 steps" in answer.text
    assert [one.title for one in answer.papers] == ["Paper 0", "Paper 1", "Paper 2"]
    alone = asked(desk, "coauthors", person="Ada Long", **{"with": "Ed Solo"})
    assert alone.outcome == "nothing"
    assert "connected" not in alone.text
    both = asked(desk, "coauthors", person="Ada Long", **{"with": "Cy Old"})
    assert "With both of them wrote Bo Short." in both.text


def test_one_thing_of_a_paper_is_shown_by_itself(small: Desk) -> None:
    assert asked(small, "paper", paper="STOVE", show="date").text == "- **Date:** 26 Sep 2023"
    assert "Ada Long" in asked(small, "paper", paper="STOVE", show="authors").text
    assert asked(small, "paper", paper="Wind", show="abstract").text == "> Wind blows."
    assert "none" in asked(small, "paper", paper="Wind", show="code").text


def test_papers_are_found_among_those_of_a_list_and_by_type(small: Desk, tmp_path: Path) -> None:
    ids = ",".join(one.id for one in small.library.papers[1:3])
    answer = asked(small, "find", query="rooms", among=ids)
    assert [one.title for one in answer.papers] == ["Cold Rooms"]
    assert asked(small, "find", among="nowhere").outcome == "invalid"
    survey = page(Entry(title="Rooms: A Survey"), Entry(title="Rooms", authors="Ida Kern"))
    desk = Desk(library=library_of(write(tmp_path, "page.txt", survey)))
    found = asked(desk, "find", query="rooms", type="survey")
    assert [one.title for one in found.papers] == ["Rooms: A Survey"]


def test_only_what_a_profile_reports_is_shown_or_said_to_be_missing(session: Session) -> None:
    reported = session.answer("/metrics show:reported")
    assert "citations: 1,668" in reported.text
    assert "**50** are listed here" in reported.text
    assert reported.picture is None
    missing = session.answer("/metrics person:klee show:reported")
    assert missing.outcome == "nothing"
    assert "There is one of Robin Walters" in missing.text
