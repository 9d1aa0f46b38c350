"""What can be counted of papers: each chart adds up, and what is reported stays apart."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.charts import By, Scholar, chart, side_by_side
from knowledge.library import Library
from knowledge.metrics import figures, sheet
from knowledge.paper import Profile
from knowledge.picture import LONGEST_ALT, Bars
from knowledge.reading import Collection
from tests.pages import HEADER, Entry, library_of, page, write

KINDS: tuple[By, ...] = ("year", "category", "code", "authors")


def of_papers(folder: Path, *papers: dict[str, Any]) -> Library:
    lines = [json.dumps({"title": f"Paper {at}", **one}) for at, one in enumerate(papers)]
    return library_of(write(folder, "papers.jsonl", "\n".join(lines)))


def everybody(library: Library) -> Scholar:
    return Scholar(library.newest())


def of(library: Library, *names: str) -> list[Scholar]:
    people = [library.person(name) for name in names]
    return [Scholar(library.newest(who.papers), who, library.profile_of(who)) for who in people]


def values(one: Bars) -> dict[str, int]:
    return {bar.label: bar.value for bar in one.bars}


def test_every_chart_of_everybody_in_the_shipped_library_adds_up(library: Library) -> None:
    for person in library.people.everyone:
        (one,) = of(library, person.name)
        described = sheet(library, [one], unfinished_year=2026)
        (column,) = described.columns
        assert column.papers == len(person.papers)
        for drawn in column.charts:
            assert sum(bar.value for bar in drawn.bars) == len(person.papers)


def test_the_alternative_text_says_what_the_chart_shows(library: Library) -> None:
    (column,) = sheet(library, of(library, "Robin Walters"), unfinished_year=2026).columns
    for drawn in column.charts:
        said = re.findall(r" (\d[\d,]*)(?: \(so far\))?(?=, |\.)", drawn.alt)
        assert [int(one.replace(",", "")) for one in said] == [bar.value for bar in drawn.bars]
        assert all(bar.label in drawn.alt for bar in drawn.bars)


def test_years_have_no_gaps_and_the_one_that_is_not_over_is_marked(tmp_path: Path) -> None:
    library = of_papers(tmp_path, {"date": "2019"}, {"date": "2023-05"}, {"date": "2023"}, {})
    (one,) = side_by_side(library, [everybody(library)], "year", unfinished_year=2023)
    assert values(one) == {"2019": 1, "2020": 0, "2021": 0, "2022": 0, "2023": 2, "no date": 1}
    assert [bar.remark for bar in one.bars] == ["", "", "", "", "so far", ""]


def test_a_century_is_told_by_decade(tmp_path: Path) -> None:
    library = of_papers(tmp_path, {"date": "1918"}, {"date": "2024"}, {"date": "2026"})
    (one,) = side_by_side(library, [everybody(library)], "year", unfinished_year=2026)
    assert values(one) == {"1910s": 1} | dict.fromkeys(
        ("1920s", "1930s", "1940s", "1950s", "1960s", "1970s", "1980s", "1990s", "2000s", "2010s"),
        0,
    ) | {"2020s": 2}
    assert one.bars[-1].remark == "so far"


def test_charts_that_would_show_nothing_are_left_out_and_said_so(tmp_path: Path) -> None:
    library = of_papers(tmp_path, {"authors": ["Ida Kern"]}, {"authors": ["Ida Kern", "Bo Li"]})
    described = sheet(library, [everybody(library)])
    (column,) = described.columns
    assert [one.title for one in column.charts] == ["Papers by number of authors"]
    assert "No paper here has a date." in described.note
    assert "No paper here has a category." in described.note
    assert "doesn't mean that there is none" in described.note


def test_nothing_at_all_is_nothing(tmp_path: Path) -> None:
    library = of_papers(tmp_path, {})
    described = sheet(library, [everybody(library)])
    assert described.is_empty
    assert "names its authors" in described.note
    assert sheet(Library(Collection(())), [Scholar(library.newest([]))]).is_empty


def test_one_paper_is_counted_once_everywhere(tmp_path: Path) -> None:
    paper = {"authors": ["Ida Kern"], "date": "2024", "categories": ["cs.LG"], "code": True}
    library = of_papers(tmp_path, paper)
    (column,) = sheet(library, [everybody(library)]).columns
    assert [values(one) for one in column.charts] == [
        {"2024": 1},
        {"cs.LG (Machine Learning)": 1},
        {"marked as having code": 1, "not marked": 0},
        {"1": 1},
    ]


def test_a_paper_of_3000_authors_and_one_of_none_are_told(tmp_path: Path) -> None:
    crowd = [f"Ann{at} Person{at}" for at in range(3000)]
    library = of_papers(tmp_path, {"authors": crowd}, {"authors": crowd[:2]}, {})
    (one,) = side_by_side(library, [everybody(library)], "authors")
    assert values(one) == {**dict.fromkeys("13456789", 0), "2": 1, "10+": 1, "none": 1}
    assert [bar.label for bar in one.bars][:3] == ["1", "2", "3"]
    assert "3,000 authors" in one.note


def test_lists_that_are_cut_are_counted_apart(tmp_path: Path) -> None:
    text = page(
        Entry(authors="Emmy Noether, Ada Lovelace et al."),
        Entry(title="Another Fold", authors="Emmy Noether, Ada Lovelace"),
        header=HEADER,
    )
    library = library_of(write(tmp_path, "page.txt", text))
    (one,) = side_by_side(library, [everybody(library)], "authors")
    assert values(one) == {"1": 0, "2": 1, "et al.": 1}
    assert "more authors than are named" in one.note


def test_what_is_not_marked_is_not_called_a_paper_without_code(library: Library) -> None:
    (one,) = side_by_side(library, of(library, "Robin Walters"), "code")
    assert values(one) == {"marked as having code": 6, "not marked": 44}
    assert one.note == "Papers that aren't marked may have code all the same."


def test_scholars_side_by_side_have_the_same_labels(library: Library) -> None:
    scholars = of(library, "Robin Walters", "Rose Yu", "Dian Wang", "David Klee")
    described = sheet(library, scholars, unfinished_year=2026)
    assert [one.heading for one in described.columns] == [who.name for who in scholars]
    for row in zip(*(column.charts for column in described.columns), strict=True):
        labels = [[bar.label for bar in drawn.bars] for drawn in row]
        assert all(some == labels[0] for some in labels)
        remarks = [[bar.remark for bar in drawn.bars] for drawn in row]
        assert all(some == remarks[0] for some in remarks)
        for who, drawn in zip(scholars, row, strict=True):
            assert sum(bar.value for bar in drawn.bars) == len(who.papers)
    reported = [column.figures_heading for column in described.columns]
    assert reported == ["Reported by the profile page of 2026", "", "", ""]
    for by in ("coauthor", *KINDS):
        (first, second) = side_by_side(library, scholars[:2], by)
        assert [bar.label for bar in first.bars] == [bar.label for bar in second.bars]


def test_coauthors_side_by_side_are_those_of_each(library: Library) -> None:
    scholars = of(library, "Robin Walters", "Rose Yu")
    for who, drawn in zip(scholars, side_by_side(library, scholars, "coauthor"), strict=True):
        assert who.person
        joint = {one.person.name: len(one.papers) for one in library.people.coauthors(who.person)}
        assert values(drawn) == {name: joint.get(name, 0) for name in values(drawn)}


def test_nobody_side_by_side_is_their_own_coauthor(library: Library) -> None:
    scholars = of(library, "Robin Walters", "Rose Yu", "Dian Wang")
    charts = side_by_side(library, scholars, "coauthor")
    assert not {bar.label for bar in charts[0].bars} & {who.name for who in scholars}
    rose = next(who for who in scholars if who.name == "Rose Yu")
    assert f"Robin Walters and Rose Yu {len(rose.papers)}" in charts[0].note


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_words_of_a_sheet_name_everybody_in_each_chart(library: Library, number: int) -> None:
    names = ("Robin Walters", "Dian Wang", "David Klee", "Rose Yu")[:number]
    described = sheet(library, of(library, *names), unfinished_year=2026)
    assert len(described.alt) <= LONGEST_ALT
    assert not described.alt.endswith("…")
    for name in names if number > 1 else ():
        assert described.alt.count(f"{name} ") >= 1 + len(described.columns[0].charts)
    if number > 1:
        assert "2021: 0" not in described.alt


def test_pages_of_different_years_are_told_apart(library: Library) -> None:
    one, other = of(library, "Robin Walters", "Dian Wang")
    assert one.profile
    older = replace(one.profile, name="Dian Wang", captured=2024)
    described = sheet(library, [one, replace(other, profile=older)])
    says = {column.figures_heading for column in described.columns}
    assert says == {"Reported by profile pages of 2026 (Robin Walters) and 2024 (Dian Wang)"}


def test_cut_lists_say_nothing_of_how_many_authors_there_are(library: Library) -> None:
    described = sheet(library, of(library, "David Klee"))
    assert "Papers by number of authors" not in described.alt
    assert "Every list of authors is cut" in described.note


def test_a_large_chart_says_whose_it_is(library: Library) -> None:
    (one,) = of(library, "Robin Walters")
    titles = [chart(library, one, by, whose="of Robin Walters").title for by in KINDS]
    assert titles == [
        "Papers of Robin Walters by year",
        "Papers of Robin Walters by main category",
        "Papers of Robin Walters by code",
        "Papers of Robin Walters by number of authors",
    ]


def test_only_what_a_page_reports_is_a_figure() -> None:
    assert figures(Profile(name="Ada")) == ()
    some = figures(Profile(name="Ada", h_index=0, citations=12345, novelty=7.5, field="LG"))
    assert [(one.label, one.value) for one in some] == [
        ("h-index", "0"),
        ("citations", "12,345"),
        ("novelty", "7.5 %"),
        ("field", "LG"),
    ]


PAPERS = st.fixed_dictionaries(
    {},
    optional={
        "date": st.integers(1990, 2026).map(str),
        "authors": st.lists(st.sampled_from(["A Li", "B Wu", "C Xu"]), max_size=3, unique=True),
        "categories": st.sampled_from([["cs.LG"], ["cs.RO"], ["x"], []]),
        "code": st.booleans(),
    },
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("papers")


@given(st.lists(PAPERS, min_size=1, max_size=30))
def test_charts_of_any_papers_add_up(folder: Path, papers: list[dict[str, Any]]) -> None:
    library = of_papers(folder, *papers)
    for by in KINDS:
        (one,) = side_by_side(library, [everybody(library)], by, most=3)
        assert sum(bar.value for bar in one.bars) == len(papers)
