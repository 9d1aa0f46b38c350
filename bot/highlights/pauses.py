"""This file holds how whoever made a subscription is told, once, that it was paused."""

from __future__ import annotations

import asyncio
import datetime
import logging

import aiohttp
import discord
from sqlalchemy.exc import SQLAlchemyError

from bot import layout, logs, rest
from bot.highlights.posting import Channels, Closed
from bot.notebook.subscriptions import Subscription, Subscriptions

_log = logging.getLogger(__name__)
_AGAIN = datetime.timedelta(minutes=5)


class Pauses:
    """Tells people of subscriptions that were paused because they can't be delivered.

    Args:
        channels: Reaches people's direct messages.
        subscriptions: Knows who is to be told.
    """

    def __init__(self, channels: Channels, subscriptions: Subscriptions) -> None:
        self._channels = channels
        self._subscriptions = subscriptions
        self._going_on: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Begin to tell, unless that is still going on; nobody's post waits for it."""
        if self._going_on is None or self._going_on.done():
            self._going_on = asyncio.create_task(self._tell())

    async def _tell(self) -> None:
        try:
            for one in await asyncio.to_thread(self._subscriptions.to_be_told, again_after=_AGAIN):
                if await self._told(one):
                    await asyncio.to_thread(self._subscriptions.is_told, one.id)
        except SQLAlchemyError:
            return  # the notebook told the log, and they are told another time
        except Exception as error:  # noqa: BLE001 - there will be another time
            logs.incident("while telling of a pause", error)

    async def _told(self, one: Subscription) -> bool:
        """Tell whoever made a subscription; False where that is to be tried again."""
        if not one.made_by or one.kind == "direct":
            return True  # forgotten, or out of reach
        text = (
            f"Highlights #{one.id} for <#{one.channel_id}> are paused: {one.paused_why}."
            f" `/highlights resume number:{one.id}` goes on when that is mended;"
            f" `/highlights edit number:{one.id} channel:` moves them to another channel."
        )
        page = layout.notice("Highlights are paused", text, outcome="unavailable")
        nonce = f"p{one.id}-{int(one.paused_at.timestamp()) if one.paused_at else 0}"
        try:
            await self._channels.tell(one.made_by, page, nonce=nonce)
        except Closed as closed:
            _log.info("nobody could be told that subscription %d is paused: %s", one.id, closed)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            if rest.is_again(error):
                return False
            logs.incident(f"telling of the pause of subscription {one.id}", error)
        return True
