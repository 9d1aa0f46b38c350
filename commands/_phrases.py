"""This file holds what several commands say in the same words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from knowledge.paper import Paper
from knowledge.text import counted


def lower_bound(cut: int) -> str:
    """Say below a picture that people's papers are lower bounds, where lists of authors are cut."""
    lists = f"{cut:,} lists of authors are" if cut > 1 else "A list of authors is"
    return f"{lists} cut, so people may have more papers than are shown." if cut else ""


def newest_of(papers: Sequence[Paper]) -> str:
    """Head the few papers that stand for all that were counted."""
    if len(papers) == 1:
        return "Counted from this paper"
    return f"Newest of the {counted(len(papers), 'paper')} this is counted from"


def years_of(papers: Iterable[Paper]) -> str:
    """Say from when to when papers are: ', 2019–2024'; empty where none has a date."""
    years = sorted({paper.year for paper in papers if paper.year})
    if not years:
        return ""
    return f", {years[0]}–{years[-1]}" if len(years) > 1 else f", {years[0]}"
