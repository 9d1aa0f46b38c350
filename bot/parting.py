"""This file holds how a long Markdown text is parted by meaning: paragraphs, sentences, words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.sentences import sentences
from knowledge.text import shortened as text_shortened

_PREFIX = re.compile(r"> ?|- |\d+\. |")


def letters(text: str) -> int:
    """Count a text's letters as Discord's clients do, in UTF-16."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def shortened(text: str, most: int) -> str:
    """Cut a text at a word so that it has at most `most` letters, with a sign that it was."""
    if letters(text) <= most:
        return text
    return text_shortened(text, len(beginning(text, most - 1)) + 1)


def beginning(text: str, most: int) -> str:
    """Take as much of a text's beginning as has at most `most` letters."""
    units = text.encode("utf-16-le", errors="surrogatepass")[: 2 * most]
    return units.decode("utf-16-le", errors="ignore")


def parted(text: str, most: int) -> list[str]:
    """Part a text into pieces of at most `most` letters, as few cuts within a line as possible.

    A line that is cut keeps what makes it a quotation. A block of code is closed and opened again.
    """
    if not text or letters(text) <= most:
        return [text] if text else []
    pieces: list[list[str]] = [[]]
    is_code = False
    for line in text.split("\n"):
        for part in _line_parts(line, most - 8):  # room for the marks of a block of code
            there = letters("\n".join([*pieces[-1], part])) + (8 if is_code else 0)
            if pieces[-1] and there > most:
                if is_code:
                    pieces[-1].append("```")
                pieces.append(["```"] if is_code else [])
            pieces[-1].append(part)
        if line.startswith("```"):
            is_code = not is_code
    return [joined for piece in pieces if (joined := "\n".join(piece).strip("\n"))]


def _line_parts(line: str, most: int) -> Iterator[str]:
    """Part a line at the ends of sentences, at words where a sentence is too long."""
    if letters(line) <= most:
        yield line
        return
    match = _PREFIX.match(line)
    prefix = match[0] if match else ""
    part = ""
    again = prefix if prefix.startswith(">") else ""
    for piece in _short_pieces(line[len(prefix) :], most - len(prefix)):
        joined = f"{part} {piece}" if part else piece
        if part and letters(prefix + joined) > most:
            yield prefix + part
            prefix, joined = again, piece
        part = joined
    if part:
        yield prefix + part


def _short_pieces(text: str, most: int) -> Iterator[str]:
    for sentence in sentences(text):
        if letters(sentence) <= most:
            yield sentence
            continue
        for word in sentence.split():
            yield from _slices(word, most)


def _slices(word: str, most: int) -> Iterator[str]:
    """Cut a word without spaces, never after the backslash that escapes what follows."""
    while letters(word) > most:
        end = most // 2 if letters(word[:most]) > most else most
        while end > 1 and word[end - 1] == "\\":
            end -= 1
        yield word[:end]
        word = word[end:]
    if word:
        yield word
