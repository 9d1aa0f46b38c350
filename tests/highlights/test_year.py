"""A year goes by in many zones: each local date has its post, in order, and none has two."""

from __future__ import annotations

import datetime
from collections import defaultdict
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.highlights import planning
from bot.notebook import Notebook
from bot.notebook.deliveries import Deliveries
from bot.notebook.subscriptions import Subscription, Subscriptions
from bot.notebook.tables import delivery
from knowledge.interests import Interests
from tests.bot.test_schedule import ZONES, days_of, there
from tests.highlights.conftest import Clock, hurry

YEAR = 2026
STEPS = (1, 5, 7, 11, 11)
"""Hours from one look at the notebook to the next, in turn."""
LEASE = datetime.timedelta(seconds=30)
BATCH = 16


def subscribed(notebook: Notebook, now: datetime.datetime) -> dict[int, Subscription]:
    """Subscribe a channel of each zone, to times about which clocks change and to others."""
    made = {}
    for number, zone in enumerate(ZONES[:40]):
        one = Subscription(
            guild_id=9,
            channel_id=number,
            kind="text",
            made_by=5,
            made_at=now,
            minute=(0, 30, 90, 120, 150, 180, 720, 1439)[number % 8],
            zone=zone,
            days=127,
            number=1,
            interests=Interests(),
            on_empty="silent",
            due_at=None,
        )
        due_at = planning.next_due(one, now)
        kept = Subscriptions(notebook).add(
            Subscription(**{**{x: getattr(one, x) for x in one.__slots__}, "due_at": due_at})
        )
        made[kept.id] = kept
    return made


def sent(notebook: Notebook, delivery_ids: list[int]) -> None:
    """Confirm deliveries, all at once."""
    with notebook.transaction() as connection:
        ours = delivery.c.id.in_(delivery_ids)
        connection.execute(update(delivery).where(ours).values(state="sent"))


def test_each_local_date_of_a_year_has_one_post_in_order(tmp_path: object, clock: Clock) -> None:
    clock.now = datetime.datetime(YEAR - 1, 12, 30, tzinfo=datetime.UTC)
    notebook = Notebook(f"{tmp_path}/notebook.sqlite", now=clock)
    hurry(notebook)
    subscriptions = Subscriptions(notebook)
    workers = [Deliveries(notebook, name) for name in ("one", "another")]
    made = subscribed(notebook, clock.now)
    posted = defaultdict(list)
    turn = 0
    while clock.now < datetime.datetime(YEAR + 1, 1, 3, tzinfo=datetime.UTC):
        clock.wait(hours=STEPS[turn % len(STEPS)])
        due = subscriptions.due(clock.now, most=200)
        plans = [planning.plan(one, clock.now) for one in due]
        workers[turn % 2].plan(plans)
        if turn % 5 == 0:
            assert workers[1 - turn % 2].plan(plans) == 0  # who comes second plans nothing
        while claimed := workers[turn % 2].claim(lease=LEASE, most=BATCH):
            for one in claimed:
                assert clock.now - one.due_at < datetime.timedelta(hours=12)
                zone = ZoneInfo(made[one.subscription_id].zone)
                assert one.due_at.astimezone(zone).date() == one.local_date
                posted[one.subscription_id].append(one.local_date)
            sent(notebook, [one.id for one in claimed])
        turn += 1
    with notebook.reading() as connection:
        assert set(connection.scalars(select(delivery.c.state))) == {"sent"}
    notebook.close()
    for number, one in made.items():
        dates = [day for day in posted[number] if day.year == YEAR]
        assert all(day < after for day, after in pairwise(dates)), one.zone
        assert dates == sorted(there(one.zone, YEAR) & set(days_of(YEAR))), one.zone
