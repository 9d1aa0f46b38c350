"""This file holds what a library's lines gave when they were read before, kept on disk.

A line of JSON always gives the same paper, and most of a large library's lines stay as they are for
years. What is kept is plain JSON, of no use to anything but the code that wrote it, and only ever
saves time: what is damaged or was written by other code is read anew from the library itself.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import logging
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import Any

from knowledge.dates import PartialDate
from knowledge.formats.records import ReadBefore
from knowledge.paper import Paper, Source

Lines = Mapping[bytes, ReadBefore]
"""What lines gave, by their digests."""

KEPT = 20
"""How many libraries' lines stay on disk."""
_AT_A_TIME = 200
"""Papers that stand on one line: reading one takes milliseconds, in which other threads wait."""
_log = logging.getLogger(__name__)


def digest(line: bytes) -> bytes:
    """Name a line by what it says; 16 bytes."""
    return hashlib.blake2b(line, digest_size=16).digest()


def file_of(paths: Iterable[Path], folder: Path) -> Path:
    """Tell in which file the lines of a library lie: it is named by where the library is."""
    where = "\0".join(os.path.abspath(path) for path in paths)  # noqa: PTH100 - resolve() follows links, which may lead elsewhere tomorrow
    name = hashlib.blake2b(where.encode(errors="surrogatepass"), digest_size=16).hexdigest()
    return folder / f"lines-{name}.jsonl"


def opened(file: Path) -> Lines:
    """Open what was saved; nothing if there is none that is whole and ours."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        _log.warning("what was read before can't be opened in %s: %s", file, error)
        return {}
    head, _, body = content.partition(b"\n")
    try:
        about = json.loads(head)
        if about["made_by"] != _made_by():
            return {}
        if about["digest"] == digest(body).hex():
            return dict(_read(io.BytesIO(body)))
        says = "it isn't what was written"
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        says = str(error)
    _log.warning("what was read before, in %s, is damaged and read anew: %s", file, says)
    return {}


def save(lines: Lines, file: Path) -> None:
    """Write what lines gave into a file that appears whole or not at all.

    Raises:
        OSError: The disk is full or the folder can't be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    body = b"\n".join(_written(lines))
    head = json.dumps({"made_by": _made_by(), "digest": digest(body).hex()}).encode()
    descriptor, unfinished = tempfile.mkstemp(prefix="unfinished-", dir=file.parent)
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(head + b"\n")
            written.write(body)
        Path(unfinished).replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            Path(unfinished).unlink()
        raise
    old = sorted(file.parent.glob("lines-*.jsonl"), key=_changed, reverse=True)[KEPT:]
    for one in old:
        with contextlib.suppress(OSError):
            one.unlink()


def _written(lines: Lines) -> Iterator[bytes]:
    several = iter(lines.items())
    while some := list(islice(several, _AT_A_TIME)):
        values = [_values(name, read) for name, read in some]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode(
            errors="surrogatepass"
        )


def _values(name: bytes, read: ReadBefore) -> list[object]:
    paper = read.paper
    (source,) = paper.sources
    return [
        name.hex(),
        read.has_own_id,
        str(source.file),
        source.line,
        paper.id,
        paper.title,
        paper.abstract,
        paper.authors,
        paper.authors_truncated,
        str(paper.date) if paper.date else None,
        paper.categories,
        paper.code,
        paper.links,
        # Most hold no LaTeX and are shown as they are.
        None if paper.raw_title == paper.title else paper.raw_title,
        None if paper.raw_abstract == paper.abstract else paper.raw_abstract,
    ]


def _read(body: Iterable[bytes]) -> Iterator[tuple[bytes, ReadBefore]]:
    file, date = cache(Path), cache(PartialDate.parse)
    for some in body:
        values: list[list[Any]] = json.loads(some.decode(errors="surrogatepass"))
        for one in values:
            yield bytes.fromhex(one[0]), ReadBefore(_paper(one, file, date), has_own_id=one[1])


def _paper(
    values: list[Any], file: Callable[[str], Path], date: Callable[[str], PartialDate]
) -> Paper:
    _, _, where, line, name, title, abstract, authors, is_cut, written, *rest = values
    categories, code, links, raw_title, raw_abstract = rest
    return Paper(
        id=name,
        title=title,
        abstract=abstract,
        authors=tuple(authors),
        authors_truncated=is_cut,
        date=date(written) if written else None,
        categories=tuple(categories),
        code=code,
        links=tuple(links),
        raw_title=title if raw_title is None else raw_title,
        raw_abstract=abstract if raw_abstract is None else raw_abstract,
        sources=(Source(file(where), line),),
    )


@cache
def _made_by() -> str:
    """Name the code by which a line becomes a paper: ours, and that which turns LaTeX into text."""
    code = hashlib.blake2b(digest_size=16)
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        code.update(file.read_bytes())
    code.update(metadata.version("pylatexenc").encode())
    return code.hexdigest()


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
