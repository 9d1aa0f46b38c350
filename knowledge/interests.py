"""This file holds what a channel asks for: topics, people, categories, and what it won't have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge.markdown import literal
from knowledge.text import shortened, visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60
"""Characters of a topic or name that are shown."""


@dataclass(frozen=True, slots=True)
class Interests:
    """What a channel asks for. Any of the first three counts, and several count for more.

    Attributes:
        topics: Words or phrases.
        authors: Names as the library shows them.
        categories: Codes or names.
        exclude: Words or phrases that a paper must not have; or names of people and categories.
    """

    topics: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether nothing is asked for, so that every paper fits."""
        return not any(one.strip() for one in (*self.topics, *self.authors, *self.categories))

    @property
    def words(self) -> str:
        """Say it in Markdown: '*equivariant grasping*; by Dian Wang; in RO; not *survey*'."""
        parts = []
        if topics := _listed(self.topics, "*{}*"):
            parts.append(topics)
        if authors := _listed(self.authors, "{}"):
            parts.append(f"by {authors}")
        if categories := _listed(self.categories, "{}"):
            parts.append(f"in {categories}")
        if not parts:
            parts.append("on anything")
        if exclude := _listed(self.exclude, "*{}*"):
            parts.append(f"not {exclude}")
        return "; ".join(parts)


def shown(typed: str) -> str:
    """Write what somebody typed as Markdown that shows it, on one line and not too long."""
    return literal(shortened(visible(typed), _LONGEST))


def _listed(typed: Iterable[str], form: str) -> str:
    return ", ".join(form.format(shown(one)) for one in dict.fromkeys(typed) if one.strip())
