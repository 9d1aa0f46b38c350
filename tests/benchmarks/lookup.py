"""Measure forgiving look-up: python -m tests.benchmarks.lookup --library FILE --cases FOLDER

The folder holds judged cases, one JSON object a line with a "query": title_*.jsonl with the "id" of
the paper that is meant, author_*.jsonl with the spellings to "accept" and perhaps a "kind". A
paper of the same title, folded, is as right as the one that is meant.

Printed are how often the right one stands first or among five, how long a look-up takes (CPU time,
one thread), beside character 3-grams by scikit-learn and, on a few cases, rapidfuzz over
everything; what `Library.paper` and `Library.person` answer; and what they answer in a library
from which those who are meant were taken out, where nothing should be taken for them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer

from commands._desk import Desk, papers, people
from knowledge import reading
from knowledge.errors import NothingMatches, SeveralMatch
from knowledge.library import Library
from knowledge.text import fold

_ANSWERS = ("right", "choice", "nearest", "nothing", "choice without", "wrong")
"""What a library answers: the right one, a choice that has it, that nothing matches with the right
one named as near, that nothing matches, a choice that doesn't have it, or another one."""

Search = Callable[[str], Sequence[str]]
"""Finds the best five for a query, each by its folded title or its person's name."""


@dataclass(frozen=True, slots=True)
class Case:
    """Something that was typed, with the folded titles or the names that are right."""

    kind: str
    query: str
    right: frozenset[str]
    is_title: bool


def main() -> None:
    """Read what is asked for, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--cases", type=Path, required=True, help="a folder")
    parser.add_argument("--half", choices=("first", "second"), help="only half of the cases")
    parser.add_argument("--peer-cases", type=int, default=8, help="cases of a kind for rapidfuzz")
    given = parser.parse_args()
    collection = reading.read([given.library])
    library = Library(collection)
    cases = [case for case in _cases(given.cases, library) if given.half in (None, _half(case))]
    print(f"{len(library.papers):,} papers, {len(library.people.everyone):,} people", end="; ")
    print(f"{len(cases):,} cases{f' (the {given.half} half)' if given.half else ''}\n")
    _print_building(library)
    _print_ranks(library, cases, given.peer_cases)
    print(f"\n{'answers, %':28}{'cases':>6}" + "".join(f"{answer:>15}" for answer in _ANSWERS))
    _print_answers(library, cases)
    titles = {title for case in cases if case.is_title for title in case.right}
    names = {name for case in cases if not case.is_title for name in case.right}
    names |= {spelling for name in names for spelling in _spellings(library, name)}
    rest = [
        replace(paper, authors=tuple(name for name in paper.authors if name not in names))
        for paper in library.papers
        if fold(paper.title) not in titles
    ]
    without = Library(replace(collection, papers=tuple(rest)))
    print("\nwithout those who are meant")
    _print_answers(without, cases)
    _print_suggestions(library, cases)


def _cases(folder: Path, library: Library) -> Iterator[Case]:
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            judged = json.loads(line)
            if "id" in judged:
                title = library.papers[library.positions[judged["id"]]].title
                yield Case(file.stem, judged["query"], frozenset([fold(title)]), is_title=True)
            else:
                accepted = filter(None, map(library.people.called, judged["accept"]))
                right = frozenset(person.name for person in accepted)
                kind = f"name {judged.get('kind', '')}"
                yield Case(kind, judged["query"], right, is_title=False)


def _half(case: Case) -> str:
    return ("first", "second")[hashlib.sha256(case.query.encode()).digest()[0] & 1]


def _spellings(library: Library, name: str) -> tuple[str, ...]:
    person = library.people.called(name)
    return person.spellings if person else ()


def _print_building(library: Library) -> None:
    """Tell how long it takes to make what look-up needs, and what it takes of memory."""
    _ = library.people
    for what in ("titles", "names"):
        began = time.process_time()
        getattr(library, what)
        seconds = time.process_time() - began
        del vars(library)[what]
        tracemalloc.start()
        getattr(library, what)
        megabytes = tracemalloc.get_traced_memory()[0] / 1e6
        tracemalloc.stop()
        print(f"{what} made in {seconds:.2f} s, {megabytes:.0f} MB")


def _print_ranks(library: Library, cases: Sequence[Case], peer_cases: int) -> None:
    print(f"\n{'':18}{'':24}{'cases':>6}{'@1':>8}{'@5':>8}{'p50 ms':>9}{'p95 ms':>9}")
    for is_title in (True, False):
        some = [case for case in cases if case.is_title == is_title]
        for name, search in _searches(library, is_title=is_title).items():
            ranks: dict[str, list[tuple[bool, bool, float]]] = defaultdict(list)
            for case in some:
                group = case.kind if is_title else "names"
                if name.startswith("rapidfuzz") and len(ranks[group]) >= peer_cases:
                    continue
                began = time.process_time()
                found = search(case.query)
                milliseconds = (time.process_time() - began) * 1000
                first, five = (bool(case.right.intersection(found[:most])) for most in (1, 5))
                for kind in {group, case.kind} if name == "ours" else {group}:
                    ranks[kind].append((first, five, milliseconds))
            for kind, measured in ranks.items():
                firsts, fives, times = zip(*measured, strict=True)
                shares = f"{np.mean(firsts):8.3f}{np.mean(fives):8.3f}"
                p50, p95 = np.percentile(times, [50, 95])
                print(f"{name:18}{kind:24}{len(times):6}{shares}{p50:9.2f}{p95:9.2f}", flush=True)


def _searches(library: Library, *, is_title: bool) -> dict[str, Search]:
    if is_title:
        shown = [fold(paper.title) for paper in library.papers]
        texts, closest = shown, library.titles.closest
    else:
        shown = [person.name for person in library.people.everyone]
        texts, closest = [fold(name) for name in shown], library.names.closest
    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), dtype=np.float32)
    by_gram = vectorizer.fit_transform(texts).T.tocsr()

    def grams(query: str) -> list[str]:
        scores = (vectorizer.transform([fold(query)]) @ by_gram).toarray()[0]
        best = np.argpartition(scores, -5)[-5:]
        return [shown[at] for at in best[np.argsort(-scores[best], kind="stable")].tolist()]

    def rapidfuzz(scorer: Callable[..., float]) -> Search:
        return lambda query: [
            shown[at] for _, _, at in process.extract(fold(query), texts, scorer=scorer, limit=5)
        ]

    return {
        "ours": lambda query: [shown[fit.place] for fit in closest(query, 5)],
        "3-grams, sklearn": grams,
        "rapidfuzz WRatio": rapidfuzz(fuzz.WRatio),
        "rapidfuzz tokens": rapidfuzz(fuzz.token_set_ratio),
    }


def _print_answers(library: Library, cases: Sequence[Case]) -> None:
    """Tell how often a library gives the right one, another one, a choice or nothing."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for case in cases:
        answer = _answer(library, case)
        counts[case.kind][answer] += 1
        if not case.is_title:
            counts["names"][answer] += 1
    for kind, answers in counts.items():
        number = answers.total()
        shares = "".join(f"{100 * answers[answer] / number:15.1f}" for answer in _ANSWERS)
        print(f"{kind:28}{number:6}{shares}")


def _answer(library: Library, case: Case) -> str:
    """Ask for a case; who is called exactly what was typed is right, whoever else is meant."""
    try:
        if case.is_title:
            found = frozenset([fold(library.paper(case.query).title)])
        else:
            person = library.person(case.query)
            is_called_so = fold(case.query) in map(fold, person.spellings)
            found = case.right if is_called_so else frozenset([person.name])
    except SeveralMatch as choice:
        offered = {*choice.names, *(fold(paper.title) for paper in choice.papers)}
        return "choice" if case.right & offered else "choice without"
    except NothingMatches as none:
        near = {*none.names, *(fold(paper.title) for paper in none.nearest)}
        return "nearest" if case.right & near else "nothing"
    return "right" if case.right & found else "wrong"


def _print_suggestions(library: Library, cases: Sequence[Case]) -> None:
    """Tell how long suggestions take while a query is typed, letter by letter."""
    desk = Desk(library=library)
    _ = library.acronyms
    print()
    for name, suggest, is_title in (("titles", papers, True), ("names", people, False)):
        times = []
        for case in [case for case in cases if case.is_title == is_title][:100]:
            for end in range(1, len(case.query) + 1, 3):
                began = time.process_time()
                suggest(desk, case.query[:end])
                times.append((time.process_time() - began) * 1000)
        p50, p95, worst = np.percentile(times, [50, 95, 100])
        print(f"suggestions of {name}: p50 {p50:.1f} ms, p95 {p95:.1f}, worst {worst:.1f}")


if __name__ == "__main__":
    main()
