"""This file holds the reader of libraries in YAML, the form that people write by hand.

A list of papers, or a mapping with `papers:` and, as it likes, `profiles:`, `aliases:`, `namesakes:`,
`apart:` and `categories:`. With names alone it is an alias file. JSON is YAML too, so what `paperclub library --json` prints can be read.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from knowledge.formats import Reading, Remark, personal_names, records
from knowledge.paper import Source
from knowledge.text import counted

_NAMES = frozenset(("papers", "profile", "profiles", "categories", *personal_names.NAMES))
_TOO_DEEP = re.compile(r"(?:[\[{]\s*){300}")
# Every scalar stays text: neither is the category NO a false, nor is the id 0012 a ten.
_Loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read(text: str, file: Path) -> Reading:
    """Read a library; of a broken document, the papers before the break."""
    if _TOO_DEEP.search(text):
        return Reading(remarks=[Remark(Source(file, 1), "nested too deeply to be a library")])
    try:
        return _read(text, file)
    except RecursionError:
        return Reading(remarks=[Remark(Source(file, 1), "nested too deeply to be a library")])
    except yaml.YAMLError as error:
        line = _line_of(error, text)
        kept = _before(text, line, file)
        until = f"; {counted(len(kept.papers), 'paper')} before it read" if kept.papers else ""
        mend = "Mend this line or the one before it"
        if "mapping values" in _problem(error):
            mend = "Put a text with a colon in quotes"
        message = f"broken YAML: {_problem(error)}{until}. {mend}"
        kept.remarks.insert(0, Remark(Source(file, line), message, is_damage=True))
        return kept


def mapping(text: str, file: Path) -> tuple[dict[str, Any], list[Remark]]:
    """Read a document that is a mapping, with a remark where it isn't one."""
    try:
        loaded = _lined(yaml.compose(text, Loader=_Loader))
    except RecursionError:
        return {}, [Remark(Source(file, 1), "nested too deeply")]
    except yaml.YAMLError as error:
        source, message = Source(file, _line_of(error, text)), f"broken YAML: {_problem(error)}"
        return {}, [Remark(source, message, is_damage=True)]
    if not isinstance(loaded, dict):
        return {}, [Remark(Source(file, 1), "named values such as captured: 2026 belong here")]
    return loaded, []


def _read(text: str, file: Path) -> Reading:
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        if root is None:
            return Reading()
        if isinstance(root, yaml.SequenceNode):
            return records.read(_entries(loader, root), file)
        if not isinstance(root, yaml.MappingNode):
            message = "a library is a list of papers, or a mapping with papers: and a list"
            return Reading(remarks=[Remark(Source(file, 1), message)])
        parts: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        twice: list[Remark] = []
        for key, value in root.value:
            # A key that is a list may refer to itself a billion times.
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name in parts:
                message = f"{name!r} stands here a second time; only the first is read"
                twice.append(Remark(Source(file, key.start_mark.line + 1), message))
            parts.setdefault(name, (key, value))
        if "papers" not in parts and "title" in parts:
            return records.read(_entries(loader, root), file)
        papers, profiles = (
            [entry for name in names if name in parts for entry in _entries(loader, parts[name][1])]
            for names in (("papers",), ("profile", "profiles"))
        )
        reading = records.read(papers, file, profiles=profiles)
        reading.remarks += twice
        for name, (key, _) in parts.items():
            if name not in _NAMES:
                source = Source(file, key.start_mark.line + 1)
                message = records.unknown_name(name, _NAMES)
                reading.remarks.append(Remark(source, message, is_fault=False))
        values: dict[str, Any] = {
            personal_names.Text(name, key.start_mark.line + 1): _lined(value)
            for name, (key, value) in parts.items()
            if name in personal_names.NAMES or name == "categories"
        }
        reading.naming = personal_names.read(values, file, reading.remarks)
        reading.categories = records.categories(values.get("categories"), file, reading.remarks)
        return reading
    finally:
        loader.dispose()


def _entries(loader: Any, node: yaml.Node) -> list[tuple[int, object]]:
    """Read a list's entries, or a single one, each with its line."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return [
        (entry.start_mark.line + 1, loader.construct_object(entry, deep=True)) for entry in nodes
    ]


def _lined(root: yaml.Node | None) -> Any:
    """Make plain values of a node, with texts that know their lines.

    A name that stands in a mapping twice has the entries of both, where they are lists.
    """
    made: dict[int, Any] = {}  # what is referred to is made once

    def value(node: yaml.Node) -> Any:
        if id(node) in made:
            return made[id(node)]
        if isinstance(node, yaml.SequenceNode):
            several = made[id(node)] = []
            several += [value(one) for one in node.value]
            return several
        if isinstance(node, yaml.MappingNode):
            values: dict[personal_names.Text, Any] = {}
            made[id(node)] = values
            for key, one in node.value:
                name = personal_names.Text(key.value, key.start_mark.line + 1)
                each = value(one)
                if isinstance(values.get(name), list) and isinstance(each, list):
                    each = values[name] + each
                values[name] = each
            return values
        return made.setdefault(id(node), personal_names.Text(node.value, node.start_mark.line + 1))

    return value(root) if root else None


def _before(text: str, line: int, file: Path) -> Reading:
    """Read the longest beginning of a broken document that ends where a paper does."""
    lines = text.splitlines()
    starts = [at for at, content in enumerate(lines[:line]) if re.match(r"\s*- ", content)]
    for start in starts[:0:-1][:20]:
        try:
            return _read("\n".join(lines[:start]), file)
        except yaml.YAMLError:
            continue
    return Reading()


def _line_of(error: yaml.YAMLError, text: str) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    position = getattr(error, "position", 0)
    return text.count("\n", 0, position if isinstance(position, int) else 0) + 1


def _problem(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or error
    return " ".join(str(problem).split())
