"""Measure summaries and sentences: python -m tests.benchmarks.summaries FILE [--fit]

FILE is SciTLDR (Cachola et al. 2020) in JSON Lines: title, sentences and summaries, or title, source
and target, as its authors publish it. Printed are, of one-sentence summaries, ROUGE-1, -2 and -L (F1,
x100, words stemmed by Porter) against the best reference, which is the one with the highest ROUGE-1,
as in SciTLDR's own evaluation; how many begin in the middle of a thought; and the time an abstract.
All choose among the same sentences, those of `knowledge.sentences`; only ours has to find them in
its time. The oracle knows the references, and chooses by the sum of the three.
Then follows which splitter cuts the hard cases of the tests where they should be cut.

With --fit the weights of `knowledge.summary` are learnt again, and judged on folds that they weren't
learnt from. The peers come from the extra [bench].
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table
from rouge_score.rouge_scorer import RougeScorer

from knowledge.sentences import sentences
from knowledge.summary import is_hanging, key_sentences
from tests.benchmarks import summary_fit, summary_peers
from tests.benchmarks.splitters import splitters
from tests.benchmarks.summary_peers import Case, Chooser
from tests.knowledge.hard_sentences import hard_cases

_MEASURES = ("rouge1", "rouge2", "rougeL")


def cases_in(file: Path) -> list[Case]:
    """Read abstracts; where their sentences end is found anew, the same for all methods."""
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        read = json.loads(line)
        abstract = " ".join(" ".join(read.get("sentences") or read["source"]).split())
        references = read.get("summaries") or read.get("references") or read["target"]
        found.append(Case(read["title"], abstract, sentences(abstract), tuple(references)))
    return found


@cache
def rouge(text: str, references: tuple[str, ...]) -> tuple[float, ...]:
    """Score a summary by ROUGE-1, -2 and -L against the reference that it is nearest to."""
    against = [_scorer().score(reference, text) for reference in references]
    best = max(against, key=lambda scores: scores["rouge1"].fmeasure)
    return tuple(100 * best[measure].fmeasure for measure in _MEASURES)


@cache
def _scorer() -> RougeScorer:
    return RougeScorer(_MEASURES, use_stemmer=True)


class Measured(NamedTuple):
    """What one method reaches."""

    rouge: np.ndarray  # of each abstract, ROUGE-1, -2 and -L
    hanging: int
    milliseconds: float  # the median


def measured(choose: Chooser, cases: list[Case]) -> Measured:
    """Let a method summarise every abstract, and score what it chose."""
    scores, seconds, hanging = [], [], 0
    for case in cases:
        begin = time.perf_counter()
        chosen = choose(case)
        seconds.append(time.perf_counter() - begin)
        scores.append(rouge(chosen, case.references))
        hanging += is_hanging(chosen)
    return Measured(np.array(scores), hanging, 1000 * statistics.median(seconds))


def summaries_table(cases: list[Case]) -> Table:
    """Compare one-sentence summaries."""
    rarity = summary_peers.rarity_in(cases)
    methods: dict[str, Chooser] = {
        "ours": lambda case: key_sentences(case.title, case.abstract, 1)[0],
        "ours, words weighed by their rarity here": lambda case: key_sentences(
            case.title, case.abstract, 1, weight=rarity
        )[0],
        "reference scorer": summary_peers.reference_scorer,
        **summary_peers.peers(),
        "the title itself": lambda case: case.title,
        "first sentence": lambda case: case.sentences[0],
        "last sentence": lambda case: case.sentences[-1],
        "oracle": lambda case: max(
            case.sentences, key=lambda sentence: sum(rouge(sentence, case.references))
        ),
    }
    table = Table(title=f"One-sentence summaries of {len(cases)} abstracts, ROUGE F1")
    for column in ("method", "R-1", "R-2", "R-L", "hanging", "ms"):
        table.add_column(column, justify="left" if column == "method" else "right")
    found = {name: measured(choose, cases) for name, choose in methods.items()}
    for name, one in found.items():
        figures = [f"{score:.2f}" for score in one.rouge.mean(axis=0)]
        table.add_row(name, *figures, str(one.hanging), f"{one.milliseconds:.2f}")
    gain = (found["ours"].rouge - found["reference scorer"].rouge).mean(axis=1)
    error = gain.std(ddof=1) / len(gain) ** 0.5
    table.caption = f"ours less the reference, mean of the three: {gain.mean():+.2f} ± {error:.2f}"
    return table


def splitters_table(cases: list[Case]) -> Table:
    """Compare where sentences are said to end."""
    hard = hard_cases()
    table = Table(title=f"Sentences: right of {len(hard)} hard cases, and ms an abstract")
    for column in ("splitter", "right", "median", "95 %"):
        table.add_column(column, justify="left" if column == "splitter" else "right")
    for name, split in splitters().items():
        right = sum(_letters(split(text)) == _letters(expected) for text, expected in hard)
        seconds = sorted(_seconds(partial(split, case.abstract)) for case in cases)
        middle, late = (1000 * seconds[int(part * len(seconds))] for part in (0.5, 0.95))
        table.add_row(name, str(right), f"{middle:.2f}", f"{late:.2f}")
    return table


def _letters(found: list[str]) -> list[str]:
    """Leave out white space, which some splitters change."""
    return [letters for sentence in found if (letters := "".join(sentence.split()))]


def _seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description="Measure summaries and sentences.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--fit", action="store_true", help="learn the weights and judge on folds")
    arguments = parser.parse_args()
    cases = cases_in(arguments.file)
    console = Console()
    if arguments.fit:
        scores = [[rouge(one, case.references) for one in case.sentences] for case in cases]
        for table in summary_fit.tables(cases, scores):
            console.print(table)
        console.print(
            summary_fit.following_table(
                cases, lambda reference, text: list(_scorer().score(reference, text).values())
            )
        )
        return
    console.print(summaries_table(cases))
    console.print(splitters_table(cases))


if __name__ == "__main__":
    main()
