"""What /highlights answers, and to whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from bot.notebook import Notebook
from bot.notebook.subscriptions import Subscription, Subscriptions
from tests.bot.conftest import Place, buttons, texts
from tests.bot.test_in_discord import said
from tests.pages import library_of, write

EIGHT = {"time": "8:00", "timezone": "UTC"}


async def subscribe(place: Place, **options: Any) -> str:
    answer = await place.boss.slash(place.channel, "highlights subscribe", **{**EIGHT, **options})
    assert answer.ephemeral
    return texts(answer.response)


async def told(place: Place, command: str, by: Any = None, **options: Any) -> str:
    answer = await (by or place.boss).slash(place.channel, f"highlights {command}", **options)
    assert answer.ephemeral
    return texts(answer.response)


def there(notebook: Notebook, place: Place) -> list[Subscription]:
    return Subscriptions(notebook).of_channel(place.channel.id)


async def test_without_options_it_is_three_papers_at_eight_by_the_clock_of_the_language(
    place: Place, notebook: Notebook
) -> None:
    answer = await place.boss.slash(place.channel, "highlights subscribe")
    (one,) = there(notebook, place)
    assert (one.minute, one.zone, one.days, one.number) == (480, "America/New_York", 127, 3)
    assert "from your language" in texts(answer.response)
    assert one.due_at


async def test_what_was_typed_is_understood_and_said(place: Place, notebook: Notebook) -> None:
    said = await subscribe(
        place,
        topics="equivariant polices, point clouds",
        time="6pm",
        timezone="berlin",
        days="weekdays",
        count=5,
        authors="dian wang",
        categories="robotics",
        exclude="survey",
        on_empty="revisit",
        silent=True,
    )
    (one,) = there(notebook, place)
    assert (one.minute, one.zone, one.days, one.number) == (1080, "Europe/Berlin", 31, 5)
    assert one.interests.topics == ("equivariant polices", "point clouds")
    assert one.interests.authors == ("Dian Wang",)
    assert one.interests.categories == ("RO",)
    assert one.interests.exclude == ("survey",)
    assert (one.on_empty, one.is_silent) == ("revisit", True)
    assert "on weekdays at 18:00 (Europe/Berlin), without a ping" in said
    assert "I read *polices* as *policies*" in said


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"time": "25:00"}, "no time of day"),
        ({"timezone": "atlantis"}, "atlantis"),
        ({"days": "someday"}, "no day of the week"),
        ({"authors": "wang"}, "may be *Dian Wang* or *Rui Wang*"),
        ({"categories": "cooking"}, "cooking"),
        ({"topics": ",".join(map(str, range(40)))}, "20 are the most"),
        ({"topics": "x" * 101}, "too long"),
    ],
)
async def test_what_can_t_be_read_is_told_and_nothing_is_kept(
    place: Place, notebook: Notebook, options: dict[str, str], says: str
) -> None:
    assert says in await subscribe(place, **options)
    assert there(notebook, place) == []


async def test_who_isn_t_here_yet_is_looked_out_for(place: Place, notebook: Notebook) -> None:
    said = await subscribe(place, authors="Grace Hopper", topics="quantum chromodynamics")
    assert "Nobody here is called *Grace Hopper*" in said
    assert "No paper here has" in said
    (one,) = there(notebook, place)
    assert one.interests.authors == ("Grace Hopper",)


async def test_who_may_not_manage_the_channel_changes_nothing(
    place: Place, notebook: Notebook
) -> None:
    assert "may manage" in await told(place, "subscribe", place.alice)
    await subscribe(place)
    for command in ("pause", "resume", "remove", "edit"):
        options = {"count": 9} if command == "edit" else {}
        assert "may manage" in await told(place, command, place.alice, **options)
    (one,) = there(notebook, place)
    assert (one.number, one.paused_at) == (3, None)


async def test_a_channel_where_we_may_not_post_is_refused_with_what_is_missing(
    place: Place, notebook: Notebook
) -> None:
    ours = discord.PermissionOverwrite(send_messages=False, read_message_history=False)
    muted = place.boss.guild.create_text_channel("muted", overwrites={place.presence.user: ours})
    said = await subscribe(place, channel=muted)
    assert "*Send Messages*" in said
    assert "*Read Message History*" in said
    assert Subscriptions(notebook).of_guild(place.boss.guild.id) == []


async def test_direct_messages_are_subscribed_by_anybody(place: Place, notebook: Notebook) -> None:
    assert "in your direct messages" in await told(
        place, "subscribe", place.alice, direct=True, **EIGHT
    )
    (one,) = Subscriptions(notebook).of_person(place.alice.id)
    assert (one.kind, one.guild_id) == ("direct", 0)
    assert "will come here" in said(place.alice.user.dm_channel.last_message)


async def test_a_list_tells_when_the_next_post_comes(place: Place) -> None:
    assert "No highlights are posted here" in await told(place, "list")
    await subscribe(place, topics="equivariance")
    said = await told(place, "list", place.alice)
    assert "**#1**" in said
    assert "every day at 08:00 (UTC)" in said
    assert "Next <t:" in said


async def test_subscriptions_of_channels_that_one_doesn_t_see_are_not_shown(
    place: Place,
) -> None:
    server = place.presence.get_guild(place.boss.guild.id)
    assert server
    seen = discord.PermissionOverwrite(view_channel=True)
    unseen = discord.PermissionOverwrite(view_channel=False)
    overwrites = {server.default_role: unseen, place.presence.user: seen, place.boss: seen}
    hidden = place.boss.guild.create_text_channel("hidden", overwrites=overwrites)
    await subscribe(place, channel=hidden, topics="equivariance")
    assert "No such subscription" in await told(place, "preview", place.alice, number=1)
    choices = await place.alice.autocomplete(place.channel, "highlights preview", "number", "")
    assert choices == []
    assert "Papers for" in await told(place, "preview", number=1)


async def test_what_is_edited_changes_and_the_rest_stays(place: Place, notebook: Notebook) -> None:
    await subscribe(place, topics="equivariance", count=2)
    await told(place, "edit", time="9:15", topics="none")
    (one,) = there(notebook, place)
    assert (one.minute, one.number, one.interests.topics) == (555, 2, ())
    assert "Say what is to change" in await told(place, "edit")


async def test_pause_resume_and_remove(place: Place, notebook: Notebook) -> None:
    await subscribe(place)
    assert "Paused" in await told(place, "pause")
    assert there(notebook, place)[0].due_at is None
    assert "Already paused" in await told(place, "pause")
    assert "Going on" in await told(place, "resume")
    assert there(notebook, place)[0].due_at
    assert "Removed" in await told(place, "remove")
    assert there(notebook, place) == []
    assert "No highlights are posted here" in await told(place, "remove")


async def test_of_several_the_number_tells_which(place: Place, notebook: Notebook) -> None:
    await subscribe(place, topics="equivariance")
    await subscribe(place, topics="diffusion", time="9:00")
    said = await told(place, "pause")
    assert "Say its *number*" in said
    await told(place, "pause", number=2)
    first, second = there(notebook, place)
    assert first.paused_at is None
    assert second.paused_at
    assert "no subscription #77" in await told(place, "pause", number=77)


async def test_a_preview_is_private_and_keeps_nothing(place: Place) -> None:
    await subscribe(place, topics="diffusion")
    answer = await place.alice.slash(place.channel, "highlights preview")
    assert answer.ephemeral
    first = texts(answer.response)
    assert "matches *diffusion*" in first
    assert [one["label"] for one in buttons(answer.response)] == ["Summary"] * 3
    again = await place.alice.slash(place.channel, "highlights preview")
    assert texts(again.response) == first


async def test_why_tells_whether_a_paper_would_come(place: Place) -> None:
    assert "No highlights are posted here" in await told(place, "why", paper="TopoX")
    await subscribe(place, topics="diffusion", exclude="topological")
    assert "number 1 now" in await told(place, "why", paper="Equivariant Diffusion Policy")
    assert "*topological*" in await told(place, "why", paper="TopoX")
    assert "nothing that is asked for" in await told(place, "why", paper="LieGAN")
    assert "Not in this library" in await told(place, "why", paper="a paper on cooking")


@pytest.mark.parametrize(
    ("option", "typed", "offered"),
    [
        ("time", "8:3", "08:30"),
        ("timezone", "tokyo", "Asia/Tokyo"),
        ("days", "week", "on weekdays"),
        ("authors", "Rui Wang, dian", "Rui Wang, Dian Wang"),
        ("categories", "robo", "RO"),
    ],
)
async def test_values_are_offered_while_one_types(
    place: Place, option: str, typed: str, offered: str
) -> None:
    choices = await place.boss.autocomplete(place.channel, "highlights subscribe", option, typed)
    assert offered in [choice["value"] for choice in choices]


async def test_whoever_follows_a_name_that_was_parted_since_is_told(
    place: Place, tmp_path: Path
) -> None:
    lines = "".join(
        f"- {{id: p{at}, title: Oaks of {at}, authors: [Wei Wang, Ana Oak]}}\n" for at in range(3)
    )
    file = write(tmp_path, "papers.yaml", lines)
    place.presence.reception.library = library_of(file)
    assert "Nothing comes" not in await subscribe(place, authors="Wei Wang")
    namesakes = "namesakes:\n- {name: Wei Wang (Leeds), spelling: Wei Wang, papers: [p1]}\n"
    place.presence.reception.library = library_of(file, write(tmp_path, "n.yaml", namesakes))
    said = await told(place, "list")
    assert "Nothing comes by *Wei Wang*, who may be" in said
    assert "Wei Wang (Leeds)" in said.replace("\\", "")
    assert "Nothing comes" not in await told(place, "edit", authors="Wei Wang (Leeds)")
