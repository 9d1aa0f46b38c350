"""This file holds how a reply goes out: at once when it is ready soon, else announced and edited."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import aiohttp
import discord

from bot import logs, sending
from bot.reception import Reply, told

SOON_SECONDS = 1.5
"""How long Discord is kept waiting before it is told that an answer will come; it allows 3 s."""
_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]


async def reply_to(interaction: Interaction, work: Awaitable[Reply], *, is_private: bool) -> None:
    """Answer a command with a message of its own.

    Args:
        interaction: What somebody did.
        work: Comes to the reply.
        is_private: Whether the reader wants it for themselves; errors are private anyway.
    """
    reply, is_announced = await _soon(
        work, lambda: interaction.response.defer(ephemeral=is_private, thinking=True)
    )

    async def send(one: Reply) -> None:
        if not is_announced:
            await sending.respond(interaction, one, is_private=is_private or one.is_private)
        elif one.is_private and not is_private:
            await _take_aside(interaction, one)
        else:
            await sending.edit(interaction, one)

    await _deliver(reply, send)


async def turn_page(interaction: Interaction, work: Awaitable[Reply]) -> None:
    """Show a reply in the place of the message whose button was pressed; errors beside it."""
    reply, is_announced = await _soon(work, interaction.response.defer)

    async def send(one: Reply) -> None:
        if one.is_error and not is_announced:
            await sending.respond(interaction, one, is_private=True)
        elif one.is_error:
            await sending.follow_up(interaction, one)
        elif is_announced:
            await sending.edit(interaction, one)
        else:
            await sending.turn(interaction, one)

    await _deliver(reply, send)


async def answer_message(message: discord.Message, work: Awaitable[Reply]) -> None:
    """Reply to a message, and show that one is at work where it takes a while."""
    task = asyncio.ensure_future(_safely(work))
    done, _ = await asyncio.wait({task}, timeout=SOON_SECONDS)
    if not done:
        # That it can't be shown is no reason not to answer.
        with contextlib.suppress(discord.HTTPException, aiohttp.ClientError, OSError):
            async with message.channel.typing():
                await asyncio.wait({task})

    async def send(one: Reply) -> None:
        try:
            await sending.post(message, one)
        except discord.Forbidden as error:
            if one.png:
                raise
            _log.warning("not allowed to answer in channel %s: %s", message.channel.id, error)

    await _deliver(await task, send)


async def notify(
    interaction: Interaction, title: str, text: str, *, outcome: str = "invalid"
) -> None:
    """Tell somebody something privately."""
    await _send(interaction, told(title, text, outcome=outcome))


async def send_broken(interaction: Interaction, error: Exception) -> None:
    """Tell somebody that something broke, and the id under which the log has it."""
    where = f"/{interaction.command.qualified_name}" if interaction.command else ""
    await _send(interaction, broken(where, error))


def broken(where: str, error: BaseException) -> Reply:
    """Log what nobody foresaw, and make the reply that names its id."""
    says = (
        f"This is our fault, not yours. The log has it under **{logs.incident(where, error)}**; please send that to"
        " whoever runs me. Other questions still work."
    )
    return told("Something broke", says, outcome="unavailable")


async def _soon(
    work: Awaitable[Reply], defer: Callable[[], Awaitable[object]]
) -> tuple[Reply, bool]:
    """Wait for a reply, announce it where it isn't there soon, and tell whether it was."""
    task = asyncio.ensure_future(_safely(work))
    done, _ = await asyncio.wait({task}, timeout=SOON_SECONDS)
    is_announced = not done and await sending.announce(defer)
    return await task, is_announced


async def _safely(work: Awaitable[Reply]) -> Reply:
    """Turn what nobody foresaw into a reply with an id that the log has too."""
    try:
        return await work
    except Exception as error:  # noqa: BLE001 - whatever it is, the reader gets an answer and an id
        return broken("", error)


async def _deliver(reply: Reply, send: Callable[[Reply], Awaitable[None]]) -> None:
    """Send a reply; where it isn't taken, without its picture, or else what broke and its id."""
    try:
        await send(reply)
    except Exception as error:  # noqa: BLE001 - whatever it is, the reader gets an answer and an id
        if reply.png and isinstance(error, discord.HTTPException) and error.status < 500:
            _log.warning("a picture was not taken: %s", error)
            await _deliver(replace(reply, png=b""), send)
            return
        notice = broken("a reply was not taken", error)
        try:
            await send(notice)
        except Exception as again:  # noqa: BLE001 - the log has why the first was not taken
            _log.error("nobody could be told of that: %r", again)


async def _take_aside(interaction: Interaction, reply: Reply) -> None:
    """Say privately what was announced to everybody, which can't become private any more.

    The announcement is filled first: Discord would fill it with the private message otherwise.
    It is deleted when that message is there, and else stays, so that nobody is left with nothing.
    """
    says = "Whoever asked sees why. Should they see nothing, please ask again."
    await sending.edit(interaction, told("This could not be answered", says))
    if await sending.follow_up(interaction, reply):
        await sending.take_back(interaction)


async def _send(interaction: Interaction, reply: Reply) -> None:
    async def send(one: Reply) -> None:
        if interaction.response.is_done():
            await sending.follow_up(interaction, one)
        else:
            await sending.respond(interaction, one, is_private=True)

    await _deliver(reply, send)
