"""When posts come, and that each comes once, whatever Discord does."""

from __future__ import annotations

import asyncio
import datetime

import pytest

from bot.notebook.deliveries import Deliveries
from knowledge.interests import Interests
from tests.highlights.conftest import Scene
from tests.loopback.payloads import CROSSPOSTED, WRITE
from tests.loopback.people import BOSS, CHANNEL_ID, FORUM_ID, GUILD_ID, NEWS_ID, POST_ID, THREAD_ID
from tests.pages import Entry, library_of, page, write

_POST = r"POST /channels/\d+/(messages|threads)"
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


async def test_a_post_comes_at_its_minute_and_not_before(scene: Scene) -> None:
    one = scene.subscribe()
    scene.clock.wait(minutes=59, seconds=59)
    await scene.work()
    assert scene.posts() == []
    scene.clock.wait(seconds=1)
    await scene.work()
    (post,) = scene.posts()
    assert post.startswith("## Papers for ")
    assert scene.latest(one).state == "sent"
    scene.clock.wait(hours=20)
    await scene.work()
    assert len(scene.posts()) == 1


async def test_each_day_has_other_papers(scene: Scene) -> None:
    one = scene.subscribe()
    await scene.work_until(scene.clock.now + 3 * DAY, hours=1)
    days = scene.papers(one)
    assert len(days) == 3
    shown = [paper for day in days for paper in day]
    assert len(shown) == len(set(shown)) == 9


@pytest.mark.parametrize(
    ("channel_id", "kind"),
    [(CHANNEL_ID, "text"), (NEWS_ID, "news"), (THREAD_ID, "thread"), (FORUM_ID, "forum")],
)
async def test_a_post_whose_confirmation_was_lost_is_not_posted_again(
    scene: Scene, channel_id: int, kind: str
) -> None:
    scene.discord.rest.channels.nonce_seconds = 0  # only a look tells
    one = scene.subscribe(channel_id, kind=kind)
    scene.discord.fail(_POST, 0, is_too_late=True)
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    assert scene.latest(one).state == "planned"
    scene.restart()
    scene.clock.wait(seconds=60)
    await scene.work()
    latest = scene.latest(one)
    assert latest.state == "sent"
    assert latest.attempts == 2
    assert len(scene.discord.rest.messages) == 1
    assert latest.message_id in scene.discord.rest.messages


async def test_a_worker_that_died_with_a_post_in_hand_leaves_it_to_others(scene: Scene) -> None:
    one = scene.subscribe()
    scene.clock.wait(hours=1)
    scene.delivering._plan()  # noqa: SLF001 - and dies
    (lost,) = Deliveries(scene.notebook, "dead").claim(lease=datetime.timedelta(seconds=30), most=9)
    await scene.work()
    assert scene.latest(one).state == "leased"
    scene.clock.wait(seconds=31)
    await scene.work()
    assert scene.latest(one).id == lost.id
    assert scene.latest(one).state == "sent"
    assert len(scene.posts()) == 1


async def test_who_lost_the_lease_writes_nothing_more(scene: Scene) -> None:
    one = scene.subscribe()
    scene.clock.wait(hours=1)
    scene.delivering._plan()  # noqa: SLF001
    slow = Deliveries(scene.notebook, "slow")
    (held,) = slow.claim(lease=datetime.timedelta(seconds=30), most=9)
    scene.clock.wait(seconds=31)
    await scene.work()
    slow.give_up(held, "of no account")
    slow.put_back(held, until=scene.clock.now, why="of no account")
    assert scene.latest(one).state == "sent"
    assert scene.latest(one).reason == ""


async def test_a_forum_gets_a_post_a_day_with_a_tag(scene: Scene) -> None:
    forum = scene.discord.place(FORUM_ID)
    forum.about["available_tags"] = [
        {"id": "77", "name": "Robotics", "moderated": False, "emoji_id": None, "emoji_name": None}
    ]
    scene.subscribe(FORUM_ID, kind="forum", interests=Interests(categories=("RO",)))
    await scene.work_until(scene.clock.now + 2 * DAY, hours=1)
    threads = [
        one for one in scene.discord.world.threads(GUILD_ID) if one["parent_id"] == str(FORUM_ID)
    ]
    names = [one["name"] for one in threads if int(one["id"]) != POST_ID]
    assert len(names) == len(set(names)) == 2
    assert all(name.startswith("Papers for ") for name in names)
    assert [one["applied_tags"] for one in threads if int(one["id"]) != POST_ID] == [["77"]] * 2


async def test_what_is_announced_is_published(scene: Scene) -> None:
    scene.subscribe(NEWS_ID, kind="news")
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    (message,) = scene.discord.place(NEWS_ID).messages.values()
    assert message["flags"] & CROSSPOSTED


async def test_a_silent_post_pings_nobody(scene: Scene) -> None:
    scene.subscribe(is_silent=True)
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    (message,) = scene.discord.place(CHANNEL_ID).messages.values()
    assert message["flags"] & 1 << 12


@pytest.mark.parametrize("how", ["gone", "closed", "locked out"])
async def test_a_channel_that_takes_nothing_more_is_paused_and_its_maker_told_once(
    scene: Scene, how: str
) -> None:
    one = scene.subscribe()
    if how == "gone":
        del scene.discord.world.places[CHANNEL_ID]
    else:
        place = scene.discord.place(CHANNEL_ID)
        scene.discord.world.deny(place, WRITE if how == "closed" else 1 << 10)
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    scene.restart()
    await scene.work_until(scene.clock.now + 2 * DAY, hours=6)
    now = scene.subscriptions.called(one.id)
    assert now
    assert now.paused_at
    assert now.paused_why
    assert scene.latest(one).state == "given up"
    told = list(scene.discord.direct_messages(BOSS).messages.values())
    assert len(told) == 1
    assert scene.history.shown(CHANNEL_ID) == []  # they may be shown when it goes on


async def test_direct_messages_that_are_closed_are_paused(scene: Scene) -> None:
    place = scene.discord.direct_messages(BOSS)
    one = scene.subscribe(place.id, kind="direct", guild_id=0)
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    assert len(place.messages) == 1
    place.is_shut = True
    await scene.work_until(scene.clock.now + DAY, hours=6)
    now = scene.subscriptions.called(one.id)
    assert now
    assert now.paused_at
    assert len(place.messages) == 1


async def test_a_discord_that_is_down_is_tried_again_and_the_post_comes_late(scene: Scene) -> None:
    one = scene.subscribe()
    scene.discord.fail(_POST, 503, times=8)
    await scene.work_until(scene.clock.now + 4 * HOUR, minutes=1)
    latest = scene.latest(one)
    assert latest.state == "sent"
    assert latest.attempts == 9
    assert len(scene.posts()) == 1


async def test_what_could_not_be_posted_in_a_day_is_given_up_and_shown_another_day(
    scene: Scene,
) -> None:
    one = scene.subscribe()
    scene.discord.fail(_POST, 503, times=1000)
    end = scene.clock.now + 14 * HOUR
    await scene.work_until(end, minutes=20)
    latest = scene.latest(one)
    assert latest.state == "given up"
    assert "503" in latest.reason
    scene.discord.rest.failures.clear()
    await scene.work_until(end + DAY, hours=1)
    assert len(scene.posts()) == 1


async def test_limits_are_waited_for(scene: Scene) -> None:
    one = scene.subscribe()
    scene.discord.fail(_POST, 429, times=2, retry_after_seconds=0.1)
    scene.discord.fail(_POST, 429, times=1, retry_after_seconds=5, has_via=False)  # of a proxy
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    scene.clock.wait(seconds=6)
    await scene.work()
    assert scene.latest(one).state == "sent"
    assert len(scene.posts()) == 1


async def test_a_proxy_that_says_to_wait_for_no_time_is_tried_again(scene: Scene) -> None:
    one = scene.subscribe()
    scene.discord.fail(_POST, 429, times=1, retry_after_seconds=0, has_via=False)
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    assert scene.latest(one).state == "planned"
    scene.clock.wait(minutes=1)
    await scene.work()
    assert scene.latest(one).state == "sent"


async def test_after_an_outage_only_the_newest_day_is_made_up_for(scene: Scene) -> None:
    one = scene.subscribe()
    scene.clock.wait(days=2, hours=5)
    await scene.work()
    assert len(scene.posts()) == 1
    states = [(x.state, x.reason) for x in scene.history.latest(one.id, most=9)]
    assert [state for state, _ in states] == ["sent", "given up", "given up"]
    assert all("away" in why for _, why in states[1:])


async def test_after_half_a_day_a_missed_post_is_left_out(scene: Scene) -> None:
    one = scene.subscribe()
    scene.clock.wait(hours=14)
    await scene.work()
    assert scene.posts() == []
    assert scene.latest(one).state == "given up"
    assert "away" in scene.latest(one).reason
    scene.clock.wait(hours=12)
    await scene.work()
    assert len(scene.posts()) == 1


@pytest.mark.parametrize("what", ["paused", "removed"])
async def test_what_was_paused_or_removed_meanwhile_is_not_posted(scene: Scene, what: str) -> None:
    one = scene.subscribe()
    scene.clock.wait(hours=1)
    scene.delivering._plan()  # noqa: SLF001 - due, and then somebody changes their mind
    if what == "removed":
        scene.subscriptions.remove(one.id)
    else:
        scene.subscriptions.pause(one.id, "for a test")
    await scene.work()
    assert scene.posts() == []


async def test_two_subscriptions_of_a_channel_never_show_the_same_paper(scene: Scene) -> None:
    some = [scene.subscribe(number=10) for _ in range(4)]
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    shown = [paper for one in some for day in scene.papers(one) for paper in day]
    assert len(shown) == len(set(shown)) == 40


async def test_two_workers_at_once_post_once(scene: Scene) -> None:
    one = scene.subscribe()
    scene.clock.wait(hours=1)
    first, second = scene.delivering, None
    scene.restart()
    second = scene.delivering
    await asyncio.gather(first._round(), second._round())  # noqa: SLF001
    await asyncio.gather(*first._in_hand, *second._in_hand)  # noqa: SLF001
    assert len(scene.posts()) == 1
    assert scene.latest(one).state == "sent"
    assert scene.latest(one).attempts == 1


@pytest.mark.parametrize("on_empty", ["silent", "say-so", "revisit"])
async def test_when_nothing_is_left_what_was_chosen_happens(
    scene: Scene, tmp_path: object, on_empty: str
) -> None:
    entries = [Entry(title=f"On the Folding of {word}") for word in ("Paper", "Steel", "Wood")]
    scene.library = library_of(write(tmp_path, "few.txt", page(*entries)))  # type: ignore[arg-type]
    one = scene.subscribe(number=2, on_empty=on_empty)
    await scene.work_until(scene.clock.now + 3 * DAY, hours=1)
    papers = scene.papers(one)
    assert [len(day) for day in papers[:2]] == [2, 1]
    last = scene.latest(one)
    if on_empty == "silent":
        assert len(scene.posts()) == 2
        assert last.state == "given up"
        assert "nothing fits" in last.reason
    elif on_empty == "say-so":
        assert "No paper for" in scene.posts()[2]
        assert papers[2] == []
    else:
        assert set(papers[2]) <= set(papers[0])
        assert "shown before" in scene.posts()[2]


async def test_what_is_new_in_the_library_comes_first(scene: Scene, tmp_path: object) -> None:
    old = [Entry(title=f"On the Folding of {word}") for word in ("Paper", "Steel", "Wood", "Air")]
    new = Entry(title="A Late Word on Origami", head="LGJan 3, 2019")
    scene.library = library_of(write(tmp_path, "a.txt", page(*old)))  # type: ignore[arg-type]
    one = scene.subscribe(number=1)
    await scene.work_until(scene.clock.now + HOUR, minutes=30)
    scene.library = library_of(write(tmp_path, "b.txt", page(*old, new)))  # type: ignore[arg-type]
    await scene.work_until(scene.clock.now + DAY, hours=1)
    first, second = scene.posts()
    assert "Origami" not in first
    assert "Origami" in second
    assert "new" in second.split("Origami")[1]
    assert scene.papers(one)[1] != scene.papers(one)[0]
