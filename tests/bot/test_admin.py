"""What people who manage a server see and choose."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import simcord

from bot import admin
from bot.client import Presence
from bot.notebook import Notebook
from bot.pulse import Pulse
from bot.reception import Reception
from bot.watching import Files
from knowledge.library import Library
from tests.bot.conftest import STARTED, Place, a_presence, faults, settled, texts


async def test_status_tells_version_library_age_and_latency(place: Place) -> None:
    answer = await place.boss.slash(place.channel, "status")
    assert answer.ephemeral
    lines = texts(answer.response).splitlines()
    moment = f"<t:{int(STARTED.timestamp())}:R>"
    assert lines[1] == f"- **Version:** 1.2.3, running since {moment}"
    assert lines[2] == "- **Library:** 50 papers from the profile of Robin Walters"
    assert lines[3].startswith(f"- **Data:** files changed {moment}; newest paper ")
    assert lines[4].startswith("- **Latency:** ")
    assert lines[5] == "- **Commands:** for everybody"


async def test_status_tells_how_it_stands_with_daily_papers(place: Place) -> None:
    empty = await place.boss.slash(place.channel, "status")
    assert "- **Daily papers:** 0 subscriptions" in texts(empty.response)
    await place.boss.slash(place.channel, "highlights subscribe", time="8:00", timezone="UTC")
    answer = await place.boss.slash(place.channel, "status")
    assert "- **Daily papers:** 1 subscription; the next post is due <t:" in texts(answer.response)
    await place.boss.slash(place.channel, "highlights pause")
    answer = await place.boss.slash(place.channel, "status")
    assert "- **Daily papers:** 1 subscription, 1 paused" in texts(answer.response)


async def test_status_tells_what_keeps_files_from_being_used(
    library: Library, notebook: Notebook
) -> None:
    presence = Presence(Reception(library, notebook), notebook)
    files = Files(STARTED, "papers.jsonl:7: not JSON")
    admin.add(presence, admin.About("1.2.3", STARTED, files))
    async with simcord.run(presence) as env:
        place = settled(env)
        answer = await place.boss.slash(place.channel, "status")
        assert "answer from what they held before: papers.jsonl:7: not JSON" in texts(
            answer.response
        )
        files.trouble = ""
        answer = await place.boss.slash(place.channel, "status")
        assert "they held before" not in texts(answer.response)


async def test_a_question_channel_needs_the_intent(place: Place) -> None:
    answer = await place.boss.slash(place.channel, "questions", every_message=True)
    assert "Message Content Intent" in texts(answer.response)


async def test_without_a_notebook_no_channel_can_be_chosen(library: Library) -> None:
    async with simcord.run(a_presence(library, None, has_message_content=True)) as env:
        place = settled(env)
        answer = await place.boss.slash(place.channel, "questions", every_message=True)
        assert "could not remember" in texts(answer.response)
        assert faults(env) == []


async def test_a_notebook_that_breaks_is_told_in_words(
    library: Library, notebook: Notebook
) -> None:
    async with simcord.run(a_presence(library, notebook, has_message_content=True)) as env:
        place = settled(env)
        with notebook.engine.begin() as connection:  # as if the file were damaged
            connection.exec_driver_sql("DROP TABLE question_channel")
        answer = await place.boss.slash(place.channel, "questions", every_message=True)
        assert "notebook can't be used at the moment: no such table." in texts(answer.response)
        assert answer.ephemeral


async def test_a_notebook_that_is_mended_is_used_without_a_restart(
    library: Library, tmp_path: Path
) -> None:
    file, good = tmp_path / "notebook.sqlite", Notebook(tmp_path / "good")
    good.open_for_questions(5, guild_id=1, chosen_by=2)
    good.close()
    file.write_bytes(b"no notebook " * 100)
    notebook = Notebook(file)
    presence = a_presence(library, notebook, has_message_content=True)
    async with simcord.run(presence, settle_timeout=30) as env:
        place = settled(env)
        answer = await place.boss.slash(place.channel, "status")
        assert "**Notebook:** can't be used at the moment" in texts(answer.response)
        assert presence.question_channels == frozenset()
        (tmp_path / "good").replace(file)
        async with asyncio.timeout(20):
            while not presence.question_channels:
                await asyncio.sleep(0.1)
        await place.ask("find", query="equivariant")
        answer = await place.boss.slash(place.channel, "status")
        assert "**Notebook:**" not in texts(answer.response)
    notebook.close()


async def test_the_pulse_notices_a_loop_that_is_held() -> None:
    pulse = Pulse()
    pulse.begin()
    await asyncio.sleep(0.12)
    assert pulse.worst_of_minute_seconds < 0.1
    time.sleep(0.2)
    await asyncio.sleep(0.12)
    assert pulse.worst_of_minute_seconds > 0.1
    pulse.end()
