"""This file holds how Discord's answers to requests are judged: what to try again, what arrived."""

from __future__ import annotations

from contextvars import ContextVar
from types import SimpleNamespace

import aiohttp
import discord

_is_taken: ContextVar[bool] = ContextVar("_is_taken", default=False)


def trace() -> aiohttp.TraceConfig:
    """Watch a client's requests: what fails at Discord's end is raised at once, what is taken noted.

    discord.py would itself try again after 1, 3 and 5 seconds, which is too late for a first
    response and too often for what must not be doubled.
    """
    watch = aiohttp.TraceConfig()
    watch.on_request_end.append(_judge)
    return watch


def is_again(error: Exception) -> bool | float:
    """Tell whether what went wrong may go well at another try, or after how many seconds.

    discord.py itself tries again after a 429, but not after one of a proxy in front of Discord.
    """
    if not isinstance(error, discord.HTTPException):
        return isinstance(error, aiohttp.ClientError | OSError)
    wait = str(error.response.headers.get("Retry-After", ""))
    if error.status == 429 and wait.replace(".", "", 1).isdigit():
        return float(wait) or True  # 0 would be no
    return error.status == 429 or error.status >= 500


def begin() -> None:
    """Forget what was taken before: a request follows."""
    _is_taken.set(False)


def is_taken() -> bool:
    """Tell whether the last request of this task was taken, whatever was answered to it."""
    return _is_taken.get()


async def _judge(
    _: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams
) -> None:
    if end.response.status >= 500:
        end.response.raise_for_status()
    _is_taken.set(end.response.status < 300)
