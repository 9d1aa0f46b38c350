"""This file holds how a reply is handed to Discord so that it arrives once, over a bad line too."""

from __future__ import annotations

import io
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import aiohttp
import discord
import stamina
from discord import app_commands

from bot import rest
from bot.reception import Reply

_log = logging.getLogger(__name__)
_ALREADY_ANSWERED, _NO_HISTORY = 40060, 160002
"""Discord's codes for a second answer, and for a reply where one may not read what was said."""
_NOBODY = discord.AllowedMentions.none()
_IN_TIME: dict[str, Any] = {"attempts": 4, "timeout": 20, "wait_initial": 0.3, "wait_max": 5}
"""How it is tried again, as stamina takes it; and how what Discord takes for 3 seconds only is."""
_AT_ONCE: dict[str, Any] = {
    "attempts": 7,
    "timeout": 2.5,
    "wait_initial": 0.1,
    "wait_max": 0.4,
    "wait_jitter": 0.1,
}

Interaction = discord.Interaction[Any]


async def announce(defer: Callable[[], Awaitable[object]]) -> bool:
    """Announce an answer, and tell whether that may have arrived."""
    try:
        await _arrived(defer, is_first=True)
    except discord.HTTPException as error:
        _log.warning("an announcement was not taken: %s", error)
        return error.status >= 500
    except (aiohttp.ClientError, OSError) as error:
        _log.warning("an announcement was not taken: %r", error)
    return True


async def respond(interaction: Interaction, reply: Reply, *, is_private: bool) -> None:
    """Answer an interaction that was not announced."""
    await _arrived(
        lambda: interaction.response.send_message(
            view=reply.shown, files=_files(reply), ephemeral=is_private, allowed_mentions=_NOBODY
        ),
        is_first=True,
    )


async def turn(interaction: Interaction, reply: Reply) -> None:
    """Put an answer in the place of the message whose button was pressed."""
    await _arrived(
        lambda: interaction.response.edit_message(
            view=reply.shown, attachments=_files(reply), allowed_mentions=_NOBODY
        ),
        is_first=True,
    )


async def offer(interaction: Interaction, choices: Sequence[app_commands.Choice[str]]) -> None:
    """Offer values to somebody who types."""
    await _arrived(lambda: interaction.response.autocomplete(choices), is_first=True)


async def edit(interaction: Interaction, reply: Reply) -> None:
    """Put an answer in the place of what was announced."""
    await _arrived(
        lambda: interaction.edit_original_response(
            view=reply.shown, attachments=_files(reply), allowed_mentions=_NOBODY
        )
    )


async def take_back(interaction: Interaction) -> None:
    """Delete what was announced."""
    try:
        await _arrived(interaction.delete_original_response)
    except discord.NotFound:
        return  # by somebody, or by a first try whose answer was lost


async def follow_up(interaction: Interaction, reply: Reply) -> bool:
    """Add a private message, and tell whether it surely arrived.

    It is posted once at most, for Discord can't tell a second try from a second message: tried
    again is only what Discord refused to take at that moment, or what never reached it.
    """
    attempts = stamina.retry_context(on=_surely_not_taken, attempts=4, timeout=20, wait_max=5)
    try:
        async for attempt in attempts:
            with attempt:
                await _taken(
                    lambda: interaction.followup.send(
                        view=reply.shown,
                        files=_files(reply),
                        ephemeral=True,
                        allowed_mentions=_NOBODY,
                    )
                )
    except (aiohttp.ClientError, OSError) as error:
        _log.warning("a private message may not have arrived: %r", error)
        return False
    return True


async def post(message: discord.Message, reply: Reply) -> None:
    """Reply to a message, or answer below it where one may not reply."""
    try:
        await _post(message, reply, is_reply=True)
    except discord.HTTPException as error:
        if error.code != _NO_HISTORY:
            raise
        await _post(message, reply, is_reply=False)


async def _post(message: discord.Message, reply: Reply, *, is_reply: bool) -> None:
    reference = message.to_reference(fail_if_not_exists=False) if is_reply else None
    await _arrived(
        lambda: message.channel.send(
            view=reply.shown,
            files=_files(reply),
            reference=reference,  # type: ignore[arg-type]
            mention_author=False,
            allowed_mentions=_NOBODY,
            # Tried again after an answer that was lost on the way, it is posted once.
            nonce=str(message.id),
        )
    )


async def _arrived(send: Callable[[], Awaitable[object]], *, is_first: bool = False) -> None:
    """Send something that arrives once however often it is tried.

    Args:
        send: Sends it.
        is_first: Whether it is an interaction's first response, which Discord takes for 3 seconds.
    """
    attempts = stamina.retry_context(on=rest.is_again, **(_AT_ONCE if is_first else _IN_TIME))
    async for attempt in attempts:
        with attempt:
            try:
                await _taken(send)
            except discord.HTTPException as error:
                # The first try arrived, and only Discord's word of it was lost.
                if error.code != _ALREADY_ANSWERED:
                    raise


async def _taken(send: Callable[[], Awaitable[object]]) -> None:
    """Send something; that what is answered to it can't be read doesn't matter."""
    rest.begin()
    try:
        await send()
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        raise
    except Exception as error:
        if not rest.is_taken():
            raise
        _log.warning("Discord took a message and answered what can't be read: %r", error)


def _surely_not_taken(error: Exception) -> bool | float:
    is_unsent = isinstance(error, aiohttp.ClientConnectorError)
    is_refused = isinstance(error, discord.HTTPException) and error.status == 429
    return (is_unsent or is_refused) and rest.is_again(error)


def _files(reply: Reply) -> list[discord.File]:
    drawn = {reply.filename: reply.png} if reply.png else {}
    return [
        discord.File(io.BytesIO(held), filename=name)
        for name, held in {**drawn, **reply.files}.items()
    ]
