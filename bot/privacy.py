"""This file holds how people see, take along and delete what is kept about them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import partial
from typing import Any

import aiohttp
import discord
from discord import app_commands, ui

from bot import layout, replying
from bot.buttons import base36
from bot.client import Presence
from bot.notebook.export import export
from bot.notebook.keeping import Keeping, Kept
from bot.reception import Reply, told
from bot.telling import told_or
from knowledge.text import counted

PREFIX = "k1"
"""Of the button's custom_id; after it comes whose it is."""
_PATIENCE_SECONDS = 3.0
"""How long Discord may take to tell which direct messages are somebody's."""
_EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_FOR_EVERYBODY = app_commands.AppInstallationType(guild=True, user=True)
_STAYS = (
    "What I posted stays where it is, and so does what counts for everybody: which papers a"
    " server's channel was shown."
)
_ALONE = "Nobody else sees this."
_NOTHING = "I keep nothing about you."

Interaction = discord.Interaction[Any]


def add(presence: Presence) -> None:
    """Offer /privacy, and answer its button."""
    group = app_commands.Group(
        name="privacy",
        description="See, take along or delete what I keep about you.",
        allowed_contexts=_EVERYWHERE,
        allowed_installs=_FOR_EVERYBODY,
    )
    for name, description, answer in (
        ("show", "Tell what I keep about you.", _shown),
        ("export", "Give you a file with all that I keep about you.", _exported),
        ("delete", "Delete what I keep about you; I ask before.", _asked),
    ):
        group.add_command(
            app_commands.Command(
                name=name, description=description, callback=_callback(presence, answer)
            )
        )
    presence.tree.add_command(group)
    presence.presses[PREFIX] = partial(_pressed, presence)


def _callback(presence: Presence, answer: Callable[[Presence, Kept], Reply]) -> Any:
    async def callback(interaction: Interaction) -> None:
        loop = asyncio.get_running_loop()

        def reply(keeping: Keeping) -> Reply:
            direct = _direct_channel(interaction, loop)
            return answer(presence, keeping.about(interaction.user.id, direct_channel_id=direct))

        await presence.take(interaction, lambda: _kept_by(presence, reply))

    return callback


async def _pressed(presence: Presence, interaction: Interaction, custom_id: str) -> None:
    loop, person_id = asyncio.get_running_loop(), interaction.user.id

    def reply(keeping: Keeping) -> Reply:
        if custom_id != _custom_id(person_id):
            return told("Not yours", "Only whoever asked may delete that. Use `/privacy delete`.")
        keeping.forget(person_id, direct_channel_id=_direct_channel(interaction, loop))
        presence.reception.forget(person_id)
        says = f"What I kept about you is deleted. {_STAYS}"
        return _said("Deleted", says)

    await presence.take(interaction, lambda: _kept_by(presence, reply), replying.turn_page)


def _kept_by(presence: Presence, reply: Callable[[Keeping], Reply]) -> Reply:
    """Answer from the notebook, or say why that isn't possible."""
    notebook = presence.notebook
    if notebook is None:
        return told(
            "Not possible now", "My notebook can't be used at the moment.", outcome="unavailable"
        )
    try:
        return told_or(lambda: reply(Keeping(notebook)))
    except (discord.DiscordException, aiohttp.ClientError, OSError):  # a TimeoutError is one
        says = "Discord doesn't tell me which direct messages are yours. Please ask again later."
        return told("Not possible now", says, outcome="unavailable")


def _direct_channel(interaction: Interaction, loop: asyncio.AbstractEventLoop) -> int:
    """Ask Discord, from a thread, for the channel of somebody's direct messages; 0 for none."""

    async def ask() -> int:
        try:
            channel = interaction.user.dm_channel or await interaction.user.create_dm()
        except discord.HTTPException as error:
            if error.status >= 500:
                raise
            return 0  # to nobody whom we may write to
        return channel.id

    return asyncio.run_coroutine_threadsafe(
        asyncio.wait_for(ask(), _PATIENCE_SECONDS), loop
    ).result()


def _shown(_: Presence, kept: Kept) -> Reply:
    if kept.is_empty:
        return _said("What I keep about you", f"{_NOTHING} {_ALONE}")
    says = "\n".join([*_lines(kept), "", f"{_ALONE} `/privacy export` gives you all of it."])
    return _said("What I keep about you", says)


def _exported(presence: Presence, kept: Kept) -> Reply:
    library = presence.reception.library

    def title(paper_id: str) -> str:
        place = library.positions.get(paper_id)
        return "" if place is None else library.papers[place].title

    name = f"paperclub-{kept.person_id}.json"
    written = json.dumps(export(kept, title=title), ensure_ascii=False, indent=2)
    reply = _said("What I keep about you", "All of it is in this file.", name)
    return Reply(reply.page, is_private=True, files={name: written.encode(errors="replace")})


def _asked(_: Presence, kept: Kept) -> Reply:
    if kept.is_empty:
        return _said("Nothing to delete", _NOTHING)
    lines = [
        "This goes, and can't be brought back:",
        *_lines(kept, is_theirs=True),
        *(["", "This goes on without your name:", *_of_servers(kept)] if _of_servers(kept) else []),
        "",
        _STAYS,
    ]
    reply = _said("Delete what I keep about you?", "\n".join(lines))
    button: ui.Button[layout.Page] = ui.Button(
        label="Delete it",
        style=discord.ButtonStyle.danger,
        custom_id=_custom_id(kept.person_id),
    )
    reply.page.add_item(ui.ActionRow(button))
    return reply


def _lines(kept: Kept, *, is_theirs: bool = False) -> list[str]:
    """List what is kept, in words, or only what is somebody's own."""
    seen = counted(len({one.paper_id for one in kept.seen}), "paper")
    own = [
        (len(kept.votes), counted(len(kept.votes), "vote") + " 👍 or 👎"),
        (len(kept.saved), counted(len(kept.saved), "saved paper")),
        (len(kept.direct), counted(len(kept.direct), "subscription") + " of your direct messages"),
        (len(kept.seen), f"that {seen} were shown or chosen there, and why"),
        (len(kept.muted), counted(len(kept.muted), "word") + " that don't count there"),
        (
            len(kept.said),
            "what you saw last in " + counted(len(kept.said), "channel") + ", for half an hour",
        ),
    ]
    lines = [f"- {says}" for number, says in own if number]
    if is_theirs:
        return lines or ["- nothing that is yours alone"]
    return lines + _of_servers(kept)


def _of_servers(kept: Kept) -> list[str]:
    of_servers = [
        (kept.made, counted(len(kept.made), "subscription") + " that you made for a server"),
        (kept.opened, counted(len(kept.opened), "question channel") + " that you chose"),
    ]
    return [f"- {says}" for there, says in of_servers if there]


def _said(title: str, text: str, file: str = "") -> Reply:
    page = layout.notice(title, text, outcome="found")
    if file:
        page.add_item(ui.File(f"attachment://{file}"))
    return Reply(page, is_private=True)


def _custom_id(person_id: int) -> str:
    return f"{PREFIX};delete;{base36(person_id)}"
