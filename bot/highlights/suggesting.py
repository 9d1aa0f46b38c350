"""This file holds what is offered while somebody types an option of /highlights."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from bot.highlights import hours, weekdays, wishes, words, zones
from bot.notebook.subscriptions import Subscription
from commands import _desk
from commands._desk import Desk
from knowledge.library import Library

Suggested = list[tuple[str, str]]
"""What is shown, and what is sent when it is chosen."""
Suggest = Callable[[Library, str, str], Suggested]
"""From a library, what was typed, and the locale of who types."""


def _times(_: Library, typed: str, __: str) -> Suggested:
    return [(one, one) for one in hours.times_suggested(typed)]


def _days(_: Library, typed: str, __: str) -> Suggested:
    return [(one, one) for one in weekdays.days_suggested(typed)]


def _zones(_: Library, typed: str, locale: str) -> Suggested:
    now = datetime.datetime.now(datetime.UTC)
    return [(one.label, one.name) for one in zones.suggested(typed, locale=locale, now=now)]


def _authors(library: Library, typed: str, _: str) -> Suggested:
    head, last = wishes.last_of(typed)
    already = {one.strip() for one in head.split(",")}
    found = _desk.people(Desk(library=library), last)
    return [(head + one, head + one) for one in found if one not in already]


def _categories(library: Library, typed: str, _: str) -> Suggested:
    head, last = wishes.last_of(typed)
    already = {one.strip() for one in head.split(",")}
    found = _desk.categories(Desk(library=library), last)
    codes = [code for code in found if code not in already]
    return [(head + library.categories.label(code), head + code) for code in codes]


def _papers(library: Library, typed: str, _: str) -> Suggested:
    return [(one, one) for one in _desk.papers(Desk(library=library), typed)]


SUGGEST: Mapping[str, Suggest] = {
    "time": _times,
    "days": _days,
    "timezone": _zones,
    "authors": _authors,
    "categories": _categories,
    "paper": _papers,
}
"""By the option's name."""


def line(one: Subscription) -> str:
    """Tell a subscription from others in a line of plain text."""
    what = "; ".join((*one.interests.topics, *one.interests.authors, *one.interests.categories))
    return f"#{one.id} · {words.when(one)} · {what or 'everything'}"
