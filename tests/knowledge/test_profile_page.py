"""Held-out pages: the shipped page exactly, and pages of the same form that nobody has seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import places
from knowledge import reading
from knowledge.formats import Reading, profile_page
from knowledge.library import Library
from tests.pages import HEADER, Entry, page, write

PAGE = Path("page.txt")


def read(text: str, captured: int = 2026) -> Reading:
    return profile_page.read(text, PAGE, captured=captured)


def test_the_shipped_profile_is_read_as_reported(library: Library) -> None:
    (profile,) = library.profiles
    assert (profile.name, profile.field) == ("Robin Walters", "LG")
    assert (profile.h_index, profile.papers, profile.citations) == (33, 71, 1668)
    assert (profile.novelty, profile.ai_score, profile.captured) == (55, 60, 2026)
    assert len(profile.listed) == len(library.papers) == 50


def test_the_shipped_papers_agree_with_another_reading_of_the_page(library: Library) -> None:
    blocks = (places.seeds() / "robin-walters.txt").read_text(encoding="utf-8").split("\n\n")[3:]
    assert len(blocks) == 150
    for paper, head, authors, abstract in zip(
        library.papers, blocks[::3], blocks[1::3], blocks[2::3], strict=True
    ):
        first, title = head.split("\n")
        assert paper.raw_title == title
        assert paper.raw_abstract == abstract.strip()
        assert paper.code == first.endswith("Code")
        assert paper.category == first[:2]
        assert paper.date is not None
        assert paper.date.words.split()[0] in first
        assert str(paper.date.year) in first or (paper.date.year == 2026 and "20" not in first)
        assert ", ".join(paper.authors) == authors.removesuffix(" et al.")
        assert paper.authors_truncated == authors.endswith("et al.")


def test_the_page_was_copied_as_it_came(library: Library) -> None:
    assert not [remark for remark in library.remarks if remark.is_fault]
    assert sum(bool(paper.implied) for paper in library.papers) == 33
    assert sum(paper.code for paper in library.papers) == 6
    assert {link for paper in library.papers for link in paper.links} == {
        "https://dmklee.github.io/image2sphere",
        "https://dmklee.github.io/image2icosahedral",
        "https://github.com/jypark0/approx_equiv_rl",
        "https://github.com/Rose-STL-Lab/V2V-traffic-forecast",
        "https://github.com/Rose-STL-Lab/Equivariant-Net",
        "https://pages.rai-inst.com/q2rl_website/",
        "https://pyt-team.github.io/",
    }


def test_no_latex_is_left_in_what_is_shown(library: Library) -> None:
    for paper in library.papers:
        assert not set("\\{}$") & set(paper.title + paper.abstract)


@pytest.mark.parametrize("captured", [2024, 2026, 2031])
def test_a_date_without_a_year_belongs_to_the_year_of_capture(captured: int) -> None:
    (paper,) = read(page(Entry(head="ROMay 6")), captured=captured).papers
    assert str(paper.date) == f"{captured}-05-06"


@pytest.mark.parametrize(
    ("head", "category", "date", "code"),
    [
        ("LGSep 26, 2023Code", "LG", "2023-09-26", True),
        ("MAMar 3, 2021", "MA", "2021-03-03", False),
        ("MAMay 3, 2021Code", "MA", "2021-05-03", True),
        ("stat.MLJun 12, 2020", "stat.ML", "2020-06-12", False),
        ("quant-phDec 1, 1999", "quant-ph", "1999-12-01", False),
        ("LGSeptember 2, 2023", "LG", "2023-09-02", False),
        ("LGSep 2023", "LG", "2023-09", False),
        ("LG Sep 26, 2023 Code", "LG", "2023-09-26", True),
        ("Feb 29, 2024", "", "2024-02-29", False),
        ("AIJul\u00a04,\u00a02020", "AI", "2020-07-04", False),
        ("LGSEP 26, 2023code", "LG", "2023-09-26", True),
        ("LG3 May 2021", "LG", "2021-05-03", False),
        ("LGSep 26 2023", "LG", "2023-09-26", False),
        ("LG\u200bSep 26，2023CodeData", "LG", "2023-09-26", True),
        ("cs.CV, cs.LGFeb 27, 2023Code", "cs.CV", "2023-02-27", True),
        ("LG/CVMar 3, 2021", "LG", "2021-03-03", False),
        ("機械学習Mar 3, 2021", "機械学習", "2021-03-03", False),
    ],
)
def test_first_lines_of_papers(head: str, category: str, date: str, code: bool) -> None:
    reading_ = read(page(Entry(head=head)))
    (paper,) = reading_.papers
    assert (paper.category, str(paper.date), paper.code) == (category, date, code)


@pytest.mark.parametrize(
    "head", ["LGFeb 30, 2023", "LGFoo 12, 2023", "LGSep 2O, 2023", "LGSep 12, 20x3"]
)
def test_a_date_that_is_none_costs_the_date_and_is_told_by_line(head: str) -> None:
    reading_ = read(page(Entry(), Entry(head=head, title="Another Title")))
    first, second = reading_.papers
    assert first.date
    assert (second.title, second.date, second.category) == ("Another Title", None, "LG")
    (remark,) = [remark for remark in reading_.remarks if "not a date" in remark.message]
    assert page(Entry(), Entry(head=head)).split("\n")[remark.source.line - 1] == head


def test_a_page_needs_no_code_no_cut_and_no_numbers() -> None:
    reading_ = read(page(Entry(), header="Sophie Germain\n\nNT\n\n1 Paper\n"))
    (profile,) = reading_.profiles
    assert (profile.name, profile.field, profile.papers) == ("Sophie Germain", "NT", 1)
    assert (profile.h_index, profile.citations, profile.novelty) == (None, None, None)
    assert not reading_.remarks


@pytest.mark.parametrize(
    ("line", "citations"),
    [("12citations", 12), ("1,234citations", 1234), ("12.3kcitations", 12300), ("2 citations", 2)],
)
def test_numbers_are_read_as_they_are_written(line: str, citations: int) -> None:
    (profile,) = read(page(Entry(), header=f"A B\n\nLG\n{line}\n")).profiles
    assert profile.citations == citations


@pytest.mark.parametrize(
    "head", ["CS LG Mar 3", "LG2 days ago", "LG", "soon", "LGSep 0, 2023", "LGFeb 29"]
)
def test_no_first_line_is_so_strange_that_its_paper_is_lost(head: str) -> None:
    second = Entry(head=head, title="Second", authors="Ann Bell, Bo Li et al.")
    reading_ = read(page(Entry(), second, Entry(title="Third")))
    assert [paper.title for paper in reading_.papers][1:] == ["Second", "Third"]
    assert reading_.papers[0].abstract == Entry().abstract
    (fault,) = [remark for remark in reading_.remarks if remark.is_fault]
    assert fault.source.line == page(Entry()).count("\n") + 2


@pytest.mark.parametrize(
    "authors", ["X Æ A-12", "Group 5", "Ludwig van Beethoven de la Cruz y Silva"]
)
def test_authors_are_told_by_their_place(authors: str) -> None:
    assert read(page(Entry(authors=authors))).papers[0].authors == (authors,)


@pytest.mark.parametrize("cut", [103, 806, 1983, 7060, 8449, 24130, 25361])
def test_a_page_cut_within_a_first_line_harms_no_paper_before_it(cut: int) -> None:
    whole = (places.seeds() / "robin-walters.txt").read_bytes()
    reading_ = read(whole[:cut].decode())
    before = read(whole.decode()).papers[: len(reading_.papers)]
    assert [paper.abstract for paper in reading_.papers] == [paper.abstract for paper in before]
    if reading_.papers:
        (fault,) = [remark for remark in reading_.remarks if remark.is_fault]
        assert fault.source.line == whole[:cut].count(b"\n") + 1


@pytest.mark.parametrize(
    "title",
    [
        "May 12",
        "Sep 2023",
        "2020-01-01",
        "1984",
        "Why?",
        "A: B: C",
        "Code",
        "LG",
        r"$\mathrm{SO}(3)$",
        "et al.",
    ],
)
def test_any_title_is_a_title(title: str) -> None:
    (paper,) = read(page(Entry(title=title))).papers
    assert paper.raw_title == title
    assert paper.authors == ("Ada Lovelace", "Emmy Noether")


def test_an_abstract_may_have_paragraphs() -> None:
    (paper,) = read(page(Entry(abstract="One.\n\nTwo with May 2020 in it.\n\nThree."))).papers
    assert paper.abstract == "One. Two with May 2020 in it. Three."


def test_a_repeated_paper_is_one_paper_with_all_that_is_said_of_it(tmp_path: Path) -> None:
    again = Entry(
        head="LGSep 26, 2023Code", abstract="We fold paper at greater length than before."
    )
    file = write(tmp_path, "a.txt", page(Entry(), Entry(title="Other"), again))
    collection = reading.read([file])
    first, _ = collection.papers
    assert first.code
    assert "greater length" in first.abstract
    assert len(collection.profiles[0].listed) == 2
    assert any("already" in remark.message for remark in collection.remarks)


def test_two_thousand_papers_are_read() -> None:
    entries = [
        Entry(title=f"Paper Number {n}", authors=f"Author {chr(65 + n % 26)}b") for n in range(2000)
    ]
    assert len(read(page(*entries)).papers) == 2000


SIX = [Entry(title=f"Title {n}", abstract=f"We say {n}. It is so.") for n in range(6)]


@pytest.mark.parametrize("cut", range(4, len(page(*SIX).split("\n"))))
def test_of_a_page_cut_at_any_line_what_is_whole_is_read(cut: int) -> None:
    lines = page(*SIX).split("\n")
    reading_ = read("\n".join(lines[:cut]))
    whole = [entry for entry in SIX if entry.abstract in lines[:cut]]
    assert [paper.raw_title for paper in reading_.papers[: len(whole)]] == [
        one.title for one in whole
    ]
    rest = [line for line in lines[:cut] if line]
    is_between = not rest or rest[-1].startswith(("We say", "3 Papers")) or cut <= 9
    incomplete = [r for r in reading_.remarks if r.is_fault]
    assert bool(incomplete) != is_between
    assert all(1 <= remark.source.line <= max(cut, 1) for remark in incomplete)


def test_a_page_that_begins_in_the_middle_says_what_was_left_out() -> None:
    text = page(*SIX)
    reading_ = read(text[text.index("It is so.") :])
    assert len(reading_.papers) == 5
    assert not reading_.profiles
    assert any("belongs to no paper" in remark.message for remark in reading_.remarks)


def test_a_paper_that_lost_its_first_line_is_still_read() -> None:
    text = page(Entry(), Entry(title="Lost", authors="Ada Lovelace et al."), Entry(title="Third"))
    before, _, after = text.partition("LGSep 26, 2023\nLost")
    reading_ = read(f"{before}Lost{after}")
    assert [paper.title for paper in reading_.papers] == [
        "On the Folding of Paper",
        "Lost",
        "Third",
    ]
    assert reading_.papers[1].date is None
    assert any("without its first line" in remark.message for remark in reading_.remarks)


@given(st.text(max_size=400))
def test_no_text_is_too_strange(text: str) -> None:
    reading_ = read(HEADER + "\n" + text + "\n\n" + str(Entry()))
    assert isinstance(reading_.papers, list)


def test_the_manifest_says_the_year_and_the_aliases() -> None:
    collection = reading.read([places.seeds()])
    assert collection.aliases["David M. Klee"] == "David Klee"
    assert collection.categories["CO"] == "astro-ph.CO"
