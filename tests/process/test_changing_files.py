"""The bot's process answers from what its library's files hold now."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from tests.loopback.server import BOSS, Discord
from tests.process.conftest import Start, until


def _line(name: str, title: str) -> str:
    return json.dumps({"id": name, "title": title, "authors": ["Ana Oak"], "date": "2021"}) + "\n"


async def test_what_its_files_hold_now_is_answered_from(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_text(_line("oak", "Oaks of the north") + _line("elm", "Elms of the north"))
    settings = {"PAPERCLUB_LIBRARY": str(file), "PAPERCLUB_WATCH_SECONDS": "0.1"}
    async with start(**settings) as process:
        await discord.ready()
        found = await (await discord.slash("find", {"query": "north"})).done()
        assert "2 papers" in found.text

        with file.open("a") as growing:
            growing.write(_line("ash", "Ashes of the north"))
            growing.flush()
            await until(lambda: "1 paper added; 3 papers now" in process.said)
            found = await (await discord.slash("find", {"query": "north"})).done()
            assert "3 papers" in found.text

            growing.write('{"id": "fir", "title": "Fir')
            growing.flush()
            await until(lambda: f"{file}:4: not JSON" in process.said)
            status = await (await discord.slash("status", by=BOSS)).done()
            assert "papers.jsonl:4: not JSON" in status.text
            assert "3 papers" in status.text
            growing.write('s of the north"}\n')
        await until(lambda: "4 papers now" in process.said)
        status = await (await discord.slash("status", by=BOSS)).done()
        assert "not JSON" not in status.text

        file.write_text(_line("ash", "Ashes of the north"))
        await until(lambda: "3 papers removed; 1 paper now" in process.said)
        onward = next(one for one in found.buttons if "oak" in one.get("custom_id", ""))
        gone = await (await discord.press(found.said[0], onward["custom_id"])).done()
        assert "no longer in this library" in gone.text


async def test_files_are_left_alone_where_that_is_chosen(
    discord: Discord, start: Start, tmp_path: Path
) -> None:
    file = tmp_path / "papers.jsonl"
    file.write_text(_line("oak", "Oaks of the north"))
    async with start(PAPERCLUB_LIBRARY=str(file), PAPERCLUB_WATCH_SECONDS="0") as process:
        await discord.ready()
        file.write_text(_line("elm", "Elms of the north"))
        await asyncio.sleep(0.5)
        assert "files changed" not in process.said
        found = await (await discord.slash("find", {"query": "north"})).done()
        assert "Oaks" in found.text
