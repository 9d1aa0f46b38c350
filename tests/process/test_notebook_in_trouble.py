"""The bot's process answers whatever is wrong with its notebook, and uses it again when it is good."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.notebook import Notebook
from tests.loopback.server import APPLICATION_ID, BOSS, Discord
from tests.postgres import Postgres
from tests.process.conftest import Start, answers, until


@pytest.mark.parametrize("what", ["folder", "damaged", "newer", "no such server"])
async def test_it_answers_with_a_notebook_that_can_not_be_used(
    discord: Discord, start: Start, tmp_path: Path, what: str
) -> None:
    place = tmp_path / "its.sqlite"
    says = {
        "folder": "it can't be opened",
        "damaged": "the file is damaged or no notebook",
        "newer": "it was written by a newer version of Paperclub",
        "no such server": "the database can't be reached",
    }[what]
    given = str(place)
    if what == "folder":
        place.mkdir()
    elif what == "damaged":
        place.write_bytes(b"no notebook " * 1000)
    elif what == "newer":
        Notebook(place).open().close()
        with sqlite3.connect(place) as one:
            one.execute("UPDATE alembic_version SET version_num = 'v9999'")
        one.close()
    else:
        given = "postgresql://me:s3cr3t@127.0.0.1:1/name?password=s3cr3t"
    async with start(PAPERCLUB_NOTEBOOK=given) as process:
        await discord.ready()
        for _ in range(3):
            await answers(discord)
        asked = await discord.say(f"<@{APPLICATION_ID}> who wrote LieGAN?")
        await discord.reply(asked)
        assert process.said.count(says) == 1
        assert "Traceback" not in process.said
        assert "s3cr3t" not in process.said
        assert await process.asked_to_end() == 0


async def test_a_server_that_comes_goes_and_comes_back_is_used_each_time(
    discord: Discord, start: Start, postgres: Postgres, postgres_url: str
) -> None:
    postgres.stop()
    async with start(PAPERCLUB_NOTEBOOK=postgres_url) as process:
        await discord.ready()
        await answers(discord)
        for often in (1, 2):
            assert process.said.count("can't be reached") == often
            postgres.start()
            await answers(discord)
            await until(lambda: process.said.count("can be used again") == often)  # noqa: B023
            notebook = Notebook(postgres_url)
            with notebook.reading() as connection:
                assert connection.exec_driver_sql("SELECT * FROM conversation").first()
            notebook.close()
            postgres.stop("immediate")
            await answers(discord)
        assert "Traceback" not in process.said
        password = make_url(postgres_url).password
        assert password
        assert password not in process.said
        status = await (await discord.slash("status", by=BOSS)).done()
        assert "Paperclub" in status.text
        assert await process.asked_to_end() == 0
