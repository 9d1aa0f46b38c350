"""Measure retrieval beside its peers:

    python -m tests.benchmarks.retrieval --beir DIR [--beir DIR …] --library FILE [--million]

Needs the extra [bench]. Every engine builds, opens and answers in the same run. Judged collections
give quality; a library gives time and memory, at its own size and, with --million, at a million
papers: its own again and again, each word of a copy replaced by one of another paper with a chance
of .3. Times are those of whole queries, from text to ten papers, one after the other in one thread,
every query put to all engines in turn. Their words come from titles of the library.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from knowledge import finding, reading
from knowledge.finding import Wanted
from knowledge.library import Library
from knowledge.paper import Paper
from knowledge.reading import Collection
from knowledge.saved_index import opened
from tests.benchmarks import collections, engines
from tests.benchmarks.engines import ALL, SLOW, TOO_LARGE, Search

_MILLION = 1_000_000
_REPLACED = 0.3
_MORE = 100
_FEW = 20
"""Queries for what takes long, and to warm up."""
_FEW_PASSING = 30
"""Papers that pass a filter such as an author."""


def quality(folders: Sequence[Path], names: Sequence[str]) -> None:
    """Print nDCG@10 of every engine on every collection."""
    judged = [collections.read(folder) for folder in folders]
    rows = []
    for name in names:
        values = []
        for one in judged:
            with tempfile.TemporaryDirectory() as folder:
                ALL[name].build(one.papers, Path(folder))
                search = ALL[name].open(len(one.papers), Path(folder))
                found = {
                    query: [one.papers[at].id for at in search(text)]
                    for query, text in one.queries.items()
                    if query in one.judged
                }
                values.append(one.ndcg(found))
        rows.append([name, *(f"{value:.3f}" for value in values), f"{statistics.mean(values):.4f}"])
    table(["nDCG@10", *(one.name for one in judged), "mean"], rows)


def speed(papers: Sequence[Paper], names: Sequence[str], *, queries: int, seed: int) -> None:
    """Print time and memory of every engine with a library."""
    asked = {kind: made(papers, queries, random.Random(seed)) for kind, made in QUERIES.items()}
    with tempfile.TemporaryDirectory() as scratch:
        folders = {name: Path(scratch) / str(at) for at, name in enumerate(names)}
        build_seconds = {}
        for name, folder in folders.items():
            folder.mkdir()
            build_seconds[name] = _built(name, papers, folder)
        open_seconds, own, mapped = {}, {}, {}
        for name, folder in folders.items():
            some = [text for texts in asked.values() for text in texts[:50]]
            served = _apart(_served, name, len(papers), folder, some)
            open_seconds[name], own[name], mapped[name] = served
        searches = {name: ALL[name].open(len(papers), folders[name]) for name in names}
        groups = [[name for name in names if (name in SLOW) == is_slow] for is_slow in (0, 1)]
        times: dict[str, dict[str, list[float]]] = {kind: {} for kind in asked}
        for kind, texts in asked.items():
            for group in groups:
                times[kind] |= _in_turn({name: searches[name] for name in group}, texts)
        times["all"] = {name: [t for one in times.values() for t in one[name]] for name in names}
        rows = []
        for name in names:
            row = [name, f"{build_seconds[name]:.1f}", f"{1000 * open_seconds[name]:.0f}"]
            row += [f"{own[name]:.0f}", f"{mapped[name]:.0f}"]
            for of_kind in times.values():
                p50, p95 = np.percentile(of_kind[name], [50, 95]) * 1000
                row.append(f"{p50:.2f} / {p95:.2f}")
            fastest = min(statistics.median(times["all"][other]) for other in _peers(names))
            row.append(f"{statistics.median(times['all'][name]) / fastest:.2f}")
            rows.append(row)
        heading = [
            "build s",
            "open ms",
            "own MB",
            "mapped MB",
            *(f"{kind} ms" for kind in times),
            "ratio",
        ]
        table([f"{len(papers):,} papers", *heading], rows)
        for name in names:
            if isinstance(ALL[name], engines.Ours):
                _limit(name, searches[name], papers, folders[name], asked)
                _threads(name, searches[name], asked)
                _filtered(name, papers, folders[name], asked)
        if len(papers) < _MILLION:
            _grown(papers)


def keywords(papers: Sequence[Paper], number: int, chance: random.Random) -> Iterator[str]:
    """Make queries of two to five neighbouring words of a title."""
    while number:
        words = chance.choice(papers).title.split()
        length = chance.randint(2, 5)
        if len(words) >= length:
            first = chance.randrange(len(words) - length + 1)
            yield " ".join(words[first : first + length])
            number -= 1


QUERIES: Mapping[str, Callable[[Sequence[Paper], int, random.Random], list[str]]] = {
    "keywords": lambda papers, number, chance: list(keywords(papers, number, chance)),
    "titles": lambda papers, number, chance: [chance.choice(papers).title for _ in range(number)],
}


def a_million(papers: Sequence[Paper], seed: int) -> list[Paper]:
    """Make a million papers of fewer."""
    chance = np.random.default_rng(seed)
    words = np.array([word for paper in papers[:20_000] for word in paper.abstract.split()])
    more = list(papers)
    while len(more) < _MILLION:
        paper = papers[len(more) % len(papers)]
        texts = []
        for text in (paper.title, paper.abstract):
            written = text.split()
            replaced = np.flatnonzero(chance.random(len(written)) < _REPLACED).tolist()
            drawn = words[chance.integers(len(words), size=len(replaced))].tolist()
            for at, word in zip(replaced, drawn, strict=True):
                written[at] = word
            texts.append(" ".join(written))
        more.append(Paper(id=f"{len(more)}", title=texts[0], abstract=texts[1]))
    return more[:_MILLION]


def _peers(names: Sequence[str]) -> list[str]:
    return [name for name in names if not isinstance(ALL[name], engines.Ours)] or list(names)


def _in_turn(searches: Mapping[str, Search], texts: Sequence[str]) -> dict[str, list[float]]:
    """Put every query to all engines in turn, and tell the seconds that each took.

    Each time in another order: who comes after whom finds the caches full of other things.
    """
    turns = list(searches.items())
    seconds: dict[str, list[float]] = {name: [] for name in searches}
    texts = texts[: _FEW if SLOW & searches.keys() else None]
    for search in searches.values():
        for text in texts[:_FEW]:
            search(text)
    gc.disable()
    for text in texts:
        random.shuffle(turns)
        for name, search in turns:
            began = time.perf_counter()
            search(text)
            seconds[name].append(time.perf_counter() - began)
    gc.enable()
    return seconds


def _limit(
    name: str,
    search: Search,
    papers: Sequence[Paper],
    folder: Path,
    asked: Mapping[str, Sequence[str]],
) -> None:
    """Print how a query's time compares with reading all postings of its terms once."""
    index = opened(folder / "index", len(papers))
    assert index is not None
    ratios, whole, read = [], 0.0, 0.0
    for text in (text for texts in asked.values() for text in texts):
        query = index.understood(text)
        began = time.perf_counter()
        for term in query.terms.tolist():
            postings = slice(*index.arrays["starts"][term : term + 2].tolist())
            index.arrays["papers"][postings].max()
            index.arrays["saturations"][postings].max()
        reading_seconds = time.perf_counter() - began
        began = time.perf_counter()
        search(text)
        seconds = time.perf_counter() - began
        ratios.append(seconds / reading_seconds)
        whole, read = whole + seconds, read + reading_seconds
    print(
        f"{name}: a query takes {statistics.median(ratios):.1f} times as long as reading its"
        f" postings once (median); all queries {whole / read:.1f} times"
    )


def _threads(name: str, search: Search, asked: Mapping[str, Sequence[str]]) -> None:
    """Print how many queries are answered in a second, by one thread and by two."""
    texts = [text for texts in asked.values() for text in texts]
    rates = []
    for number in (1, 2):
        with ThreadPoolExecutor(number) as pool:
            began = time.perf_counter()
            list(pool.map(search, texts))
            rates.append(len(texts) / (time.perf_counter() - began))
    print(f"{name}: {rates[0]:,.0f} queries a second in one thread, {rates[1]:,.0f} in two")


def _filtered(
    name: str, papers: Sequence[Paper], folder: Path, asked: Mapping[str, Sequence[str]]
) -> None:
    """Print how a query's time with a filter compares with that without."""
    index = opened(folder / "index", len(papers))
    assert index is not None
    if ALL[name].is_compiled:
        index.compile()
    chance = np.random.default_rng(1)
    few = np.isin(np.arange(len(papers)), chance.integers(len(papers), size=_FEW_PASSING))
    filters = [None, chance.random(len(papers)) < 0.1, few]
    seconds: list[list[float]] = [[] for _ in filters]
    for text in (text for texts in asked.values() for text in texts):
        query = index.understood(text)
        for passing, times in zip(filters, seconds, strict=True):
            began = time.perf_counter()
            index.best(query, engines.K, passing)
            times.append(time.perf_counter() - began)
    without, tenth, with_few = map(statistics.median, seconds)
    print(
        f"{name}: a filter that a tenth of the papers pass makes a query take"
        f" {tenth / without:.2f} times, one that {_FEW_PASSING} pass {with_few / without:.2f} times"
    )


def _grown(papers: Sequence[Paper]) -> None:
    """Print after how long papers that are added to a library are seen in a search."""
    library = Library(Collection(tuple(papers[:-_MORE])))
    _ = library.index, library.names  # as a bot has them that is in use
    sought = papers[-1].title
    began = time.perf_counter()
    found = finding.find(library.extended(papers[-_MORE:]), Wanted(query=sought))
    seconds = time.perf_counter() - began
    assert papers[-1] in found.papers[:10]
    print(
        f"{_MORE} papers added to {len(library.papers):,} are seen in a search after {seconds:.2f} s"
    )


def _apart(work: Callable[..., Any], *arguments: object) -> Any:
    """Do something in a process of its own, so that nobody else's memory counts."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def _built(name: str, papers: Sequence[Paper], folder: Path) -> float:
    warm = [Paper(id=str(at), title=f"Warm paper {at}", abstract="a b paper") for at in range(9)]
    with tempfile.TemporaryDirectory() as other:
        ALL[name].build(warm, Path(other))  # what is imported first isn't counted
    began = time.perf_counter()
    ALL[name].build(papers, folder)
    return time.perf_counter() - began


def _served(
    name: str, papers: int, folder: Path, texts: Sequence[str]
) -> tuple[float, float, float]:
    """Tell the seconds of opening, and the megabytes that serving adds to a process.

    First those that are the process's own, the code that is loaded included; then the pages of
    mapped files that were read, which all processes share and the system may take back.
    """
    process = psutil.Process()
    before = process.memory_info()
    ALL[name].open(papers, folder)  # imports, and perhaps compiles
    began = time.perf_counter()
    search = ALL[name].open(papers, folder)
    opening = time.perf_counter() - began
    for text in texts[: _FEW if name in SLOW else None]:
        search(text)
    after = process.memory_info()
    mapped = getattr(after, "shared", 0) - getattr(before, "shared", 0)  # Linux tells it
    return opening, (after.rss - before.rss - mapped) / 1e6, mapped / 1e6


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in Markdown."""
    print(f"\n| {' | '.join(heading)} |\n|{'---|' * len(heading)}")
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beir", type=Path, action="append", default=[])
    parser.add_argument("--library", type=Path)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--queries", type=int, default=500, help="of each kind")
    parser.add_argument("--engine", action="append", choices=list(ALL), help="only these")
    parser.add_argument("--seed", type=int, default=11)
    given = parser.parse_args()
    names = given.engine or list(ALL)
    if given.beir:
        quality(given.beir, names)
    if given.library:
        papers = reading.read([given.library]).papers
        speed(papers, names, queries=given.queries, seed=given.seed)
        if given.million:
            names = [name for name in names if name not in TOO_LARGE]
            million = a_million(papers, given.seed)
            speed(million, names, queries=given.queries, seed=given.seed)


if __name__ == "__main__":
    main()
