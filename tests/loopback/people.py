"""This file holds what people do in the loopback Discord."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from tests.loopback import payloads
from tests.loopback.exchange import Exchange
from tests.loopback.gateway import MESSAGE_CONTENT, Gateway
from tests.loopback.payloads import Payload
from tests.loopback.rest import Rest
from tests.loopback.world import World

APPLICATION_ID = 123456789012345678
GUILD_ID, CHANNEL_ID = 200000000000000001, 200000000000000002
THREAD_ID, FORUM_ID, POST_ID = 200000000000000003, 200000000000000004, 200000000000000005
"""A thread of the channel, a forum, and a post in it."""
NEWS_ID, TAG_ID = 200000000000000006, 200000000000000007
"""A channel for announcements, and a tag of the forum."""
ALICE, BOB, BOSS = 300000000000000001, 300000000000000002, 300000000000000003
_NAMES = {ALICE: "alice", BOB: "bob", BOSS: "boss"}
_SUBCOMMAND, _STRING, _USER, _CHANNEL = 1, 3, 6, 7
_OPTIONS = {str: _STRING, int: 4, bool: 5, float: 10}

_RESOLVED = (
    *(
        "id",
        "name",
        "type",
        "guild_id",
        "parent_id",
        "thread_metadata",
        "flags",
        "position",
        "topic",
    ),
    *("owner_id", "message_count", "member_count", "total_message_sent", "rate_limit_per_user"),
)
"""What Discord tells of a channel or a thread that is an option's value."""

Options = Mapping[str, str | int | float | bool]


class People:
    """Those who speak with the bot.

    Attributes:
        managers: Those who may manage each server and its channels.
    """

    def __init__(self, world: World, rest: Rest, gateway: Gateway) -> None:
        self.world = world
        self.rest = rest
        self.gateway = gateway
        self.managers = {BOSS}

    async def slash(
        self,
        command: str,
        options: Options | None = None,
        *,
        by: int = ALICE,
        at: Payload | None = None,
    ) -> Exchange:
        """Run a slash command; come back before the answer does.

        Args:
            command: Its name; with the names of its group's parts, as in "highlights subscribe".
            options: The command's; where it was registered with a channel or a person, their id.
            by: Who does it.
            at: Where, as part of the interaction's payload; else in the server's channel.
        """
        about = self._command(command, options or {}, by)
        return await self._interact(Exchange(f"/{command}"), 2, about, by, at)

    async def complete(
        self,
        command: str,
        option: str,
        typed: str,
        *,
        options: Options | None = None,
        by: int = ALICE,
        at: Payload | None = None,
    ) -> Exchange:
        """Type in an option that is completed; `options` are those that were filled in before."""
        about = self._command(command, options or {}, by, focused=(option, typed))
        return await self._interact(Exchange(f"/{command} …"), 4, about, by, at)

    async def press(
        self, message: Payload, custom_id: str, *, by: int = ALICE, at: Payload | None = None
    ) -> Exchange:
        """Press a button of a message."""
        about = {"component_type": 2, "custom_id": custom_id}
        exchange = Exchange("press", source=message)
        return await self._interact(exchange, 3, about, by, at, message=message)

    async def choose(
        self,
        message: Payload,
        custom_id: str,
        *values: str,
        by: int = ALICE,
        at: Payload | None = None,
    ) -> Exchange:
        """Choose from a message's list of texts."""
        about = {"component_type": 3, "custom_id": custom_id, "values": list(values)}
        exchange = Exchange("choose", source=message)
        return await self._interact(exchange, 3, about, by, at, message=message)

    async def menu(
        self, name: str, message: Payload, *, by: int = ALICE, at: Payload | None = None
    ) -> Exchange:
        """Choose a command in a message's menu."""
        about = {
            "id": self._registered(name)["id"],
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
        author = _person(by)
        is_named = f"<@{APPLICATION_ID}>" in text
        answers_it = reply_to is not None and int(reply_to["author"]["id"]) == APPLICATION_ID
        is_told = is_named or is_direct or bool(self.gateway.intents & MESSAGE_CONTENT)
        if answers_it and reply_to:
            is_told = is_told or int(reply_to["id"]) in self.rest.messages
        said = payloads.message(channel_id, author, content=text if is_told else "")
        if is_named or answers_it:
            said["mentions"] = [self.rest.me]
        if reply_to:
            said["type"] = 19
            said["message_reference"] = {
                "type": 0,
                "message_id": reply_to["id"],
                "channel_id": str(channel_id),
            }
            said["referenced_message"] = reply_to
        place = self._spoken_in(channel_id, author if is_direct else None)
        place.add(said)
        told = dict(said)
        if not is_direct:
            told["guild_id"] = str(place.server)
            told["member"] = {k: v for k, v in payloads.member(author).items() if k != "user"}
        await self.gateway.tell("MESSAGE_CREATE", told)
        return told

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

    def at(self, channel_id: int) -> Payload:
        """Describe a place, as a part of the interactions there."""
        place = self.world.places[channel_id]
        about: Payload = {"channel": place.about, "channel_id": str(channel_id)}
        if not place.server:
            return {**about, "context": 1}
        return {**about, "guild_id": str(place.server), "context": 0}

    def _spoken_in(self, channel_id: int, recipient: Payload | None) -> Any:
        if recipient:
            return self.world.add(payloads.direct_channel(channel_id, recipient))
        return self.world.add(payloads.channel(channel_id), GUILD_ID)

    def _registered(self, name: str) -> Payload:
        scopes = (self.rest.commands.get(GUILD_ID, []), self.rest.commands.get(0, []))
        known = {one["name"]: one for commands in scopes for one in commands}
        return known.get(name, {"id": "1", "options": []})

    def _command(
        self, words: str, options: Options, by: int, *, focused: tuple[str, str] | None = None
    ) -> Payload:
        name, *parts = words.split()
        registered = self._registered(name)
        declared = {one["name"]: one for one in registered.get("options") or ()}
        kinds = []
        for part in parts:
            one = declared.get(part, {"type": _SUBCOMMAND})
            kinds.append(one["type"])
            declared = {inner["name"]: inner for inner in one.get("options") or ()}
        given: list[Payload] = []
        resolved: Payload = {}
        for option, value in options.items():
            kind = declared.get(option, {}).get("type", _OPTIONS[type(value)])
            said = str(value) if kind in (_USER, _CHANNEL) else value
            given.append({"name": option, "type": kind, "value": said})
            if kind == _CHANNEL:
                resolved.setdefault("channels", {})[said] = self._channel(int(value), by)
            elif kind == _USER:
                resolved.setdefault("users", {})[said] = _person(int(value))
        if focused:
            kind = declared.get(focused[0], {}).get("type", _STRING)
            given.append({"name": focused[0], "type": kind, "value": focused[1], "focused": True})
        for part, kind in zip(reversed(parts), reversed(kinds), strict=True):
            given = [{"name": part, "type": kind, "options": given}]
        about = {"id": registered["id"], "name": name, "type": 1, "options": given}
        return {**about, "resolved": resolved} if resolved else about

    def _channel(self, channel_id: int, by: int) -> Payload:
        """Describe a channel as an option's value: with what the person who gives it may do there."""
        about = self.world.places[channel_id].about
        told = {name: about[name] for name in _RESOLVED if name in about}
        return {**told, "permissions": str(self._rights(by))}

    def _rights(self, by: int) -> int:
        return payloads.ORDINARY | (payloads.MANAGING if by in self.managers else 0)

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
        author = _person(by)
        where = at or self.at(CHANNEL_ID)
        place = self.world.add(where["channel"], int(where.get("guild_id", 0)))
        if "guild_id" not in where:
            where = {**where, "user": author}
        else:
            where = {**where, "member": payloads.member(author, self._rights(by))}
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
                "app_permissions": str(self.world.allowed(place)),
                "entitlements": [],
                "authorizing_integration_owners": {"0": str(GUILD_ID)},
                "attachment_size_limit": 10 << 20,
                **where,
                **more,
            },
        )
        return exchange


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
    channel = payloads.direct_channel(channel_id)
    return {"channel": channel, "channel_id": str(channel_id), "context": 1}


def _person(by: int) -> Payload:
    return payloads.user(by, _NAMES.get(by, f"user{by}"))
