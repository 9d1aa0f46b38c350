"""Fixtures: the bot as a process of its own, in a Discord on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.loopback.process import Bot, bot
from tests.loopback.server import TOKEN, Discord

Start = Callable[..., AbstractAsyncContextManager[Bot]]


@pytest.fixture
async def discord(tmp_path: Path) -> AsyncIterator[Discord]:
    """A Discord; at the end nothing that it was sent was at fault, and no log names a token."""
    async with Discord() as one:
        yield one
    assert one.rest.faults() == []
    log = tmp_path / "bot.log"
    written = log.read_text(encoding="utf-8") if log.exists() else ""
    assert TOKEN not in written
    assert not any(exchange.token in written for exchange in one.rest.exchanges.values())


@pytest.fixture
def start(tmp_path: Path, discord: Discord) -> Start:
    """What starts the bot, with more settings."""

    def run(**settings: str) -> AbstractAsyncContextManager[Bot]:
        return bot(tmp_path, {**discord.environment, **settings})

    return run


async def until(is_so: Callable[[], bool], timeout_seconds: float = 20.0) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: It isn't.
    """
    async with asyncio.timeout(timeout_seconds):
        while not is_so():
            await asyncio.sleep(0.02)


async def answers(discord: Discord) -> None:
    """Ask something, and check that it is answered once."""
    exchange = await (await discord.slash("find", {"query": "equivariant"})).done()
    assert "27 papers" in exchange.text
    assert len(exchange.said) == 1
