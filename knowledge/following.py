"""This file holds whose papers a channel follows, where a name that it gave is one person's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knowledge.errors import PaperclubError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.library import Library
    from knowledge.people import Person


def person(library: Library, name: str) -> Person | None:
    """Find who is meant by a name; None where that isn't one person for certain.

    Somebody who is merely called nearly so is someone else: who is meant may write here yet.
    """
    named = library.with_names
    try:
        who = named.person(name)
    except PaperclubError:
        return None
    return who if named.reads_literally(name, who) else None


def parted(library: Library, name: str) -> tuple[Person, ...]:
    """List who a name may be since the library's files tell its bearers apart; mostly nobody."""
    return library.with_names.people.behind(name)


def papers_of(library: Library, who: Person) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """List the positions of a person's papers.

    Papers that came after the library's names were made are looked through one by one.

    Returns:
        The positions, in order, and on which of them no list of authors has the person; each of
        shape (papers,).
    """
    is_implied = {at: at in who.implied for at in who.papers}
    spellings = set(who.spellings)
    for at in range(len(library.with_names.papers), len(library.papers)):
        paper = library.papers[at]
        if not spellings.isdisjoint((*paper.authors, *paper.implied)):
            is_implied[at] = spellings.isdisjoint(paper.authors)
    positions = sorted(is_implied)
    implied = np.array([is_implied[at] for at in positions], np.bool_)
    return np.array(positions, np.int64), implied
