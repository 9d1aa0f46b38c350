"""This file holds how papers spread over the years: those of a person or topic, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from knowledge.picture import Lane, Timeline
from knowledge.text import counted
from knowledge.years import Periods

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.library import Library
    from knowledge.people import Person

Rows = Literal["topic", "person", "category"]
MOST_LANES = 8
"""Rows beside the one of all papers: as many as a phone shows at once."""


def timeline(
    library: Library,
    positions: NDArray[np.integer],
    rows: Sequence[tuple[str, NDArray[np.integer]]],
    *,
    title: str,
    unfinished_year: int = 0,
    note: str = "",
) -> Timeline:
    """Describe papers over the years: all of them, then some of them in each row.

    Args:
        library: Where the papers are from.
        positions: All papers; shape (papers,).
        rows: Labels, each with positions of papers; the largest first.
        title: Whose papers they are.
        unfinished_year: The year that isn't over in the data.
        note: What else is to be said.
    """
    years = library.columns.year[positions]
    periods = Periods.of(years)
    lanes = [Lane("All papers", periods.counts(years), len(positions))]
    if [len(some) for _, some in rows] == [len(positions)]:
        lanes = []  # the only row says the same
    for label, some in rows[:MOST_LANES]:
        lanes.append(Lane(label, periods.counts(library.columns.year[some]), len(some)))
    says = [note] if note else []
    if len(rows) > MOST_LANES:
        says.append(f"Shown are the {MOST_LANES} rows with most papers.")
    if undated := int((years == 0).sum()):
        says.append(f"Not shown: {counted(undated, 'paper')} without a date.")
    return Timeline(
        title,
        "papers",
        periods.names,
        tuple(lanes),
        periods.ends_in(unfinished_year),
        " ".join(says),
    )


def rows_by(
    library: Library,
    positions: NDArray[np.integer],
    by: Rows,
    *,
    but: Person | None = None,
) -> list[tuple[str, NDArray[np.integer]]]:
    """Part papers into rows by topic, person or main category, the largest first.

    A paper is in one row; by person it is in one for each of its people, without whom `but` is, and
    rows are those of the people with most papers, one more than are shown.
    """
    if by == "person":
        most = library.authorships.most(positions, MOST_LANES + 2)
        people = [person for person, _ in most if person != but][: MOST_LANES + 1]
        return [(one.name, np.intersect1d(positions, one.papers)) for one in people]
    label_of = _category if by == "category" else _topic
    rows: dict[str, list[int]] = defaultdict(list)
    for at in positions.tolist():
        rows[label_of(library, at)].append(at)
    largest = sorted(rows.items(), key=lambda row: (-len(row[1]), row[0]))
    return [(label, np.array(some)) for label, some in largest]


def _category(library: Library, at: int) -> str:
    return library.categories.label(library.papers[at].category or "none")


def _topic(library: Library, at: int) -> str:
    topic = library.with_topics.topics.of(at)
    return topic.name if topic else "in no topic"
