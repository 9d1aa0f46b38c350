"""This file holds how a post comes into a channel once: sent with a nonce, looked for before it is sent again."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
from collections.abc import Callable, Iterator
from typing import Literal

import aiohttp
import discord

from bot import hearing
from bot.highlights.buttons import named_delivery
from bot.layout import Page
from bot.notebook.deliveries import Delivery
from bot.notebook.subscriptions import Subscription

_NOBODY = discord.AllowedMentions.none()
_CLOCKS_DIFFER = datetime.timedelta(minutes=2)
"""By how much Discord's clock and ours may differ."""
_ACTIVE_MINUTES: Literal[4320] = 4320
"""How long a post in a forum counts as active: longer than anybody may look for it."""
_MOST_TAGS = 5
"""Of a post in a forum."""
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, discord.ClientException)
"""What comes of an answer that isn't what Discord answers, such as a proxy's page."""
_PUBLISHING_SECONDS = 10.0
_LOOKED_AT = 1000
"""Messages of a channel that are looked at, from when the post was made on."""
_REFUSALS = {
    10003: "the channel is gone",
    10004: "I am no longer in that server",
    50001: "I can't see the channel any more",
    50013: "I am not allowed to write there any more",
    50007: "my direct messages aren't taken any more",
    160005: "the thread is locked",
    40067: "the forum wants each post to have a tag, and none of its tags is called like a category",
}
"""Discord's codes for what stays refused, and what each means."""


class Closed(Exception):
    """A channel is gone, or doesn't take posts of ours; the text says which."""


class Unclear(OSError):
    """Discord's answer can't be read, so nothing can be told from it."""


class Channels:
    """The channels into which posts go, as a client of Discord reaches them.

    Args:
        client: Logged in.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def sent(
        self,
        to: Subscription,
        one: Delivery,
        page: Page,
        *,
        title: str,
        suits: Callable[[str], bool],
        nonce: str,
    ) -> int:
        """Post a page to a channel, and return the message's id.

        Args:
            to: Whose post it is.
            one: The delivery.
            page: What is posted.
            title: What a post in a forum is called.
            suits: Tells of the name of a forum's tag whether it suits the post.
            nonce: By which Discord knows a second try for some minutes; at most 25 letters.

        Raises:
            Closed: The channel doesn't take it.
            discord.HTTPException, aiohttp.ClientError, OSError: It may or may not have arrived.
        """
        with _telling_closed():
            if to.kind == "forum":
                return await self._in_forum(to, page, title, suits)
            message = await self._channel(to, one).send(
                view=page, nonce=nonce, silent=to.is_silent, allowed_mentions=_NOBODY
            )
            return message.id

    async def found(self, to: Subscription, one: Delivery) -> int | None:
        """Look whether a delivery has arrived in its channel, and return the message's id.

        Raises:
            Closed: The channel doesn't let us look.
            discord.HTTPException, aiohttp.ClientError, OSError: One can't tell at the moment.
        """
        since = (one.chosen_at or one.due_at) - _CLOCKS_DIFFER
        with _telling_closed():
            if to.kind == "forum":
                return await self._found_in_forum(to, one, since)
            channel = self._channel(to, one)
            async for message in channel.history(after=since, limit=_LOOKED_AT, oldest_first=True):
                if self._is_ours(message, one):
                    return message.id
        return None

    async def publish(self, one: Delivery, message_id: int) -> None:
        """Let the servers that follow an announcement channel have a post; that may fail.

        Discord allows ten an hour in a channel; nothing that is due waits for the eleventh.
        """
        channel = self._client.get_partial_messageable(one.channel_id)
        refused = (Closed, discord.HTTPException, aiohttp.ClientError, OSError)
        with contextlib.suppress(*refused), _telling_closed():
            async with asyncio.timeout(_PUBLISHING_SECONDS):
                await channel.get_partial_message(message_id).publish()

    async def opened(self, person_id: int) -> int:
        """Open somebody's direct messages, and return the channel's id.

        Raises:
            Closed: They can't be.
            discord.HTTPException, aiohttp.ClientError, OSError: Discord doesn't answer.
        """
        with _telling_closed():
            return int((await self._client.http.start_private_message(person_id))["id"])

    async def tell(self, person_id: int, page: Page, *, nonce: str) -> int:
        """Write somebody a direct message, and return the id of the channel in which that is.

        Raises:
            Closed: They take none.
            discord.HTTPException, aiohttp.ClientError, OSError: It may or may not have arrived.
        """
        with _telling_closed():
            channel_id = int((await self._client.http.start_private_message(person_id))["id"])
            channel = self._client.get_partial_messageable(channel_id)
            await channel.send(view=page, nonce=nonce, allowed_mentions=_NOBODY)
            return channel_id

    def _channel(self, to: Subscription, one: Delivery) -> discord.PartialMessageable:
        return self._client.get_partial_messageable(one.channel_id, guild_id=to.guild_id or None)

    def _is_ours(self, message: discord.Message, one: Delivery) -> bool:
        """Tell by its buttons whether a message is a delivery's."""
        if self._client.user is None or message.author.id != self._client.user.id:
            return False
        shown = hearing.shown(message)
        return any(
            named_delivery(custom_id) == one.id for custom_id in (*shown.below, *shown.beside)
        )

    async def _forum(self, channel_id: int) -> discord.ForumChannel:
        channel = self._client.get_channel(channel_id) or await self._client.fetch_channel(
            channel_id
        )
        if not isinstance(channel, discord.ForumChannel):
            raise Closed("it is no forum any more")
        return channel

    async def _in_forum(
        self, to: Subscription, page: Page, title: str, suits: Callable[[str], bool]
    ) -> int:
        forum = await self._forum(to.channel_id)
        fitting = [tag for tag in forum.available_tags if suits(tag.name)][:_MOST_TAGS]
        made = await forum.create_thread(
            name=title,
            view=page,
            applied_tags=fitting,
            auto_archive_duration=_ACTIVE_MINUTES,
            silent=to.is_silent,
            allowed_mentions=_NOBODY,
        )
        return made.message.id

    async def _found_in_forum(
        self, to: Subscription, one: Delivery, since: datetime.datetime
    ) -> int | None:
        """Look through a forum's posts: there Discord knows no nonce."""
        active = await self._client.http.get_active_threads(to.guild_id)
        first = discord.utils.time_snowflake(since)
        for thread in active["threads"]:
            thread_id = int(thread["id"])
            if int(thread.get("parent_id") or 0) != one.channel_id or thread_id < first:
                continue
            try:
                # A post's first message has its id.
                message = await self._client.get_partial_messageable(thread_id).fetch_message(
                    thread_id
                )
            except discord.NotFound:
                continue
            if self._is_ours(message, one):
                return message.id
        return None


@contextlib.contextmanager
def _telling_closed() -> Iterator[None]:
    """Tell a refusal that will stay one from what may go well another time."""
    try:
        yield
    except discord.HTTPException as error:
        if error.code in _REFUSALS or error.status in (403, 404):
            raise Closed(_REFUSALS.get(error.code, error.text or "Discord refuses it")) from error
        raise
    except _UNREADABLE as error:
        raise Unclear(f"Discord's answer can't be read: {error!r}") from error
