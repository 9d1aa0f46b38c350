"""Nobody waits for what somebody else asks: not in turn, not for suggestions, not for a drawing."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

import psutil

from tests.loopback import payloads
from tests.loopback.payloads import Payload
from tests.loopback.process import Bot
from tests.loopback.server import ALICE, BOSS, Discord
from tests.process.conftest import Start, changed, until


def server(number: int) -> Payload:
    """A channel in a server of one's own."""
    return {
        "guild_id": str(number),
        "channel": payloads.channel(number + 1),
        "channel_id": str(number + 1),
        "context": 0,
    }


async def test_a_server_that_asks_much_waits_for_itself(slow: tuple[Discord, Bot]) -> None:
    discord, _ = slow
    busy = [
        await discord.slash("find", {"query": "graph wait12"}, by=1000 + number, at=server(500))
        for number in range(8)
    ]
    await asyncio.sleep(0.3)  # until all are in turn
    other = await discord.slash("help", by=2000, at=server(600))
    typed = await (await discord.complete("paper", "paper", "TopoX", by=2001)).done()
    assert typed.first_seconds is not None
    assert typed.first_seconds < 0.6
    await other.done()
    assert sum(not one.is_done for one in busy) >= 4


async def test_status_holds_nobody_and_is_for_managers(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    counting = """
        import time
        from bot import admin
        quick = admin._contents
        def contents(library):
            time.sleep(0.8)
            return quick(library)
        admin._contents = contents
    """
    async with start(**changed(tmp_path, counting)):
        await discord.ready()
        refused = await (await discord.slash("status", by=ALICE)).done()
        assert "Only people who may manage this server" in refused.text
        await asyncio.sleep(0.2)
        for _ in range(2):
            status = await (await discord.slash("status", by=BOSS)).done()
        lag = re.search(r"late by at most (\d+) ms", status.text)
        assert lag
        assert int(lag[1]) < 500


async def test_a_drawing_that_hangs_keeps_nobody_from_being_answered(
    discord: Discord, start: Start
) -> None:
    async with start() as process:
        await discord.ready()
        await (await discord.slash("metrics")).done()
        (drawing,) = (
            one
            for one in psutil.Process(process.process.pid).children()
            if "spawn_main" in " ".join(one.cmdline())
        )
        drawing.suspend()
        by_category = {"by": "category"}
        charts = [
            await discord.slash("metrics", by_category, by=1000 + at, at=server(500))
            for at in range(2)
        ]
        began = time.monotonic()
        await (await discord.slash("help", by=2000, at=server(600))).done()
        assert time.monotonic() - began < 1
        for chart in charts:
            await chart.done()
            assert chart.kinds == [5]
            assert "Papers of Robin Walters by main category: LG" in chart.text
        await until(lambda: not drawing.is_running())
        before = len(discord.rest.pictures)
        drawn = await (await discord.slash("metrics", {"by": "coauthor"}, by=3000)).done()
        assert drawn.said[0]["attachments"]
        assert len(discord.rest.pictures) == before + 1
