"""This file holds the reader of JSON Lines: one paper a line, as `{"title": …, "authors": […]}`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from knowledge.formats import Reading, Remark, records
from knowledge.paper import Source


def read(text: str, file: Path) -> Reading:
    """Read a library; a line that isn't JSON is remarked on and the others are read."""
    remarks: list[Remark] = []
    reading = records.read(_lines(text, file, remarks), file)
    reading.remarks = sorted([*remarks, *reading.remarks], key=lambda remark: remark.source.line)
    return reading


def _lines(text: str, file: Path, remarks: list[Remark]) -> Iterator[tuple[int, object]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            what = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            message = f"not JSON ({what}); this line is left out. Write one paper on each line"
            remarks.append(Remark(Source(file, number), message))
