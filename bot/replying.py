"""This file holds how a reply goes out: at once when it is ready soon, else announced and edited."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
import stamina

from bot import gateway
from bot.reception import Reply, told

SOON_SECONDS = 1.5
"""How long Discord is kept waiting before it is told that an answer will come; it allows 3 s."""
_log = logging.getLogger(__name__)
_ALREADY_ANSWERED, _NO_HISTORY = 40060, 160002
"""Discord's codes for a second answer, and for a reply where one may not read what was said."""
_NOBODY = discord.AllowedMentions.none()

Interaction = discord.Interaction[Any]


async def reply_to(interaction: Interaction, work: Awaitable[Reply], *, is_private: bool) -> None:
    """Answer a command with a message of its own.

    Args:
        interaction: What somebody did.
        work: Comes to the reply.
        is_private: Whether the reader wants it for themselves; errors are private anyway.
    """
    task = asyncio.ensure_future(_safely(work))
    done, _ = await asyncio.wait({task}, timeout=SOON_SECONDS)
    try:
        if done:
            reply = task.result()
            await _respond(interaction, reply, is_private=is_private or reply.is_private)
            return
        await _sent(lambda: interaction.response.defer(ephemeral=is_private, thinking=True))
        reply = await task
        if reply.is_private and not is_private:
            # What was announced to everybody can't become private any more.
            with contextlib.suppress(discord.NotFound):
                await _sent(interaction.delete_original_response)
            await _follow_up(interaction, reply)
        else:
            await _edit(interaction, reply)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _missed(error)


async def turn_page(interaction: Interaction, work: Awaitable[Reply]) -> None:
    """Show a reply in the place of the message whose button was pressed; errors beside it."""
    task = asyncio.ensure_future(_safely(work))
    done, _ = await asyncio.wait({task}, timeout=SOON_SECONDS)
    try:
        if not done:
            await _sent(interaction.response.defer)
        reply = await task
        if reply.is_error and done:
            await _respond(interaction, reply, is_private=True)
        elif reply.is_error:
            await _follow_up(interaction, reply)
        elif done:
            await _sent(
                lambda: interaction.response.edit_message(
                    view=reply.page, attachments=_files(reply), allowed_mentions=_NOBODY
                )
            )
        else:
            await _edit(interaction, reply)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _missed(error)


async def answer_message(message: discord.Message, work: Awaitable[Reply]) -> None:
    """Reply to a message, and show that one is at work where it takes a while."""
    task = asyncio.ensure_future(_safely(work))
    done, _ = await asyncio.wait({task}, timeout=SOON_SECONDS)
    try:
        if done:
            reply = task.result()
        else:
            async with message.channel.typing():
                reply = await task
        try:
            await _post(message, reply, is_reply=True)
        except discord.HTTPException as error:
            if error.code != _NO_HISTORY:
                raise
            await _post(message, reply, is_reply=False)
    except discord.Forbidden:
        _log.info("not allowed to answer in channel %s", message.channel.id)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _missed(error)


async def _post(message: discord.Message, reply: Reply, *, is_reply: bool) -> None:
    reference = message.to_reference(fail_if_not_exists=False) if is_reply else None
    await _sent(
        lambda: message.channel.send(
            view=reply.page,
            files=_files(reply),
            reference=reference,  # type: ignore[arg-type]
            mention_author=False,
            allowed_mentions=_NOBODY,
            # Tried again after an answer that was lost on the way, it is posted once.
            nonce=str(message.id),
        )
    )


async def notify(
    interaction: Interaction, title: str, text: str, *, outcome: str = "invalid"
) -> None:
    """Tell somebody something privately."""
    await send(interaction, told(title, text, outcome=outcome))


async def send_broken(interaction: Interaction, error: Exception) -> None:
    """Tell somebody that something broke, and the id under which the log has it."""
    where = f"/{interaction.command.qualified_name}" if interaction.command else ""
    await send(interaction, broken(where, error))


async def send(interaction: Interaction, reply: Reply) -> None:
    """Send somebody a private reply that is ready."""
    try:
        if interaction.response.is_done():
            await _follow_up(interaction, reply)
        else:
            await _respond(interaction, reply, is_private=True)
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        _missed(error)


async def _safely(work: Awaitable[Reply]) -> Reply:
    """Turn what nobody foresaw into a reply with an id that the log has too."""
    try:
        return await work
    except Exception as error:  # noqa: BLE001 - whatever it is, the reader gets an answer and an id
        return broken("", error)


def broken(where: str, error: BaseException) -> Reply:
    """Log what nobody foresaw, and make the reply that names its id."""
    incident = secrets.token_hex(4)
    _log.error("incident %s %s", incident, where, exc_info=error)
    says = (
        f"This is our fault, not yours. The log has it under **{incident}**; please send that to"
        " whoever runs me. Other questions still work."
    )
    return told("Something broke", says, outcome="unavailable")


async def _respond(interaction: Interaction, reply: Reply, *, is_private: bool) -> None:
    await _sent(
        lambda: interaction.response.send_message(
            view=reply.page, files=_files(reply), ephemeral=is_private, allowed_mentions=_NOBODY
        )
    )


async def _edit(interaction: Interaction, reply: Reply) -> None:
    await _sent(
        lambda: interaction.edit_original_response(
            view=reply.page, attachments=_files(reply), allowed_mentions=_NOBODY
        )
    )


async def _follow_up(interaction: Interaction, reply: Reply) -> None:
    # Never tried twice: Discord can't tell a second try from a second message.
    await interaction.followup.send(
        view=reply.page, files=_files(reply), ephemeral=True, allowed_mentions=_NOBODY
    )


async def _sent(send: Callable[[], Awaitable[object]]) -> None:
    """Send something that arrives once however often it is tried, over a line that may break."""
    attempts = stamina.retry_context(
        on=gateway.again, attempts=4, timeout=20, wait_initial=0.3, wait_max=5
    )
    async for attempt in attempts:
        with attempt:
            try:
                await send()
            except discord.HTTPException as error:
                # The first try arrived, and only Discord's word of it was lost.
                if error.code != _ALREADY_ANSWERED:
                    raise


def _files(reply: Reply) -> list[discord.File]:
    if not reply.picture:
        return []
    return [discord.File(io.BytesIO(reply.picture), filename=reply.filename)]


def _missed(error: Exception) -> None:
    """Log a reply that Discord didn't take."""
    _log.error("incident %s: a reply was not taken", secrets.token_hex(4), exc_info=error)
