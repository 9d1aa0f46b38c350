"""This file holds the gateway: a WebSocket that tells bots what happens, and misbehaves on order."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback.payloads import Payload

MESSAGE_CONTENT = 1 << 15
"""The intent; servers' members and presences are 1 << 1 and 1 << 8."""
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT
_MOST_AWAY = 8
"""How many sessions without a line are kept to be resumed."""


@dataclass
class _Session:
    """What one process is told, and where."""

    id: str
    line: web.WebSocketResponse | None
    told: list[Payload] = field(default_factory=list)
    is_dead: bool = False

    async def tell(self, event: str, about: Payload) -> None:
        self.told.append({"op": 0, "t": event, "s": len(self.told) + 1, "d": about})
        await self.send(self.told[-1])

    async def send(self, one: Payload) -> None:
        if self.line and not self.is_dead and not self.line.closed:
            await self.line.send_json(one)


class Gateway:
    """A bot's sessions: one a process, and each is told all, as Discord does within a shard.

    Attributes:
        sessions: How often a new session was begun.
        resumes: How often one was gone on with.
        close_codes: The codes with which the bot closed.
        heartbeat_interval_ms: What HELLO says.
        allowed_intents: What the Developer Portal allows.
        intents: What the bot asked for.
        is_silent: Whether it says nothing to who connects.
        resume_url: What READY tells to resume at; the gateway itself where empty.
    """

    def __init__(self, token: str) -> None:
        self.token = token
        self.sessions = 0
        self.resumes = 0
        self.connections = 0
        self.close_codes: list[int | None] = []
        self.heartbeat_interval_ms = 41250
        self.allowed_intents = ~PRIVILEGED
        self.intents = 0
        self.refuses_with: int | None = None
        self.is_silent = False
        self.resume_url = ""
        self.ready: Callable[[], Payload] = dict
        self.servers: Callable[[], list[Payload]] = list
        self._sessions: dict[str, _Session] = {}
        self._came = asyncio.Event()

    @property
    def is_connected(self) -> bool:
        return self._came.is_set()

    async def connected(self, timeout_seconds: float = 30.0) -> None:
        """Wait until a bot is in a session.

        Raises:
            TimeoutError: None came.
        """
        async with asyncio.timeout(timeout_seconds):
            await self._came.wait()

    async def tell(self, event: str, about: Payload) -> None:
        """Tell the bot of an event; one that is away hears it when it resumes."""
        for session in list(self._sessions.values()):
            await session.tell(event, about)

    async def repeat(self) -> None:
        """Tell the last event once more, as happens around a resume."""
        for session in self._connected():
            await session.send(session.told[-1])

    async def ask_to_reconnect(self) -> None:
        for session in self._connected():
            await session.send({"op": 7, "d": None})

    async def invalidate(self, *, is_resumable: bool) -> None:
        """Say that the session is invalid."""
        there = self._connected()
        if not is_resumable:
            self._sessions.clear()
        for session in there:
            await session.send({"op": 9, "d": is_resumable})

    async def babble(self, frame: str | bytes) -> None:
        """Say something as it is, whether or not it makes sense."""
        for session in self._connected():
            if session.line and isinstance(frame, str):
                await session.line.send_str(frame)
            elif session.line and isinstance(frame, bytes):
                await session.line.send_bytes(frame)

    async def close(self, code: int) -> None:
        """Close the connection with a code."""
        self._came.clear()
        for session in self._connected():
            if session.line:
                await session.line.close(code=code)

    def go_dead(self) -> None:
        """Answer and say nothing more on this line, without closing it."""
        for session in self._connected():
            session.is_dead = True

    def forget(self) -> None:
        """Forget that anybody is connected: their line is cut."""
        self._came.clear()
        for session in self._sessions.values():
            session.line = None

    def _connected(self) -> list[_Session]:
        return [one for one in self._sessions.values() if one.line]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Speak with a bot that connects."""
        socket = web.WebSocketResponse(max_msg_size=4096)  # Discord's own limit for what it hears
        await socket.prepare(request)
        self.connections += 1
        if not self.is_silent:
            hello = {"heartbeat_interval": self.heartbeat_interval_ms}
            await socket.send_json({"op": 10, "d": hello})
        async for one in socket:
            if one.type is not WSMsgType.TEXT:
                break
            if not any(session.line is socket and session.is_dead for session in self._connected()):
                await self._hear(socket, json.loads(one.data))
        self.close_codes.append(socket.close_code)
        for session in self._connected():
            if session.line is socket:
                session.line = None
        if not self._connected():
            self._came.clear()
        return socket

    async def _hear(self, socket: web.WebSocketResponse, said: Payload) -> None:
        about: Any = said.get("d")
        if said["op"] == 1:
            await socket.send_json({"op": 11})
        elif said["op"] == 2:
            await self._identified(socket, about)
        elif said["op"] == 6:
            await self._resumed(socket, about)

    async def _identified(self, socket: web.WebSocketResponse, about: Payload) -> None:
        refusal = self.refuses_with
        if about["token"] != self.token:
            refusal = 4004
        elif about["intents"] & PRIVILEGED & ~self.allowed_intents:
            refusal = 4014
        if refusal:
            await socket.close(code=refusal)
            return
        self.sessions += 1
        self.intents = about["intents"]
        away = [one.id for one in self._sessions.values() if not one.line]
        for old in away[: max(0, len(away) - _MOST_AWAY)]:
            del self._sessions[old]
        session = _Session(secrets.token_hex(8), socket)
        self._sessions[session.id] = session
        ready = {**self.ready(), "session_id": session.id}
        ready["resume_gateway_url"] = self.resume_url or str(socket_url(socket))
        self._came.set()
        await session.tell("READY", ready)
        for server in self.servers():
            await session.tell("GUILD_CREATE", server)

    async def _resumed(self, socket: web.WebSocketResponse, about: Payload) -> None:
        session = self._sessions.get(about["session_id"])
        if session is None:
            await socket.send_json({"op": 9, "d": False})
            return
        self.resumes += 1
        session.line, session.is_dead = socket, False
        self._came.set()
        for one in session.told[about["seq"] or 0 :]:
            await session.send(one)
        await session.tell("RESUMED", {})


def socket_url(socket: web.WebSocketResponse) -> str:
    """Tell where a socket's server listens."""
    host, port = socket.get_extra_info("sockname")[:2]
    return f"ws://{host}:{port}/gateway"
