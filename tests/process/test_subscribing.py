"""What is said to somebody who subscribes, and what is done then, over a real line."""

from __future__ import annotations

from tests.loopback.exchange import words
from tests.loopback.payloads import SEE
from tests.loopback.people import Options
from tests.loopback.server import (
    ALICE,
    APPLICATION_ID,
    BOB,
    BOSS,
    CHANNEL_ID,
    FORUM_ID,
    GUILD_ID,
    THREAD_ID,
    Discord,
)
from tests.process.conftest import Start

_DIRECT = {"direct": True}


async def told(discord: Discord, options: Options, by: int = BOSS, name: str = "subscribe") -> str:
    exchange = await discord.slash(f"highlights {name}", options, by=by)
    return (await exchange.done()).text


async def test_a_thread_may_be_named(discord: Discord, start: Start) -> None:
    async with start():
        await discord.ready()
        assert f"in <#{THREAD_ID}>" in await told(discord, {"channel": THREAD_ID})


async def test_nobody_is_greeted_for_a_subscription_that_is_not_made(
    discord: Discord, start: Start
) -> None:
    greeted = discord.direct_messages(BOB).messages
    async with start():
        await discord.ready()
        assert "no time of day" in await told(discord, {**_DIRECT, "time": "25:99"}, BOB)
        assert not greeted
        assert "Subscribed" in await told(discord, _DIRECT, BOB)
        assert "Already subscribed" in await told(discord, _DIRECT, BOB)
        assert [words(one) for one in greeted.values()] == ["Your daily papers will come here."]


async def test_whose_direct_messages_are_closed_is_told_and_gets_no_subscription(
    discord: Discord, start: Start
) -> None:
    own = discord.direct_messages(ALICE)
    own.is_shut = True
    async with start():
        await discord.ready()
        assert "are closed" in await told(discord, _DIRECT, ALICE)
        own.is_shut = False
        assert "### Subscribed" in await told(discord, _DIRECT, ALICE)


async def test_where_discord_is_slow_the_answer_still_comes(discord: Discord, start: Start) -> None:
    """Discord drops an interaction that isn't acknowledged within three seconds."""
    discord.fail("POST /users/@me/channels", 200, delay_seconds=3.5)
    async with start() as bot:
        await discord.ready()
        assert "### Subscribed" in await told(discord, _DIRECT, ALICE)
        assert "incident" not in bot.said


async def test_other_channels_of_the_server_are_counted(discord: Discord, start: Start) -> None:
    async with start():
        await discord.ready()
        for channel in (CHANNEL_ID, FORUM_ID, THREAD_ID):
            await told(discord, {"channel": channel})
        assert "-# 2 more in other channels" in await told(discord, {}, name="list")


async def test_what_is_posted_in_a_channel_is_told_to_those_who_see_it(
    discord: Discord, start: Start
) -> None:
    hidden = await discord.make_channel(
        "hiring",
        permission_overwrites=[
            {"id": str(GUILD_ID), "type": 0, "allow": "0", "deny": str(SEE)},
            {"id": str(APPLICATION_ID), "type": 1, "allow": str(SEE), "deny": "0"},
        ],
    )
    async with start():
        await discord.ready()
        assert "### Subscribed" in await told(discord, {"channel": hidden, "topics": "a secret"})
        assert "a secret" in await told(discord, {"number": 1}, BOSS, "pause")
        assert "no subscription #1" in await told(discord, {"number": 1}, BOB, "preview")
        assert "other channels" not in await told(discord, {}, BOB, "list")
        assert "1 more in other channels" in await told(discord, {}, BOSS, "list")
        offered = await discord.complete("highlights preview", "number", "", by=BOB)
        await offered.done()
        assert offered.choices == []
