"""This file holds how due highlights are delivered: planned, claimed, posted and confirmed.

Any number of processes may do this on one notebook, without a leader: whoever claims a delivery has
it on lease, and goes on renewing that until it is posted. A process that dies lets its leases run
out; who comes next looks into the channel before posting.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar
from zoneinfo import ZoneInfoNotFoundError

import aiohttp
import discord
from aiolimiter import AsyncLimiter
from sqlalchemy.exc import SQLAlchemyError

from bot import logs, rest
from bot.highlights import planning, post, words
from bot.highlights.choosing import Choosing
from bot.highlights.pauses import Pauses
from bot.highlights.post import Post
from bot.highlights.posting import Channels, Closed
from bot.highlights.schedule import CATCH_UP
from bot.layout import Page
from bot.notebook import Notebook
from bot.notebook.deliveries import AlreadyShown, Deliveries, Delivery, LostLease, Shown
from bot.notebook.history import History
from bot.notebook.subscriptions import Subscription, Subscriptions
from bot.notebook.tastes import Tastes
from knowledge.library import Library

_log = logging.getLogger(__name__)
T = TypeVar("T")
POSTS_A_SECOND = 40.0
"""Of all processes together. Discord allows a bot 50 requests a second; the rest is for answers to
messages (those to commands have their own limit)."""
LEASE = datetime.timedelta(seconds=30)
_RENEWED_SECONDS = 10.0
_CAUTION = datetime.timedelta(seconds=5)
"""So long before a lease ends nothing is posted on it."""
_LOOK_SECONDS = 5.0
"""How often it is looked whether something is due that another process planned."""
_COUNT_SECONDS = 20.0
"""How often the processes that share the work are counted."""
_PLANNED_AT_ONCE = 200
_PLAN_SECONDS = 1.0
_MOST_IN_HAND = 16
"""Posts that wait for Discord's answer at once: at a third of a second each they keep up the pace."""
_MOST_THREADS = 2
"""Choosing and writing are Python's own work: more of it at once makes everything later, the loop too."""
_FIRST_RETRY, _LAST_RETRY = datetime.timedelta(seconds=15), datetime.timedelta(minutes=15)
_CHOICES = 5
"""How often is chosen anew when another subscription of the same channel takes a paper meanwhile."""


class Delivering:
    """Delivers what is due, as one of the processes that do.

    Args:
        channels: Where posts go.
        library: Tells the library as it is now.
        notebook: With the subscriptions.
        keep: Keeps options that are too long for a custom_id, and returns a key for them.
    """

    def __init__(
        self,
        channels: Channels,
        library: Callable[[], Library],
        notebook: Notebook,
        *,
        keep: Callable[[str], str],
    ) -> None:
        self._channels = channels
        self._library = library
        self._notebook = notebook
        self._keep = keep
        self.choosing = Choosing(library, notebook)
        self._subscriptions = Subscriptions(notebook)
        self._deliveries = Deliveries(notebook, secrets.token_hex(8))
        self._history = History(notebook)
        self._tastes = Tastes(notebook)
        self._pauses = Pauses(channels, self._subscriptions)
        self._threads = ThreadPoolExecutor(_MOST_THREADS, thread_name_prefix="deliver")
        self._woken = asyncio.Event()
        self._in_hand: set[asyncio.Task[None]] = set()
        self._pace = AsyncLimiter(1, 1 / POSTS_A_SECOND)
        self._sharing = 1
        self._counted_at = -_COUNT_SECONDS
        self._plan_at = 0.0

    def wake(self) -> None:
        """Look at once what is due: a subscription was made or changed."""
        self._plan_at = 0.0
        self._woken.set()

    async def stay(self) -> None:
        """Deliver what is due when it is due, until this is cancelled."""
        while True:
            wait = _LOOK_SECONDS
            try:
                wait = await self._round()
            except SQLAlchemyError:
                pass  # the notebook told the log, and is tried again
            except Exception as error:  # noqa: BLE001 - there will be another round
                logs.incident("while delivering highlights", error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._woken.wait(), wait)
            self._woken.clear()

    async def finish(self, *, within_seconds: float) -> None:
        """Finish what is in hand as far as there is time; somebody else goes on with the rest."""
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=within_seconds)
        for task in self._in_hand:
            task.cancel()
        with contextlib.suppress(SQLAlchemyError):
            await self._in_thread(self._deliveries.leave)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _round(self) -> float:
        """Begin what is due now, and tell how many seconds there is nothing to begin."""
        now = asyncio.get_running_loop().time()
        if now >= self._plan_at:
            self._plan_at = now + _PLAN_SECONDS
            await self._count(now)
            await self._in_thread(self.choosing.note_arrivals)
            while await self._in_thread(self._plan) == _PLANNED_AT_ONCE:
                pass
            self._pauses.begin()
        # No more than is begun at once: what is claimed and waits would lose its lease.
        free = _MOST_IN_HAND - len(self._in_hand)
        claimed = await self._in_thread(self._claim, free) if free else []
        for one in claimed:
            task = asyncio.create_task(self._deliver(one))
            self._in_hand.add(task)
            task.add_done_callback(self._in_hand.discard)
        if len(self._in_hand) == _MOST_IN_HAND:
            await asyncio.wait(self._in_hand, return_when=asyncio.FIRST_COMPLETED)
            return 0.0
        return 0.0 if claimed else await self._in_thread(self._idle_seconds)

    async def _count(self, now: float) -> None:
        if now - self._counted_at < _COUNT_SECONDS:
            return
        self._counted_at = now
        sharing = await self._in_thread(self._deliveries.workers)
        if sharing != self._sharing:
            self._sharing = sharing
            self._pace = AsyncLimiter(1, sharing / POSTS_A_SECOND)

    def _plan(self) -> int:
        now = self._notebook.now()
        due = self._subscriptions.due(now, most=_PLANNED_AT_ONCE)
        plans = []
        for one in due:
            try:
                plans.append(planning.plan(one, now))
            except (ValueError, ZoneInfoNotFoundError):  # and the others go on
                why = f"this computer knows no time zone {one.zone}"
                self._subscriptions.pause(one.id, why)
        if plans:
            self._deliveries.plan(plans)
        return len(due)

    def _claim(self, most: int) -> list[Delivery]:
        return self._deliveries.claim(lease=LEASE, most=most)

    def _idle_seconds(self) -> float:
        times = (self._subscriptions.next_due_at(), self._deliveries.next_free_at())
        now = self._notebook.now()
        waits = [(one - now).total_seconds() for one in times if one]
        return min(max(min(waits, default=_LOOK_SECONDS), 0.05), _LOOK_SECONDS)

    async def _deliver(self, one: Delivery) -> None:
        """Bring one delivery as far as it goes; whatever happens, it is tried again or given up."""
        renewing = asyncio.create_task(self._renew(one))
        try:
            await self._tried(one)
        except SQLAlchemyError:
            pass  # its lease runs out, and it is tried again
        finally:
            renewing.cancel()

    async def _tried(self, one: Delivery) -> None:
        try:
            await self._posted(one)
        except LostLease:
            _log.warning("delivery %d went on elsewhere", one.id)
        except AlreadyShown:
            await self._noted(self._put_back, one, _FIRST_RETRY, "others chose the same papers")
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 - a delivery that breaks keeps no other from going out
            incident = logs.incident(f"in delivery {one.id}", error)
            await self._abandon(None, one, f"something broke; the log has it under {incident}")

    async def _renew(self, one: Delivery) -> None:
        while True:
            await asyncio.sleep(_RENEWED_SECONDS)
            with contextlib.suppress(SQLAlchemyError, LostLease):
                await self._in_thread(self._deliveries.renew, one, lease=LEASE)

    async def _posted(self, one: Delivery) -> None:
        to = await self._in_thread(self._subscriptions.called, one.subscription_id)
        if to is None or to.paused_at:
            await self._abandon(to, one, "it was paused" if to else "it was removed")
            return
        if self._notebook.now() - one.due_at > CATCH_UP:
            await self._abandon(to, one, one.reason or "it could not be posted in time")
            return
        if to.channel_id != one.channel_id:
            if one.chosen_at:
                await self._abandon(None, one, "it was moved to another channel")
                return
            one = await self._noted(self._deliveries.move, one, to.channel_id)
        try:
            message_id = await self._message(to, one)
        except Closed as closed:
            await self._abandon(to, one, str(closed))
            if await self._noted(self._subscriptions.pause, to.id, str(closed)):
                _log.info("subscription %d is paused: %s", to.id, closed)
            return
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            again = rest.is_again(error) or _is_token_refused(error)
            if not again:
                incident = logs.incident(f"Discord refused delivery {one.id}", error)
                why = f"Discord refused it; the log has it under {incident}"
                await self._abandon(to, one, why)
                return
            _log.warning("delivery %d is tried again: %r", one.id, error)
            wait = _wait(one) if again is True else datetime.timedelta(seconds=again)
            await self._noted(self._put_back, one, wait, f"Discord didn't take it ({_name(error)})")
            return
        if message_id is None:
            await self._noted(self._deliveries.give_up, one, "nothing fits that wasn't shown yet")
            return
        if to.kind == "news":
            await self._channels.publish(one, message_id)
        await self._noted(self._deliveries.confirm, one.id, message_id)

    async def _abandon(self, to: Subscription | None, one: Delivery, why: str) -> None:
        """Give a delivery up, unless it has arrived already and only that was lost.

        Where that can't be told, its papers count as shown.
        """
        may_be_there = one.chosen_at is not None
        if to and one.chosen_at:
            with contextlib.suppress(Closed, discord.HTTPException, aiohttp.ClientError, OSError):
                if message_id := await self._channels.found(to, one):
                    await self._noted(self._deliveries.confirm, one.id, message_id)
                    return
                may_be_there = False
        await self._noted(self._deliveries.give_up, one, why, may_be_there=may_be_there)

    async def _message(self, to: Subscription, one: Delivery) -> int | None:
        """Post a delivery if it isn't there yet, and return its message; None for nothing to post."""
        if one.chosen_at and (there := await self._channels.found(to, one)):
            return there
        papers = await self._in_thread(self._history.papers, one.id)
        known = self._library().positions
        if one.chosen_at and all(paper.paper_id in known for paper in papers):
            chosen_at = one.chosen_at
        else:
            papers, chosen_at = await self._in_thread(self._chosen, to, one)
        if not papers and to.on_empty == "silent":
            return None
        page, title, suits = await self._in_thread(self._page, to, one, papers)
        await self._pace.acquire()
        if self._notebook.now() > one.free_at - _CAUTION:  # it waited long, or this process slept
            await self._in_thread(self._deliveries.renew, one, lease=LEASE)
        nonce = f"h{one.id}-{int(chosen_at.timestamp())}"
        return await self._channels.sent(to, one, page, title=title, suits=suits, nonce=nonce)

    def _chosen(self, to: Subscription, one: Delivery) -> tuple[list[Shown], datetime.datetime]:
        """Choose a delivery's papers and keep them, so that a second try posts the same."""
        for left in reversed(range(_CHOICES)):
            papers = self.choosing.chosen(to)
            try:
                return papers, self._deliveries.choose(one, papers)
            except AlreadyShown:
                if not left:
                    raise
        raise AssertionError

    def _page(
        self, to: Subscription, one: Delivery, papers: list[Shown]
    ) -> tuple[Page, str, Callable[[str], bool]]:
        """Lay a delivery out: its components, its title, and which of a forum's tags suit it."""
        library = self._library()
        votes = self._tastes.counts(one.channel_id, [paper.paper_id for paper in papers])
        picks = post.picks(library, {paper.paper_id: paper.why for paper in papers}, votes)
        shown = Post(one.id, one.local_date, picks, note=words.note(to))
        codes = {code for pick in picks if pick.paper for code in pick.paper.categories}

        def suits(tag: str) -> bool:
            return library.categories.meant(tag) in codes

        return post.page(shown, library, keep=self._keep), shown.title, suits

    def _put_back(self, one: Delivery, wait: datetime.timedelta, why: str) -> None:
        self._deliveries.put_back(one, until=self._notebook.now() + wait, why=why)

    async def _in_thread(self, work: Callable[..., T], *given: Any, **named: Any) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(work, *given, **named))

    async def _noted(self, note: Callable[..., T], *given: Any, **named: Any) -> T:
        """Write something into the notebook; while it can't be written, try again."""
        for wait in (0.2, 1.0, 3.0):
            try:
                return await self._in_thread(note, *given, **named)
            except SQLAlchemyError:
                await asyncio.sleep(wait)
        return await self._in_thread(note, *given, **named)


def _wait(one: Delivery) -> datetime.timedelta:
    """Tell how long to wait until another try: twice as long each time."""
    doubled: datetime.timedelta = _FIRST_RETRY * 2 ** min(one.attempts - 1, 10)
    return min(doubled, _LAST_RETRY)


def _is_token_refused(error: Exception) -> bool:
    """Tell whether Discord refused us, and not what was asked: when the token is right, it goes on."""
    return isinstance(error, discord.HTTPException) and error.status == 401


def _name(error: Exception) -> str:
    status = getattr(error, "status", None)
    return str(status) if status else type(error).__name__
