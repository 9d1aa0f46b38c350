"""This file holds /interests: what a channel likes, as its votes tell, and how words are muted in that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from discord import app_commands

from bot import hearing, replying
from bot.client import Presence
from bot.highlights import access, liking
from bot.highlights.access import Interaction
from bot.highlights.liking import Liked
from bot.highlights.whereabouts import channel_here
from bot.layout import Page
from bot.notebook import Notebook
from bot.notebook.subscriptions import Subscriptions
from bot.notebook.tastes import Tastes
from bot.parting import letters
from bot.reception import Reply
from bot.slash import LONGEST_CHOICE, MOST_CHOICES
from bot.telling import Refused, told_or
from knowledge.markdown import literal
from knowledge.taste import Taste
from knowledge.text import tokens
from knowledge.vocabulary import stem

_WRITTEN = re.compile(rf"{liking.PREFIX};({'|'.join(liking.ACTIONS)});(\d{{1,20}})")
_MOST_FOR, _MOST_AGAINST = 10, 5
"""Words that are shown."""
_Words = app_commands.Range[str, 1, 100]
_NOT_FOR_YOU = "Only people who may manage this channel choose which words count."


class Interests:
    """Answers /interests and the buttons below its answer.

    Args:
        presence: Takes what people ask in turn.
        notebook: With the votes.
    """

    def __init__(self, presence: Presence, notebook: Notebook) -> None:
        self._presence = presence
        self._subscriptions = Subscriptions(notebook)
        self._tastes = Tastes(notebook)

    def command(self) -> app_commands.Command[Any, ..., None]:
        """Make the slash command."""

        async def interests(
            interaction: Interaction,
            mute: _Words | None = None,
            unmute: _Words | None = None,
            reset: bool = False,
        ) -> None:
            await self._presence.take(
                interaction,
                lambda: told_or(lambda: self._typed(interaction, mute, unmute, is_reset=reset)),
            )

        app_commands.describe(
            mute="Words that are not to count any more.",
            unmute="Words that are to count again.",
            reset="Forget all votes of this channel, after asking.",
        )(interests)
        return app_commands.Command(
            name="interests",
            description="Show what this channel likes, as its votes on papers tell.",
            callback=interests,
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )

    async def press(self, interaction: Interaction, custom_id: str) -> None:
        """Answer a press of a button, or a choice in a menu, below an answer."""
        match = _WRITTEN.fullmatch(custom_id)
        chosen = hearing.chosen(interaction)

        def answer() -> Reply:
            if match is None:
                raise Refused("This button is too old", "Ask `/interests` again.")
            action, channel_id = match[1], int(match[2])
            if action == "show":
                return self.shown(interaction, channel_id)
            return self._changed(interaction, channel_id, action, chosen)

        await self._presence.take(interaction, lambda: told_or(answer), replying.turn_page)

    def shown(self, interaction: Interaction, channel_id: int, remark: str = "") -> Reply:
        """Show somebody what a channel likes. It blocks; call it in a thread.

        Args:
            interaction: Of who asks.
            channel_id: The channel.
            remark: What was just done; may be empty.
        """
        library = self._presence.reception.library
        totals, muted = self._tastes.totals(channel_id), self._tastes.muted(channel_id)
        net, places = self._tastes.net(channel_id), library.positions
        votes = {places[one]: votes for one, votes in net.items() if one in places}
        taste = Taste(library, votes, muted)
        written = {word.stem: word.written for word in taste.muted_words()}
        liked = Liked(
            channel_id=channel_id,
            is_direct=interaction.guild_id is None,
            totals=totals,
            gone=sum(one not in places for one in totals.paper_ids),
            words_for=taste.words_for(_MOST_FOR),
            words_against=taste.words_against(_MOST_AGAINST),
            others=taste.words(MOST_CHOICES),
            muted={one: written.get(one, one) for one in sorted(muted)},
            is_posted_to=bool(self._subscriptions.of_channel(channel_id)),
            may_change=access.may_manage_called(interaction, channel_id),
            remark=remark,
        )
        return _private(liking.page(liked))

    def _typed(
        self, interaction: Interaction, mute: str | None, unmute: str | None, *, is_reset: bool
    ) -> Reply:
        """Do what was typed as options, and show how things stand then."""
        channel_id = channel_here(self._subscriptions, interaction)
        if is_reset:
            return self._changed(interaction, channel_id, "reset", ())
        reply = None
        for action, typed in (("mute", mute), ("unmute", unmute)):
            if typed is not None:
                reply = self._changed(interaction, channel_id, action, _stems(typed))
        return reply or self.shown(interaction, channel_id)

    def _changed(
        self, interaction: Interaction, channel_id: int, action: str, stems: Sequence[str]
    ) -> Reply:
        """Change what counts in a channel, and show how things stand then.

        Raises:
            Refused: They may not.
        """
        if not access.may_manage_called(interaction, channel_id):
            raise Refused("Not for you", _NOT_FOR_YOU)
        if action == "reset":
            return _private(liking.asking(channel_id, self._tastes.totals(channel_id)))
        remark = ""
        if action == "forget":
            self._tastes.reset(channel_id)
            remark = "All votes are forgotten."
        elif action == "unmute":
            self._tastes.unmute(stems, channel_id=channel_id)
        elif action == "mute":
            guild_id = interaction.guild_id or 0
            self._tastes.mute(stems, channel_id=channel_id, guild_id=guild_id)
        return self.shown(interaction, channel_id, remark)


def _stems(typed: str) -> list[str]:
    """Take the stems of the words that somebody typed.

    Raises:
        Refused: There is no word in it.
    """
    # What is longer could not stand in the menu that lets it count again.
    stems = [one for one in map(stem, tokens(typed)) if letters(one) <= LONGEST_CHOICE]
    if not stems:
        raise Refused("No word in that", f"*{literal(typed)}* has no word that could be muted.")
    return stems


def _private(page: Page) -> Reply:
    return Reply(page, is_private=True)
