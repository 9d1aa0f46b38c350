"""This file holds how a question goes on with the last one: 'and 2025?', 'what about Bo Zhao?'."""

from __future__ import annotations

import re

from knowledge.asked import Asked, Understood, typed
from knowledge.filters import Options, listing
from knowledge.text import fold

_ELLIPSIS = frozenset(
    "and or but only just the ones one in from for with by what about how same now then again also of these"
    " those them which are is have has show me papers paper please ok so on at to it there their that do does"
    " did same thing many those instead too else even list restrict filter narrow down keep limit".split()
)


_OF_A_PAPER = frozenset(("summary", "paper", "related", "cite", "quote"))


_PERIOD = frozenset(("year", "since", "until"))


def onward(asked: Asked) -> Understood | None:
    """Read what only makes sense after something else: 'and 2025?', 'what about Bo Zhao?'."""
    before, marks = asked.before, asked.marked
    if not before.command or not re.match(
        r"(?:and|or|but|only|just|what about|how about|same|now|then|also|instead|in|from|since|before|after|with|without|by|those|the ones|which|\W|\{)",
        marks.masked,
        re.IGNORECASE,
    ):
        return None
    rest = re.sub(r"\{\w+\}", " ", marks.masked)
    rest = re.sub(
        r"\b(?:with|without|no|has|have) (?:any |open |source )*code\b|\bopen[- ]source\b",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    if not set(fold(rest).split()) <= _ELLIPSIS:
        return None
    papers = [mark for mark in marks.of("paper") if mark.value]
    if before.command in _OF_A_PAPER and len(papers) == 1:
        return Understood(before.command, {**before.options, "paper": typed(papers[0])})
    who = [typed(mark) for mark in marks.of("person", "name")]
    if (
        before.command in ("coauthors", "metrics")
        and who
        and not marks.of("period", "category", "papers")
    ):
        kept = {key: value for key, value in before.options.items() if key != "with"}
        with_ = re.search(r"\bwith\b", asked.text, re.IGNORECASE) and before.command == "coauthors"
        return Understood(before.command, {**kept, "with" if with_ else "person": who[0]})
    _, options = listing(marks)
    if before.command == "coauthors" and before.options.get("person") and options and not who:
        authors = [str(before.options[key]) for key in ("person", "with") if key in before.options]
        return Understood("find", {"author": " and ".join(authors), **options})
    if before.command != "find" or not options:
        return None
    return Understood("find", narrowed(before.options, options))


def narrowed(before: Options, options: Options) -> Options:
    """Add what narrows the last list down to the filters that gave it."""
    kept = {k: v for k, v in before.items() if k not in ("limit", "sort")}
    if options.keys() & _PERIOD:
        kept = {k: v for k, v in kept.items() if k not in _PERIOD}
    return {**kept, **options}
