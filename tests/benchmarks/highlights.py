"""Measure daily highlights: python -m tests.benchmarks.highlights [--part PART] [--library FILE]

killing    Four processes deliver 600 posts while one of them is killed now and then and Discord loses
           answers, breaks and slows down: how many posts are lost or doubled, on both engines.
minute     Ten thousand subscriptions are due in the same minute: how fast they go out at the pace
           that Discord allows, and how long people wait for answers meanwhile.
choosing   How long choosing a day's papers takes in a library.

It ends with 1 where a post is lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import places
from bot.notebook import Notebook
from knowledge import highlights, reading
from knowledge.interests import Interests
from knowledge.library import Library
from tests.benchmarks.load import Crowd, load, report
from tests.loopback.process import bot
from tests.loopback.server import Discord
from tests.postgres import Postgres
from tests.process.workers import Workers, states, subscribe

_POSTS, _WORKERS = 600, 4
_KILLED_AFTER = (10, 40)
"""Posts between two kills: every few seconds at the pace of four workers."""
_DUE = 10_000
_RATE = 5.0
"""Interactions a second while those posts go out."""
_CHOICES = 200
_PAUSE_SECONDS = 0.5


async def killing(place: str, folder: Path) -> int:
    """Kill workers while they deliver, and count the posts that are lost or doubled."""
    async with Discord() as discord:
        channels = discord.settle(_POSTS)
        weather = discord.weather(lost=0.03, broken=0.02, limited=0.02, seed=5)
        notebook = Notebook(place).open()
        subscribe(notebook, channels)
        settings = {**discord.environment, "PAPERCLUB_NOTEBOOK": place}
        workers = Workers(folder, settings, _WORKERS, seed=5)
        began = time.monotonic()
        async with workers.working(lambda: len(discord.rest.messages), _KILLED_AFTER):
            while (await asyncio.to_thread(states, notebook))["sent"] < _POSTS:
                await asyncio.sleep(_PAUSE_SECONDS)
        seconds = time.monotonic() - began
        notebook.close()
        posts = Counter(int(one["channel_id"]) for one in discord.rest.messages.values())
        lost = len(set(channels) - set(posts))
        doubled = sum(posts.values()) - len(posts)
        print(
            f"{notebook.url.get_backend_name()}: {_POSTS} posts by {_WORKERS} workers in {seconds:.0f} s,"
            f" {workers.killed} kills, {dict(weather.befell)}: {lost} lost, {doubled} doubled"
        )
        return lost + doubled


async def minute(library: Path) -> int:
    """Let very many posts be due at once, and people ask meanwhile."""
    papers = reading.read([library]).papers
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "notebook.sqlite")
        async with Discord() as discord:
            channels = discord.settle(_DUE)
            notebook = Notebook(place).open()
            subscribe(notebook, [])
            settings = {**discord.environment, "PAPERCLUB_NOTEBOOK": place}
            async with bot(Path(folder), settings, "--library", str(library)) as process:
                await discord.ready(600)
                crowd = Crowd(discord, papers, 7)
                for _ in range(20):
                    await (await crowd.act()).done()
                await asyncio.sleep(3)
                discord.rest.limits.is_on = True
                subscribe(notebook, channels, due_at=_due(notebook))
                before = len(discord.rest.messages)
                began = time.monotonic()
                asking = asyncio.create_task(_ask(crowd, lambda: _posted(discord, channels) < _DUE))
                while _posted(discord, channels) < _DUE and time.monotonic() - began < 900:
                    await asyncio.sleep(_PAUSE_SECONDS)
                seconds = time.monotonic() - began
                report(await asking)
                status = await (await discord.slash("status", by=1000)).done()
                print(next(line for line in status.text.splitlines() if "Latency" in line))
                if "incident" in process.said:
                    print(process.said[-3000:])
            notebook.close()
            posts = Counter(int(one["channel_id"]) for one in discord.rest.messages.values())
            lost = sum(one not in posts for one in channels)
            doubled = sum(posts[one] - 1 for one in channels if posts[one])
            print(
                f"{_DUE:,} due at once: all there after {seconds:.0f} s,"
                f" {(len(discord.rest.messages) - before) / seconds:.1f} posts a second,"
                f" 429s: {dict(discord.rest.limits.given)}; {lost} lost, {doubled} doubled"
            )
            return lost + doubled


def choosing(files: Sequence[Path]) -> None:
    """Choose days' papers for channels that saw and like this and that."""
    library = Library(reading.read(files), cache=places.cache())
    library.warm()
    chance = random.Random(3)
    ids = [paper.id for paper in library.papers]
    took = []
    for _ in range(_CHOICES):
        title = chance.choice(library.papers).title.split()
        interests = Interests(topics=(" ".join(title[:2]), " ".join(title[-2:])))
        votes = {chance.choice(ids): chance.choice((1, 1, -1)) for _ in range(20)}
        shown = chance.sample(ids, min(300, len(ids) // 2))
        began = time.perf_counter()
        highlights.choose(library, interests, votes=votes, shown=shown, new=ids[-30:], count=5)
        took.append(1000 * (time.perf_counter() - began))
    took.sort()
    print(
        f"choosing 5 of {len(ids):,} papers: median {statistics.median(took):.1f} ms,"
        f" p95 {took[int(0.95 * len(took))]:.1f}, worst {took[-1]:.1f}"
    )


def _posted(discord: Discord, channels: Sequence[int]) -> int:
    return sum(bool(discord.world.places[one].messages) for one in channels)


def _due(notebook: Notebook) -> datetime.datetime:
    return notebook.now().replace(second=0, microsecond=0)


async def _ask(crowd: Crowd, is_going_on: Callable[[], bool]) -> list:  # type: ignore[type-arg]
    exchanges = []
    chance = random.Random(9)
    while is_going_on():
        exchanges += await load(crowd, _RATE, 10, chance)
    return exchanges


def main() -> None:
    """Read what is asked for, and measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--part", choices=("killing", "minute", "choosing"), action="append")
    parser.add_argument("--library", type=Path, default=places.seeds())
    given = parser.parse_args()
    wanted = given.part or ["killing", "minute", "choosing"]
    wrong = 0
    if "choosing" in wanted:
        choosing([given.library])
    if "killing" in wanted:
        Library(reading.read([places.seeds()]), cache=places.cache()).warm()  # once, for all
        with tempfile.TemporaryDirectory() as folder, Postgres() as server, server.fresh() as url:
            file = str(Path(folder) / "notebook.sqlite")
            wrong += asyncio.run(killing(file, Path(folder)))
            wrong += asyncio.run(killing(str(url), Path(folder)))
    if "minute" in wanted:
        wrong += asyncio.run(minute(given.library))
    sys.exit(f"{wrong} posts are lost or doubled" if wrong else 0)


if __name__ == "__main__":
    main()
