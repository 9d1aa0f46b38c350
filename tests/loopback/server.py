"""This file holds the loopback Discord as a whole: a server, a channel, and what people do there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.loopback import payloads, rest
from tests.loopback.exchange import Exchange
from tests.loopback.gateway import MESSAGE_CONTENT, Gateway
from tests.loopback.payloads import Payload
from tests.loopback.rest import Failure, Handler, Rest

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.fghijklmnopqrstuvwxyz0123456789ABCDEF"  # noqa: S105
"""Formed like one of Discord's; it opens nothing."""
APPLICATION_ID = 123456789012345678
GUILD_ID, CHANNEL_ID = 200000000000000001, 200000000000000002
THREAD_ID, FORUM_ID, POST_ID = 200000000000000003, 200000000000000004, 200000000000000005
"""A thread of the channel, a forum, and a post in it."""
ALICE, BOB, BOSS = 300000000000000001, 300000000000000002, 300000000000000003
_NAMES = {ALICE: "alice", BOB: "bob", BOSS: "boss"}


class Discord:
    """Discord on a port of 127.0.0.1, with one server in it.

    Args:
        port: 0 for any that is free.

    Attributes:
        managers: Those who may manage each server and its channels.
    """

    def __init__(self, port: int = 0) -> None:
        self.port = port
        me = payloads.user(APPLICATION_ID, "paperclub", is_bot=True)
        self.managers = {BOSS}
        self.rest = Rest(TOKEN, me)
        self.gateway = Gateway(TOKEN)
        self.gateway.ready = self._ready
        self.gateway.on_ready = self._tell_of_guild
        self._lines: set[asyncio.Transport] = set()
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None

    async def __aenter__(self) -> Self:
        api = web.Application(middlewares=[self._note_line, self.rest.take])
        api.add_routes(self.rest.routes())
        app = web.Application(middlewares=[self._note_line])
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.add_subapp(rest.PREFIX, api)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
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
            "DISCORD_API_BASE": f"http://127.0.0.1:{self.port}{rest.PREFIX}",
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

    def commands(self) -> set[int]:
        """Tell which servers have commands, 0 standing for everybody."""
        return {scope for scope, there in self.rest.commands.items() if there}

    async def slash(
        self,
        command: str,
        options: Mapping[str, str | int | bool] | None = None,
        *,
        by: int = ALICE,
        at: Payload | None = None,
    ) -> Exchange:
        """Run a slash command; come back before the answer does.

        Args:
            command: Its name.
            options: The command's.
            by: Who does it.
            at: Where, as part of the interaction's payload; else in the server's channel.
        """
        kinds = {str: 3, int: 4, bool: 5}
        given = [
            {"name": k, "type": kinds[type(v)], "value": v} for k, v in (options or {}).items()
        ]
        about = {"id": self._command_id(command), "name": command, "type": 1, "options": given}
        return await self._interact(Exchange(f"/{command}"), 2, about, by, at)

    async def complete(self, command: str, option: str, typed: str, *, by: int = ALICE) -> Exchange:
        """Type in an option that is completed."""
        given = [{"name": option, "type": 3, "value": typed, "focused": True}]
        about = {"id": self._command_id(command), "name": command, "type": 1, "options": given}
        return await self._interact(Exchange(f"/{command} …"), 4, about, by, None)

    async def press(
        self, message: Payload, custom_id: str, *, by: int = ALICE, at: Payload | None = None
    ) -> Exchange:
        """Press a button of a message."""
        about = {"component_type": 2, "custom_id": custom_id}
        exchange = Exchange("press", source=message)
        return await self._interact(exchange, 3, about, by, at, message=message)

    async def menu(
        self, name: str, message: Payload, *, by: int = ALICE, at: Payload | None = None
    ) -> Exchange:
        """Choose a command in a message's menu."""
        about = {
            "id": self._command_id(name),
            "name": name,
            "type": 3,
            "target_id": message["id"],
            "resolved": {"messages": {message["id"]: message}},
        }
        return await self._interact(Exchange(name), 2, about, by, at)

    async def say(
        self,
        text: str,
        *,
        by: int = ALICE,
        channel_id: int = CHANNEL_ID,
        is_direct: bool = False,
        reply_to: Payload | None = None,
    ) -> Payload:
        """Write a message.

        A reply mentions whom it answers. As in Discord, the bot is told the words only of what
        mentions it in so many words, or answers what it said of itself, unless it has the intent.
        """
        author = payloads.user(by, _NAMES.get(by, f"user{by}"))
        is_named = f"<@{APPLICATION_ID}>" in text
        answers_it = reply_to is not None and int(reply_to["author"]["id"]) == APPLICATION_ID
        is_told = is_named or is_direct or bool(self.gateway.intents & MESSAGE_CONTENT)
        if answers_it and reply_to:
            is_told = is_told or int(reply_to["id"]) in self.rest.messages
        said = payloads.message(channel_id, author, content=text if is_told else "")
        if not is_direct:
            said["guild_id"] = str(GUILD_ID)
            said["member"] = {k: v for k, v in payloads.member(author).items() if k != "user"}
        if is_named or answers_it:
            said["mentions"] = [self.rest.me]
        if reply_to:
            said["type"] = 19
            said["referenced_message"] = reply_to
            said["message_reference"] = {
                "type": 0,
                "message_id": reply_to["id"],
                "channel_id": str(channel_id),
            }
        await self.gateway.tell("MESSAGE_CREATE", said)
        return said

    async def reply(self, to: Payload, timeout_seconds: float = 15.0) -> Payload:
        """Wait for the bot's reply to a message.

        Raises:
            TimeoutError: None came.
        """
        async with asyncio.timeout(timeout_seconds):
            while not (replies := self.replies(to)):
                self.rest.posted.clear()
                await self.rest.posted.wait()
        return replies[0]

    def replies(self, to: Payload) -> list[Payload]:
        """List the replies to a message."""
        return [
            one
            for one in self.rest.messages.values()
            if str(one.get("message_reference", {}).get("message_id")) == to["id"]
        ]

    def _command_id(self, name: str) -> str:
        scopes = (self.rest.commands.get(GUILD_ID, []), self.rest.commands.get(0, []))
        known = {one["name"]: one["id"] for commands in scopes for one in commands}
        return str(known.get(name, "1"))

    async def _interact(
        self,
        exchange: Exchange,
        kind: int,
        about: Payload,
        by: int,
        at: Payload | None,
        **more: Any,
    ) -> Exchange:
        self.rest.exchanges[exchange.token] = exchange
        author = payloads.user(by, _NAMES.get(by, f"user{by}"))
        where: Payload = at or {
            "guild_id": str(GUILD_ID),
            "channel": payloads.channel(CHANNEL_ID),
            "channel_id": str(CHANNEL_ID),
            "context": 0,
        }
        if "guild_id" not in where:
            where = {**where, "user": author}
        else:
            rights = payloads.MANAGING if by in self.managers else 0
            where = {**where, "member": payloads.member(author, payloads.ORDINARY | rights)}
        exchange.begin()
        await self.gateway.tell(
            "INTERACTION_CREATE",
            {
                "id": str(exchange.id),
                "application_id": str(APPLICATION_ID),
                "type": kind,
                "token": exchange.token,
                "version": 1,
                "data": about,
                "locale": "en-US",
                "app_permissions": str(payloads.ORDINARY),
                "entitlements": [],
                "authorizing_integration_owners": {"0": str(GUILD_ID)},
                "attachment_size_limit": 10 << 20,
                **where,
                **more,
            },
        )
        return exchange

    def _ready(self) -> Payload:
        return {
            "v": 10,
            "user": self.rest.me,
            "guilds": [{"id": str(GUILD_ID), "unavailable": True}],
            "application": {"id": str(APPLICATION_ID), "flags": 0},
        }

    async def _tell_of_guild(self) -> None:
        channels = [payloads.channel(CHANNEL_ID), payloads.channel(FORUM_ID, "forum", kind=15)]
        threads = [
            payloads.thread(THREAD_ID, CHANNEL_ID, GUILD_ID),
            payloads.thread(POST_ID, FORUM_ID, GUILD_ID),
        ]
        about = payloads.guild(GUILD_ID, channels, self.rest.me, threads)
        await self.gateway.tell("GUILD_CREATE", about)

    @web.middleware
    async def _note_line(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.transport:
            self._lines.add(request.transport)
        return await handler(request)


def inside(thread_id: int, parent_id: int) -> Payload:
    """Describe a thread's place."""
    return {
        "guild_id": str(GUILD_ID),
        "channel": payloads.thread(thread_id, parent_id, GUILD_ID),
        "channel_id": str(thread_id),
        "context": 0,
    }


def direct(channel_id: int) -> Payload:
    """Describe a direct message's place."""
    channel = {"id": str(channel_id), "type": 1, "recipients": [], "last_message_id": None}
    return {"channel": channel, "channel_id": str(channel_id), "context": 1}
