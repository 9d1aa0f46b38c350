"""This file holds the link with which the bot is added to a server."""

from __future__ import annotations

import base64
import binascii

import discord

from bot import gateway, rest

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    attach_files=True,  # pictures
    read_message_history=True,  # without it Discord allows no replies
)


def link(application_id: int) -> str:
    """Make the link that adds the bot to a server, with just the permissions that it needs."""
    return discord.utils.oauth_url(
        application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )


def application_id(token: str) -> int | None:
    """Read the application's id from a token, whose first part it is, in base 64."""
    first = token.partition(".")[0]
    try:
        written = base64.b64decode(first + "=" * (-len(first) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    return int(written) if written.isdigit() else None


async def asked_of_discord(token: str) -> int:
    """Ask Discord for the id of the application that has a token.

    Raises:
        RefusedByDiscord: The token is not one.
    """
    async with discord.Client(intents=discord.Intents.none(), http_trace=rest.trace()) as client:
        await gateway.log_in(client, token, attempts=3)
        return client.application_id or 0
