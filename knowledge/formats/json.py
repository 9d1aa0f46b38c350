"""This file holds the reader of JSON: JSON Lines, one paper a line, or one document.

A document is a list of papers or, as `paperclub library --json` prints it, an object with `papers`
and, as it likes, `profiles`, `aliases` and `categories`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from knowledge.formats import Reading, Remark, records
from knowledge.paper import Source

_DOCUMENT = re.compile(r'\s*\{\s*"(?:papers|profiles|aliases|categories)"\s*:')


def read(text: str, file: Path) -> Reading:
    """Read a library; a line that isn't JSON is remarked on and the others are read."""
    try:
        # Of lines that are one each this fails right behind the first.
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        if _begins_a_document(text):
            source = Source(file, getattr(error, "lineno", 1))
            message = f"not JSON ({_what(error)})"
            return Reading(remarks=[Remark(source, message, is_damage=True)])
    else:
        if isinstance(whole, dict | list):
            return _document(whole, file)
    remarks: list[Remark] = []
    reading = records.read(_lines(text, file, remarks), file)
    reading.remarks = sorted([*remarks, *reading.remarks], key=lambda remark: remark.source.line)
    return reading


def _begins_a_document(text: str) -> bool:
    """Tell a broken document from lines that are one each: its first line is no whole value."""
    first = text.lstrip().partition("\n")[0]
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return first.startswith("[") or _DOCUMENT.match(text) is not None
    return False


def _document(whole: Any, file: Path) -> Reading:
    parts = whole if isinstance(whole, dict) else {"papers": whole}
    if not parts.keys() & {"papers", "profiles"}:
        parts = {"papers": [parts]}  # a single paper
    papers, profiles = (
        [(1, one) for one in _listed(parts.get(name))] for name in ("papers", "profiles")
    )
    reading = records.read(papers, file, profiles=profiles)
    reading.aliases = records.aliases(parts.get("aliases"), file, reading.remarks)
    reading.categories = records.categories(parts.get("categories"), file, reading.remarks)
    return reading


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _lines(text: str, file: Path, remarks: list[Remark]) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            message = (
                f"not JSON ({_what(error)}); this line is left out. Write one paper on each line"
            )
            remarks.append(Remark(Source(file, number), message, is_damage=True))


def _what(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
