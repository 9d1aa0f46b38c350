"""This file holds where highlights may be posted, who may choose that, and what is missing for it."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, TypeVar

import aiohttp
import discord
from discord import app_commands

from bot.highlights import posting
from bot.highlights.wishes import Where
from bot.layout import Page
from bot.notebook.subscriptions import Kind, Subscription
from bot.telling import Refused
from knowledge.text import listed

T = TypeVar("T")
Interaction = discord.Interaction[Any]
Channel = app_commands.AppCommandChannel | app_commands.AppCommandThread

_NAMES = {
    "view_channel": "View Channel",
    "read_message_history": "Read Message History",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
}
_SEEING = ("view_channel", "read_message_history")
"""Without the history it could not be told whether a post arrived whose confirmation was lost."""
_NEEDED: dict[Kind, tuple[str, ...]] = {
    "text": (*_SEEING, "send_messages"),
    "news": (*_SEEING, "send_messages"),
    "thread": (*_SEEING, "send_messages_in_threads"),
    "forum": (*_SEEING, "send_messages", "send_messages_in_threads"),
}


async def chosen(interaction: Interaction, given: Channel | None, *, is_direct: bool) -> Where:
    """Find where somebody wants posts, and see that they may choose it and that we may post there.

    Whether their direct messages are open only a message tells: see `greet`.

    Args:
        interaction: Of who chooses.
        given: The channel that they named; None for the one where they are.
        is_direct: Whether they want them in their direct messages.

    Raises:
        Refused: One of that is not so.
    """
    person_id = interaction.user.id
    if interaction.guild_id is None:
        return Where(interaction.channel_id or 0, "direct", 0, person_id)
    if is_direct:
        channels = posting.Channels(interaction.client)
        return Where(await _reached(channels.opened(person_id)), "direct", 0, person_id)
    # Who has added the bot to themselves may ask where it isn't.
    if interaction.client.get_guild(interaction.guild_id) is None:
        raise Refused(
            "I am not in this server",
            "Somebody who manages it may add me; or write to me directly.",
        )
    channel = await _found(interaction, given)
    kind = _kind(channel)
    if kind is None:
        raise Refused("Not there", "Papers can be posted in text channels, threads and forums.")
    if not may_manage(interaction, channel):
        says = f"Only people who may manage <#{channel.id}> choose what is posted there."
        raise Refused("Not for you", f"{says} For yourself: `/highlights subscribe direct:True`.")
    if lacking := _missing(channel, kind):
        raise Refused("I can't post there", lacking)
    return Where(channel.id, kind, interaction.guild_id, person_id, caution=_wants_tag(channel))


async def greet(interaction: Interaction) -> None:
    """Write to somebody that papers will come, and see by that whether their direct messages are open.

    Raises:
        Refused: They aren't.
    """
    greeting = discord.ui.TextDisplay[Page]("Your daily papers will come here.")
    channels = posting.Channels(interaction.client)
    nonce = str(interaction.id)
    await _reached(channels.tell(interaction.user.id, Page(greeting), nonce=nonce))


def may_change(interaction: Interaction, one: Subscription) -> bool:
    """Tell whether somebody may change a subscription."""
    if one.kind == "direct":
        return one.made_by == interaction.user.id
    if interaction.guild is None or interaction.guild.id != one.guild_id:
        return False
    return may_manage(interaction, interaction.guild.get_channel_or_thread(one.channel_id))


def may_see(interaction: Interaction, one: Subscription) -> bool:
    """Tell whether somebody sees the channel of a subscription of their server."""
    server, person = interaction.guild, interaction.user
    channel = server.get_channel_or_thread(one.channel_id) if server else None
    if may_manage(interaction, channel):
        return True
    is_private = isinstance(channel, discord.Thread) and channel.is_private()
    if channel is None or is_private or not isinstance(person, discord.Member):
        return False
    try:
        return channel.permissions_for(person).view_channel
    except discord.ClientException:  # a thread whose channel we don't see
        return False


def may_manage(interaction: Interaction, channel: object) -> bool:
    """Tell whether somebody may manage a channel of the server; None is one that is gone."""
    person, theirs = interaction.user, interaction.permissions
    if theirs.manage_guild or not isinstance(person, discord.Member):
        return theirs.manage_guild
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return False
    if channel.id != interaction.channel_id:
        try:
            theirs = channel.permissions_for(person)
        except discord.ClientException:  # a thread whose channel we don't see
            return False
    is_thread = isinstance(channel, discord.Thread)
    return theirs.manage_channels or (is_thread and theirs.manage_threads)


def may_manage_called(interaction: Interaction, channel_id: int) -> bool:
    """Tell whether somebody may manage a channel; their direct messages are their own."""
    if interaction.guild_id is None:
        return interaction.channel_id == channel_id
    channel: object = interaction.channel
    if interaction.channel_id != channel_id:
        server = interaction.guild
        channel = server.get_channel_or_thread(channel_id) if server else None
        if channel is None:  # perhaps another server's
            return False
    return may_manage(interaction, channel)


async def _reached(asked: Awaitable[T]) -> T:
    """Ask something of somebody's direct messages.

    Raises:
        Refused: They are closed, or Discord doesn't answer.
    """
    try:
        return await asked
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        says = "Discord doesn't let me reach your direct messages at the moment. Try again in a minute."
        raise Refused("Not possible now", says) from None
    except posting.Closed:
        says = (
            "Discord doesn't let me write to you. Allow direct messages from members of this server"
        )
        raise Refused(
            "Your direct messages are closed",
            f"{says} (its menu, *Privacy Settings*), and try again.",
        ) from None


async def _found(
    interaction: Interaction, given: Channel | None
) -> discord.abc.GuildChannel | discord.Thread:
    channel_id = given.id if given else interaction.channel_id or 0
    there = interaction.guild.get_channel_or_thread(channel_id) if interaction.guild else None
    if there:
        return there
    try:
        fetched = await interaction.client.fetch_channel(channel_id)
    except (discord.NotFound, discord.Forbidden, discord.InvalidData):
        fetched = None
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        says = f"Discord doesn't tell me of <#{channel_id}> at the moment. Try again in a minute."
        raise Refused("Not possible now", says) from None
    if isinstance(fetched, discord.abc.GuildChannel | discord.Thread):
        return fetched
    raise Refused("I can't see it", f"Let me see <#{channel_id}>: give me *View Channel* there.")


def _kind(channel: object) -> Kind | None:
    """Tell what sort of channel something is; None where nothing can be posted."""
    if isinstance(channel, discord.Thread):
        return "thread"
    if isinstance(channel, discord.ForumChannel):
        return "forum"
    if isinstance(channel, discord.TextChannel):
        return "news" if channel.is_news() else "text"
    # They have a chat.
    return "text" if isinstance(channel, discord.VoiceChannel | discord.StageChannel) else None


def _missing(channel: discord.abc.GuildChannel | discord.Thread, kind: Kind) -> str:
    """Say what keeps us from posting in a channel and what to do; empty where nothing does."""
    try:
        ours = channel.permissions_for(channel.guild.me)
    except discord.ClientException:
        return "I can't see the channel of this thread: give me *View Channel* there."
    wanting = [_NAMES[one] for one in _NEEDED[kind] if not getattr(ours, one)]
    if wanting:
        rights = listed([f"*{name}*" for name in wanting])
        return f"Give me {rights} in <#{channel.id}>, and try again."
    if isinstance(channel, discord.Thread) and channel.locked:
        return f"<#{channel.id}> is locked. Unlock it, or choose another channel."
    return ""


def _wants_tag(channel: object) -> str:
    """Say that a forum wants a tag on each post, where it does."""
    if isinstance(channel, discord.ForumChannel) and channel.flags.require_tag:
        return (
            f"<#{channel.id}> wants a tag on every post. I tag posts with their papers' categories, so it"
            " needs tags that are called so."
        )
    return ""
