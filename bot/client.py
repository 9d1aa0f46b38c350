"""This file holds Paperclub's presence in Discord: what it hears, and to whom it hands that on."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import cachetools
import discord
import stamina
from discord import app_commands
from sqlalchemy.exc import SQLAlchemyError

from bot import buttons, gateway, hearing, registration, replying, slash
from bot.notebook import Notebook
from bot.pulse import Pulse
from bot.reception import Asker, Reception, Reply, told
from bot.turns import Allowance, Turns
from commands._command import Value
from knowledge.text import counted

_log = logging.getLogger(__name__)
_MOST_REMEMBERED = 4000
_PATIENCE_SECONDS = 8.0
"""How long what is in hand may take when the process is asked to end; Docker allows 10."""

Interaction = discord.Interaction[Any]


class Presence(discord.Client):
    """The bot in Discord's servers and direct messages.

    Args:
        reception: Answers what people ask.
        notebook: What survives a restart; None where it can't be used.
        guild_ids: Servers to which commands are given instead of to everybody.
        has_message_content: Whether messages that aren't addressed to the bot can be read.
    """

    def __init__(
        self,
        reception: Reception,
        notebook: Notebook | None,
        *,
        guild_ids: Sequence[int] = (),
        has_message_content: bool = False,
    ) -> None:
        intents = discord.Intents(
            guilds=True,
            guild_messages=True,
            dm_messages=True,
            message_content=has_message_content,
        )
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            # Nothing that was said is remembered but in the conversations.
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )
        self.reception = reception
        self.notebook = notebook
        self.pulse = Pulse()
        self.has_message_content = has_message_content
        self.question_channels: frozenset[int] = frozenset()
        self.tree = _Tree(self)
        self.is_for_servers = bool(guild_ids)
        self._guild_ids = guild_ids
        self._turns = Turns()
        self._suggesting = Turns(1)
        self.allowance = Allowance()
        self._heard = _remembered(seconds=600)
        # The same press by the same person within two seconds is one press.
        self._pressed = _remembered(seconds=2)
        # Once for each burst: a note on every message would be the next nuisance.
        self._asked_for_patience = _remembered(seconds=10)
        self._told_of_withholding = _remembered(seconds=3600)
        self._in_hand: set[asyncio.Task[None]] = set()
        self._registering: asyncio.Task[None] | None = None
        self._is_leaving = False
        for one in slash.offered(self._ask, self._suggest):
            self.tree.add_command(one)
        for menu in slash.menus(self._ask_about):
            self.tree.add_command(menu)

    async def setup_hook(self) -> None:
        """Get ready between login and the gateway."""
        if self.notebook:
            try:
                self.question_channels = await asyncio.to_thread(self.notebook.question_channels)
            except SQLAlchemyError:
                _log.exception("the question channels could not be read")
        self._registering = asyncio.create_task(self._register())

    async def on_message(self, message: discord.Message) -> None:
        """Answer a question that was put in a channel or a direct message."""
        if message.author.bot or message.webhook_id or self.has_heard(message.id):
            return
        text = hearing.question(message, self.user, self.question_channels)
        if text is None:
            if hearing.is_withheld(message, self.user):
                await self._tell_of_withholding(message)
            return
        asker = Asker(
            message.author.id, message.channel.id, message.guild.id if message.guild else 0
        )
        wait = self.allowance.wait_seconds(asker.person_id)
        if wait:
            if asker.person_id in self._asked_for_patience:
                return
            self._asked_for_patience[asker.person_id] = True
            work = _now(told("One moment", _patience(wait)))
        else:
            ids = hearing.papers_shown(hearing.answered_by(message))
            work = self._turns.take(
                asker.place,
                lambda: self.reception.line(asker, text, about=self.reception.papers(ids)),
            )
        await self._do(replying.answer_message(message, work))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a press of a button; commands go through the tree."""
        if interaction.type is not discord.InteractionType.component:
            return
        if self.has_heard(interaction.id):
            return
        custom_id = str(dict(interaction.data or {}).get("custom_id", ""))
        message = interaction.message
        if self._was_just_pressed(interaction, custom_id):
            says = "This button was pressed a moment ago; its answer is here or on its way."
            await replying.notify(interaction, "Already done", says)
            return
        is_private = bool(message and message.flags.ephemeral)
        asker = _asker(interaction)

        def answer() -> Reply:
            return self.reception.press(asker, custom_id, is_private=is_private)

        if buttons.turns_page(custom_id):
            await self._take(interaction, answer, replying.turn_page)
        else:
            await self._take(interaction, answer, _privately)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Log what went wrong in an event."""
        if error := sys.exception():
            replying.broken(event_method, error)

    async def finish(self) -> None:
        """Take nothing new, and finish what is in hand as far as there is time."""
        self._is_leaving = True
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=_PATIENCE_SECONDS)

    async def close(self) -> None:
        """Close the connection and end the threads."""
        self.pulse.end()
        for task in (*self._in_hand, *([self._registering] if self._registering else [])):
            task.cancel()
        self._turns.close()
        self._suggesting.close()
        await super().close()

    def has_heard(self, event_id: int) -> bool:
        """Tell whether this was heard before: Discord may say things again after a reconnect."""
        if event_id in self._heard:
            return True
        self._heard[event_id] = True
        return False

    async def _ask(
        self, interaction: Interaction, name: str, options: Mapping[str, Value], is_private: bool
    ) -> None:
        asker = _asker(interaction)
        await self._take(
            interaction,
            lambda: self.reception.command(asker, name, options, is_private=is_private),
            lambda one, work: replying.reply_to(one, work, is_private=is_private),
        )

    async def _ask_about(
        self, interaction: Interaction, name: str, message: discord.Message
    ) -> None:
        asker, ids = _asker(interaction), hearing.papers_shown(message)
        text = hearing.words(message)
        await self._take(
            interaction, lambda: self.reception.menu(asker, name, text, ids), _privately
        )

    async def _suggest(
        self, interaction: Interaction, command: str, option: str, typed: str
    ) -> list[str]:
        asker = _asker(interaction)
        return await self._suggesting.take(
            asker.place, lambda: self.reception.suggestions(asker, command, option, typed)
        )

    async def _take(
        self,
        interaction: Interaction,
        answer: Callable[[], Reply],
        send: Callable[[Interaction, Awaitable[Reply]], Awaitable[None]],
    ) -> None:
        """Answer in turn, where the asker may ask now."""
        if self._is_leaving:
            says = "I am being restarted. Please ask again in half a minute."
            await replying.notify(interaction, "Back in a moment", says)
        elif wait := self.allowance.wait_seconds(interaction.user.id):
            await replying.notify(interaction, "One moment", _patience(wait))
        else:
            await self._do(send(interaction, self._turns.take(_asker(interaction).place, answer)))

    async def _do(self, work: Awaitable[None]) -> None:
        """Do something that is finished before the process ends."""
        await asyncio.shield(self._begin(work))

    def _begin(self, work: Awaitable[None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        return task

    async def _register(self) -> None:
        """Register the commands; while Discord can't be reached, try again."""
        attempts = stamina.retry_context(on=gateway.again, attempts=None, timeout=None, wait_max=60)
        try:
            async for attempt in attempts:
                with attempt:
                    await registration.register(self.tree, self._guild_ids)
        except discord.HTTPException as error:
            _log.error("the commands could not be registered: %s", error)

    def _was_just_pressed(self, interaction: Interaction, custom_id: str) -> bool:
        message_id = interaction.message.id if interaction.message else 0
        where = message_id, interaction.user.id
        # Only the last: Next, Back and Next again are three presses, however quick.
        last = self._pressed.get(where)
        self._pressed[where] = custom_id
        return last == custom_id

    async def _tell_of_withholding(self, message: discord.Message) -> None:
        where = message.channel.id, message.author.id
        if where in self._told_of_withholding:
            return
        self._told_of_withholding[where] = True
        says = (
            "Discord kept the words of your reply from me. Write an @ and my name in it, or use"
            " /ask."
        )
        work = _now(told("I can't see what you wrote", says))
        await self._do(replying.answer_message(message, work))


class _Tree(app_commands.CommandTree[Presence]):
    """The slash commands and context menus."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Hear everything once."""
        return not self.client.has_heard(interaction.id)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Tell somebody what went wrong with a command."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            says = "This command was changed. Press Ctrl+R or restart Discord to see the new one."
            await replying.notify(interaction, "An older command", says)
        elif isinstance(error, app_commands.CheckFailure):
            return
        elif interaction.type is not discord.InteractionType.autocomplete:
            await replying.send_broken(interaction, error)


def _remembered(seconds: float) -> cachetools.TTLCache[Any, Any]:
    return cachetools.TTLCache(_MOST_REMEMBERED, seconds)


async def _now(reply: Reply) -> Reply:
    return reply


async def _privately(interaction: Interaction, work: Awaitable[Reply]) -> None:
    await replying.reply_to(interaction, work, is_private=True)


def _asker(interaction: Interaction) -> Asker:
    return Asker(interaction.user.id, interaction.channel_id or 0, interaction.guild_id or 0)


def _patience(wait_seconds: float) -> str:
    seconds = max(round(wait_seconds), 1)
    return f"That was quick! I can take your next question in {counted(seconds, 'second')}."
