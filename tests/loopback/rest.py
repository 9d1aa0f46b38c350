"""This file holds the REST routes that the bot uses, with Discord's rules about when they may be."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.discord_rules import faults_in
from tests.loopback.channels import Channels
from tests.loopback.exchange import Exchange
from tests.loopback.faults import Failure, Weather
from tests.loopback.limits import Limits
from tests.loopback.payloads import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Payload,
    shown,
    snowflake,
    user,
    written,
)
from tests.loopback.wire import BODY, FILES, Handler, Refused, answer, path, refusal


@dataclass
class Rest:
    """Discord's REST side.

    Attributes:
        token: The bot's.
        me: The bot as a user.
        channels: What can be done in channels.
        commands: What was registered, by server; 0 for everybody.
        requests: Method and path of all that came, in order.
        bodies: Method, path, body and the names of its files, of all that had one.
        pictures: What was attached, by file name.
        failures: What was ordered to go wrong.
        weather: What goes wrong by chance.
        limits: How much may be asked.
    """

    token: str
    me: Payload
    channels: Channels
    commands: dict[int, list[Payload]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    bodies: list[tuple[str, str, Any, list[str]]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    weather: Weather = field(default_factory=Weather)
    limits: Limits = field(default_factory=Limits)
    exchanges: dict[str, Exchange] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def messages(self) -> dict[int, Payload]:
        """What the bot posted in channels, by id, in order."""
        return self.channels.messages

    @property
    def posted(self) -> asyncio.Event:
        """What is set by each post."""
        return self.channels.posted

    @property
    def typing(self) -> list[int]:
        """The channels in which the bot typed."""
        return self.channels.typing

    def faults(self, *, every: int = 1) -> list[str]:
        """List what Discord would have objected to in all that came, or in every n-th of it.

        A message takes about 6 ms.
        """
        return [
            fault
            for method, path, body, files in self.bodies[::every]
            for fault in faults_in(method, path, body, files=files)
        ]

    def routes(self) -> list[web.RouteDef]:
        """List what can be asked."""
        commands = r"/applications/{application}{guild:(?:/guilds/\d+)?}/commands"
        webhook = r"/webhooks/{application}/{token}"
        return [
            web.get("/users/@me", self._myself),
            web.get("/oauth2/applications/@me", self._application),
            web.get(commands, self._registered),
            web.put(commands, self._register),
            web.post("/interactions/{id}/{token}/callback", self._respond),
            web.post(webhook, self._follow_up),
            web.patch(webhook + "/messages/@original", self._edit),
            web.delete(webhook + "/messages/@original", self._delete),
            *self.channels.routes(),
        ]

    @web.middleware
    async def take(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Take a request, unless something was ordered to go wrong with it."""
        asked = f"{request.method} {path(request)}"
        self.requests.append(asked)
        if "Authorization" in request.headers:
            if request.headers["Authorization"] != f"Bot {self.token}":
                return refusal(401, 0, "401: Unauthorized")
        elif not path(request).startswith(("/interactions", "/webhooks")):
            return refusal(401, 0, "401: Unauthorized")
        await self._read(request)
        if refused := self.limits.refuse(asked):
            return refused

        async def obey(request: web.Request) -> web.StreamResponse:
            try:
                taken = await handler(request)
            except Refused as refused:
                taken = refused.answer()
            taken.headers.update(self.limits.headers(asked))
            return taken

        failure = self._failure(asked) or self.weather.next(asked)
        return await (failure.befall(request, obey) if failure else obey(request))

    async def _read(self, request: web.Request) -> None:
        """Read a body once, and keep it to be judged."""
        files: dict[str, bytes] = {}
        body: Any = None
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                if part.name == "payload_json":  # type: ignore[union-attr]
                    body = json.loads(await part.read())  # type: ignore[union-attr]
                else:
                    files[part.filename] = bytes(await part.read())  # type: ignore[union-attr,index]
        elif request.can_read_body:
            body = await request.json()
        request[BODY], request[FILES] = body, files
        self.pictures.update(files)
        if body is not None:
            self.bodies.append((request.method, path(request), body, list(files)))

    def _failure(self, asked: str) -> Failure | None:
        for one in self.failures:
            if one.times and re.search(one.where, asked):
                one.times -= 1
                return one
        return None

    async def _myself(self, _: web.Request) -> web.Response:
        return answer(self.me)

    async def _application(self, _: web.Request) -> web.Response:
        return answer(
            {
                "id": self.me["id"],
                "name": "Paperclub",
                "icon": None,
                "description": "",
                "rpc_origins": None,
                "bot_public": True,
                "bot_require_code_grant": False,
                "owner": user(1, "owner"),
                "verify_key": "",
                "team": None,
                "flags": 0,
            }
        )

    async def _registered(self, request: web.Request) -> web.Response:
        return answer(self.commands.get(_guild(request), []))

    async def _register(self, request: web.Request) -> web.Response:
        """Take commands, and add what Discord adds of itself."""
        taken = []
        for one in request[BODY]:
            added = {
                "id": str(snowflake()),
                "application_id": request.match_info["application"],
                "version": str(snowflake()),
                "default_member_permissions": None,
                "dm_permission": True,
                "nsfw": False,
                "type": 1,
                "integration_types": [0],
                "contexts": None,
                "description": "",
                "description_localizations": None,
                "name_localizations": None,
            }
            given = {name: value for name, value in one.items() if value is not None}
            taken.append({**added, **given})
        self.commands[_guild(request)] = taken
        return answer(taken)

    async def _respond(self, request: web.Request) -> web.Response:
        exchange = self.exchanges.get(request.match_info["token"])
        if exchange is None or str(exchange.id) != request.match_info["id"] or exchange.is_late:
            return refusal(404, 10062, "Unknown interaction")
        if exchange.is_acknowledged:
            return refusal(400, 40060, "Interaction has already been acknowledged.")
        kind, given = request[BODY]["type"], request[BODY].get("data") or {}
        exchange.kinds.append(kind)
        if kind in (4, 5):
            flags = given.get("flags", 0) | (LOADING if kind == 5 else 0)
            exchange.original = written(0, self.me, {**given, "flags": flags})
        elif kind in (6, 7) and exchange.source is not None:
            exchange.original = exchange.source
            exchange.source.update(shown(given))
        elif kind == 8:
            exchange.choices = given["choices"]
        exchange.note(is_answer=kind not in (5, 6))
        if "with_response" not in request.query:
            return web.Response(status=204)
        told: Payload = {"interaction": {"id": str(exchange.id), "type": 2}}
        if exchange.original:
            told["interaction"]["response_message_id"] = exchange.original["id"]
            told["resource"] = {"type": kind, "message": exchange.original}
        return answer(told)

    async def _follow_up(self, request: web.Request) -> web.Response:
        exchange = self._acknowledged(request)
        if exchange is None:
            return refusal(404, 10015, "Unknown Webhook")
        given = request[BODY]
        first = exchange.original
        if first and not exchange.is_deleted and first["flags"] & LOADING:
            # As Discord has it for old times' sake: it fills the announced message instead.
            first.update(shown(given), flags=first["flags"] & EPHEMERAL | COMPONENTS_V2)
            made = first
        else:
            made = written(0, self.me, given)
            exchange.followed.append(made)
        exchange.note(is_answer=True)
        return answer(made)

    async def _edit(self, request: web.Request) -> web.Response:
        exchange = self._acknowledged(request)
        if exchange is None or exchange.original is None or exchange.is_deleted:
            return refusal(404, 10008, "Unknown Message")
        exchange.original.update(shown(request[BODY]))
        exchange.original["flags"] = exchange.original["flags"] & EPHEMERAL | COMPONENTS_V2
        exchange.note(is_answer=True)
        return answer(exchange.original)

    async def _delete(self, request: web.Request) -> web.Response:
        exchange = self._acknowledged(request)
        if exchange is None or exchange.is_deleted:
            return refusal(404, 10008, "Unknown Message")
        exchange.is_deleted = True
        return web.Response(status=204)

    def _acknowledged(self, request: web.Request) -> Exchange | None:
        exchange = self.exchanges.get(request.match_info["token"])
        return exchange if exchange and exchange.is_acknowledged else None


def _guild(request: web.Request) -> int:
    return int(request.match_info["guild"].removeprefix("/guilds/") or 0)
