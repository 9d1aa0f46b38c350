"""This file holds who wrote a library's papers, and who writes with whom.

Which spellings are one person's is in `knowledge.identities`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from knowledge.identities import same_people
from knowledge.paper import Paper
from knowledge.personal_names import OTHERS, Namesake
from knowledge.text import fold


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
        apart: Spellings of which no two are one person.
        namesakes: Who is spelled alike; their papers have their names already. What nobody gave to
            one of them is somebody's who is shown as 'Wei Wang (others)'.

    Attributes:
        everyone: Those with most papers first.
        with_papers: How many of them have a paper; the owner of a profile may have none.
    """

    def __init__(
        self,
        papers: Sequence[Paper],
        aliases: Mapping[str, str],
        owners: Iterable[str] = (),
        *,
        apart: Iterable[Collection[str]] = (),
        namesakes: Iterable[Namesake] = (),
    ) -> None:
        self._papers = papers
        told: dict[str, dict[str, None]] = defaultdict(dict)
        for one in namesakes:
            told[fold(one.spelling)][one.name] = None
        counts = Counter(name for paper in papers for name in (*paper.authors, *paper.implied))
        shown = {*aliases.values(), *owners}
        counts.update(dict.fromkeys(owners, 0))
        lists = [paper.authors for paper in papers]
        alone = {*told, *(name for names in told.values() for name in names)}
        self._group = same_people(counts, aliases, lists=lists, apart=apart, alone=alone)
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
            if told and fold(names[0]) in told:
                rest = "of the profile" if names[0] in owners else OTHERS
                names.insert(0, f"{names[0]} ({rest})")
            self._people[group] = Person(names[0], tuple(names), tuple(at_all), implied)
        self._group |= {who.name: group for group, who in self._people.items()} if told else {}
        self._behind = {
            spelling: tuple(self._people[self._group[name]] for name in names)
            for spelling, names in told.items()
        }
        for group, names in spellings.items() if told else ():
            for name in dict.fromkeys(map(fold, names[1:])):
                who = self._people[group]
                if name in self._behind and who not in self._behind[name] and who.papers:
                    self._behind[name] += (who,)
        # In parts, because one long sort would hold all threads.
        parts: dict[tuple[int, str], list[Person]] = defaultdict(list)
        for person in self._people.values():
            parts[-len(person.papers), person.name[:2]].append(person)
        self.everyone = [
            person
            for part in sorted(parts)
            for person in sorted(parts[part], key=attrgetter("name"))
        ]
        self.with_papers = sum(1 for person in self.everyone if person.papers)
        for made in (counts, positions, spellings, parts):
            while made:  # freed one by one for the same reason
                made.popitem()

    def called(self, spelling: str) -> Person | None:
        """Find who is meant by exactly this spelling."""
        group = self._group.get(spelling)
        return None if group is None else self._people[group]

    def behind(self, spelling: str) -> tuple[Person, ...]:
        """List who is spelled so, where a library's files say that several are; else nobody."""
        several = self._behind.get(fold(spelling), ()) if self._behind else ()
        return several if len(several) > 1 else ()

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
