"""This file holds what only people who manage a server need: its state, and question channels."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from sqlalchemy.exc import SQLAlchemyError

from bot import hearing
from bot.client import Presence
from bot.notebook.subscriptions import Subscriptions
from bot.reception import Reply, told
from bot.telling import told_or
from bot.watching import Files
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.text import counted, listed

_SERVERS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
_BY_SERVER = app_commands.AppInstallationType(guild=True, user=False)

Interaction = discord.Interaction[Any]


@dataclass(frozen=True, slots=True)
class About:
    """What there is to say about the process.

    Attributes:
        version: Of Paperclub.
        started: When the process began.
        files: How it stands with the library's files.
    """

    version: str
    started: datetime.datetime
    files: Files


def add(presence: Presence, about: About) -> None:
    """Offer the commands that are for people who manage a server."""
    presence.tree.add_command(_status(presence, about))
    presence.tree.add_command(_question_channel(presence))


def _status(presence: Presence, about: About) -> app_commands.Command[Any, ..., None]:
    async def status(interaction: Interaction) -> None:
        latency = _latency(presence)

        def answer() -> Reply:
            if not interaction.permissions.manage_guild:
                return told("Not for you", "Only people who may manage this server see that.")
            library = presence.reception.library
            changed = about.files.changed
            files = [f"files changed {_when(changed)}"] if changed else []
            lines = [
                f"- **Version:** {about.version}, running since {_when(about.started)}",
                f"- **Library:** {_contents(library)}",
                f"- **Data:** {'; '.join([*files, _newest(library)])}",
                *_trouble(about.files),
                *_notebook(presence),
                f"- **Latency:** {latency}",
                f"- **Commands:** {'in chosen servers' if presence.is_for_servers else 'for everybody'}",
                f"- **Question channels:** {_questions(presence)}",
                *_highlights(presence, interaction.guild_id or 0),
            ]
            return told("Paperclub", "\n".join(lines), outcome="found")

        await presence.take(interaction, answer)

    return _command(
        status, "Tell how I am: version, library, latency, age of the data.", "manage_guild"
    )


def _question_channel(presence: Presence) -> app_commands.Command[Any, ..., None]:
    async def questions(interaction: Interaction, every_message: bool) -> None:
        await presence.take(
            interaction,
            lambda: told_or(lambda: _chosen(presence, interaction, is_open=every_message)),
        )

    app_commands.describe(
        every_message="Whether every message in this channel is a question to me."
    )(questions)
    return _command(
        questions, "Choose whether every message in this channel is a question.", "manage_channels"
    )


def _chosen(presence: Presence, interaction: Interaction, *, is_open: bool) -> Reply:
    """Make a channel one in which every message is a question, or an ordinary one again."""
    if not interaction.permissions.manage_channels:
        return told("Not for you", "Only people who may manage this channel choose that.")
    if is_open and not presence.has_message_content:
        return told("Not possible yet", _NO_CONTENT)
    channel_id, notebook = hearing.question_place(interaction.channel), presence.notebook
    if notebook is None or not channel_id:
        says = "My notebook can't be used at the moment, so I could not remember that."
        return told("Not possible now", says, outcome="unavailable")
    if is_open:
        guild_id, person_id = interaction.guild_id or 0, interaction.user.id
        notebook.open_for_questions(channel_id, guild_id=guild_id, chosen_by=person_id)
        says = "a question now; replies among yourselves are not."
    else:
        notebook.close_for_questions(channel_id)
        says = "a question only where it mentions me, or replies to me."
    presence.question_channels = notebook.question_channels()
    where = f"<#{channel_id}>, its threads and posts included,"
    return told("Understood", f"Every message in {where} is {says}", outcome="found")


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


def _trouble(files: Files) -> list[str]:
    if not files.trouble:
        return []
    says = "as they are now they can't be used, so I answer from what they held before"
    return [f"- **Files:** {says}: {literal(files.trouble)}"]


def _notebook(presence: Presence) -> list[str]:
    if presence.notebook and not presence.notebook.trouble:
        return []
    return [
        "- **Notebook:** can't be used at the moment, so nothing is remembered; the log says why"
    ]


def _contents(library: Library) -> str:
    says = counted(len(library.papers), "paper")
    if library.profiles:
        names = dict.fromkeys(profile.name for profile in library.profiles)
        says += f" from the profile of {listed(list(names)[:3])}"
    faults = sum(remark.is_fault for remark in library.remarks)
    return f"{says}; {counted(faults, 'fault')} in its files" if faults else says


def _newest(library: Library) -> str:
    newest = library.newest()[0].date
    return f"newest paper {newest.words}" if newest else "no paper has a date"


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


def _highlights(presence: Presence, guild_id: int) -> list[str]:
    """Tell how it stands with the server's daily papers, where the notebook can be read."""
    try:
        there = Subscriptions(presence.notebook).of_guild(guild_id) if presence.notebook else []
    except SQLAlchemyError:  # which another line tells
        return []
    paused = sum(one.paused_at is not None for one in there)
    due = min((one.due_at for one in there if one.due_at), default=None)
    says = counted(len(there), "subscription")
    says += f", {paused} paused" if paused else ""
    says += f"; the next post is due {_when(due)}" if due else ""
    return [f"- **Daily papers:** {says}"]


def _when(moment: datetime.datetime) -> str:
    return discord.utils.format_dt(moment, "R")
