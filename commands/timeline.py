"""This file holds how the papers of a person or on a topic spread over the years."""

from __future__ import annotations

from typing import Annotated

import numpy as np

from commands._command import command
from commands._desk import Desk, people, topic_names
from commands._phrases import lower_bound
from knowledge import timeline as timelines
from knowledge.answer import Answer, Step
from knowledge.errors import NothingMatches
from knowledge.finding import Wanted, find
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.people import Person
from knowledge.picture import Timeline
from knowledge.selection import Selection
from knowledge.text import counted, fold, listed, shortened
from knowledge.timeline import Rows

_SHOWN = 5
_ENOUGH = 0.5
"""Share of a topic's words that the best paper must have."""
_MOST_BUSIEST = 3
"""How many periods with most papers are named."""


@command
def timeline(
    desk: Desk,
    person: Annotated[str, people] = "",
    *,
    topic: Annotated[str, topic_names] = "",
    by: Rows | None = None,
) -> Answer:
    """Show how the papers of a person or on a topic spread over the years.

    Lists of authors may be cut, so a person's papers are a lower bound.

    Args:
        person: Any part of a name; without one, and without a topic, the library's scholar.
        topic: Words to look for in titles and abstracts, or one of /topics.
        by: What the rows are; if you don't say, topics for a person and people for a topic.
    """
    library = desk.library
    one = desk.person(person) if person else None if topic else library.owner()
    chosen = _on(library, topic) if topic else library.newest(one.papers if one else None)
    if topic and one:
        chosen = library.newest(np.intersect1d(chosen.positions, list(one.papers)).tolist())
    title = _title(one, topic)
    if not len(chosen):
        says = f"No paper of {literal(one.name) if one else 'this library'} is about that."
        return Answer(outcome="nothing", title=title, text=says)
    rows = by or ("person" if topic and not one else "topic")
    picture = timelines.timeline(
        library,
        chosen.positions,
        timelines.rows_by(library, chosen.positions, rows, but=one or library.owner()),
        title=title,
        unfinished_year=desk.unfinished_year,
        note=_note(library, one, rows, chosen),
    )
    positions = library.columns.by_date(chosen.positions, is_newest_first=False)
    oldest = Selection(library.papers, positions)
    shown = oldest[desk.skip : desk.skip + _SHOWN]
    return Answer(
        title=title,
        text=_said(library, one, chosen, picture),
        papers=shown,
        heading="From the first on",
        first=desk.skip + 1,
        seen=desk.skip + len(shown),
        remaining=max(len(oldest) - desk.skip - len(shown), 0),
        picture=None if desk.skip else picture,
        steps=_steps(one, topic, rows),
    )


def _on(library: Library, topic: str) -> Selection:
    """Choose the papers of a topic of the library, or those that have all words.

    Raises:
        NothingMatches: None has them.
    """
    for known in library.with_topics.topics.everything:
        if fold(known.name) == fold(topic):
            return library.newest(known.papers.tolist())
    found = find(library, Wanted(query=topic), order="newest", enough=_ENOUGH)
    if not found.whole:
        says = f"No paper here has all words of *{literal(shortened(topic, 100))}*."
        raise NothingMatches(says, typed=topic, nearest=found.perhaps or tuple(found.papers[:3]))
    return library.newest(library.positions[paper.id] for paper in found.papers[: found.whole])


def _note(library: Library, one: Person | None, rows: Rows, chosen: Selection) -> str:
    """Say that people may have more papers than are known as theirs, where they are counted."""
    cut = library.columns.truncated
    if one is not None and one != library.owner():
        return lower_bound(int(cut.sum()))
    return lower_bound(int(cut[chosen.positions].sum())) if rows == "person" else ""


def _title(one: Person | None, topic: str) -> str:
    about = f" on {shortened(topic, 60)}" if topic else ""
    whose = f" of {one.name}" if one else "" if topic else " in this library"
    return f"Papers{whose}{about} over the years"


def _said(library: Library, one: Person | None, chosen: Selection, picture: Timeline) -> str:
    """Tell how many there are, from when to when, and when most."""
    is_cut = one is not None and one != library.owner() and library.columns.truncated.any()
    says = f"{'At least ' if is_cut else ''}**{counted(len(chosen), 'paper')}**"
    if not picture.periods:
        return f"{says}, without a date."
    first, last = picture.periods[0], picture.periods[-1]
    says += f", {first} to {last}" if first != last else f", {first}"
    values = picture.lanes[0].values
    busiest = [
        name for name, value in zip(picture.periods, values, strict=True) if value == max(values)
    ]
    if max(values) > 1 and len(busiest) < len(values) and len(busiest) <= _MOST_BUSIEST:
        says += f", most in {listed(busiest)} ({max(values):,g})"
    if picture.is_last_unfinished:
        says += f"; {last} isn't over in these data"
    if is_cut:
        says += ". Lists of authors are cut here, so some of the papers may not be known as theirs"
    return f"{says}."


def _steps(one: Person | None, topic: str, rows: Rows) -> tuple[Step, ...]:
    asked: dict[str, str | int | bool] = {}
    if one:
        asked["person"] = one.name
    if topic:
        asked["topic"] = topic
    others: tuple[Rows, ...] = ("topic", "person", "category")
    return tuple(
        Step(f"By {other}", "timeline", {**asked, "by": other}) for other in others if other != rows
    )
