"""Measures how right questions in plain words are answered: python -m tests.benchmarks.questions.

Each case is asked as a reader would, in a session of its own, and the last reply is judged by what
it says and which papers it names. For each part it prints the share that is right by kind, how
precisely and how completely the bot says that it doesn't know, and how long answers took.
"""

from __future__ import annotations

import argparse
import datetime
import re
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot import places
from bot.session import Session
from knowledge.answer import Answer
from knowledge.library import Library
from knowledge.reading import read
from knowledge.text import fold

_HERE = Path(__file__).resolve().parents[1] / "questions"
_LIBRARIES = {
    "seed": places.seeds(),
    "anthology": _HERE / "anthology.jsonl",
    "invented": _HERE / "invented.yaml",
    "translation": _HERE / "translation.jsonl",
}
_PARTS = (
    "seed",
    "development",
    "more",
    "exam",
    "second_exam",
    "third_exam",
    "trial",
    "conversations",
    "views",
    "more_views",
    "held_back",
)
TODAY = datetime.date(2026, 11, 25)
"""The asker's date, which the cases reckon with."""

Case = Mapping[str, Any]


@dataclass(frozen=True)
class Judged:
    """A case with what was answered, what is wrong with it, and how long the last reply took."""

    case: Case
    answer: Answer
    wrong: tuple[str, ...]
    seconds: float


def cases(part: str) -> list[Case]:
    """Read the cases of a part.

    A case may say which command is to be understood: `read_as`, `not_read_as`.

    `held_back` is looked at for the score alone; all others were developed on, and `trial` and
    `conversations` are what two strangers were answered wrongly.
    """
    found: list[Case] = yaml.safe_load((_HERE / f"{part}.yaml").read_text(encoding="utf-8"))
    return found


@cache
def library(name: str) -> Library:
    """Read one of the libraries that are asked."""
    return Library(read([_LIBRARIES[name]]))


def judged(case: Case) -> Judged:
    """Ask a case's questions in a conversation of their own and judge the last reply."""
    session = Session(library(case.get("library", "seed")), today=lambda: TODAY)
    lines = [case["ask"]] if isinstance(case["ask"], str) else case["ask"]
    for line in lines[:-1]:
        session.answer(line)
    begun = time.perf_counter()
    answer = session.answer(lines[-1])
    seconds = time.perf_counter() - begun
    return Judged(case, answer, tuple(_faults(case, answer)), seconds)


def _faults(case: Case, answer: Answer) -> list[str]:
    says = _words(answer)
    line = answer.understood.line if answer.understood else "-"
    titles = [paper.title for paper in answer.papers]
    faults = []
    if case.get("abstain"):
        if not says_so(answer):
            faults.append(f"answers ({answer.outcome}) instead of saying that it doesn't know")
    elif answer.outcome not in ("found", "nothing"):
        faults.append(f"is {answer.outcome}")
    faults += [
        f"doesn't say {form}"
        for form in case.get("text", ())
        if not re.search(form, says, re.IGNORECASE)
    ]
    faults += [
        f"says {form}" for form in case.get("not_text", ()) if re.search(form, says, re.IGNORECASE)
    ]
    if (form := case.get("read_as")) and not re.search(form, line, re.IGNORECASE):
        faults.append(f"isn't read as {form}")
    if (form := case.get("not_read_as")) and re.search(form, line):
        faults.append(f"is read as {form}")
    if (top := case.get("papers_top")) and not _is(top, titles[:1]):
        faults.append(f"first paper isn't {top}")
    faults += [f"lacks {title}" for title in case.get("papers_all", ()) if not _is(title, titles)]
    if case.get("papers_any") and not any(_is(title, titles) for title in case["papers_any"]):
        faults.append(f"lacks any of {case['papers_any']}")
    faults += [f"names {title}" for title in case.get("not_papers", ()) if _is(title, titles)]
    return faults


def says_so(answer: Answer) -> bool:
    """Tell whether a reply says that it doesn't know, or asks what is meant."""
    return answer.outcome in ("nothing", "invalid") or answer.asks


def _words(answer: Answer) -> str:
    """Write out what a reader reads of a reply."""
    papers = "\n".join(
        f"{paper.title}, {', '.join((*paper.authors, *paper.implied))}, {paper.date or ''}"
        for paper in answer.papers
    )
    picture = answer.picture.alt if answer.picture else ""
    steps = "\n".join(step.label for step in answer.steps) if answer.asks else ""
    bare = re.sub(r"\*\*|(?<!\w)\*|\*(?!\w)|\\", "", answer.text)
    return f"{answer.title}\n{bare}\n{picture}\n{papers}\n{steps}"


def _is(title: str, titles: Sequence[str]) -> bool:
    return any(fold(one).startswith(fold(title)) for one in titles)


def report(part: str, found: Sequence[Judged], *, is_told: bool) -> str:
    """Write the table of a part."""
    lines = [f"{part}: {sum(not one.wrong for one in found)} of {len(found)} right"]
    kinds = Counter(one.case["kind"] for one in found)
    for kind, number in sorted(kinds.items()):
        right = sum(not one.wrong for one in found if one.case["kind"] == kind)
        lines.append(f"  {kind:<14}{right:>4} of {number}")
    silent = [one for one in found if says_so(one.answer)]
    must = [one for one in found if one.case.get("abstain")]
    both = [one for one in must if says_so(one.answer)]
    lines.append(
        f"  says that it doesn't know: precision {len(both) / max(len(silent), 1):.3f},"
        f" recall {len(both) / max(len(must), 1):.3f}"
    )
    lines.append(f"  {_times([one.seconds for one in found])}")
    for one in found:
        if one.wrong and is_told:
            read_as = one.answer.understood.line if one.answer.understood else "-"
            lines.append(
                f"\n  {one.case.get('library', 'seed')}: {one.case['ask']}\n    read as {read_as}\n    {'; '.join(one.wrong)}\n    says {_words(one.answer)[:300]!r}"
            )
    return "\n".join(lines)


def _how_soon(asked: Library) -> str:
    """Ask a library the questions about papers of the Anthology, and tell how long answers took."""
    asked.warm()
    told = [case for part in _PARTS for case in cases(part)]
    seconds = []
    for case in told:
        session = Session(asked, today=lambda: TODAY)
        if case.get("library") in ("anthology", "translation"):
            for line in [case["ask"]] if isinstance(case["ask"], str) else case["ask"]:
                begun = time.perf_counter()
                session.answer(line)
                seconds.append(time.perf_counter() - begun)
    return f"{len(asked.papers):,} papers, {len(seconds)} questions, {_times(seconds)}"


def _times(seconds: Sequence[float]) -> str:
    times = sorted(one * 1000 for one in seconds)
    p95 = times[int(0.95 * (len(times) - 1))]
    return (
        f"milliseconds: median {statistics.median(times):.1f}, p95 {p95:.1f}, worst {times[-1]:.1f}"
    )


def main() -> None:
    """Print the tables of the parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", action="append", help=", ".join(_PARTS))
    parser.add_argument("--told", action="store_true", help="print what is wrong with each case")
    parser.add_argument("--library", type=Path, help="tell only how soon this one answers them all")
    given = parser.parse_args()
    if given.library:
        print(_how_soon(Library(read([given.library]))))
        return
    for name in _LIBRARIES:
        library(name).warm()
    for part in given.part or _PARTS:
        print(report(part, [judged(case) for case in cases(part)], is_told=given.told))


if __name__ == "__main__":
    main()
