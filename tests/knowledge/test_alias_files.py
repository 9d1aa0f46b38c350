"""Alias files: one person behind several spellings, several behind one, and who is kept apart."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bot import as_json
from bot.session import Session
from knowledge import citation, following, reading
from knowledge.errors import SeveralMatch, UnreadableLibrary
from knowledge.library import Library
from tests.pages import Entry, page, write

_WEI, _KLEE, _MKLEE = "Wei Wang", "David Klee", "David M. Klee"
PAPERS: list[dict[str, object]] = [
    {"id": "a", "title": "Oaks of the north", "authors": [_WEI, "Ana Oak"], "date": "2019"},
    {"id": "b", "title": "Elms of the south", "authors": ["Bo Elm", _WEI], "date": "2020"},
    {"id": "c", "title": "Ashes of the east", "authors": [_WEI, "Cy Ash"], "date": "2021"},
    {"id": "d", "title": "Larks", "authors": [_KLEE, "Di Lark"]},
    {"id": "e", "title": "Wrens", "authors": [_MKLEE, "Di Wren"]},
]
TOLD = """\
namesakes:
  - name: Wei Wang (Fudan)
    spelling: Wei Wang
    papers: [a]
  - name: Wei Wang (Leeds)
    spelling: Wei Wang
    papers:
      - Elms of the SOUTH
apart:
  - [David Klee, David M. Klee]
"""


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    write(folder, "papers.jsonl", "".join(json.dumps(one) + "\n" for one in PAPERS))
    return folder


def remarks(papers: Path, text: str) -> list[str]:
    """List what is remarked on an alias file, each as 'line: what'."""
    file = write(papers, "people.yaml", text)
    collection = reading.read([papers])
    assert len(collection.papers) == len(PAPERS)
    return [str(one).replace(f"{file}:", "") for one in collection.remarks]


def library(papers: Path, text: str = TOLD) -> Library:
    write(papers, "people.yaml", text)
    one = Library(reading.read([papers]))
    assert not one.remarks
    return one


def names_on(library: Library, name: str) -> list[str]:
    return [library.papers[at].id for at in library.person(name).papers]


@pytest.mark.parametrize("is_beside", [True, False])
def test_a_file_of_aliases_alone_holds_for_the_whole_library(
    papers: Path, tmp_path: Path, *, is_beside: bool
) -> None:
    folder = papers if is_beside else tmp_path
    file = write(folder, "people.yaml", "aliases:\n  Di Lark: [Di Wren]\n")
    one = Library(reading.read([papers] if is_beside else [file, papers]))
    assert not one.remarks
    assert names_on(one, "Di Wren") == names_on(one, "Di Lark") == ["d", "e"]


def test_names_alone_are_no_library(tmp_path: Path) -> None:
    file = write(tmp_path, "people.yaml", "aliases:\n  Di Lark: [Di Wren]\n")
    with pytest.raises(UnreadableLibrary, match="there is no paper"):
        reading.read([file])


def test_an_alias_of_an_alias_leads_to_the_last_name(papers: Path) -> None:
    one = library(papers, "aliases:\n  Di Lark: [Di Wren]\n  Ana Oak: [Di Lark]\n")
    assert names_on(one, "Di Wren") == names_on(one, "Ana Oak") == ["a", "d", "e"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("aliases:\n  Di Lark:\n    - D. Nobody\n", "3: nobody here is spelled 'D. Nobody' (note)"),
        ("aliases:\n  A: [Ana Oak]\n  B:\n    - Ana Oak\n", "4: 'Ana Oak' is another spelling of"),
        ("aliases:\n  Ana Oak: [Bo Elm]\n  Bo Elm: [Ana Oak]\n", "2: 'Bo Elm' and 'Ana Oak' are"),
        ("aliases:\n  Ana Oak:\n    - {a: b}\n", "2: aliases takes a name and its other spellings"),
        ("aliases:\n  Ana Oak: []\n", "2: aliases takes a name and its other spellings"),
        ("\naliases:\n  - Ana Oak\n", "3: aliases takes a name and its other spellings"),
        ("aliases: Ana Oak\n", "1: aliases takes a name and its other spellings"),
        ("namesakes:\n  - 12\n", "2: namesakes takes a list"),
        ("namesakes:\n  - name: X\n    papers: [a]\n", "2: this namesake has no spelling"),
        (
            "namesakes:\n- {name: X, spelling: Wei Wang, papers: [a,\n   no such]}\n",
            "3: no paper here has the id or the title 'no such'",
        ),
        (
            "namesakes:\n- {name: X, spelling: Wei Wang, papers: [d]}\n",
            "2: 'Wei Wang' isn't an author of 'd'; it is by David Klee, Di Lark",
        ),
        (
            "namesakes:\n- {name: Wei Wang, spelling: wei wang, papers: [a]}\n",
            "2: 'Wei Wang' must tell this one from others",
        ),
        (
            "namesakes:\n- {name: Ana Oak, spelling: Wei Wang, papers: [b]}\n",
            "2: somebody here is spelled 'Ana Oak' already",
        ),
        (
            (
                "namesakes:\n- {name: X, spelling: Wei Wang, papers: [a]}\n"
                "- {name: Y, spelling: Wei Wang, papers: [a]}\n"
            ),
            "3: 'a' is by 'X' already, says 2; left out",
        ),
        (
            "namesakes:\n- {name: X, spelling: Wei Wang, papers: [a], so: 1}\n",
            "2: 'so' is not a name",
        ),
        (
            'namesakes:\n- {name: "Wei Wang, Fudan", spelling: Wei Wang, papers: [a]}\n',
            "2: 'Wei Wang, Fudan' has a comma",
        ),
        (
            "namesakes:\n- {name: Wei Wang (others), spelling: Wei Wang, papers: [a]}\n",
            "2: 'Wei Wang (others)' must tell",
        ),
        ("apart: [Ana Oak]\n", "1: apart takes lists of spellings"),
        ("apart:\n - [Ana Oak, Nobody]\n", "2: nobody here is spelled 'Nobody' (note)"),
        (
            "aliases:\n  Ana Oak: [Bo Elm]\napart:\n  - [Bo Elm, Ana Oak]\n",
            "4: 'Bo Elm' and 'Ana Oak' are one person, says 2; left out",
        ),
        ("alias:\n  Ana Oak: [Bo Elm]\n", "1: 'alias' is not a name that is read here; did you"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(papers: Path, text: str, said: str) -> None:
    file = write(papers, "people.yaml", text)
    collection = reading.read([papers])
    (remark,) = collection.remarks
    shown = str(remark).replace(f"{file}:", "")
    assert shown.startswith(said.removesuffix(" (note)"))
    if said.endswith("(note)"):
        assert not remark.is_fault


def test_what_nests_or_refers_to_itself_is_no_trouble(papers: Path) -> None:
    bomb = "aliases: &a\n  A: &b [*a, *a, x]\n  B: [*b, *b, *a]\n"
    for text in (bomb, "apart: " + "[" * 250 + "]" * 250, "namesakes: &n [*n]\n"):
        assert remarks(papers, text)


def test_a_broken_alias_file_is_told_and_the_papers_are_read(papers: Path) -> None:
    (said,) = remarks(papers, "aliases:\n  Ana Oak: [Bo Elm\n")
    assert said.startswith(("2: broken YAML", "3: broken YAML"))


def test_two_people_behind_one_spelling_have_their_own_papers(papers: Path) -> None:
    one = library(papers)
    assert names_on(one, "Wei Wang (Fudan)") == ["a"]
    assert names_on(one, "wei wang leeds") == ["b"]
    assert names_on(one, "Wei Wang (others)") == ["c"]
    assert one.papers[0].authors[0] == "Wei Wang (Fudan)"
    assert one.papers[2].authors[0] == "Wei Wang"
    coauthors = one.people.coauthors(one.person("Wei Wang (Fudan)"))
    assert [each.person.name for each in coauthors] == ["Ana Oak"]


@pytest.mark.parametrize("typed", ["Wei Wang", "wei wang", "Wang, Wei"])
def test_the_spelling_of_several_is_a_question_back(papers: Path, typed: str) -> None:
    with pytest.raises(SeveralMatch) as asked:
        library(papers).person(typed)
    assert sorted(asked.value.names) == [
        f"Wei Wang ({one})" for one in ("Fudan", "Leeds", "others")
    ]


@pytest.mark.parametrize(
    "line",
    [
        "/find author:Wei Wang",
        "/coauthors Wei Wang",
        "/metrics Wei Wang",
        "/person Wei Wang",
        "papers by Wei Wang",
        "who writes with Wei Wang?",
    ],
)
def test_every_command_asks_which_one_and_the_choice_answers(papers: Path, line: str) -> None:
    session = Session(library(papers))
    asked = session.answer(line)
    assert asked.title == "Which one?"
    for step, found in zip(asked.steps, ("Oaks", "Elms", "Ashes"), strict=True):
        answer = session.answer(step.line)
        assert answer.outcome == "found"
        assert {paper.title.split()[0] for paper in answer.papers} == {found}


def test_a_namesake_is_asked_for_in_plain_words_and_shown_on_papers(papers: Path) -> None:
    session = Session(library(papers))
    answer = session.answer("papers by Wei Wang (Leeds)")
    assert [paper.id for paper in answer.papers] == ["b"]
    assert "Wei Wang (Leeds)" in session.answer("/paper b").text.replace("\\", "")
    assert "Wei Wang (Leeds)" in session.answer("/experts elms").text.replace("\\", "")


def test_citations_have_the_name_that_stands_on_the_paper(papers: Path) -> None:
    paper = library(papers).papers[0]
    assert citation.as_text(paper).startswith("Wei Wang, Ana Oak")
    assert "author = {Wei Wang and Ana Oak}" in citation.as_bibtex(paper)


def test_a_name_with_and_in_it_is_one_persons(papers: Path) -> None:
    one = library(papers, TOLD.replace("Fudan", "arts and sciences"))
    answer = Session(one).answer('/find author:"Wei Wang (arts and sciences)"')
    assert [paper.id for paper in answer.papers] == ["a"]


def test_where_every_paper_is_given_to_somebody_nobody_else_is_left(papers: Path) -> None:
    one = library(papers, TOLD.replace("SOUTH", "SOUTH\n      - c"))
    with pytest.raises(SeveralMatch) as asked:
        one.person("Wei Wang")
    assert sorted(asked.value.names) == ["Wei Wang (Fudan)", "Wei Wang (Leeds)"]


def test_a_namesake_may_have_other_spellings(papers: Path) -> None:
    one = library(papers, f"{TOLD}aliases:\n  Wei Wang (Leeds): [Di Wren]\n")
    assert names_on(one, "Di Wren") == names_on(one, "Wei Wang (Leeds)") == ["b", "e"]


def test_who_is_kept_apart_is_two_people(papers: Path) -> None:
    joined = Library(reading.read([papers]))
    assert joined.person(_KLEE) == joined.person(_MKLEE)
    one = library(papers)
    assert names_on(one, _KLEE) == ["d"]
    assert names_on(one, _MKLEE) == ["e"]


def test_what_is_printed_as_json_says_the_same_of_people(papers: Path, tmp_path: Path) -> None:
    printed = as_json.library(library(papers))
    again = Library(reading.read([write(tmp_path, "again.json", json.dumps(printed))]))
    assert not again.remarks
    assert as_json.library(again) == printed
    assert printed["papers"][0]["authors"] == ["Wei Wang", "Ana Oak"]
    assert names_on(again, "Wei Wang (Leeds)") == ["b"]
    assert again.person(_KLEE) != again.person(_MKLEE)


def test_what_was_kept_of_papers_is_right_after_the_alias_file_changed(
    papers: Path, tmp_path: Path
) -> None:
    more = "".join(
        json.dumps({"id": f"more-{n}", "title": f"More {n}", "authors": [_WEI]}) + "\n"
        for n in range(1200)
    )
    write(papers, "more.jsonl", more)
    cache = tmp_path / "cache"
    for told, number in ((TOLD, 1), (TOLD.replace("[a]", "[a, more-7]"), 2), ("aliases: {}", 0)):
        write(papers, "people.yaml", told)
        one = Library(reading.read([papers], cache=cache))
        assert list(cache.glob("lines-*"))
        assert sum("Wei Wang (Fudan)" in paper.authors for paper in one.papers) == number


def test_a_namesake_can_be_followed_and_new_papers_are_nobodys(papers: Path) -> None:
    one = library(papers)
    who = following.person(one, "Wei Wang (Fudan)")
    assert who is not None
    assert following.person(one, "Wei Wang") is None
    rest = following.person(one, "Wei Wang (others)")
    assert rest is not None
    one.warm()
    (new,) = reading.read(
        [write(papers.parent, "new.jsonl", json.dumps(PAPERS[0] | {"id": "z"}))]
    ).papers
    grown = one.extended([new])
    assert following.papers_of(grown, who)[0].tolist() == [0]
    assert following.papers_of(grown, rest)[0].tolist() == [2, len(PAPERS)]


def test_keys_and_manifests_that_unfold_to_billions_of_entries_are_no_trouble(
    papers: Path,
) -> None:
    bomb = "x: &a [z, z, z, z, z, z, z, z, z, z]\n" + "".join(
        f"x{at}: &{chr(98 + at)} [{', '.join([f'*{chr(97 + at)}'] * 10)}]\n" for at in range(9)
    )
    assert any("'?'" in one for one in remarks(papers, f"{bomb}? *j\n: 1\n? *j\n: 2\n"))
    folder = papers.parent / "page"
    folder.mkdir()
    write(folder, "noether.txt", page(Entry(title="Rings", authors="Emmy Noether")))
    write(folder, "noether.yaml", f"{bomb}captured: *j\nfile: *j\n")
    assert len(reading.read([folder]).papers) == 1


def test_ten_thousand_names_are_read_at_once_and_a_long_chain_leads_to_its_end(
    papers: Path,
) -> None:
    chain = [f"  Ash {at + 1}: [Ash {at}]\n" for at in range(10_000)]
    apart = [f"- [Oak {at}, Elm {at}]\n" for at in range(10_000)]
    many = "- [" + ", ".join(f"Yew {at}" for at in range(3000)) + "]\n"
    text = "".join(["aliases:\n", "  Ash 0: [Cy Ash]\n", *chain, "apart:\n", *apart, many])
    write(papers, "people.yaml", text)
    began = time.process_time()
    collection = reading.read([papers])
    assert time.process_time() - began < 20  # were each compared with each, it would be minutes
    assert collection.aliases["Cy Ash"] == "Ash 10000"
    assert len(str(collection.remarks[-1])) < 300


def test_circles_and_what_leads_into_them_are_left_out(papers: Path) -> None:
    said = remarks(papers, "aliases: {A A: [Bo Elm], B B: [A A], A A: [B B], C C: [Cy Ash]}\n")
    assert sum("each other's spellings" in one for one in said) == 1
    assert reading.read([papers]).aliases == {"Cy Ash": "C C"}
