"""This file holds what a library's files say of people's names.

One person may stand behind several spellings (aliases), two people behind one (namesakes), and two
spellings that look like one person's may be two people's (apart).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.paper import Source

OTHERS = "others"
"""How who is spelled like several and was given to none of them is told from them."""


@dataclass(frozen=True, slots=True)
class Alias:
    """Another spelling of somebody's name, and the name to show."""

    spelling: str
    name: str
    source: Source = field(compare=False)


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of several people who are spelled alike, and which papers are theirs.

    Attributes:
        name: How this one is shown; nobody else is called so.
        spelling: How the papers' lists spell them.
        papers: Ids, or titles as the file has them.
    """

    name: str
    spelling: str
    papers: tuple[str, ...]
    source: Source = field(compare=False)


@dataclass(frozen=True, slots=True)
class Apart:
    """Spellings of which no two are one person, whatever the rule says."""

    spellings: tuple[str, ...]
    source: Source = field(compare=False)


@dataclass(slots=True)
class Naming:
    """All that files say of names, in their order."""

    aliases: list[Alias] = field(default_factory=list)
    namesakes: list[Namesake] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.aliases or self.namesakes or self.apart)
