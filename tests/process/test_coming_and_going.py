"""The bot's process starts, ends, is killed, is refused, and starts again."""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from bot import gateway
from tests.loopback.exchange import words
from tests.loopback.process import Bot, bot
from tests.loopback.server import (
    APPLICATION_ID,
    BOB,
    GUILD_ID,
    TOKEN,
    Discord,
)
from tests.process.conftest import Start, answers, changed, until

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
    discord.fail("GET .*/commands", garbled='"<h1>Welcome</h1>"')
    discord.gateway.forget()
    async with start():
        await discord.gateway.connected()
        await until(lambda: _registrations(discord) == 2)


async def test_in_servers_that_were_named_commands_show_at_once_and_nowhere_else(
    discord: Discord, start: Start
) -> None:
    discord.fail("/guilds/999/commands", 403, times=9, code=50001)
    for _ in range(2):
        async with start(PAPERCLUB_GUILDS=f"999,{GUILD_ID}") as process:
            await discord.ready()
            await answers(discord)
            await until(lambda: f"commands for server {GUILD_ID}" in process.said)
            assert "PAPERCLUB_GUILDS: server 999 can't be given commands" in process.said
        assert _registrations(discord) == 1
        assert discord.commands() == {GUILD_ID}
        discord.gateway.forget()
    async with start():
        await discord.gateway.connected()
        await until(lambda: discord.commands() == {0})
    discord.gateway.forget()
    async with start(PAPERCLUB_GUILDS=str(GUILD_ID)):
        await discord.gateway.connected()
        await until(lambda: discord.commands() == {GUILD_ID})


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


@pytest.mark.parametrize(
    ("command", "failure", "code", "says"),
    [
        ("invite", {"status": 0}, 1, "Discord can't be reached"),
        ("invite", {"status": 401}, gateway.REFUSED, "Discord refused the token"),
        ("invite", {"page": "<h1>Welcome</h1>"}, gateway.REFUSED, "check that it ends as in"),
        ("run", {"page": "<h1>Welcome</h1>"}, gateway.REFUSED, "check that it ends as in"),
    ],
)
async def test_what_stands_in_for_discord_is_told_in_a_line(
    discord: Discord, tmp_path: Path, command: str, failure: dict[str, Any], code: int, says: str
) -> None:
    token = discord.rest.token = "a-token-without-an-id"  # noqa: S105
    discord.fail("GET /users/@me", times=99, **failure)
    async with bot(tmp_path, {**discord.environment, "DISCORD_TOKEN": token}, command) as ended:
        assert await ended.ended() == code
        assert says in ended.said.splitlines()[-1]
        assert "Traceback" not in ended.said


@_posix
@pytest.mark.usefixtures("discord")
@pytest.mark.parametrize("slow", ["Library.warm", "reading.read"])
async def test_asked_to_end_while_it_reads_the_library_it_ends_at_once(
    start: Start, tmp_path: Path, slow: str
) -> None:
    hanging = f"""
        import sys, time
        from knowledge import reading
        from knowledge.library import Library
        def hang(*_, **__):
            print("reading", file=sys.stderr)
            time.sleep(60)
        {slow} = hang
    """
    async with start(**changed(tmp_path, hanging)) as process:
        await until(lambda: "reading" in process.said)
        assert await process.asked_to_end(5) == 0


@_posix
async def test_while_it_leaves_everybody_is_told_and_a_thread_that_hangs_is_not_waited_for(
    slow: tuple[Discord, Bot],
) -> None:
    discord, leaving = slow
    hanging = await discord.slash("find", {"query": "graph wait300"})
    waiting = await discord.say(f"<@{APPLICATION_ID}> papers on graph wait300", by=BOB)
    await until(lambda: hanging.kinds == [5])
    began = time.monotonic()
    end = asyncio.create_task(leaving.asked_to_end())
    await asyncio.sleep(0.5)
    asked = await discord.say(f"<@{APPLICATION_ID}> who wrote LieGAN?")
    assert "Back in a moment" in words(await discord.reply(asked))
    late = await (await discord.slash("help")).done()
    assert "Back in a moment" in late.text
    assert late.is_private
    assert await end == 1
    assert time.monotonic() - began < 10
    assert "took too long" in leaving.said
    assert "Back in a moment" in hanging.text
    assert [words(one) for one in discord.replies(waiting)] == [words(discord.replies(asked)[0])]


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
