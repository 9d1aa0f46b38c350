"""This file holds what every reader of a format gives back: papers, profiles and remarks.

One file a format, each with a function from text to a Reading. A reader never raises for what it
finds in a text: it reads what can be read and remarks on the rest, by line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.paper import Paper, Profile, Source
from knowledge.personal_names import Naming


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a file that its owner should know.

    Attributes:
        source: The file and the line.
        message: What is there and what to do about it, one line.
        is_fault: Whether something could not be read; otherwise it is worth knowing only.
        is_damage: Whether the file may be cut, broken, or still be written.
    """

    source: Source
    message: str
    is_fault: bool = True
    is_damage: bool = False

    def __str__(self) -> str:
        return f"{self.source}: {self.message}"


@dataclass(slots=True)
class Reading:
    """What was read from one file, in its order.

    Attributes:
        naming: What the file says of people's names.
        categories: Full category codes (astro-ph.CO) for the short ones (CO) that a page uses.
        has_own_ids: Whether the file itself names its papers' ids.
    """

    papers: list[Paper] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    naming: Naming = field(default_factory=Naming)
    categories: Mapping[str, str] = field(default_factory=dict)
    has_own_ids: bool = False
