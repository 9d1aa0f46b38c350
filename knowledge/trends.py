"""This file holds how topics moved over the years, as pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from knowledge.picture import Lane, Timeline
from knowledge.text import counted, fold
from knowledge.years import Periods

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.library import Library
    from knowledge.topics import Topic

_MANY = 100
"""Papers of the median period from which shares are shown: one paper is then 1 % at the most."""


def of_all(library: Library, *, unfinished_year: int = 0) -> Timeline:
    """Describe how all topics of a library moved, the largest first.

    Args:
        library: What is told about.
        unfinished_year: The year that isn't over in the data.
    """
    topics = library.topics
    rows = [(topic.name, topic.papers) for topic in topics.everything]
    says = [f"{counted(topics.without, 'paper')} in no topic"] if topics.without else []
    return _timeline(library, "Topics", rows, says, unfinished_year)


def of_one(library: Library, topic: Topic, *, unfinished_year: int = 0) -> Timeline:
    """Describe how a topic moved, and below it those of its papers that have each of its terms.

    Args:
        library: What is told about.
        topic: One of its topics.
        unfinished_year: The year that isn't over in the data.
    """
    rows = [(topic.name, topic.papers)]
    for term in topic.terms:
        having = library.index.having_all(fold(term).split())
        if having is not None and len(among := np.intersect1d(having, topic.papers)):
            rows.append((term, among))
    says = ["below the topic: those of its papers that speak of a term"] if len(rows) > 1 else []
    return _timeline(library, f"Papers on {topic.name}", rows, says, unfinished_year)


def _timeline(
    library: Library,
    title: str,
    rows: Iterable[tuple[str, NDArray[np.integer]]],
    says: list[str],
    unfinished_year: int,
) -> Timeline:
    year = library.columns.year
    periods = Periods.of(year)
    whole = np.array(periods.counts(year))
    is_share = bool(whole.any()) and float(np.median(whole[whole > 0])) >= _MANY
    lanes = []
    for label, papers in rows:
        counts = np.array(periods.counts(year[papers]))
        shares = np.round(100 * counts / np.maximum(whole, 1), 1)
        values: list[float] = (shares if is_share else counts).tolist()
        lanes.append(Lane(label, tuple(values), len(papers)))
    if undated := int((year == 0).sum()):
        says = [*says, f"{counted(undated, 'paper')} without a date"]
    note = "; ".join(says)
    return Timeline(
        title=f"{title} by {periods.span}",
        unit=f"% of the {periods.span}'s papers" if is_share else "papers",
        periods=periods.names,
        lanes=tuple(lanes) if periods.number else (),
        is_last_unfinished=periods.ends_in(unfinished_year),
        note=f"{note[:1].upper()}{note[1:]}." if note else "",
    )
