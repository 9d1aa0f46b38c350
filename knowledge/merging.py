"""This file holds how what several files say becomes one library: each paper once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.formats import Reading, Remark
from knowledge.identities import may_abbreviate, same_people
from knowledge.paper import Paper, Profile, identity, made_id
from knowledge.personal_names import Namesake, Naming
from knowledge.settling import settled, told_apart
from knowledge.text import fold

_TITLE_ALONE_WORDS = 4
"""A record without authors is the paper of the same title only if the title has so many words."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What all files of a library hold together.

    Attributes:
        papers: The papers, in the files' order.
        profiles: The profiles, in the files' order.
        aliases: Spellings of people's names, each with the name to show.
        apart: Spellings of which no two are one person.
        namesakes: Who is spelled alike, with the ids of whose papers are whose.
        remarks: What can't be so in what the files say of names.
    """

    papers: tuple[Paper, ...]
    profiles: tuple[Profile, ...]
    aliases: Mapping[str, str]
    apart: tuple[tuple[str, ...], ...]
    namesakes: tuple[Namesake, ...]
    remarks: list[Remark]


def merged(readings: Sequence[Reading]) -> Merged:
    """Merge files' papers, profiles and what they say of names.

    Records of one paper in two files become one; a file that names its papers' ids is believed
    that two of its ids are two papers. A profile's owner becomes an implied author where a paper
    on the page doesn't name them.
    """
    papers: dict[str, Paper] = {}
    known = _Known()
    now: list[dict[str, str]] = []
    for reading in readings:
        # A file that names ids is compared with the files before it, not with itself.
        before = known.copy() if reading.has_own_ids else known
        ids: dict[str, str] = {}
        for paper in reading.papers:
            # One file alone that names ids has each paper once already.
            is_compared = len(readings) > 1 or not reading.has_own_ids
            place = before.place(paper) if is_compared else None
            if place is None:
                place = _free_id(paper, papers)
                papers[place] = paper if paper.id == place else replace(paper, id=place)
            else:
                papers[place] = _joined(papers[place], paper)
            ids[paper.id] = place
            if is_compared:
                known.add(paper, place)
        now.append(ids)
    profiles = tuple(
        replace(profile, listed=tuple(dict.fromkeys(ids[paper] for paper in profile.listed)))
        for reading, ids in zip(readings, now, strict=True)
        for profile in reading.profiles
    )
    remarks: list[Remark] = []
    naming = _naming(readings, papers, profiles, remarks)
    aliases = {one.spelling: one.name for one in naming.aliases}
    aliases = {**_initials_of_owners(profiles, papers), **aliases}
    apart = tuple(one.spellings for one in naming.apart)
    for profile in profiles:
        _imply(profile, papers, aliases, apart)
    changed, namesakes = told_apart(papers, naming.namesakes, remarks)
    papers |= changed
    return Merged(tuple(papers.values()), profiles, aliases, apart, namesakes, remarks)


def _naming(
    readings: Sequence[Reading],
    papers: Mapping[str, Paper],
    profiles: Sequence[Profile],
    remarks: list[Remark],
) -> Naming:
    """Put together what files say of names; what they contradict each other in is left out."""
    together = Naming(
        [each for one in readings for each in one.naming.aliases],
        [each for one in readings for each in one.naming.namesakes],
        [each for one in readings for each in one.naming.apart],
    )
    if not together:
        return together
    names = {name for paper in papers.values() for name in paper.authors}
    return settled(together, names | {one.name for one in profiles}, remarks)


@dataclass(slots=True)
class _Known:
    """Where the papers so far are, by what makes two records one paper."""

    whole: dict[str, str] = field(default_factory=dict)
    by_title: dict[str, str] = field(default_factory=dict)
    authorless: dict[str, str] = field(default_factory=dict)

    def copy(self) -> _Known:
        return _Known(dict(self.whole), dict(self.by_title), dict(self.authorless))

    def place(self, paper: Paper) -> str | None:
        """Find a paper; a record without authors is any paper of the same, long enough title."""
        if found := self.whole.get(identity(paper.title, paper.authors)):
            return found
        return (self.authorless if paper.authors else self.by_title).get(identity(paper.title, ()))

    def add(self, paper: Paper, place: str) -> None:
        self.whole.setdefault(identity(paper.title, paper.authors), place)
        if len(fold(paper.title).split()) >= _TITLE_ALONE_WORDS:
            title = identity(paper.title, ())
            self.by_title.setdefault(title, place)
            if not paper.authors:
                self.authorless.setdefault(title, place)


def _free_id(paper: Paper, papers: Mapping[str, Paper]) -> str:
    if paper.id not in papers:
        return paper.id
    made = made_id(paper.title, paper.authors)
    number = 2
    while made in papers:
        made, number = f"{made_id(paper.title, paper.authors)}-{number}", number + 1
    return made


def _joined(one: Paper, other: Paper) -> Paper:
    """Join two records of one paper; the fuller text and the longer list of authors win."""
    text = max(one, other, key=lambda paper: len(paper.abstract))
    authors = max(one, other, key=lambda paper: (len(paper.authors), not paper.authors_truncated))
    dates = [paper.date for paper in (one, other) if paper.date]
    return replace(
        one,
        abstract=text.abstract,
        raw_abstract=text.raw_abstract,
        authors=authors.authors,
        authors_truncated=authors.authors_truncated,
        date=max(dates, key=lambda date: (date.month > 0, date.day > 0), default=None),
        categories=tuple(dict.fromkeys((*one.categories, *other.categories))),
        code=one.code or other.code,
        links=tuple(dict.fromkeys((*one.links, *other.links))),
        sources=(*one.sources, *other.sources),
    )


def _initials_of_owners(profiles: Sequence[Profile], papers: Mapping[str, Paper]) -> dict[str, str]:
    """Take 'R. Walters' on Robin Walters' own page for the owner, unless somebody else may be."""
    everybody = {name for paper in papers.values() for name in paper.authors}
    aliases: dict[str, str] = {}
    for profile in profiles:
        owner = profile.name
        others = (
            {name for name in everybody if len(set(same_people((name, owner), {}).values())) == 2}
            if profile.listed
            else set()
        )
        for paper in profile.listed:
            for name in papers[paper].authors:
                if may_abbreviate(name, owner) and not any(
                    may_abbreviate(name, other) for other in others if other != name
                ):
                    aliases[name] = owner
    return aliases


def _imply(
    profile: Profile,
    papers: dict[str, Paper],
    aliases: Mapping[str, str],
    apart: Sequence[Sequence[str]],
) -> None:
    for place in profile.listed:
        paper = papers[place]
        everybody = (*paper.authors, *paper.implied, profile.name)
        groups = same_people(everybody, aliases, apart=apart)
        named = [groups[name] for name in (*paper.authors, *paper.implied) if name != profile.name]
        if profile.name not in paper.authors and groups[profile.name] not in named:
            papers[place] = replace(paper, implied=(*paper.implied, profile.name))
