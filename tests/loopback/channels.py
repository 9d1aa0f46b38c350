"""This file holds the REST routes of channels, their messages and threads."""

from __future__ import annotations

import asyncio
import datetime
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import islice

from aiohttp import web

from tests.loopback import payloads
from tests.loopback.payloads import CROSSPOSTED, FORUM, NEWS, READ_BACK, Payload
from tests.loopback.wire import BODY, FILES, Refused, answer, number
from tests.loopback.world import Place, World, check_tags


@dataclass
class Channels:
    """What a bot can do in channels.

    Attributes:
        world: What there is.
        messages: What the bot posted, by id, in order.
        posted: What is set by each post.
        typing: The channels in which it typed.
        nonce_seconds: How long a nonce is remembered; Discord's reference says "the past few minutes".
        repeated: How often a nonce was known, so that nothing was posted.
        tell: Tells the bot of an event.
    """

    world: World
    messages: dict[int, Payload] = field(default_factory=dict)
    posted: asyncio.Event = field(default_factory=asyncio.Event)
    typing: list[int] = field(default_factory=list)
    nonce_seconds: float = 180.0
    repeated: int = 0
    tell: Callable[[str, Payload], Awaitable[None]] | None = None
    _nonces: dict[tuple[int, str], tuple[float, Payload]] = field(default_factory=dict)

    def routes(self) -> list[web.RouteDef]:
        """List what can be asked."""
        channel = "/channels/{channel}"
        message = channel + "/messages/{message}"
        return [
            web.get(channel, self._describe),
            web.get(channel + "/messages", self._history),
            web.post(channel + "/messages", self._post),
            web.get(message, self._message),
            web.patch(message, self._edit),
            web.delete(message, self._delete),
            web.post(message + "/crosspost", self._publish),
            web.post(channel + "/threads", self._open_thread),
            web.post(channel + "/typing", self._type),
            web.get("/guilds/{guild}/threads/active", self._active_threads),
            web.post("/users/@me/channels", self._open_direct),
            web.get("/users/{user:\\d+}", self._user),
        ]

    async def _describe(self, request: web.Request) -> web.Response:
        return answer(self._place(request).about)

    async def _history(self, request: web.Request) -> web.Response:
        """List messages, the newest first; without a nonce, as Discord has it."""
        place, asked = self._place(request), request.query
        limit = int(asked.get("limit", "50"))
        if not 1 <= limit <= 100:
            raise Refused(400, 50035, "Invalid Form Body")
        if place.kind == FORUM:
            raise Refused(400, 50008, "Cannot send messages in a non-text channel")
        if place.server and not self.world.allowed(place) & READ_BACK:
            return answer([])
        if "around" in asked:
            middle = int(asked["around"])
            older = islice((k for k in reversed(place.messages) if k <= middle), limit // 2 + 1)
            newer = islice((k for k in place.messages if k > middle), limit - limit // 2 - 1)
            chosen = sorted([*older, *newer], reverse=True)
        elif "after" in asked:
            after = int(asked["after"])
            chosen = list(islice((k for k in place.messages if k > after), limit))[::-1]
        else:
            before = int(asked.get("before", 1 << 64))
            chosen = list(islice((k for k in reversed(place.messages) if k < before), limit))
        return answer([place.messages[one] for one in chosen])

    async def _post(self, request: web.Request) -> web.Response:
        given = request[BODY]
        place = self.world.writable(
            number(request, "channel"), given, has_files=_has_files(request)
        )
        if place.kind == FORUM:
            raise Refused(400, 50008, "Cannot send messages in a non-text channel")
        nonce = given.get("nonce")
        key, now = (place.id, str(nonce)), time.monotonic()
        until, before = self._nonces.get(key, (0.0, None))
        if given.get("enforce_nonce") and before and now < until:
            self.repeated += 1
            return answer({**before, "nonce": nonce})
        made = self._written(place, given)
        if nonce is None:
            return answer(made)
        self._nonces[key] = now + self.nonce_seconds, made
        return answer({**made, "nonce": nonce})

    async def _message(self, request: web.Request) -> web.Response:
        return answer(self._found(request))

    async def _edit(self, request: web.Request) -> web.Response:
        message = self._found(request, is_own=True)
        made = payloads.written(int(message["channel_id"]), self.world.me, request[BODY])
        names = payloads.shown(request[BODY])
        message.update({name: made[name] for name in names})
        if "flags" in request[BODY]:
            message["flags"] = message["flags"] & CROSSPOSTED | (request[BODY]["flags"] or 0)
        message["edited_timestamp"] = datetime.datetime.now(datetime.UTC).isoformat()
        return answer(message)

    async def _delete(self, request: web.Request) -> web.Response:
        message = self._found(request, is_own=True)
        del self._place(request).messages[int(message["id"])]
        return web.Response(status=204)

    async def _publish(self, request: web.Request) -> web.Response:
        if self._place(request).kind != NEWS:
            raise Refused(400, 50024, "Cannot execute action on this channel type")
        message = self._found(request, is_own=True)
        if message["flags"] & CROSSPOSTED:
            raise Refused(400, 40033, "This message has already been crossposted")
        message["flags"] |= CROSSPOSTED
        return answer(message)

    async def _open_thread(self, request: web.Request) -> web.Response:
        """Open a thread; in a forum that is a post, whose first message has the thread's id.

        There is no nonce in a forum: what is asked twice is posted twice.
        """
        given, first = request[BODY], request[BODY].get("message")
        parent = self.world.writable(number(request, "channel"), {}, has_files=_has_files(request))
        if (parent.kind == FORUM) is (first is None):
            raise Refused(400, 50035, "Invalid Form Body")
        check_tags(parent, given)
        about = payloads.thread(
            payloads.snowflake(),
            parent.id,
            parent.server,
            given["name"],
            kind=10 if parent.kind == NEWS else 11,
            owner_id=self.world.me["id"],
            applied_tags=[str(one) for one in given.get("applied_tags") or ()],
            message_count=0,
        )
        now = datetime.datetime.now(datetime.UTC).isoformat()
        about["thread_metadata"] |= {
            "auto_archive_duration": given.get("auto_archive_duration") or 1440,
            "archive_timestamp": now,
            "create_timestamp": now,
        }
        place = self.world.add(about, parent.server)
        made = self._written(place, first, message_id=place.id) if first else None
        parent.about["last_message_id"] = about["id"]
        if self.tell:
            await self.tell("THREAD_CREATE", {**about, "newly_created": True})
        return answer({**about, "message": made} if made else about, status=201)

    async def _type(self, request: web.Request) -> web.Response:
        self.typing.append(number(request, "channel"))
        return web.Response(status=204)

    async def _active_threads(self, request: web.Request) -> web.Response:
        server = number(request, "guild")
        if server not in self.world.servers:
            raise Refused(403, 50001, "Missing Access")
        return answer({"threads": list(self.world.threads(server)), "members": []})

    async def _open_direct(self, request: web.Request) -> web.Response:
        person = int(request[BODY]["recipient_id"])
        return answer(self.world.direct(payloads.user(person, f"user{person}")).about)

    async def _user(self, request: web.Request) -> web.Response:
        person = number(request, "user")
        return answer(payloads.user(person, f"user{person}"))

    def _place(self, request: web.Request) -> Place:
        return self.world.reach(number(request, "channel"))

    def _found(self, request: web.Request, *, is_own: bool = False) -> Payload:
        message = self._place(request).messages.get(number(request, "message"))
        if message is None:
            raise Refused(404, 10008, "Unknown Message")
        if is_own and message["author"]["id"] != self.world.me["id"]:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        return message

    def _written(self, place: Place, given: Payload, *, message_id: int = 0) -> Payload:
        made = payloads.written(place.id, self.world.me, given)
        if message_id:
            made["id"] = str(message_id)
        place.add(made)
        self.messages[int(made["id"])] = made
        self.posted.set()
        return made


def _has_files(request: web.Request) -> bool:
    return bool(request[FILES])
