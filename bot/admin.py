"""This file holds what only people who manage a server need: its state, and question channels."""

from __future__ import annotations

import asyncio
import datetime
import logging
import math
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from sqlalchemy.exc import SQLAlchemyError

from bot import replying
from bot.client import Presence
from knowledge.library import Library
from knowledge.text import counted, listed

_log = logging.getLogger(__name__)
_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
_BY_SERVER = app_commands.AppInstallationType(guild=True, user=False)

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say about the process.

    Attributes:
        version: Of Paperclub.
        started: When the process began.
        changed: When the newest of the library's files was changed.
    """

    version: str
    started: datetime.datetime
    changed: datetime.datetime | None


def add(presence: Presence, about: About) -> None:
    """Offer the commands that are for people who manage a server."""
    presence.tree.add_command(_status(presence, about))
    presence.tree.add_command(_question_channel(presence))


def _status(presence: Presence, about: About) -> app_commands.Command[Any, ..., None]:
    async def status(interaction: Interaction) -> None:
        if not interaction.permissions.manage_guild:
            says = "Only people who may manage this server see that."
            await replying.notify(interaction, "Not for you", says)
            return
        library = presence.reception.library
        lines = [
            f"- **Version:** {about.version}, running since {_when(about.started)}",
            f"- **Library:** {_contents(library)}",
            f"- **Data:** {_age(library, about)}",
            f"- **Latency:** {_latency(presence)}",
            f"- **Commands:** {'for this server' if presence.is_for_servers else 'for everybody'}",
            f"- **Question channels:** {_questions(presence)}",
        ]
        await replying.notify(interaction, "Paperclub", "\n".join(lines), outcome="found")

    return _command(
        status, "Tell how I am: version, library, latency, age of the data.", "manage_guild"
    )


def _question_channel(presence: Presence) -> app_commands.Command[Any, ..., None]:
    async def questions(interaction: Interaction, every_message: bool) -> None:
        if not interaction.permissions.manage_channels:
            says = "Only people who may manage this channel choose that."
            await replying.notify(interaction, "Not for you", says)
            return
        if every_message and not presence.has_message_content:
            await replying.notify(interaction, "Not possible yet", _NO_CONTENT)
            return
        if presence.notebook is None or interaction.channel_id is None:
            says = "My notebook can't be used at the moment, so I could not remember that."
            await replying.notify(interaction, "Not possible now", says, outcome="unavailable")
            return
        channel_id, guild_id = interaction.channel_id, interaction.guild_id or 0
        notebook, person_id = presence.notebook, interaction.user.id

        def choose() -> frozenset[int]:
            if every_message:
                notebook.open_for_questions(channel_id, guild_id=guild_id, chosen_by=person_id)
            else:
                notebook.close_for_questions(channel_id)
            return notebook.question_channels()

        try:
            presence.question_channels = await asyncio.to_thread(choose)
        except SQLAlchemyError as error:
            await replying.send(interaction, replying.broken("/questions", error))
            return
        says = (
            "Every message here is a question now; replies among yourselves are not."
            if every_message
            else "Only messages that mention me, or reply to me, are questions here."
        )
        await replying.notify(interaction, "Understood", says, outcome="found")

    app_commands.describe(
        every_message="Whether every message in this channel is a question to me."
    )(questions)
    return _command(
        questions, "Choose whether every message in this channel is a question.", "manage_channels"
    )


_NO_CONTENT = (
    "I can't read messages that don't mention me. Whoever runs me can allow it: enable *Message"
    " Content Intent* for the bot in Discord's Developer Portal, and start me with"
    " `PAPERCLUB_MESSAGE_CONTENT=true`. Until then, mention me, reply to me, or use /ask."
)


def _command(
    callback: Any, description: str, permission: str
) -> app_commands.Command[Any, ..., None]:
    command: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=callback.__name__,
        description=description,
        callback=callback,
        allowed_contexts=_SERVERS,
        allowed_installs=_BY_SERVER,
    )
    # Discord hides the command by this; the server's own settings may show it to others.
    command.default_permissions = discord.Permissions(**{permission: True})
    return command


def _contents(library: Library) -> str:
    says = counted(len(library.papers), "paper")
    if library.profiles:
        names = dict.fromkeys(profile.name for profile in library.profiles)
        says += f" from the profile of {listed(list(names)[:3])}"
    faults = sum(remark.is_fault for remark in library.remarks)
    return f"{says}; {counted(faults, 'fault')} in its files" if faults else says


def _age(library: Library, about: About) -> str:
    says = [f"files changed {_when(about.changed)}"] if about.changed else []
    dates = [paper.date for paper in library.papers if paper.date]
    if dates:
        newest = max(dates, key=str)
        says.append(f"newest paper {newest.words}")
    return "; ".join(says) or "unknown"


def _latency(presence: Presence) -> str:
    milliseconds = presence.latency * 1000
    # Until a first heartbeat was answered, discord.py calls it infinite.
    to_discord = f"{milliseconds:.0f} ms" if math.isfinite(milliseconds) else "not measured yet"
    lag = presence.pulse.worst_of_minute_seconds
    return (
        f"{to_discord} to Discord; my own loop was late by at most {lag * 1000:.0f} ms in the last"
        " minute"
    )


def _questions(presence: Presence) -> str:
    if not presence.has_message_content:
        return "not possible, because I may not read messages that don't mention me"
    return counted(len(presence.question_channels), "channel")


def _when(moment: datetime.datetime) -> str:
    return discord.utils.format_dt(moment, "R")
