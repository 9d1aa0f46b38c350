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
SEE, WRITE, ATTACH, READ_BACK = 1 << 10, 1 << 11, 1 << 15, 1 << 16
"""Permissions of a channel: VIEW_CHANNEL, SEND_MESSAGES, ATTACH_FILES, READ_MESSAGE_HISTORY."""
WRITE_IN_THREADS = 1 << 38
_EMBED, _COMMAND, _OPEN_THREADS = 1 << 14, 1 << 31, 1 << 35
ORDINARY = SEE | WRITE | ATTACH | READ_BACK | WRITE_IN_THREADS | _EMBED | _COMMAND | _OPEN_THREADS
"""Permissions that everybody has."""
TEXT, DIRECT, NEWS, FORUM = 0, 1, 5, 15
"""Kinds of channels, by Discord's numbers."""
THREADS = (10, 11, 12)
"""Of a news channel, of a channel or forum, and a private one."""
TAG_REQUIRED = 1 << 4
"""A forum's flag: each post needs a tag."""
CROSSPOSTED = 1 << 0
"""A message's flag: it was published."""
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


def channel(channel_id: int, name: str = "papers", kind: int = TEXT, **more: Any) -> Payload:
    """Describe a channel; `kind` is Discord's number."""
    about = {
        "id": str(channel_id),
        "type": kind,
        "name": name,
        "position": 0,
        "permission_overwrites": [],
        "nsfw": False,
        "topic": None,
        "last_message_id": None,
        "flags": 0,
        "permissions": str(ORDINARY),
    }
    if kind == FORUM:
        about |= {"available_tags": [], "default_reaction_emoji": None, "default_forum_layout": 0}
    return {**about, **more}


def direct_channel(channel_id: int, *recipients: Payload) -> Payload:
    """Describe somebody's direct messages with the bot."""
    return {
        "id": str(channel_id),
        "type": DIRECT,
        "recipients": list(recipients),
        "last_message_id": None,
    }


def tag(tag_id: int, name: str, *, is_moderated: bool = False) -> Payload:
    """Describe a forum's tag."""
    return {
        "id": str(tag_id),
        "name": name,
        "moderated": is_moderated,
        "emoji_id": None,
        "emoji_name": None,
    }


def thread(
    thread_id: int, parent_id: int, guild_id: int, name: str = "a talk", **more: Any
) -> Payload:
    """Describe a thread of a channel, or a post of a forum."""
    about = {
        "guild_id": str(guild_id),
        "parent_id": str(parent_id),
        "owner_id": "1",
        "message_count": 1,
        "member_count": 1,
        "total_message_sent": 1,
        "rate_limit_per_user": 0,
        "applied_tags": [],
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 60,
            "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "locked": False,
        },
    }
    return channel(thread_id, name, **{"kind": 11, **about, **more})


def guild(
    guild_id: int,
    channels: list[Payload],
    me: Payload,
    threads: list[Payload] | None = None,
    name: str = "A lab",
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
        "name": name,
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


def written(channel_id: int, author: Payload, given: Payload) -> Payload:
    """Describe the message that comes of what was sent."""
    made = message(channel_id, author, **shown(given))
    made["flags"] = given.get("flags") or 0
    made["components"] = _numbered(made["components"])
    if "message_reference" in given:
        made["message_reference"] = given["message_reference"]
        made["type"] = 19
    return made


def shown(given: Payload) -> Payload:
    """Tell what of a message is shown of what was sent."""
    seen: Payload = {
        name: given[name] for name in ("content", "components") if given.get(name) is not None
    }
    if given.get("attachments") is not None:
        seen["attachments"] = [
            {
                "id": str(snowflake()),
                "filename": one["filename"],
                "size": 1,
                "url": f"https://cdn.discordapp.com/{one['filename']}",
                "proxy_url": f"https://media.discordapp.net/{one['filename']}",
            }
            for one in given["attachments"]
        ]
    return seen


def _numbered(components: list[Payload]) -> list[Payload]:
    """Give components numbers and media what Discord finds out about it, as it does."""
    numbers = iter(range(1, 1000))

    def number(one: Payload) -> Payload:
        numbered = {"id": next(numbers), **one}
        if "components" in one:
            numbered["components"] = [number(inner) for inner in one["components"]]
        if "accessory" in one:
            numbered["accessory"] = number(one["accessory"])
        return numbered

    return [number(one) for one in components]
