"""This file holds how what several files say becomes one library: each paper once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from knowledge.formats import Reading, identity, paper_id
from knowledge.paper import Paper, Profile
from knowledge.people import may_abbreviate, same_people
from knowledge.text import fold

_TITLE_ALONE_WORDS = 4
"""A record without authors is the paper of the same title only if the title has so many words."""


def merged(
    readings: Sequence[Reading],
) -> tuple[tuple[Paper, ...], tuple[Profile, ...], Mapping[str, str]]:
    """Merge files' papers, profiles and aliases.

    Records of one paper in two files become one; a file that names its papers' ids is believed
    that two of its ids are two papers. A profile's owner becomes an implied author where a paper
    on the page doesn't name them.
    """
    papers: dict[str, Paper] = {}
    known: dict[str, str] = {}
    now: list[dict[str, str]] = []
    for reading in readings:
        before = dict(known)
        ids: dict[str, str] = {}
        for paper in reading.papers:
            places = before if reading.has_own_ids else known
            # One file alone has each paper once already.
            keys = _keys(paper) if len(readings) > 1 else ()
            place = next((places[key] for key in keys if key in places), None)
            if place is None:
                place = _free_id(paper, papers)
                papers[place] = paper if paper.id == place else replace(paper, id=place)
            else:
                papers[place] = _joined(papers[place], paper)
            ids[paper.id] = place
            for key in keys:
                known.setdefault(key, place)
        now.append(ids)
    profiles = tuple(
        replace(profile, listed=tuple(ids[paper] for paper in profile.listed))
        for reading, ids in zip(readings, now, strict=True)
        for profile in reading.profiles
    )
    aliases = {name: shown for one in readings for name, shown in one.aliases.items()}
    aliases = {**_initials_of_owners(profiles, papers), **aliases}
    for profile in profiles:
        _imply(profile, papers, aliases)
    return tuple(papers.values()), profiles, aliases


def _keys(paper: Paper) -> list[str]:
    keys = [identity(paper.title, paper.authors)]
    if len(fold(paper.title).split()) >= _TITLE_ALONE_WORDS:
        keys.append(identity(paper.title, ()) + ("" if not paper.authors else " any"))
    return keys


def _free_id(paper: Paper, papers: Mapping[str, Paper]) -> str:
    if paper.id not in papers:
        return paper.id
    made = paper_id(paper.title, paper.authors)
    number = 2
    while made in papers:
        made, number = f"{paper_id(paper.title, paper.authors)}-{number}", number + 1
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


def _imply(profile: Profile, papers: dict[str, Paper], aliases: Mapping[str, str]) -> None:
    for place in profile.listed:
        paper = papers[place]
        groups = same_people((*paper.authors, *paper.implied, profile.name), aliases)
        named = [groups[name] for name in (*paper.authors, *paper.implied) if name != profile.name]
        if profile.name not in paper.authors and groups[profile.name] not in named:
            papers[place] = replace(paper, implied=(*paper.implied, profile.name))
