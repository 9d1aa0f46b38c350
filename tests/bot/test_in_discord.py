"""What people see in Discord when they ask, press and reply."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot import slash
from bot.notebook import Notebook
from bot.reception import Asker
from bot.turns import Allowance
from commands._command import all_commands
from knowledge.library import Library
from tests.bot.conftest import Place, a_presence, buttons, faults, settled, texts
from tests.bot.judging import faults_of
from tests.pages import Entry, library_of, page, write

_GOOD: dict[str, dict[str, Any]] = {
    "ask": {"question": "who wrote LieGAN?"},
    "cite": {"paper": "LieGAN"},
    "coauthors": {"person": "klee"},
    "compare": {"paper": "LieGAN", "with": "TopoX"},
    "define": {"term": "PECCO"},
    "experts": {"topic": "equivariance"},
    "find": {"query": "diffusion polices"},
    "help": {},
    "metrics": {},
    "paper": {"paper": "TopoX"},
    "person": {"person": "klee"},
    "quote": {"question": "how many tasks does the policy learn"},
    "related": {"paper": "TopoX"},
    "summary": {"paper": "TopoX"},
    "timeline": {"person": "Dian Wang"},
    "topics": {"topic": "robot policies"},
}
_ABSURD = [
    "",
    " ",
    "\u202e\ufdfd",
    "@everyone <@1> **x** [a](b) `c`",
    "x" * 2000,
    "🧪" * 900,
    "'; DROP",
    "0",
    "-1",
]


def test_there_is_a_good_case_for_each_command() -> None:
    assert set(_GOOD) == set(all_commands())


@pytest.mark.parametrize("name", list(_GOOD))
async def test_every_command_answers(place: Place, name: str) -> None:
    answer = await place.ask(name, **_GOOD[name])
    assert not answer.ephemeral
    assert texts(answer.response).startswith("## ")


@pytest.mark.parametrize("name", list(_GOOD))
async def test_every_command_can_be_quiet(place: Place, name: str) -> None:
    answer = await place.ask(name, private=True, **_GOOD[name])
    assert answer.ephemeral


@pytest.mark.parametrize("name", [name for name, given in _GOOD.items() if given])
async def test_absurd_input_gets_a_kind_answer(place: Place, name: str) -> None:
    option = next(iter(_GOOD[name]))
    for absurd in _ABSURD:
        answer = await place.ask(name, **{**_GOOD[name], option: absurd})
        assert texts(answer.response).startswith("## ")
        assert "Something broke" not in texts(answer.response)
    assert faults(place.env) == []


async def test_every_button_of_every_answer_can_be_pressed(place: Place) -> None:
    for name, given in _GOOD.items():
        answer = await place.ask(name, **given)
        for button in buttons(answer.response):
            if "custom_id" not in button:
                continue
            pressed = await place.bob.click(answer.response, custom_id=button["custom_id"])
            said = texts(pressed.response) if pressed.response else texts(answer.response)
            assert "Something broke" not in said
            if button["label"] not in ("Next ›", "‹ Back"):
                assert pressed.ephemeral, button["label"]
        assert faults(place.env) == []


async def test_pages_are_turned_in_place_by_anybody(place: Place) -> None:
    answer = await place.ask("find", query="equivariant")
    first = texts(answer.response)
    turned = await place.bob.click(answer.response, label="Next ›")
    assert turned.response.id == answer.response.id
    assert "6–10 of" in texts(answer.response)
    await place.alice.click(answer.response, label="‹ Back")
    assert texts(answer.response) == first


async def test_buttons_work_after_a_restart(library: Library, notebook: Notebook) -> None:
    async with simcord.run(a_presence(library, notebook)) as env:
        place = settled(env)
        answer = await place.ask("find", query="equivariant " + "robot manipulation policy " * 8)
        await env.restart_bot(a_presence(library, notebook))
        await env.advance_time(7 * 24 * 3600)
        await place.bob.click(answer.response, label="Next ›")
        assert "6–10 of" in texts(answer.response)
        assert faults(env) == []


async def test_a_press_twice_quickly_is_told_so(place: Place) -> None:
    answer = await place.ask("find", query="equivariant")
    custom_id = buttons(answer.response)[0]["custom_id"]
    first = await place.bob.click(answer.response, custom_id=custom_id)
    again = await place.bob.click(answer.response, custom_id=custom_id)
    assert "Date" in texts(first.response)
    assert "a moment ago" in texts(again.response)
    assert again.ephemeral


async def test_leafing_there_and_back_quickly_is_not_pressing_twice(place: Place) -> None:
    answer = await place.ask("find", query="equivariant")
    for label, shows in (("Next ›", "6–10 of"), ("‹ Back", "1–5 of"), ("Next ›", "6–10 of")):
        await place.bob.click(answer.response, label=label)
        assert shows in texts(answer.response)


async def test_a_paper_that_is_gone_is_said_to_be(place: Place, tmp_path: Path) -> None:
    answer = await place.ask("find", query="equivariant")
    place.presence.reception.library = library_of(write(tmp_path, "other.txt", page(Entry())))
    pressed = await place.bob.click(
        answer.response, custom_id=buttons(answer.response)[0]["custom_id"]
    )
    assert "no longer in this library" in texts(pressed.response)
    assert pressed.ephemeral


async def test_an_error_is_private_and_names_the_command(place: Place) -> None:
    answer = await place.ask("find", query="x", since="tomorrow-ish")
    assert answer.ephemeral
    assert "since" in texts(answer.response)


async def test_which_one_is_answered_in_place(place: Place) -> None:
    answer = await place.ask("coauthors", person="wang")
    assert "Which one" in texts(answer.response)
    name = buttons(answer.response)[0]["label"]
    await place.bob.click(answer.response, label=name)
    assert f"Coauthors of {name}" in texts(answer.response)


async def test_where_nothing_is_drawn_a_chart_comes_in_words(place: Place) -> None:
    answer = await place.ask("metrics")
    said = texts(answer.response)
    assert "Reported by the profile page of 2026: h-index 33, papers 71," in said
    assert "Counted: 50 papers. Papers by year: 2020: 1," in said


@pytest.mark.parametrize(
    ("name", "option", "typed", "offered"),
    [
        ("paper", "paper", "equivariant diff", "Equivariant Diffusion Policy"),
        ("paper", "paper", "liegan", "Generative Adversarial Symmetry Discovery"),
        ("coauthors", "person", "klee", "David Klee"),
        ("find", "category", "robo", "RO"),
    ],
)
async def test_values_are_offered_while_one_types(
    place: Place, name: str, option: str, typed: str, offered: str
) -> None:
    choices = await place.alice.autocomplete(place.channel, name, option, typed)
    assert any(offered in choice["name"] for choice in choices)


@pytest.mark.parametrize("typed", _ABSURD)
async def test_whatever_one_types_is_offered_something_or_nothing(place: Place, typed: str) -> None:
    for name, one in all_commands().items():
        for option in one.options.values():
            if option.suggest:
                choices = await place.alice.autocomplete(place.channel, name, option.name, typed)
                assert len(choices) <= slash.MOST_CHOICES


async def test_numbers_name_the_papers_of_the_last_list(place: Place) -> None:
    await place.ask("find", query="diffusion polices")
    mine = await place.ask("summary", paper="1")
    theirs = await place.bob.slash(place.channel, "summary", paper="the first one")
    assert "Equivariant Diffusion Policy" in texts(mine.response)
    assert "Equivariant Diffusion Policy" in texts(theirs.response)


async def test_a_private_list_is_not_what_others_number(place: Place) -> None:
    await place.ask("find", query="diffusion polices", private=True)
    theirs = await place.bob.slash(place.channel, "summary", paper="1")
    assert "there is no list yet" in texts(theirs.response)


async def test_a_mention_is_a_question(place: Place) -> None:
    me = place.presence.user
    await place.alice.send(place.channel, f"<@{me.id}> who wrote LieGAN?")  # type: ignore[union-attr]
    reply = place.channel.last_message
    assert reply.author.id == me.id  # type: ignore[union-attr]
    assert reply.reference is not None
    assert "Jianke Yang" in said(reply)


async def test_a_bare_mention_tells_what_can_be_asked(place: Place) -> None:
    await place.alice.send(place.channel, f"<@{place.presence.user.id}>")  # type: ignore[union-attr]
    assert "What can be asked" in said(place.channel.last_message)


async def test_help_tells_how_to_ask_here(place: Place) -> None:
    answer = await place.ask("help")
    assert "mentioning me" in texts(answer.response)
    about_one = await place.bob.slash(place.channel, "help", command="find")
    assert "mentioning me" not in texts(about_one.response)


async def test_a_direct_message_is_a_question(place: Place) -> None:
    user = place.env.create_user("carol")
    await user.send_dm("summarise TopoX")
    assert "TopoX" in said(user.dm_channel.last_message)


async def test_a_reply_to_an_answer_speaks_of_its_papers(place: Place) -> None:
    me = place.presence.user
    await place.alice.send(place.channel, f"<@{me.id}> papers on diffusion polices")  # type: ignore[union-attr]
    shown = place.channel.last_message
    await place.bob.send(place.channel, f"<@{me.id}> summarise the first one", reply_to=shown)  # type: ignore[union-attr]
    assert "Equivariant Diffusion Policy" in said(place.channel.last_message)


async def test_a_reply_to_a_paper_s_answer_means_that_paper(place: Place) -> None:
    me = place.presence.user
    told = await place.ask("paper", paper="TopoX")
    await place.ask("paper", paper="LieGAN")
    ask = f"<@{me.id}> summarise it"  # type: ignore[union-attr]
    await place.bob.send(place.channel, ask, reply_to=told.response)
    assert "TopoX" in said(place.channel.last_message)
    for label in slash.MENUS:
        of_paper = await place.alice.context_menu(place.channel, label, told.response)
        assert "TopoX" in texts(of_paper.response).splitlines()[0]
    near = await place.ask("related", paper="TopoX")
    await place.ask("paper", paper="LieGAN")
    await place.bob.send(place.channel, ask, reply_to=near.response)
    assert "TopoX" in said(place.channel.last_message).splitlines()[0]
    helping = await place.ask("help")
    await place.bob.send(place.channel, ask, reply_to=helping.response)
    assert "TopoX" in said(place.channel.last_message).splitlines()[0]


async def test_an_answer_whose_papers_are_gone_is_said_to_be(place: Place, tmp_path: Path) -> None:
    listed = await place.ask("find", query="equivariant")
    place.presence.reception.library = library_of(write(tmp_path, "other.txt", page(Entry())))
    menu = await place.alice.context_menu(place.channel, "Summarise", listed.response)
    assert "no longer in this library" in texts(menu.response)


async def test_a_paper_that_was_typed_with_spaces_around_it_is_leafed_on_from(place: Place) -> None:
    near = await place.ask("related", paper=" Equivariant Diffusion Policy ")
    await place.bob.click(near.response, label="Next ›")
    assert "6–10 of" in texts(near.response)


async def test_only_the_answer_of_help_tells_how_to_ask_here(place: Place) -> None:
    await place.alice.send(place.channel, f"<@{place.presence.user.id}> /nonsense")  # type: ignore[union-attr]
    assert "No such command" in said(place.channel.last_message)
    assert "mentioning me" not in said(place.channel.last_message)


@pytest.mark.parametrize(
    "options", ['"code":7', '"limit":true', '"query":"\\ud800 x"', '"query":7', '"since":2024']
)
async def test_a_forged_press_breaks_nothing(place: Place, options: str) -> None:
    reply = place.presence.reception.press(Asker(1, 2), f"p1;find;;{options}", is_private=False)
    assert "Something broke" not in "".join(_contents(reply.page))
    assert faults_of(reply.page) == []


async def test_what_isn_t_addressed_to_us_is_left_alone(place: Place) -> None:
    await place.alice.send(place.channel, "who wrote LieGAN?")
    assert place.channel.last_message.author.name == "alice"


@pytest.mark.parametrize("label", list(slash.MENUS))
async def test_a_message_s_paper_is_found(place: Place, label: str) -> None:
    message = await place.bob.send(
        place.channel, "Have you seen *Equivariant Diffusion Policy*? I like it"
    )
    answer = await place.alice.context_menu(place.channel, label, message)
    assert "Equivariant Diffusion Policy" in texts(answer.response)
    assert answer.ephemeral


async def test_a_message_without_a_paper_is_told_kindly(place: Place) -> None:
    message = await place.bob.send(place.channel, "lunch?")
    answer = await place.alice.context_menu(place.channel, "Summarise", message)
    assert "No paper here is called" in texts(answer.response)


async def test_an_answer_with_several_papers_asks_which(place: Place) -> None:
    shown = await place.ask("find", query="diffusion polices")
    answer = await place.alice.context_menu(place.channel, "Summarise", shown.response)
    assert "Which one?" in texts(answer.response)
    chosen = buttons(answer.response)[1]["custom_id"]
    await place.alice.click(answer.response, custom_id=chosen)
    assert "key sentences" in texts(answer.response)


async def test_a_burst_is_asked_for_patience(place: Place) -> None:
    place.presence.allowance = Allowance()
    answers = [await place.ask("find", query="robot") for _ in range(6)]
    assert all("robot" in texts(one.response) for one in answers[:5])
    assert "next question in 2 seconds" in texts(answers[5].response)
    assert answers[5].ephemeral


async def test_commands_are_registered_once(
    place: Place, library: Library, notebook: Notebook
) -> None:
    await place.env.restart_bot(a_presence(library, notebook))
    written = [
        r for r in place.env.http_requests if r.method == "PUT" and r.path.endswith("/commands")
    ]
    assert len(written) == 1
    assert [
        one["name"] for one in written[0].json if one["type"] == 1 and one["name"] in _GOOD
    ] == list(_GOOD)


def said(message: discord.Message) -> str:
    return "\n".join(_contents(discord.ui.LayoutView.from_message(message)))


def _contents(view: discord.ui.LayoutView) -> list[str]:
    return [one.content for one in view.walk_children() if hasattr(one, "content")]
