"""What becomes of deliveries while processes are killed and Discord loses what it answers."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot.notebook import Notebook
from knowledge.library import Library
from tests.loopback.server import Discord
from tests.process.conftest import changed
from tests.process.workers import SHORT_LEASE, Workers, states, subscribe


@pytest.fixture(autouse=True, scope="module")
def index(library: Library) -> None:
    """Have the index made once, and not by each worker."""
    library.warm()


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the notebook lies, on either engine."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return str(tmp_path / "notebook.sqlite")


async def all_sent(notebook: Notebook, number: int, timeout_seconds: float) -> None:
    """Wait until so many deliveries are sent."""
    async with asyncio.timeout(timeout_seconds):
        while (await asyncio.to_thread(states, notebook))["sent"] < number:
            await asyncio.sleep(0.2)


async def test_nothing_is_lost_or_doubled_while_workers_are_killed(
    tmp_path: Path, place: str, discord: Discord
) -> None:
    number = 150
    channels = discord.settle(number)
    discord.weather(lost=0.06, broken=0.03, broken_late=0.03, limited=0.03, seed=7)
    notebook = Notebook(place).open()
    subscribe(notebook, channels)
    settings = {**discord.environment, **changed(tmp_path, SHORT_LEASE)}
    workers = Workers(tmp_path, {**settings, "PAPERCLUB_NOTEBOOK": place}, 3, seed=11)
    async with workers.working(lambda: len(discord.rest.messages), (5, 20)):
        await all_sent(notebook, number, 240)
    notebook.close()
    posts = Counter(int(one["channel_id"]) for one in discord.rest.messages.values())
    assert posts == Counter(channels)
    assert workers.killed >= 3
    assert discord.rest.weather.befell["lost"]
