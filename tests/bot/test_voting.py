"""What the buttons of a post do."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import simcord
from sqlalchemy import update

from bot.notebook import Notebook
from bot.notebook.history import History
from bot.notebook.subscriptions import Subscriptions
from bot.notebook.tables import delivery
from bot.notebook.tastes import Count, Tastes
from knowledge.library import Library
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


def papers(notebook: Notebook, delivery_id: int = 1) -> list[str]:
    return [one.paper_id for one in History(notebook).papers(delivery_id)]


async def test_everybody_has_one_vote_which_they_may_change_and_take_back(
    place: Place, notebook: Notebook, days: Days
) -> None:
    post = await posted(place, notebook, days)
    before = texts(post)
    steps = [
        (place.alice, "up", ("1", "")),
        (place.bob, "up", ("2", "")),
        (place.bob, "down", ("1", "1")),
        (place.alice, "down", ("", "2")),
        (place.bob, "up", ("1", "1")),
        (place.bob, "down", ("", "2")),
        (place.alice, "up", ("1", "1")),
        (place.bob, "up", ("2", "")),
    ]
    for person, action, counts in steps:
        await post.press(person, action, 1)
        assert post.counts(1) == counts
        assert post.counts(0) == ("", "")
    assert texts(post) == before
    [second] = [papers(notebook)[1]]
    assert Tastes(notebook).counts(place.channel.id, papers(notebook)) == {second: Count(2, 0)}
    await post.press(place.alice, "save", 1)
    await post.press(place.alice, "up", 1)
    assert post.counts(1) == ("1", "")


async def test_a_vote_counts_for_the_channel_and_server_of_the_post(
    place: Place, notebook: Notebook, days: Days
) -> None:
    post = await posted(place, notebook, days)
    await post.press(place.alice, "up")
    with notebook.reading() as connection:
        [row] = connection.exec_driver_sql("SELECT channel_id, guild_id, person_id FROM vote").all()
    assert tuple(row) == (place.channel.id, place.guild.id, place.alice.id)


async def test_votes_outlive_a_restart(library: Library, notebook: Notebook, days: Days) -> None:
    async with simcord.run(a_presence(library, notebook)) as env:
        place = settled(env)
        post = await posted(place, notebook, days)
        await post.press(place.alice, "up")
        await env.restart_bot(a_presence(library, notebook))
        await post.press(place.bob, "up")
        assert post.counts() == ("2", "")
        assert faults(env) == []


async def test_a_post_stays_as_it_was_posted(place: Place, notebook: Notebook, days: Days) -> None:
    post = await posted(place, notebook, days)
    before = texts(post)
    subscriptions = Subscriptions(notebook)
    [one] = subscriptions.of_channel(place.channel.id)
    subscriptions.change(replace(one, minute=12 * 60))
    await post.press(place.alice, "up")
    assert texts(post) == before
    subscriptions.remove(one.id)
    await post.press(place.bob, "up")
    assert texts(post) == before
    assert post.counts() == ("2", "")


async def test_a_post_that_another_notebook_made_is_not_voted_on(
    place: Place, library: Library, notebook: Notebook, days: Days, tmp_path: Path
) -> None:
    post = await posted(place, notebook, days)
    other = days.notebook(tmp_path / "other.sqlite")
    await place.env.restart_bot(a_presence(library, other))
    for action in ("up", "save", "taste"):
        told = await post.press(place.alice, action)
        assert told.ephemeral
        assert "I don't remember this post" in texts(told.response)
    # It knows a post under the same number, but that is another message.
    days.subscribe(other, place.channel.id, guild_id=place.guild.id, topics=("graph",))
    await days.post(place.env.bot)
    for action in ("down", "save"):
        told = await Posted(place.channel, 0).press(place.alice, action)
        assert "I don't remember this post" in texts(told.response)
    assert Tastes(other).totals(place.channel.id).paper_ids == frozenset()
    assert Tastes(other).saved(place.alice.id) == []
    other.close()


async def test_a_post_counts_before_it_is_confirmed_but_only_where_it_belongs(
    place: Place, notebook: Notebook, days: Days
) -> None:
    post = await posted(place, notebook, days)
    with notebook.transaction() as connection:
        connection.execute(update(delivery).values(message_id=None, state="leased"))
    await post.press(place.alice, "up")
    assert post.counts() == ("1", "")
    elsewhere = {"channel_id": place.channel.id + 1}
    later = {"channel_id": place.channel.id, "chosen_at": days.now + datetime.timedelta(days=3)}
    for changed in (elsewhere, later):
        with notebook.transaction() as connection:
            connection.execute(update(delivery).values(**changed))
        told = await post.press(place.bob, "up")
        assert "I don't remember this post" in texts(told.response)
        await post.press(place.bob, "save")


async def test_a_paper_that_left_the_library_is_voted_on_and_saved(
    place: Place, notebook: Notebook, days: Days, tmp_path: Path
) -> None:
    post = await posted(place, notebook, days)
    place.presence.reception.library = library_of(write(tmp_path, "other.txt", page(Entry())))
    await post.press(place.alice, "up")
    assert post.counts() == ("1", "")
    assert "no longer in the library" in texts(post)
    await post.press(place.alice, "save")
    assert Tastes(notebook).saved(place.alice.id) == papers(notebook)[:1]


async def test_pages_are_turned_in_place_and_a_vote_stays_on_its_page(
    place: Place, notebook: Notebook, days: Days
) -> None:
    post = await posted(place, notebook, days, number=10)
    first = texts(post)
    assert "of 10 · #1" in first
    await place.bob.click(post.message, label="Next ›")
    second = texts(post)
    assert "of 10 · #1" in second
    assert second != first
    at = next(int(one["custom_id"].split(";")[-1]) for one in buttons(post))
    await post.press(place.alice, "up", at + 1)
    assert post.counts(at + 1) == ("1", "")
    assert texts(post) == second
    await place.alice.click(post.message, label="‹ Back")
    assert texts(post) == first


@pytest.mark.parametrize("number", [1, 5, 10])
async def test_every_button_of_a_post_can_be_pressed_by_anybody(
    place: Place, notebook: Notebook, days: Days, number: int
) -> None:
    post = await posted(place, notebook, days, number=number)
    for custom_id in [one["custom_id"] for one in buttons(post)]:
        if ";page;" in custom_id:
            continue
        told = await place.bob.click(post.message, custom_id=custom_id)
        said = texts(told.response) if told.response else texts(post)
        assert not any(
            one in said for one in ("Something broke", "too old", "don't remember", "Not yours")
        )
        is_vote = custom_id.startswith(("h1;up", "h1;down"))
        assert told.ephemeral != is_vote, custom_id
        assert faults(place.env) == []


async def test_saving_is_private_and_can_be_undone(
    place: Place, notebook: Notebook, days: Days
) -> None:
    post = await posted(place, notebook, days)
    before = texts(post)
    saved = await post.press(place.alice, "save")
    assert saved.ephemeral
    assert "Saved" in texts(saved.response)
    assert Tastes(notebook).saved(place.alice.id) == papers(notebook)[:1]
    await post.press(place.alice, "save", 1)
    dropped = await post.press(place.alice, "save")
    assert "No longer saved" in texts(dropped.response)
    assert Tastes(notebook).saved(place.alice.id) == papers(notebook)[1:2]
    assert Tastes(notebook).saved(place.bob.id) == []
    assert texts(post) == before


async def test_votes_change_the_next_post(place: Place, notebook: Notebook, days: Days) -> None:
    one = await posted(place, notebook, days)
    await one.press(place.alice, "up")
    choosing = DELIVERING[place.presence].choosing
    [subscription] = Subscriptions(notebook).of_channel(place.channel.id)
    with_vote = [each.paper_id for each in choosing.chosen(subscription)]
    Tastes(notebook).reset(place.channel.id)
    without = [each.paper_id for each in choosing.chosen(subscription)]
    assert with_vote != without
    await one.press(place.bob, "up")
    await days.post(place.presence)
    assert papers(notebook, 2) == with_vote


async def test_in_a_forum_votes_count_for_the_forum(
    place: Place, notebook: Notebook, days: Days
) -> None:
    forum = place.guild.create_forum_channel("daily")
    days.subscribe(notebook, forum.id, guild_id=place.guild.id, kind="forum")
    await days.post(place.presence)
    post = Posted(forum.threads[-1], 0)
    await post.press(place.alice, "up")
    assert post.counts() == ("1", "")
    assert Tastes(notebook).totals(forum.id).up == 1
    with notebook.transaction() as connection:
        connection.execute(update(delivery).values(message_id=None, state="leased"))
    await post.press(place.bob, "up")
    assert post.counts() == ("2", "")


async def test_in_direct_messages_one_votes_for_oneself(
    place: Place, notebook: Notebook, days: Days
) -> None:
    carol = place.env.create_user("carol")
    await carol.send_dm("hello")
    channel = carol.dm_channel
    days.subscribe(notebook, channel.id, kind="direct", made_by=carol.id)
    await days.post(place.presence)
    post = Posted(channel)
    await carol.click(post.message, custom_id=post.button("up"))
    assert post.counts() == ("1", "")
    taste = await carol.click(post.message, custom_id=post.button("taste"))
    assert "What you like" in texts(taste.response)


async def test_where_the_notebook_fails_a_press_is_told_so(
    place: Place, notebook: Notebook, days: Days
) -> None:
    post = await posted(place, notebook, days)
    with notebook.transaction() as connection:
        connection.exec_driver_sql("ALTER TABLE vote RENAME TO lost")
    told = await post.press(place.alice, "up")
    assert told.ephemeral
    assert "My notebook can't be used" in texts(told.response)
