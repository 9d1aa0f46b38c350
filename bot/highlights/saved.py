"""This file holds /saved: the papers that somebody saved, and how they drop them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, Literal

import discord
from discord import app_commands, ui

from bot import hearing, layout, replying
from bot.buttons import Press
from bot.client import Presence
from bot.highlights import paging
from bot.highlights.access import Interaction
from bot.layout import Page
from bot.notebook import Notebook
from bot.notebook.tastes import Tastes
from bot.parting import shortened
from bot.reception import Reply
from bot.slash import LONGEST_CHOICE
from bot.telling import Refused, told_or
from knowledge.library import Library
from knowledge.markdown import literal
from knowledge.text import counted, visible

PREFIX = "s1"
"""What stands before the first ; of the custom_ids here."""
_Action = Literal["page", "drop", "ask", "clear"]
_WRITTEN = re.compile(rf"{PREFIX};(page|drop|ask|clear);(\d{{1,9}})")
_ON_A_PAGE = 5
_COLOUR, _WARNING = 0x2A9D8F, 0xE76F51
_NONE = "Press *Save* under a paper that I post, and it is listed here."


class Saved:
    """Answers /saved and the buttons below its answer, which only whoever asked can see.

    Args:
        presence: Takes what people ask in turn.
        notebook: With the saved papers.
    """

    def __init__(self, presence: Presence, notebook: Notebook) -> None:
        self._presence = presence
        self._tastes = Tastes(notebook)

    def command(self) -> app_commands.Command[Any, ..., None]:
        """Make the slash command."""

        async def saved(interaction: Interaction) -> None:
            person_id = interaction.user.id
            await self._presence.take(
                interaction, lambda: told_or(lambda: self._shown(person_id, 0))
            )

        return app_commands.Command(
            name="saved",
            description="List the papers that you saved, to you only.",
            callback=saved,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=True
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def press(self, interaction: Interaction, custom_id: str) -> None:
        """Answer a press of a button, or a choice in the menu."""
        match = _WRITTEN.fullmatch(custom_id)
        chosen = hearing.chosen(interaction)
        person_id = interaction.user.id

        def answer() -> Reply:
            if match is None:
                raise Refused("This button is too old", "Ask `/saved` again.")
            action, start = match[1], int(match[2])
            if action == "ask":
                return Reply(_asking(len(self._tastes.saved(person_id))), is_private=True)
            if action == "clear":
                self._tastes.drop_all(person_id)
            elif action == "drop":
                dropped = [one for one in self._tastes.saved(person_id) if _key(one) in chosen]
                self._tastes.drop(dropped, person_id=person_id)
            return self._shown(person_id, start)

        await self._presence.take(interaction, lambda: told_or(answer), replying.turn_page)

    def _shown(self, person_id: int, start: int) -> Reply:
        """Show the page on which a place is."""
        paper_ids = self._tastes.saved(person_id)
        if not paper_ids:
            page = layout.notice("Nothing saved", _NONE, outcome="nothing")
        else:
            page = self._page(paper_ids, person_id, start)
        return Reply(page, is_private=True)

    def _page(self, paper_ids: Sequence[str], person_id: int, start: int) -> Page:
        library, keep = self._presence.reception.library, self._presence.reception.kept
        texts = [_text(library, one, place) for place, one in enumerate(paper_ids)]
        divided = paging.pages(texts, _ON_A_PAGE)
        at = paging.page_of(divided, start)
        container: ui.Container[Page] = ui.Container(accent_colour=_COLOUR)
        container.add_item(ui.TextDisplay("## Saved papers"))
        for place in divided[at]:
            asked = Press(command="paper", options={"paper": paper_ids[place]}, owner=person_id)
            if paper_ids[place] in library.positions:
                opened: ui.Button[Page] = ui.Button(label="Open", custom_id=asked.custom_id(keep))
                container.add_item(ui.Section(texts[place], accessory=opened))
            else:
                container.add_item(ui.TextDisplay(texts[place]))
        container.add_item(ui.Separator())
        if which := paging.which(divided, at):
            container.add_item(ui.TextDisplay(f"-# {which}"))
        container.add_item(ui.ActionRow(_menu(library, paper_ids, divided[at])))
        turning = [_button(label, "page", to) for label, to in paging.neighbours(divided, at)]
        container.add_item(ui.ActionRow(*turning, _button("Drop all…", "ask", divided[at][0])))
        return Page(container)


def _text(library: Library, paper_id: str, place: int) -> str:
    at = library.positions.get(paper_id)
    if at is None:
        shown = literal(shortened(visible(paper_id), layout.LONGEST_REASON))
        return f"**{place + 1}. {shown}**\n-# This paper is no longer in the library."
    return layout.entry(library.papers[at], place + 1, "")


def _menu(library: Library, paper_ids: Sequence[str], places: Sequence[int]) -> ui.Select[Page]:
    """Lay out the menu by which papers of a page are dropped."""
    positions = library.positions
    options = []
    for place in places:
        one = paper_ids[place]
        title = library.papers[positions[one]].title if one in positions else one
        label = shortened(f"{place + 1}. {visible(title)}", LONGEST_CHOICE)
        options.append(discord.SelectOption(label=label, value=_key(one)))
    return ui.Select(
        custom_id=f"{PREFIX};drop;{places[0]}",
        placeholder="Drop papers of this page",
        options=options,
        max_values=len(options),
    )


def _asking(number: int) -> Page:
    says = f"This drops {counted(number, 'paper')} that you saved. It can't be undone."
    return Page(
        ui.Container(
            ui.TextDisplay(f"### Drop all?\n{says}"),
            ui.ActionRow(
                _button("Drop all", "clear", 0, discord.ButtonStyle.danger),
                _button("Keep them", "page", 0),
            ),
            accent_colour=_WARNING,
        )
    )


def _button(
    label: str,
    action: _Action,
    place: int,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> ui.Button[Page]:
    return ui.Button(label=label, style=style, custom_id=f"{PREFIX};{action};{place}")


def _key(paper_id: str) -> str:
    """Name a paper in a menu, whose values have at most 100 letters."""
    return hashlib.blake2b(paper_id.encode(errors="surrogatepass"), digest_size=12).hexdigest()
