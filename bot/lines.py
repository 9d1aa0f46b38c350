"""This file holds how a typed line such as /find query:"flow matching" since:2025 is read."""

from __future__ import annotations

import re

from commands._command import Command, command_called

_PIECE = re.compile(
    r"""(?P<name>[A-Za-z_]+):(?P<space>\s*)"""
    r"""|"(?P<double>[^"]*)"(?=\s|$)|'(?P<single>[^']*)'(?=\s|$)|(?P<word>\S+)"""
)


def read(line: str) -> tuple[Command[...], dict[str, str]]:
    """Read a line that begins with a slash as a command and its options' values.

    As in Discord, an option is its name, a colon and a value, which reaches to the next option;
    words before the first option belong to the command's first one. Quotes keep a value together.

    Raises:
        InvalidOption: There is no such command; the message names the nearest.
    """
    name, *rest = line.strip().removeprefix("/").split(maxsplit=1) or ["help"]
    one = command_called(name)
    return one, _values("".join(rest), one)


def _values(text: str, one: Command[...]) -> dict[str, str]:
    """Part a text at the names of options; what looks like a name but isn't one is kept as one."""
    values: dict[str, list[str]] = {}
    current = next(iter(one.options), "")
    at = 0
    while match := _PIECE.search(text, at):
        at = match.end()
        if match["name"]:
            name = match["name"].lower()
            if name in one.options or _looks_like_an_option(match, text):
                current = name
                values.setdefault(current, [])
                continue
            # 'TopoX: A Suite' and 'https://…' are words.
            at = match.start() + len(text[match.start() :].split(maxsplit=1)[0])
            values.setdefault(current, []).append(text[match.start() : at])
            continue
        piece = next(part for part in match.group("double", "single", "word") if part is not None)
        values.setdefault(current, []).append(piece)
    return {name: " ".join(pieces) for name, pieces in values.items()}


def _looks_like_an_option(match: re.Match[str], text: str) -> bool:
    follows = text[match.end() : match.end() + 2]
    return match["name"].islower() and not match["space"] and bool(follows) and follows != "//"
