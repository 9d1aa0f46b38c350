"""This file holds the REST routes that the bot uses, with Discord's rules about when they may be."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.discord_rules import faults_in
from tests.loopback.exchange import Exchange
from tests.loopback.payloads import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Payload,
    message,
    snowflake,
    user,
)

PREFIX = "/api/v10"
_BODY = web.RequestKey("body", object)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Failure:
    """What goes wrong with requests, in the order in which it was ordered.

    Attributes:
        where: A regular expression for method and path.
        status: What is answered; 0 cuts the line.
        times: How often.
        is_too_late: Whether the request takes effect all the same, and only its answer is lost.
        retry_after_seconds: What a 429 tells.
        delay_seconds: How long the answer takes.
        has_via: Whether a 429 came from Discord itself, and not from a proxy before it.
        code: Discord's code of a refusal.
        page: What somebody before Discord answers in its place, in HTML.
        garbled: What is answered in place of JSON to a request that takes effect.
    """

    where: str
    status: int = 0
    times: int = 1
    is_too_late: bool = False
    retry_after_seconds: float = 0.2
    delay_seconds: float = 0.0
    has_via: bool = True
    code: int = 0
    page: str = ""
    garbled: str = ""


@dataclass
class Rest:
    """Discord's REST side.

    Attributes:
        token: The bot's.
        me: The bot as a user.
        commands: What was registered, by server; 0 for everybody.
        requests: Method and path of all that came, in order.
        bodies: Method, path, body and the names of its files, of all that had one.
        messages: What was posted in channels, by id.
        pictures: What was attached, by file name.
    """

    token: str
    me: Payload
    commands: dict[int, list[Payload]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    bodies: list[tuple[str, str, Any, list[str]]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    exchanges: dict[str, Exchange] = field(default_factory=dict)
    messages: dict[int, Payload] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    typing: list[int] = field(default_factory=list)
    posted: asyncio.Event = field(default_factory=asyncio.Event)
    _nonces: dict[tuple[int, str], Payload] = field(default_factory=dict)

    def faults(self) -> list[str]:
        """List what Discord would have objected to in all that came."""
        return [
            fault
            for method, path, body, files in self.bodies
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
            web.post("/channels/{channel}/messages", self._post),
            web.post("/channels/{channel}/typing", self._type),
        ]

    @web.middleware
    async def take(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Take a request, unless something was ordered to go wrong with it."""
        path = request.path.removeprefix(PREFIX)
        self.requests.append(f"{request.method} {path}")
        if "Authorization" in request.headers:
            if request.headers["Authorization"] != f"Bot {self.token}":
                return _error(401, 0, "401: Unauthorized")
        elif not path.startswith(("/interactions", "/webhooks")):
            return _error(401, 0, "401: Unauthorized")
        await self._read(request)
        failure = self._failure(f"{request.method} {path}")
        if failure is None:
            return await handler(request)
        await asyncio.sleep(failure.delay_seconds)
        if failure.page:
            return web.Response(text=failure.page, content_type="text/html")
        if failure.garbled:
            await handler(request)
            return web.Response(text=failure.garbled, content_type="application/json")
        taken = await handler(request) if failure.is_too_late or failure.status == 200 else None
        if failure.status == 200 and taken:
            return taken
        if failure.status == 0:
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)
        if failure.status == 429:
            wait = failure.retry_after_seconds
            headers = {"Retry-After": str(wait), "X-RateLimit-Scope": "user"}
            if failure.has_via:
                headers["Via"] = "1.1 google"
            body = {"message": "You are being rate limited.", "retry_after": wait, "global": False}
            return _json(body, status=429, headers=headers)
        if failure.code:
            return _error(failure.status, failure.code, "Refused")
        return web.Response(status=failure.status, text="upstream connect error")

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
        request[_BODY] = body
        self.pictures.update(files)
        if body is not None:
            path = request.path.removeprefix(PREFIX)
            self.bodies.append((request.method, path, body, list(files)))

    def _failure(self, asked: str) -> Failure | None:
        for one in self.failures:
            if one.times and re.search(one.where, asked):
                one.times -= 1
                return one
        return None

    async def _myself(self, _: web.Request) -> web.Response:
        return _json(self.me)

    async def _application(self, _: web.Request) -> web.Response:
        return _json(
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
        return _json(self.commands.get(_guild(request), []))

    async def _register(self, request: web.Request) -> web.Response:
        """Take commands, and add what Discord adds of itself."""
        taken = []
        for one in request[_BODY]:
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
        return _json(taken)

    async def _respond(self, request: web.Request) -> web.Response:
        exchange = self.exchanges.get(request.match_info["token"])
        if exchange is None or str(exchange.id) != request.match_info["id"] or exchange.is_late:
            return _error(404, 10062, "Unknown interaction")
        if exchange.is_acknowledged:
            return _error(400, 40060, "Interaction has already been acknowledged.")
        kind, given = request[_BODY]["type"], request[_BODY].get("data") or {}
        exchange.kinds.append(kind)
        if kind in (4, 5):
            flags = given.get("flags", 0) | (LOADING if kind == 5 else 0)
            exchange.original = self._message(0, {**given, "flags": flags})
        elif kind in (6, 7) and exchange.source is not None:
            exchange.original = exchange.source
            exchange.source.update(_shown(given))
        elif kind == 8:
            exchange.choices = given["choices"]
        exchange.note(is_answer=kind not in (5, 6))
        if "with_response" not in request.query:
            return web.Response(status=204)
        told: Payload = {"interaction": {"id": str(exchange.id), "type": 2}}
        if exchange.original:
            told["interaction"]["response_message_id"] = exchange.original["id"]
            told["resource"] = {"type": kind, "message": exchange.original}
        return _json(told)

    async def _follow_up(self, request: web.Request) -> web.Response:
        exchange = self._acknowledged(request)
        if exchange is None:
            return _error(404, 10015, "Unknown Webhook")
        given = request[_BODY]
        first = exchange.original
        if first and not exchange.is_deleted and first["flags"] & LOADING:
            # As Discord has it for old times' sake: it fills the announced message instead.
            first.update(_shown(given), flags=first["flags"] & EPHEMERAL | COMPONENTS_V2)
            made = first
        else:
            made = self._message(0, given)
            exchange.followed.append(made)
        exchange.note(is_answer=True)
        return _json(made)

    async def _edit(self, request: web.Request) -> web.Response:
        exchange = self._acknowledged(request)
        if exchange is None or exchange.original is None or exchange.is_deleted:
            return _error(404, 10008, "Unknown Message")
        exchange.original.update(_shown(request[_BODY]))
        exchange.original["flags"] = exchange.original["flags"] & EPHEMERAL | COMPONENTS_V2
        exchange.note(is_answer=True)
        return _json(exchange.original)

    async def _delete(self, request: web.Request) -> web.Response:
        exchange = self._acknowledged(request)
        if exchange is None or exchange.is_deleted:
            return _error(404, 10008, "Unknown Message")
        exchange.is_deleted = True
        return web.Response(status=204)

    async def _post(self, request: web.Request) -> web.Response:
        given, channel_id = request[_BODY], int(request.match_info["channel"])
        key = (channel_id, str(given.get("nonce")))
        if given.get("enforce_nonce") and key in self._nonces:
            return _json(self._nonces[key])
        made = self._message(channel_id, given)
        self.messages[int(made["id"])] = made
        self._nonces[key] = made
        self.posted.set()
        return _json(made)

    async def _type(self, request: web.Request) -> web.Response:
        self.typing.append(int(request.match_info["channel"]))
        return web.Response(status=204)

    def _acknowledged(self, request: web.Request) -> Exchange | None:
        exchange = self.exchanges.get(request.match_info["token"])
        return exchange if exchange and exchange.is_acknowledged else None

    def _message(self, channel_id: int, given: Payload) -> Payload:
        made = message(channel_id, self.me, **_shown(given))
        made["flags"] = given.get("flags", 0)
        made["components"] = _numbered(made["components"])
        if "message_reference" in given:
            made["message_reference"] = given["message_reference"]
            made["type"] = 19
        return made


def _shown(given: Payload) -> Payload:
    shown: Payload = {
        name: given[name] for name in ("content", "components") if given.get(name) is not None
    }
    if given.get("attachments") is not None:
        shown["attachments"] = [
            {
                "id": str(snowflake()),
                "filename": one["filename"],
                "size": 1,
                "url": f"https://cdn.discordapp.com/{one['filename']}",
                "proxy_url": f"https://media.discordapp.net/{one['filename']}",
            }
            for one in given["attachments"]
        ]
    return shown


def _numbered(components: list[Payload]) -> list[Payload]:
    """Give components numbers and media what Discord finds out about it, as it does."""
    numbers = iter(range(1, 1000))

    def number(one: Payload) -> Payload:
        numbered = {"id": next(numbers), **one}
        if "components" in one:
            numbered["components"] = [number(inner) for inner in one["components"]]
        if "accessory" in one:
            numbered["accessory"] = number(one["accessory"])
        return numbered

    return [number(one) for one in components]


def _guild(request: web.Request) -> int:
    return int(request.match_info["guild"].removeprefix("/guilds/") or 0)


def _json(
    body: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    # Just this type: discord.py reads nothing else as JSON.
    typed = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=typed)


def _error(status: int, code: int, text: str) -> web.Response:
    return _json({"message": text, "code": code}, status)
