"""This file holds which paper, person or category is meant by what somebody typed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.addresses import known_by, without_addresses
from knowledge.closeness import ASKED, NEARLY, Fit, decided
from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.markdown import literal
from knowledge.text import fold, latin, listed, shortened

if TYPE_CHECKING:
    from knowledge.library import Library
    from knowledge.paper import Paper
    from knowledge.people import Person

_CHOICES = 10
"""How many candidates a choice offers at the most."""
_NEAR_NAMES = 5
"""How many names that are nearly what was typed are named at the most."""
_NEAR_NAME = 65
"""Likeness in percent from which a name is worth naming as the nearest."""
_NEAR_IN_WORDS = 0.6
"""Share of what was typed that a paper has from which it is worth naming as the nearest."""
_LONG_WORD, _VERY_LONG_WORD = 5, 7
"""Letters of a word that names another paper where the title doesn't have it, up to an edit or two."""
_NEAR = 0.5
"""Closeness from which a candidate is worth naming as the nearest."""


def paper(library: Library, typed: str) -> Paper:
    """Find the paper that is meant by an id, an address, a short name or (part of) a title.

    Raises:
        NothingMatches: No title is near enough.
        SeveralMatch: Several are about equally near.
    """
    if typed.strip() in library.positions:
        return library.papers[library.positions[typed.strip()]]
    if known := known_by(typed):
        if led_to := library.addresses.papers(known):
            return _only(library, typed, led_to)
        typed = without_addresses(typed)
        if not fold(typed):
            raise NothingMatches(f"No paper here is at {literal(listed(known[:3]))}.")
    if same := library.titles.called(typed):
        return _only(library, typed, same)
    fits = library.titles.closest(typed, _CHOICES + 1)
    if not (fits and fits[0].closeness >= 0.95):
        # 'matrix net' is MatrixNet.
        named = library.acronyms.papers(typed) or library.acronyms.papers("".join(typed.split()))
        if named:
            return _only(library, typed, named)
    good = [fit for fit in decided(fits) if has_all(library.papers[fit.place], typed)]
    if good:
        return _only(library, typed, [fit.place for fit in good])
    near = _speaking_of(library, typed)
    near += [library.papers[fit.place] for fit in fits if fit.closeness >= _NEAR]
    near = list(dict.fromkeys(near or _nearest_by_words(library, typed)))[:3]
    says = f"No paper here is called *{_short(typed)}*."
    if near:
        says += f" The nearest is perhaps *{literal(near[0].title)}*."
    raise NothingMatches(says, near)


def has_all(paper: Paper, typed: str) -> bool:
    """Tell whether no long word or number that was typed is another one than the title has."""
    title = fold(f"{paper.title} {paper.raw_title}").split()
    joined = "".join(title)
    for word in fold(typed).split():
        if word.isdigit():
            if word not in title and word != str(paper.year) and word not in joined:
                return False
        elif len(word) >= _LONG_WORD and word not in joined:
            edits = 2 if len(word) >= _VERY_LONG_WORD else 1
            if not process.extractOne(word, title, scorer=OSA.distance, score_cutoff=edits):
                return False
    return True


def person(library: Library, typed: str) -> Person:
    """Find the person that is meant by any part of a name.

    Raises:
        NothingMatches: No name is near enough.
        SeveralMatch: Several are about equally near, or what is near may well be another name.
    """
    several = library.people.behind(typed)
    exact = None if several else library.people.called(typed.strip())
    if exact:
        return exact
    fits = library.names.closest(typed, _CHOICES + 1)
    good = list(several) or _named(library, decided(fits))
    if len(good) == 1:
        return good[0]
    if good:
        more = " or more" if len(good) > _CHOICES else ""
        names = [who.name for who in good[:_CHOICES]]
        says = f"*{_short(typed)}* may be {listed(map(literal, names), last='or')}"
        raise SeveralMatch(f"{says}{more}. Who is meant?", typed=typed, names=names)
    near = [fit for fit in fits if fit.closeness >= NEARLY][:_NEAR_NAMES]
    names = [who.name for who in _named(library, near)]
    says = f"Nobody called *{_short(typed)}* wrote a paper here."
    if any(fit.closeness >= ASKED for fit in near):
        says += f" Is {listed(map(literal, names), last='or')} meant?"
        raise SeveralMatch(says, typed=typed, names=names)
    names = names or [
        name
        for name in [who.name for who in _named(library, fits[:1])]
        if fuzz.ratio(fold(typed), fold(name)) >= _NEAR_NAME
    ]
    if names:
        is_are = "name is" if len(names) == 1 else "names are"
        says += f" The nearest {is_are} {listed(map(literal, names))}."
    raise NothingMatches(says, typed=typed, names=names)


def category(library: Library, typed: str) -> str:
    """Find the category that is meant by a code or a name.

    Raises:
        NothingMatches: No paper here is in such a category.
    """
    code = library.categories.meant(typed)
    if code is None:
        counts = library.categories.counts.most_common(8)
        there = listed([f"{library.categories.label(code)} {number:,}" for code, number in counts])
        says = f"No paper here is in a category *{_short(typed)}*."
        raise NothingMatches(f"{says} There are {literal(there)}." if counts else says)
    return code


def reads_literally(library: Library, typed: str, person: Person) -> bool:
    """Tell whether what was typed of a name stands, in its order, in one of the spellings."""
    aliases = (other for other, shown in library.aliases.items() if shown == person.name)
    surname, comma, first = typed.partition(",")
    words = fold(f"{first} {surname}" if comma else typed).split()
    for spelling in (*person.spellings, *aliases):
        parts = iter(fold(spelling).split())
        if all(any(part == word or part[0] == word for part in parts) for word in words):
            return True
    return False


def shortest_name(library: Library, paper: Paper) -> str:
    """Name a paper by the least that finds it: its short name, its main title, its title."""
    place = library.positions[paper.id]
    short = library.acronyms.name_of(place)
    if short and library.acronyms.papers(short) == [place]:
        return short
    main = paper.title.partition(":")[0].strip()
    fits = decided(library.titles.closest(main, 3))
    return main if len(main) > 8 and [fit.place for fit in fits] == [place] else paper.title


def _only(library: Library, typed: str, places: Iterable[int]) -> Paper:
    papers = [library.papers[place] for place in dict.fromkeys(places)]
    if len(papers) == 1:
        return papers[0]
    number = "More than ten" if len(papers) > _CHOICES else f"{len(papers)}"
    says = f"{number} papers fit *{_short(typed)}* about equally well. Which one is meant?"
    raise SeveralMatch(says, typed=typed, papers=papers[:_CHOICES])


def _nearest_by_words(library: Library, typed: str) -> list[Paper]:
    query = library.index.understood(typed)
    covered, _ = library.index.covered(query)
    near = library.index.best(query, 3).tolist()
    enough = [at for at in near if library.index.share(query, covered[at]) >= _NEAR_IN_WORDS]
    return [library.papers[at] for at in enough]


def _speaking_of(library: Library, typed: str) -> list[Paper]:
    """List the papers whose abstract has just these words, where they are few."""
    words = fold(typed).split()
    having = library.index.having_all(words) if len(words) > 1 else None
    if having is None or not len(having):
        return []
    first, *others = words
    # Letters come first in the pattern, which is then sought as fast as a plain text.
    phrase = re.compile(
        rf"{first}(?<![a-z0-9]{first}){''.join(f'[^a-z0-9]+{one}' for one in others)}(?![a-z0-9])"
    )
    papers = (library.papers[at] for at in having.tolist())
    speaking = list(islice((one for one in papers if phrase.search(latin(one.abstract))), 4))
    return speaking if len(speaking) <= 3 else []


def _named(library: Library, fits: Iterable[Fit]) -> list[Person]:
    return [library.people.everyone[fit.place] for fit in fits]


def _short(typed: str) -> str:
    return literal(shortened(" ".join(typed.split()), 100))
