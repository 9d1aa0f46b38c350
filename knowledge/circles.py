"""This file holds with whom those write whom their names alone don't tell apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from knowledge.freeing import let_go
from knowledge.name_keys import Form, Key, bucket_of, is_initial

_LONGEST_LIST = 30
"""Authors of the longest list that says who knows whom."""
_NAMESAKES = 0.02
"""How many people of a first name and a surname must be expected, were the two independent, for a
short form and a long one to be perhaps two people; as in `knowledge.names`. In the ACL Anthology 39
of 1,593 such pairs part by that, Michael Paul and Michael J. Paul among them, and Vincent Ng and
Vincent T.Y. Ng; with .05 it would be 25."""


class Circles:
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
        keys: Mapping[str, Key],
        numbers: Mapping[Key, int],
    ) -> None:
        self.initials: dict[Key, Form] = {}
        self.buckets: dict[Form, list[Key]] = defaultdict(list)
        for key in numbers:
            if bucket := bucket_of(key):
                self.buckets[bucket].append(key)
                if is_initial(key):
                    self.initials[key] = bucket
        self.doubtful = list(_doubtful(numbers))
        asked = {key for pair in self.doubtful for key in pair}
        for bucket in self.initials.values():
            asked.update(self.buckets[bucket])
        self._known: dict[Key, set[int]] = {key: set() for key in asked}
        person = {spelling: numbers[keys[name]] for spelling, name in meant.items()}
        numbers_asked = {numbers[key] for key in asked}
        self._numbers = {key: numbers[key] for key in asked}
        self._beside: dict[Key, set[int]] = {key: set() for key in self.initials}
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
        let_go(person)

    def of(self, keys: Iterable[Key]) -> set[int]:
        """Tell who wrote with somebody, by their numbers when this was made."""
        found: set[int] = set()
        return found.union(*(self._known[key] for key in keys))

    def let_go(self) -> None:
        """Free what this holds."""
        let_go(self._known, self.buckets)

    def are_beside(self, initial: Key, keys: Iterable[Key]) -> bool:
        """Tell whether an initial's form stands on a list beside one of others."""
        return not self._beside[initial].isdisjoint(self._numbers[key] for key in keys)


def _doubtful(numbers: Mapping[Key, int]) -> Iterator[tuple[Key, Key]]:
    """List short and long forms of names that are so common that they may be two people."""
    firsts = Counter(ends[0] for ends, _ in numbers)
    lasts = Counter(ends[-2] for ends, _ in numbers if len(ends) > 2)
    long: dict[tuple[Form, int], list[Key]] = defaultdict(list)
    for key, number in numbers.items():
        if key[1]:
            long[key[0], number].append(key)
    for (ends, number), keys in long.items():
        short = (ends, ())
        is_common = firsts[ends[0]] * lasts[ends[-2]] > _NAMESAKES * len(numbers)
        if is_common and numbers.get(short) == number:
            yield from ((short, key) for key in keys)
