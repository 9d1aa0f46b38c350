"""People ask the bot's process in every way and place."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import re
import sqlite3
from pathlib import Path

from commands._command import all_commands
from tests.loopback import payloads
from tests.loopback.exchange import words
from tests.loopback.gateway import MESSAGE_CONTENT
from tests.loopback.payloads import Payload
from tests.loopback.server import (
    ALICE,
    APPLICATION_ID,
    BOB,
    BOSS,
    CHANNEL_ID,
    FORUM_ID,
    POST_ID,
    THREAD_ID,
    Discord,
    direct,
    inside,
)
from tests.process.conftest import SLOW, Start, answers, changed, until


async def test_every_command_and_every_button_is_answered(discord: Discord, start: Start) -> None:
    given = {
        "ask": {"question": "who wrote LieGAN?"},
        "cite": {"paper": "LieGAN"},
        "coauthors": {"person": "wang"},
        "compare": {"paper": "LieGAN", "with": "TopoX"},
        "define": {"term": "PECCO"},
        "experts": {"topic": "equivariance"},
        "find": {"query": "diffusion polices"},
        "help": {},
        "metrics": {},
        "paper": {"paper": "TopoX"},
        "person": {"person": "wang"},
        "quote": {"question": "how many tasks does the policy learn"},
        "related": {"paper": "TopoX"},
        "summary": {"paper": "TopoX"},
        "timeline": {"person": "Dian Wang"},
        "topics": {},
    }
    assert set(given) == set(all_commands())
    async with start():
        await discord.ready()
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


async def test_an_absurd_library_is_never_over_a_limit(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    nasty = (
        "@everyone <@1> **b** [a](https://x.y) `c` ||d|| </find:1> <t:0:R> # e \u202e\u200b\u05d0🧪"
    )
    papers = [
        {
            "title": f"{number} {nasty} " + "long title " * 40,
            "authors": [f"Person {nasty} {at}" for at in range(3000 if number == 3 else 30)],
            "abstract": f"{nasty} is what we study. " * 300 + "x" * 2500,
            "date": "2024-05-06",
            "categories": [nasty, "LG"],
            "url": "https://a.org/" + "p" * 700 if number % 2 else "https://a.org/b",
        }
        for number in range(12)
    ]
    file = tmp_path / "absurd.json"
    file.write_text(json.dumps({"papers": papers}), encoding="utf-8")
    asked: list[tuple[str, dict[str, str | int | bool]]] = [
        ("find", {"query": "study", "limit": 25}),
        ("find", {"author": f"Person {nasty} 7"}),
        ("paper", {"paper": papers[3]["title"]}),
        ("cite", {"paper": papers[3]["title"]}),
        ("cite", {"paper": papers[3]["title"], "style": "bibtex"}),
        ("summary", {"paper": papers[3]["title"], "sentences": 5}),
        ("related", {"paper": papers[3]["title"], "limit": 25}),
        ("coauthors", {"person": f"Person {nasty} 7"}),
        ("coauthors", {"paper": papers[3]["title"]}),
        ("metrics", {"by": "category"}),
        ("metrics", {"by": "coauthor", "person": f"Person {nasty} 7"}),
        ("ask", {"question": nasty * 20}),
        ("help", {"command": nasty}),
    ]
    async with start(PAPERCLUB_LIBRARY=str(file)) as process:
        await discord.ready()
        people = itertools.count(1000)
        for name, options in asked:
            exchange = await (await discord.slash(name, options, by=next(people))).done()
            pressed = {one["custom_id"] for one in exchange.buttons if "custom_id" in one}
            for custom_id in sorted(pressed):
                again = await discord.press(exchange.said[0], custom_id, by=next(people))
                await again.done()
        for name, option in (("paper", "paper"), ("coauthors", "person"), ("find", "category")):
            for typed in (nasty, nasty[:30], "x" * 6000, "", "Person"):
                await (await discord.complete(name, option, typed, by=next(people))).done()
        assert "incident" not in process.said


async def test_mentions_direct_messages_and_replies_are_answered_once(
    discord: Discord, start: Start
) -> None:
    async with start():
        await discord.ready()
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


async def test_a_reply_whose_words_discord_keeps_is_told_so_once(
    discord: Discord, start: Start
) -> None:
    async with start():
        await discord.ready()
        exchange = await (await discord.slash("find", {"query": "equivariant"})).done()
        withheld = await discord.say("summarise the first one", reply_to=exchange.said[0])
        assert "kept the words" in words(await discord.reply(withheld))
        again = await discord.say("hello?", reply_to=exchange.said[0])
        named = await discord.say(
            f"<@{APPLICATION_ID}> summarise the first one", reply_to=exchange.said[0]
        )
        assert "key sentences" in words(await discord.reply(named))
        assert discord.replies(again) == []


async def test_where_it_may_not_read_what_was_said_it_answers_without_a_reply(
    discord: Discord, start: Start
) -> None:
    async with start():
        await discord.ready()
        discord.fail("POST /channels/.*/messages", 400, code=160002)
        await discord.say(f"<@{APPLICATION_ID}> who wrote LieGAN?")
        await until(lambda: bool(discord.rest.messages))
        (answer,) = discord.rest.messages.values()
        assert "Jianke Yang" in words(answer)
        assert "message_reference" not in answer


async def test_a_direct_message_takes_commands_too(discord: Discord, start: Start) -> None:
    async with start():
        await discord.ready()
        exchange = await (await discord.slash("paper", {"paper": "TopoX"}, at=direct(77))).done()
        assert "TopoX" in exchange.text


async def test_an_error_that_nobody_foresaw_has_an_id_that_the_log_has(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    broken = """
        from knowledge.library import Library
        def related(*_, **__): raise RuntimeError("a secret")
        Library.related = related
    """
    async with start(**changed(tmp_path, broken)) as process:
        await discord.ready()
        exchange = await (await discord.slash("related", {"paper": "TopoX"})).done()
        assert exchange.is_private
        assert "a secret" not in exchange.text
        incident = re.search(r"\*\*([0-9a-f]{8})\*\*", exchange.text)
        assert incident
        assert f"incident {incident[1]}" in process.said
        assert "RuntimeError: a secret" in process.said
        await answers(discord)


async def test_a_slow_answer_is_announced_in_time_and_then_shown(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    async with start(**changed(tmp_path, SLOW), ANSWERS_TAKE="1.8"):
        await discord.ready()
        found = await (await discord.slash("find", {"query": "equivariant"})).done()
        assert found.kinds == [5]
        assert found.first_seconds is not None
        assert found.first_seconds < 2.5
        assert ("27 papers" in found.text, found.is_private, len(found.said)) == (True, False, 1)

        quiet = await (await discord.slash("find", {"query": "graph", "private": True})).done()
        assert (quiet.kinds, quiet.is_private) == ([5], True)

        wrong = await discord.slash("find", {"query": "x", "since": "soon"})
        await until(lambda: wrong.is_deleted)
        assert (wrong.kinds, wrong.is_private) == ([5], True)
        assert "since" in wrong.text

        onward = next(one for one in found.buttons if one["label"] == "Next ›")
        turned = await (await discord.press(found.said[0], onward["custom_id"], by=BOB)).done()
        assert turned.kinds == [6]
        assert "6–10 of" in turned.text

        opened = await (await discord.press(found.said[0], found.buttons[0]["custom_id"])).done()
        assert (opened.kinds, opened.is_private) == ([5], True)

        asked = await discord.say(f"<@{APPLICATION_ID}> find equivariant", by=BOSS)
        await discord.reply(asked)
        assert discord.rest.typing
        assert len(discord.replies(asked)) == 1


async def test_a_question_channel_needs_the_intent_and_outlives_a_restart(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    every = {"every_message": True}
    async with start():
        await discord.ready()
        refused = await (await discord.slash("questions", every, by=BOSS)).done()
        assert "Message Content Intent" in refused.text
    discord.gateway.forget()
    discord.gateway.allowed_intents |= MESSAGE_CONTENT
    async with start(PAPERCLUB_MESSAGE_CONTENT="true"):
        await discord.gateway.connected()
        not_theirs = await (await discord.slash("questions", every, by=ALICE)).done()
        assert "may manage" in not_theirs.text
        chosen = await (await discord.slash("questions", every, by=BOSS)).done()
        assert "Every message in <#" in chosen.text
        with contextlib.closing(sqlite3.connect(tmp_path / "notebook.sqlite")) as busy:
            busy.execute("BEGIN IMMEDIATE")
            waiting = await discord.slash("questions", every, by=BOSS)
            await until(lambda: waiting.kinds == [5])
        assert "Every message in <#" in (await waiting.done()).text
        asked = await discord.say("who wrote LieGAN?")
        shown = await discord.reply(asked)
        among_themselves = await discord.say("thanks!", by=BOB, reply_to=asked)
    discord.gateway.forget()
    async with start(PAPERCLUB_MESSAGE_CONTENT="true"):
        await discord.gateway.connected()
        again = await discord.say("who wrote TopoX?", by=BOB)
        assert "Hajij" in words(await discord.reply(again))
        assert [len(discord.replies(one)) for one in (asked, among_themselves)] == [1, 0]
        assert shown["type"] == 19
        await (await discord.slash("questions", {"every_message": False}, by=BOSS)).done()
        overheard = await discord.say("lunch?", by=BOB)
        await asyncio.sleep(0.5)
        assert discord.replies(overheard) == []


async def test_a_thread_and_a_post_are_asked_in_and_belong_to_their_channel(
    discord: Discord, start: Start
) -> None:
    discord.gateway.allowed_intents |= MESSAGE_CONTENT
    async with start(PAPERCLUB_MESSAGE_CONTENT="true"):
        await discord.ready()
        people = itertools.count(1000)
        for thread_id in (THREAD_ID, POST_ID):
            asked = await discord.say(
                f"<@{APPLICATION_ID}> who wrote LieGAN?", channel_id=thread_id
            )
            reply = await discord.reply(asked)
            assert "Jianke Yang" in words(reply)
            assert reply["channel_id"] == str(thread_id)

        for parent_id, thread_id in ((CHANNEL_ID, THREAD_ID), (FORUM_ID, POST_ID)):
            at = inside(thread_id, parent_id)
            before = await discord.say("who wrote TopoX?", channel_id=thread_id, by=next(people))
            every = {"every_message": True}
            chosen = await (await discord.slash("questions", every, by=BOSS, at=at)).done()
            assert f"Every message in <#{parent_id}>, its threads" in chosen.text
            asked = await discord.say("who wrote TopoX?", channel_id=thread_id, by=next(people))
            assert "Hajij" in words(await discord.reply(asked))
            await (
                await discord.slash("questions", {"every_message": False}, by=BOSS, at=at)
            ).done()
            after = await discord.say("who wrote TopoX?", channel_id=thread_id, by=next(people))
            await asyncio.sleep(0.3)
            assert [discord.replies(one) for one in (before, after)] == [[], []]


_ELSEWHERE = 900000000000000001
_PLACES: dict[str, Payload] = {
    "a direct message": direct(77),
    "a group": {
        "channel": {"id": "78", "type": 3, "recipients": [], "name": "Reading"},
        "channel_id": "78",
        "context": 2,
        "authorizing_integration_owners": {"1": str(ALICE)},
    },
    "a server in which only the person has the app": {
        "guild_id": str(_ELSEWHERE),
        "guild": {"id": str(_ELSEWHERE), "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "channel": payloads.channel(_ELSEWHERE + 1, guild_id=str(_ELSEWHERE)),
        "channel_id": str(_ELSEWHERE + 1),
        "context": 0,
        "authorizing_integration_owners": {"1": str(ALICE)},
    },
    "a thread": inside(THREAD_ID, CHANNEL_ID),
    "a forum's post": inside(POST_ID, FORUM_ID),
}


async def test_it_answers_wherever_it_may_be_used(discord: Discord, start: Start) -> None:
    async with start():
        await discord.ready()
        for by, (place, at) in enumerate(_PLACES.items(), start=1000):
            found = await (
                await discord.slash("find", {"query": "equivariant"}, by=by, at=at)
            ).done()
            assert "27 papers" in found.text, place
            onward = next(one for one in found.buttons if one["label"] == "Next ›")
            turned = await discord.press(found.said[0], onward["custom_id"], by=by, at=at)
            assert "6–10 of" in (await turned.done()).text, place
            said = payloads.message(
                int(at["channel_id"]), payloads.user(BOB, "bob"), content="TopoX"
            )
            menu = await (await discord.menu("Summarise", said, by=by, at=at)).done()
            assert "TopoX" in menu.text, place


async def test_without_a_notebook_it_answers_all_the_same(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    async with start(PAPERCLUB_NOTEBOOK=str(tmp_path)) as process:
        await discord.ready()
        await answers(discord)
        query = "robot manipulation policy " * 12
        found = await (await discord.slash("find", {"query": query})).done()
        onward = next(one for one in found.buttons if one["label"] == "Next ›")
        pressed = await (await discord.press(found.said[0], onward["custom_id"])).done()
        assert "I don't remember this button" in pressed.text
        assert "ask again" in pressed.text
        assert "notebook" in process.said


async def test_an_interaction_s_answer_is_public_and_its_error_private(
    discord: Discord, start: Start
) -> None:
    async with start():
        await discord.ready()
        wrong = await (await discord.slash("find", {"query": "x", "since": "soon"})).done()
        assert wrong.is_private
        quiet = await (await discord.slash("find", {"query": "graph", "private": True})).done()
        assert quiet.is_private
        button = next(one for one in quiet.buttons if "custom_id" in one)
        theirs = await (await discord.press(quiet.said[0], button["custom_id"], by=BOB)).done()
        assert "somebody else" in theirs.text
        mine = await (await discord.press(quiet.said[0], button["custom_id"], by=ALICE)).done()
        assert mine.is_private
