"""Measure a busy hour: python -m tests.benchmarks.load LIBRARY [--rate 20] [--seconds 60]

The bot runs as its own process in a Discord on loopback. Interactions come at random moments
(a Poisson process, so that some come together), mixed over all commands, their completion and
their buttons, menus, mentions and /status, from many people in several servers. Printed are the
times to the first response, what was late, lost, doubled or at fault, how late the bot's own event
loop was, and its memory. It ends with 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import numpy as np
import psutil

from bot import slash
from commands._command import all_commands
from knowledge import reading
from knowledge.paper import Paper
from tests.loopback import payloads
from tests.loopback.exchange import ACKNOWLEDGE_SECONDS, Exchange
from tests.loopback.payloads import Payload
from tests.loopback.process import Bot, bot
from tests.loopback.server import APPLICATION_ID, CHANNEL_ID, Discord

_PEOPLE, _SERVERS = 400, 7
_WARMING = 40
_COMPLETIONS = 100
_MOST_P99_MS, _MOST_DRAWN_MS, _MOST_LAG_MS, _MOST_COMPLETION_MS = 300, 1500, 50, 50
"""What is promised; the second of answers that come with a picture, which is drawn first."""


class Crowd:
    """People who use every command, as they would: with typing errors and words of titles."""

    def __init__(self, discord: Discord, papers: Sequence[Paper], seed: int) -> None:
        self._discord = discord
        self._papers = papers
        self._chance = random.Random(seed)
        self._shown: list[Exchange] = []
        self._kinds: list[Callable[[int], Awaitable[Exchange]]] = [
            *[lambda by, name=name: self._command(name, by) for name in all_commands()],
            self.complete,
            self._press,
            self._choose_in_menu,
            self._mention,
            self._ask_for_status,
        ]
        self._turn = 0
        self._listening: set[asyncio.Task[None]] = set()
        discord.managers = {1000 + number for number in range(_PEOPLE)}

    async def act(self) -> Exchange:
        """Let somebody do the next thing."""
        self._turn += 1
        kind = self._kinds[self._turn % len(self._kinds)]
        return await kind(1000 + self._turn % _PEOPLE)

    async def _command(self, name: str, by: int) -> Exchange:
        options: dict[str, dict[str, str | int | bool]] = {
            "ask": {"question": f"papers about {self._topic()}"},
            "cite": {"paper": self._title()},
            "coauthors": {"person": self._person()},
            "compare": {"paper": self._title(), "with": self._title()},
            "define": {"term": self._topic().split()[0]},
            "experts": {"topic": self._topic()},
            "find": {"query": self._topic()},
            "help": {},
            "metrics": self._chance.choice(
                [{}, {"by": "category"}, {"person": self._person(), "with": self._person()}]
            ),
            "paper": {"paper": self._title()},
            "person": {"person": self._person()},
            "quote": {"question": self._topic()},
            "related": {"paper": self._title()},
            "summary": {"paper": self._title()},
            "timeline": {"person": self._person()},
            "topics": {"topic": str(self._chance.randint(1, 5))},
        }
        shown = await self._discord.slash(name, options[name], by=by, at=self._place(by))
        self._shown = [*self._shown[-50:], shown]
        return shown

    async def complete(self, by: int) -> Exchange:
        """Let somebody type."""
        if self._chance.random() < 0.5:
            typed = self._title()
            return await self._discord.complete("paper", "paper", typed, by=by)
        return await self._discord.complete("coauthors", "person", self._person(), by=by)

    async def _press(self, by: int) -> Exchange:
        pressed = [
            (one, button["custom_id"])
            for one in self._shown
            if one.is_done and not one.is_private
            for button in one.buttons
            if "custom_id" in button
        ]
        if not pressed:
            return await self._command("help", by)
        shown, custom_id = self._chance.choice(pressed)
        return await self._discord.press(shown.said[0], custom_id, by=by, at=self._place(by))

    async def _choose_in_menu(self, by: int) -> Exchange:
        author = payloads.user(by, f"user{by}")
        message = payloads.message(CHANNEL_ID, author, content=f"see {self._title()}")
        name = self._chance.choice(list(slash.MENUS))
        return await self._discord.menu(name, message, by=by, at=self._place(by))

    async def _mention(self, by: int) -> Exchange:
        exchange = Exchange("mention")
        self._discord.rest.exchanges[exchange.token] = exchange
        exchange.begin()
        asked = await self._discord.say(f"<@{APPLICATION_ID}> papers on {self._topic()}", by=by)
        listening = asyncio.create_task(self._listen(exchange, asked))
        self._listening.add(listening)
        listening.add_done_callback(self._listening.discard)
        return exchange

    async def _listen(self, exchange: Exchange, asked: Payload) -> None:
        await self._discord.reply(asked)
        exchange.note(is_answer=True)
        await asyncio.sleep(1)  # should there be a second one
        exchange.followed = self._discord.replies(asked)

    async def _ask_for_status(self, by: int) -> Exchange:
        return await self._discord.slash("status", by=by, at=self._place(by))

    def _place(self, by: int) -> Payload:
        server = 500000000000000000 + by % _SERVERS
        return {
            "guild_id": str(server),
            "channel": payloads.channel(server + 100),
            "channel_id": str(server + 100),
            "context": 0,
        }

    def _topic(self) -> str:
        words = [word for word in self._paper().title.split() if len(word) > 3] or ["parsing"]
        return self._mistyped(" ".join(words[: self._chance.randint(1, 4)]))

    def _title(self) -> str:
        words = self._paper().title.split()
        first = self._chance.randrange(len(words))
        return self._mistyped(" ".join(words[first:][:8]))[:150]

    def _person(self) -> str:
        names = self._paper().authors or ("smith",)
        return self._mistyped(names[0])

    def _paper(self) -> Paper:
        return self._chance.choice(self._papers)

    def _mistyped(self, text: str) -> str:
        if len(text) < 4 or self._chance.random() < 0.5:
            return text
        at = self._chance.randrange(1, len(text) - 1)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


async def measure(library: Path, rate: float, seconds: float, seed: int) -> list[str]:
    """Run the load, print what came of it, and list the promises that it broke."""
    papers = reading.read([library]).papers
    with tempfile.TemporaryDirectory() as folder:
        async with (
            Discord() as discord,
            bot(Path(folder), discord.environment, "--library", str(library)) as process,
        ):
            began = time.perf_counter()
            await discord.ready(600)
            print(f"{len(papers):,} papers; in Discord after {time.perf_counter() - began:.0f} s")
            crowd = Crowd(discord, papers, seed)
            for _ in range(_WARMING):
                await (await crowd.act()).done()
                await asyncio.sleep(0.05)
            typed = [await (await crowd.complete(1)).done() for _ in range(_COMPLETIONS)]
            before = _megabytes(process)
            exchanges = await load(crowd, rate, seconds, random.Random(seed))
            after = _megabytes(process)
            await asyncio.sleep(2)  # in which whoever asks next is not in haste
            status = await (await discord.slash("status", by=1000)).done()
            broken = report(exchanges)
            lag = next(line for line in status.text.splitlines() if "Latency" in line)
            print(lag.strip("- ").replace("**", ""))
            if int(re.findall(r"(\d+) ms", lag)[-1]) > _MOST_LAG_MS:
                broken.append(f"the loop was late by more than {_MOST_LAG_MS} ms")
            p50, p99, worst = _spread(typed)
            print(f"completion alone: p50 {p50:.1f}, p99 {p99:.1f}, worst {worst:.1f} ms")
            if p99 >= _MOST_COMPLETION_MS:
                broken.append(f"a completion takes {_MOST_COMPLETION_MS} ms or more")
            print(f"memory {before:.0f} MB before the load, {after:.0f} MB after it")
            faults = discord.rest.faults()
            print(f"{len(faults)} faults in {len(discord.rest.bodies):,} bodies")
            for fault in faults[:5]:
                print(" ", fault)
            broken += ["there are faults"] if faults else []
            if "incident" in process.said:
                print(process.said[-3000:])
                broken.append("something broke")
            return broken


async def load(crowd: Crowd, rate: float, seconds: float, chance: random.Random) -> list[Exchange]:
    """Let the crowd act at random moments, without waiting for answers."""
    exchanges = []
    end = time.perf_counter() + seconds
    due = time.perf_counter()
    while due < end:
        await asyncio.sleep(max(due - time.perf_counter(), 0))
        exchanges.append(await crowd.act())
        due += chance.expovariate(rate)
    await asyncio.sleep(ACKNOWLEDGE_SECONDS + 2)
    return exchanges


def report(exchanges: list[Exchange]) -> list[str]:
    """Print how long people waited, and list the promises that are broken."""
    by_command: dict[str, list[Exchange]] = defaultdict(list)
    for one in exchanges:
        by_command[one.command].append(one)
    print(f"{'':14}{'number':>8}{'p50':>8}{'p99':>8}{'worst':>8}  ms to the first response")
    drawn = [one for one in exchanges if _has_picture(one)]
    plain = [one for one in exchanges if not _has_picture(one)]
    for name, some in [*sorted(by_command.items()), ("in words", plain), ("drawn", drawn)]:
        p50, p99, worst = _spread(some)
        print(f"{name:14}{len(some):8}{p50:8.1f}{p99:8.1f}{worst:8.1f}")
    lost = sum(not one.is_done for one in exchanges)
    late = sum((one.first_seconds or 0) > ACKNOWLEDGE_SECONDS for one in exchanges)
    doubled = sum(len(one.said) > 1 or len(one.kinds) > 1 for one in exchanges)
    deferred = sum(5 in one.kinds or 6 in one.kinds for one in exchanges)
    print(f"lost {lost}, late {late}, doubled {doubled}, announced first {deferred}")
    numbers = {"lost": lost, "late": late, "doubled": doubled}
    broken = [f"{number} {what}" for what, number in numbers.items() if number]
    for some, what, most in (
        (plain, "in words", _MOST_P99_MS),
        (drawn, "with a picture", _MOST_DRAWN_MS),
    ):
        if _spread(some)[1] >= most:
            broken.append(f"the p99 of answers {what} is {most} ms or more")
    return broken


def _has_picture(exchange: Exchange) -> bool:
    return any(said.get("attachments") for said in exchange.said)


def _spread(exchanges: Sequence[Exchange]) -> tuple[float, float, float]:
    """Tell the median, the 99th percentile and the worst of the first responses, in ms."""
    times = [one.first_seconds * 1000 for one in exchanges if one.first_seconds is not None]
    p50, p99, worst = np.percentile(times or [float("inf")], [50, 99, 100])
    return float(p50), float(p99), float(worst)


def _megabytes(process: Bot) -> float:
    """Tell the memory of the bot and of the processes that it started."""
    root = psutil.Process(process.process.pid)
    return sum(one.memory_info().rss for one in (root, *root.children(recursive=True))) / 1e6


def main() -> None:
    """Read what is asked for, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("library", type=Path)
    parser.add_argument("--rate", type=float, default=20.0, help="interactions a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    broken = asyncio.run(measure(given.library, given.rate, given.seconds, given.seed))
    sys.exit("; ".join(broken) or 0)


if __name__ == "__main__":
    main()
