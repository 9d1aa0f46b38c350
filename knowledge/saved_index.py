"""This file holds how an index is kept on disk: plain arrays and a small JSON, no pickle.

An index lies in a folder named by what it was made of, so a library that hasn't changed is never
indexed twice, and the index of a changed one takes its place beside the old, which whoever has it
open keeps. A folder appears whole or not at all. What comes after the papers of a saved index is
added to that, as long as it is little.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.indexing import built, extended
from knowledge.paper import Paper
from knowledge.ranking import Index

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = 3
"""Of the weights and of the saved form; an index of another version is built anew."""
KEPT = 20
"""How many indexes stay on disk, for libraries that are used in turn."""
GROWTH = 1.1
"""How many times as many papers an index may hold by growing as it was built of: up to there the
mean length by which all are measured hardly changes."""
_SAMPLE = 1 << 16
"""Bytes at both ends of a file by which it is known: a file that was cut, or written in part before
the power went, differs at its end."""
_ABANDONED_SECONDS = 86_400
_log = logging.getLogger(__name__)


def open_or_build(
    papers: Sequence[Paper],
    cache: Path | None,
    *,
    on_build: Callable[[float], None] = lambda _: None,
) -> Index:
    """Open the saved index of these papers, or build and save it.

    Args:
        papers: The library's papers in order.
        cache: The folder in which indexes lie; None keeps nothing. One that can't be written
            costs time, never the answer.
        on_build: Called while an index is built, with the share that is done, from 0 to 1.
    """
    if cache is None:
        return built(papers, on_progress=on_build)
    saved = _saved(cache)
    hashes = _hashes(papers, {*saved.values(), len(papers)})
    folder = _folder(cache, hashes[len(papers)])
    if index := opened(folder, len(papers)):
        return index
    index, built_of = None, len(papers)
    for begun, number in saved.items():
        if hashes.get(number) == begun.name.removeprefix("index-"):
            before = opened(begun, number)
            built_of = _about(begun).get("built_of", number)
            if before and len(papers) <= GROWTH * built_of:
                index = extended(before, papers[number:])
                break
    if index is None:
        index, built_of = built(papers, on_progress=on_build), len(papers)
    try:
        save(index, folder, built_of=built_of)
    except OSError as error:
        _log.warning("the index can't be saved in %s: %s", cache, error)
        return index
    # What is mapped is shared between processes.
    return opened(folder, len(papers)) or index


def folder_of(papers: Sequence[Paper], cache: Path) -> Path:
    """Tell in which folder the index of these papers lies: it is named by what they say."""
    return _folder(cache, _hashes(papers, {len(papers)})[len(papers)])


def opened(folder: Path, papers: int) -> Index | None:
    """Open a saved index by memory map; None if there is none that is whole and ours."""
    try:
        about = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        if (about["version"], about["content"]) != (VERSION, folder.name):
            return None
        arrays = {
            name: _array(folder / f"{name}.npy", *written)
            for name, written in about["arrays"].items()
        }
        index = Index(arrays, about["stop_words"])
    except FileNotFoundError:
        return None
    except (
        OSError,
        EOFError,
        ArithmeticError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
        AttributeError,
    ) as error:
        _log.warning("the index in %s is damaged and built anew: %s", folder, error)
        return None
    if index.papers != papers:
        return None
    with contextlib.suppress(OSError):
        os.utime(folder)  # what was used last is forgotten last
    return index


def save(index: Index, folder: Path, *, built_of: int) -> None:
    """Write an index into a folder that appears whole or not at all.

    Args:
        index: What is written.
        folder: Where to.
        built_of: How many papers it was built of, before it grew.

    Raises:
        OSError: The disk is full or the folder can't be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=folder.parent))
    try:
        arrays = {}
        for name, array in index.arrays.items():
            file = unfinished / f"{name}.npy"
            np.save(file, array, allow_pickle=False)
            arrays[name] = (array.dtype.str, len(array), _sample(file))
        about = {
            "version": VERSION,
            "content": folder.name,
            "papers": index.papers,
            "built_of": built_of,
            "arrays": arrays,
            "stop_words": sorted(index.stop_words),
        }
        (unfinished / "index.json").write_text(json.dumps(about), encoding="utf-8")
        if folder.exists() and opened(folder, index.papers) is None:
            # Moved, not removed: another process may have parts of it open.
            folder.rename(unfinished / "damaged")
        try:
            unfinished.replace(folder)
        except OSError:
            if opened(folder, index.papers) is None:  # else another process was faster
                raise
        shutil.rmtree(folder / "damaged", ignore_errors=True)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    _forget_old_ones(folder.parent)


def _folder(cache: Path, content: str) -> Path:
    return cache / f"index-{content}"


def _hashes(papers: Sequence[Paper], numbers: Collection[int]) -> dict[int, str]:
    """Hash what an index of the first so many papers is made of; 32 letters each."""
    digest = hashlib.blake2b(f"{VERSION}\n".encode(), digest_size=16)
    hashes = {0: digest.hexdigest()}
    for number, paper in enumerate(papers, start=1):
        digest.update(f"{paper.title}\n{paper.abstract}\0".encode(errors="surrogatepass"))
        if number in numbers:
            hashes[number] = digest.hexdigest()
    return hashes


def _saved(cache: Path) -> dict[Path, int]:
    """Tell how many papers each saved index says that it holds, the largest first."""
    numbers = {folder: _about(folder).get("papers", 0) for folder in cache.glob("index-*")}
    return dict(sorted(numbers.items(), key=lambda one: -one[1]))


def _about(folder: Path) -> dict[str, Any]:
    """Read what an index says of itself; nothing if it is damaged or of another version."""
    try:
        about = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        is_ours = about["version"] == VERSION and isinstance(about["papers"], int)
    except (OSError, ValueError, LookupError, TypeError):
        return {}
    return about if is_ours else {}


def _array(file: Path, kind: str, length: int, sample: str) -> NDArray[Any]:
    """Map an array that was saved."""
    if _sample(file) != sample:
        raise ValueError(f"{file.name} isn't what was written")
    # An empty array can't be mapped.
    array = np.load(file, mmap_mode="r" if length else None, allow_pickle=False)
    if (array.dtype.str, array.shape) != (kind, (length,)):
        raise ValueError(f"{file.name} isn't what was written")
    return np.asarray(array)  # still mapped, without memmap's slow indexing


def _sample(file: Path) -> str:
    """Hash a file's size, its beginning and its end."""
    with file.open("rb") as content:
        size = content.seek(0, os.SEEK_END)
        digest = hashlib.blake2b(str(size).encode(), digest_size=8)
        for at in (0, max(size - _SAMPLE, 0)):
            content.seek(at)
            digest.update(content.read(_SAMPLE))
    return digest.hexdigest()


def _forget_old_ones(cache: Path) -> None:
    def changed(folder: Path) -> float:
        try:
            return folder.stat().st_mtime
        except OSError:
            return 0.0

    old = sorted(cache.glob("index-*"), key=changed, reverse=True)[KEPT:]
    abandoned = time.time() - _ABANDONED_SECONDS  # by a process that was killed
    old += [folder for folder in cache.glob("unfinished-*") if changed(folder) < abandoned]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
