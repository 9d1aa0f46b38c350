"""This file holds the line to Discord's gateway, which rubbish, silence and outages don't end."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import discord
from discord.gateway import DiscordWebSocket, KeepAliveHandler, ReconnectWebSocket

from bot import logs

_log = logging.getLogger(__name__)
_FIRST_WORD_SECONDS = 10
"""How long a gateway may take to say HELLO, which it says at once; discord.py waits a minute."""


def prepare() -> None:
    """Let discord.py connect by our lines, beat as we do, and tell of an outage in a line."""
    discord.client.DiscordWebSocket = _Line  # type: ignore[misc]
    discord.gateway.KeepAliveHandler = _Heartbeats  # type: ignore[misc]
    logging.getLogger("discord.client").addFilter(_outage_in_a_line)


def drop_what_cannot_be_read(client: discord.Client) -> None:
    """Let an event that discord.py can't make sense of be dropped, instead of ending the line.

    All but READY: a session that didn't begin well is none to go on with.
    """
    events: dict[str, Callable[[Any], None]] = client._connection.parsers  # noqa: SLF001 - there is no public way
    for name, read in events.items():
        if name != "READY":
            events[name] = partial(_read_or_drop, name, read)


async def watch(client: discord.Client) -> None:
    """Look after the line."""
    while True:
        if client.ws:
            _resume_at_proxy(client.ws)
            await _cut_dead_line(client.ws)
        await asyncio.sleep(1)


class _Line(DiscordWebSocket):
    async def poll_event(self) -> None:
        """Take what comes; a line that brings nothing at first, or rubbish, is cut.

        Raises:
            OSError: It was cut, and the session may be gone on with on another line.
        """
        is_new = self._keep_alive is None
        try:
            async with asyncio.timeout(_FIRST_WORD_SECONDS if is_new else None):
                await super().poll_event()
        except TimeoutError:
            await _cut(self)
            raise
        except (ReconnectWebSocket, discord.ConnectionClosed, OSError):
            raise
        except Exception as error:
            incident = logs.incident("at the gateway", error)
            await _cut(self)
            raise ConnectionError(f"The gateway said what can't be read ({incident})") from error


class _Heartbeats(KeepAliveHandler):
    def get_payload(self) -> dict[str, Any]:
        # discord.py notes the time after sending, in a thread that may be late: an answer that is
        # quicker would be taken for one to the heartbeat before, and the latency be its interval.
        self._last_send = time.perf_counter()
        return super().get_payload()


def _read_or_drop(name: str, read: Callable[[Any], None], about: Any) -> None:
    try:
        read(about)
    except Exception as error:  # noqa: BLE001 - whatever it is, the events after it are heard
        logs.incident(f"in an event {name}, which is dropped", error)


def _outage_in_a_line(record: logging.LogRecord) -> bool:
    """Take the traceback from what discord.py says of each try to connect."""
    if str(record.msg).startswith("Attempting a reconnect") and record.exc_info:
        why = record.exc_info[1]
        record.msg = (
            f"the gateway can't be reached: {str(why) or repr(why)}; trying again in %.1f s"
        )
        record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
    return True


def _resume_at_proxy(line: DiscordWebSocket) -> None:
    """Resume at the gateway that was chosen where READY names one on another host.

    A proxy may pass on Discord's own address, which it is there to stand before.
    """
    chosen = DiscordWebSocket.DEFAULT_GATEWAY
    if chosen.host not in ("gateway.discord.gg", line.gateway.host):
        line.gateway = chosen


async def _cut_dead_line(line: DiscordWebSocket) -> None:
    """Cut a line on which heartbeats go unanswered, so that it is made anew.

    Discord's reference asks for that when an answer is missing by the time of the next beat;
    discord.py only does it after a minute in which nothing at all came.
    """
    beats = line._keep_alive  # noqa: SLF001 - there is no public way
    if beats and beats.interval:
        silence = time.perf_counter() - beats._last_ack  # noqa: SLF001
        if silence > 1.5 * beats.interval + 1:
            _log.warning("no heartbeat was answered for %.0f s; connecting anew", silence)
            await _cut(line)


async def _cut(line: DiscordWebSocket) -> None:
    """Close a line without waiting for the other end, which may be gone, to agree."""
    await asyncio.wait({asyncio.create_task(line.close(4000))}, timeout=1)
