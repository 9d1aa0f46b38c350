"""Cross-validate the constants of ranking: python -m tests.benchmarks.tuning --beir DIR --beir DIR …

For each judged collection the constants are chosen that do best on the mean of all others, and the
collection that had no say is scored with them: what is lost against our constants, and against the
best ones for each, tells how far they are tuned to what they are measured on.
"""

from __future__ import annotations

import argparse
import statistics
from itertools import product
from pathlib import Path

from knowledge import indexing, ranking
from knowledge.ranking import Index
from tests.benchmarks import collections
from tests.benchmarks.collections import Collection
from tests.benchmarks.retrieval import table

Constants = tuple[float, float, float, float]
GRID = {
    "length": (0.6, 0.7, 0.75),
    "title": (2, 3, 4),
    "pair": (0.15, 0.2, 0.25),
    "neighbourhood": (0.15, 0.25, 0.35),
}


def scores(judged: list[Collection]) -> dict[Constants, list[float]]:
    """Score every combination of constants on every collection."""
    found = {}
    for length, title in product(GRID["length"], GRID["title"]):
        ranking.LENGTH_NORMALISATION = length
        indexing.TITLE_WEIGHT = int(title)
        indexes = [indexing.built(one.papers) for one in judged]
        for pair, neighbourhood in product(GRID["pair"], GRID["neighbourhood"]):
            ranking.PAIR_WEIGHT, ranking.NEIGHBOURHOOD_WEIGHT = pair, neighbourhood
            found[length, title, pair, neighbourhood] = [
                _score(one, index) for one, index in zip(judged, indexes, strict=True)
            ]
    return found


def _score(one: Collection, index: Index) -> float:
    ids = [paper.id for paper in one.papers]
    return one.ndcg(
        {
            query: [ids[at] for at in index.best(index.understood(one.queries[query]), 10)]
            for query in one.judged
        }
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beir", type=Path, action="append", required=True)
    judged = [collections.read(folder) for folder in parser.parse_args().beir]
    ours = (
        ranking.LENGTH_NORMALISATION,
        indexing.TITLE_WEIGHT,
        ranking.PAIR_WEIGHT,
        ranking.NEIGHBOURHOOD_WEIGHT,
    )
    found = scores(judged)
    rows = []
    for left_out, one in enumerate(judged):
        others = {
            constants: statistics.mean(value for at, value in enumerate(values) if at != left_out)
            for constants, values in found.items()
        }
        chosen = max(others, key=others.__getitem__)
        best = max(values[left_out] for values in found.values())
        row = [found[chosen][left_out], found[ours][left_out], best]
        rows.append([one.name, " ".join(map(str, chosen)), *(f"{value:.3f}" for value in row)])
    table(["left out", f"chosen: {' '.join(GRID)}", "scores", "ours", "the best for it"], rows)


if __name__ == "__main__":
    main()
