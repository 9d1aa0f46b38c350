"""This file holds the reader of scholars' profile pages saved as plain text.

A page is a header (name, field, h-index, papers, citations, novelty, AI score) and then papers,
parted by empty lines::

    LGSep 26, 2023Code          category, date (without a year: the year of capture), code mark
    A Title on One Line

    First Author, Second Author et al.

    The abstract.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.dates import PartialDate
from knowledge.formats import Reading, Remark, identity, paper_id
from knowledge.paper import Paper, Profile, Source, list_of_authors
from knowledge.text import shortened, visible

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_HEAD = re.compile(
    r"(?P<category>[A-Za-z][A-Za-z.-]*?)??\s*"
    rf"(?P<date>{_MONTH}\s+\d{{1,2}}(?:,\s*\d{{4}})?|{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d(?:-\d\d)?)"
    r"\s*(?P<code>Code)?"
)
# Meant as such a line although its date isn't one: 'LGFeb 3O, 2023', 'LGFoo 12'.
_SPOILT_HEAD = re.compile(
    r"(?P<category>[A-Z][A-Za-z.-]*?)\s*"
    r"(?P<date>[A-Z][a-z]{1,8}\.?\s+\d\w{0,3}(?:,\s*\w{1,6})?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4})"
    r"\s*(?P<code>Code)?"
)
_NUMBER = r"(\d[\d,. ]*?)\s*([kKmM]?)"
_REPORTED = (
    ("h_index", re.compile(rf"h[- ]?index\s*:?\s*{_NUMBER}", re.IGNORECASE)),
    ("papers", re.compile(rf"{_NUMBER}\s*papers?", re.IGNORECASE)),
    ("citations", re.compile(rf"{_NUMBER}\s*citations?", re.IGNORECASE)),
    ("novelty", re.compile(rf"novelty\s*:?\s*{_NUMBER}\s*%?", re.IGNORECASE)),
    ("ai_score", re.compile(rf"AI\s*score\s*:?\s*{_NUMBER}\s*%?", re.IGNORECASE)),
)
_SENTENCE_END = re.compile(r"[.!?…。][\"”’')\]}$]*$")
_ADDRESS_END = re.compile(r"(?:https?://|www\.|\\url\{)\S+$")


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines without an empty one between them; `line` is the first one's number, from 1."""

    line: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def is_profile_page(text: str) -> bool:
    """Tell whether a text has a line with which a paper on such a page begins."""
    return any(_HEAD.fullmatch(line.strip()) for line in text.splitlines())


def read(text: str, file: Path, *, captured: int) -> Reading:
    """Read a page.

    Args:
        text: The page.
        file: Where it was read, for remarks.
        captured: The year in which the page was saved; dates without a year belong to it.
    """
    reading = Reading()
    lines = [line.strip() for line in re.split(r"\r\n|\r|\n", text)]
    heads = [(at, head) for at in range(len(lines)) if (head := _head(lines, at))]
    ends = [at for at, _ in heads] + [len(lines)]
    header = _blocks(lines, 0, ends[0])
    papers = [
        paper
        for (begin, head), end in zip(heads, ends[1:], strict=True)
        for paper in _papers(
            head, _blocks(lines, begin + 1, end), Source(file, begin + 1), captured, reading.remarks
        )
    ]
    reading.papers = _each_once(papers, reading.remarks)
    if profile := _profile(header, file, captured, reading):
        reading.profiles.append(profile)
    return reading


def _head(lines: Sequence[str], at: int) -> re.Match[str] | None:
    """Match the first line of a paper, also one whose date is spoilt but that stands like one."""
    stands_alone = (at == 0 or not lines[at - 1]) and at + 1 < len(lines) and lines[at + 1]
    return _HEAD.fullmatch(lines[at]) or (
        _SPOILT_HEAD.fullmatch(lines[at]) if stands_alone else None
    )


def _blocks(lines: Sequence[str], begin: int, end: int) -> list[_Block]:
    blocks: list[_Block] = []
    start = begin
    for at in range(begin, end + 1):
        if at == end or not lines[at]:
            if at > start:
                blocks.append(_Block(start + 1, tuple(lines[start:at])))
            start = at + 1
    return blocks


def _profile(
    blocks: Sequence[_Block], file: Path, captured: int, reading: Reading
) -> Profile | None:
    """Read the header; a page cut at its top has none."""
    reported: dict[str, float] = {}
    words: list[tuple[int, str]] = []
    for block in blocks:
        for line, text in enumerate(block.lines, start=block.line):
            name = next((name for name, form in _REPORTED if form.fullmatch(text)), None)
            if name is None:
                words.append((line, text))
            elif name not in reported:
                form = dict(_REPORTED)[name].fullmatch(text)
                reported[name] = _number(form[1], form[2]) if form else 0
    if words and not reported:
        first, last = words[0][0], words[-1][0]
        until = f" to line {last}" if last > first else ""
        message = f"this belongs to no paper and no profile{until}: {_begin_of(words[0][1])}"
        reading.remarks.append(Remark(Source(file, first), message))
        return None
    if not words:
        message = "the page has no name on top, so the papers have no profile"
        reading.remarks.append(Remark(Source(file, 1), message, is_fault=bool(reported)))
        return None
    for line, text in words[2:]:
        message = f"not understood and passed over: {_begin_of(text)}"
        reading.remarks.append(Remark(Source(file, line), message, is_fault=False))
    claimed = reported.get("papers")
    if claimed is not None and claimed != len(reading.papers):
        message = f"the page claims {claimed:,.0f} papers and lists {len(reading.papers):,}"
        reading.remarks.append(Remark(Source(file, words[0][0]), message, is_fault=False))
    return Profile(
        name=visible(words[0][1]),
        field=visible(words[1][1]) if len(words) > 1 else "",
        h_index=_whole(reported.get("h_index")),
        papers=_whole(claimed),
        citations=_whole(reported.get("citations")),
        novelty=reported.get("novelty"),
        ai_score=reported.get("ai_score"),
        captured=captured,
        listed=tuple(paper.id for paper in reading.papers),
        source=Source(file, words[0][0]),
    )


def _papers(
    head: re.Match[str], blocks: list[_Block], source: Source, captured: int, remarks: list[Remark]
) -> Iterator[Paper]:
    """Read a paper from its first line and what follows, and any that lost its own first line."""
    date = _date(head["date"], captured, source, remarks)
    if not blocks:
        remarks.append(Remark(source, "a paper begins here but nothing follows; the page is cut"))
        return
    lost = _lost_paper(blocks)
    yield _paper(
        blocks[:lost],
        source,
        remarks,
        date=date,
        category=head["category"] or "",
        code=head["code"] is not None,
    )
    if lost is not None:
        source = Source(source.file, blocks[lost].line)
        message = "a paper without its first line (category and date); read without them"
        remarks.append(Remark(source, message))
        yield _paper(blocks[lost:], source, remarks)


def _lost_paper(blocks: Sequence[_Block]) -> int | None:
    """Find where, behind an abstract, a title and a cut list of authors follow."""
    for at in range(2, len(blocks) - 1):
        title, authors = blocks[at], blocks[at + 1]
        if (
            len(title.lines) == len(authors.lines) == 1
            and not _SENTENCE_END.search(title.text)
            and _is_list_of_authors(authors.text)
            and list_of_authors(authors.text)[1]
        ):
            return at
    return None


def _paper(
    blocks: Sequence[_Block],
    source: Source,
    remarks: list[Remark],
    *,
    date: PartialDate | None = None,
    category: str = "",
    code: bool = False,
) -> Paper:
    parts = [block.text for block in blocks]
    if len(blocks[0].lines) > 1 and not (len(parts) > 1 and _is_list_of_authors(parts[1])):
        # No empty lines between title, authors and abstract.
        parts = [*blocks[0].lines, *parts[1:]]
    title, *rest = parts
    authors: tuple[str, ...] = ()
    truncated = False
    if rest and _is_list_of_authors(rest[0]):
        (authors, truncated), rest = list_of_authors(rest[0]), rest[1:]
    abstract = "\n\n".join(rest)
    missing = [
        part for part, there in (("authors", authors), ("an abstract", abstract)) if not there
    ]
    if missing:
        message = f"{_begin_of(title)} has no {' and no '.join(missing).replace('an a', 'a')} here"
        remarks.append(Remark(source, message))
    elif not _SENTENCE_END.search(abstract) and not _ADDRESS_END.search(abstract):
        message = f"the abstract of {_begin_of(title)} ends within a sentence: {abstract[-30:]!r}"
        remarks.append(Remark(source, message))
    return Paper.from_raw(
        paper_id=paper_id(title, authors),
        title=title,
        abstract=abstract,
        authors=authors,
        authors_truncated=truncated,
        date=date,
        categories=(category,) if category else (),
        code=code,
        source=source,
    )


def _is_list_of_authors(text: str) -> bool:
    names, truncated = list_of_authors(text)
    if not names or any(len(name.split()) > 6 or re.search(r"[\d:?!]", name) for name in names):
        return False
    return truncated or not re.search(r"[a-z]{3}\.$", text)


def _date(text: str, captured: int, source: Source, remarks: list[Remark]) -> PartialDate | None:
    words = text if re.search(r"\d{4}", text) else f"{text}, {captured}"
    try:
        return PartialDate.parse(words)
    except ValueError:
        message = (
            f"{text!r} is not a date; the paper is read without one. Write it as 'Feb 28, 2023'"
        )
        remarks.append(Remark(source, message))
        return None


def _each_once(papers: Sequence[Paper], remarks: list[Remark]) -> list[Paper]:
    seen: dict[str, Paper] = {}
    for paper in papers:
        first = seen.setdefault(identity(paper.title, paper.authors), paper)
        if first is not paper:
            message = (
                f"{_begin_of(paper.title)} is on line {first.sources[0].line} already; kept once"
            )
            remarks.append(Remark(paper.sources[0], message))
    return list(seen.values())


def _number(digits: str, unit: str) -> float:
    """Read 1,668 or 1.7k; a dot or comma before three digits parts thousands."""
    plain = re.sub(r"[,. ](?=\d{3}(?:\D|$))", "", digits) if not unit else digits
    try:
        return float(plain.replace(",", ".").replace(" ", "")) * {"k": 1e3, "m": 1e6}.get(
            unit.lower(), 1
        )
    except ValueError:
        return 0.0


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)


def _begin_of(text: str) -> str:
    return repr(shortened(visible(text), 60))
