"""This file holds who writes about a topic."""

from __future__ import annotations

from collections import Counter

from commands._command import command
from commands._desk import Desk
from knowledge.answer import Answer, Step
from knowledge.finding import Wanted, find
from knowledge.markdown import literal
from knowledge.text import counted, shortened

_SHOWN = 10
_PAPERS = 3
_ENOUGH = 0.5
"""Share of a topic's words that the best paper must have."""


@command
def experts(desk: Desk, topic: str) -> Answer:
    """List who wrote most about a topic, and the papers that this is counted from.

    Lists of authors may be cut, so what is counted are lower bounds.

    Args:
        topic: Words to look for in titles and abstracts, or a category.
    """
    library = desk.library
    category = library.categories.meant(topic)
    wanted = Wanted(category=category) if category else Wanted(query=topic)
    found = find(library, wanted, enough=_ENOUGH)
    shown = literal(shortened(topic, 100))
    if not found.papers:
        return Answer(
            outcome="nothing",
            title="Nobody found",
            text=f"No paper here is about *{shown}*, so I know nobody who works on it.",
            papers=found.perhaps,
            heading="Perhaps" if found.perhaps else "",
        )
    having_all = found.papers[: found.whole] if found.whole else found.papers[:_PAPERS]
    wrote = Counter(
        person.name
        for paper in having_all
        for person in library.people.of(paper)
        if library.positions[paper.id] not in person.implied
    )
    everybody = wrote.most_common()
    shown_people = everybody[desk.skip : desk.skip + _SHOWN]
    lines = [f"- **{literal(name)}**: {counted(number, 'paper')}" for name, number in shown_people]
    number = len(having_all)
    says = f"{counted(len(everybody), 'person', 'people')} on {counted(number, 'paper')} about *{shown}*:"
    return Answer(
        title=f"Who works on {shortened(topic, 100)}",
        text="\n".join(([] if desk.skip else [says, ""]) + lines),
        papers=() if desk.skip else tuple(having_all[:_PAPERS]),
        heading=f"Best fitting of the {counted(number, 'paper')}" if number > 1 else "The paper",
        seen=desk.skip + len(shown_people),
        remaining=max(len(everybody) - desk.skip - len(shown_people), 0),
        steps=tuple(
            Step(f"Papers by {name}", "find", {"author": name}) for name, _ in everybody[:2]
        ),
    )
