"""Whatever careless and malicious people do with /highlights is answered, kindly and to them alone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.loopback import payloads
from tests.loopback.people import Options
from tests.loopback.server import ALICE, BOSS, CHANNEL_ID, GUILD_ID, POST_ID, Discord, direct
from tests.process.conftest import Start

CATEGORY = 4
"""Discord's number of that kind of channel."""
LONG, MENTIONS = "x" * 5900, "@everyone <@&1> <#5> **[x](http://evil)** `"
TYPED: list[tuple[Options, str]] = [
    ({"topics": LONG}, "is too long"),
    ({"topics": "a," * 2900}, "20 are the most"),
    ({"topics": "," * 6000}, "does that already"),
    ({"topics": MENTIONS}, "\\[x]"),
    ({"topics": "'); DROP TABLE subscription; --"}, "Subscribed"),
    ({"topics": "\U0001f600 \u202e\u200b", "authors": "Ω"}, "I look out for that name"),
    ({"topics": "\u200b", "time": "3:07"}, "on anything"),
    ({"time": LONG}, "no time of day"),
    ({"time": "25:99"}, "no time of day"),
    ({"time": MENTIONS}, "no time of day"),
    ({"timezone": LONG}, "no time zone"),
    ({"timezone": "../../etc/passwd"}, "no time zone"),
    ({"timezone": "\x00"}, "Nothing is no time zone"),
    ({"days": LONG}, "no day of the week"),
    ({"days": "never"}, "no day of the week"),
    ({"authors": LONG}, "is too long"),
    ({"authors": "\u202e, Wang"}, "may be"),
    ({"categories": MENTIONS}, "in a category"),
    ({"exclude": "a" * 101}, "is too long"),
    ({"count": 5}, "`/highlights edit` changes how"),
]


@pytest.fixture
async def people(discord: Discord) -> Any:
    """Those who may manage channels, one after the other: nobody asks too quickly."""
    some = range(BOSS + 1, BOSS + 1000)
    discord.managers |= set(some)
    return iter(some)


async def test_everybody_gets_a_kind_answer(discord: Discord, start: Start, people: Any) -> None:
    async with start() as bot:
        await discord.ready()

        async def told(command: str, options: Options, by: int = 0, **more: Any) -> str:
            by = by or next(people)
            exchange = await discord.slash(f"highlights {command}", options, by=by, **more)
            await exchange.done()
            assert exchange.is_private
            return exchange.text

        for options, expected in ({}, "Subscribed"), *TYPED:
            assert expected in await told("subscribe", options), str(options)[:80]

        category = await discord.make_channel("a category", CATEGORY)
        hidden, muted, odd = [await discord.make_channel(name) for name in ("a", "b", "c")]
        await discord.close_channel(hidden)
        await discord.mute_channel(muted)
        discord.place(odd).about["type"] = 99
        unknown = payloads.snowflake()
        elsewhere = {**discord.at(CHANNEL_ID), "channel": payloads.channel(unknown)}
        elsewhere["channel_id"] = str(unknown)
        discord.fail(f"GET /channels/{unknown}", 503)
        assert "text channels, threads" in await told("subscribe", {"channel": category})
        assert "*View Channel*" in await told("subscribe", {"channel": hidden})
        assert "*Send Messages*" in await told("subscribe", {"channel": muted})
        assert "Try again in a minute" in await told("subscribe", {}, at=elsewhere)
        assert "Subscribed" in await told("subscribe", {}, at=discord.at(POST_ID))

        assert "who may manage" in await told("subscribe", {}, ALICE)
        assert "who may manage" in await told("remove", {"number": 1}, ALICE)
        own = discord.direct_messages(ALICE)
        assert "Subscribed" in await told("subscribe", {"direct": True}, ALICE)
        assert "your direct messages" in await told("list", {}, ALICE, at=direct(own.id))
        other, channel = await discord.make_server()
        for command in ("edit", "pause", "resume", "remove", "preview"):
            for number in (1, 0, -1, 2**53):
                at = discord.at(channel)
                assert "no subscription #" in await told(command, {"number": number}, at=at)
        assert "Not in this library" in await told("why", {"paper": LONG})

        at_once = [
            discord.slash("highlights subscribe", {"time": f"{at}:05"}, by=next(people))
            for at in range(20)
        ]
        for exchange in await asyncio.gather(*at_once):
            assert "broke" not in (await exchange.done()).text
        for option, typed in (
            ("timezone", LONG),
            ("timezone", "\x00"),
            ("authors", MENTIONS),
            ("categories", "@"),
            ("days", "\x00"),
            ("time", "\U0001f600" * 100),
        ):
            asked = await discord.complete("highlights subscribe", option, typed, by=next(people))
            assert (await asked.done()).first_seconds is not None
        assert "incident" not in bot.said
        assert "Traceback" not in bot.said
    assert not discord.rest.messages.keys() & discord.place(CHANNEL_ID).messages.keys()
    assert other != GUILD_ID


async def test_a_discord_that_is_slow_or_down_while_direct_messages_are_opened_is_told_of(
    discord: Discord, start: Start, people: Any
) -> None:
    async with start() as bot:
        await discord.ready()
        asked = "highlights subscribe", {"direct": True}
        discord.fail(r"POST /users/@me/channels", 503)
        exchange = await discord.slash(*asked, by=next(people))
        assert "Try again in a minute" in (await exchange.done()).text
        discord.fail(r"POST /users/@me/channels", 200, delay_seconds=4)
        exchange = await discord.slash(*asked, by=next(people))
        assert "Subscribed" in (await exchange.done()).text
        assert exchange.first_seconds
        assert exchange.first_seconds < 3
        assert "incident" not in bot.said


async def test_what_a_hidden_channel_gets_is_shown_to_nobody_who_can_t_see_it(
    discord: Discord, start: Start, people: Any
) -> None:
    async with start():
        await discord.ready()
        hidden = await discord.make_channel("hidden")
        given = {"channel": hidden, "topics": "grasping"}
        exchange = await discord.slash("highlights subscribe", given, by=next(people))
        assert "Subscribed" in (await exchange.done()).text
        everybody = {"id": str(GUILD_ID), "type": 0, "allow": "0", "deny": str(payloads.SEE)}
        discord.place(hidden).about["permission_overwrites"] = [everybody]
        await discord.gateway.tell("CHANNEL_UPDATE", discord.place(hidden).about)
        exchange = await discord.slash("highlights preview", {"number": 1}, by=ALICE)
        assert "no subscription #1" in (await exchange.done()).text
        exchange = await discord.complete("highlights preview", "number", "", by=ALICE)
        assert "grasping" not in str((await exchange.done()).said)
