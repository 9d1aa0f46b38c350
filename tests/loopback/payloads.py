"""This file holds what Discord's objects look like on the wire, no larger than the bot needs."""

from __future__ import annotations

import datetime
import itertools
import time
from typing import Any

Payload = dict[str, Any]

COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6
LOADING = 1 << 7
MANAGING = 1 << 4 | 1 << 5
"""Permissions: channels and the server."""
ORDINARY = 1 << 10 | 1 << 11 | 1 << 16 | 1 << 31
"""Permissions: see, write, read what was written, use commands."""
_EPOCH_MS = 1420070400000
_count = itertools.count(1)


def snowflake() -> int:
    """Make a new id, as Discord does: milliseconds, then a count."""
    return (int(time.time() * 1000) - _EPOCH_MS) << 22 | next(_count) % (1 << 22)


def user(user_id: int, name: str, *, is_bot: bool = False) -> Payload:
    """Describe somebody."""
    return {
        "id": str(user_id),
        "username": name,
        "global_name": name.title(),
        "discriminator": "0",
        "avatar": None,
        "bot": is_bot,
        "public_flags": 0,
    }


def member(one: Payload, permissions: int = ORDINARY) -> Payload:
    """Describe somebody as a member of a server."""
    return {
        "user": one,
        "roles": [],
        "joined_at": "2024-01-01T00:00:00+00:00",
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": str(permissions),
    }


def channel(channel_id: int, name: str = "papers", kind: int = 0, **more: Any) -> Payload:
    """Describe a channel; `kind` is Discord's number (0 text, 1 direct, 11 thread, 15 forum)."""
    return {
        "id": str(channel_id),
        "type": kind,
        "name": name,
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "topic": None,
        "permissions": str(ORDINARY),
        **more,
    }


def thread(thread_id: int, parent_id: int, guild_id: int) -> Payload:
    """Describe a thread of a channel, or a post of a forum."""
    return channel(
        thread_id,
        "a talk",
        kind=11,
        guild_id=str(guild_id),
        parent_id=str(parent_id),
        owner_id="1",
        message_count=1,
        member_count=1,
        thread_metadata={
            "archived": False,
            "auto_archive_duration": 60,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
    )


def guild(
    guild_id: int, channels: list[Payload], me: Payload, threads: list[Payload] | None = None
) -> Payload:
    """Describe a server."""
    everyone = {
        "id": str(guild_id),
        "name": "@everyone",
        "permissions": str(ORDINARY),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": str(guild_id),
        "name": "A lab",
        "icon": None,
        "owner_id": "1",
        "roles": [everyone],
        "emojis": [],
        "features": [],
        "channels": channels,
        "members": [member(me)],
        "threads": threads or [],
        "member_count": 2,
        "joined_at": "2024-01-01T00:00:00+00:00",
        "large": False,
        "unavailable": False,
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "stickers": [],
        "soundboard_sounds": [],
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "system_channel_flags": 0,
    }


def message(channel_id: int, author: Payload, **more: Any) -> Payload:
    """Describe a message."""
    return {
        "id": str(snowflake()),
        "channel_id": str(channel_id),
        "author": author,
        "content": "",
        "timestamp": datetime.datetime.now(datetime.UTC).isoformat(),
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "type": 0,
        "flags": 0,
        **more,
    }
