from __future__ import annotations

from pathlib import Path

import pytest

from bot.session import Session
from commands._command import all_commands
from commands._desk import Desk
from knowledge.answer import Answer
from tests.pages import Entry, library_of, page, write


def find(desk: Desk, **options: str | int | bool) -> Answer:
    return all_commands()["find"].answer(desk, options)


def test_typos_are_corrected_and_said_and_can_be_taken_back(desk: Desk) -> None:
    answer = find(desk, query="difusion polices")
    assert answer.papers[0].title == "Equivariant Diffusion Policy"
    assert "Read *difusion* as *diffusion*" in answer.text
    assert answer.steps[0].line == "/find query:'\"difusion polices\"'"
    literal = Session(desk.library).answer(answer.steps[0].line)
    assert literal.outcome == "nothing"
    assert "difusion" in literal.text


def test_the_search_as_typed_keeps_the_filters(desk: Desk) -> None:
    (step,) = find(desk, query="difusion policy", category="RO", year=2024).steps
    assert step.line == "/find category:RO year:2024 query:'\"difusion policy\"'"


def test_a_word_that_no_paper_has_is_not_said_to_be_in_all(desk: Desk) -> None:
    answer = find(desk, query="grasping zzzzqqq")
    assert "No paper has all of these words" in answer.text
    assert "zzzzqqq" in answer.text


def test_filters_hold_together(desk: Desk) -> None:
    answer = find(
        desk, author="dian wang", category="robotics", since="2023-06", until="2024", limit=25
    )
    assert answer.papers
    for paper in answer.papers:
        assert "Dian Wang" in paper.authors
        assert paper.category == "RO"
        assert "2023-06" <= str(paper.date) < "2025"


@pytest.mark.parametrize(
    ("options", "number"),
    [
        ({"year": 2023}, 15),
        ({"code": True}, 6),
        ({"code": False}, 44),
        ({"category": "CV"}, 3),
        ({"since": "2026"}, 5),
        ({"until": "2020"}, 1),
        ({}, 50),
    ],
)
def test_without_words_the_filters_list(
    desk: Desk, options: dict[str, str | int | bool], number: int
) -> None:
    answer = find(desk, **options)
    assert f"**{number} paper" in answer.text
    dates = [str(paper.date) for paper in answer.papers]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_by_date_only_papers_with_all_words_are_listed(desk: Desk, sort: str) -> None:
    answer = find(desk, query="flow matching", sort=sort, limit=25)
    dates = [str(paper.date) for paper in answer.papers]
    assert dates == sorted(dates, reverse=sort == "newest")
    for paper in answer.papers:
        assert "flow matching" in f"{paper.title} {paper.abstract}".lower()


def test_a_name_among_the_words_is_read_as_the_author(desk: Desk) -> None:
    for query in ("dian wang grasp", "Dian Wang grasping"):
        answer = find(desk, query=query)
        assert all("Dian Wang" in paper.authors for paper in answer.papers)
        assert "by Dian Wang" in answer.title


def test_what_is_implied_is_told_from_what_is_named(desk: Desk) -> None:
    answer = find(desk, author="Robin Walters")
    assert "named on 17" in answer.text
    assert "On 33 of them Robin Walters is implied" in answer.text


def test_a_list_goes_on_where_it_stopped(session: Session) -> None:
    seen = [paper.id for paper in session.answer("/find limit:20").papers]
    second = session.answer("")
    assert second.first == 21
    seen += [paper.id for paper in second.papers]
    third = session.answer("  ")
    seen += [paper.id for paper in third.papers]
    assert len(set(seen)) == len(seen) == 50
    assert third.remaining == 0
    assert session.answer("").outcome == "invalid"
    assert session.answer("/paper 41").papers == (third.papers[0],)


@pytest.mark.parametrize(
    "query", ["pizza", "best pizza in town", "quantum chromodynamics", "zzzz", "alphafold", "的"]
)
def test_what_is_not_there_is_not_found(desk: Desk, query: str) -> None:
    answer = find(desk, query=query)
    assert answer.outcome == "nothing"
    assert "No paper here matches" in answer.text


def test_dates_of_reduced_precision_pass_where_they_may_be_meant(tmp_path: Path) -> None:
    file = write(
        tmp_path,
        "a.yaml",
        "- {title: Year, date: 2020}\n- {title: Month, date: 2020-06}\n- {title: Undated}\n",
    )
    desk = Desk(library=library_of(file))

    def titles(**options: str | int) -> set[str]:
        return {paper.title for paper in find(desk, **options).papers}

    assert titles(since="2020-06-15") == {"Year", "Month"}
    assert titles(since="2020-07") == {"Year"}
    assert titles(until="2020-05") == {"Year"}
    assert titles(year=2020) == {"Year", "Month"}
    assert titles() == {"Year", "Month", "Undated"}


def test_words_that_a_library_of_one_paper_lacks_are_told(tmp_path: Path) -> None:
    desk = Desk(library=library_of(write(tmp_path, "one.txt", page(Entry()))))
    assert "The only paper here has no *deep*." in find(desk, query="deep").text
