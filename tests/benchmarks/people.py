"""Measure who is taken for one person: python -m tests.benchmarks.people --library FILE --cases FOLDER

Judged are pairs of spellings: how many of those that are one person are joined (recall), and how
many of all that are joined are one person (precision). They come from

- the folder: spellings to "accept" together, one JSON object a line, in author_*.jsonl;
- people.yaml beside this file: pairs that were collected by hand and judged by what is publicly
  known of the people, or by what the names can mean; each is given to the rule by itself, with the
  library's lists where both are in the library;
- the library's lists of authors: two names on one list are two people, so whatever the rule would
  join there by names alone is wrong (or the list is);
- the library with first names abbreviated: of some people on a quarter of their papers, of others on
  all, so that who an initial's form stands for is known, and sometimes nobody is there. What else is
  written with an initial in the library is left out of the count.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import yaml

from knowledge import reading
from knowledge.identities import are_alike, same_people
from knowledge.library import Library

_PARTLY, _WHOLLY = 0.15, 0.05
"""Shares of the people who are abbreviated on a quarter of their papers, and on all."""

Pair = tuple[str, str]


def main() -> None:
    """Read what is asked for, and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--cases", type=Path, required=True, help="a folder")
    parser.add_argument("--seed", type=int, default=1, help="which first names are abbreviated")
    parser.add_argument("--told", action="store_true", help="name the pairs that are wrong")
    given = parser.parse_args()
    library = Library(reading.read([given.library]))
    lists = [paper.authors for paper in library.papers]
    names = Counter(name for one in lists for name in one)
    groups = same_people(names, {}, lists=lists)
    print(f"{len(lists):,} papers, {len(names):,} spellings, {len(set(groups.values())):,} people")
    _print_building(library)
    print(f"\n{'pairs of spellings':44}{'one':>8}{'joined':>8}{'two':>8}{'joined':>8}", end="")
    print(f"{'precision':>11}{'recall':>8}")
    same = [pair for one in _accepted(given.cases) for pair in combinations(one, 2)]
    _print("the folder's", [one for one in same if groups.keys() >= {*one}], [], groups, given.told)
    judged = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    for kind, some in judged.items():
        one, two = ([tuple(pair) for pair in some.get(part, ())] for part in ("one", "two"))
        decided = {
            pair: (groups if groups.keys() >= {*pair} else same_people(pair, {}))
            for pair in (*one, *two)
        }
        _print_decided(kind, one, two, {pair: _is_one(pair, by) for pair, by in decided.items()})
    together = [
        pair for some in lists for pair in combinations(dict.fromkeys(some), 2) if are_alike(*pair)
    ]
    together = list(dict.fromkeys(together))
    _print("alike, on one list: by names alone", [], together, same_people(names, {}), given.told)
    _print("alike, on one list: with the lists", [], together, groups, given.told)
    _print_abbreviated(lists, names, given.seed, is_told=given.told)


def _accepted(folder: Path) -> list[list[str]]:
    lines = [
        json.loads(line)
        for file in sorted(folder.glob("author_*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    return [list(one) for one in dict.fromkeys(tuple(sorted(set(one["accept"]))) for one in lines)]


def _is_one(pair: Pair, groups: Mapping[str, int]) -> bool:
    return groups[pair[0]] == groups[pair[1]]


def _print(
    kind: str,
    one: Sequence[Pair],
    two: Sequence[Pair],
    groups: Mapping[str, int],
    is_told: bool,
) -> None:
    decided = {pair: _is_one(pair, groups) for pair in (*one, *two)}
    _print_decided(kind, one, two, decided, is_told=is_told)


def _print_decided(
    kind: str,
    one: Sequence[Pair],
    two: Sequence[Pair],
    decided: Mapping[Pair, bool],
    *,
    is_told: bool = True,
) -> None:
    right, wrong = (sum(decided[pair] for pair in pairs) for pairs in (one, two))
    precision = f"{right / (right + wrong):.4f}" if right + wrong else "-"
    recall = f"{right / len(one):.3f}" if one else "-"
    print(f"{kind:44}{len(one):8,}{right:8,}{len(two):8,}{wrong:8,}{precision:>11}{recall:>8}")
    if is_told:
        for pair in one:
            if not decided[pair]:
                print(f"    not joined: {' / '.join(pair)}")
        for pair in two:
            if decided[pair]:
                print(f"    joined: {' / '.join(pair)}")


def _print_abbreviated(
    lists: Sequence[Collection[str]], names: Mapping[str, int], seed: int, *, is_told: bool
) -> None:
    """Abbreviate first names and judge to whom each initial's form is joined."""
    by_name = same_people(names, {})
    chosen = random.Random(seed)
    papers: dict[int, list[int]] = defaultdict(list)
    for at, some in enumerate(lists):
        for person in {by_name[name] for name in some}:
            papers[person].append(at)
    shortened: dict[int, set[int]] = {}
    for person, theirs in papers.items():
        drawn = chosen.random()
        if drawn < _PARTLY and len(theirs) > 1:
            shortened[person] = set(chosen.sample(theirs, max(1, len(theirs) // 4)))
        elif _PARTLY <= drawn < _PARTLY + _WHOLLY:
            shortened[person] = set(theirs)
    own = {name for name in names if len(re.split(r"[.\s-]", f"{name} ")[0]) < 2}
    whose: dict[str, set[int]] = defaultdict(set)
    short: set[str] = set()
    changed: list[list[str]] = []
    for at, some in enumerate(lists):
        now: list[str] = []
        for name in some:
            person = by_name[name]
            written = _abbreviated(name) if at in shortened.get(person, ()) else name
            if written != name and (written in some or written in now):
                written = name
            if written != name:
                short.add(written)
            whose[written].add(person)
            now.append(written)
        changed.append(now)
    groups = same_people(whose, {}, lists=changed)
    members: dict[int, list[str]] = defaultdict(list)
    for name, number in groups.items():
        members[number].append(name)
    full = {person for name, some in whose.items() if name not in short | own for person in some}
    one: list[Pair] = []
    two: list[Pair] = []
    joined: dict[Pair, bool] = {}
    for name in sorted(short - own):
        others = [other for other in members[groups[name]] if other not in short | own]
        is_right = bool(others) and whose[name] <= set().union(*(whose[one] for one in others))
        pair = (name, others[0] if others else "nobody")
        joined[pair] = bool(others)
        can_be = len(whose[name]) == 1 and whose[name] <= full
        (one if is_right or (can_be and not others) else two).append(pair)
    _print_decided("initials for first names", one, two, joined, is_told=False)
    if is_told:
        for pair in two:
            if joined[pair]:
                print(f"    joined: {' / '.join(pair)}")


def _abbreviated(name: str) -> str:
    """Write 'Robin G. Walters' as 'R. G. Walters'; what isn't of that form stays."""
    first, *rest = name.split()
    if len(first) < 2 or not rest or not first.isalpha() or not first.isascii():
        return name
    middle = [f"{word[0]}." for word in rest[:-1] if word[0].isupper()]
    return " ".join((f"{first[0]}.", *middle, rest[-1])) if len(middle) == len(rest) - 1 else name


def _print_building(library: Library) -> None:
    """Tell how long people take, and for how long at a stretch no other thread can run meanwhile.

    That is CPU time of the building thread, so what else the machine does counts for nothing.
    """
    gc.collect()
    gc.freeze()
    gc.disable()  # as a bot that runs does while it reads
    building = time.pthread_getcpuclockid(threading.get_ident())
    held = 0.0
    is_over = threading.Event()

    def tick() -> None:
        nonlocal held
        while not is_over.is_set():
            time.sleep(0.001)
            began = time.clock_gettime(building)
            time.sleep(0)  # gives the interpreter away and waits for it
            held = max(held, time.clock_gettime(building) - began)

    thread = threading.Thread(target=tick)
    thread.start()
    began = time.thread_time()
    _ = library.people
    seconds = time.thread_time() - began
    is_over.set()
    thread.join()
    gc.enable()
    print(f"people made in {seconds:.1f} s of CPU time, {held * 1000:.0f} ms at a stretch at most")


if __name__ == "__main__":
    main()
