"""This file holds what is cleared away in time: what is kept of servers that were left, and what is over."""

from __future__ import annotations

import asyncio
import datetime
import logging
from collections.abc import Callable, Collection
from typing import ParamSpec

from sqlalchemy.exc import SQLAlchemyError

from bot.notebook import Notebook
from bot.notebook.servers import Servers

P = ParamSpec("P")
_log = logging.getLogger(__name__)
_EVERY_SECONDS = 3600
_OF_SERVERS_KEPT = datetime.timedelta(days=30)
"""How long what belongs to a server is kept after the bot left it: it may be invited again."""
_UNSENT_KEPT = datetime.timedelta(days=400)
"""How long it can be told why a day had no post."""
_CONVERSATIONS_KEPT = datetime.timedelta(minutes=30)


class Tidying:
    """What clears a notebook up every hour, and notes servers that are joined and left.

    Args:
        notebook: What is cleared up; None where there is none.
        guild_ids: Tells all servers that the bot is in.
    """

    def __init__(self, notebook: Notebook | None, guild_ids: Callable[[], Collection[int]]) -> None:
        self._notebook = notebook
        self._guild_ids = guild_ids
        self._going_on: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """Clear up now and every hour, if that hasn't begun."""
        if self._notebook and self._going_on is None:
            self._going_on = asyncio.create_task(self._go_on(self._notebook))

    def end(self) -> None:
        """Clear up no more."""
        if self._going_on:
            self._going_on.cancel()

    async def joined(self, guild_id: int) -> None:
        """Note that the bot is in a server."""
        if self._notebook:
            await _done(Servers(self._notebook).joined, guild_id)

    async def left(self, guild_id: int) -> None:
        """Note that the bot left a server."""
        if self._notebook:
            await _done(Servers(self._notebook).left, guild_id)

    async def _go_on(self, notebook: Notebook) -> None:
        while True:
            await _done(tidy, notebook, frozenset(self._guild_ids()))
            await asyncio.sleep(_EVERY_SECONDS)


def tidy(notebook: Notebook, guild_ids: Collection[int]) -> None:
    """Clear a notebook up.

    Args:
        notebook: What is cleared up.
        guild_ids: All servers that the bot is in.
    """
    servers = Servers(notebook)
    servers.left_all_but(guild_ids)
    if forgotten := servers.forget_left(after=_OF_SERVERS_KEPT):
        _log.info("deleted what was kept of %d servers that were left", forgotten)
    servers.forget_unsent(after=_UNSENT_KEPT)
    notebook.forget_conversations(before=notebook.now() - _CONVERSATIONS_KEPT)


async def _done(work: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
    """Do some work in a thread; what fails is done within the hour."""
    try:
        await asyncio.to_thread(work, *args, **kwargs)
    except SQLAlchemyError:
        return  # the notebook told the log
    except Exception:  # noqa: BLE001 - whatever it is, it is tried again
        _log.exception("the notebook could not be cleared up")
