"""This file holds what is done when a button of a post is pressed: voted, saved, leafed, asked for the taste."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Awaitable, Callable
from weakref import WeakValueDictionary

import discord

from bot import replying
from bot.client import Presence
from bot.highlights import buttons, post
from bot.highlights.access import Interaction
from bot.highlights.buttons import Pressed
from bot.highlights.post import Post
from bot.notebook import Notebook
from bot.notebook.deliveries import Delivery, Shown
from bot.notebook.history import History
from bot.notebook.tastes import Tastes, Vote
from bot.reception import Reply, told
from bot.telling import Refused, told_or

_CLOCKS_DIFFER = datetime.timedelta(minutes=2)
"""By how much Discord's clock and ours may differ."""
_TOO_OLD = "It was made by another version of me. The next post has buttons that work."
_VOTES: dict[str, Vote] = {"up": 1, "down": -1}
ShowTaste = Callable[[Interaction, int], Reply]
"""Shows somebody what a channel likes, by its id."""


class Voting:
    """Answers the buttons of posts.

    Args:
        presence: Takes what people ask in turn.
        notebook: With the deliveries and the votes.
        show_taste: Answers who asks what a channel likes.
    """

    def __init__(self, presence: Presence, notebook: Notebook, show_taste: ShowTaste) -> None:
        self._presence = presence
        self._show_taste = show_taste
        self._history = History(notebook)
        self._tastes = Tastes(notebook)
        self._in_turn: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def press(self, interaction: Interaction, custom_id: str) -> None:
        """Answer a press."""
        pressed, message = buttons.read(custom_id), interaction.message
        if pressed is None or message is None:
            await self._presence.take(interaction, lambda: told("This button is too old", _TOO_OLD))
            return

        def answer() -> Reply:
            delivery, papers = self._meant(interaction, message, pressed)
            if pressed.action == "taste":
                return self._show_taste(interaction, delivery.channel_id)
            person_id, paper_id = interaction.user.id, papers[pressed.place].paper_id
            if pressed.action == "save":
                is_saved = self._tastes.keep(paper_id, person_id=person_id)
                title, says = _SAVED if is_saved else _DROPPED
                return told(title, says, outcome="found")
            if vote := _VOTES.get(pressed.action):
                self._tastes.vote(
                    paper_id,
                    vote,
                    person_id=person_id,
                    channel_id=delivery.channel_id,
                    guild_id=delivery.guild_id,
                )
            return self._laid_out(delivery, papers, pressed.place, post.note_of(message))

        send = None if pressed.action in ("save", "taste") else self._in_place
        await self._presence.take(
            interaction, lambda: told_or(answer), send, is_vote=pressed.action in (*_VOTES, "save")
        )

    async def _in_place(self, interaction: Interaction, work: Awaitable[Reply]) -> None:
        """Lay a message out anew, one press after the other: the last counts are to stay.

        Waiting for those before counts as work, so that Discord is told in time that it takes a while.
        """
        message_id = interaction.message.id if interaction.message else 0
        lock = self._in_turn.setdefault(message_id, asyncio.Lock())
        is_mine = False

        async def in_turn() -> Reply:
            nonlocal is_mine
            await lock.acquire()
            is_mine = True
            return await work

        try:
            await replying.turn_page(interaction, in_turn())
        finally:
            if is_mine:
                lock.release()

    def _meant(
        self, interaction: Interaction, message: discord.Message, pressed: Pressed
    ) -> tuple[Delivery, list[Shown]]:
        """Find the delivery that a message is, and its papers.

        Raises:
            Refused: The notebook knows another one under that number, or none.
        """
        delivery = self._history.called(pressed.delivery_id)
        papers = self._history.papers(delivery.id) if delivery else []
        is_known = delivery and _is_of(delivery, interaction, message)
        has_paper = pressed.place < len(papers) or pressed.action == "taste"
        if delivery is None or not is_known or not has_paper:
            raise Refused("I don't remember this post", _FORGOTTEN)
        return delivery, papers

    def _laid_out(self, delivery: Delivery, papers: list[Shown], place: int, note: str) -> Reply:
        library = self._presence.reception.library
        votes = self._tastes.counts(delivery.channel_id, [one.paper_id for one in papers])
        picks = post.picks(library, {one.paper_id: one.why for one in papers}, votes)
        shown = Post(delivery.id, delivery.local_date, picks, note)
        keep = self._presence.reception.kept
        return Reply(post.page(shown, library, keep=keep, start=place))


_FORGOTTEN = (
    "My notebook was lost or replaced since it was posted, so its buttons say nothing to me."
)
_SAVED = "Saved", "`/saved` lists what you saved."
_DROPPED = "No longer saved", "Press *Save* again to have it back."


def _is_of(delivery: Delivery, interaction: Interaction, message: discord.Message) -> bool:
    """Tell whether a message is a delivery's; one that isn't confirmed yet is known by its place."""
    if delivery.message_id:
        return delivery.message_id == message.id
    if delivery.chosen_at is None or message.created_at < delivery.chosen_at - _CLOCKS_DIFFER:
        return False
    channel = interaction.channel
    parent_id = channel.parent_id if isinstance(channel, discord.Thread) else 0
    return delivery.channel_id in (interaction.channel_id, parent_id)
