"""This file holds which spellings of names are one person's.

The rule: two spellings are one person when first name and surname agree (folded), and the names
between them agree as far as both give them ('David M. Klee', 'David Klee'). Where a library has
two that differ in between ('David M. Klee', 'David A. Klee'), the short form joins neither. A
name without a middle one joins initials but no full middle name. Two people made one do more harm
than one made two, so the lists of authors have their say: two spellings on one list are two people;
a short form and a long one of common names part when both are known and share no coauthor; and a
first name that is only an initial joins the one full name with whose coauthors it mostly writes.
All else is for a library's alias file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from knowledge.circles import Circles
from knowledge.freeing import let_go
from knowledge.name_keys import Form, Key, agree, bucket_of, is_initial, keys_of, parted
from knowledge.text import fold

_MOST_LIKE = 1
"""People of a surname and a first letter with whom an initial still says who is meant."""
_SHARED, _SHARE = 1, 0.5
"""So many coauthors, and such a share of its own, must an initial's form have in common with the full
name. In the ACL Anthology with the first names of 15 % of its people abbreviated on a quarter of
their papers, and of 5 % on all, that joins 38 % of the forms that are somebody's, and 98.3 % of those
that it joins are (most of the others are, too: the Anthology has both Chris and Christian Biemann).
With up to two people of the surname and letter it joins 42 %, 97.5 % of them rightly
(`python -m tests.benchmarks.people --seed 4`)."""
_KNOWN = 3
"""Coauthors of a spelling from which on it says something that it shares none."""


def same_people(
    names: Iterable[str],
    aliases: Mapping[str, str],
    *,
    lists: Collection[Collection[str]] = (),
    apart: Iterable[Collection[str]] = (),
    alone: Iterable[str] = (),
) -> dict[str, int]:
    """Group spellings of names: equal numbers mean one person.

    >>> same_people(["David Klee", "David M. Klee", "Rui Wang", "Dian Wang"], {})
    {'David Klee': 0, 'David M. Klee': 0, 'Rui Wang': 1, 'Dian Wang': 2}

    Args:
        names: The spellings.
        aliases: Spellings with the name of whom they are.
        lists: The papers' lists of authors, whose names are all among the spellings.
        apart: Spellings of which no two are one person.
        alone: Spellings that the rule joins to no other.
    """
    shown = {fold(spelling): name for spelling, name in aliases.items()}
    meant: dict[str, str] = {name: shown.get(fold(name), name) for name in names}
    keys = keys_of(meant.values(), {fold(name) for name in alone})
    forbidden = _Forbidden(meant, keys)
    for some in apart:
        forbidden.add(name for name in some if name in meant)
    numbers = _numbered(keys, forbidden)
    if lists:
        if _add_coauthors(lists, meant, keys, numbers, forbidden):
            numbers = _numbered(keys, forbidden)
        circles = Circles(lists, meant, keys, numbers)
        if _part_strangers(circles, forbidden):
            numbers = _numbered(keys, forbidden)
        _join_initials(circles, numbers)
        circles.let_go()
    order: dict[int, int] = {}
    groups = {
        spelling: order.setdefault(numbers[keys[name]], len(order))
        for spelling, name in meant.items()
    }
    let_go(numbers, keys, meant)
    return groups


def may_abbreviate(short: str, name: str) -> bool:
    """Tell whether a name with initials ('R. Walters') can stand for a full one ('Robin Walters').

    >>> may_abbreviate("R. Walters", "Robin Walters"), may_abbreviate("R. Wang", "Robin Walters")
    (True, False)
    """
    one, other = fold(short).split(), fold(name).split()
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1] or len(one[0]) > 1:
        return False
    return agree(tuple(one[:-1]), tuple(other[:-1]))


def are_alike(one: str, other: str) -> bool:
    """Tell whether two names share the surname and the first letter.

    >>> are_alike("David A. Klee", "Dan Klee"), are_alike("Bo Klee", "Dan Klee")
    (True, False)
    """
    some, others = bucket_of(parted(one)), bucket_of(parted(other))
    return some is not None and others is not None and some[:2] == others[:2]


def surname_of(name: str) -> str:
    """Tell the surname of a Latin name, folded; nothing where there is none.

    >>> surname_of("David M. Klee Jr.")
    'klee'
    """
    bucket = bucket_of(parted(name))
    return bucket[1] if bucket else ""


class _Forbidden:
    """Pairs of names' keys that are two people's.

    Spellings that would have one key get one of their own each.
    """

    def __init__(self, meant: Mapping[str, str], keys: dict[str, Key]) -> None:
        self._meant = meant
        self._keys = keys
        self.pairs: set[tuple[Key, Key]] = set()

    def add(self, spellings: Iterable[str]) -> bool:
        """Keep spellings apart, but those that an alias joins; tell whether any were one."""
        names = dict.fromkeys(self._meant[one] for one in spellings)
        for name, other in combinations(names, 2):
            if self._keys[name] == self._keys[other]:
                for one in (name, other):
                    self._keys[one] = (("", one), ())
            self.forbid(self._keys[name], self._keys[other])
        return len(names) > 1

    def forbid(self, one: Key, other: Key) -> None:
        self.pairs |= {(one, other), (other, one)}


def _numbered(keys: Mapping[str, Key], forbidden: _Forbidden) -> dict[Key, int]:
    """Number the people behind keys."""
    by_ends: dict[Form, dict[Form, None]] = defaultdict(dict)
    for ends, between in keys.values():
        by_ends[ends][between] = None
    numbers: dict[Key, int] = {}
    for ends, betweens in by_ends.items():
        first = len(numbers)
        if len(betweens) == 1:
            numbers[ends, next(iter(betweens))] = first
            continue
        for between, number in _agreeing(ends, betweens, forbidden.pairs).items():
            numbers[ends, between] = first + number
    let_go(by_ends)
    return numbers


def _add_coauthors(
    lists: Iterable[Collection[str]],
    meant: Mapping[str, str],
    keys: Mapping[str, Key],
    numbers: Mapping[Key, int],
    forbidden: _Forbidden,
) -> bool:
    """Forbid to join two spellings on one list of authors; tell whether any were joined."""
    person = {spelling: numbers[keys[name]] for spelling, name in meant.items()}
    is_any = False
    for names in lists:
        if len({person[name] for name in names}) < len(names):
            together: dict[int, dict[str, None]] = defaultdict(dict)
            for name in names:
                together[person[name]][name] = None
            for several in together.values():
                is_any |= len(several) > 1 and forbidden.add(several)
    let_go(person)
    return is_any


def _part_strangers(circles: Circles, forbidden: _Forbidden) -> bool:
    """Forbid to join forms of common names that share nobody; tell whether there are any."""
    is_any = False
    for short, long in circles.doubtful:
        one, other = circles.of([short]), circles.of([long])
        if min(len(one), len(other)) >= _KNOWN and one.isdisjoint(other):
            forbidden.forbid(short, long)
            is_any = True
    return is_any


def _join_initials(circles: Circles, numbers: dict[Key, int]) -> None:
    """Give those with an initial for a first name the number of whom they are, if that is clear."""
    joining: dict[int, list[Key]] = defaultdict(list)
    people: dict[Form, dict[int, list[Key]]] = {}
    for initial, bucket in circles.initials.items():
        if bucket not in people:
            by_number: dict[int, list[Key]] = defaultdict(list)
            people[bucket] = by_number
            for key in circles.buckets[bucket]:
                if not is_initial(key):
                    by_number[numbers[key]].append(key)
        if len(people[bucket]) > _MOST_LIKE:
            continue
        own = circles.of([initial])
        shared = {
            number: len(own & circles.of(keys))
            for number, keys in people[bucket].items()
            if all(agree(initial[0][:-2], (key[0][0], *key[1])) for key in keys)
            and not circles.are_beside(initial, keys)
        }
        if sum(map(bool, shared.values())) == 1:
            number, common = max(shared.items(), key=lambda one: one[1])
            if common >= max(_SHARED, _SHARE * len(own)):
                joining[number].append(initial)
    for number, some in joining.items():
        # 'R. G. Walters' and 'R. H. Walters' aren't both Robin Walters.
        if all(
            agree(one[0][:-2], other[0][:-2]) and not circles.are_beside(one, [other])
            for one, other in combinations(some, 2)
        ):
            numbers.update(dict.fromkeys(some, number))


def _agreeing(
    ends: Form, forms: Iterable[Form], forbidden: Collection[tuple[Key, Key]]
) -> dict[Form, int]:
    """Number the people behind the forms that the names between two ends take."""
    clusters: list[list[Form]] = []
    # Long forms first, so that an initial finds every full name that it may stand for.
    for form in sorted(forms, key=lambda form: (-sum(map(len, form)), form)):
        near = [one for one in clusters if all(agree(form, other) for other in one)]
        if not form:
            near = clusters if any(_is_initials(other) for one in near for other in one) else []
        if len(near) == 1 and not (
            forbidden and any(((ends, form), (ends, one)) in forbidden for one in near[0])
        ):
            near[0].append(form)
        else:
            clusters.append([form])
    return {form: number for number, one in enumerate(clusters) for form in one}


def _is_initials(form: Form) -> bool:
    return all(len(word) == 1 for word in form)
