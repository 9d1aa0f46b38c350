"""This file holds what is kept about a person, written so that people and programs can read it."""

from __future__ import annotations

import calendar
import json
from collections.abc import Callable
from dataclasses import asdict

from bot.notebook.keeping import Kept
from bot.notebook.subscriptions import Subscription


def export(kept: Kept, *, title: Callable[[str], str]) -> dict[str, object]:
    """Write all that is kept about a person as JSON has it; ids are strings, times are ISO 8601.

    Args:
        kept: What is kept.
        title: Finds a paper's title by its id; empty where it is gone.
    """

    def paper(paper_id: str) -> dict[str, object]:
        return {"paper": paper_id, "title": title(paper_id)}

    return {
        "person": str(kept.person_id),
        "votes": [
            {
                **paper(one.paper_id),
                "vote": "for" if one.vote > 0 else "against",
                **_where(one.channel_id, one.guild_id),
                "at": one.at.isoformat(),
            }
            for one in kept.votes
        ],
        "saved_papers": [{**paper(one.paper_id), "at": one.at.isoformat()} for one in kept.saved],
        "subscriptions_in_direct_messages": [_subscription(one) for one in kept.direct],
        "subscriptions_made_for_servers": [_subscription(one) for one in kept.made],
        "question_channels_chosen": [
            {**_where(one.channel_id, one.guild_id), "at": one.at.isoformat()}
            for one in kept.opened
        ],
        "conversations": [
            {**_where(one.channel_id), "at": one.at.isoformat(), "seen": _memory(one.memory)}
            for one in kept.said
        ],
        "shown_in_direct_messages": [
            {
                **paper(one.paper_id),
                "why": one.why,
                "at": one.at.isoformat() if one.at else None,
            }
            for one in kept.seen
        ],
        "muted_words_in_direct_messages": list(kept.muted),
    }


def _subscription(one: Subscription) -> dict[str, object]:
    return {
        "number": one.id,
        **_where(one.channel_id, one.guild_id),
        "made_at": one.made_at.isoformat(),
        "time": f"{one.minute // 60:02}:{one.minute % 60:02}",
        "time_zone": one.zone,
        "days": [name for bit, name in enumerate(calendar.day_name) if one.days >> bit & 1],
        "papers": one.number,
        **asdict(one.interests),
        "where_nothing_fits": one.on_empty,
        "is_silent": one.is_silent,
        "is_paused": one.paused_at is not None,
    }


def _where(channel_id: int, guild_id: int | None = None) -> dict[str, object]:
    channel: dict[str, object] = {"channel": str(channel_id)}
    if guild_id is None:
        return channel
    return {**channel, "server": str(guild_id) if guild_id else None}


def _memory(written: str) -> object:
    try:
        return json.loads(written)
    except ValueError:  # by another version
        return written
