"""Fixtures: the bot in a simulated Discord that judges every request."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import discord
import pytest

from bot import admin, privacy
from bot.client import Presence
from bot.highlights import adding
from bot.highlights.delivering import Delivering
from bot.notebook import Notebook
from bot.reception import Reception
from bot.turns import Allowance
from bot.watching import Files
from knowledge.library import Library
from tests.discord_rules import faults_in

DELIVERING: WeakKeyDictionary[Presence, Delivering] = WeakKeyDictionary()
"""Who delivers highlights, by the bot for which they do."""
STARTED = datetime.datetime(2026, 11, 23, 8, 0, tzinfo=datetime.UTC)


@dataclass
class Place:
    """A channel of a server with somebody in it, and the bot.

    Attributes:
        env: The simulated Discord.
        guild: A server.
        presence: The bot.
        channel: A text channel.
        alice: A member without any right beyond reading and writing.
        bob: Another.
        boss: Somebody who may manage the server.
    """

    env: Any
    guild: Any
    presence: Presence
    channel: Any
    alice: Any
    bob: Any
    boss: Any

    async def ask(self, command: str, /, **options: Any) -> Any:
        return await self.alice.slash(self.channel, command, **options)


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    one = Notebook(tmp_path / "notebook.sqlite")
    yield one
    one.close()


def a_presence(library: Library, notebook: Notebook | None, **options: Any) -> Presence:
    presence = Presence(Reception(library, notebook), notebook, **options)
    admin.add(presence, admin.About("1.2.3", STARTED, Files(STARTED)))
    if notebook:
        DELIVERING[presence] = adding.add(presence, notebook)
    privacy.add(presence)
    presence.allowance = Allowance(burst=1000)
    return presence


@pytest.fixture
def simcord_bot(library: Library, notebook: Notebook) -> Presence:
    library.warm()
    return a_presence(library, notebook)


@pytest.fixture
def place(simcord_env: Any) -> Iterator[Place]:
    """A server with the bot in it; when a test ends, every request is judged."""
    yield settled(simcord_env)
    assert faults(simcord_env) == []


def settled(env: Any) -> Place:
    """Settle people in a new server."""
    guild = env.create_guild()
    manager = guild.create_role(
        "boss", permissions=discord.Permissions(manage_guild=True, manage_channels=True)
    )
    people = [guild.add_member(env.create_user(name)) for name in ("alice", "bob")]
    boss = guild.add_member(env.create_user("boss"), roles=[manager])
    return Place(env, guild, env.bot, guild.create_text_channel("papers"), *people, boss)


def faults(env: Any) -> list[str]:
    """List what Discord would have objected to in all that was sent."""
    found = []
    for one in env.http_requests:
        if one.json is not None:
            attached = [part["filename"] for part in dict_of(one.json).get("attachments") or ()]
            found += faults_in(one.method, one.path, one.json, files=attached)
    return found


def dict_of(body: Any) -> dict[str, Any]:
    inner = body.get("data", body) if isinstance(body, dict) else {}
    return inner if isinstance(inner, dict) else {}


def texts(message: Any) -> str:
    """All that a message says, one piece after the other."""
    return "\n".join(_texts(message.components))


def _texts(components: Any) -> Iterator[str]:
    for one in components:
        if content := one.get("content"):
            yield content
        yield from _texts(one.get("components") or ())


def buttons(message: Any) -> list[dict[str, Any]]:
    """All buttons of a message, in order."""
    return list(_buttons(message.components))


def _buttons(components: Any) -> Iterator[dict[str, Any]]:
    for one in components:
        if one["type"] == 2:
            yield one
        yield from _buttons(one.get("components") or ())
        if accessory := one.get("accessory"):
            yield from _buttons([accessory])
