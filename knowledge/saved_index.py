"""This file holds how an index is kept on disk: plain arrays and a small JSON, no pickle.

An index lies in a folder named by what it was made of, so a library that hasn't changed is never
indexed twice, and the index of a changed one takes its place beside the old, which whoever has it
open keeps. A folder appears whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from knowledge.indexing import built
from knowledge.paper import Paper
from knowledge.ranking import Index

VERSION = 2
"""Of the weights and of the saved form; an index of another version is built anew."""
KEPT = 20
"""How many indexes stay on disk, for libraries that are used in turn."""

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
    folder = cache / f"index-{fingerprint(papers)}"
    if index := opened(folder, len(papers)):
        return index
    index = built(papers, on_progress=on_build)
    try:
        save(index, folder)
    except OSError as error:
        _log.warning("the index can't be saved in %s: %s", cache, error)
    return index


def fingerprint(papers: Sequence[Paper]) -> str:
    """Hash what an index is made of: the papers' texts in order and the version; 32 letters."""
    digest = hashlib.blake2b(f"{VERSION}\n".encode(), digest_size=16)
    for paper in papers:
        digest.update(f"{paper.title}\n{paper.abstract}\0".encode(errors="surrogatepass"))
    return digest.hexdigest()


def opened(folder: Path, papers: int) -> Index | None:
    """Open a saved index by memory map; None if there is none that is whole and ours."""
    try:
        about = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        if about["version"] != VERSION:
            return None
        arrays = {}
        for name, (kind, length) in about["arrays"].items():
            # An empty array can't be mapped.
            file = folder / f"{name}.npy"
            array = np.load(file, mmap_mode="r" if length else None, allow_pickle=False)
            if (array.dtype.str, array.shape) != (kind, (length,)):
                return None
            arrays[name] = array.view(np.ndarray)  # still mapped, without memmap's slow indexing
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


def save(index: Index, folder: Path) -> None:
    """Write an index into a folder that appears whole or not at all.

    Raises:
        OSError: The disk is full or the folder can't be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=folder.parent))
    try:
        for name, array in index.arrays.items():
            np.save(unfinished / f"{name}.npy", array, allow_pickle=False)
        about = {
            "version": VERSION,
            "arrays": {name: (array.dtype.str, len(array)) for name, array in index.arrays.items()},
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


def _forget_old_ones(cache: Path) -> None:
    def age(folder: Path) -> float:
        try:
            return -folder.stat().st_mtime
        except OSError:
            return 0.0

    for folder in sorted(cache.glob("index-*"), key=age)[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
