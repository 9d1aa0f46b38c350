"""This file holds Paperclub's presence in Discord: what it hears, and to whom it hands that on."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import discord
from discord import app_commands
from sqlalchemy.exc import SQLAlchemyError

from bot import buttons, hearing, registration, replying, rest, sending, slash
from bot.notebook import Notebook
from bot.once import Lately, Presses
from bot.pictures import Drawings
from bot.pulse import Pulse
from bot.reception import Asker, Reception, Reply, told
from bot.tidying import Tidying
from bot.turns import Allowance, Turns
from commands._command import Value
from knowledge.text import counted

_log = logging.getLogger(__name__)
_PATIENCE_SECONDS = 7.0
"""How long what is in hand may take when the process is asked to end; Docker allows 10."""
_LAST_WORDS_SECONDS = 1.0
"""How long it may then take to say that there will be no answer."""
_RECALL_SECONDS = 5.0
"""How long the notebook is waited for at the start, and how often it is tried again."""

Interaction = discord.Interaction[Any]
T = TypeVar("T")


class Presence(discord.Client):
    """The bot in Discord's servers and direct messages.

    Args:
        reception: Answers what people ask.
        notebook: What survives a restart; None where it can't be used.
        drawings: Draws charts; without it they are told in words.
        guild_ids: Servers to which commands are given instead of to everybody.
        has_message_content: Whether messages that aren't addressed to the bot can be read.
    """

    def __init__(
        self,
        reception: Reception,
        notebook: Notebook | None,
        *,
        drawings: Drawings | None = None,
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
            http_trace=rest.trace(),
        )
        self.reception = reception
        self.notebook = notebook
        self.pulse = Pulse()
        self.has_message_content = has_message_content
        self.question_channels: frozenset[int] = frozenset()
        self.tree = _Tree(self)
        self.is_for_servers = bool(guild_ids)
        self._drawings = drawings
        self._guild_ids = guild_ids
        self._turns = Turns()
        self._suggesting = Turns(1)
        self.allowance = Allowance()
        self.vote_allowance = Allowance(burst=20, interval_seconds=0.5)
        # Discord may say things again after a reconnect.
        self.heard = Lately(seconds=600)
        self._presses = Presses()
        # What answers buttons that ask no command, by what stands before the first ";" of their ids.
        self.presses: dict[str, Callable[[Interaction, str], Awaitable[None]]] = {}
        # Once for each burst: a note on every message would be the next nuisance.
        self._asked_for_patience = Lately(seconds=10)
        self._told_of_withholding = Lately(seconds=3600)
        self._tidying = Tidying(notebook, lambda: [guild.id for guild in self.guilds])
        self._in_hand: set[asyncio.Task[None]] = set()
        self._at_work: set[asyncio.Task[Reply]] = set()
        self.logged_in = asyncio.Event()
        self._registering: asyncio.Task[None] | None = None
        self._recalling: asyncio.Task[None] | None = None
        self._is_leaving = False
        for one in slash.offered(self._ask, self._suggest):
            self.tree.add_command(one)
        for menu in slash.menus(self._ask_about):
            self.tree.add_command(menu)

    async def setup_hook(self) -> None:
        """Get ready between login and the gateway."""
        self.logged_in.set()
        self._recalling = asyncio.create_task(self._recall())
        await asyncio.wait({self._recalling}, timeout=_RECALL_SECONDS)
        self._registering = asyncio.create_task(registration.register(self.tree, self._guild_ids))

    async def on_ready(self) -> None:
        """Clear the notebook up from now on, when all servers are known."""
        self._tidying.begin()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note that a server was joined."""
        await self._tidying.joined(guild.id)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that a server was left; one that Discord can't reach is not."""
        await self._tidying.left(guild.id)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a question that was put in a channel or a direct message."""
        if message.author.bot or message.webhook_id or not self.heard.is_first(message.id):
            return
        text = hearing.question(message, self.user, self.question_channels)
        asker = Asker(
            message.author.id, message.channel.id, message.guild.id if message.guild else 0
        )
        if text is None:
            is_withheld = hearing.is_withheld(message, self.user)
            where = asker.channel_id, asker.person_id
            if not is_withheld or not self._told_of_withholding.is_first(where):
                return
            work = _now(told("I can't see what you wrote", _WITHHELD))
        elif self._is_leaving:
            work = _now(_back_in_a_moment())
        elif wait := self.allowance.wait_seconds(asker.person_id):
            if not self._asked_for_patience.is_first(asker.person_id):
                return
            work = _now(told("One moment", _patience(wait)))
        else:
            shown, words = hearing.shown(hearing.answered_by(message)), text
            work = self._answer(asker, lambda: self.reception.line(asker, words, shown))
        await self._do(replying.answer_message(message, work))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a press of a button; commands go through the tree."""
        if interaction.type is not discord.InteractionType.component:
            return
        if not self.heard.is_first(interaction.id):
            return
        custom_id = str(dict(interaction.data or {}).get("custom_id", ""))
        message, asker = interaction.message, _asker(interaction)
        where = message.id if message else 0, asker.person_id
        # Another choice in the same menu is another press.
        pressed = " ".join([custom_id, *hearing.chosen(interaction)])
        if self._presses.is_again(where, pressed):
            says = "You pressed this button a moment ago. Wait two seconds to press it again."
            await self._do(replying.notify(interaction, "Already done", says))
            return
        if answer := self.presses.get(custom_id.partition(";")[0]):
            await self._presses.answered(where, pressed, answer(interaction, custom_id))
            return
        is_private = bool(message and message.flags.ephemeral)

        def send(one: Interaction, work: Awaitable[Reply]) -> Awaitable[None]:
            reply = replying.turn_page if buttons.turns_page(custom_id) else _privately
            return self._presses.answered(where, pressed, reply(one, work))

        await self.take(
            interaction,
            lambda: self.reception.press(asker, custom_id, is_private=is_private),
            send,
        )

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Log what went wrong in an event."""
        if error := sys.exception():
            replying.broken(event_method, error)

    async def finish(self) -> None:
        """Take nothing new, and finish what is in hand as far as there is time."""
        self._is_leaving = True
        await self._finish_within(_PATIENCE_SECONDS)
        for work in self._at_work:
            work.cancel()
        await self._finish_within(_LAST_WORDS_SECONDS)

    async def close(self) -> None:
        """Close the connection and end the threads."""
        self.pulse.end()
        self._tidying.end()
        for task in (*self._in_hand, self._registering, self._recalling):
            if task:
                task.cancel()
        self._turns.close()
        self._suggesting.close()
        await super().close()

    async def take(
        self,
        interaction: Interaction,
        answer: Callable[[], Reply],
        send: Callable[[Interaction, Awaitable[Reply]], Awaitable[None]] | None = None,
        *,
        before: Callable[[], Awaitable[None]] | None = None,
        is_vote: bool = False,
    ) -> None:
        """Answer in turn, where the asker may ask now.

        Args:
            interaction: What somebody did.
            answer: Comes to the reply, in a thread.
            send: Sends it; privately where it isn't given.
            before: Asks Discord for what the answer needs. That counts as work, so that the asker is
                told in time that it takes a while.
            is_vote: Whether that is asking for little, as one does for many papers in a row.
        """
        allowance = self.vote_allowance if is_vote else self.allowance
        if self._is_leaving:
            work: Awaitable[None] = _privately(interaction, _now(_back_in_a_moment()))
        elif wait := allowance.wait_seconds(interaction.user.id):
            work = replying.notify(interaction, "One moment", _patience(wait))
        else:
            prepared = self._prepared(_asker(interaction), answer, before)
            work = (send or _privately)(interaction, prepared)
        await self._do(work)

    async def suggest(self, interaction: Interaction, work: Callable[[], T]) -> T:
        """Find in turn, in a thread, what is offered to somebody who types."""
        return await self._suggesting.take(_asker(interaction).place, work)

    async def _recall(self) -> None:
        """Read the question channels as soon as the notebook can be used."""
        while self.notebook:
            try:
                self.question_channels = await asyncio.to_thread(self.notebook.question_channels)
            except SQLAlchemyError:  # which the notebook tells to the log
                await asyncio.sleep(_RECALL_SECONDS)
            else:
                return

    async def _ask(
        self, interaction: Interaction, name: str, options: Mapping[str, Value], is_private: bool
    ) -> None:
        asker = _asker(interaction)
        await self.take(
            interaction,
            lambda: self.reception.command(asker, name, options, is_private=is_private),
            lambda one, work: replying.reply_to(one, work, is_private=is_private),
        )

    async def _ask_about(
        self, interaction: Interaction, name: str, message: discord.Message
    ) -> None:
        asker, shown, text = _asker(interaction), hearing.shown(message), hearing.words(message)
        await self.take(interaction, lambda: self.reception.menu(asker, name, text, shown))

    async def _suggest(
        self, interaction: Interaction, command: str, option: str, typed: str
    ) -> list[str]:
        asker = _asker(interaction)
        return await self.suggest(
            interaction, lambda: self.reception.suggestions(asker, command, option, typed)
        )

    async def _prepared(
        self,
        asker: Asker,
        answer: Callable[[], Reply],
        before: Callable[[], Awaitable[None]] | None,
    ) -> Reply:
        if before:
            await before()
        return await self._answer(asker, answer)

    async def _answer(self, asker: Asker, answer: Callable[[], Reply]) -> Reply:
        """Come to a reply in turn; one that takes too long for a process that ends is given up."""
        work = asyncio.ensure_future(self._drawn(asker, answer))
        self._at_work.add(work)
        work.add_done_callback(self._at_work.discard)
        await asyncio.wait({work})
        return _back_in_a_moment() if work.cancelled() else work.result()

    async def _drawn(self, asker: Asker, answer: Callable[[], Reply]) -> Reply:
        reply = await self._turns.take(asker.place, answer)
        # Not in turn: a drawing that hangs keeps nobody else from being answered.
        if reply.chart and self._drawings:
            reply = replace(reply, png=await self._drawings.draw(reply.chart))
        return reply

    async def _do(self, work: Awaitable[None]) -> None:
        """Do something that is finished before the process ends."""
        task = asyncio.ensure_future(work)
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)
        await asyncio.shield(task)

    async def _finish_within(self, seconds: float) -> None:
        """Wait for what is in hand, and for what comes into hand meanwhile."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while self._in_hand and loop.time() < end:
            await asyncio.wait(self._in_hand, timeout=end - loop.time())


class _Tree(app_commands.CommandTree[Presence]):
    """The slash commands and context menus."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Hear everything once."""
        return self.client.heard.is_first(interaction.id)

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """Tell somebody what went wrong with a command."""
        if interaction.type is discord.InteractionType.autocomplete:
            await sending.offer(interaction, [])  # by a command that isn't there any more
        elif isinstance(
            error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch
        ):
            says = "This command was changed. Press Ctrl+R or restart Discord to see the new one."
            await replying.notify(interaction, "An older command", says)
        elif not isinstance(error, app_commands.CheckFailure):
            await replying.send_broken(interaction, error)


_WITHHELD = (
    "Discord kept the words of your reply from me. Write an @ and my name in it, or use /ask."
)


def _back_in_a_moment() -> Reply:
    says = "I am being restarted. Please ask again in half a minute."
    return told("Back in a moment", says, outcome="unavailable")


async def _now(reply: Reply) -> Reply:
    return reply


async def _privately(interaction: Interaction, work: Awaitable[Reply]) -> None:
    await replying.reply_to(interaction, work, is_private=True)


def _asker(interaction: Interaction) -> Asker:
    return Asker(interaction.user.id, interaction.channel_id or 0, interaction.guild_id or 0)


def _patience(wait_seconds: float) -> str:
    seconds = max(round(wait_seconds), 1)
    return f"That was quick! I can take your next question in {counted(seconds, 'second')}."
