"""This file holds how what a file says of people's names is read: aliases, namesakes, apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Self, cast

from knowledge.formats import Remark
from knowledge.latex import unicode_of
from knowledge.paper import Source
from knowledge.personal_names import OTHERS, Alias, Apart, Namesake, Naming
from knowledge.text import fold, listed, shortened, visible

NAMES = frozenset(("aliases", "namesakes", "apart"))
_NAMESAKE = frozenset(("name", "spelling", "papers"))
_TAKES = {
    "aliases": "aliases takes a name and its other spellings: 'David Klee: [David M. Klee]'",
    "namesakes": "namesakes takes a list, each with name, spelling and papers: '- name: Wei Wang"
    " (Fudan)', 'spelling: Wei Wang', 'papers: [an id, a title]'",
    "apart": "apart takes lists of spellings that are two people: '- [David Klee, David M. Klee]'",
}


class Text(str):
    """A text of a file, which knows its line; from 1."""

    __slots__ = ("line",)
    line: int

    def __new__(cls, text: object, line: int = 1) -> Self:
        """Make a text of what is written on a line."""
        made = super().__new__(cls, text if isinstance(text, str) else "?")
        made.line = line
        return made


def read(values: Mapping[str, object], file: Path, remarks: list[Remark]) -> Naming:
    """Read what a mapping says of names; what can't be read is remarked on, by line."""
    naming = Naming()
    readers = {"aliases": _aliases, "namesakes": _namesakes, "apart": _apart}
    for key, value in values.items():
        if reader := readers.get(key):
            entries = _Entries(key, file, _line(key, 1), remarks)
            if value not in (None, "", [], {}):
                reader(entries, value, naming)
    return naming


class _Entries:
    """The entries under a name of a file, and what is wrong with them."""

    def __init__(self, name: str, file: Path, line: int, remarks: list[Remark]) -> None:
        self._name = str(name)
        self._file = file
        self._line = line
        self._remarks = remarks

    def source(self, *values: object) -> Source:
        """Tell where something stands: on the line of the first text in it."""
        lines = (line for value in values if (line := _line(value, 0)))
        return Source(self._file, next(lines, self._line))

    def fault(self, source: Source, message: str = "") -> None:
        self._remarks.append(Remark(source, message or _TAKES[self._name]))

    def note(self, source: Source, message: str) -> None:
        self._remarks.append(Remark(source, message, is_fault=False))

    def texts(self, value: object, source: Source) -> list[Text]:
        """Read one text or a list of texts."""
        parts = value if isinstance(value, list) else [value]
        texts = [
            Text(shown, _line(part, source.line))
            for part in parts
            if isinstance(part, str) and (shown := _shown(part))
        ]
        if len(texts) < len(parts):
            self.fault(source)
        return texts


def _aliases(entries: _Entries, value: object, naming: Naming) -> None:
    if not isinstance(value, Mapping):
        entries.fault(entries.source(value))
        return
    for name, others in value.items():
        source = entries.source(name, others)
        shown = _shown(str(name))
        for other in entries.texts(others, source) if shown else ():
            if fold(other) != fold(shown):
                at = entries.source(other)
                naming.aliases.append(Alias(str(other), shown, at))
        if not shown or others == []:
            entries.fault(source)


def _namesakes(entries: _Entries, value: object, naming: Naming) -> None:
    for one in value if isinstance(value, list) else [value]:
        if not isinstance(one, Mapping):
            entries.fault(entries.source(one))
            continue
        source = entries.source(*one.keys())
        for unknown in sorted(str(name) for name in one.keys() - _NAMESAKE):
            known = ", ".join(sorted(_NAMESAKE))
            says = f"{shortened(_shown(unknown), 40)!r} is not a name that is read here; known are"
            entries.note(source, f"{says} {known}")
        names, spellings, papers = (
            entries.texts(one[each], entries.source(one[each], *one.keys())) if each in one else []
            for each in ("name", "spelling", "papers")
        )
        if missing := [
            each
            for each, given in zip(sorted(_NAMESAKE), (names, papers, spellings), strict=True)
            if not given
        ]:
            entries.fault(source, f"this namesake has no {listed(missing)}; it is left out")
        elif len(names) > 1 or len(spellings) > 1:
            says = "a namesake has one name and one spelling; write another entry for another one"
            entries.fault(source, f"{says}. It is left out")
        elif fold(names[0]) in (fold(spellings[0]), fold(f"{spellings[0]} ({OTHERS})")):
            says = f"{str(names[0])!r} must tell this one from others who are spelled so"
            entries.fault(entries.source(names[0]), f"{says}: 'name: {names[0]} (Fudan)'")
        elif re.search("[,;]", names[0]):
            says = f"{str(names[0])!r} has a comma, which stands between names"
            entries.fault(entries.source(names[0]), f"{says}; write 'Wei Wang (Fudan)'")
        else:
            naming.namesakes += [  # one for each paper, which knows its line
                Namesake(str(names[0]), str(spellings[0]), (str(one),), entries.source(one))
                for one in papers
            ]


def _apart(entries: _Entries, value: object, naming: Naming) -> None:
    lists = cast("list[object]", value) if isinstance(value, list) else [value]
    if all(isinstance(one, str) for one in lists):
        lists = [lists]  # one pair without a list around it
    for one in lists:
        source = entries.source(*(one if isinstance(one, list) else [one]))
        names = entries.texts(one, source) if isinstance(one, list) else []
        if len(dict.fromkeys(names)) > 1:
            naming.apart.append(Apart(tuple(str(name) for name in dict.fromkeys(names)), source))
        else:
            entries.fault(source)


def _shown(text: str) -> str:
    """Write a name as those of papers are."""
    return " ".join(visible(unicode_of(text)).split())


def _line(value: object, otherwise: int) -> int:
    """Tell on which line a value begins."""
    if isinstance(value, list | Mapping):
        value = next(iter(value), None)
    return getattr(value, "line", otherwise)
