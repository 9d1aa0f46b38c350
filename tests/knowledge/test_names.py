"""Names among many others: who is taken for granted, who is asked about, who is only near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.closeness import ASKED, CONFIDENT, NEARLY, decided
from knowledge.names import Names
from knowledge.text import fold

PEOPLE = (
    "Katsuhiro Sudo, Rongtao Huang, Yuanzhi Lin, N. Webb, Adam Webb, Gary E. Martin, Gary Lee, "
    "H. Howie Huang, Heng Huang, Lawson L. S. Wong, Steven Wong, Daniel Jurafsky, Thomas Müller, "
    "Jørgen Aasen, Renée Šoštarić, Xiao-Fei Wen, Ting-Han Fan, Zhou-Jun Lian, Junjie Fengler, "
    "Siva Reddy Gangireddy, Hamlet Antonio García, Mihir Sanjay Kale, R. M. K. Sinha, "
    "James H. Alexander, Юрий Кузнецов, Anna Postnikova, Dan O'Brien, Fengyuan Zhao, "
    "Alexander Klassmann, Anastasia Weaver, Bartholomew Quill, Ioannis Papadakis, Li Hang"
).split(", ")
# First names and surnames that many share, as in a large library; and so many names that one
# that is not among them is rather a misspelt one.
CROWD = [
    f"{first} {last}"
    for first in "Wei Lei Xiaoming Feng Chen Nguyen Maria Alice Tom Ana Zhao".split()
    for last in "Wang Zhang Chen Li Zhao Smith Lei Feng Nguyen Garcia Brown".split()
    if first != last
]
EVERYONE = [*PEOPLE, *CROWD]


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(enumerate(EVERYONE))


def taken(names: Names, typed: str) -> str | None:
    """Name who is taken for what was typed, if it is exactly one."""
    fits = decided(names.closest(typed))
    return EVERYONE[fits[0].place] if len(fits) == 1 else None


def first(names: Names, typed: str) -> tuple[str, float]:
    fit = names.closest(typed)[0]
    return EVERYONE[fit.place], fit.closeness


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jurafsky", "Daniel Jurafsky"),
        ("Jurafsky Daniel", "Daniel Jurafsky"),
        ("Jurafsky, Daniel", "Daniel Jurafsky"),
        ("D. Jurafsky", "Daniel Jurafsky"),
        ("Daniel Jurafksy", "Daniel Jurafsky"),
        ("Wong, Lawson Leonard", "Lawson L. S. Wong"),
        ("Lawson Leonard Samuel Wong", "Lawson L. S. Wong"),
        ("thomas muller", "Thomas Müller"),
        ("Thomas Mueller", "Thomas Müller"),
        ("joergen aasen", "Jørgen Aasen"),
        ("jorgen aasen", "Jørgen Aasen"),
        ("Jorgen Åsen", "Jørgen Aasen"),
        ("renee sostaric", "Renée Šoštarić"),
        ("Zhoujun Lian", "Zhou-Jun Lian"),
        ("Zhou Jun Lian", "Zhou-Jun Lian"),
        ("Jun Jie Fengler", "Junjie Fengler"),
        ("dan obrien", "Dan O'Brien"),
        ("Mihir Kale", "Mihir Sanjay Kale"),
        ("Yuriy Kuznetsov", "Юрий Кузнецов"),
        ("Sinha, R.M.K.", "R. M. K. Sinha"),
        ("Fan Ting Han", "Ting-Han Fan"),
        ("Zhao, Lei", "Lei Zhao"),
    ],
)
def test_a_name_is_taken_in_the_forms_that_people_write(
    names: Names, typed: str, name: str
) -> None:
    assert taken(names, typed) == name


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Nick Webb", "N. Webb"),
        ("Xiao Wen", "Xiao-Fei Wen"),
        ("Ting Han", "Ting-Han Fan"),
        ("Antonio García", "Hamlet Antonio García"),
        ("Siva Reddy", "Siva Reddy Gangireddy"),
        ("Feng Zhao", "Fengyuan Zhao"),
    ],
)
def test_what_may_be_another_person_is_asked_about(typed: str, near: str) -> None:
    without = Names((at, name) for at, name in enumerate(EVERYONE) if name != typed)
    there = {EVERYONE[fit.place]: fit.closeness for fit in without.closest(typed)}
    assert ASKED <= there[near] < CONFIDENT


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Longtao Huang", "Rongtao Huang"),
        ("Quanzhi Lin", "Yuanzhi Lin"),
        ("Anna Sotnikova", "Anna Postnikova"),
        ("Gary Ee", "Gary E. Martin"),
        ("Hreng Huang", "H. Howie Huang"),
        ("Mithun Kumar S R", "R. M. K. Sinha"),
        ("James Alexander Hughes", "James H. Alexander"),
        ("Steven Wang", "Steven Wong"),
        ("Wei Wong", "Wei Wang"),
    ],
)
def test_nobody_is_taken_for_somebody_of_a_like_name(typed: str, near: str) -> None:
    without = Names((at, name) for at, name in enumerate(EVERYONE) if name != typed)
    assert taken(without, typed) is None
    there = {EVERYONE[fit.place]: fit.closeness for fit in without.closest(typed)}
    assert there.get(near, 0) < CONFIDENT


def test_the_other_order_is_asked_about_where_the_typed_one_is_as_likely() -> None:
    # Lei is a first name here and Chen a surname, so that Lei Chen hardly is Chen Lei; but Chen
    # Xu, of whose words neither is seen elsewhere like that, is Xu Chen.
    some = ["Chen Lei", "Xu Chen", "Lei Zhang", "Lei Smith", "Wei Chen", "Alice Chen"]
    names = Names(enumerate(some))
    for typed, name, is_sure in (("Lei Chen", "Chen Lei", False), ("Chen Xu", "Xu Chen", True)):
        fit = names.closest(typed)[0]
        assert some[fit.place] == name
        assert fit.closeness >= (CONFIDENT if is_sure else ASKED)
        assert is_sure or fit.closeness < CONFIDENT


def test_a_typo_is_asked_about_where_very_many_share_the_rest() -> None:
    some = [*(f"{first}o{second} Wang" for first in "bcdfghjklmnp" for second in "bcdfghjk")]
    few = Names(enumerate(["Xiaoming Wang", "Xiaoming Lund", "Tom Lund"]))
    many = Names(enumerate(["Xiaoming Wang", "Xiaoming Lund", "Tom Lund", *some]))
    assert few.closest("Xiaomning Lund")[0].closeness >= CONFIDENT
    assert many.closest("Xiaomning Lund")[0].closeness >= CONFIDENT
    assert few.closest("Xiaomning Wang")[0].closeness >= CONFIDENT
    assert many.closest("Xiaomning Wang")[0].closeness < CONFIDENT


def test_a_misspelt_short_name_is_nearest_though_not_taken(names: Names) -> None:
    for typed, name in (("gary lae", "Gary Lee"), ("heng haung", "Heng Huang")):
        assert first(names, typed)[0] == name
    name, closeness = first(names, "Steven Wonk")
    assert name == "Steven Wong"
    assert NEARLY <= closeness < CONFIDENT


def test_an_initial_offers_all_who_have_it(names: Names) -> None:
    fits = decided(names.closest("A. Zhang"))
    assert {EVERYONE[fit.place] for fit in fits} == {"Alice Zhang", "Ana Zhang"}
    assert decided(names.closest("A. Z")) == []
    assert names.closest("a z") == []


NAMES = st.lists(st.sampled_from(EVERYONE), min_size=1, max_size=40, unique=True)


@given(NAMES)
def test_everyone_is_first_by_their_own_name(some: list[str]) -> None:
    names = Names(enumerate(some))
    for at, name in enumerate(some):
        fit = names.closest(name)[0]
        assert fit.closeness == 1
        assert fold(some[fit.place]) == fold(some[at])


@given(NAMES, st.text(max_size=25) | st.sampled_from(EVERYONE))
def test_what_is_meant_is_what_is_decided_of_the_closest(some: list[str], typed: str) -> None:
    names = Names(enumerate(some))
    meant = names.meant(typed, 10)
    decision = decided(names.closest(fold(typed), 10))
    assert len(meant) == len(decision)
    assert [fit.closeness for fit in meant] == [fit.closeness for fit in decision]


@given(st.lists(st.text(max_size=15), max_size=10), st.text(max_size=15))
def test_any_text_may_be_a_name_or_be_typed(some: list[str], typed: str) -> None:
    names = Names(enumerate(some))
    fits = names.closest(typed, 4)
    assert len(fits) <= 4
    assert all(0 <= fit.closeness <= 1 for fit in fits)
    assert set(names.beginning(typed)) <= set(range(len(some)))
