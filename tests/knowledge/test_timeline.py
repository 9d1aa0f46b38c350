"""Timelines as descriptions: their numbers are those of the papers."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.picture import Lane, Timeline
from knowledge.timeline import MOST_LANES, rows_by, timeline
from knowledge.years import Periods, Years, unfinished_year
from tests.pages import library_of, write


def described(library: Library) -> Timeline:
    positions = np.arange(len(library.papers))
    rows = rows_by(library, positions, "person")
    return timeline(library, positions, rows, title="All", unfinished_year=2026)


@given(st.lists(st.sampled_from([0, *range(1960, 2027)]), max_size=60))
def test_every_dated_paper_is_in_one_period_and_none_is_left_out_between(years: list[int]) -> None:
    periods = Periods.of(np.array(years, np.int32))
    counts = periods.counts(np.array(years, np.int32))
    assert sum(counts) == sum(year > 0 for year in years)
    assert len(counts) == len(periods.names) <= 25
    assert not counts or (counts[0] and counts[-1])


def test_many_years_are_told_by_decade() -> None:
    periods = Periods.of(np.array([1965, 2004, 2026], np.int32))
    assert periods.names == ("1960s", "1970s", "1980s", "1990s", "2000s", "2010s", "2020s")
    assert periods.counts(np.array([1969, 1970, 0])) == (1, 1, 0, 0, 0, 0, 0)
    assert periods.ends_in(2026)
    assert not periods.ends_in(2019)
    assert not periods.ends_in(0)


def test_the_busiest_years_are_those_with_most_papers() -> None:
    years = Years.of(np.array([2003, 0, 2001, 2003, 2007, 2001, 0, 0]))
    assert years == Years(2001, 2007, (2001, 2003), 2)
    assert Years.of(np.array([0])) == Years(None, None, (), 0)


def test_rows_agree_with_the_papers(library: Library) -> None:
    one = described(library)
    assert one.lanes[0].label == "All papers"
    assert one.lanes[0].total == sum(one.lanes[0].values) == len(library.papers)
    assert len(one.lanes) == 1 + MOST_LANES
    for lane in one.lanes[1:]:
        person = library.people.called(lane.label)
        assert person
        years = [library.papers[at].year for at in person.papers]
        assert [int(value) for value in lane.values] == [years.count(int(p)) for p in one.periods]
    assert one.is_last_unfinished


@pytest.mark.parametrize("by", ["category", "person"])
def test_rows_come_with_the_largest_first(library: Library, by: str) -> None:
    rows = rows_by(library, np.arange(len(library.papers)), by)  # type: ignore[arg-type]
    sizes = [len(some) for _, some in rows]
    assert sizes == sorted(sizes, reverse=True)
    if by == "category":
        assert sum(sizes) == len(library.papers)


def test_papers_without_a_date_are_counted_and_said(tmp_path: Path) -> None:
    records = [{"title": "A", "date": "2020"}, {"title": "B"}, {"title": "C"}]
    some = library_of(write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, records))))
    one = described(some)
    assert one.note == "Not shown: 2 papers without a date."
    assert one.periods == ("2020",)
    assert one.lanes[0].total == 3


def test_a_library_without_dates_has_no_timeline(tmp_path: Path) -> None:
    some = library_of(write(tmp_path, "a.jsonl", json.dumps({"title": "A"})))
    one = described(some)
    assert one.is_empty
    assert "1 paper without a date" in one.alt


def test_the_year_of_capture_is_the_unfinished_one(library: Library, tmp_path: Path) -> None:
    assert unfinished_year(library, 2030) == 2026
    some = library_of(write(tmp_path, "a.jsonl", json.dumps({"title": "A"})))
    assert unfinished_year(some, 2030) == 2030


def test_its_words_have_the_numbers_of_each_row(library: Library) -> None:
    one = described(library)
    for lane in one.lanes:
        assert f"{lane.label}: {lane.total} papers" in one.alt


def test_its_words_name_each_of_few_highest_periods() -> None:
    lanes = (
        Lane("two", (3, 1, 3, 0), 7),
        Lane("one", (0, 1, 2, 0), 3),
        Lane("all", (1, 1, 1, 1), 4),
        Lane("single", (0, 0, 2, 0), 2),
    )
    says = Timeline("Papers", "papers", ("2020", "2021", "2022", "2023"), lanes).alt
    assert "two: 7 papers, 2020 to 2022, most in 2020 and 2022 (3 each);" in says
    assert "one: 3 papers, 2021 to 2022, most in 2022 (2);" in says
    assert "all: 4 papers, 2020 to 2023, at most 1 at once;" in says
    assert "single: 2 papers, 2022." in says


def test_how_many_rows_are_left_out_is_said(library: Library) -> None:
    one = described(library)
    assert len(one.lanes) == MOST_LANES + 1
    assert re.search(rf"Shown are the {MOST_LANES} rows with most papers\.", one.note)


def test_a_single_year_is_named_once() -> None:
    one = Timeline("Papers", "papers", ("2026",), (Lane("all", (2,), 2),), is_last_unfinished=True)
    assert one.alt.startswith("Papers, 2026, not over yet, in papers. all: 2 papers, 2026.")
