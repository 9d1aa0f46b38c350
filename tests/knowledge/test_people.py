from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.identities import may_abbreviate, same_people
from knowledge.library import Library

NAMES = [
    *(
        "Wei Wang",
        "Wei Y. Wang",
        "Wei Yu Wang",
        "Wei X. Wang",
        "W. Wang",
        "Wei-Yu Wang",
        "WEI WANG",
    ),
    *(
        "Wei Yuwang",
        "Weiyu Wang",
        "Wang Wei",
        "Bo Li",
        "B. Li",
        "Bó Li",
        "B. A. Li",
        "王伟",
        "",
        "-",
    ),
]


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
        ["Xiao-Dong Li", "Xiaodong Li", "Xiao Dong Li"],
        ["Stephen DellaPietra", "Stephen Della Pietra"],
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
        ["Wei Wang", "Wei Wan"],
        ["Yang Liu", "Yan Liu"],
        ["John Smith Sr.", "John Smith Jr."],
        ["Shixue Wen", "Shi Xuewen"],
        ["Ya-Nan Li", "Yan-An Li"],
        ["Anna Smith", "Anna Smith-Jones", "Anna Jones"],
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


def test_an_alias_is_believed_before_a_list_of_authors() -> None:
    both = ["Francis Tyers", "Francis M. Tyers"]
    assert len(set(same_people(both, {}, lists=[both]).values())) == 2
    assert len(set(same_people(both, {both[1]: both[0]}, lists=[both]).values())) == 1


@given(st.lists(st.lists(st.sampled_from(NAMES), unique=True, max_size=6), max_size=12))
def test_two_names_on_one_list_are_two_people(lists: list[list[str]]) -> None:
    names = dict.fromkeys(name for one in lists for name in one)
    groups = same_people(names, {}, lists=lists)
    assert groups.keys() == names.keys()
    for one in lists:
        assert len({groups[name] for name in one}) == len(one)


def test_a_list_splits_who_else_would_be_one() -> None:
    names = ["David Klee", "David M. Klee", "Bo Li"]
    groups = same_people(names, {}, lists=[["David Klee", "David M. Klee"], ["Bo Li"]])
    assert len(set(groups.values())) == 3


_CIRCLE = [["R. Walters", "Bo Li"], ["Robin Walters", "Bo Li"], ["Robin Walters", "Ana Oak"]]


def test_an_initial_is_the_one_who_writes_with_the_same_people() -> None:
    assert joined("R. Walters", "Robin Walters", _CIRCLE)


@pytest.mark.parametrize(
    "more",
    [
        [["Rose Walters", "Cy Ash"]],
        [["R. Walters", "Cy Ash", "Di Elm"]],
        [["R. Walters", "Robin Walters"]],
        [["R. G. Walters", "Bo Li"], ["R. H. Walters", "Bo Li"]],
    ],
    ids=["another fits", "few are shared", "both on a list", "initials differ"],
)
def test_an_initial_that_may_be_somebody_else_joins_nobody(more: list[list[str]]) -> None:
    lists = [*_CIRCLE, *more]
    short = "R. G. Walters" if any("R. G. Walters" in one for one in more) else "R. Walters"
    assert not joined(short, "Robin Walters", lists)


def test_common_names_without_a_shared_coauthor_are_two() -> None:
    one = [["Wei Wang", f"Ana {letter}ak"] for letter in "OPQ"]
    other = [["Wei Y. Wang", f"Bo {letter}lm"] for letter in "EFG"]
    crowd = [[f"Wei {letter}u"] for letter in "HLMW"] + [[f"{letter}u Wang"] for letter in "HLMW"]
    assert not joined("Wei Wang", "Wei Y. Wang", [*one, *other, *crowd])
    assert joined("Wei Wang", "Wei Y. Wang", [*one, *other, *crowd, ["Wei Y. Wang", "Ana Oak"]])
    assert joined("Wei Wang", "Wei Y. Wang", [*one[:1], *other, *crowd])


def test_who_is_apart_is_apart_whatever_the_letters() -> None:
    names = ["José García", "Jose Garcia", "Jose Garcia Lopez"]
    assert len(set(same_people(names, {}).values())) == 2
    assert len(set(same_people(names, {}, apart=[names[:2]]).values())) == 3


def joined(one: str, other: str, lists: list[list[str]]) -> bool:
    names = dict.fromkeys(name for some in lists for name in some)
    groups = same_people(names, {}, lists=lists)
    return groups[one] == groups[other]


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
