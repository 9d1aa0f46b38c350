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
from knowledge.formats import Reading, Remark, profile_header
from knowledge.formats.profile_header import beginning
from knowledge.paper import Paper, Source, identity, list_of_authors
from knowledge.text import visible

_MONTH = r"(?i:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_CATEGORY = r"[^\W\d_][\w.-]*?(?:\s*[,/]\s*[^\W\d_][\w.-]*?)*?"
_HEAD = re.compile(
    rf"(?P<category>{_CATEGORY})??\s*"
    rf"(?P<date>{_MONTH}\s+\d{{1,2}}(?:\s*[,，]?\s*\d{{4}})?|{_MONTH}\s+\d{{4}}"
    rf"|\d{{1,2}}\s+{_MONTH},?\s+\d{{4}}|\d{{4}}-\d\d(?:-\d\d)?)"
    r"\s*(?P<code>(?i:Codes?))?"
)
# Stands where such a line stands but isn't one: 'LGFeb 3O, 2023', 'LG2 days ago', 'LG'.
_SPOILT_HEAD = re.compile(
    rf"(?P<category>[A-Z]{{2,}}(?=[A-Z][a-z]|\d|$)|{_CATEGORY})"
    r"\s*(?P<date>(?:[A-Z][a-z]|\d).{0,30}?|)\s*(?P<code>Code)?(?:\s*[A-Z][a-z]+){0,3}"
)
_UNKNOWN_HEAD = re.compile(r"(?P<category>)(?P<date>.+?)(?P<code>Code)?")
# The beginning of such a line, where a page was cut within it.
_CUT_HEAD = re.compile(r"[A-Z][a-z]{0,8}\.?\s?\d{0,2},?\s?\d{0,4}\s?C?o?d?")
_MOST_AUTHOR_WORDS = 8
_SENTENCE_END = re.compile(r"[^\w\s,;–-]$")
_ADDRESS_END = re.compile(
    r"(?:https?://|www\.)[^\s/]+\.[^\s/.{]{2,}\S*$|\b\w+\.(?:com|org|io)/\S+$"
)
_OPEN_MACRO = re.compile(r"\\\w+\{[^{}]*$")


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
    return any(_HEAD.fullmatch(visible(line)) for line in _lines(text))


def read(text: str, file: Path, *, captured: int) -> Reading:
    """Read a page.

    Args:
        text: The page.
        file: Where it was read, for remarks.
        captured: The year in which the page was saved; dates without a year belong to it.
    """
    reading = Reading()
    lines = _lines(text)
    heads = _heads([visible(line) for line in lines])
    _leave_out_a_cut_head(lines, heads, file, reading.remarks)
    ends = [at for at, _ in heads] + [len(lines)]
    for place, ((begin, head), end) in enumerate(zip(heads, ends[1:], strict=True)):
        blocks = _blocks(lines, begin + 1, end)
        source = Source(file, begin + 1)
        is_last = place == len(heads) - 1
        reading.papers += _papers(head, blocks, source, captured, reading.remarks, is_last=is_last)
    _remark_on_repeated(reading.papers, reading.remarks)
    header = [(at + 1, line) for at, line in enumerate(lines[: ends[0]]) if line]
    profile = profile_header.read(header, file, reading.papers, reading.remarks, captured=captured)
    reading.profiles += [profile] if profile else []
    return reading


def _lines(text: str) -> list[str]:
    """Cut a page into lines; one that shows nothing is empty."""
    lines = (line.strip() for line in re.split(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]", text))
    return [line if visible(line) else "" for line in lines]


def _heads(lines: Sequence[str]) -> list[tuple[int, re.Match[str]]]:
    """Find the first lines of papers, also spoilt ones where all that follows stands as it must."""
    heads: list[tuple[int, re.Match[str]]] = []
    for at, line in enumerate(lines):
        is_apart = at == 0 or not lines[at - 1]
        has_title = at + 1 < len(lines) and bool(lines[at + 1])
        is_last = not any(lines[at + 1 :]) if not has_title else False
        if not line or not is_apart or not (has_title or is_last):
            continue
        head = _HEAD.fullmatch(line)
        if head is None and has_title and _stands_like_a_paper(lines, at):
            head = _SPOILT_HEAD.fullmatch(line) or _UNKNOWN_HEAD.fullmatch(line)
        if head:
            heads.append((at, head))
    return heads


def _stands_like_a_paper(lines: Sequence[str], at: int) -> bool:
    """Tell whether a line, a title, an empty line and a list of authors stand here, and no more."""
    if len(lines[at]) > 60 or at + 3 >= len(lines) or lines[at + 2]:
        return False
    authors = lines[at + 3]
    names, is_cut = list_of_authors(authors)
    are_names = all(len(name.split()) > 1 and not name[0].islower() for name in names)
    is_alone = at + 4 >= len(lines) or not lines[at + 4]
    return bool(names) and is_alone and _is_list_of_authors(authors) and (are_names or is_cut)


def _leave_out_a_cut_head(
    lines: list[str],
    heads: Sequence[tuple[int, re.Match[str]]],
    file: Path,
    remarks: list[Remark],
) -> None:
    """Take out a last line that is the beginning of another paper's first one."""
    last = max((at for at, line in enumerate(lines) if line), default=0)
    categories = {head["category"] for at, head in heads if head["category"] and at != last}
    known = next((one for one in categories if lines[last].startswith(one)), None)
    if known is None and (begin := re.match(r"[A-Z]{2}(?=[A-Z][a-z]{2}\s\d)", lines[last])):
        known = begin[0]
    is_apart = last > 0 and not lines[last - 1]
    is_head = any(at == last for at, _ in heads)
    if known and is_apart and not is_head and _CUT_HEAD.fullmatch(lines[last][len(known) :]):
        message = f"a paper begins here but the page is cut: {lines[last]!r}"
        remarks.append(Remark(Source(file, last + 1), message))
        lines[last] = ""


def _blocks(lines: Sequence[str], begin: int, end: int) -> list[_Block]:
    blocks: list[_Block] = []
    start = begin
    for at in range(begin, end + 1):
        if at == end or not lines[at]:
            if at > start:
                blocks.append(_Block(start + 1, tuple(lines[start:at])))
            start = at + 1
    return blocks


def _papers(
    head: re.Match[str],
    blocks: list[_Block],
    source: Source,
    captured: int,
    remarks: list[Remark],
    *,
    is_last: bool,
) -> Iterator[Paper]:
    """Read a paper from its first line and what follows, and any that lost its own first line."""
    date = _date(head["date"], captured, source, remarks)
    if not blocks:
        remarks.append(Remark(source, "a paper begins here but nothing follows; the page is cut"))
        return
    lost = _lost_paper(blocks)
    categories = re.split(r"\s*[,/]\s*", head["category"] or "")
    yield _paper(
        blocks[:lost],
        source,
        remarks,
        date=date,
        categories=tuple(filter(None, categories)),
        code=head["code"] is not None,
        is_last=is_last and lost is None,
    )
    if lost is not None:
        source = Source(source.file, blocks[lost].line)
        message = "a paper without its first line (category and date); read without them"
        remarks.append(Remark(source, message))
        yield _paper(blocks[lost:], source, remarks, is_last=is_last)


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
    categories: tuple[str, ...] = (),
    code: bool = False,
    is_last: bool = False,
) -> Paper:
    parts = [block.text for block in blocks]
    if len(blocks[0].lines) > 1 and not (len(parts) > 1 and _is_list_of_authors(parts[1])):
        # No empty lines between title, authors and abstract.
        parts = [*blocks[0].lines, *parts[1:]]
    title, *rest = parts
    authors: tuple[str, ...] = ()
    truncated = False
    if rest and (_is_list_of_authors(rest[0]) or (len(rest) > 1 and not _is_prose(rest[0]))):
        (authors, truncated), rest = list_of_authors(rest[0]), rest[1:]
    abstract = "\n\n".join(rest)
    missing = [
        part for part, there in (("authors", authors), ("an abstract", abstract)) if not there
    ]
    if missing:
        message = f"{beginning(title)} has no {' and no '.join(missing).replace('an a', 'a')} here"
        remarks.append(Remark(source, message))
    elif is_last and (_is_cut(abstract) or _OPEN_MACRO.search(abstract)):
        message = f"the abstract of {beginning(title)} ends within a sentence: {abstract[-30:]!r}"
        remarks.append(Remark(source, message))
    return Paper.from_raw(
        title=title,
        abstract=abstract,
        authors=authors,
        authors_truncated=truncated,
        date=date,
        categories=categories,
        code=code,
        source=source,
    )


def _is_list_of_authors(text: str) -> bool:
    names, truncated = list_of_authors(text)
    for name in names:
        if len(name.split()) > _MOST_AUTHOR_WORDS or re.search(r"[:?!]|\d{3}", name):
            return False
    return bool(names) and (truncated or not _is_prose(text))


def _is_prose(text: str) -> bool:
    """Tell whether a text reads like sentences rather than names."""
    names, truncated = list_of_authors(text)
    is_wordy = any(len(name.split()) > _MOST_AUTHOR_WORDS for name in names)
    small = sum(word[:1].islower() for name in names for word in name.split())
    return not truncated and (is_wordy or small > len(text.split()) / 2)


def _is_cut(abstract: str) -> bool:
    return not _SENTENCE_END.search(abstract) and not _ADDRESS_END.search(abstract)


def _date(text: str, captured: int, source: Source, remarks: list[Remark]) -> PartialDate | None:
    plain = re.sub(r"\s*[,，]\s*", ", ", text)
    words = plain if re.search(r"\d{4}", text) else f"{plain}, {captured}"
    try:
        return PartialDate.parse(words)
    except ValueError:
        of_year = "" if words == plain else f" in {captured}, the year of capture"
        wrong = f"{text!r} is not a date{of_year}" if text else "there is no date"
        message = f"{wrong}; the paper is read without one. Write it as 'Feb 28, 2023'"
        remarks.append(Remark(source, message))
        return None


def _remark_on_repeated(papers: Sequence[Paper], remarks: list[Remark]) -> None:
    seen: dict[str, Paper] = {}
    for paper in papers:
        first = seen.setdefault(identity(paper.title, paper.authors), paper)
        if first is not paper:
            line = first.sources[0].line
            message = f"{beginning(paper.title)} is on line {line} already; the two are one paper"
            remarks.append(Remark(paper.sources[0], message))
