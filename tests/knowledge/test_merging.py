"""Several files and profiles: each paper once, each owner an author."""

from __future__ import annotations

from pathlib import Path

from tests.pages import HEADER, Entry, library_of, page, write

SHARED = Entry(title="A Paper That Two Pages List", authors="Ada Lovelace, Mary Shelley et al.")
OTHER_HEADER = HEADER.replace("Emmy Noether", "Sophie Germain")


def test_a_paper_on_two_pages_is_one_with_two_owners(tmp_path: Path) -> None:
    one = write(tmp_path, "a.txt", page(SHARED, Entry(title="Only Here")))
    other = write(tmp_path, "b.txt", page(SHARED, header=OTHER_HEADER))
    library = library_of(one, other)
    assert [paper.title for paper in library.papers] == [SHARED.title, "Only Here"]
    assert library.papers[0].implied == ("Emmy Noether", "Sophie Germain")
    assert len(library.papers[0].sources) == 2
    assert library.owner() is None


def test_an_owner_who_is_named_is_not_implied(tmp_path: Path) -> None:
    for authors in (
        "Ada Lovelace, Emmy Noether",
        "E. Noether, Ada Lovelace",
        "Emmy A. Noether et al.",
    ):
        library = library_of(write(tmp_path, "a.txt", page(Entry(authors=authors))))
        assert library.papers[0].implied == ()
        owner = library.owner()
        assert owner is not None
        assert len(owner.papers) == 1


def test_initials_that_may_be_somebody_else_are_not_the_owner(tmp_path: Path) -> None:
    entries = (Entry(authors="E. Noether"), Entry(title="B", authors="Erika Noether"))
    library = library_of(write(tmp_path, "a.txt", page(*entries)))
    assert library.papers[0].implied == ("Emmy Noether",)


def test_the_fuller_record_of_a_paper_wins(tmp_path: Path) -> None:
    full = (
        '{"id": "x1", "title": "%s", "authors": ["Ada Lovelace", "Mary Shelley", "Emmy Noether"], '
    )
    full += '"abstract": "A much longer abstract than that of the page.", "url": "https://a.org"}'
    one = write(tmp_path, "a.txt", page(SHARED))
    other = write(tmp_path, "b.jsonl", full % SHARED.title)
    (paper,) = library_of(one, other).papers
    assert paper.authors == ("Ada Lovelace", "Mary Shelley", "Emmy Noether")
    assert not paper.authors_truncated
    assert not paper.implied
    assert paper.links == ("https://a.org",)
    assert paper.abstract.startswith("A much longer")
    assert str(paper.date) == "2023-09-26"


def test_like_titles_of_other_people_are_other_papers(tmp_path: Path) -> None:
    lines = [
        '{"title": "A Survey Of Deep Learning", "authors": ["Rui Wang"], "date": "2010"}',
        '{"title": "A Survey Of Deep Learning", "authors": ["Bo Li"], "date": "2024"}',
        '{"title": "A Survey Of Deep Learning", "authors": ["Dian Wang"]}',
        '{"title": "C++", "authors": ["Bo Li"]}',
        '{"title": "C#", "authors": ["Bo Li"]}',
    ]
    one = write(tmp_path, "a.jsonl", lines[0])
    other = write(tmp_path, "b.jsonl", "\n".join(lines[1:]))
    assert len(library_of(one, other).papers) == 5


def test_a_record_without_authors_is_the_paper_of_its_title(tmp_path: Path) -> None:
    whole = write(
        tmp_path, "a.jsonl", '{"title": "A Survey Of Deep Learning", "authors": ["Bo Li"]}'
    )
    bare = write(tmp_path, "b.jsonl", '{"title": "A survey of deep learning", "code": true}')
    for files in ((whole, bare), (bare, whole)):
        (paper,) = library_of(*files).papers
        assert paper.authors == ("Bo Li",)
        assert paper.code


def test_a_file_that_names_ids_is_believed(tmp_path: Path) -> None:
    text = '{"id": "a", "title": "Preface"}\n{"id": "b", "title": "Preface"}\n'
    assert len(library_of(write(tmp_path, "a.jsonl", text)).papers) == 2


def test_ids_do_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    one = write(tmp_path, "a.txt", page(SHARED, Entry(title="One")))
    other = write(tmp_path, "b.txt", page(Entry(title="Two"), header=OTHER_HEADER))
    forth = {paper.title: paper.id for paper in library_of(one, other).papers}
    back = {paper.title: paper.id for paper in library_of(other, one).papers}
    assert forth == back
