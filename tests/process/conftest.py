"""Fixtures: the bot as a process of its own, in a Discord on loopback."""

from __future__ import annotations

import asyncio
import os
import textwrap
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from tests.loopback.process import Bot, bot
from tests.loopback.server import TOKEN, Discord

Start = Callable[..., AbstractAsyncContextManager[Bot]]

SLOW = r"""
    import os
    import re
    import time
    from bot.session import Session

    quick = Session.run

    def run(self, command, options, *, skip=0):
        asked = str(options)
        wait = re.search(r"wait(\d+)", asked)
        time.sleep(int(wait[1]) / 10 if wait else float(os.environ.get("ANSWERS_TAKE", "0")))
        if skip and "broken" in asked:
            raise RuntimeError("a secret")
        said = {k: re.sub(r" (wait\d+|broken)", "", str(v)) for k, v in options.items()}
        return quick(self, command, said, skip=skip)

    Session.run = run
"""
"""For `changed`: an answer takes the seconds of ANSWERS_TAKE, or 1.6 s where the question says wait16.

With broken in the question its next page breaks.
"""


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


@pytest.fixture
async def slow(
    discord: Discord, start: Start, tmp_path: Path
) -> AsyncIterator[tuple[Discord, Bot]]:
    """A bot that takes as long as a question says, and its Discord."""
    async with start(**changed(tmp_path, SLOW)) as process:
        await discord.ready()
        yield discord, process


def changed(folder: Path, code: str) -> dict[str, str]:
    """Change the bot's process with some code that Python runs at its start.

    Returns:
        Settings for it.
    """
    (folder / "sitecustomize.py").write_text(textwrap.dedent(code), encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(folder), str(Path.cwd())])}


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
