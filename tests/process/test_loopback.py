"""The loopback Discord itself, judged with discord.py's own client: it is as Discord is."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator

import aiohttp
import discord as dpy
import pytest
from discord.http import Route
from yarl import URL

from tests.loopback.faults import Weather
from tests.loopback.payloads import FORUM, TAG_REQUIRED
from tests.loopback.server import (
    ALICE,
    CHANNEL_ID,
    FORUM_ID,
    GUILD_ID,
    NEWS_ID,
    TAG_ID,
    THREAD_ID,
    TOKEN,
    Discord,
)


@pytest.fixture
async def client(discord: Discord, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[dpy.Client]:
    """A client of discord.py's that may ask, and hears nothing."""
    monkeypatch.setattr(Route, "BASE", discord.environment["DISCORD_API_BASE"])
    gateway = URL(discord.environment["DISCORD_GATEWAY_URL"])
    monkeypatch.setattr(dpy.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    mentions = dpy.AllowedMentions.none()
    async with dpy.Client(intents=dpy.Intents(guilds=True), allowed_mentions=mentions) as one:
        await one.login(TOKEN)
        yield one


async def text(client: dpy.Client, channel_id: int = CHANNEL_ID) -> dpy.TextChannel:
    channel = await client.fetch_channel(channel_id)
    assert isinstance(channel, dpy.TextChannel)
    return channel


async def history(client: dpy.Client, channel_id: int = CHANNEL_ID) -> list[str]:
    channel = await text(client, channel_id)
    return [one.content async for one in channel.history(limit=None)]


async def test_a_post_whose_answer_was_lost_is_there(discord: Discord, client: dpy.Client) -> None:
    channel = await text(client)
    weather = discord.weather(lost=1.0)
    with pytest.raises(aiohttp.ClientError):
        await channel.send("papers")
    assert await history(client) == ["papers"]
    assert weather.befell == {"lost": 1}


@pytest.mark.parametrize(("share", "there"), [("broken", []), ("broken_late", ["papers"])])
async def test_a_post_that_was_broken_is_there_only_if_it_broke_late(
    discord: Discord, client: dpy.Client, share: str, there: list[str]
) -> None:
    discord.weather(**{share: 1.0})
    url = f"{discord.environment['DISCORD_API_BASE']}/channels/{CHANNEL_ID}/messages"
    body = {"content": "papers", "allowed_mentions": {"parse": []}}
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(url, json=body) as response,
    ):
        assert response.status >= 500
    assert await history(client) == there


def test_a_failing_run_can_be_run_again() -> None:
    def run(channels: list[int]) -> dict[int, list[int | None]]:
        weather = Weather(lost=0.2, broken=0.2, limited=0.2, seed=7)
        fared: dict[int, list[int | None]] = {one: [] for one in channels}
        for _ in range(10):
            for one in channels:
                failure = weather.next(f"POST /channels/{one}/messages")
                fared[one].append(failure.status if failure else None)
        return fared

    assert run([1, 2, 3]) == run([3, 1, 2])
    assert {0, 500, 429, None} == {how for fared in run([1, 2, 3]).values() for how in fared}


async def test_a_nonce_is_known_in_its_channel_for_its_time(
    discord: Discord, client: dpy.Client
) -> None:
    discord.rest.channels.nonce_seconds = 1.0
    here, elsewhere = await text(client), await text(client, discord.settle(1)[0])
    first = await here.send("papers", nonce="7")
    assert first.nonce == "7"
    assert (await here.send("papers again", nonce="7")).id == first.id
    assert (await elsewhere.send("papers", nonce="7")).id != first.id
    assert discord.rest.channels.repeated == 1
    await asyncio.sleep(1.1)
    assert (await here.send("papers", nonce="7")).id != first.id
    assert await history(client) == ["papers", "papers"]


async def test_history_has_what_was_said_by_whom_and_no_nonce(
    discord: Discord, client: dpy.Client
) -> None:
    channel = await text(client)
    view = dpy.ui.LayoutView(timeout=None)
    row: dpy.ui.ActionRow[dpy.ui.LayoutView] = dpy.ui.ActionRow()
    row.add_item(dpy.ui.Button(label="Save", custom_id="save:42"))
    view.add_item(dpy.ui.TextDisplay("papers")).add_item(row)
    await channel.send(view=view, nonce="7")
    await discord.say("thanks", by=ALICE)
    theirs, ours = [one async for one in channel.history()]
    assert (theirs.author.name, theirs.content) == ("alice", "")  # without the intent
    assert client.user
    assert ours.author.id == client.user.id
    assert ours.nonce is None
    assert ours.components[1].children[0].custom_id == "save:42"  # type: ignore[union-attr]
    assert abs(time.time() - ours.created_at.timestamp()) < 10
    fetched = await client.http.get_message(CHANNEL_ID, ours.id)
    assert "nonce" not in fetched


async def test_history_is_read_before_after_and_around(client: dpy.Client) -> None:
    channel = await text(client)
    said = [await channel.send(str(number)) for number in range(9)]

    async def read(**where: dpy.abc.Snowflake) -> str:
        raw = await client.http.logs_from(CHANNEL_ID, 3, **{k: v.id for k, v in where.items()})
        return "".join(one["content"] for one in raw)

    assert await read() == "876"
    assert await read(before=said[4]) == "321"
    assert await read(after=said[4]) == "765"
    assert await read(around=said[4]) == "543"


async def test_the_limit_of_a_bot_delays_and_loses_nothing(
    discord: Discord, client: dpy.Client
) -> None:
    channels = [await text(client, one) for one in discord.settle(60)]
    discord.rest.limits.is_on = True
    began = time.perf_counter()
    await asyncio.gather(*(one.send("papers") for one in channels for _ in range(2)))
    assert time.perf_counter() - began > 2
    assert discord.rest.limits.given["global"]
    posts = discord.tally()["posts_by_channel"]
    assert posts == {str(one.id): 2 for one in channels}


async def test_the_limit_of_a_channel_is_told_before_it_is_reached(
    discord: Discord, client: dpy.Client
) -> None:
    channel = await text(client)
    discord.rest.limits.is_on = True
    discord.rest.limits.channel_seconds = 1.0
    for number in range(7):
        await channel.send(str(number))
    assert not discord.rest.limits.given
    assert len(discord.place(CHANNEL_ID).messages) == 7


async def test_the_limit_of_a_channel_holds(discord: Discord) -> None:
    discord.rest.limits.is_on = True
    asked = f"POST /channels/{CHANNEL_ID}/messages"
    assert [discord.rest.limits.refuse(asked) for _ in range(5)] == [None] * 5
    refused = discord.rest.limits.refuse(asked)
    assert refused
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert 4 < float(refused.headers["Retry-After"]) <= 5
    assert discord.rest.limits.given == {"user": 1}


async def test_answers_to_people_are_exempt_from_the_limit(discord: Discord) -> None:
    limits = discord.rest.limits
    limits.is_on = True
    asked = [limits.refuse("GET /users/@me") for _ in range(51)]
    assert [one is None for one in asked] == [True] * 50 + [False]
    assert asked[-1]
    assert asked[-1].headers["X-RateLimit-Global"] == "true"
    assert asked[-1].headers["X-RateLimit-Scope"] == "global"
    assert limits.refuse("POST /interactions/1/token/callback") is None
    assert limits.refuse("PATCH /webhooks/1/token/messages/@original") is None


async def test_a_forum_s_post_is_among_the_active_threads(client: dpy.Client) -> None:
    forum = await client.fetch_channel(FORUM_ID)
    assert isinstance(forum, dpy.ForumChannel)
    made = await forum.create_thread(
        name="Thursday", content="papers", applied_tags=list(forum.available_tags)
    )
    assert made.message.id == made.thread.id
    active = await client.http.get_active_threads(GUILD_ID)
    newest = active["threads"][0]
    assert (newest["id"], newest["applied_tags"]) == (str(made.thread.id), [str(TAG_ID)])
    assert str(THREAD_ID) in {one["id"] for one in active["threads"]}
    await made.thread.send("more papers")
    said = [one.content async for one in made.thread.history()]
    assert said == ["more papers", "papers"]


async def test_a_forum_may_insist_on_a_tag(discord: Discord, client: dpy.Client) -> None:
    forum_id = await discord.make_channel("strict", FORUM, flags=TAG_REQUIRED)
    forum = await client.fetch_channel(forum_id)
    assert isinstance(forum, dpy.ForumChannel)
    with pytest.raises(dpy.HTTPException) as refused:
        await forum.create_thread(name="Thursday", content="papers")
    assert refused.value.code == 40067


@pytest.mark.parametrize(
    ("how", "code"),
    [("close_channel", 50001), ("mute_channel", 50013), ("remove_channel", 10003)],
)
async def test_a_channel_that_is_closed_to_the_bot_says_how(
    discord: Discord, client: dpy.Client, how: str, code: int
) -> None:
    channel = await text(client)
    await getattr(discord, how)(CHANNEL_ID)
    with pytest.raises(dpy.HTTPException) as refused:
        await channel.send("papers")
    assert refused.value.code == code
    if how == "mute_channel":
        assert await history(client) == []
    else:
        with pytest.raises(dpy.HTTPException) as unseen:
            await client.fetch_channel(CHANNEL_ID)
        assert unseen.value.code == code


async def test_direct_messages_are_taken_until_somebody_shuts_them(
    discord: Discord, client: dpy.Client
) -> None:
    alice = await client.fetch_user(ALICE)
    await alice.send("papers")
    place = discord.direct_messages(ALICE)
    assert [one["content"] for one in place.messages.values()] == ["papers"]
    place.is_shut = True
    with pytest.raises(dpy.Forbidden) as refused:
        await alice.send("papers")
    assert refused.value.code == 50007


async def test_an_announcement_is_published_once_and_can_be_changed(client: dpy.Client) -> None:
    news = await text(client, NEWS_ID)
    said = await news.send("papers")
    await said.publish()
    with pytest.raises(dpy.HTTPException) as refused:
        await said.publish()
    assert refused.value.code == 40033
    await said.edit(content="better papers")
    again = await news.fetch_message(said.id)
    assert again.content == "better papers"
    assert again.flags.crossposted
    with pytest.raises(dpy.HTTPException) as elsewhere:
        await (await (await text(client)).send("papers")).publish()
    assert elsewhere.value.code == 50024


async def test_it_runs_as_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.loopback", "--channels", "3", "--limits"),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout
        told = json.loads(await process.stdout.readline())
        assert len(told["channels"]) == 3
        async with (
            aiohttp.ClientSession() as session,
            session.get(told["tally"] + "?judge=1") as response,
        ):
            tally = await response.json()
        assert (tally["posts"], tally["faults"]) == (0, [])
    finally:
        process.kill()
        await process.communicate()
