"""This file holds the reader of JSON: JSON Lines, one paper a line, or one document.

A document is a list of papers or, as `paperclub library --json` prints it, an object with `papers`
and, as it likes, `profiles`, `aliases`, `namesakes`, `apart` and `categories`.
"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

from knowledge.formats import Reading, Remark, personal_names, records
from knowledge.paper import Source

_DOCUMENT = re.compile(r'\s*\{\s*"(?:papers|profiles|aliases|namesakes|apart|categories)"\s*:')


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
    read = records.Records(file)
    for number, line in enumerate(text.split("\n"), start=1):
        add_line(read, number, line)
    return read.reading


def add_line(read: records.Records, number: int, line: str) -> records.ReadBefore | None:
    """Read a line with one paper, or remark that it isn't JSON.

    Returns:
        What may be added when the line is read again; None where there is something to say of it.
    """
    if not line.strip():
        return None
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        says = f"not JSON ({_what(error)}); this line is left out. Write one paper on each line"
        read.reading.remarks.append(Remark(Source(read.file, number), says, is_damage=True))
        return None
    return read.add(number, values)


def are_lines(content: bytes) -> bool:
    """Tell whether a file's bytes are surely lines that are one paper each, and UTF-8 so far."""
    written = (line for line in io.BytesIO(content) if line.strip())
    first, second = next(written, b""), next(written, b"")
    try:
        return isinstance(json.loads(first.decode()), dict) and bool(second)
    except (ValueError, RecursionError):
        return False


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
    if "title" in parts or not parts.keys() & {"papers", "profiles", *personal_names.NAMES}:
        parts = {"papers": [parts]}  # a single paper
    papers, profiles = (
        [(1, one) for one in _listed(parts.get(name))] for name in ("papers", "profiles")
    )
    reading = records.read(papers, file, profiles=profiles)
    reading.naming = personal_names.read(parts, file, reading.remarks)
    reading.categories = records.categories(parts.get("categories"), file, reading.remarks)
    return reading


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _what(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return error.msg
    return "nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
