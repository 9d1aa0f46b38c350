"""This file holds what a message asks of us, and which papers an answer of ours shows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any

import discord
from discord import ui

from bot.buttons import Shown
from knowledge.text import visible

_LONGEST_MESSAGE = 2000


def question(
    message: discord.Message, me: discord.ClientUser | None, question_channels: Collection[int]
) -> str | None:
    """Tell what a message asks of us; None where it isn't addressed to us.

    Args:
        message: Of somebody.
        me: Us.
        question_channels: The ids of channels in which every message is a question, also in their
            threads.
    """
    if me is None or message.is_system():  # somebody joined, something was pinned
        return None
    is_question = (
        isinstance(message.channel, discord.DMChannel)
        or _answers(message, me)
        or any(user.id == me.id for user in message.mentions)
        or (message.reference is None and question_place(message.channel) in question_channels)
    )
    if not is_question or not message.content:  # a picture without a word asks nothing
        return None
    text = re.sub(rf"<@!?{me.id}>", " ", message.content)
    for user in message.mentions:
        for written in (f"<@{user.id}>", f"<@!{user.id}>"):
            text = text.replace(written, user.display_name)
    return " ".join(text.split()) if visible(text) else ""


def chosen(interaction: discord.Interaction[Any]) -> list[str]:
    """List what somebody chose in a menu; nothing where it was a button."""
    given: Any = interaction.data or {}
    return [str(one) for one in given.get("values") or ()]


def question_place(channel: object) -> int:
    """Tell which channel decides whether every message in a channel is a question.

    For a thread that is the channel that has it, so for a post its forum.

    Returns:
        An id; 0 where there is none.
    """
    if isinstance(channel, discord.Thread):
        return channel.parent_id
    return int(getattr(channel, "id", 0))


def is_withheld(message: discord.Message, me: discord.ClientUser | None) -> bool:
    """Tell whether somebody answers us in words that Discord doesn't hand over.

    Without the intent it does so only for what mentions us, and for replies to what we posted of
    ourselves; a reply to the answer of a command comes empty.
    """
    has_more = message.attachments or message.stickers or message.poll or message.is_system()
    return me is not None and _answers(message, me) and not message.content and not has_more


def answered_by(message: discord.Message) -> discord.Message | None:
    """Find the message to which a message replies, where Discord handed it over."""
    answered = message.reference.resolved if message.reference else None
    return answered if isinstance(answered, discord.Message) else None


def shown(message: discord.Message | None) -> Shown:
    """List the buttons that an answer of ours shows."""
    if message is None or not message.components or not message.flags.components_v2:
        return Shown()
    parts = list(ui.LayoutView.from_message(message).walk_children())
    sections = [one.accessory for one in parts if isinstance(one, ui.Section)]
    rows = [one for part in parts if isinstance(part, ui.ActionRow) for one in part.children]
    return Shown(beside=_custom_ids(sections), below=_custom_ids(rows))


def words(message: discord.Message) -> str:
    """Take the text of somebody's message, with that of what it forwards and embeds."""
    parts = [message.content]
    parts += [forwarded.content for forwarded in message.message_snapshots]
    for embed in message.embeds:
        parts += [embed.title or "", embed.url or ""]
    return "\n".join(part for part in parts if part)[:_LONGEST_MESSAGE]


def _custom_ids(parts: Iterable[object]) -> tuple[str, ...]:
    ids = (getattr(one, "custom_id", None) for one in parts)
    return tuple(one for one in ids if isinstance(one, str))


def _answers(message: discord.Message, me: discord.ClientUser) -> bool:
    answered = answered_by(message)
    return answered is not None and answered.author.id == me.id
