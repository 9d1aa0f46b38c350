"""This file holds how text that isn't ours enters Markdown, so that it shows as it is."""

from __future__ import annotations

import re

from knowledge.text import visible

_URL = re.compile(r"https?://(?:[^\s<>*`|\\\[\]]|\*(?!\*))+")
# What Markdown, or Discord's reading of it, would take for its own: emphasis unless inside a
# word or alone, code, spoilers, links, mentions and custom emoji, and what begins a block.
_SPECIAL = re.compile(
    r"\\(?=[^\w\s])|[*`]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|(?<=~)~|\|(?=\|)|(?<=\|)\||\[(?=[^\]]*\]\()"
    r"|<(?=[@#:!/?A-Za-z])"
)
_BLOCK = re.compile(r"^(\s*)([#>+-]|-#)(?=\s|>|#|$)")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])(?=\s)")


def literal(text: str) -> str:
    r"""Escape a text for Markdown and drop characters that control a screen.

    Addresses stay whole, so that they can be followed.

    >>> literal("2 * 3 in snake_case, SO(3) <@1> https://a.org/_b_")
    '2 \\* 3 in snake_case, SO(3) \\<@1> https://a.org/_b_'
    """
    shown = visible(text)
    pieces = []
    end = 0
    for url in _URL.finditer(shown):
        pieces += [_SPECIAL.sub(r"\\\g<0>", shown[end : url.start()]), url[0]]
        end = url.end()
    pieces.append(_SPECIAL.sub(r"\\\g<0>", shown[end:]))
    escaped = "".join(pieces)
    return _NUMBERED.sub(r"\1\\\2", _BLOCK.sub(r"\1\\\2", escaped))


def quoted(text: str) -> str:
    """Make a Markdown quotation of text that isn't ours."""
    return f"> {literal(text)}"


def verbatim(text: str) -> str:
    """Make a block of code, so that a text can be copied as it is."""
    inside = text.replace("```", "'''")
    return f"```\n{inside}\n```"
