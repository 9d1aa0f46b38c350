"""YAML and JSON Lines, good and bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.formats import json as json_reader
from knowledge.formats import yaml

FILE = Path("papers")

WHOLE = """\
papers:
  - id: a-1
    title: Invariante Variationsprobleme
    authors: [Emmy Noether]
    date: 1918-07
    categories: [NO, math.MP]
    url: https://a.org/1
    code: true
    abstract: Symmetry at $\\leq 10\\%$.
  - title: Second
    authors: Ada Lovelace, Emmy Noether et al.
    date: 1843
profiles:
  - {name: Emmy Noether, h_index: 12, citations: "1,234", captured: 2026}
aliases:
  Emmy Noether: [E. Noether, Amalie Emmy Noether]
categories: {MP: math.MP}
"""


def test_a_yaml_library_is_read_exactly() -> None:
    reading = yaml.read(WHOLE, FILE)
    first, second = reading.papers
    assert not reading.remarks
    assert (first.id, first.title, first.authors) == (
        "a-1",
        "Invariante Variationsprobleme",
        ("Emmy Noether",),
    )
    assert (str(first.date), first.categories, first.code) == ("1918-07", ("NO", "math.MP"), True)
    assert (first.links, first.abstract) == (("https://a.org/1",), "Symmetry at ≤ 10%.")
    assert second.authors == ("Ada Lovelace", "Emmy Noether")
    assert second.authors_truncated
    assert str(second.date) == "1843"
    (profile,) = reading.profiles
    assert (profile.h_index, profile.citations) == (12, 1234)
    names = {one.spelling: one.name for one in reading.naming.aliases}
    assert names["E. Noether"] == "Emmy Noether"
    assert reading.categories == {"MP": "math.MP"}


def test_a_list_alone_is_a_library_and_so_is_json() -> None:
    papers = [{"title": "One", "authors": [{"name": "Ada Lovelace"}]}, {"title": "Two"}]
    for text in (json.dumps(papers), json.dumps({"papers": papers})):
        assert [paper.title for paper in json_reader.read(text, FILE).papers] == ["One", "Two"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("date: 2024-02-30", "not a date"),
        ("date: soon", "not a date"),
        ("authors: {a: b}", "authors takes a list of names"),
        ("authors: [[x]]", "not an author's name"),
        ("code: maybe", "code takes true or false"),
        ("abstract: {a: b}", "abstract takes text"),
        ("links: [{a: b}]", "links takes text"),
    ],
)
def test_a_value_of_the_wrong_kind_costs_only_itself(line: str, said: str) -> None:
    reading = yaml.read(f"- title: Kept\n  {line}\n- title: Also kept\n", FILE)
    assert [paper.title for paper in reading.papers] == ["Kept", "Also kept"]
    (remark,) = reading.remarks
    assert said in remark.message
    assert remark.source.line == 1


def test_an_unknown_name_is_told_with_the_one_that_is_meant() -> None:
    (remark,) = yaml.read("- title: A\n  autors: [B]\n", FILE).remarks
    assert "authors" in remark.message
    assert not remark.is_fault


def test_a_record_without_a_title_is_left_out_and_told() -> None:
    reading = yaml.read("- title: A\n- authors: [B]\n- just text\n", FILE)
    assert len(reading.papers) == 1
    assert [remark.source.line for remark in reading.remarks] == [2, 3]


@pytest.mark.parametrize(
    "bad", ["  title: [unclosed\n", "\t- x\n", "- a: b: c\n", "&a *b\n", "- 'open\n"]
)
def test_of_broken_yaml_the_papers_before_the_break_are_read(bad: str) -> None:
    reading = yaml.read("- title: One\n- title: Two\n" + bad, FILE)
    assert [paper.title for paper in reading.papers][:1] == ["One"]
    assert any("broken YAML" in remark.message for remark in reading.remarks)
    assert all(1 <= remark.source.line <= 4 for remark in reading.remarks)


def test_an_endless_document_is_refused_quickly() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    reading = yaml.read(f"{bomb}papers:\n- title: Kept\n  abstract: *i\n", FILE)
    assert [paper.title for paper in reading.papers] == ["Kept"]


@pytest.mark.parametrize("depth", [400, 30_000])
def test_a_document_nested_too_deeply_is_refused(depth: int) -> None:
    reading = yaml.read("- title: A\n  abstract: " + "[" * depth, FILE)
    assert any("nested too deeply" in remark.message for remark in reading.remarks)


@pytest.mark.parametrize("number", ["1e999", "nan", "-1", "many"])
def test_a_number_that_is_none_is_told(number: str) -> None:
    reading = yaml.read(f"papers: [{{title: A}}]\nprofile: {{name: B, h_index: {number}}}\n", FILE)
    assert reading.profiles[0].h_index is None
    assert any("h_index takes a number" in remark.message for remark in reading.remarks)


def test_nothing_is_nothing_and_a_title_may_be_called_so() -> None:
    reading = yaml.read("- title: 'null'\n  category: null\n  date: ~\n  authors: null\n", FILE)
    (paper,) = reading.papers
    assert (paper.title, paper.category, paper.date, paper.authors) == ("null", "", None, ())
    assert not reading.remarks


def test_categories_of_the_wrong_kind_are_told_and_left_out() -> None:
    for text in (
        "papers: [{title: A}]\ncategories: {CO: [a], LG: cs.LG}\n",
        "papers: [{title: A}]\ncategories: x\n",
    ):
        reading = yaml.read(text, FILE)
        assert set(reading.categories) <= {"LG"}
        assert any("categories takes" in remark.message for remark in reading.remarks)


def test_lines_may_begin_with_any_name() -> None:
    text = '{"categories": ["cs.LG"], "title": "A"}\n{"categories": ["cs.LG"], "title": "B"}\n'
    assert [paper.title for paper in json_reader.read(text, FILE).papers] == ["A", "B"]


@pytest.mark.parametrize(
    "first", ["5", "[1]", '"text"', "null", '{"authors": ["A"]}', "{broken", "[broken"]
)
def test_a_first_line_that_is_no_paper_costs_only_itself(first: str) -> None:
    reading = json_reader.read(f'{first}\n{{"title": "A"}}\n{{"title": "B"}}\n', FILE)
    titles = [paper.title for paper in reading.papers]
    # An open bracket begins a list of papers, which is then broken as a whole.
    assert titles == ([] if first == "[broken" else ["A", "B"])
    assert [remark.source.line for remark in reading.remarks] == [1]


@pytest.mark.parametrize("date", ["2023-09-26T17:00:00Z", "2023-09-26 00:00:00", "2023-09-26"])
def test_a_time_of_day_is_no_hindrance(date: str) -> None:
    reading = json_reader.read(json.dumps({"title": "A", "date": date}), FILE)
    assert str(reading.papers[0].date) == "2023-09-26"
    assert not reading.remarks


def test_a_line_that_is_no_json_costs_only_itself() -> None:
    text = '{"title": "One"}\n{"title": \n\n[1]\n{"title": "Two", "date": "2020-13"}\n'
    reading = json_reader.read(text, FILE)
    assert [paper.title for paper in reading.papers] == ["One", "Two"]
    assert [remark.source.line for remark in reading.remarks] == [2, 4, 5]


def test_an_id_that_is_used_twice_names_one_paper() -> None:
    text = '{"id": "x", "title": "One"}\n{"id": "x", "title": "Two"}\n{"id": "x", "title": "One"}\n'
    reading = json_reader.read(text, FILE)
    assert [paper.title for paper in reading.papers] == ["One", "Two"]
    assert len({paper.id for paper in reading.papers}) == 2
    assert [remark.source.line for remark in reading.remarks] == [2, 3]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = [
    "id",
    "title",
    "abstract",
    "authors",
    "date",
    "category",
    "categories",
    "code",
    "links",
    "url",
]


@given(st.lists(st.dictionaries(st.sampled_from(NAMES), JSON, max_size=6), max_size=4))
def test_no_value_is_too_strange(records: list[dict[str, object]]) -> None:
    reading = json_reader.read("\n".join(map(json.dumps, records)), FILE)
    assert len(reading.papers) <= len(records)
    assert len({paper.id for paper in reading.papers}) == len(reading.papers)
