"""This file holds a notebook that has rows in every table."""

from __future__ import annotations

import datetime

from sqlalchemy import select

from bot.notebook import Notebook
from bot.notebook.arrivals import Arrivals
from bot.notebook.deliveries import Deliveries, Plan, Shown
from bot.notebook.servers import Servers
from bot.notebook.subscriptions import Kind, Subscription, Subscriptions
from bot.notebook.tables import METADATA
from bot.notebook.tastes import Tastes
from knowledge.interests import Interests

ALICE, BOB = 111_000_000_000_000_001, 222_000_000_000_000_002
LAB, CLUB = 333_000_000_000_000_003, 444_000_000_000_000_004
"""Two servers."""
PAPERS, READING, WITH_ALICE, WITH_BOB = 51, 61, 71, 81
"""A channel of each, and the direct messages with two people."""


def subscribed(
    notebook: Notebook, channel_id: int, *, guild_id: int = 0, by: int = ALICE
) -> Subscription:
    """Subscribe a channel."""
    kind: Kind = "text" if guild_id else "direct"
    one = Subscription(
        guild_id=guild_id,
        channel_id=channel_id,
        kind=kind,
        made_by=by,
        made_at=notebook.now(),
        minute=9 * 60 + 5,
        zone="Europe/Berlin",
        days=0b11111,
        number=3,
        interests=Interests(topics=("robots", "Sätze")),
        on_empty="silent",
        due_at=notebook.now(),
    )
    return Subscriptions(notebook).add(one)


def delivered(notebook: Notebook, one: Subscription, *paper_ids: str) -> None:
    """Deliver a subscription's post of today, and plan that of tomorrow."""
    deliveries = Deliveries(notebook, "tester")
    today, day = notebook.now(), datetime.timedelta(days=1)
    assert one.due_at
    for due_at in (today, today + day):
        dates = [(due_at.date(), due_at, "")]
        was = one.due_at if due_at == today else today + day
        deliveries.plan([Plan(one.id, was, dates, due_at + day, one.channel_id)])
    for claimed in deliveries.claim(lease=day, most=100):
        deliveries.choose(claimed, [Shown(paper, "why", 1) for paper in paper_ids])
        deliveries.confirm(claimed.id, 9_000 + claimed.id)


def filled(notebook: Notebook) -> Notebook:
    """Put rows into every table: two people's in two servers and in their direct messages."""
    tastes = Tastes(notebook)
    Deliveries(notebook, "worker").workers()
    Arrivals(notebook).note(["p1", "p2"])
    notebook.keep_options("{}")
    for name, person, direct in (("alice", ALICE, WITH_ALICE), ("bob", BOB, WITH_BOB)):
        places = ((PAPERS, LAB), (READING, CLUB), (direct, 0))
        for channel, guild in places:
            one = subscribed(notebook, channel, guild_id=guild, by=person)
            delivered(notebook, one, f"{name}-a", f"{name}-{channel}-b")
            tastes.vote("p1", 1, person_id=person, channel_id=channel, guild_id=guild)
            tastes.mute([name], channel_id=channel, guild_id=guild)
            for reader in (person, 0):
                notebook.keep_conversation(channel, reader, f'{{"by": "{name}"}}')
        tastes.keep("p2", person_id=person)
    notebook.open_for_questions(PAPERS, guild_id=LAB, chosen_by=ALICE)
    notebook.open_for_questions(READING, guild_id=CLUB, chosen_by=BOB)
    Servers(notebook).left(CLUB)
    assert all(rows(notebook).values())
    return notebook


def rows(notebook: Notebook) -> dict[str, list[tuple[object, ...]]]:
    """List all rows of all tables."""
    with notebook.reading() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for name, table in METADATA.tables.items()
        }
