"""This file holds what category codes mean, by arXiv's taxonomy: RO is robotics."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge.text import fold

_CLOSE = 88
"""Likeness in percent from which a typed name is taken for a category's."""


class Categories:
    """The categories that a library's papers have.

    Args:
        codes: The codes of every paper, as their sources write them.
        archives: Full codes (astro-ph.CO) for short ones (CO) that several archives share.
    """

    def __init__(self, codes: Iterable[Iterable[str]], archives: Mapping[str, str]) -> None:
        self.counts: Counter[str] = Counter(code for several in codes for code in several)
        self._archives = archives

    def name(self, code: str) -> str:
        """Tell what a code means, or nothing where the taxonomy doesn't have it."""
        taxonomy = _taxonomy()
        full = self._archives.get(code, code)
        if full in taxonomy:
            return taxonomy[full]
        archive = next((f"{a}.{code}" for a in _ARCHIVES if f"{a}.{code}" in taxonomy), None)
        return taxonomy[archive] if archive else ""

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """The codes by themselves in small letters."""
        return {code.lower(): code for code in self.counts if code}

    @cached_property
    def spoken(self) -> Mapping[str, str]:
        """The codes by their names, folded, and by the shorter ones that people use."""
        return {
            fold(one): code for code in self.counts for one in _names_people_use(self.name(code))
        }

    def label(self, code: str) -> str:
        """Write a code with its name: 'RO (Robotics)'."""
        name = self.name(code)
        return f"{code} ({name})" if name else code

    def meant(self, typed: str) -> str | None:
        """Find the code that a typed code or name means; None where the library has none such."""
        words = fold(typed)
        if not words:
            return None
        codes = {fold(code): code for code in self.counts}
        # cs.RO means RO on a page of short codes, and RO means cs.RO in a library of full ones.
        codes.update({fold(code.rpartition(".")[2]): code for code in self.counts if "." in code})
        codes.update(
            {fold(full): short for short, full in self._archives.items() if short in self.counts}
        )
        archive, _, last = typed.strip().rpartition(".")
        if words in codes:
            return codes[words]
        if archive and fold(last) in codes and self._agrees(codes[fold(last)], typed):
            return codes[fold(last)]
        names = {code: fold(self.name(code)) for code in self.counts}
        exact = [code for code, name in names.items() if words == name]
        begins = [code for code, name in names.items() if f"{name} ".startswith(f"{words} ")]
        within = [code for code, name in names.items() if f" {words} " in f" {name} "]
        for found in (exact, begins, within):
            if found:
                return max(found, key=lambda code: self.counts[code])
        near = process.extractOne(words, names, scorer=fuzz.ratio, score_cutoff=_CLOSE)
        return str(near[2]) if near else None

    def _agrees(self, code: str, typed: str) -> bool:
        """Tell whether a full code that was typed names the same category as a short one."""
        full = fold(self._archives.get(code, ""))
        return fold(typed) == full if full else fold(typed) in map(fold, _taxonomy())


def _names_people_use(name: str) -> list[str]:
    """List a category's name and the shorter one: 'computer vision'."""
    short = re.split(r" (?:and|of) |, | - ", name)[0]
    return [one for one in (name, short) if len(one) > 4 and (one == name or " " in one)]


_ARCHIVES = (
    "cs",
    "stat",
    "math",
    "eess",
    "econ",
    "q-bio",
    "q-fin",
    "astro-ph",
    "physics",
    "nlin",
    "cond-mat",
)
"""Archives in the order in which a short code such as LG is looked for."""


@cache
def _taxonomy() -> Mapping[str, str]:
    import yaml

    text = (Path(__file__).parent / "categories.yaml").read_text(encoding="utf-8")
    names: dict[str, str] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    return names
