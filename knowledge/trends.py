"""This file holds how topics moved over the years, as pictures and in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from knowledge.picture import Lane, Timeline
from knowledge.text import counted, fold
from knowledge.timeline import Periods

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.library import Library
    from knowledge.topics import Topic

_MANY = 100
"""Papers of the median period from which shares are shown: one paper is then 1 % at the most."""


@dataclass(frozen=True, slots=True)
class Years:
    """In which years some papers were published.

    Attributes:
        first, last: None where no paper has a date.
        busiest: The one with most papers, the latest of several; None where no paper has a date.
        in_busiest: How many papers it has.
        undated: How many papers have no date.
    """

    first: int | None
    last: int | None
    busiest: int | None
    in_busiest: int
    undated: int


def years(library: Library, topic: Topic) -> Years:
    """Tell in which years a topic's papers were published."""
    all_years = library.columns.year[topic.papers]
    dated = all_years[all_years > 0]
    if not len(dated):
        return Years(None, None, None, 0, len(all_years))
    times = np.bincount(dated)
    busiest = int(np.flatnonzero(times == times.max())[-1])
    return Years(
        int(dated.min()), int(dated.max()), busiest, int(times.max()), len(all_years) - len(dated)
    )


def of_all(library: Library, *, unfinished: int | None = None) -> Timeline:
    """Describe how all topics of a library moved, the largest first.

    Args:
        library: What is told about.
        unfinished: The year that isn't over in the data.
    """
    topics = library.topics
    rows = [(topic.name, topic.papers) for topic in topics.everything]
    says = [f"{counted(topics.without, 'paper')} in no topic"] if topics.without else []
    return _timeline(library, "Topics", rows, says, unfinished)


def of_one(library: Library, topic: Topic, *, unfinished: int | None = None) -> Timeline:
    """Describe how a topic moved, and below it those of its papers that have each of its terms.

    Args:
        library: What is told about.
        topic: One of its topics.
        unfinished: The year that isn't over in the data.
    """
    rows = [(topic.name, topic.papers)]
    for term in topic.terms:
        having = library.index.having_all(fold(term).split())
        if having is not None and len(among := np.intersect1d(having, topic.papers)):
            rows.append((term, among))
    says = ["below the topic: those of its papers that speak of a term"] if len(rows) > 1 else []
    return _timeline(library, f"Papers on {topic.name}", rows, says, unfinished)


def _timeline(
    library: Library,
    title: str,
    rows: Iterable[tuple[str, NDArray[np.integer]]],
    says: list[str],
    unfinished: int | None,
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
    span = "decade" if periods.step > 1 else "year"
    return Timeline(
        title=f"{title} by {span}",
        unit=f"% of the {span}'s papers" if is_share else "papers",
        periods=periods.names,
        lanes=tuple(lanes) if periods.number else (),
        is_last_unfinished=periods.ends_in(unfinished),
        note=f"{note[:1].upper()}{note[1:]}." if note else "",
    )
