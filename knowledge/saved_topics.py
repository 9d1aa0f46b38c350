"""This file holds how a library's topics are found once, kept and opened again.

scikit-learn finds them (`knowledge.grouping`); what it found is kept as plain arrays, so that
telling takes NumPy alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import math
import os
import tempfile
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge.topics import Topics

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.paper import Paper
    from knowledge.ranking import Index

VERSION = 2
"""Of how topics are found, named and kept; what was made by another one is made anew."""
KEPT = 20
"""How many libraries' topics stay on disk, as with indexes."""
_WORDS = Path(__file__).parent / "naming.yaml"
"""What is in no name; topics are found anew where it changed."""
_NAMED_BY = 200
"""Papers of a topic whose words name it."""
_TYPICAL = 0.5
"""The share of a topic's papers, those that fit best, from which these are taken."""
_LEAST_TYPICAL = 10
_DIGEST_BYTES = 8
_log = logging.getLogger(__name__)


def opened_or_built(papers: Sequence[Paper], index: Index, cache: Path | None) -> Topics:
    """Open a library's topics, or find them and keep them.

    Args:
        papers: The library's papers in order.
        index: Theirs.
        cache: The folder in which topics lie; None keeps nothing. One that can't be written costs
            time, never the answer.
    """
    hashes = digests(papers)
    if cache is None:
        return Topics(_built(papers, index, hashes))
    made_by = f"{VERSION}\n".encode() + _WORDS.read_bytes()
    whole = hashlib.blake2b(made_by + hashes.tobytes(), digest_size=16)
    file = cache / f"topics-{whole.hexdigest()}.npz"
    try:
        return _opened(file, len(papers))
    except FileNotFoundError:
        pass
    except Exception as error:  # noqa: BLE001 - NumPy and zipfile raise nearly anything for a damaged file
        _log.warning("the topics in %s are damaged and found anew: %s", file, error)
    arrays = _built(papers, index, hashes)
    try:
        _keep(arrays, file)
    except OSError as error:
        _log.warning("the topics can't be saved in %s: %s", cache, error)
    return Topics(arrays)


def _built(
    papers: Sequence[Paper], index: Index, hashes: NDArray[np.uint64]
) -> dict[str, NDArray[Any]]:
    """Find a library's topics."""
    from knowledge.grouping import grouped
    from knowledge.naming import named

    # By what papers say, so that their order in the library makes no difference.
    order = np.argsort(hashes, kind="stable")
    groups = grouped(index.arrays, order, silent(index))
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    typical = [
        [papers[at] for at in _typical(groups.of == number, groups.fits, ranks)]
        for number in range(groups.number)
    ]
    sizes = np.bincount(groups.of[groups.of >= 0], minlength=groups.number)
    names = named(typical, sizes.tolist(), index.stop_words)
    terms = [one.terms for one in names]
    return {
        "names": np.array([one.name for one in names], np.str_),
        "terms": np.array(list(chain(*terms)), np.str_),
        "terms_until": np.cumsum([len(one) for one in terms], dtype=np.int64),
        "of": groups.of,
        "fits": groups.fits,
    }


def silent(index: Index) -> NDArray[np.int64]:
    """List the numbers of stems that say nothing of what papers are about, in order; shape (stems,)."""
    from knowledge.naming import muted

    said = {number for number in index.numbers(muted()) if number is not None}
    numerals = np.flatnonzero(np.char.isdigit(index.arrays["terms"]))
    return np.union1d(np.array([*said], np.int64), numerals)


def _typical(
    is_there: NDArray[np.bool_], fits: NDArray[np.float32], ranks: NDArray[np.int64]
) -> list[int]:
    """Choose papers of a topic, from the best fitting one on in even steps."""
    positions = np.flatnonzero(is_there)
    positions = positions[np.lexsort((ranks[positions], -fits[positions]))]
    number = max(math.ceil(_TYPICAL * len(positions)), min(_LEAST_TYPICAL, len(positions)))
    places = np.linspace(0, number - 1, min(number, _NAMED_BY)).astype(np.int64)
    chosen: list[int] = positions[places].tolist()
    return chosen


def digests(papers: Sequence[Paper]) -> NDArray[np.uint64]:
    """Hash what each paper says; shape (papers,)."""
    each = (
        hashlib.blake2b(
            f"{paper.title}\n{paper.abstract}".encode(errors="surrogatepass"),
            digest_size=_DIGEST_BYTES,
        ).digest()
        for paper in papers
    )
    return np.frombuffer(b"".join(each), "<u8")


def _opened(file: Path, papers: int) -> Topics:
    """Open topics that were kept.

    Raises:
        ValueError: They are not what was written.
    """
    with file.open("rb") as opened, np.load(opened, allow_pickle=False) as kept:
        arrays = {name: kept[name] for name in kept.files}
    of, until = arrays["of"], arrays["terms_until"]
    topics = len(arrays["names"])
    is_whole = (
        arrays["fits"].shape == of.shape == (papers,)
        and until.shape == (topics,)
        and len(arrays["terms"]) == (int(until[-1]) if topics else 0)
        and int(of.min(initial=-1)) >= -1
        and int(of.max(initial=-1)) < topics
    )
    if not is_whole:
        raise ValueError("its arrays don't fit together")
    with contextlib.suppress(OSError):
        os.utime(file)  # what was used last is forgotten last
    return Topics(arrays)


def _keep(arrays: dict[str, NDArray[Any]], file: Path) -> None:
    """Write topics into a file that appears whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(prefix="unfinished-", suffix=".npz", dir=file.parent)
    os.close(handle)
    try:
        np.savez(unfinished, **arrays)  # type: ignore[arg-type]  # NumPy's stub takes them for allow_pickle
        Path(unfinished).replace(file)
    finally:
        with contextlib.suppress(OSError):
            Path(unfinished).unlink()
    old = sorted(file.parent.glob("topics-*.npz"), key=_changed, reverse=True)[KEPT:]
    for one in old:
        with contextlib.suppress(OSError):
            one.unlink()


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
