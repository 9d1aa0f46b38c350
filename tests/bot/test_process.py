"""The bot as a process of its own, in a Discord on loopback where everything can go wrong."""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot import service
from commands._command import all_commands
from tests.loopback.process import Bot, bot
from tests.loopback.server import ALICE, APPLICATION_ID, BOB, BOSS, GUILD_ID, TOKEN, Discord, direct

_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
Start = Callable[..., AbstractAsyncContextManager[Bot]]


@pytest.fixture
async def discord(tmp_path: Path) -> AsyncIterator[Discord]:
    """A Discord; at the end nothing that it was sent was at fault, and no log names the token."""
    async with Discord() as one:
        yield one
    assert one.rest.faults() == []
    log = tmp_path / "bot.log"
    written = log.read_text(encoding="utf-8") if log.exists() else ""
    assert TOKEN not in written
    assert not any(exchange.token in written for exchange in one.rest.exchanges.values())


@pytest.fixture
def start(tmp_path: Path, discord: Discord) -> Start:
    def run(**settings: str) -> AbstractAsyncContextManager[Bot]:
        return bot(tmp_path, {**discord.environment, **settings})

    return run


async def until(is_so: Callable[[], bool], timeout_seconds: float = 20.0) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: It isn't.
    """
    async with asyncio.timeout(timeout_seconds):
        while not is_so():
            await asyncio.sleep(0.02)


async def answers(discord: Discord) -> None:
    """Ask something, and check that it is answered once."""
    exchange = await (await discord.slash("find", {"query": "equivariant"})).done()
    assert "27 papers" in exchange.text
    assert len(exchange.said) == 1


async def ready(discord: Discord) -> None:
    await discord.gateway.connected()
    await until(lambda: bool(discord.rest.commands))


def registrations(discord: Discord) -> int:
    return sum(one.startswith("PUT") for one in discord.rest.requests)


async def test_every_command_and_every_button_is_answered(discord: Discord, start: Start) -> None:
    given = {
        "ask": {"question": "who wrote LieGAN?"},
        "cite": {"paper": "LieGAN"},
        "coauthors": {"person": "wang"},
        "find": {"query": "diffusion polices"},
        "help": {},
        "metrics": {},
        "paper": {"paper": "TopoX"},
        "related": {"paper": "TopoX"},
        "summary": {"paper": "TopoX"},
    }
    assert set(given) == set(all_commands())
    async with start():
        await ready(discord)
        for person, (name, options) in enumerate(given.items(), start=1000):
            exchange = await (await discord.slash(name, options, by=person)).done()
            assert exchange.said, name
            for at, button in enumerate(exchange.buttons):
                if custom_id := button.get("custom_id"):
                    by = person * 100 + at
                    pressed = await discord.press(exchange.said[0], custom_id, by=by)
                    assert "Something broke" not in (await pressed.done()).text
            assert len(discord.rest.exchanges) > 1
    assert discord.rest.pictures


async def test_commands_are_registered_only_when_they_changed(
    discord: Discord, start: Start
) -> None:
    async with start():
        await ready(discord)
    discord.gateway.forget()
    async with start():
        await discord.gateway.connected()
        await until(
            lambda: sum("GET" in one and "commands" in one for one in discord.rest.requests) > 1
        )
        await asyncio.sleep(0.3)
        assert registrations(discord) == 1
    discord.rest.commands[0][0]["description"] = "An older one."
    discord.gateway.forget()
    async with start():
        await discord.gateway.connected()
        await until(lambda: registrations(discord) == 2)


async def test_in_servers_that_were_named_commands_show_at_once(
    discord: Discord, start: Start
) -> None:
    async with start(PAPERCLUB_GUILDS=str(GUILD_ID)):
        await ready(discord)
        await answers(discord)
    assert list(discord.rest.commands) == [GUILD_ID]


async def test_buttons_still_work_after_a_restart(discord: Discord, start: Start) -> None:
    async with start():
        await ready(discord)
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
        await ready(discord)
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


async def test_mentions_direct_messages_and_replies_are_answered_once(
    discord: Discord, start: Start
) -> None:
    async with start():
        await ready(discord)
        asked = await discord.say(f"<@{APPLICATION_ID}> papers on diffusion policies")
        shown = await discord.reply(asked)
        again = await discord.say("summarise the first one", by=BOB, reply_to=shown)
        await discord.reply(again)
        private = await discord.say("who wrote LieGAN?", is_direct=True, channel_id=77)
        await discord.reply(private)
        await discord.gateway.repeat()
        overheard = await discord.say("who wrote LieGAN?", by=BOSS)
        await asyncio.sleep(0.5)
        assert [len(discord.replies(one)) for one in (asked, again, private, overheard)] == [
            1,
            1,
            1,
            0,
        ]


async def test_a_direct_message_takes_commands_too(discord: Discord, start: Start) -> None:
    async with start():
        await ready(discord)
        exchange = await (await discord.slash("paper", {"paper": "TopoX"}, at=direct(77))).done()
        assert "TopoX" in exchange.text


@_posix
@pytest.mark.usefixtures("discord")
async def test_a_refused_token_ends_with_one_line(start: Start) -> None:
    wrong = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.wrong-and-secret"
    async with start(DISCORD_TOKEN=wrong) as refused:
        assert await refused.ended() == service.REFUSED
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
        assert await refused.ended() == service.REFUSED
        assert says in refused.said.splitlines()[-1]
        assert "Traceback" not in refused.said


@pytest.mark.usefixtures("discord")
async def test_an_intent_that_is_not_allowed_is_named(start: Start) -> None:
    async with start(PAPERCLUB_MESSAGE_CONTENT="true") as refused:
        assert await refused.ended() == service.REFUSED
        assert "PAPERCLUB_MESSAGE_CONTENT" in refused.said.splitlines()[-1]


@pytest.mark.parametrize("is_resumable", [True, False])
async def test_an_invalid_session_is_begun_anew_or_gone_on_with(
    discord: Discord, start: Start, is_resumable: bool
) -> None:
    async with start():
        await ready(discord)
        sessions = discord.gateway.sessions
        await discord.gateway.invalidate(is_resumable=is_resumable)
        if is_resumable:
            await until(lambda: discord.gateway.resumes == 1)
        else:
            await until(lambda: discord.gateway.sessions == sessions + 1)
        await answers(discord)


async def test_it_reconnects_when_it_is_asked_to(discord: Discord, start: Start) -> None:
    async with start():
        await ready(discord)
        await discord.gateway.ask_to_reconnect()
        await until(lambda: discord.gateway.resumes == 1)
        await answers(discord)
        assert discord.gateway.sessions == 1


@pytest.mark.parametrize("code", [1000, 1001, 1006, 4000, 4001, 4007, 4008, 4009])
async def test_it_comes_back_after_a_close(discord: Discord, start: Start, code: int) -> None:
    async with start():
        await ready(discord)
        connections = discord.gateway.connections
        await discord.gateway.close(code)
        await until(lambda: discord.gateway.connections > connections)
        await discord.gateway.connected()
        await answers(discord)


async def test_what_was_asked_while_the_line_was_cut_is_answered_once(
    discord: Discord, start: Start
) -> None:
    async with start():
        await ready(discord)
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
        await ready(discord)
        await asyncio.sleep(1.5)
        await discord.gateway.close(4000)
        await until(lambda: discord.gateway.resumes == 1)


async def test_a_line_that_went_dead_is_made_anew(discord: Discord, start: Start) -> None:
    discord.gateway.heartbeat_interval_ms = 500
    async with start():
        await ready(discord)
        discord.gateway.is_deaf = True
        await until(lambda: discord.gateway.connections > 1)
        discord.gateway.is_deaf = False
        await until(lambda: discord.gateway.resumes >= 1, timeout_seconds=70)
        await answers(discord)


async def test_a_discord_that_vanishes_for_a_while_is_found_again(
    discord: Discord, start: Start
) -> None:
    async with start():
        await ready(discord)
        await discord.vanish()
        await asyncio.sleep(4)
        await discord.come_back()
        await until(lambda: discord.gateway.resumes == 1, timeout_seconds=40)
        await answers(discord)


async def test_it_starts_before_discord_does(discord: Discord, start: Start) -> None:
    await discord.vanish()
    async with start():
        await asyncio.sleep(3)
        await discord.come_back()
        await ready(discord)
        await answers(discord)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
async def test_a_refused_login_is_tried_again(discord: Discord, start: Start, status: int) -> None:
    discord.fail("GET /users/@me", status, times=2)
    async with start():
        await ready(discord)


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
        await ready(discord)
        discord.fail("POST /interactions/.*/callback", status, **how)
        await answers(discord)
        discord.fail("POST /channels/.*/messages", status, **how)
        asked = await discord.say(f"<@{APPLICATION_ID}> who wrote LieGAN?")
        await discord.reply(asked)
        await asyncio.sleep(2.5)
        assert len(discord.replies(asked)) == 1


@_posix
async def test_what_is_in_hand_is_finished_before_it_leaves(discord: Discord, start: Start) -> None:
    async with start() as leaving:
        await ready(discord)
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
        await until(lambda: "retry" in waiting.said.lower() or "again" in waiting.said.lower())
        began = time.monotonic()
        assert await waiting.asked_to_end() == 0
        assert time.monotonic() - began < 5


@_posix
async def test_it_leaves_in_time_though_an_answer_hangs(discord: Discord, start: Start) -> None:
    async with start() as leaving:
        await ready(discord)
        discord.fail("callback", 200, delay_seconds=60)
        await discord.slash("find", {"query": "equivariant"})
        await until(lambda: any("callback" in one for one in discord.rest.requests))
        began = time.monotonic()
        await leaving.asked_to_end()
        assert time.monotonic() - began < 10


async def test_an_error_that_nobody_foresaw_has_an_id_that_the_log_has(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    # A plug-in for Python's own start: it breaks one command in the bot's process.
    (tmp_path / "sitecustomize.py").write_text(
        "import knowledge.library as l\n"
        "def broken(*_, **__): raise RuntimeError('a secret')\n"
        "l.Library.related = broken\n",
        encoding="utf-8",
    )
    path = f"{tmp_path}{':' if sys.platform != 'win32' else ';'}{Path.cwd()}"
    async with start(PYTHONPATH=path) as broken:
        await ready(discord)
        exchange = await (await discord.slash("related", {"paper": "TopoX"})).done()
        assert exchange.is_private
        assert "a secret" not in exchange.text
        incident = re.search(r"\*\*([0-9a-f]{8})\*\*", exchange.text)
        assert incident
        assert f"incident {incident[1]}" in broken.said
        assert "RuntimeError: a secret" in broken.said
        await answers(discord)


async def test_an_interaction_s_answer_is_public_and_its_error_private(
    discord: Discord, start: Start
) -> None:
    async with start():
        await ready(discord)
        wrong = await (await discord.slash("find", {"query": "x", "since": "soon"})).done()
        assert wrong.is_private
        quiet = await (await discord.slash("find", {"query": "graph", "private": True})).done()
        assert quiet.is_private
        button = next(one for one in quiet.buttons if "custom_id" in one)
        theirs = await (await discord.press(quiet.said[0], button["custom_id"], by=BOB)).done()
        assert "somebody else" in theirs.text
        mine = await (await discord.press(quiet.said[0], button["custom_id"], by=ALICE)).done()
        assert mine.is_private
