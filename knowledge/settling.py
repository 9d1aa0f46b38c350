"""This file holds how what files say of people's names is checked, and written onto papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from knowledge.formats import Remark
from knowledge.paper import Paper
from knowledge.personal_names import Alias, Apart, Namesake, Naming
from knowledge.text import counted, fold, listed, shortened

_AUTHORS_NAMED = 6
_SPELLINGS_NAMED = 6


def settled(naming: Naming, names: Iterable[str], remarks: list[Remark]) -> Naming:
    """Leave out what contradicts what was said before it, with a remark that names both places.

    Args:
        naming: What the files say.
        names: All spellings that the library has.
        remarks: To which is added what the files' owner should know.
    """
    if not naming:
        return naming
    here = {fold(name) for name in names}
    aliases = _in_one_step(_claimed_once(naming.aliases, remarks), remarks)
    by_name: dict[str, list[Alias]] = {}
    for each in naming.aliases:
        by_name.setdefault(each.name, []).append(each)
    for some in by_name.values():
        if here.isdisjoint(fold(one.spelling) for one in some):
            says = f"nobody here is spelled {_quoted([one.spelling for one in some])}"
            remarks.append(Remark(some[0].source, says, is_fault=False))
    joined = {fold(one.spelling): one for one in aliases}
    apart = [one for one in naming.apart if _is_consistent(one, joined, here, remarks)]
    taken = here - {fold(one.name) for one in naming.namesakes if fold(one.spelling) not in here}
    namesakes = [one for one in naming.namesakes if _is_new(one, taken, remarks)]
    return Naming(aliases, namesakes, apart)


def told_apart(
    papers: Mapping[str, Paper], namesakes: Sequence[Namesake], remarks: list[Remark]
) -> tuple[dict[str, Paper], tuple[Namesake, ...]]:
    """Write onto papers who of several namesakes wrote them.

    Args:
        papers: All of the library's, by id.
        namesakes: Whose some of them are.
        remarks: To which is added what can't be so.

    Returns:
        The papers that change, by id, and the namesakes with the ids of their papers.
    """
    titles = _by_title(papers, (one for each in namesakes for one in each.papers))
    changed: dict[str, Paper] = {}
    taken: dict[tuple[str, str], Namesake] = {}
    found: list[Namesake] = []
    for one in namesakes:
        ids: list[str] = []
        for named in one.papers:
            places = [named] if named in papers else titles.get(fold(named), [])
            having = [at for at in places if _spelled(papers[at], one)]
            if len(having) != 1:
                remarks.append(Remark(one.source, _why_not(one, named, having or places, papers)))
                continue
            at = having[0]
            first = taken.setdefault((at, fold(one.spelling)), one)
            if first.name != one.name:
                says = f"{named!r} is by {first.name!r} already, says {first.source}; left out"
                remarks.append(Remark(one.source, says))
                continue
            changed[at] = _by(changed.get(at, papers[at]), one)
            ids.append(at)
        if ids:
            found.append(replace(one, papers=tuple(dict.fromkeys(ids))))
    return changed, tuple(found)


def _claimed_once(aliases: Iterable[Alias], remarks: list[Remark]) -> dict[str, Alias]:
    """Keep who claims a spelling first, by the folded spelling."""
    claimed: dict[str, Alias] = {}
    for one in aliases:
        first = claimed.setdefault(fold(one.spelling), one)
        if fold(first.name) != fold(one.name):
            says = (
                f"{one.spelling!r} is another spelling of {first.name!r}, says {first.source}, so"
                f" it isn't one of {one.name!r}; left out"
            )
            remarks.append(Remark(one.source, says))
    return claimed


def _in_one_step(claimed: Mapping[str, Alias], remarks: list[Remark]) -> list[Alias]:
    """Lead every spelling to the last name, where a name is another name's spelling itself."""
    kept: list[Alias] = []
    circles: set[str] = set()
    names: dict[str, str] = {}  # where the spellings so far lead; a long chain is walked once
    for spelling, one in claimed.items():
        seen, last = {spelling: one}, one
        while (folded := fold(last.name)) in claimed and folded not in seen:
            last = claimed[folded]
            if folded in names or folded in circles:
                break
            seen[folded] = last
        if folded in circles or folded in seen:
            if spelling not in circles:
                says = f"{one.spelling!r} and {one.name!r} are each other's spellings; left out"
                remarks.append(Remark(one.source, says))
            circles |= seen.keys()
        else:
            names |= dict.fromkeys(seen, names.get(folded, last.name))
            kept.append(replace(one, name=names[spelling]))
    return kept


def _is_consistent(
    one: Apart, joined: Mapping[str, Alias], here: set[str], remarks: list[Remark]
) -> bool:
    people: dict[str, str] = {}
    for each in one.spellings:
        folded = fold(each)
        alias = joined.get(folded)
        other = people.setdefault(fold(alias.name) if alias else folded, each)
        alias = alias or joined.get(fold(other))
        if alias and other != each:
            says = f"{other!r} and {each!r} are one person, says {alias.source}; left out"
            remarks.append(Remark(one.source, says))
            return False
    if missing := [each for each in one.spellings if fold(each) not in here]:
        says = f"nobody here is spelled {_quoted(missing)}"
        remarks.append(Remark(one.source, says, is_fault=False))
    return True


def _quoted(spellings: Sequence[str]) -> str:
    """Name some spellings, and count the others."""
    named = [repr(one) for one in spellings[:_SPELLINGS_NAMED]]
    if more := len(spellings) - len(named):
        named.append(counted(more, "other"))
    return listed(named, last="or")


def _is_new(one: Namesake, here: set[str], remarks: list[Remark]) -> bool:
    if fold(one.name) not in here:
        return True
    says = f"somebody here is spelled {one.name!r} already; call this one otherwise"
    remarks.append(Remark(one.source, says))
    return False


def _by_title(papers: Mapping[str, Paper], named: Iterable[str]) -> dict[str, list[str]]:
    """Find papers by their folded titles, for what isn't an id."""
    titles: dict[str, list[str]] = {fold(one): [] for one in named if one not in papers}
    if titles:
        for place, paper in papers.items():
            if (folded := fold(paper.title)) in titles:
                titles[folded].append(place)
    return titles


def _spelled(paper: Paper, one: Namesake) -> list[str]:
    """List the names on a paper that are a namesake's spelling."""
    folded = fold(one.spelling)
    return [name for name in chain(paper.authors, paper.implied) if fold(name) == folded]


def _why_not(one: Namesake, named: str, places: Sequence[str], papers: Mapping[str, Paper]) -> str:
    shown = repr(shortened(named, 60))
    if not places:
        return f"no paper here has the id or the title {shown}"
    if len(places) > 1:
        return f"{shown} is the title of {len(places)} papers; give the id: {listed(places[:5])}"
    authors = papers[places[0]].authors
    more = f" and {len(authors) - _AUTHORS_NAMED} more" if len(authors) > _AUTHORS_NAMED else ""
    by = f"it is by {', '.join(authors[:_AUTHORS_NAMED])}{more}" if authors else "it names nobody"
    return f"{one.spelling!r} isn't an author of {shown}; {by}"


def _by(paper: Paper, one: Namesake) -> Paper:
    """Put a namesake's name onto a paper, and keep how it was spelled there."""
    spelled = _spelled(paper, one)
    if not spelled:
        return paper  # the same paper was named twice
    name = dict.fromkeys(spelled, one.name)
    return replace(
        paper,
        authors=tuple(name.get(each, each) for each in paper.authors),
        implied=tuple(name.get(each, each) for each in paper.implied),
        spelled=(*paper.spelled, (one.name, spelled[0])),
    )
