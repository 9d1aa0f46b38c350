"""This file holds the gateway: a WebSocket that tells a bot what happens, and misbehaves on order."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.loopback.payloads import Payload

MESSAGE_CONTENT = 1 << 15
"""The intent; servers' members and presences are 1 << 1 and 1 << 8."""
PRIVILEGED = 1 << 1 | 1 << 8 | MESSAGE_CONTENT


class Gateway:
    """One bot's sessions.

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
        self.on_ready: Callable[[], Awaitable[None]] | None = None
        self.ready: Callable[[], Payload] = dict
        self._socket: web.WebSocketResponse | None = None
        self._dead: web.WebSocketResponse | None = None
        self._session = ""
        self._told: list[Payload] = []
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
        one = {"op": 0, "t": event, "s": len(self._told) + 1, "d": about}
        self._told.append(one)
        if self.is_connected:
            await self._send(one)

    async def repeat(self) -> None:
        """Tell the last event once more, as happens around a resume."""
        await self._send(self._told[-1])

    async def ask_to_reconnect(self) -> None:
        await self._send({"op": 7, "d": None})

    async def invalidate(self, *, is_resumable: bool) -> None:
        """Say that the session is invalid."""
        if not is_resumable:
            self._session = ""
        await self._send({"op": 9, "d": is_resumable})

    async def babble(self, frame: str | bytes) -> None:
        """Say something as it is, whether or not it makes sense."""
        if self._socket and isinstance(frame, str):
            await self._socket.send_str(frame)
        elif self._socket and isinstance(frame, bytes):
            await self._socket.send_bytes(frame)

    async def close(self, code: int) -> None:
        """Close the connection with a code."""
        if self._socket:
            self._came.clear()
            await self._socket.close(code=code)

    def go_dead(self) -> None:
        """Answer and say nothing more on this line, without closing it."""
        self._dead = self._socket

    def forget(self) -> None:
        """Forget that anybody is connected: their line is cut."""
        self._came.clear()
        self._socket = None

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
            if socket is not self._dead:
                await self._hear(socket, json.loads(one.data))
        self.close_codes.append(socket.close_code)
        if self._socket is socket:
            self.forget()
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
        self._session, self._told, self._socket = secrets.token_hex(8), [], socket
        ready = {**self.ready(), "session_id": self._session}
        ready["resume_gateway_url"] = self.resume_url or str(socket_url(socket))
        self._came.set()
        await self.tell("READY", ready)
        if self.on_ready:
            await self.on_ready()

    async def _resumed(self, socket: web.WebSocketResponse, about: Payload) -> None:
        if about["session_id"] != self._session or not self._session:
            await socket.send_json({"op": 9, "d": False})
            return
        self.resumes += 1
        self._socket = socket
        self._came.set()
        for one in self._told[about["seq"] or 0 :]:
            await self._send(one)
        await self.tell("RESUMED", {})

    async def _send(self, one: Payload) -> None:
        if self._socket and self._socket is not self._dead and not self._socket.closed:
            await self._socket.send_json(one)


def socket_url(socket: web.WebSocketResponse) -> str:
    """Tell where a socket's server listens."""
    host, port = socket.get_extra_info("sockname")[:2]
    return f"ws://{host}:{port}/gateway"
