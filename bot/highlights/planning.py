"""This file holds which local dates of a subscription are due, and what becomes of those that were missed."""

from __future__ import annotations

import datetime

from bot.highlights.schedule import CATCH_UP, Schedule, clocks_of
from bot.notebook.deliveries import Plan
from bot.notebook.subscriptions import Subscription

_MISSED = "I was away that day"
_OVERTAKEN = "I was away, and only the newest day that was missed is made up for"
_MOMENT = datetime.timedelta(microseconds=1)


def schedule_of(one: Subscription) -> Schedule:
    """Tell when a subscription posts."""
    return Schedule(one.minute, one.zone, one.days)


def local_date(one: Subscription, now: datetime.datetime) -> datetime.date:
    """Tell which day it is for a subscription."""
    return now.astimezone(clocks_of(one.zone)).date()


def next_due(
    one: Subscription, now: datetime.datetime, *, newest: datetime.date | None = None
) -> datetime.datetime:
    """Tell when a subscription posts next.

    Args:
        one: Which.
        now: In UTC.
        newest: The newest local date that had its post already, or was given up; the next is later.
    """
    when = schedule_of(one)
    due = when.next_after(now)
    while newest and due.date <= newest:
        due = when.next_after(due.instant)
    return due.instant


def plan(one: Subscription, now: datetime.datetime) -> Plan:
    """Plan what is due of a subscription: the newest day, unless that is too long ago.

    Args:
        one: It is due.
        now: In UTC.
    """
    assert one.due_at is not None  # noqa: S101 - or it would not be due
    when = schedule_of(one)
    missed = when.missed(one.due_at - _MOMENT, now)
    dates = [(day, due_at, _OVERTAKEN) for day, due_at in missed]
    if missed:
        day, due_at = missed[-1]
        dates[-1] = (day, due_at, "" if now - due_at <= CATCH_UP else _MISSED)
    return Plan(
        subscription_id=one.id,
        was_due_at=one.due_at,
        dates=dates,
        next_due_at=when.next_after(now)[1],
        channel_id=one.channel_id,
    )
