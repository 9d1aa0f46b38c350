"""The bot's process rides out whatever happens to its line."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from tests.loopback import payloads
from tests.loopback.payloads import Payload
from tests.loopback.server import APPLICATION_ID, BOB, BOSS, CHANNEL_ID, Discord
from tests.process.conftest import Start, answers, changed, until


@pytest.mark.parametrize("is_resumable", [True, False])
async def test_an_invalid_session_is_begun_anew_or_gone_on_with(
    discord: Discord, start: Start, is_resumable: bool
) -> None:
    async with start():
        await discord.ready()
        sessions = discord.gateway.sessions
        await discord.gateway.invalidate(is_resumable=is_resumable)
        if is_resumable:
            await until(lambda: discord.gateway.resumes == 1)
        else:
            await until(lambda: discord.gateway.sessions == sessions + 1)
        await answers(discord)


async def test_it_reconnects_when_it_is_asked_to(discord: Discord, start: Start) -> None:
    async with start():
        await discord.ready()
        await discord.gateway.ask_to_reconnect()
        await until(lambda: discord.gateway.resumes == 1)
        await answers(discord)
        assert discord.gateway.sessions == 1


@pytest.mark.parametrize("code", [1000, 1001, 1006, 4000, 4001, 4007, 4008, 4009])
async def test_it_comes_back_after_a_close(discord: Discord, start: Start, code: int) -> None:
    async with start():
        await discord.ready()
        connections = discord.gateway.connections
        await discord.gateway.close(code)
        await until(lambda: discord.gateway.connections > connections)
        await discord.gateway.connected()
        await answers(discord)


async def test_what_was_asked_while_the_line_was_cut_is_answered_once(
    discord: Discord, start: Start
) -> None:
    async with start():
        await discord.ready()
        await discord.gateway.close(4000)
        asked = await discord.say(f"<@{APPLICATION_ID}> who wrote LieGAN?")
        await discord.reply(asked)
        await asyncio.sleep(0.3)
        assert len(discord.replies(asked)) == 1


async def test_a_resume_at_an_address_that_a_proxy_hides_goes_to_the_proxy(
    discord: Discord, start: Start
) -> None:
    discord.gateway.resume_url = "wss://gateway-us-east1-b.discord.invalid"
    async with start():
        await discord.ready()
        await asyncio.sleep(1.5)
        await discord.gateway.close(4000)
        await until(lambda: discord.gateway.resumes == 1)


async def test_a_line_that_went_dead_is_made_anew(discord: Discord, start: Start) -> None:
    discord.gateway.heartbeat_interval_ms = 500
    async with start():
        await discord.ready()
        discord.gateway.go_dead()
        await until(lambda: discord.gateway.resumes == 1)
        await answers(discord)


async def test_the_latency_is_that_of_an_answer_to_its_own_heartbeat(
    discord: Discord, start: Start
) -> None:
    discord.gateway.heartbeat_interval_ms = 400
    async with start():
        await discord.ready()
        for _ in range(5):
            await asyncio.sleep(1)
            status = await (await discord.slash("status", by=BOSS)).done()
            found = re.search(r"Latency:\*\* (\d+) ms", status.text)
            assert found, status.text
            assert int(found[1]) < 200


async def test_what_can_t_be_read_is_dropped_or_said_again_and_ends_nothing(
    discord: Discord, start: Start
) -> None:
    ask = f"<@{APPLICATION_ID}> who wrote LieGAN?"
    async with start() as process:
        await discord.ready()
        poll = {"question": {"text": "?"}, "answers": [], "expiry": None}
        asked = payloads.message(CHANNEL_ID, payloads.user(BOB, "bob"), content=ask, poll=poll)
        events: list[tuple[str, Payload]] = [
            ("MESSAGE_CREATE", {}),
            ("INTERACTION_CREATE", {}),
            ("INTERACTION_CREATE", {"id": "1", "type": 3, "token": "x", "data": {}}),
            ("MESSAGE_CREATE", asked),
        ]
        for name, about in events:
            await discord.gateway.tell(name, about)
        await answers(discord)
        said = process.said
        assert said.count("incident") == len(events)
        assert discord.gateway.connections == 1
        for connections, frame in enumerate(("[]", b"no zlib\0\0\xff\xff"), start=1):
            before = process.said.count("incident")
            await discord.gateway.babble(frame)
            await until(lambda: process.said.count("incident") > before)  # noqa: B023
            heard = await discord.say(ask)
            await until(lambda: discord.gateway.resumes == connections)  # noqa: B023
            await discord.reply(heard)
            await answers(discord)
        assert discord.gateway.sessions == 1


async def test_a_gateway_that_says_nothing_is_left_and_an_outage_told_in_a_line(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    impatient = """
        from bot import wire
        wire._FIRST_WORD_SECONDS = 1
    """
    async with start(**changed(tmp_path, impatient)) as process:
        await discord.ready()
        discord.gateway.is_silent = True
        await discord.gateway.close(4000)
        await until(lambda: discord.gateway.connections == 2)
        discord.gateway.is_silent = False
        await until(lambda: discord.gateway.resumes == 1)
        assert "Traceback" not in process.said
        assert process.said.count("the gateway can't be reached: ") == 1


async def test_a_discord_that_vanishes_for_a_while_is_found_again(
    discord: Discord, start: Start
) -> None:
    async with start() as process:
        await discord.ready()
        await discord.vanish()
        await asyncio.sleep(4)
        await discord.come_back()
        await until(lambda: discord.gateway.resumes == 1, timeout_seconds=40)
        await answers(discord)
        assert "Traceback" not in process.said


async def test_it_starts_before_discord_does(discord: Discord, start: Start) -> None:
    await discord.vanish()
    async with start():
        await asyncio.sleep(3)
        await discord.come_back()
        await discord.ready()
        await answers(discord)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_a_refused_login_is_tried_again(discord: Discord, start: Start, status: int) -> None:
    discord.fail("GET /users/@me", status, times=2)
    async with start():
        await discord.ready()


@pytest.mark.parametrize(
    ("status", "how"),
    [
        (429, {}),
        (429, {"has_via": False}),
        (500, {}),
        (502, {"is_too_late": True}),
        (0, {}),
        (0, {"is_too_late": True}),
    ],
)
async def test_an_answer_goes_out_once_over_a_bad_line(
    discord: Discord, start: Start, status: int, how: dict[str, bool]
) -> None:
    async with start():
        await discord.ready()
        discord.fail("POST /interactions/.*/callback", status, **how)
        await answers(discord)
        discord.fail("POST /channels/.*/messages", status, **how)
        asked = await discord.say(f"<@{APPLICATION_ID}> who wrote LieGAN?")
        await discord.reply(asked)
        await asyncio.sleep(2.5)
        assert len(discord.replies(asked)) == 1
