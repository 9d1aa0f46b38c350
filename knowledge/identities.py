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

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from knowledge.paper import GENERATIONS
from knowledge.text import fold

_TITLES = frozenset(("dr", "prof"))
_DOT = re.compile(r"\.(?=[^\s.-])")
_HYPHENS = re.compile(r"[\s\-\u2010\u2011]+")
_LONGEST_LIST = 30
"""Authors of the longest list that says who knows whom."""
_MOST_LIKE = 1
"""People of a surname and a first letter with whom an initial still says who is meant."""
_SHARED, _SHARE = 1, 0.5
"""So many coauthors, and such a share of its own, must an initial's form have in common with the full
name. In the ACL Anthology with the first names of 15 % of its people abbreviated on a quarter of
their papers, and of 5 % on all, that joins 38 % of the forms that are somebody's, and 98.3 % of those
that it joins are (most of the others are, too: the Anthology has both Chris and Christian Biemann).
With up to two people of the surname and letter it joins 41 %, 97.2 % of them rightly where
this one has 97.7 (`python -m tests.benchmarks.people`)."""
_KNOWN = 3
"""Coauthors of a spelling from which on it says something that it shares none."""
_NAMESAKES = 0.02
"""How many people of a first name and a surname must be expected, were the two independent, for a
short form and a long one to be perhaps two people; as in `knowledge.names`. In the ACL Anthology 39
of 1,593 such pairs part by that, Michael Paul and Michael J. Paul among them, and Vincent Ng and
Vincent T.Y. Ng; with .05 it would be 25."""

_Form = tuple[str, ...]
_Key = tuple[_Form, _Form]
"""A name's ends and what is between them."""


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
    keys = _keys(meant.values(), {fold(name) for name in alone})
    forbidden = _Forbidden(meant, keys)
    for some in apart:
        forbidden.add(name for name in some if name in meant)
    numbers = _numbered(keys, forbidden)
    if lists:
        if _add_coauthors(lists, meant, keys, numbers, forbidden):
            numbers = _numbered(keys, forbidden)
        circles = _Circles(lists, meant, keys, numbers)
        if _part_strangers(circles, forbidden):
            numbers = _numbered(keys, forbidden)
        _join_initials(circles, numbers)
        circles.let_go()
    order: dict[int, int] = {}
    groups = {
        spelling: order.setdefault(numbers[keys[name]], len(order))
        for spelling, name in meant.items()
    }
    _let_go(numbers, keys, meant)
    return groups


def may_abbreviate(short: str, name: str) -> bool:
    """Tell whether a name with initials ('R. Walters') can stand for a full one ('Robin Walters').

    >>> may_abbreviate("R. Walters", "Robin Walters"), may_abbreviate("R. Wang", "Robin Walters")
    (True, False)
    """
    one, other = fold(short).split(), fold(name).split()
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1] or len(one[0]) > 1:
        return False
    return _agree(tuple(one[:-1]), tuple(other[:-1]))


def are_alike(one: str, other: str) -> bool:
    """Tell whether two names share the surname and the first letter.

    >>> are_alike("David A. Klee", "Dan Klee"), are_alike("Bo Klee", "Dan Klee")
    (True, False)
    """
    some, others = _bucket(_parts(one)), _bucket(_parts(other))
    return some is not None and others is not None and some[:2] == others[:2]


def surname_of(name: str) -> str:
    """Tell the surname of a Latin name, folded; nothing where there is none.

    >>> surname_of("David M. Klee Jr.")
    'klee'
    """
    bucket = _bucket(_parts(name))
    return bucket[1] if bucket else ""


class _Forbidden:
    """Pairs of names' keys that are two people's.

    Spellings that would have one key get one of their own each.
    """

    def __init__(self, meant: Mapping[str, str], keys: dict[str, _Key]) -> None:
        self._meant = meant
        self._keys = keys
        self.pairs: set[tuple[_Key, _Key]] = set()

    def add(self, spellings: Iterable[str]) -> bool:
        """Keep spellings apart, but those that an alias joins; tell whether any were one."""
        names = dict.fromkeys(self._meant[one] for one in spellings)
        for name, other in combinations(names, 2):
            if self._keys[name] == self._keys[other]:
                for one in (name, other):
                    self._keys[one] = (("", one), ())
            self.forbid(self._keys[name], self._keys[other])
        return len(names) > 1

    def forbid(self, one: _Key, other: _Key) -> None:
        self.pairs |= {(one, other), (other, one)}


def _keys(names: Iterable[str], alone: Collection[str]) -> dict[str, _Key]:
    """Part names into what the rule compares; a hyphen or a space alone parts nobody.

    'Jean-Luc Picard' is 'Jean Luc Picard', but 'Shixue Wen' isn't 'Shi Xuewen': of two spellings
    of the same letters, one must be the other with more spaces.
    """
    keys: dict[str, _Key] = {}
    by_letters: dict[str, dict[tuple[_Key, bool], list[str]]] = defaultdict(dict)
    for name in names:
        if name in keys:
            continue
        if alone and (folded := fold(name)) in alone:
            keys[name] = (("", folded), ())
            continue
        keys[name] = key = _parts(name)
        by_letters[_letters(key)].setdefault((key, "-" in name), []).append(name)
    for some in by_letters.values():
        if len(some) > 1 or any(
            is_hyphened and len(one) > 1 for (_, is_hyphened), one in some.items()
        ):
            _join_by_letters([name for alike in some.values() for name in alike], keys)
    _let_go(by_letters)
    return keys


def _join_by_letters(names: Iterable[str], keys: dict[str, _Key]) -> None:
    """Give names of the same letters one key, unless they are parted in ways that can't be one."""
    breaks = {name: _breaks(name) for name in names}
    by_breaks = dict.fromkeys(breaks.values())
    if all(one <= other or other <= one for one, other in combinations(by_breaks, 2)):
        keys.update(dict.fromkeys(breaks, min((keys[name] for name in breaks), key=_words)))
        return
    times = Counter(key for key, _ in {(keys[name], parted) for name, parted in breaks.items()})
    for name, parted in breaks.items():
        if times[keys[name]] > 1:  # 'Ya-Nan Li' and 'Yan-An Li' without their hyphens
            keys[name] = (("", _letters(keys[name]), str(sorted(parted))), ())


def _let_go(*several: dict[Any, Any]) -> None:
    """Free mappings one entry after the other: all at once would hold other threads."""
    for one in several:
        while one:
            one.popitem()


def _letters(key: _Key) -> str:
    ends, between = key
    return "".join((*ends[:1], *between, *ends[1:]))


def _breaks(name: str) -> frozenset[int]:
    """Tell after how many letters of a name there is a space or a hyphen."""
    words = [fold(part).replace(" ", "") for part in _HYPHENS.split(_DOT.sub(". ", name))]
    words = [word for word in words if word]
    if len(words) > 2 and words[0] in _TITLES:
        words = words[1:]
    ends: list[int] = []
    for word in words[:-1]:
        ends.append(len(word) + (ends[-1] if ends else 0))
    return frozenset(ends)


def _numbered(keys: Mapping[str, _Key], forbidden: _Forbidden) -> dict[_Key, int]:
    """Number the people behind keys."""
    by_ends: dict[_Form, dict[_Form, None]] = defaultdict(dict)
    for ends, between in keys.values():
        by_ends[ends][between] = None
    numbers: dict[_Key, int] = {}
    for ends, betweens in by_ends.items():
        first = len(numbers)
        if len(betweens) == 1:
            numbers[ends, next(iter(betweens))] = first
            continue
        for between, number in _agreeing(ends, betweens, forbidden.pairs).items():
            numbers[ends, between] = first + number
    _let_go(by_ends)
    return numbers


def _add_coauthors(
    lists: Iterable[Collection[str]],
    meant: Mapping[str, str],
    keys: Mapping[str, _Key],
    numbers: Mapping[_Key, int],
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
    _let_go(person)
    return is_any


class _Circles:
    """With whom those write whom the names alone don't tell apart.

    Attributes:
        initials: Keys with an initial for a first name, each with its bucket.
        buckets: Keys by surname and first letter.
        doubtful: Short and long forms that are one person by the rule and may be two.
    """

    def __init__(
        self,
        lists: Iterable[Collection[str]],
        meant: Mapping[str, str],
        keys: Mapping[str, _Key],
        numbers: Mapping[_Key, int],
    ) -> None:
        self.initials: dict[_Key, _Form] = {}
        self.buckets: dict[_Form, list[_Key]] = defaultdict(list)
        for key in numbers:
            if bucket := _bucket(key):
                self.buckets[bucket].append(key)
                if _is_initial(key):
                    self.initials[key] = bucket
        self.doubtful = list(_doubtful(numbers))
        asked = {key for pair in self.doubtful for key in pair}
        for bucket in self.initials.values():
            asked.update(self.buckets[bucket])
        self._known: dict[_Key, set[int]] = {key: set() for key in asked}
        person = {spelling: numbers[keys[name]] for spelling, name in meant.items()}
        numbers_asked = {numbers[key] for key in asked}
        self._numbers = {key: numbers[key] for key in asked}
        self._beside: dict[_Key, set[int]] = {key: set() for key in self.initials}
        for names in lists:
            if len(names) < 2:
                continue
            people = [person[name] for name in names]
            if numbers_asked.isdisjoint(people):
                continue
            for name, number in zip(names, people, strict=True):
                if number in numbers_asked and (key := keys[meant[name]]) in asked:
                    if len(names) <= _LONGEST_LIST:
                        self._known[key].update(people)
                    if key in self._beside:
                        self._beside[key].update(people)
        for key, known in self._known.items():
            known.discard(numbers[key])
        _let_go(person)

    def of(self, keys: Iterable[_Key]) -> set[int]:
        """Tell who wrote with somebody, by their numbers when this was made."""
        found: set[int] = set()
        return found.union(*(self._known[key] for key in keys))

    def let_go(self) -> None:
        """Free what this holds."""
        _let_go(self._known, self.buckets)

    def are_beside(self, initial: _Key, keys: Iterable[_Key]) -> bool:
        """Tell whether an initial's form stands on a list beside one of others."""
        return not self._beside[initial].isdisjoint(self._numbers[key] for key in keys)


def _part_strangers(circles: _Circles, forbidden: _Forbidden) -> bool:
    """Forbid to join forms of common names that share nobody; tell whether there are any."""
    is_any = False
    for short, long in circles.doubtful:
        one, other = circles.of([short]), circles.of([long])
        if min(len(one), len(other)) >= _KNOWN and one.isdisjoint(other):
            forbidden.forbid(short, long)
            is_any = True
    return is_any


def _join_initials(circles: _Circles, numbers: dict[_Key, int]) -> None:
    """Give those with an initial for a first name the number of whom they are, if that is clear."""
    joining: dict[int, list[_Key]] = defaultdict(list)
    people: dict[_Form, dict[int, list[_Key]]] = {}
    for initial, bucket in circles.initials.items():
        if bucket not in people:
            by_number: dict[int, list[_Key]] = defaultdict(list)
            people[bucket] = by_number
            for key in circles.buckets[bucket]:
                if not _is_initial(key):
                    by_number[numbers[key]].append(key)
        if len(people[bucket]) > _MOST_LIKE:
            continue
        own = circles.of([initial])
        shared = {
            number: len(own & circles.of(keys))
            for number, keys in people[bucket].items()
            if all(_agree(initial[0][:-2], (key[0][0], *key[1])) for key in keys)
            and not circles.are_beside(initial, keys)
        }
        if sum(map(bool, shared.values())) == 1:
            number, common = max(shared.items(), key=lambda one: one[1])
            if common >= max(_SHARED, _SHARE * len(own)):
                joining[number].append(initial)
    for number, some in joining.items():
        # 'R. G. Walters' and 'R. H. Walters' aren't both Robin Walters.
        if all(
            _agree(one[0][:-2], other[0][:-2]) and not circles.are_beside(one, [other])
            for one, other in combinations(some, 2)
        ):
            numbers.update(dict.fromkeys(some, number))


def _doubtful(numbers: Mapping[_Key, int]) -> Iterator[tuple[_Key, _Key]]:
    """List short and long forms of names that are so common that they may be two people."""
    firsts = Counter(ends[0] for ends, _ in numbers)
    lasts = Counter(ends[-2] for ends, _ in numbers if len(ends) > 2)
    long: dict[tuple[_Form, int], list[_Key]] = defaultdict(list)
    for key, number in numbers.items():
        if key[1]:
            long[key[0], number].append(key)
    for (ends, number), keys in long.items():
        short = (ends, ())
        is_common = firsts[ends[0]] * lasts[ends[-2]] > _NAMESAKES * len(numbers)
        if is_common and numbers.get(short) == number:
            yield from ((short, key) for key in keys)


def _bucket(key: _Key) -> _Form | None:
    """Tell the surname, the generation and the first letter of a Latin name; None without them."""
    ends, _ = key
    if len(ends) < 3 or not ends[0]:
        return None
    return ends[0][0], ends[-2], ends[-1]


def _is_initial(key: _Key) -> bool:
    """Tell a name of initials and a surname: 'R. Walters', 'R. G. Walters'."""
    return all(len(word) == 1 for word in key[0][:-2])


def _parts(name: str) -> _Key:
    """Part a name into its ends (first name, surname, generation) and what is between, folded.

    Only Latin letters are folded: 洋 刘 may be Yang Liu or not, so the scripts stay apart.
    """
    if not name.isascii() and any(one.isalpha() and not _is_latin(one) for one in name):
        return (name,), ()
    apart = _DOT.sub(". ", name) if "." in name else name  # J.P. Serre is J. P. Serre
    words = [word for part in apart.split() if (word := fold(part).replace(" ", ""))] or [name]
    if len(words) > 2 and words[0] in _TITLES:
        words = words[1:]
    generation = words.pop() if len(words) > 2 and words[-1] in GENERATIONS else ""
    if len(words) == 1 or len(words[0]) == 1:
        return (*words, generation), ()
    return (words[0], words[-1], generation), tuple(words[1:-1])


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith(("LATIN", "MODIFIER"))


def _words(parts: _Key) -> tuple[int, object]:
    return len(parts[0]) + len(parts[1]), parts


def _agreeing(
    ends: _Form, forms: Iterable[_Form], forbidden: Collection[tuple[_Key, _Key]]
) -> dict[_Form, int]:
    """Number the people behind the forms that the names between two ends take."""
    clusters: list[list[_Form]] = []
    # Long forms first, so that an initial finds every full name that it may stand for.
    for form in sorted(forms, key=lambda form: (-sum(map(len, form)), form)):
        near = [one for one in clusters if all(_agree(form, other) for other in one)]
        if not form:
            near = clusters if any(_is_initials(other) for one in near for other in one) else []
        if len(near) == 1 and not (
            forbidden and any(((ends, form), (ends, one)) in forbidden for one in near[0])
        ):
            near[0].append(form)
        else:
            clusters.append([form])
    return {form: number for number, one in enumerate(clusters) for form in one}


def _is_initials(form: _Form) -> bool:
    return all(len(word) == 1 for word in form)


def _agree(one: _Form, other: _Form) -> bool:
    return all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
        for a, b in zip(one, other, strict=False)
    )
