"""This file holds the loopback Discord as a whole: where it listens, and what changes there."""

from __future__ import annotations

import asyncio
from collections import Counter
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.loopback import payloads
from tests.loopback.channels import Channels
from tests.loopback.faults import Failure, Weather
from tests.loopback.gateway import Gateway
from tests.loopback.payloads import FORUM, NEWS, SEE, TEXT, WRITE, WRITE_IN_THREADS, Payload
from tests.loopback.people import (
    ALICE,
    APPLICATION_ID,
    BOB,
    BOSS,
    CHANNEL_ID,
    FORUM_ID,
    GUILD_ID,
    NEWS_ID,
    POST_ID,
    TAG_ID,
    THREAD_ID,
    People,
    direct,
    inside,
)
from tests.loopback.rest import Rest
from tests.loopback.wire import PREFIX, Handler
from tests.loopback.world import Place, World

__all__ = [
    "ALICE",
    "APPLICATION_ID",
    "BOB",
    "BOSS",
    "CHANNEL_ID",
    "FORUM_ID",
    "GUILD_ID",
    "NEWS_ID",
    "POST_ID",
    "TAG_ID",
    "THREAD_ID",
    "TOKEN",
    "Discord",
    "direct",
    "inside",
]

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.fghijklmnopqrstuvwxyz0123456789ABCDEF"  # noqa: S105
"""Formed like one of Discord's; it opens nothing."""


class Discord(People):
    """Discord on a port of 127.0.0.1, with one server in it.

    The server has a text channel with a thread, a forum with a post and a tag, and a channel for
    announcements.

    Args:
        port: 0 for any that is free.

    Attributes:
        world: What there is.
        rest: What is asked of it.
        gateway: What it tells.
        more_routes: What else is served, outside of Discord's own.
    """

    def __init__(self, port: int = 0) -> None:
        self.port = port
        me = payloads.user(APPLICATION_ID, "paperclub", is_bot=True)
        world = World(me, {GUILD_ID: "A lab"})
        gateway = Gateway(TOKEN)
        super().__init__(world, Rest(TOKEN, me, Channels(world, tell=gateway.tell)), gateway)
        for about in (
            payloads.channel(CHANNEL_ID),
            payloads.channel(FORUM_ID, "forum", FORUM, available_tags=[payloads.tag(TAG_ID, "AI")]),
            payloads.channel(NEWS_ID, "announcements", NEWS),
            payloads.thread(THREAD_ID, CHANNEL_ID, GUILD_ID),
            payloads.thread(POST_ID, FORUM_ID, GUILD_ID),
        ):
            world.add(about, GUILD_ID)
        gateway.ready = self._ready
        gateway.servers = lambda: [world.describe(one) for one in world.servers]
        self.more_routes: list[web.RouteDef] = []
        self._lines: set[asyncio.Transport] = set()
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    async def __aenter__(self) -> Self:
        api = web.Application(
            middlewares=[self._note_line, self.rest.take], client_max_size=30 << 20
        )
        api.add_routes(self.rest.routes())
        app = web.Application(middlewares=[self._note_line])
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.add_routes(self.more_routes)
        app.add_subapp(PREFIX, api)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await self.come_back()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.vanish()
        if self._runner:
            await self._runner.cleanup()

    @property
    def environment(self) -> dict[str, str]:
        """What points a bot here."""
        return {
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_BASE": f"http://127.0.0.1:{self.port}{PREFIX}",
            "DISCORD_GATEWAY_URL": f"ws://127.0.0.1:{self.port}/gateway",
        }

    async def ready(self, timeout_seconds: float = 30.0) -> None:
        """Wait until the bot is connected and has registered its commands.

        Raises:
            TimeoutError: It didn't.
        """
        await self.gateway.connected(timeout_seconds)
        async with asyncio.timeout(timeout_seconds):
            while not self.rest.commands:
                await asyncio.sleep(0.02)

    async def come_back(self) -> None:
        """Listen."""
        assert self._runner
        self._site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await self._site.start()
        if not self.port:
            self.port = self._runner.addresses[0][1]

    async def vanish(self) -> None:
        """Cut every line and listen no more."""
        if self._site:
            await self._site.stop()
            self._site = None
        self.gateway.forget()
        for line in self._lines:
            line.abort()
        self._lines.clear()

    def fail(self, where: str, status: int = 0, **how: Any) -> None:
        """Let requests fail whose method and path match; see `Failure`."""
        self.rest.failures.append(Failure(where, status, **how))

    def weather(self, **shares: Any) -> Weather:
        """Let posts fail by chance from now on; see `Weather`."""
        self.rest.weather = Weather(**shares)
        return self.rest.weather

    def tally(self) -> dict[str, Any]:
        """Count what happened, as can be told in JSON; seconds are from the first post to the last."""
        times = [post >> 22 for post in self.rest.messages]
        by_channel = Counter(one["channel_id"] for one in self.rest.messages.values())
        return {
            "requests": len(self.rest.requests),
            "posts": len(self.rest.messages),
            "posts_by_channel": dict(by_channel),
            "repeated": self.rest.channels.repeated,
            "limited": dict(self.rest.limits.given),
            "weather": dict(self.rest.weather.befell),
            "seconds": (times[-1] - times[0]) / 1000 if times else 0.0,
        }

    def commands(self) -> set[int]:
        """Tell which servers have commands, 0 standing for everybody."""
        return {scope for scope, there in self.rest.commands.items() if there}

    def place(self, channel_id: int) -> Place:
        """Find a channel, a thread or direct messages, with what was written there."""
        return self.world.places[channel_id]

    def direct_messages(self, person_id: int) -> Place:
        """Find somebody's direct messages; `is_shut` takes none any more."""
        return self.world.direct(payloads.user(person_id, f"user{person_id}"))

    def settle(self, count: int, *, server: int = GUILD_ID, kind: int = TEXT) -> list[int]:
        """Add many channels before a bot comes, and tell their ids."""
        ids = [payloads.snowflake() for _ in range(count)]
        for number, one in enumerate(ids):
            self.world.add(payloads.channel(one, f"papers-{number}", kind), server)
        return ids

    async def make_server(self, name: str = "Another lab") -> tuple[int, int]:
        """Take the bot into another server, and tell the ids of that and of its channel."""
        server, channel = payloads.snowflake(), payloads.snowflake()
        self.world.servers[server] = name
        self.world.add(payloads.channel(channel), server)
        await self.gateway.tell("GUILD_CREATE", self.world.describe(server))
        return server, channel

    async def leave_server(self, server: int) -> None:
        """Put the bot out of a server."""
        del self.world.servers[server]
        await self.gateway.tell("GUILD_DELETE", {"id": str(server)})

    async def make_channel(
        self, name: str, kind: int = TEXT, *, server: int = GUILD_ID, **more: Any
    ) -> int:
        """Make a channel, and tell its id."""
        place = self.world.add(payloads.channel(payloads.snowflake(), name, kind, **more), server)
        await self.gateway.tell("CHANNEL_CREATE", place.about)
        return place.id

    async def remove_channel(self, channel_id: int) -> None:
        """Delete a channel or a thread."""
        gone = self.world.places.pop(channel_id)
        await self.gateway.tell("THREAD_DELETE" if gone.is_thread else "CHANNEL_DELETE", gone.about)

    async def deny(self, channel_id: int, permissions: int) -> None:
        """Take permissions in a channel from the bot, and give it back all others."""
        place = self.world.places[channel_id]
        self.world.deny(place, permissions)
        await self.gateway.tell("CHANNEL_UPDATE", place.about)

    async def close_channel(self, channel_id: int) -> None:
        """Let the bot not even see a channel."""
        await self.deny(channel_id, SEE)

    async def mute_channel(self, channel_id: int) -> None:
        """Let the bot read in a channel and not write."""
        await self.deny(channel_id, WRITE | WRITE_IN_THREADS)

    async def open_channel(self, channel_id: int) -> None:
        """Let the bot do all in a channel again."""
        await self.deny(channel_id, 0)

    def _ready(self) -> Payload:
        return {
            "v": 10,
            "user": self.rest.me,
            "guilds": [{"id": str(one), "unavailable": True} for one in self.world.servers],
            "application": {"id": str(APPLICATION_ID), "flags": 0},
        }

    @web.middleware
    async def _note_line(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.transport:
            self._lines.add(request.transport)
        return await handler(request)
