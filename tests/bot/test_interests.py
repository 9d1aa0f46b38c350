"""What people see and change of what a channel likes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.notebook import Notebook
from bot.notebook.subscriptions import Subscriptions
from bot.notebook.tastes import Tastes
from knowledge.library import Library
from knowledge.vocabulary import stem
from tests.bot.conftest import DELIVERING, Place, a_presence, buttons, faults, settled, texts
from tests.bot.posting_days import Days, Posted, posted
from tests.pages import Entry, library_of, page, write


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def notebook(tmp_path: Path, days: Days) -> Iterator[Notebook]:
    one = days.notebook(tmp_path / "notebook.sqlite")
    yield one
    one.close()


async def voted(place: Place, notebook: Notebook, days: Days) -> Posted:
    """Get a post with votes of three people: two for the first paper, one against the second."""
    post = await posted(place, notebook, days)
    await post.press(place.alice, "up", 0)
    await post.press(place.bob, "up", 0)
    await post.press(place.boss, "down", 1)
    return post


def menu(message: Any, action: str) -> dict[str, Any]:
    """Find a menu of an answer by what it does."""
    return next(one for one in menus(message.components) if f";{action};" in one["custom_id"])


def menus(components: Any) -> Iterator[dict[str, Any]]:
    for one in components:
        if one["type"] == 3:
            yield one
        yield from menus(one.get("components") or ())


async def test_says_how_to_begin_where_there_are_no_votes(
    place: Place, notebook: Notebook, days: Days
) -> None:
    before = await place.ask("interests")
    assert before.ephemeral
    assert "/highlights subscribe" in texts(before.response)
    await posted(place, notebook, days)
    after = await place.bob.slash(place.channel, "interests")
    assert "Press 👍 or 👎" in texts(after.response)


async def test_shows_words_with_their_weights_and_who_voted(
    place: Place, notebook: Notebook, days: Days
) -> None:
    post = await voted(place, notebook, days)
    shown = await place.ask("interests")
    assert shown.ephemeral
    says = texts(shown.response)
    assert "👍 2 and 👎 1 by 3 people on 2 papers" in says
    assert "More of" in says
    assert "Less of" in says
    assert " 100\n" in says
    pressed = await post.press(place.alice, "taste")
    assert texts(pressed.response) == says


async def test_only_who_manages_the_channel_mutes(
    place: Place, notebook: Notebook, days: Days
) -> None:
    await voted(place, notebook, days)
    looked = await place.ask("interests")
    assert list(menus(looked.response.components)) == []
    assert buttons(looked.response) == []
    for options in ({"mute": "robots"}, {"unmute": "robots"}, {"reset": True}):
        told = await place.ask("interests", **options)
        assert "Only people who may manage" in texts(told.response)
    tastes = Tastes(notebook)
    assert tastes.muted(place.channel.id) == frozenset()
    assert tastes.totals(place.channel.id).people == 3


async def test_a_press_counts_only_as_long_as_one_manages_the_channel(
    place: Place, notebook: Notebook, days: Days
) -> None:
    await voted(place, notebook, days)
    shown = await place.boss.slash(place.channel, "interests")
    [role] = [one for one in place.guild.roles.values() if one.name == "boss"]
    http = place.presence.http
    await http.remove_role(place.guild.id, place.boss.id, role.id, reason=None)
    mute = menu(shown.response, "mute")
    told = await place.boss.select(
        shown.response, [mute["options"][0]["value"]], custom_id=mute["custom_id"]
    )
    assert "Only people who may manage" in texts(told.response)
    assert Tastes(notebook).muted(place.channel.id) == frozenset()


async def test_words_are_muted_and_let_count_again(
    place: Place, notebook: Notebook, days: Days
) -> None:
    await voted(place, notebook, days)
    shown = (await place.boss.slash(place.channel, "interests")).response
    before = texts(shown)
    mute = menu(shown, "mute")
    heaviest = mute["options"][0]
    # Quickly one after the other: another choice is another press.
    for option in mute["options"][:2]:
        await place.boss.select(shown, [option["value"]], custom_id=mute["custom_id"])
    muted = Tastes(notebook).muted(place.channel.id)
    assert muted == {one["value"] for one in mute["options"][:2]}
    assert "Muted" in texts(shown)
    assert f"*{heaviest['label']}*" in texts(shown)
    assert heaviest["value"] not in [one["value"] for one in menu(shown, "mute")["options"]]
    unmute = menu(shown, "unmute")
    everything = [one["value"] for one in unmute["options"]]
    await place.boss.select(shown, everything, custom_id=unmute["custom_id"])
    assert Tastes(notebook).muted(place.channel.id) == frozenset()
    assert texts(shown) == before


async def test_words_are_muted_as_they_are_typed(
    place: Place, notebook: Notebook, days: Days
) -> None:
    await voted(place, notebook, days)
    await place.boss.slash(place.channel, "interests", mute="Robots, policies")
    assert Tastes(notebook).muted(place.channel.id) == {stem("robots"), stem("policies")}
    shown = await place.boss.slash(place.channel, "interests", unmute="robot")
    assert Tastes(notebook).muted(place.channel.id) == {stem("policies")}
    assert "Muted" in texts(shown.response)


async def test_what_is_no_word_is_not_muted(place: Place, notebook: Notebook, days: Days) -> None:
    await posted(place, notebook, days)
    for typed in ("!?", "x" * 100, "\ufdfd" * 100, "ß" * 60, "*|`"):
        told = await place.boss.slash(place.channel, "interests", mute=typed)
        assert "Something broke" not in texts(told.response)
        assert "My notebook" not in texts(told.response)
    assert "No word" in texts(told.response)
    assert all(len(one) <= 100 for one in Tastes(notebook).muted(place.channel.id))


async def test_muted_words_don_t_count(place: Place, notebook: Notebook, days: Days) -> None:
    await voted(place, notebook, days)
    choosing = DELIVERING[place.presence].choosing
    [one] = Subscriptions(notebook).of_channel(place.channel.id)
    chosen = [each.paper_id for each in choosing.chosen(one)]
    shown = (await place.boss.slash(place.channel, "interests")).response
    while "More of" in texts(shown):
        mute = menu(shown, "mute")
        values = [each["value"] for each in mute["options"]]
        await place.boss.select(shown, values, custom_id=mute["custom_id"])
    assert "They tell nothing" in texts(shown) or "Less of" in texts(shown)
    with_muted = [each.paper_id for each in choosing.chosen(one)]
    assert with_muted != chosen


async def test_starting_over_asks_first(place: Place, notebook: Notebook, days: Days) -> None:
    await voted(place, notebook, days)
    tastes = Tastes(notebook)
    tastes.mute(["robot"], channel_id=place.channel.id, guild_id=place.guild.id)
    shown = (await place.boss.slash(place.channel, "interests")).response
    before = texts(shown)
    await place.boss.click(shown, label="Start over…")
    assert "can't be undone" in texts(shown)
    await place.boss.click(shown, label="Keep them")
    assert texts(shown) == before
    assert tastes.totals(place.channel.id).people == 3
    asked = (await place.boss.slash(place.channel, "interests", reset=True)).response
    await place.boss.click(asked, label="Forget all votes")
    assert "All votes are forgotten" in texts(asked)
    assert tastes.totals(place.channel.id).paper_ids == frozenset()
    assert tastes.muted(place.channel.id) == frozenset()


async def test_menus_work_after_a_restart(library: Library, notebook: Notebook, days: Days) -> None:
    async with simcord.run(a_presence(library, notebook)) as env:
        place = settled(env)
        await voted(place, notebook, days)
        shown = (await place.boss.slash(place.channel, "interests")).response
        await env.restart_bot(a_presence(library, notebook))
        mute = menu(shown, "mute")
        value = mute["options"][0]["value"]
        await place.boss.select(shown, [value], custom_id=mute["custom_id"])
        assert Tastes(notebook).muted(place.channel.id) == {value}
        assert faults(env) == []


async def test_papers_that_left_are_told(
    place: Place, notebook: Notebook, days: Days, tmp_path: Path
) -> None:
    await voted(place, notebook, days)
    place.presence.reception.library = library_of(write(tmp_path, "other.txt", page(Entry())))
    says = texts((await place.ask("interests")).response)
    assert "2 of these papers left the library" in says


async def test_in_a_post_of_a_forum_it_is_about_the_forum(
    place: Place, notebook: Notebook, days: Days
) -> None:
    forum = place.guild.create_forum_channel("daily")
    days.subscribe(notebook, forum.id, guild_id=place.guild.id, kind="forum")
    await days.post(place.presence)
    thread = forum.threads[-1]
    await Posted(thread, 0).press(place.alice, "up")
    shown = await place.boss.slash(thread, "interests")
    assert f"What <#{forum.id}> likes" in texts(shown.response)
    assert "👍 1 by 1 person" in texts(shown.response)
    mute = menu(shown.response, "mute")
    value = mute["options"][0]["value"]
    await place.boss.select(shown.response, [value], custom_id=mute["custom_id"])
    assert Tastes(notebook).muted(forum.id) == {value}


async def test_in_direct_messages_everybody_changes_their_own(
    place: Place, notebook: Notebook, days: Days
) -> None:
    carol = place.env.create_user("carol")
    await carol.send_dm("hello")
    days.subscribe(notebook, carol.dm_channel.id, kind="direct", made_by=carol.id)
    await days.post(place.presence)
    post = Posted(carol.dm_channel)
    await carol.click(post.message, custom_id=post.button("up"))
    shown = await carol.slash("interests")
    assert "What you like" in texts(shown.response)
    mute = menu(shown.response, "mute")
    value = mute["options"][0]["value"]
    await carol.select(shown.response, [value], custom_id=mute["custom_id"])
    assert Tastes(notebook).muted(carol.dm_channel.id) == {value}
