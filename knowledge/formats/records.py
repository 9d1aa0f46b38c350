"""This file holds how one record, a mapping of named values, becomes a paper or a profile.

The names are those of `paperclub library --json`, so what it prints can be read again.
"""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rapidfuzz import process

from knowledge.dates import PartialDate
from knowledge.formats import Reading, Remark
from knowledge.latex import links_in
from knowledge.paper import (
    Paper,
    Profile,
    Source,
    identity,
    list_of_authors,
    made_id,
    turned_round,
)
from knowledge.text import shortened, visible

PAPER_NAMES = frozenset(
    "id title abstract authors authors_truncated implied_authors date category categories code"
    " links url".split()
)
PROFILE_NAMES = frozenset(
    "name field h_index papers citations novelty ai_score captured listed".split()
)
_TRUTH = {
    **dict.fromkeys(("true", "yes", "y", "1", "code"), True),
    **dict.fromkeys(("false", "no", "n", "0", ""), False),
}

_MAY_BE_CUT = re.compile(r"\bal\b|others|more|\.\.\.|…", re.IGNORECASE)

Line = int


def read(
    papers: Iterable[tuple[Line, object]],
    file: Path,
    *,
    profiles: Iterable[tuple[Line, object]] = (),
) -> Reading:
    """Read records, each with the line on which it begins.

    A record without a title is left out with a remark; so is one that repeats another.
    """
    records = Records(file)
    for line, values in papers:
        records.add(line, values)
    for line, values in profiles:
        records.add_profile(line, values)
    return records.reading


class Records:
    """Records of one file, read one after the other.

    Attributes:
        reading: What they gave so far.
        file: Where they are.
    """

    def __init__(self, file: Path) -> None:
        self.reading = Reading()
        self.file = file
        self._seen: dict[str, Paper] = {}
        self._unknown: set[str] = set()

    def add(self, line: Line, values: object) -> ReadBefore | None:
        """Read a paper's record.

        Returns:
            What may be added in its place when it is read again; None where there is something to
            say of it, which must be said again.
        """
        remarks = self.reading.remarks
        record = self._record(line, values, PAPER_NAMES)
        number = len(remarks)
        paper = record.paper() if record else None
        if record is None or paper is None:
            return None
        read = ReadBefore(paper, has_own_id=record.text("id") != "")
        is_plain = len(remarks) == number and record.values.keys() <= PAPER_NAMES
        self.add_again(line, read)
        return read if is_plain else None

    def add_again(self, line: Line, read: ReadBefore) -> ReadBefore:
        """Add what a record gave before; it may stand elsewhere now."""
        source = Source(self.file, line)
        if read.paper.sources != (source,):
            read = replace(read, paper=replace(read.paper, sources=(source,)))
        self.reading.has_own_ids |= read.has_own_id
        if kept := _first_of_its_id(read.paper, self._seen, self.reading.remarks):
            self.reading.papers.append(kept)
        return read

    def add_profile(self, line: Line, values: object) -> None:
        """Read a profile's record; it comes after those of the papers."""
        if record := self._record(line, values, PROFILE_NAMES):
            listed = tuple(paper.id for paper in self.reading.papers)
            if profile := record.profile(listed):
                self.reading.profiles.append(profile)

    def _record(self, line: Line, values: object, known: frozenset[str]) -> _Record | None:
        """Begin to read a record; remark on each unknown name once in a file, not in every record."""
        source, remarks = Source(self.file, line), self.reading.remarks
        if not isinstance(values, Mapping):
            says = f"named values such as title: … belong here, not {_shown(values)}"
            remarks.append(Remark(source, says))
            return None
        if not values.keys() <= known:
            for name in sorted({str(name) for name in values} - known - self._unknown):
                self._unknown.add(name)
                remarks.append(Remark(source, unknown_name(name, known), is_fault=False))
        return _Record(values, source, remarks)


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """The paper that a record gave when it was read, and whether the record named its id."""

    paper: Paper
    has_own_id: bool


def unknown_name(name: str, known: Iterable[str]) -> str:
    """Say that a name means nothing here, and which known one is meant perhaps."""
    near = process.extractOne(name.lower(), sorted(known), score_cutoff=70)
    meant = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(known))}"
    return f"{shortened(visible(name), 40)!r} is not a name that is read here; {meant}"


def categories(value: object, file: Path, remarks: list[Remark]) -> dict[str, str]:
    """Read {short code: full code}, as in {CO: astro-ph.CO}."""
    named = value if isinstance(value, Mapping) else {}
    codes = {str(short): full for short, full in named.items() if isinstance(full, str)}
    if len(codes) < len(named) or not (value in (None, "") or isinstance(value, Mapping)):
        message = "categories takes short codes and full ones: 'CO: astro-ph.CO'"
        remarks.append(Remark(Source(file, 1), message))
    return codes


def _first_of_its_id(paper: Paper, seen: dict[str, Paper], remarks: list[Remark]) -> Paper | None:
    first = seen.setdefault(paper.id, paper)
    if first is paper:
        return paper
    source, line = paper.sources[0], first.sources[0].line
    if identity(first.title, first.authors) == identity(paper.title, paper.authors):
        message = f"{shortened(paper.title, 60)!r} is on line {line} already; kept once"
        remarks.append(Remark(source, message))
        return None
    remarks.append(Remark(source, f"the id {paper.id!r} is taken on line {line}; another is made"))
    return _first_of_its_id(replace(paper, id=made_id(paper.title, paper.authors)), seen, remarks)


@dataclass(slots=True)
class _Record:
    """One record's values, read one by one; what is of the wrong kind is remarked on."""

    values: Mapping[Any, object]
    source: Source
    remarks: list[Remark]

    def fault(self, message: str) -> None:
        self.remarks.append(Remark(self.source, message))

    def value(self, name: str) -> object:
        value = self.values.get(name)
        # YAML's ways to say nothing; a title may be so called.
        return None if name != "title" and value in ("null", "~", "Null", "NULL") else value

    def paper(self) -> Paper | None:
        title = self.text("title")
        if not visible(title):
            self.fault("a paper without a title is left out; give it one as title: …")
            return None
        authors, truncated = self.authors()
        links = [*self.texts("url"), *self.texts("links")]
        return Paper.from_raw(
            paper_id=visible(self.text("id")),
            title=title,
            abstract=self.text("abstract"),
            authors=authors,
            authors_truncated=truncated or self.truth("authors_truncated"),
            date=self.date("date"),
            categories=tuple(dict.fromkeys([*self.texts("category"), *self.texts("categories")])),
            code=self.truth("code"),
            links=tuple(address for link in links for address in links_in(link) or (link,)),
            source=self.source,
        )

    def profile(self, listed: tuple[str, ...]) -> Profile | None:
        name = visible(self.text("name"))
        if not name:
            self.fault("a profile without a name is left out; give it one as name: …")
            return None
        whole = {
            key: round(number) if (number := self.number(key)) is not None else None
            for key in ("h_index", "papers", "citations", "captured")
        }
        return Profile(
            name=name,
            field=visible(self.text("field")),
            novelty=self.number("novelty"),
            ai_score=self.number("ai_score"),
            listed=self.listed(listed),
            source=self.source,
            **whole,
        )

    def listed(self, everything: tuple[str, ...]) -> tuple[str, ...]:
        """Read which papers are the profile's: those that it lists by id, or all of the file."""
        ids = self.texts("listed")
        return tuple(one for one in everything if one in set(ids)) if ids else everything

    def text(self, name: str) -> str:
        value = self.value(name)
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, list) and all(isinstance(part, str) for part in value):
            return " ".join(value)
        if isinstance(value, Mapping | list):
            self.fault(f"{name} takes text, not {_shown(value)}")
            return ""
        return str(value)

    def texts(self, name: str) -> list[str]:
        """Read one text or a list of texts."""
        value = self.value(name)
        if value is None:
            return []
        parts = value if isinstance(value, list) else [value]
        texts = [visible(str(part)) for part in parts if isinstance(part, str | int | float)]
        if len(texts) < len(parts):
            self.fault(f"{name} takes text or a list of texts, not {_shown(value)}")
        return [text for text in texts if text]

    def authors(self) -> tuple[tuple[str, ...], bool]:
        """Read a list of names (or of {name: …}), or one text such as 'A. One and B. Two'."""
        value = self.value("authors")
        if value is None or isinstance(value, str):
            return list_of_authors(value or "")
        if not isinstance(value, list):
            self.fault(f"authors takes a list of names, not {_shown(value)}")
            return (), False
        names: list[str] = []
        truncated = False
        for part in value:
            name = part.get("name") if isinstance(part, Mapping) else part
            if not isinstance(name, str):
                self.fault(f"{_shown(part)} is not an author's name")
                continue
            whole, cut = list_of_authors(name) if _MAY_BE_CUT.search(name) else ((name,), False)
            truncated |= cut
            names += whole if cut else [turned_round(name)]
        return tuple(dict.fromkeys(name for name in names if visible(name))), truncated

    def date(self, name: str) -> PartialDate | None:
        value = self.value(name)
        if value is None or value == "":
            return None
        if isinstance(value, datetime.date):
            return PartialDate(value.year, value.month, value.day)
        try:
            return PartialDate.parse(str(value))
        except ValueError:
            self.fault(f"{_shown(value)} is not a date; write 2024, 2024-05 or 2024-05-31")
            return None

    def number(self, name: str) -> float | None:
        value = self.value(name)
        if value is None or value == "":
            return None
        try:
            number = float(str(value).replace(",", "").rstrip(" %"))
        except ValueError:
            number = math.nan
        if not 0 <= number < 1e12:
            self.fault(f"{name} takes a number, not {_shown(value)}")
            return None
        return number

    def truth(self, name: str) -> bool:
        value = self.value(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        known = _TRUTH.get(str(value).strip().lower())
        if known is None:
            self.fault(f"{name} takes true or false, not {_shown(value)}")
        return bool(known)


def _shown(value: object) -> str:
    """Show a value in a remark; what nests is named only, for its text may be endless."""
    if isinstance(value, Mapping | list):
        return "a list" if isinstance(value, list) else "a mapping"
    return repr(shortened(visible(str(value)), 40))
