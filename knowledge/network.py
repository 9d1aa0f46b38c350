"""This file holds networks of people: who writes with whom, in which groups, and how two connect."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from knowledge.picture import Chain, Link, Member, Network, Tie
from knowledge.text import counted, listed

if TYPE_CHECKING:
    from knowledge.library import Library
    from knowledge.paper import Paper
    from knowledge.people import Person

MOST_SHOWN = 16
"""People around whom was asked: as many as have legible names in a picture that is about as high as
wide, which a desktop's height for pictures holds as well as a phone's width."""
_BUSIEST = 400
"""People with most papers among whom a whole library's most tied ones are sought."""
_SEED = 0
"""Louvain visits people in a random order; with a fixed one groups stay from run to run."""


def around(library: Library, asked: Sequence[Person]) -> Network:
    """Describe those with whom one person wrote most, or two people, those common to both first.

    Members are sized by the papers that they wrote with whom was asked.
    """
    people = library.people
    joint: dict[str, set[int]] = defaultdict(set)
    beside: Counter[str] = Counter()
    who: dict[str, Person] = {}
    for person in asked:
        for coauthor in people.coauthors(person):
            if coauthor.person not in asked:
                name = coauthor.person.name
                who[name] = coauthor.person
                joint[name].update(coauthor.papers)
                beside[name] += 1
    order = sorted(
        who, key=lambda name: (-beside[name], -len(joint[name]), -len(who[name].papers), name)
    )
    shown = [who[name] for name in order[:MOST_SHOWN]]
    names = listed(person.name for person in asked)
    return _network(
        library,
        f"Who writes with {names}",
        [*asked, *shown],
        [*(len(person.papers) for person in asked), *(len(joint[person.name]) for person in shown)],
        asked=len(asked),
        unit="joint papers",
        hidden=len(order) - len(shown),
        made_of={at for person in asked for at in person.papers},
    )


def of_paper(library: Library, paper: Paper) -> Network:
    """Describe how a paper's authors are tied by what else they wrote together."""
    everybody = library.people.of(paper)
    order = sorted(everybody, key=lambda person: -len(person.papers))
    chosen = set(order[:MOST_SHOWN])
    shown = [person for person in everybody if person in chosen]
    return _network(
        library,
        f"Who wrote {paper.title}",
        shown,
        [len(person.papers) for person in shown],
        asked=0,
        unit="papers here",
        hidden=len(everybody) - len(shown),
        made_of={library.positions[paper.id]},
    )


def of_library(library: Library) -> Network:
    """Describe who of a whole library is tied most: by the joint papers of the busiest people."""
    busiest = library.people.everyone[:_BUSIEST]
    at_paper: dict[int, list[int]] = {}
    for place, person in enumerate(busiest):
        for at in person.papers:
            at_paper.setdefault(at, []).append(place)
    pairs = Counter(pair for places in at_paper.values() for pair in combinations(places, 2))
    strength: Counter[int] = Counter()
    for (one, other), papers in pairs.items():
        strength[one] += papers
        strength[other] += papers
    order = sorted(strength, key=lambda place: (-strength[place], place))
    shown = [busiest[place] for place in order[:MOST_SHOWN]]
    return _network(
        library,
        "Who writes with whom here",
        shown,
        [len(person.papers) for person in shown],
        asked=0,
        unit="papers here",
        hidden=library.people.with_papers - len(shown),
        made_of=range(len(library.papers)),
    )


def way(library: Library, one: Person, steps: Sequence[tuple[Person, int]]) -> Chain:
    """Describe how two people are connected.

    Args:
        library: Where they are from.
        one: Who stands first.
        steps: Who comes next, each with the position of the paper that ties them to the one before.
    """
    people = [one, *(person for person, _ in steps)]
    links = []
    for (person, at), before in zip(steps, people, strict=False):
        paper = library.papers[at]
        is_implied = at in before.implied or at in person.implied
        links.append(Link(paper.title, str(paper.year or ""), is_implied))
    implied = sum(link.is_implied for link in links)
    note = f"On {counted(implied, 'paper')} here the profile page implies one of the two."
    return Chain(
        f"From {one.name} to {people[-1].name}",
        tuple(person.name for person in people),
        tuple(links),
        note if implied else "",
    )


def _network(
    library: Library,
    title: str,
    shown: Sequence[Person],
    sizes: Sequence[int],
    *,
    asked: int,
    unit: str,
    hidden: int,
    made_of: Iterable[int],
) -> Network:
    """Tie people by their joint papers, and group those who weren't asked for.

    Args:
        library: Where they are from.
        title: Whose network it is.
        shown: The members, who was asked for first.
        sizes: By how many papers each is sized.
        asked: How many of them were asked for.
        unit: What sizes count.
        hidden: How many people aren't shown.
        made_of: Positions of the papers that the network is about.
    """
    papers = [frozenset(person.papers) for person in shown]
    ties = []
    for one, other in combinations(range(len(shown)), 2):
        if joint := papers[one] & papers[other]:
            implied = joint & (shown[one].implied | shown[other].implied)
            ties.append(Tie(one, other, len(joint), len(implied)))
    groups = _groups(len(shown), [tie for tie in ties if tie.one >= asked], asked)
    members = tuple(
        Member(person.name, size, groups.get(place, -1), is_asked=place < asked)
        for place, (person, size) in enumerate(zip(shown, sizes, strict=True))
    )
    positions = list(made_of)
    cut = int(library.columns.truncated[positions].sum())
    note = _note(cut, len(positions), shown[:asked])
    return Network(title, members, tuple(ties), unit, hidden, cut, len(positions), note)


def _groups(number: int, ties: Sequence[Tie], first: int) -> dict[int, int]:
    """Group people by who writes with whom; who writes with none of the others is in no group.

    Groups are the communities of Blondel et al. 2008, 'Fast unfolding of communities in large
    networks' (Louvain), weighted by joint papers.
    """
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(first, number))
    graph.add_weighted_edges_from((tie.one, tie.other, tie.papers) for tie in ties)
    found = networkx.community.louvain_communities(graph, seed=_SEED)
    several = sorted((sorted(one) for one in found if len(one) > 1), key=lambda one: one[0])
    return {place: group for group, places in enumerate(several) for place in places}


def _note(cut: int, of: int, asked: Sequence[Person]) -> str:
    says = []
    if cut:
        lists = f"{cut:,} of {of:,} lists of authors are"
        if cut == of:
            lists = "the list of authors is" if of == 1 else f"all {of:,} lists of authors are"
        elif cut == 1:
            lists = f"1 of {of:,} lists of authors is"
        says.append(f"{lists} cut, so people and ties may be missing.")
    for person in asked:
        if person.implied:
            number = f"{len(person.implied):,} of {len(person.papers):,} papers"
            says.append(f"{person.name} is implied by the profile page on {number}, not named.")
    note = " ".join(says)
    return note[:1].upper() + note[1:]
