"""This file holds how what somebody typed about their highlights becomes a subscription."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.highlights import hours, planning, weekdays, zones
from bot.notebook.subscriptions import Kind, OnEmpty, Subscription
from bot.telling import Refused
from knowledge.errors import InvalidOption, NothingMatches, SeveralMatch
from knowledge.interests import Interests
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.text import fold, listed, shortened, visible

MOST_PAPERS = 10
_MOST_WORDS, _LONGEST = 20, 100
"""Of one kind, and the letters of each."""
_NONE = frozenset(("none", "nothing", "no", "any", "all", "everything", "-", "–"))
_EIGHT = 8 * 60


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody typed; None for what they left as it is."""

    time: str | None = None
    timezone: str | None = None
    days: str | None = None
    count: int | None = None
    topics: str | None = None
    authors: str | None = None
    categories: str | None = None
    exclude: str | None = None
    on_empty: OnEmpty | None = None
    silent: bool | None = None


@dataclass(frozen=True, slots=True)
class Where:
    """Where a subscription posts, and who makes it.

    Attributes:
        channel_id: The channel.
        kind: What sort of channel that is.
        guild_id: The server; 0 for direct messages.
        person_id: Who makes it.
        caution: What they should know about it; may be empty.
    """

    channel_id: int
    kind: Kind
    guild_id: int
    person_id: int
    caution: str = ""


def first(where: Where, locale: str, now: datetime.datetime) -> Subscription:
    """Make the subscription of somebody who chose nothing: three papers every morning at eight."""
    return Subscription(
        guild_id=where.guild_id,
        channel_id=where.channel_id,
        kind=where.kind,
        made_by=where.person_id,
        made_at=now,
        minute=_EIGHT,
        zone=zones.guessed(locale),
        days=weekdays.read_days("every day"),
        number=3,
        interests=Interests(),
        on_empty="silent",
        due_at=None,
    )


def granted(
    library: Library,
    wishes: Wishes,
    before: Subscription,
    *,
    locale: str,
    now: datetime.datetime,
    newest: datetime.date | None = None,
) -> tuple[Subscription, list[str]]:
    """Change a subscription as somebody wishes, and say how their words were read.

    Args:
        library: Which people and categories there are.
        wishes: What they typed.
        before: The subscription as it was.
        locale: Of who typed, by which the names of zones are read.
        now: In UTC.
        newest: The newest local date that was planned already; None where none was.

    Returns:
        The subscription, and remarks in Markdown.

    Raises:
        InvalidOption: Something can't be read; the message says what is taken.
        Refused: A name may be several people's.
    """
    remarks: list[str] = []
    interests, old = Interests(), before.interests
    interests = Interests(
        topics=_read(wishes.topics, old.topics, lambda one: _topic(library, one, remarks)),
        authors=_read(wishes.authors, old.authors, lambda one: _author(library, one, remarks)),
        categories=_read(wishes.categories, old.categories, lambda one: _category(library, one)),
        exclude=_read(wishes.exclude, old.exclude, lambda one: one),
    )
    one = replace(
        before,
        minute=before.minute if wishes.time is None else hours.read_time(wishes.time),
        zone=before.zone
        if wishes.timezone is None
        else zones.read(wishes.timezone, locale=locale, now=now),
        days=before.days if wishes.days is None else weekdays.read_days(wishes.days),
        number=wishes.count or before.number,
        interests=interests,
        on_empty=wishes.on_empty or before.on_empty,
        is_silent=before.is_silent if wishes.silent is None else wishes.silent,
    )
    if one.paused_at is None:
        one = replace(one, due_at=planning.next_due(one, now, newest=newest))
        if newest and one.due_at != before.due_at and one.due_at != planning.next_due(one, now):
            remarks.append(
                "A day has one post at most, so the next comes on the first day without."
            )
    return one, remarks


def last_of(typed: str) -> tuple[str, str]:
    """Part what was typed of a list into what is finished and what is still being typed."""
    head, comma, last = typed.rpartition(",")
    return (f"{head}{comma} " if comma else ""), last.strip()


def _read(
    typed: str | None, before: tuple[str, ...], read: Callable[[str], str]
) -> tuple[str, ...]:
    if typed is None:
        return before
    words = [" ".join(visible(one).split()) for one in re.split(r"[,;\n]", typed)]
    words = [one for one in words if one]
    if (len(words) == 1 and fold(words[0]) in _NONE) or words == ["-"]:
        return ()
    if len(words) > _MOST_WORDS:
        raise InvalidOption(f"You gave {len(words)} words or names; {_MOST_WORDS} are the most.")
    if too_long := [one for one in words if len(one) > _LONGEST]:
        shown = literal(shortened(too_long[0], 40))
        raise InvalidOption(f"*{shown}* is too long; {_LONGEST} letters are the most.")
    return tuple({fold(one): one for one in map(read, words)}.values())


def _topic(library: Library, typed: str, remarks: list[str]) -> str:
    query = library.index.understood(typed)
    remarks += [
        f"I read *{literal(word)}* as *{literal(meant)}*."
        for word, meant in query.corrected.items()
    ]
    if query.unknown:
        words = listed([f"*{literal(word)}*" for word in query.unknown])
        remarks.append(f"No paper here has {words} yet.")
    return typed


def _author(library: Library, typed: str, remarks: list[str]) -> str:
    """Find whom a name means; who isn't here yet is looked out for."""
    name = typed.strip("\"'“”")
    if name != typed:
        return name
    try:
        person = library.person(typed)
    except SeveralMatch as error:
        names = listed([f"*{literal(one)}*" for one in error.names[:6]], last="or")
        says = f"*{literal(typed)}* may be {names}. Write one of them in full"
        raise Refused(
            "Which one?", f"{says}, or in quotes to look out for just that name."
        ) from None
    except NothingMatches as error:
        near = listed([f"*{literal(one)}*" for one in error.names[:3]], last="or")
        perhaps = f" Did you mean {near}?" if near else ""
        says = f"Nobody here is called *{literal(typed)}*; I look out for that name."
        remarks.append(f"{says}{perhaps}")
        return typed
    if not library.reads_literally(typed, person):
        remarks.append(f"I read *{literal(typed)}* as *{literal(person.name)}*.")
    return person.name


def _category(library: Library, typed: str) -> str:
    try:
        return library.category(typed)
    except (NothingMatches, SeveralMatch) as error:
        raise InvalidOption(str(error)) from None
