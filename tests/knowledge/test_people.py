from __future__ import annotations

import pytest

from knowledge.identities import may_abbreviate, same_people
from knowledge.library import Library


@pytest.mark.parametrize(
    "names",
    [
        ["David Klee", "David M. Klee"],
        ["Martha Palmer", "Martha S. Palmer", "Martha Stone Palmer"],
        ["Ondřej Bojar", "Ondrej Bojar"],
        ["Chu-Ren Huang", "Chu-ren Huang"],
        ["Marie-Francine Moens", "Marie Francine Moens"],
        ["J.-P. Serre", "J. P. Serre", "J.P. Serre"],
        ["Jun’ichi Tsujii", "Jun'ichi Tsujii"],
    ],
)
def test_one_person_behind_several_spellings(names: list[str]) -> None:
    assert len(set(same_people(names, {}).values())) == 1
    assert len(set(same_people(names[::-1], {}).values())) == 1


@pytest.mark.parametrize(
    "names",
    [
        ["Rui Wang", "Dian Wang"],
        ["D. Wang", "Dian Wang"],
        ["David M. Klee", "David A. Klee"],
        ["Yang Liu", "Yang Janet Liu"],
        ["Ting Liu", "Ting-Wei Liu"],
        ["John Smith", "John Smith Jr."],
        ["洋 刘", "Yang Liu"],
        ["Wei Wang", "Wang Wei"],
    ],
)
def test_two_people_behind_like_spellings(names: list[str]) -> None:
    assert len(set(same_people(names, {}).values())) == len(names)


def test_a_short_form_between_two_people_joins_neither() -> None:
    groups = same_people(["David Klee", "David M. Klee", "David A. Klee"], {})
    assert len(set(groups.values())) == 3


def test_aliases_join_what_the_rule_keeps_apart() -> None:
    groups = same_people(["D. Wang", "Dian Wang", "Rui Wang"], {"D. Wang": "Dian Wang"})
    assert groups["D. Wang"] == groups["Dian Wang"] != groups["Rui Wang"]


def test_initials_may_stand_for_a_name() -> None:
    assert may_abbreviate("R. Walters", "Robin Walters")
    assert not may_abbreviate("R. Walters", "Bo Walters")
    assert not may_abbreviate("Robin Walters", "Robin Walters")


def test_the_owner_wrote_every_paper_and_is_told_apart_where_implied(library: Library) -> None:
    owner = library.owner()
    assert owner is not None
    assert len(owner.papers) == 50
    assert len(owner.implied) == 33
    for at in owner.papers:
        named = any("Walters" in name for name in library.papers[at].authors)
        assert named != (at in owner.implied)


def test_coauthors_agree_with_a_count_of_the_lists(library: Library) -> None:
    for person in library.people.everyone:
        for coauthor in library.people.coauthors(person):
            both = [
                paper
                for paper in library.papers
                if set(person.spellings) & {*paper.authors, *paper.implied}
                and set(coauthor.person.spellings) & {*paper.authors, *paper.implied}
            ]
            assert [library.papers[at] for at in coauthor.papers] == both
