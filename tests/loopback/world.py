"""This file holds what there is in the loopback Discord: servers, channels, what was written there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.loopback import payloads
from tests.loopback.payloads import (
    ATTACH,
    FORUM,
    ORDINARY,
    READ_BACK,
    SEE,
    THREADS,
    WRITE,
    WRITE_IN_THREADS,
    Payload,
)
from tests.loopback.wire import Refused


@dataclass
class Place:
    """A channel, a thread, or somebody's direct messages.

    Attributes:
        about: It as Discord describes it.
        server: The id of its server; 0 for direct messages.
        messages: What was written there, by id, in order.
        is_shut: Whether who is there takes no direct messages.
    """

    about: Payload
    server: int = 0
    messages: dict[int, Payload] = field(default_factory=dict)
    is_shut: bool = False

    @property
    def id(self) -> int:
        return int(self.about["id"])

    @property
    def kind(self) -> int:
        return int(self.about["type"])

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS

    def add(self, message: Payload) -> None:
        """Put a message at the end."""
        self.messages[int(message["id"])] = message
        self.about["last_message_id"] = message["id"]


@dataclass
class World:
    """What there is.

    Attributes:
        me: The bot as a user.
        servers: The names of the servers in which it is.
        places: All channels, threads and direct messages.
    """

    me: Payload
    servers: dict[int, str] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    _direct: dict[int, int] = field(default_factory=dict)

    def add(self, about: Payload, server: int = 0) -> Place:
        """Add a channel or a thread; one that is there already stays as it is."""
        if server:
            about.setdefault("guild_id", str(server))
        return self.places.setdefault(int(about["id"]), Place(about, server))

    def direct(self, person: Payload) -> Place:
        """Find somebody's direct messages; they are made where there were none."""
        place_id = self._direct.setdefault(int(person["id"]), payloads.snowflake())
        return self.add(payloads.direct_channel(place_id, person))

    def describe(self, server: int) -> Payload:
        """Describe a server as a bot hears of it that comes."""
        there = [one for one in self.places.values() if one.server == server]
        channels = [one.about for one in there if not one.is_thread]
        threads = [one.about for one in there if one.is_thread]
        return payloads.guild(server, channels, self.me, threads, self.servers[server])

    def threads(self, server: int) -> Iterator[Payload]:
        """List a server's active threads that the bot may see, the newest first."""
        for place in reversed(self.places.values()):
            is_there = place.server == server and place.is_thread
            if is_there and not place.about["thread_metadata"]["archived"] and self._sees(place):
                yield place.about

    def allowed(self, place: Place) -> int:
        """Tell the bot's permissions in a place."""
        ruling = place
        if place.is_thread:
            ruling = self.places.get(int(place.about["parent_id"]), place)
        denied = 0
        for one in ruling.about.get("permission_overwrites", ()):
            if int(one["id"]) in (place.server, int(self.me["id"])):
                denied |= int(one["deny"])
        return ORDINARY & ~denied

    def deny(self, place: Place, permissions: int) -> None:
        """Take permissions from the bot, and give it back all others."""
        denied = {"id": self.me["id"], "type": 1, "allow": "0", "deny": str(permissions)}
        place.about["permission_overwrites"] = [denied] if permissions else []

    def reach(self, place_id: int) -> Place:
        """Find a place that the bot may see.

        Raises:
            Refused: There is none, or it is closed to the bot.
        """
        place = self.places.get(place_id)
        if place is None:
            raise Refused(404, 10003, "Unknown Channel")
        if place.server and not self._sees(place):
            raise Refused(403, 50001, "Missing Access")
        return place

    def writable(self, place_id: int, given: Payload, *, has_files: bool = False) -> Place:
        """Find a place in which the bot may write something.

        Raises:
            Refused: It may not.
        """
        place = self.reach(place_id)
        if place.is_shut:
            raise Refused(403, 50007, "Cannot send messages to this user")
        if not place.server:
            return place
        needed = WRITE_IN_THREADS if place.is_thread else WRITE
        if not self.allowed(place) & needed or (has_files and not self.allowed(place) & ATTACH):
            raise Refused(403, 50013, "Missing Permissions")
        if given.get("message_reference") and not self.allowed(place) & READ_BACK:
            text = "Cannot reply without permission to read message history"
            raise Refused(400, 160002, text)
        if place.is_thread and place.about["thread_metadata"]["locked"]:
            raise Refused(400, 50083, "Thread is archived")
        return place

    def _sees(self, place: Place) -> bool:
        return place.server in self.servers and bool(self.allowed(place) & SEE)


def check_tags(forum: Place, given: Payload) -> None:
    """Check the tags of a forum's new post.

    Raises:
        Refused: One is missing or unknown.
    """
    tags = given.get("applied_tags") or ()
    if forum.kind == FORUM and forum.about["flags"] & payloads.TAG_REQUIRED and not tags:
        raise Refused(400, 40067, "A tag is required to create a forum post in this channel")
    known = {one["id"] for one in forum.about.get("available_tags", ())}
    if not {str(one) for one in tags} <= known:
        raise Refused(404, 10087, "Unknown tag")
