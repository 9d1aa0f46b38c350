"""This file holds /highlights as Discord offers it: its options, and what is offered while one types."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

import discord
from discord import app_commands
from sqlalchemy.exc import SQLAlchemyError

from bot import sending
from bot.client import Presence
from bot.highlights import access, suggesting, wishes, words
from bot.highlights.access import Interaction
from bot.highlights.delivering import Delivering
from bot.highlights.subscribing import Subscribing
from bot.highlights.suggesting import Suggested
from bot.highlights.whereabouts import channel_here, subscriptions_here
from bot.highlights.wishes import Where, Wishes
from bot.notebook import Notebook
from bot.notebook.subscriptions import OnEmpty, Subscription, Subscriptions
from bot.parting import letters, shortened
from bot.reception import Reply
from bot.slash import LONGEST_CHOICE, MOST_CHOICES
from bot.telling import Refused, told_or
from knowledge.errors import PaperclubError

T = TypeVar("T")
Papers = app_commands.Range[int, 1, wishes.MOST_PAPERS]
_POSTED_IN = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]
_LONGEST_TYPED = 300
_OPTIONS = {
    "channel": "Where to post: a channel, a thread or a forum; here, where none is given.",
    "time": "When to post, such as 8:30 or 6pm.",
    "timezone": "By whose clock: a city, a country or a zone.",
    "topics": "What papers should be about, with commas between.",
    "authors": "By whom they should be, with commas between.",
    "categories": "In which categories they should be, with commas between.",
    "exclude": "Words, people or categories that they must not have, with commas between.",
    "days": "On which days, such as every day, weekdays, or Mon and Thu.",
    "count": "How many papers at most.",
    "on_empty": "What to do when nothing fits that wasn't shown yet.",
    "silent": "Whether to post without a ping.",
    "direct": "Post to my own direct messages instead.",
    "number": "Which subscription, where there are several.",
    "paper": "A title or part of it, or a short name.",
}


def _described(options: str) -> dict[str, str]:
    return {one: _OPTIONS[one] for one in options.split()}


class _AnyChannel(app_commands.Transformer):
    """A channel as Discord names it, whether or not it is known here."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return _POSTED_IN

    async def transform(self, _: Interaction, value: Any, /) -> access.Channel:
        channel: access.Channel = value
        return channel


Channel = app_commands.Transform[Any, _AnyChannel]


class Highlights(app_commands.Group):
    """/highlights and its subcommands.

    Args:
        presence: Takes what people ask in turn.
        notebook: With the subscriptions.
        delivering: Is woken when one was made.
        keep: Keeps options that are too long for a custom_id, and returns a key for them.
    """

    def __init__(
        self,
        presence: Presence,
        notebook: Notebook,
        delivering: Delivering,
        *,
        keep: Callable[[str], str],
    ) -> None:
        super().__init__(
            name="highlights",
            description="Daily papers for a channel, or for yourself.",
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        self._presence = presence
        self._notebook = notebook
        self._delivering = delivering
        self._subscriptions = Subscriptions(notebook)
        self._answers = Subscribing(
            lambda: presence.reception.library, notebook, delivering.choosing, keep=keep
        )
        for one in self.walk_commands():
            if isinstance(one, app_commands.Command):
                for option in one.parameters:
                    if option.name in suggesting.SUGGEST or option.name == "number":
                        one.autocomplete(option.name)(_completing(option.name))

    @app_commands.command(
        description="Post the day's papers here, each morning or when you choose."
    )
    async def subscribe(
        self,
        interaction: Interaction,
        topics: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        days: str | None = None,
        count: Papers | None = None,
        authors: str | None = None,
        categories: str | None = None,
        exclude: str | None = None,
        channel: Channel | None = None,
        direct: bool = False,
        on_empty: OnEmpty | None = None,
        silent: bool | None = None,
    ) -> None:
        """Subscribe a channel, or whoever asks."""
        given = Wishes(
            time, timezone, days, count, topics, authors, categories, exclude, on_empty, silent
        )
        locale = str(interaction.locale)

        async def find() -> Where:
            where = await access.chosen(interaction, channel, is_direct=direct)
            if direct and interaction.guild_id:
                # Nobody is greeted for a subscription that isn't made.
                await asyncio.to_thread(self._answers.wanted, where, given, locale)
                await access.greet(interaction)
            return where

        await self._take_at(
            interaction, find, lambda where: self._answers.subscribe(where, given, locale)
        )

    @app_commands.command(description="Change a subscription; what isn't given stays as it is.")
    @app_commands.describe(
        **_described(
            "number topics time timezone days count authors categories exclude channel on_empty silent"
        )
    )
    async def edit(
        self,
        interaction: Interaction,
        number: int | None = None,
        topics: str | None = None,
        time: str | None = None,
        timezone: str | None = None,
        days: str | None = None,
        count: Papers | None = None,
        authors: str | None = None,
        categories: str | None = None,
        exclude: str | None = None,
        channel: Channel | None = None,
        on_empty: OnEmpty | None = None,
        silent: bool | None = None,
    ) -> None:
        """Change a subscription."""
        given = Wishes(
            time, timezone, days, count, topics, authors, categories, exclude, on_empty, silent
        )
        locale = str(interaction.locale)

        async def find() -> Where | None:
            return channel and await access.chosen(interaction, channel, is_direct=False)

        await self._take_at(
            interaction,
            find,
            lambda where: self._answers.edit(
                self._meant(interaction, number), given, where, locale
            ),
        )

    @app_commands.command(
        name="list", description="List what is posted here, when, and what became of it."
    )
    async def list_(self, interaction: Interaction) -> None:
        """List subscriptions."""

        def answer() -> Reply:
            here, everywhere = self._here(interaction), self._of_guild(interaction)
            return self._answers.show(here, len([one for one in everywhere if one not in here]))

        await self._take(interaction, answer)

    @app_commands.command(description="Pause a subscription.")
    @app_commands.describe(**_described("number"))
    async def pause(self, interaction: Interaction, number: int | None = None) -> None:
        """Pause a subscription."""
        await self._about(interaction, number, self._answers.pause)

    @app_commands.command(description="Go on with a subscription that is paused.")
    @app_commands.describe(**_described("number"))
    async def resume(self, interaction: Interaction, number: int | None = None) -> None:
        """Go on with a subscription."""
        await self._about(interaction, number, self._answers.resume)

    @app_commands.command(description="Remove a subscription.")
    @app_commands.describe(**_described("number"))
    async def remove(self, interaction: Interaction, number: int | None = None) -> None:
        """Remove a subscription."""
        await self._about(interaction, number, self._answers.remove)

    @app_commands.command(description="Show what would be posted now, to you only.")
    @app_commands.describe(**_described("number"))
    async def preview(self, interaction: Interaction, number: int | None = None) -> None:
        """Show what a subscription would post now."""
        await self._take(
            interaction,
            lambda: self._answers.preview(
                self._meant(interaction, number, is_looked_at=True), interaction.user.id
            ),
        )

    @app_commands.command(description="Tell when a paper was posted here, or why it wasn't.")
    @app_commands.describe(**_described("paper"))
    async def why(self, interaction: Interaction, paper: str) -> None:
        """Tell what became of a paper."""

        def answer() -> Reply:
            channel_id = channel_here(self._subscriptions, interaction)
            return self._answers.why(self._here(interaction), channel_id, paper)

        await self._take(interaction, answer)

    async def _about(
        self, interaction: Interaction, number: int | None, answer: Callable[[Subscription], Reply]
    ) -> None:
        await self._take(interaction, lambda: answer(self._meant(interaction, number)))

    async def _take(self, interaction: Interaction, answer: Callable[[], Reply]) -> None:
        """Answer privately, in turn; what can't be done is told."""
        await self._presence.take(interaction, lambda: told_or(answer))
        self._delivering.wake()

    async def _take_at(
        self,
        interaction: Interaction,
        find: Callable[[], Awaitable[T]],
        answer: Callable[[T], Reply],
    ) -> None:
        """Answer as `_take` does, by what is found first, for which Discord is asked."""
        found: asyncio.Future[T] = asyncio.get_running_loop().create_future()

        async def before() -> None:
            try:
                found.set_result(await find())
            except (PaperclubError, SQLAlchemyError) as error:
                found.set_exception(error)

        await self._presence.take(
            interaction, lambda: told_or(lambda: answer(found.result())), before=before
        )
        self._delivering.wake()

    def _here(self, interaction: Interaction) -> list[Subscription]:
        return subscriptions_here(self._subscriptions, interaction)

    def _of_guild(self, interaction: Interaction) -> list[Subscription]:
        """List the subscriptions of the server's channels that somebody sees."""
        there = self._subscriptions.of_guild(interaction.guild_id or 0)
        return [one for one in there if access.may_see(interaction, one)]

    def _meant(
        self, interaction: Interaction, number: int | None, *, is_looked_at: bool = False
    ) -> Subscription:
        """Find the subscription that is meant, which whoever asks may change, or look at.

        Raises:
            Refused: There is none, there are several, or they may not.
        """
        here = self._here(interaction)
        everywhere = [*here, *(one for one in self._of_guild(interaction) if one not in here)]
        if number is None:
            if not here:
                says = "No highlights are posted here. `/highlights subscribe` begins."
                raise Refused("No subscription", says)
            if len(here) > 1:
                lines = "\n".join(
                    f"- **#{one.id}** {words.when(one)}, {words.what(one)}" for one in here
                )
                raise Refused("Which one?", f"Say its *number*:\n{lines}")
            number = here[0].id
        one = next((one for one in everywhere if one.id == number), None)
        if one is None:
            says = f"There is no subscription #{number} here; `/highlights list` tells which there are."
            raise Refused("No such subscription", says)
        if not is_looked_at and not access.may_change(interaction, one):
            raise Refused(
                "Not for you", f"Only people who may manage {words.place(one)} change that."
            )
        return one

    async def _suggested(
        self, interaction: Interaction, option: str, typed: str
    ) -> list[app_commands.Choice[Any]]:
        library, locale = self._presence.reception.library, str(interaction.locale)

        def suggest() -> Suggested:
            if option != "number":
                return suggesting.SUGGEST[option](library, typed[:_LONGEST_TYPED], locale)
            there = {
                one.id: one for one in (*self._here(interaction), *self._of_guild(interaction))
            }
            found = [(suggesting.line(one), str(one.id)) for one in there.values()]
            return [one for one in found if typed.strip("# ").lower() in one[0].lower()]

        return [
            app_commands.Choice(
                name=shortened(shown, LONGEST_CHOICE),
                value=int(value) if option == "number" else value,
            )
            for shown, value in await self._presence.suggest(interaction, suggest)
            if value and letters(value) <= LONGEST_CHOICE
        ][:MOST_CHOICES]


def _completing(
    option: str,
) -> Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[Any]]]]:
    async def complete(interaction: Interaction, typed: str) -> list[app_commands.Choice[Any]]:
        group = getattr(interaction.command, "binding", None)
        choices = []
        if isinstance(group, Highlights):
            try:
                choices = await group._suggested(interaction, option, typed)  # noqa: SLF001 - of this class
            except SQLAlchemyError:
                choices = []  # nothing can be offered, and what is typed still counts
        await sending.offer(interaction, choices)
        return choices

    return complete
