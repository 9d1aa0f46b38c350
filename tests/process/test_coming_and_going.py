"""The bot's process starts, ends, is killed, is refused, and starts again."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path

import psutil
import pytest

from bot import gateway
from tests.loopback.process import bot
from tests.loopback.server import (
    APPLICATION_ID,
    BOB,
    GUILD_ID,
    TOKEN,
    Discord,
)
from tests.process.conftest import Start, answers, until

_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")


async def test_commands_are_registered_only_when_they_changed(
    discord: Discord, start: Start
) -> None:
    async with start():
        await discord.ready()
    discord.gateway.forget()
    async with start():
        await discord.gateway.connected()
        await until(
            lambda: sum("GET" in one and "commands" in one for one in discord.rest.requests) > 1
        )
        await asyncio.sleep(0.3)
        assert _registrations(discord) == 1
    discord.rest.commands[0][0]["description"] = "An older one."
    discord.gateway.forget()
    async with start():
        await discord.gateway.connected()
        await until(lambda: _registrations(discord) == 2)


async def test_in_servers_that_were_named_commands_show_at_once(
    discord: Discord, start: Start
) -> None:
    async with start(PAPERCLUB_GUILDS=str(GUILD_ID)):
        await discord.ready()
        await answers(discord)
    assert list(discord.rest.commands) == [GUILD_ID]


async def test_buttons_still_work_after_a_restart(discord: Discord, start: Start) -> None:
    async with start():
        await discord.ready()
        query = "equivariant " + "robot manipulation policy " * 8
        found = await (await discord.slash("find", {"query": query})).done()
    discord.gateway.forget()
    async with start():
        await discord.gateway.connected()
        onward = next(one for one in found.buttons if one["label"] == "Next ›")
        turned = await (await discord.press(found.said[0], onward["custom_id"], by=BOB)).done()
        assert turned.kinds == [7]
        assert "6–10 of" in turned.text


@_posix
async def test_a_process_that_was_killed_remembers_what_buttons_need(
    discord: Discord, start: Start
) -> None:
    async with start() as killed:
        await discord.ready()
        query = "robot manipulation policy " * 12
        found = await (await discord.slash("find", {"query": query})).done()
        killed.process.kill()
        await killed.ended()
    async with start():
        discord.gateway.forget()
        await discord.gateway.connected()
        onward = next(one for one in found.buttons if one["label"] == "Next ›")
        turned = await (await discord.press(found.said[0], onward["custom_id"])).done()
        assert "6–10 of" in turned.text


@pytest.mark.usefixtures("discord")
async def test_a_refused_token_ends_with_one_line(start: Start) -> None:
    wrong = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.wrong-and-secret"
    async with start(DISCORD_TOKEN=wrong) as refused:
        assert await refused.ended() == gateway.REFUSED
        assert wrong not in refused.said
        assert "wrong-and-secret" not in refused.said
        assert "Traceback" not in refused.said
        assert "Discord refused the token" in refused.said.splitlines()[-1]


@pytest.mark.parametrize(
    ("code", "says"),
    [(4004, "refused the token"), (4014, "Message Content Intent"), (4013, "code 4013")],
)
async def test_a_gateway_closed_for_good_ends_the_process(
    discord: Discord, start: Start, code: int, says: str
) -> None:
    discord.gateway.refuses_with = code
    async with start() as refused:
        assert await refused.ended() == gateway.REFUSED
        assert says in refused.said.splitlines()[-1]
        assert "Traceback" not in refused.said


@pytest.mark.usefixtures("discord")
async def test_an_intent_that_is_not_allowed_is_named(start: Start) -> None:
    async with start(PAPERCLUB_MESSAGE_CONTENT="true") as refused:
        assert await refused.ended() == gateway.REFUSED
        assert "PAPERCLUB_MESSAGE_CONTENT" in refused.said.splitlines()[-1]


async def test_nothing_of_a_process_that_was_killed_goes_on(discord: Discord, start: Start) -> None:
    async with start() as killed:
        await discord.ready()
        await (await discord.slash("metrics")).done()
        children = psutil.Process(killed.process.pid).children(recursive=True)
        assert children
        killed.process.kill()
        await killed.ended()
    await until(lambda: not any(one.is_running() for one in children))


@pytest.mark.parametrize("token", [TOKEN, "a-token-without-an-id"])
async def test_the_invitation_names_the_application(
    discord: Discord, tmp_path: Path, token: str
) -> None:
    discord.rest.token = token
    async with bot(tmp_path, {**discord.environment, "DISCORD_TOKEN": token}, "invite") as asked:
        assert await asked.ended() == 0
        assert f"client_id={APPLICATION_ID}" in asked.said


@_posix
async def test_what_is_in_hand_is_finished_before_it_leaves(discord: Discord, start: Start) -> None:
    async with start() as leaving:
        await discord.ready()
        discord.fail("callback", 200, delay_seconds=1.5)
        exchange = await discord.slash("find", {"query": "equivariant"})
        await until(lambda: any("callback" in one for one in discord.rest.requests))
        began = time.monotonic()
        code = await leaving.asked_to_end()
        assert code == 0
        assert time.monotonic() - began < 10
        assert "27 papers" in exchange.text
        assert discord.gateway.close_codes[-1] == 1000


@_posix
async def test_it_leaves_while_discord_is_away(discord: Discord, start: Start) -> None:
    await discord.vanish()
    async with start() as waiting:
        await until(lambda: "Cannot connect" in waiting.said and "trying again in" in waiting.said)
        began = time.monotonic()
        assert await waiting.asked_to_end() == 0
        assert time.monotonic() - began < 5


@_posix
async def test_it_leaves_in_time_though_an_answer_hangs(discord: Discord, start: Start) -> None:
    async with start() as leaving:
        await discord.ready()
        discord.fail("callback", 200, delay_seconds=60)
        await discord.slash("find", {"query": "equivariant"})
        await until(lambda: any("callback" in one for one in discord.rest.requests))
        began = time.monotonic()
        await leaving.asked_to_end()
        assert time.monotonic() - began < 10


def _registrations(discord: Discord) -> int:
    return sum(one.startswith("PUT") for one in discord.rest.requests)
