"""/metrics: one scholar's numbers, several people's side by side, and what is reported kept apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.session import Session
from commands._command import command_called
from commands._desk import Desk
from knowledge.answer import Answer
from knowledge.picture import Bars, Sheet
from tests.pages import HEADER, Entry, library_of, page, write


def asked(desk: Desk, **options: str) -> Answer:
    return command_called("metrics").answer(desk, options)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A library of two scholars' pages, who both say that they are on paper folding."""
    folder = tmp_path_factory.mktemp("two")
    own = [Entry(title=f"Fold {at}", authors="Emmy Noether, Bo Short") for at in range(2)]
    noether = write(folder, "noether.txt", page(*own))
    header = HEADER.replace("Emmy Noether", "Ada Lovelace").replace("h-index12", "h-index34")
    lovelace = page(Entry(title="Looms", authors="Ada Lovelace"), header=header)
    return Desk(library=library_of(noether, write(folder, "lovelace.txt", lovelace)))


def test_the_whole_sheet_is_shown_and_one_chart_where_it_is_asked_for(desk: Desk) -> None:
    sheet = asked(desk).picture
    assert isinstance(sheet, Sheet)
    assert len(sheet.columns[0].charts) == 4
    for by in ("year", "category", "coauthor", "code", "authors"):
        assert isinstance(asked(desk, by=by).picture, Bars)


def test_people_are_put_side_by_side_and_each_ones_numbers_are_told(desk: Desk) -> None:
    answer = asked(desk, **{"with": "Rose Yu and Dian Wang"})
    assert answer.title == "Robin Walters, Rose Yu and Dian Wang in numbers"
    assert isinstance(answer.picture, Sheet)
    assert [one.heading for one in answer.picture.columns] == [
        "Robin Walters",
        "Rose Yu",
        "Dian Wang",
    ]
    walters, yu, wang = answer.text.split("\n\n")
    assert "- **Reported** by the profile page of 2026: h-index 33, papers 71" in walters
    assert "- **Counted** in this library: 50 papers of the 71 that the profile claims" in walters
    assert "No profile here reports numbers for Rose Yu" in yu
    assert "**Counted** in this library: at least 3 papers" in yu
    assert "**Counted** in this library: at least 9 papers" in wang
    assert "h-index" not in yu + wang


def test_one_chart_of_several_people_has_no_reported_numbers(desk: Desk) -> None:
    answer = asked(desk, **{"with": "Rose Yu", "by": "category"})
    assert isinstance(answer.picture, Sheet)
    assert [len(one.charts) for one in answer.picture.columns] == [1, 1]
    assert not any(one.figures for one in answer.picture.columns)


def test_papers_that_several_wrote_together_are_listed_once(desk: Desk) -> None:
    answer = asked(desk, **{"person": "Rose Yu", "with": "Robin Walters"})
    assert len(set(answer.papers)) == len(answer.papers)
    assert answer.heading == "Newest of the 50 papers this is counted from"


def test_at_most_four_stand_side_by_side(desk: Desk) -> None:
    four = "Rose Yu and Dian Wang and David Klee"
    assert asked(desk, **{"with": four}).outcome == "found"
    answer = asked(desk, **{"with": f"{four} and Ondrej Biza"})
    assert answer.outcome == "invalid"
    assert "At most four people" in answer.text
    assert "Ondrej Biza" in answer.text


def test_nobody_stands_beside_themselves(desk: Desk) -> None:
    answer = asked(desk, **{"with": "Robin Walters"})
    assert answer.outcome == "invalid"
    assert "Robin Walters" in answer.text
    twice = asked(desk, **{"person": "Rose Yu", "with": "rose yu and Dian Wang"})
    assert twice.title == "Rose Yu and Dian Wang in numbers"


def test_a_library_of_several_pages_offers_them_side_by_side(two: Desk) -> None:
    answer = asked(two)
    assert answer.title == "This library in numbers"
    step = next(step for step in answer.steps if step.label == "Side by side")
    beside = asked(two, **{name: str(value) for name, value in step.options.items()})
    assert isinstance(beside.picture, Sheet)
    for column, h_index in zip(beside.picture.columns, ("12", "34"), strict=True):
        assert column.figures[0].value == h_index
    whose = [
        next(step for step in asked(two, person=name).steps if step.label == "Side by side").options
        for name in ("Emmy Noether", "Ada Lovelace")
    ]
    assert [one["person"] for one in whose] == ["Emmy Noether", "Ada Lovelace"]
    assert "Side by side" not in [step.label for step in asked(two, person="Bo Short").steps]


def test_with_needs_somebody_to_stand_beside(two: Desk) -> None:
    answer = asked(two, **{"with": "Ada"})
    assert answer.outcome == "invalid"
    assert "person" in answer.text
    assert (
        asked(two, **{"with": "Ada and Emmy"}).title == "Ada Lovelace and Emmy Noether in numbers"
    )


def test_only_reported_numbers_of_several_are_told_for_each(two: Desk) -> None:
    answer = asked(two, **{"person": "Emmy", "with": "Ada and Bo Short", "show": "reported"})
    assert re.findall(r"h-index: (\d+)", answer.text) == ["12", "34"]
    assert "No profile here reports numbers for Bo Short" in answer.text
    assert answer.picture is None


def test_steps_lead_from_the_sheet_to_charts_and_back(session: Session) -> None:
    sheet = session.answer("/metrics with:Rose")
    assert [step.label for step in sheet.steps] == ["By year", "By category", "By coauthor"]
    chart = session.answer(sheet.steps[1].line)
    assert isinstance(chart.picture, Sheet)
    assert chart.steps[0].label == "All numbers"
    assert session.answer(chart.steps[0].line).picture == sheet.picture


def test_a_library_without_dates_or_authors_has_numbers_too(tmp_path: Path) -> None:
    session = Session(library_of(write(tmp_path, "a.jsonl", '{"title": "Nothing Known"}\n')))
    answer = session.answer("/metrics")
    assert answer.outcome == "found"
    assert "1 paper" in answer.text
    assert answer.picture
    assert answer.picture.is_empty


def test_who_is_to_stand_beside_is_asked_before_which_of_several_is_meant(two: Desk) -> None:
    answer = asked(two, **{"with": "o"})
    assert answer.outcome == "invalid"
    assert "Beside whom" in answer.text


def test_papers_of_who_has_no_page_are_at_least_so_many_where_lists_are_cut(tmp_path: Path) -> None:
    lines = (
        "- {title: Oaks, authors: [Ana Oak, Bo Elm], date: 2020}\n"
        "- {title: Elms, authors: [Bo Elm], authors_truncated: true, date: 2021}\n"
    )
    desk = Desk(library=library_of(write(tmp_path, "papers.yaml", lines)))
    for options in ({}, {"by": "year"}, {"with": "Bo Elm"}):
        answer = asked(desk, person="Ana Oak", **options)
        assert "at least 1 paper" in answer.text
        assert "at least 1 coauthor" in answer.text
        assert answer.picture
        assert answer.picture.note.endswith("Ana Oak may have more papers here.")
        assert answer.picture.note in answer.picture.alt
    whole = asked(desk, person="Bo Elm")  # named on all there are, so no list hides more
    assert "- 2 papers" in whole.text
    assert whole.picture
    assert "more papers" not in whole.picture.note
