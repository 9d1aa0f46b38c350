"""This file holds who is who: one person behind several spellings, and who writes with whom.

The rule: two spellings are one person when first name and surname agree (folded), and the names
between them agree as far as both give them ('David M. Klee', 'David Klee'). Where a library has
two that differ in between ('David M. Klee', 'David A. Klee'), the short form joins neither. A
name without a middle one joins initials but no full middle name, and a first name that is only
an initial joins nobody: two people made one do more harm than one made two. All else is for a
library's aliases.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from knowledge.paper import GENERATIONS, Paper
from knowledge.text import fold

_TITLES = frozenset(("dr", "prof"))
_DOT = re.compile(r"\.(?=[^\s.-])")


@dataclass(frozen=True, slots=True)
class Person:
    """One author of a library.

    Attributes:
        name: The spelling to show.
        spellings: All that the library has, the shown one first.
        papers: Positions in the library of the papers that are theirs, in its order.
        implied: Those of them on which no list of authors names them.
    """

    name: str
    spellings: tuple[str, ...]
    papers: tuple[int, ...]
    implied: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Coauthor:
    """Someone with whom a person wrote, and the positions of their joint papers.

    `implied` are those on which no list of authors names the one or the other.
    """

    person: Person
    papers: tuple[int, ...]
    implied: frozenset[int]


class People:
    """Everybody who wrote a library's papers.

    Args:
        papers: The library's papers; positions in it are what people refer to.
        aliases: Spellings with the name to show for each.
        owners: Names of profiles' owners, which are shown as their pages write them.

    Attributes:
        everyone: Those with most papers first.
        with_papers: How many of them have a paper; the owner of a profile may have none.
    """

    def __init__(
        self, papers: Sequence[Paper], aliases: Mapping[str, str], owners: Iterable[str] = ()
    ) -> None:
        self._papers = papers
        counts = Counter(name for paper in papers for name in (*paper.authors, *paper.implied))
        shown = {*aliases.values(), *owners}
        counts.update(dict.fromkeys(owners, 0))
        self._group = same_people(counts, aliases)
        positions: dict[int, dict[int, bool]] = defaultdict(dict)
        for at, paper in enumerate(papers):
            for name in paper.authors:
                positions[self._group[name]][at] = False
            for name in paper.implied:
                positions[self._group[name]].setdefault(at, True)
        spellings: dict[int, list[str]] = defaultdict(list)
        for name, group in self._group.items():
            spellings[group].append(name)
        self._people: dict[int, Person] = {}
        for group, names in spellings.items():
            names.sort(key=lambda name: (name not in shown, -counts[name], -len(name), name))
            at_all = positions[group]
            implied = frozenset(at for at, is_implied in at_all.items() if is_implied)
            self._people[group] = Person(names[0], tuple(names), tuple(at_all), implied)
        by_number: dict[int, list[Person]] = defaultdict(list)
        for person in self._people.values():
            by_number[len(person.papers)].append(person)
        # In parts, because one long sort would hold all threads.
        self.everyone = [
            person
            for number in sorted(by_number, reverse=True)
            for person in sorted(by_number[number], key=attrgetter("name"))
        ]
        self.with_papers = sum(1 for person in self.everyone if person.papers)

    def called(self, spelling: str) -> Person | None:
        """Find who is meant by exactly this spelling."""
        group = self._group.get(spelling)
        return None if group is None else self._people[group]

    def of(self, paper: Paper) -> list[Person]:
        """List a paper's people in order, implied ones last."""
        names = dict.fromkeys((*paper.authors, *paper.implied))
        return list({self._group[name]: self._people[self._group[name]] for name in names}.values())

    def coauthors(self, person: Person) -> list[Coauthor]:
        """List a person's coauthors, those with most joint papers first."""
        joint: dict[str, list[int]] = defaultdict(list)
        who: dict[str, Person] = {}
        for at in person.papers:
            for other in self.of(self._papers[at]):
                if other != person:
                    who[other.name] = other
                    joint[other.name].append(at)
        found = [
            Coauthor(
                who[name],
                tuple(positions),
                frozenset(at for at in positions if at in person.implied | who[name].implied),
            )
            for name, positions in joint.items()
        ]
        return sorted(found, key=lambda one: (-len(one.papers), one.person.name))

    def path(self, one: Person, other: Person) -> list[tuple[Person, int]]:
        """Find a shortest way from a person to another, through who wrote with whom.

        It is sought from both ends at once, as few people are few steps away.

        Returns:
            Who comes next, each with the position of a paper that they wrote with the one before;
            empty where no way leads there.
        """
        seen: list[dict[str, tuple[Person | None, Person, int]]] = [
            {one.name: (None, one, -1)},
            {other.name: (None, other, -1)},
        ]
        edges = [[one], [other]]
        while all(edges):
            near = len(edges[0]) > len(edges[1])
            reached: list[Person] = []
            for who in edges[near]:
                for at in who.papers:
                    for beside in self.of(self._papers[at]):
                        if beside.name not in seen[near]:
                            seen[near][beside.name] = (who, beside, at)
                            reached.append(beside)
            if met := [who for who in reached if who.name in seen[not near]]:
                return _way(met[0], seen)
            edges[near] = reached
        return []


def _way(
    met: Person, seen: Sequence[Mapping[str, tuple[Person | None, Person, int]]]
) -> list[tuple[Person, int]]:
    """Put together the two halves of a way between people, which meet in one."""
    way: list[tuple[Person, int]] = []
    before, who, at = seen[0][met.name]
    while before:
        way.insert(0, (who, at))
        before, who, at = seen[0][before.name]
    after, _, at = seen[1][met.name]
    while after:
        way.append((after, at))
        after, _, at = seen[1][after.name]
    return way


def same_people(names: Iterable[str], aliases: Mapping[str, str]) -> dict[str, int]:
    """Group spellings of names: equal numbers mean one person.

    >>> same_people(["David Klee", "David M. Klee", "Rui Wang", "Dian Wang"], {})
    {'David Klee': 0, 'David M. Klee': 0, 'Rui Wang': 1, 'Dian Wang': 2}
    """
    shown = {fold(spelling): name for spelling, name in aliases.items()}
    spellings: dict[str, str] = {name: shown.get(fold(name), name) for name in names}
    by_ends: dict[tuple[str, ...], dict[tuple[str, ...], None]] = defaultdict(dict)
    parts = {name: _parts(name) for name in spellings.values()}
    # A hyphen or a space alone parts nobody: 'Jean-Luc Picard', 'Jean Luc Picard'.
    joined: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}
    for ends, between in parts.values():
        letters = "".join((*ends[:1], *between, *ends[1:]))
        joined[letters] = min(joined.get(letters, (ends, between)), (ends, between), key=_words)
    parts = {
        name: joined["".join((*ends[:1], *between, *ends[1:]))]
        for name, (ends, between) in parts.items()
    }
    joined.clear()  # one by one: all at once, at the end, would hold other threads
    for ends, between in parts.values():
        by_ends[ends][between] = None
    numbers: dict[tuple[tuple[str, ...], int], int] = {}
    groups: dict[str, int] = {}
    merged = {
        ends: _agreeing(betweens) if len(betweens) > 1 else dict.fromkeys(betweens, 0)
        for ends, betweens in by_ends.items()
    }
    by_ends.clear()
    for spelling, name in spellings.items():
        ends, between = parts[name]
        key = (ends, merged[ends][between])
        groups[spelling] = numbers.setdefault(key, len(numbers))
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


def _parts(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
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


def _words(parts: tuple[tuple[str, ...], tuple[str, ...]]) -> tuple[int, object]:
    return len(parts[0]) + len(parts[1]), parts


def _agreeing(forms: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], int]:
    """Number the people behind the forms that the names between two ends take."""
    clusters: list[list[tuple[str, ...]]] = []
    # Long forms first, so that an initial finds every full name that it may stand for.
    for form in sorted(forms, key=lambda form: (-sum(map(len, form)), form)):
        near = [one for one in clusters if all(_agree(form, other) for other in one)]
        if not form:
            near = clusters if any(_is_initials(other) for one in near for other in one) else []
        if len(near) == 1:
            near[0].append(form)
        else:
            clusters.append([form])
    return {form: number for number, one in enumerate(clusters) for form in one}


def _is_initials(form: tuple[str, ...]) -> bool:
    return all(len(word) == 1 for word in form)


def _agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0])
        for a, b in zip(one, other, strict=False)
    )
