"""What the bot's process sends isn't taken by Discord, or only seems not to be."""

from __future__ import annotations

import re
from pathlib import Path

from tests.loopback.exchange import Exchange, words
from tests.loopback.payloads import Payload
from tests.loopback.process import Bot
from tests.loopback.server import APPLICATION_ID, BOB, CHANNEL_ID, Discord
from tests.process.conftest import SLOW, Start, changed, until

_SLOW_ERROR = {"query": "wait16", "since": "soon"}


def incident_of(text: str, process: Bot) -> str:
    """Find the id that a text names, which must stand in the log with a traceback."""
    found = re.search(r"\*\*([0-9a-f]{8})\*\*", text)
    assert found, text
    assert f"incident {found[1]}" in process.said
    return process.said.partition(f"incident {found[1]}")[2]


async def test_a_reply_that_is_refused_becomes_an_id_that_the_log_has(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    async with start(**changed(tmp_path, SLOW)) as process:
        await discord.ready()

        discord.fail("POST /interactions/.*/callback", 400, code=50035)
        at_once = await (await discord.slash("find", {"query": "graph"})).done()
        assert "HTTPException: 400" in incident_of(at_once.text, process)
        assert at_once.is_private

        discord.fail("PATCH /webhooks", 400, code=50035)
        announced = await discord.slash("find", {"query": "graph wait16"})
        await until(lambda: announced.is_deleted)
        assert "HTTPException: 400" in incident_of(announced.text, process)
        assert (announced.kinds, announced.is_private) == ([5], True)

        found = await (await discord.slash("find", {"query": "equivariant"}, by=BOB)).done()
        onward = next(one for one in found.buttons if one["label"] == "Next ›")
        discord.fail("POST /interactions/.*/callback", 400, code=50035)
        turned = await (await discord.press(found.said[0], onward["custom_id"], by=BOB)).done()
        assert incident_of(turned.text, process)

        discord.fail("POST /channels/.*/messages", 400, code=50035)
        asked = await discord.say(f"<@{APPLICATION_ID}> who wrote LieGAN?")
        assert incident_of(words(await discord.reply(asked)), process)


async def test_an_announcement_that_is_refused_is_no_reason_not_to_answer(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    async with start(**changed(tmp_path, SLOW)):
        await discord.ready()
        discord.fail("POST /interactions/.*/callback", 400, code=50035)
        discord.fail("POST /channels/.*/typing", 403, code=50013)
        found = await (await discord.slash("find", {"query": "graph wait16"})).done()
        assert (found.kinds, len(found.said)) == ([4], 1)
        asked = await discord.say(f"<@{APPLICATION_ID}> papers on graph wait16")
        assert "graph" in words(await discord.reply(asked))


async def test_where_a_picture_is_not_allowed_the_answer_tells_it_in_words(
    discord: Discord, start: Start
) -> None:
    async with start() as process:
        await discord.ready()
        discord.fail("POST /channels/.*/messages", 403, code=50013)
        asked = await discord.say(f"<@{APPLICATION_ID}> /metrics")
        said = await discord.reply(asked)
        assert "Papers by year: 2020: 1," in words(said)
        assert not said["attachments"]
        assert "incident" not in process.said

        drawn = await discord.reply(await discord.say(f"<@{APPLICATION_ID}> /metrics"))
        assert drawn["attachments"]
        assert "2020 1," not in words(drawn)

        discord.fail("POST /channels/.*/messages", 403, code=50013)
        silent = await discord.say(f"<@{APPLICATION_ID}> who wrote LieGAN?")
        await until(lambda: f"not allowed to answer in channel {CHANNEL_ID}" in process.said)
        assert discord.replies(silent) == []


async def test_a_private_message_is_posted_once_and_nobody_is_left_with_nothing(
    slow: tuple[Discord, Bot],
) -> None:
    discord, process = slow
    discord.fail("POST /webhooks", 429, has_via=False)
    wrong = await discord.slash("find", _SLOW_ERROR)
    await until(lambda: wrong.is_deleted)
    assert posts(discord, wrong) == 2
    assert ["since" in words(one) for one in wrong.followed] == [True]

    # Whether it arrived can't be known, so that there is no second try.
    cases: list[tuple[int, bool]] = [(502, True), (502, False), (0, True), (0, False)]
    for by, (status, is_too_late) in enumerate(cases, start=1000):
        before = process.said.count("may not have arrived")
        discord.fail("POST /webhooks", status, is_too_late=is_too_late)
        wrong = await discord.slash("find", _SLOW_ERROR, by=by)
        await until(lambda: process.said.count("may not have arrived") > before)  # noqa: B023
        assert posts(discord, wrong) == 1
        assert len(wrong.followed) == int(is_too_late)
        assert "please ask again" in words(shown(wrong))


async def test_an_answer_that_discord_took_but_garbled_its_word_of_is_told_once(
    slow: tuple[Discord, Bot],
) -> None:
    discord, process = slow
    for by, garbled in enumerate(('{"id":', "{}", "null", "[1]", '"<h1>Welcome</h1>"'), start=1000):
        discord.fail("POST /interactions/.*/callback", garbled=garbled)
        found = await (await discord.slash("find", {"query": "graph"}, by=by)).done()
        discord.fail("POST /channels/.*/messages", garbled=garbled)
        asked = await discord.say(f"<@{APPLICATION_ID}> who wrote LieGAN?", by=by)
        await discord.reply(asked)
        await until(lambda: process.said.count("can't be read") == 2 * (by - 999))  # noqa: B023
        assert (len(found.said), len(discord.replies(asked))) == (1, 1)
    announced = await discord.slash("find", {"query": "graph wait16"})
    discord.fail("PATCH /webhooks", garbled="{}")
    await announced.done()
    await until(lambda: process.said.count("can't be read") == 11)
    assert len(announced.said) == 1
    assert "incident" not in process.said


async def test_a_first_response_is_tried_again_while_it_is_in_time(
    slow: tuple[Discord, Bot],
) -> None:
    discord, _ = slow
    discord.fail("POST /interactions/.*/callback", 503, times=3)
    found = await (await discord.slash("find", {"query": "graph"})).done()
    assert (found.kinds, len(found.said)) == ([4], 1)
    discord.fail("POST /interactions/.*/callback", 502, times=3)
    announced = await (await discord.slash("find", {"query": "graph wait16"})).done()
    assert (announced.kinds, len(announced.said)) == ([5], 1)
    gone = await discord.complete("find-of-old", "query", "graph")
    await until(lambda: bool(gone.kinds))
    assert (gone.kinds, gone.choices) == ([8], [])


def posts(discord: Discord, exchange: Exchange) -> int:
    """How often a follow-up was sent."""
    sent = [one for one in discord.rest.requests if one.startswith("POST /webhooks")]
    return sum(exchange.token in one for one in sent)


def shown(exchange: Exchange) -> Payload:
    """What stands where the answer was announced."""
    assert exchange.original
    assert not exchange.is_deleted
    return exchange.original


async def test_an_error_after_a_slow_turn_of_a_page_is_told_beside_it(
    slow: tuple[Discord, Bot],
) -> None:
    discord, process = slow
    found = await (await discord.slash("find", {"query": "equivariant wait16 broken"})).done()
    page = words(found.said[0])
    onward = next(one for one in found.buttons if one["label"] == "Next ›")
    discord.fail("POST /webhooks", 429, has_via=False)
    turned = await discord.press(found.said[0], onward["custom_id"], by=BOB)
    await until(lambda: bool(turned.followed))
    assert incident_of(words(turned.followed[0]), process)
    assert (turned.kinds, words(found.said[0])) == ([6], page)
