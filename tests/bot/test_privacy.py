"""What people see, take along and delete of what is kept about them; and servers that are left."""

from __future__ import annotations

import asyncio
import datetime
import json

import pytest
import simcord

from bot import tidying
from bot.notebook import Notebook
from bot.notebook.keeping import Keeping
from bot.notebook.servers import Servers
from bot.notebook.subscriptions import Subscriptions
from bot.notebook.tastes import Tastes
from knowledge.library import Library
from tests.bot.conftest import Place, a_presence, buttons, faults, settled, texts
from tests.notebook.rows import subscribed


def fill(notebook: Notebook, place: Place) -> None:
    """Let alice vote, save and subscribe."""
    person, channel, guild = place.alice.id, place.channel.id, place.channel.guild.id
    paper = place.presence.reception.library.papers[0].id
    Tastes(notebook).vote(paper, 1, person_id=person, channel_id=channel, guild_id=guild)
    Tastes(notebook).keep(paper, person_id=person)
    subscribed(notebook, channel, guild_id=guild, by=person)
    subscribed(notebook, 4711, by=person)
    notebook.open_for_questions(channel, guild_id=guild, chosen_by=person)


async def test_everybody_sees_what_is_kept_in_numbers_and_privately(
    place: Place, notebook: Notebook
) -> None:
    answer = await place.alice.slash(place.channel, "privacy show")
    assert answer.ephemeral
    assert "I keep nothing about you" in texts(answer.response)
    fill(notebook, place)
    await place.ask("find", query="equivariant")
    answer = await place.alice.slash(place.channel, "privacy show")
    assert answer.ephemeral
    assert texts(answer.response).splitlines()[1:7] == [
        "- 1 vote 👍 or 👎",
        "- 1 saved paper",
        "- 1 subscription of your direct messages",
        "- what you saw last in 1 channel, for half an hour",
        "- 1 subscription that you made for a server",
        "- 1 question channel that you chose",
    ]


async def test_the_export_is_a_file_for_the_asker_alone(place: Place, notebook: Notebook) -> None:
    fill(notebook, place)
    answer = await place.alice.slash(place.channel, "privacy export")
    assert answer.ephemeral
    [file] = answer.response.attachments
    assert file.filename == f"paperclub-{place.alice.id}.json"
    told = json.loads(await file.read())
    library = place.presence.reception.library
    assert told["person"] == str(place.alice.id)
    assert told["votes"][0]["title"] == library.papers[0].title
    assert len(told["subscriptions_made_for_servers"]) == 1


async def test_what_goes_and_what_stays_is_told_before_it_is_deleted(
    place: Place, notebook: Notebook
) -> None:
    fill(notebook, place)
    answer = await place.alice.slash(place.channel, "privacy delete")
    assert answer.ephemeral
    goes, stays = texts(answer.response).split("This goes on without your name:")
    assert "1 vote" in goes
    assert "1 subscription of your direct messages" in goes
    assert "1 subscription that you made for a server" in stays
    assert not Keeping(notebook).about(place.alice.id).is_empty
    [button] = buttons(answer.response)
    pressed = await place.alice.click(answer.response, custom_id=button["custom_id"])
    assert "is deleted" in texts(pressed.response)
    assert buttons(pressed.response) == []
    assert Keeping(notebook).about(place.alice.id).is_empty
    answer = await place.alice.slash(place.channel, "privacy delete")
    assert "Nothing to delete" in texts(answer.response)


async def test_a_conversation_is_forgotten_in_memory_too(place: Place) -> None:
    await place.ask("find", query="equivariant")
    answer = await place.alice.slash(place.channel, "privacy delete")
    [button] = buttons(answer.response)
    await place.alice.click(answer.response, custom_id=button["custom_id"])
    await place.ask("paper", paper="2")
    for person in (place.alice.id, 0):
        memory = place.presence.reception._conversations.memory(place.channel.id, person)  # noqa: SLF001
        assert not memory.recent, person


async def test_the_button_works_after_a_restart_and_for_the_asker_alone(
    library: Library, notebook: Notebook
) -> None:
    async with simcord.run(a_presence(library, notebook)) as env:
        place = settled(env)
        fill(notebook, place)
        answer = await place.alice.slash(place.channel, "privacy delete")
        [button] = buttons(answer.response)
        await env.restart_bot(a_presence(library, notebook))
        with pytest.raises(Exception, match="not visible"):
            await place.bob.click(answer.response, custom_id=button["custom_id"])
        await place.alice.click(answer.response, custom_id=button["custom_id"])
        assert Keeping(notebook).about(place.alice.id).is_empty
        assert faults(env) == []


async def test_without_a_notebook_nothing_is_claimed(library: Library) -> None:
    async with simcord.run(a_presence(library, None)) as env:
        place = settled(env)
        for name in ("show", "export", "delete"):
            answer = await place.alice.slash(place.channel, f"privacy {name}")
            assert "can't be used at the moment" in texts(answer.response)
        assert faults(env) == []


async def test_a_server_that_is_left_is_noted_at_once_and_forgotten_when_it_is_joined_again(
    library: Library, notebook: Notebook
) -> None:
    async with simcord.run(a_presence(library, notebook)) as env:
        place = settled(env)
        fill(notebook, place)
        guild_id, servers = place.channel.guild.id, Servers(notebook)
        assert servers.departed() == frozenset()
        guild = place.presence.get_guild(guild_id)
        assert guild
        await guild.leave()
        async with asyncio.timeout(10):
            while not servers.departed():
                await asyncio.sleep(0.01)
        assert servers.departed() == {guild_id}
        await place.presence.on_guild_join(guild)
        assert servers.departed() == frozenset()


async def test_servers_that_were_left_while_it_was_away_are_noted_when_it_comes_back(
    library: Library, notebook: Notebook
) -> None:
    subscribed(notebook, 5, guild_id=4711)
    presence = a_presence(library, notebook)
    async with simcord.run(presence) as env:
        place = settled(env)
        fill(notebook, place)
        async with asyncio.timeout(10):
            while not Servers(notebook).departed():
                await asyncio.sleep(0.01)
        assert Servers(notebook).departed() == {4711}


def test_what_is_tidied_goes_when_its_time_is_over(notebook: Notebook) -> None:
    now = notebook.now()
    subscribed(notebook, 5, guild_id=4711)
    notebook.keep_conversation(5, 7, "{}")
    for days, is_there in ((0, True), (29, True), (31, False)):
        later = now + datetime.timedelta(days=days)
        notebook.now = lambda later=later: later  # type: ignore[misc]
        tidying.tidy(notebook, [])
        assert bool(Subscriptions(notebook).of_guild(4711)) is is_there
    assert notebook.conversation(5, 7, since=now - datetime.timedelta(days=1)) is None
