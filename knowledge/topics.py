"""This file holds what a library is about: its topics, with the papers of each.

scikit-learn finds them once (`knowledge.grouping`); what it found is kept as plain arrays, so that
telling takes NumPy alone.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import math
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.markdown import literal
from knowledge.text import counted, fold, listed, shortened
from knowledge.vocabulary import stem

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
_NEAR = 82
"""Likeness in percent of a folded name from which it is meant: a letter or two are wrong."""
_WORTH_NAMING = 60
"""Likeness in percent from which a name is named as the nearest."""
_SHORT = 3
"""Letters of what is in so many names that none is near for it: 'the'."""
_CHOICES = 10
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """A topic: papers that share words.

    Attributes:
        number: Its place among a library's topics, from 1, the largest first.
        name: The phrase that sets it apart, as papers write it.
        terms: More of its phrases, those that say most first.
        papers: Where its papers stand in the library, best fitting first; shape (papers,).
    """

    number: int
    name: str
    terms: tuple[str, ...]
    papers: NDArray[np.int64]


class Topics:
    """The topics of a library.

    Args:
        arrays: `names`; `terms`, topic after topic, and `terms_until`, where each one's end; `of`,
            the topic of each paper, -1 for none; `fits`, the cosine of each with the others there.
    """

    def __init__(self, arrays: dict[str, NDArray[Any]]) -> None:
        self.arrays = arrays
        self.papers = len(arrays["of"])

    @cached_property
    def everything(self) -> tuple[Topic, ...]:
        """All topics, the largest first."""
        of, fits = self.arrays["of"], self.arrays["fits"]
        order = np.lexsort((-fits, of))
        ends = np.searchsorted(of[order], np.arange(-1, len(self.arrays["names"])), side="right")
        terms: list[str] = self.arrays["terms"].tolist()
        until = [0, *self.arrays["terms_until"].tolist()]
        return tuple(
            Topic(
                at + 1,
                name,
                tuple(terms[until[at] : until[at + 1]]),
                order[ends[at] : ends[at + 1]],
            )
            for at, name in enumerate(self.arrays["names"].tolist())
        )

    @property
    def without(self) -> int:
        """How many papers fit no topic."""
        return int(np.count_nonzero(self.arrays["of"] < 0))

    def of(self, position: int) -> Topic | None:
        """Tell the topic of a paper; None where it fits none."""
        number = int(self.arrays["of"][position]) if position < self.papers else -1
        return self.everything[number] if number >= 0 else None

    def holding(self, positions: NDArray[np.integer]) -> list[tuple[Topic, int]]:
        """List the topics that hold some of these papers, with how many, the most first."""
        numbers = self.arrays["of"][positions[positions < self.papers]]
        times = np.bincount(numbers[numbers >= 0], minlength=len(self.everything))
        order = [at for at in np.argsort(-times, kind="stable").tolist() if times[at]]
        return [(self.everything[at], int(times[at])) for at in order]

    def called(self, typed: str) -> Topic:
        """Find the topic that is meant by its name, part of it, a term, or its number.

        Raises:
            NothingMatches: No name or term is near enough.
            SeveralMatch: Several are about equally near.
        """
        folded = fold(typed)
        stems = _stems(folded)
        is_number = folded.isdecimal() and not typed.strip().startswith("-")
        if is_number and 0 < int(folded[:9]) <= len(self.everything):
            return self.everything[int(folded[:9]) - 1]
        for fits in self._ways(folded, stems):
            if len(fits) == 1:
                return fits[0]
            if fits:
                names = [one.name for one in fits[:_CHOICES]]
                says = f"*{_short(typed)}* may be {listed(map(literal, names), last='or')}."
                raise SeveralMatch(f"{says} Which topic is meant?", typed=typed, names=names)
        raise self._nothing(typed, folded)

    def _ways(self, folded: str, stems: tuple[str, ...]) -> Iterator[list[Topic]]:
        """List the topics that are meant in one way and another, the surest way first."""
        if not folded:
            return
        everything, names = self.everything, [fold(topic.name) for topic in self.everything]
        yield [topic for topic, name in zip(everything, names, strict=True) if name == folded]
        keys = [_stems(name) for name in names]
        yield [topic for topic, key in zip(everything, keys, strict=True) if key == stems]
        yield [topic for topic in everything if stems in map(_stems, topic.terms)]
        yield [topic for topic, key in zip(everything, keys, strict=True) if set(stems) <= set(key)]
        yield self._like(folded, names)
        terms = [[fold(term) for term in topic.terms] for topic in everything]
        near = process.extract(
            folded, sorted({*chain(*terms)}), scorer=fuzz.ratio, score_cutoff=_NEAR
        )
        if near:
            yield [topic for topic, own in zip(everything, terms, strict=True) if near[0][0] in own]
        yield [
            topic
            for topic, key in zip(everything, keys, strict=True)
            if set(stems) <= {*key, *chain(*map(_stems, topic.terms))}
        ]

    def _like(self, folded: str, names: Sequence[str]) -> list[Topic]:
        """List the topics whose name is likest to what was typed, where one or two letters differ."""
        near = process.extract(folded, names, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=None)
        return [self.everything[place] for _, like, place in near if like == near[0][1]]

    def _nothing(self, typed: str, folded: str) -> NothingMatches:
        everything = self.everything
        says = f"No topic here is called *{_short(typed)}*."
        if not everything:
            return NothingMatches(f"{says} No topics were found in this library.", typed=typed)
        names = [fold(topic.name) for topic in everything]
        near = process.extract(
            folded, names, scorer=fuzz.WRatio, score_cutoff=_WORTH_NAMING, limit=3
        )
        nearest = [everything[place].name for _, _, place in near if len(folded) > _SHORT]
        if nearest:
            is_are = "is" if len(nearest) == 1 else "are"
            says += f" The nearest {is_are} {listed(map(literal, nearest))}."
        else:
            nearest = [topic.name for topic in everything[:3]]
            says += f" The largest of {counted(len(everything), 'topic')} are {listed(map(literal, nearest))}."
        return NothingMatches(says, typed=typed, names=nearest)


def _stems(folded: str) -> tuple[str, ...]:
    return tuple(map(stem, fold(folded).split()))


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


def _short(typed: str) -> str:
    return literal(shortened(" ".join(typed.split()), 100))
