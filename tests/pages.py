"""This file holds profile pages and libraries that tests write."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge import reading
from knowledge.library import Library


@dataclass(frozen=True)
class Entry:
    """One paper on a page."""

    head: str = "LGSep 26, 2023"
    title: str = "On the Folding of Paper"
    authors: str = "Ada Lovelace, Emmy Noether"
    abstract: str = "We fold paper. It stays folded."

    def __str__(self) -> str:
        return f"{self.head}\n{self.title}\n\n{self.authors}\n\n{self.abstract}\n"


HEADER = (
    "Emmy Noether\n\nMA\nh-index12\n3papers\n1,234citations\nNovelty40%\nAI Score7\n\n3 Papers\n"
)


def page(*entries: Entry, header: str = HEADER) -> str:
    """Write a page."""
    return "\n".join([header, *map(str, entries)])


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """Write a file."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def library_of(*files: Path, cache: Path | None = None) -> Library:
    """Read files as a library that keeps no index."""
    return Library(reading.read(files), cache=cache)
