"""This file holds the reader of a profile page's header: a name, a field and reported numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from knowledge.formats import Remark
from knowledge.paper import Paper, Profile, Source
from knowledge.text import shortened, visible

_NUMBER = r"(\d[\d,. ]*?)\s*([kKmM]?)\+?"
_REPORTED = (
    ("h_index", re.compile(rf"h[- ]?index\s*:?\s*{_NUMBER}", re.IGNORECASE)),
    ("papers", re.compile(rf"{_NUMBER}\s*papers?|papers?\s*:\s*{_NUMBER}", re.IGNORECASE)),
    (
        "citations",
        re.compile(rf"{_NUMBER}\s*citations?|citations?\s*:?\s*{_NUMBER}", re.IGNORECASE),
    ),
    ("novelty", re.compile(rf"novelty\s*:?\s*{_NUMBER}\s*%?", re.IGNORECASE)),
    ("ai_score", re.compile(rf"AI\s*score\s*:?\s*{_NUMBER}\s*(?:%|/\s*100)?", re.IGNORECASE)),
)


def read(
    lines: Sequence[tuple[int, str]],
    file: Path,
    papers: Sequence[Paper],
    remarks: list[Remark],
    *,
    captured: int,
) -> Profile | None:
    """Read the header of a page; one that was cut at its top has none.

    Args:
        lines: What stands above the first paper, with the numbers of the lines.
        file: Where it was read, for remarks.
        papers: What the page lists.
        remarks: Where to say what isn't understood, and that fewer are listed than claimed.
        captured: The year in which the page was saved.
    """
    reported, words = _sorted_out(lines)
    if not words:
        message = "the page has no name on top, so the papers have no profile"
        remarks.append(Remark(Source(file, 1), message, is_fault=bool(reported)))
        return None
    (line, name), *others = words
    if not reported and not (len(others) < 2 and _is_name(name)):
        last = words[-1][0]
        until = f" to line {last}" if last > line else ""
        message = f"this belongs to no paper and no profile{until}: {beginning(name)}"
        remarks.append(Remark(Source(file, line), message))
        return None
    for at, text in others[1:]:
        message = f"not understood and passed over: {beginning(text)}"
        remarks.append(Remark(Source(file, at), message, is_fault=False))
    claimed = reported.get("papers")
    listed = tuple(dict.fromkeys(paper.id for paper in papers))
    if claimed is not None and claimed != len(listed):
        message = f"the page claims {claimed:,.0f} papers and lists {len(listed):,}"
        remarks.append(Remark(Source(file, line), message, is_fault=False))
    return Profile(
        name=visible(name),
        field=visible(others[0][1]) if others else "",
        h_index=_whole(reported.get("h_index")),
        papers=_whole(claimed),
        citations=_whole(reported.get("citations")),
        novelty=reported.get("novelty"),
        ai_score=reported.get("ai_score"),
        captured=captured,
        listed=listed,
        source=Source(file, line),
    )


def _sorted_out(
    lines: Sequence[tuple[int, str]],
) -> tuple[dict[str, float], list[tuple[int, str]]]:
    """Part what the page reports, the first number of each kind, from its words."""
    reported: dict[str, float] = {}
    words: list[tuple[int, str]] = []
    for line, text in lines:
        forms = ((name, form.fullmatch(visible(text))) for name, form in _REPORTED)
        name, match = next(((name, match) for name, match in forms if match), ("", None))
        if match is None:
            words.append((line, text))
        elif name not in reported:
            digits, unit, *_ = (part for part in match.groups() if part is not None)
            reported[name] = _number(digits, unit)
    return reported, words


def _is_name(text: str) -> bool:
    return 1 < len(text.split()) < 8 and not re.search(r"\d|[.!?:]$", text)


def beginning(text: str) -> str:
    """Quote the beginning of a text in a remark."""
    return repr(shortened(visible(text), 60))


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
