"""Measure topics: python -m tests.benchmarks.topics --library FILE [--numbers 10 20 30]

Printed are the topics with their names; how long finding and opening them takes; and beside peers of
scikit-learn that put papers into as many groups: the share of papers in a group; the coherence of
the groups' ten heaviest words, NPMI over the abstracts and titles (Lau, Newman and Baldwin 2014,
'Machine reading tea leaves'); and how stable groups are: the share of pairs of papers in one group
that are in one group again when 5 % of the papers are left out, and the adjusted Rand index.
For all methods words are taken in the same way from who is in which group.

With --numbers the same is told of ours with other numbers of groups, on as many papers as --papers says.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import adjusted_rand_score

from bot import places
from knowledge import reading, topics
from knowledge.grouping import grouped, number_for
from knowledge.indexing import built
from knowledge.library import Library
from knowledge.paper import Paper

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Of = NDArray[np.integer]
    Method = Callable[[Sequence[Paper], int], Of]

_WORDS = 10
_LEFT_OUT = 0.05
_REPEATS = 3
_FEATURES = 10_000


def ours(papers: Sequence[Paper], number: int) -> Of:
    """Group papers as the bot does."""
    index = built(papers)
    order = np.argsort(topics.digests(papers), kind="stable")
    return grouped(index.arrays, order, topics.silent(index), number=number).of


def k_means(papers: Sequence[Paper], number: int) -> Of:
    """Group papers by k-means over TF-IDF."""
    vectorizer = TfidfVectorizer(
        stop_words="english", sublinear_tf=True, min_df=_least(papers), max_features=_FEATURES
    )
    matrix = vectorizer.fit_transform(map(_text, papers))
    return np.asarray(KMeans(number, n_init=3, random_state=0).fit_predict(matrix))


def lda(papers: Sequence[Paper], number: int) -> Of:
    """Group papers by the strongest topic of latent Dirichlet allocation."""
    vectorizer = CountVectorizer(
        stop_words="english", min_df=_least(papers), max_features=_FEATURES
    )
    counts = vectorizer.fit_transform(map(_text, papers))
    method = "online" if len(papers) > 5000 else "batch"
    model = LatentDirichletAllocation(number, learning_method=method, random_state=0)
    return np.asarray(model.fit_transform(counts).argmax(axis=1))


def _least(papers: Sequence[Paper]) -> int:
    return max(2, len(papers) // 2000)


def _text(paper: Paper) -> str:
    return f"{paper.title} {paper.abstract}"


class Judge:
    """Tells how coherent the groups of some papers are.

    Args:
        papers: What is grouped.
    """

    def __init__(self, papers: Sequence[Paper]) -> None:
        vectorizer = CountVectorizer(
            stop_words="english", binary=True, min_df=_least(papers), max_features=_FEATURES
        )
        self._has = sparse.csc_array(vectorizer.fit_transform(map(_text, papers)), dtype=np.float64)

    def coherence(self, of: Of) -> float:
        """Tell the mean NPMI of the pairs of ten words that set each group apart, from -1 to 1."""
        papers = self._has.shape[0]
        overall = self._has.sum(axis=0) / papers
        found = []
        for number in np.unique(of[of >= 0]):
            inside = self._has[np.flatnonzero(of == number)].mean(axis=0)
            gain = inside * np.log(np.maximum(inside, 1e-12) / overall)
            words = self._has[:, np.argsort(-gain)[:_WORDS]]
            joint = (words.T @ words).toarray() / papers
            alone = np.diag(joint)
            with np.errstate(divide="ignore", invalid="ignore"):
                npmi = np.log(joint / np.outer(alone, alone)) / -np.log(joint)
            npmi = np.where(joint > 0, np.where(joint < 1, npmi, 1.0), -1.0)
            found.append(npmi[np.triu_indices(len(alone), 1)].mean())
        return float(np.mean(found)) if found else 0.0


def stability(
    papers: Sequence[Paper], method: Method, number: int, whole: Of
) -> tuple[float, float]:
    """Tell how groups stay when papers are left out: pairs that stay together, and the Rand index."""
    pairs, rand = [], []
    for seed in range(_REPEATS):
        kept = np.random.default_rng(seed).random(len(papers)) >= _LEFT_OUT
        again = method(
            [paper for paper, is_kept in zip(papers, kept, strict=True) if is_kept], number
        )
        before = whole[kept]
        is_in = before >= 0
        one, other = before[is_in], again[is_in]
        table = np.zeros((one.max() + 1, other.max() + 2), np.int64)
        np.add.at(table, (one, other), 1)  # the last column is for those in none
        together = (table.sum(axis=1) * (table.sum(axis=1) - 1)).sum()
        pairs.append((table[:, :-1] * (table[:, :-1] - 1)).sum() / max(together, 1))
        rand.append(adjusted_rand_score(one, other))
    return float(np.mean(pairs)), float(np.mean(rand))


def _judged(papers: Sequence[Paper], rows: Sequence[tuple[str, Method, int]]) -> Table:
    judge = Judge(papers)
    table = Table("", "groups", "largest", "in one", "NPMI", "pairs that stay", "Rand", "s")
    for name, method, number in rows:
        began = time.perf_counter()
        of = method(papers, number)
        seconds = time.perf_counter() - began
        sizes = np.bincount(of[of >= 0])
        stay, rand = stability(papers, method, number, of)
        table.add_row(
            name,
            f"{np.count_nonzero(sizes)}",
            f"{sizes.max() / len(papers):.0%}",
            f"{sizes.sum() / len(papers):.0%}",
            f"{judge.coherence(of):.3f}",
            f"{stay:.3f}",
            f"{rand:.3f}",
            f"{seconds:.1f}",
        )
    return table


def _told(library: Library) -> Table:
    """List a library's topics, and how long it takes to find and to open them."""
    table = Table("papers", "name", "terms")
    with TemporaryDirectory() as folder:
        seconds, processor = [], []
        for _ in range(2):
            began, used = time.perf_counter(), time.process_time()
            there = topics.opened_or_built(library.papers, library.index, Path(folder))
            seconds.append(time.perf_counter() - began)
            processor.append(time.process_time() - used)
        for one in there.everything:
            table.add_row(f"{len(one.papers):,}", one.name, ", ".join(one.terms))
    table.title = f"{len(library.papers):,} papers, {there.without:,} in no topic"
    table.caption = (
        f"found in {seconds[0]:.1f} s ({processor[0]:.1f} s of processors),"
        f" opened in {1000 * seconds[1]:.0f} ms ({1000 * processor[1]:.0f} ms)"
    )
    return table


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(description="Measure topics.")
    parser.add_argument("--library", type=Path, default=places.seeds(), help="a file or folder")
    parser.add_argument("--papers", type=int, default=0, help="judge on so many of its papers")
    parser.add_argument(
        "--numbers", type=int, nargs="*", default=[], help="numbers of groups to try"
    )
    given = parser.parse_args()
    warnings.simplefilter("ignore")  # peers that didn't converge
    console = Console()
    library = Library(reading.read([given.library]), cache=places.cache())
    papers = library.papers
    if given.papers and given.papers < len(papers):
        chosen = np.random.default_rng(0).permutation(len(papers))[: given.papers]
        papers = tuple(papers[at] for at in np.sort(chosen).tolist())
    if given.numbers:
        console.print(_judged(papers, [("ours", ours, number) for number in given.numbers]))
        return
    console.print(_told(library))
    number = number_for(len(papers))
    console.print(
        _judged(
            papers,
            [("ours", ours, number), ("k-means", k_means, number), ("LDA", lda, number)],
        )
    )


if __name__ == "__main__":
    main()
