"""One post comes, whatever happens to the notebook, the library and Discord in the middle of it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import SQLAlchemyError

from bot.highlights import delivering
from bot.highlights.delivering import Delivering
from bot.highlights.posting import Channels
from bot.notebook import Notebook, engine
from bot.notebook import notebook as notebooks
from bot.notebook.subscriptions import Subscription
from tests.highlights.conftest import Scene
from tests.loopback import payloads
from tests.loopback.people import ALICE, BOB, BOSS, CHANNEL_ID, FORUM_ID
from tests.pages import Entry, library_of, page, write
from tests.postgres import Postgres

_POST = r"POST /channels/\d+/(messages|threads)"
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
on_sqlite = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
on_postgres = pytest.mark.parametrize("place", ["postgresql"], indirect=True)
LOCKED = """
import sqlite3, sys
one = sqlite3.connect(sys.argv[1], isolation_level=None)
one.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""
"""A program that keeps a notebook locked until it is killed."""


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait a tenth as long for who has locked the notebook as the bot does."""
    monkeypatch.setattr(engine, "_PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr(notebooks, "_LONG_SECONDS", 0.3)
    monkeypatch.setattr(notebooks, "_AGAIN_SECONDS", 0.2)


@dataclass
class Interrupted(Channels):
    """Channels between whose first post and its confirmation something happens."""

    channels: Channels
    happens: Callable[[], Awaitable[None]] | None

    async def sent(self, *given: Any, **named: Any) -> int:
        """Post, and let it happen."""
        message_id = await self.channels.sent(*given, **named)
        happens, self.happens = self.happens, None
        if happens:
            await happens()
        return message_id

    async def found(self, *given: Any) -> int | None:
        """Look for a post."""
        return await self.channels.found(*given)


async def interrupted(scene: Scene, happens: Callable[[], Awaitable[None]]) -> Subscription:
    """Post something whose confirmation fails because of what happens; only a look tells of it."""
    scene.discord.rest.channels.nonce_seconds = 0
    scene.delivering._channels = Interrupted(Channels(scene.client), happens)  # noqa: SLF001
    one = scene.subscribe()
    scene.clock.wait(hours=1)
    with contextlib.suppress(SQLAlchemyError):
        await scene.work()
    assert len(scene.posts()) == 1
    return one


async def gone_on_with(scene: Scene, one: Subscription) -> None:
    """See that the one post is found again once the notebook can be used."""
    async with asyncio.timeout(20):
        while scene.notebook.trouble or scene.notebook._barred_why:  # noqa: SLF001
            await asyncio.sleep(0.05)
            with contextlib.suppress(SQLAlchemyError):
                await asyncio.to_thread(scene.notebook.keep_options, "")  # only a write tells
    assert scene.latest(one).state == "leased"
    scene.restart()
    scene.clock.wait(seconds=31)
    await scene.work()
    latest = scene.latest(one)
    assert latest.state == "sent"
    assert latest.attempts == 2
    (message_id,) = scene.discord.place(CHANNEL_ID).messages
    assert latest.message_id == message_id


@on_sqlite
async def test_a_notebook_that_is_locked_too_long_doubles_nothing(scene: Scene, place: str) -> None:
    async with contextlib.AsyncExitStack() as stack:

        async def lock() -> None:
            pipe = asyncio.subprocess.PIPE
            holds = await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", LOCKED, place), stdin=pipe, stdout=pipe
            )
            assert holds.stdout
            stack.push_async_callback(holds.wait)
            stack.callback(holds.kill)
            await holds.stdout.readline()

        one = await interrupted(scene, lock)
    await gone_on_with(scene, one)


@on_sqlite
@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file's size")
async def test_a_disk_that_fills_and_has_room_again_doubles_nothing(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)

    async def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1, before[1]))

    try:
        one = await interrupted(scene, fill)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "the disk" in caplog.text
    await gone_on_with(scene, one)


@on_postgres
async def test_a_database_that_stops_before_it_is_told_of_a_post_doubles_nothing(
    scene: Scene, postgres: Postgres
) -> None:
    async def stop() -> None:
        await asyncio.to_thread(postgres.stop, "immediate")

    one = await interrupted(scene, stop)
    await asyncio.to_thread(postgres.start)
    await gone_on_with(scene, one)


@on_postgres
async def test_a_database_that_is_away_at_the_start_is_waited_for(
    scene: Scene, postgres: Postgres, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "_LOOK_SECONDS", 0.2)
    one = scene.subscribe()
    scene.clock.wait(hours=1)
    await asyncio.to_thread(postgres.stop)
    notebook = Notebook(place, now=scene.clock)
    at_work = asyncio.create_task(
        Delivering(
            Channels(scene.client), lambda: scene.library, notebook, keep=lambda _: "-"
        ).stay()
    )
    await asyncio.sleep(1)
    await asyncio.to_thread(postgres.start)
    try:
        async with asyncio.timeout(20):
            while [x.state for x in scene.history.latest(one.id)] != ["sent"]:
                await asyncio.sleep(0.1)
    finally:
        at_work.cancel()
        notebook.close()
    assert len(scene.posts()) == 1


@on_sqlite
@pytest.mark.parametrize(
    "how",
    [
        {"garbled": "<html>Sorry</html>"},
        {"garbled": '"ok"'},
        {"garbled": "{}"},
        {"page": "<html>Sorry</html>"},
        {"status": 0},
        {"status": 401},
    ],
    ids=str,
)
async def test_an_answer_from_which_nothing_can_be_told_is_looked_after(
    scene: Scene, how: dict[str, Any]
) -> None:
    scene.discord.rest.channels.nonce_seconds = 0
    one = scene.subscribe()
    scene.discord.fail(_POST, **how)
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    assert scene.latest(one).state == "planned"
    scene.restart()
    scene.clock.wait(seconds=30)
    await scene.work()
    assert scene.latest(one).state == "sent"
    assert len(scene.posts()) == 1


@on_sqlite
async def test_a_look_that_tells_nothing_is_taken_again(scene: Scene) -> None:
    scene.discord.rest.channels.nonce_seconds = 0
    one = scene.subscribe()
    scene.discord.fail(_POST, 0, is_too_late=True)
    for how in ({"page": "<html>Sorry</html>"}, {"garbled": "[1, 2]"}):
        scene.discord.fail(r"GET /channels/\d+/messages", **how)
    await scene.work_until(scene.clock.now + HOUR + HOUR, minutes=10)
    assert scene.latest(one).state == "sent"
    assert len(scene.posts()) == 1


@on_sqlite
async def test_what_somebody_else_posts_with_our_buttons_is_not_taken_for_ours(
    scene: Scene,
) -> None:
    one = scene.subscribe()
    scene.discord.rest.channels.nonce_seconds = 0
    scene.discord.fail(_POST, 0, is_too_late=True)
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    (forged,) = scene.discord.place(CHANNEL_ID).messages.values()
    forged["author"] = payloads.user(BOB, "bob", is_bot=True)
    scene.clock.wait(minutes=1)
    await scene.work()
    assert len(scene.posts()) == 2
    assert scene.latest(one).message_id != int(forged["id"])


@on_sqlite
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_lost_post_is_found_among_hundreds_of_others(scene: Scene, when: str) -> None:
    def chatter() -> None:
        for _ in range(250):
            said = payloads.message(CHANNEL_ID, payloads.user(ALICE, "alice"), content="hm")
            scene.discord.place(CHANNEL_ID).add(said)

    one = scene.subscribe()
    scene.discord.rest.channels.nonce_seconds = 0
    scene.discord.fail(_POST, 0, is_too_late=True)
    if when == "before":
        chatter()
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    if when == "after":
        chatter()
    scene.clock.wait(minutes=1)
    await scene.work()
    assert scene.latest(one).state == "sent"
    assert scene.latest(one).message_id in scene.discord.rest.messages
    assert len(scene.discord.rest.messages) == 1


@on_sqlite
async def test_papers_that_leave_the_library_before_they_are_posted_are_replaced(
    scene: Scene, tmp_path: Path
) -> None:
    one = scene.subscribe()
    scene.discord.fail(_POST, 503)
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    entries = [Entry(title=f"On the Folding of {word}") for word in ("Paper", "Steel", "Wood")]
    scene.library = library_of(write(tmp_path, "other.txt", page(*entries)))
    scene.clock.wait(minutes=1)
    await scene.work()
    (post,) = scene.posts()
    assert "no longer" not in post
    assert post.count("On the Folding of") == 3
    assert scene.latest(one).state == "sent"


@on_sqlite
async def test_papers_of_a_post_that_was_lost_and_given_up_never_come_again(scene: Scene) -> None:
    one = scene.subscribe()
    scene.discord.fail(_POST, 0, is_too_late=True)
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    scene.clock.wait(hours=13)
    await scene.work()
    assert scene.latest(one).state == "sent"  # it was found
    await scene.work_until(scene.clock.now + DAY, hours=6)
    shown = [paper for day in scene.papers(one) for paper in day]
    assert len(shown) == len(set(shown)) == 6


@on_sqlite
async def test_what_is_on_its_way_when_its_subscription_is_removed_stays_known(
    scene: Scene,
) -> None:
    async def remove() -> None:
        scene.subscriptions.remove(1)

    await interrupted(scene, remove)
    assert len(scene.history.shown(CHANNEL_ID)) == 3


@on_sqlite
async def test_a_subscription_that_moved_posts_where_it_is_now(scene: Scene) -> None:
    one = scene.subscribe()
    scene.clock.wait(hours=1)
    scene.delivering._plan()  # noqa: SLF001
    now = scene.subscriptions.called(one.id)
    assert now
    scene.subscriptions.change(replace(now, channel_id=FORUM_ID, kind="forum"))
    await scene.work()
    assert scene.posts() == []
    assert scene.latest(one).state == "sent"
    assert scene.latest(one).channel_id == FORUM_ID
    assert len(scene.history.shown(FORUM_ID)) == 3


@on_sqlite
async def test_a_zone_that_this_computer_does_not_know_keeps_no_other_from_posting(
    scene: Scene,
) -> None:
    one, other = scene.subscribe(), scene.subscribe()
    lost = scene.subscriptions.called(one.id)
    assert lost
    scene.subscriptions.change(replace(lost, zone="Mars/Olympus_Mons"))
    scene.clock.wait(hours=1)
    await scene.work()
    assert scene.latest(other).state == "sent"
    lost = scene.subscriptions.called(one.id)
    assert lost
    assert "Mars/Olympus_Mons" in lost.paused_why
    assert len(scene.discord.direct_messages(BOSS).messages) == 1


@on_sqlite
async def test_a_computer_that_slept_posts_once(scene: Scene) -> None:
    one = scene.subscribe()
    scene.clock.wait(hours=1)
    scene.discord.rest.channels.nonce_seconds = 0
    scene.delivering._plan()  # noqa: SLF001
    (before,) = scene.delivering._claim(9)  # noqa: SLF001
    scene.clock.wait(hours=1)  # and wakes; the lease has run out, and it claims the same again
    (after,) = scene.delivering._claim(9)  # noqa: SLF001
    await asyncio.gather(*map(scene.delivering._deliver, (before, after)))  # noqa: SLF001
    assert len(scene.posts()) == 1
    assert scene.latest(one).state == "sent"
