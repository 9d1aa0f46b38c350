"""Networks and chains of people as descriptions: what they show agrees with the papers."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from knowledge import network
from knowledge.library import Library
from knowledge.picture import LONGEST_ALT, Link, Network
from knowledge.reading import Collection
from tests.pages import HEADER, Entry, library_of, page, write


def lines(folder: Path, lists: list[list[str]], name: str = "some.jsonl") -> Library:
    """Make a library of papers with these lists of authors."""
    records = ({"title": f"Paper {at}", "authors": some} for at, some in enumerate(lists))
    return library_of(write(folder, name, "\n".join(map(json.dumps, records))))


def ties_of(one: Network) -> dict[frozenset[str], int]:
    names = [member.name for member in one.members]
    return {frozenset((names[tie.one], names[tie.other])): tie.papers for tie in one.ties}


def test_a_network_agrees_with_the_lists_of_authors(library: Library) -> None:
    owner = library.owner()
    assert owner is not None
    one = network.around(library, [owner])
    joint = {it.person.name: len(it.papers) for it in library.people.coauthors(owner)}
    assert one.members[0].is_asked
    assert one.members[0].papers == len(owner.papers)
    assert {member.name: member.papers for member in one.members[1:]}.items() <= joint.items()
    assert len(one.members) - 1 + one.hidden == len(joint)
    least = min(member.papers for member in one.members[1:])
    hidden = joint.keys() - {member.name for member in one.members}
    assert all(joint[name] <= least for name in hidden)
    people = [library.people.called(member.name) for member in one.members]
    expected = {
        frozenset((a.name, b.name)): len(set(a.papers) & set(b.papers))
        for a, b in combinations([person for person in people if person], 2)
        if set(a.papers) & set(b.papers)
    }
    assert ties_of(one) == expected


def test_its_words_have_every_number_that_is_drawn(library: Library) -> None:
    owner = library.owner()
    assert owner is not None
    one = network.around(library, [owner])
    for member in one.members[1:]:
        assert f"{member.name} {member.papers}" in one.alt
    assert f"{one.hidden} more who aren't shown" in one.alt
    assert f"{one.cut} of {one.of} lists of authors are cut" in one.alt
    assert len(one.alt) <= LONGEST_ALT


def test_implied_authorships_are_told_apart(library: Library) -> None:
    owner = library.owner()
    assert owner is not None
    one = network.around(library, [owner])
    for tie in one.ties:
        names = [one.members[at].name for at in (tie.one, tie.other)]
        joint = [
            paper
            for paper in library.papers
            if all(
                set(library.people.called(name).spellings) & {*paper.authors, *paper.implied}  # type: ignore[union-attr]
                for name in names
            )
        ]
        assert tie.papers == len(joint)
        assert tie.implied == sum(owner.name in paper.implied for paper in joint) * (
            owner.name in names
        )
    assert "implied by the profile page on 33 of 50 papers" in one.note


def test_groups_are_those_who_write_together_without_whom_was_asked(tmp_path: Path) -> None:
    lists = (
        [["Ego E", "Ann A", "Ben B"]] * 2 + [["Ego E", "Cy C", "Di D"]] * 2 + [["Ego E", "Al F"]]
    )
    one = network.around(lines(tmp_path, lists), [lines(tmp_path, lists).person("Ego E")])
    groups = {member.name: member.group for member in one.members}
    assert groups["Ann A"] == groups["Ben B"] != groups["Cy C"] == groups["Di D"]
    assert groups["Al F"] == groups["Ego E"] == -1
    assert "in 2 groups" in one.alt
    assert "in no group Al F 1" in one.alt


def test_two_who_were_asked_stand_beside_their_common_coauthors_first(tmp_path: Path) -> None:
    lists = [["Ann A", "Ben B", "Cy C"], ["Ann A", "Di D"], ["Ann A", "Di D"], ["Ben B", "Cy C"]]
    some = lines(tmp_path, lists)
    one = network.around(some, [some.person("Ann A"), some.person("Ben B")])
    shown = [(member.name, member.papers, member.is_asked) for member in one.members]
    assert shown == [
        ("Ann A", 3, True),
        ("Ben B", 2, True),
        ("Cy C", 2, False),
        ("Di D", 2, False),
    ]


def test_who_wrote_with_both_comes_before_who_wrote_more_with_one(tmp_path: Path) -> None:
    lists = [["Ann Lee", "Cy Roe"], ["Bo Kim", "Cy Roe"], *[["Ann Lee", "Di Fox"]] * 5]
    library = lines(tmp_path, lists)
    asked = [library.people.called(name) for name in ("Ann Lee", "Bo Kim")]
    one = network.around(library, [person for person in asked if person])
    assert [member.name for member in one.members] == ["Ann Lee", "Bo Kim", "Cy Roe", "Di Fox"]


def test_a_tie_is_implied_whichever_of_the_two_is(tmp_path: Path) -> None:
    read = lines(tmp_path, [["Ann Lee", "Zoe Fox"]]).papers[0]
    paper = replace(read, implied=("Bo Kim",))
    library = Library(Collection((paper,), (), {}, {}, (), {}, {}))
    one = network.of_paper(library, paper)
    names = [member.name for member in one.members]
    implied = {frozenset((names[tie.one], names[tie.other])): tie.implied for tie in one.ties}
    assert implied == {
        frozenset(("Ann Lee", "Zoe Fox")): 0,
        frozenset(("Ann Lee", "Bo Kim")): 1,
        frozenset(("Zoe Fox", "Bo Kim")): 1,
    }


def test_three_thousand_authors_of_one_paper_are_counted_and_the_first_shown(
    tmp_path: Path,
) -> None:
    some = lines(tmp_path, [[f"First{at} Surname{at}" for at in range(3000)]])
    one = network.of_paper(some, some.papers[0])
    assert len(one.members) + one.hidden == 3000
    assert len(one.members) <= network.MOST_SHOWN
    shown = len(one.members)
    assert len(one.ties) == shown * (shown - 1) // 2
    assert {member.group for member in one.members} == {0}
    ego = network.around(some, [some.person("First7 Surname7")])
    assert len(ego.members) - 1 + ego.hidden == 2999
    assert len(ego.alt) <= LONGEST_ALT


def test_a_library_of_lonely_authors_has_no_network(tmp_path: Path) -> None:
    some = lines(tmp_path, [["Ann A"], ["Ben B"], []])
    assert network.of_library(some).is_empty
    assert network.around(some, [some.person("Ann A")]).is_empty


def test_a_whole_library_shows_its_most_tied_people(library: Library) -> None:
    one = network.of_library(library)
    assert one.members[0].name == "Robin Walters"
    assert not any(member.is_asked for member in one.members)
    assert len(one.members) + one.hidden == library.people.with_papers


def test_a_chain_names_the_paper_of_each_step_and_which_is_implied(tmp_path: Path) -> None:
    text = page(
        Entry(title="One", authors="Ann Adams, Cy Cole"),
        Entry(title="Two", authors="Di Dorn, Emmy Noether"),
        header=HEADER,
    )
    manifest = "kind: profile-page\ncaptured: 2026\n"
    write(tmp_path, "page.txt", text)
    some = library_of(write(tmp_path, "page.yaml", manifest))
    one, other = some.person("Ann Adams"), some.person("Di Dorn")
    chain = network.way(some, one, some.people.path(one, other))
    assert chain.people == ("Ann Adams", "Emmy Noether", "Di Dorn")
    assert chain.links == (Link("One", "2023", is_implied=True), Link("Two", "2023"))
    assert "Ann Adams wrote with Emmy Noether (One, 2023, implied)" in chain.alt
    assert chain.note == "On 1 paper here the profile page implies one of the two."


@given(
    st.lists(
        st.lists(st.sampled_from([f"{a}n {b}x" for a in "ABCD" for b in "EFGH"]), unique=True),
        min_size=1,
        max_size=12,
    )
)
def test_whatever_the_lists_a_network_is_whole_and_the_same_again(
    tmp_path_factory: object, lists: list[list[str]]
) -> None:
    folder = Path(tmp_path_factory.mktemp("lists"))  # type: ignore[attr-defined]
    some, again = lines(folder, lists), lines(folder, lists[::-1], "turned.jsonl")
    for person in some.people.everyone:
        one = network.around(some, [person])
        same = network.around(again, [again.person(person.name)])
        assert {(m.name, m.papers) for m in one.members} == {
            (m.name, m.papers) for m in same.members
        }
        assert all(tie.one < tie.other < len(one.members) and tie.papers for tie in one.ties)
        numbers = sorted({member.group for member in one.members} - {-1})
        assert numbers == list(range(len(numbers)))
        assert re.search(r"\d+ (?:person|people)", one.alt)
