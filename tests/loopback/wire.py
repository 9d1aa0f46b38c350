"""This file holds how a request to the REST side is read, answered and refused."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

PREFIX = "/api/v10"
BODY: web.RequestKey[Any] = web.RequestKey("body", object)
"""What a request said, as JSON; None where it said nothing."""
FILES: web.RequestKey[dict[str, bytes]] = web.RequestKey("files", dict)
"""What was attached, by file name."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refused(Exception):
    """Discord doesn't do what is asked.

    Args:
        status: Of HTTP.
        code: Discord's.
        text: What it says.
    """

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.code = code

    def answer(self) -> web.Response:
        """Say so."""
        return refusal(self.status, self.code, str(self))


def path(request: web.Request) -> str:
    """Tell a request's path, from the version on."""
    return request.path.removeprefix(PREFIX)


def number(request: web.Request, name: str) -> int:
    """Tell the id in a request's path.

    Raises:
        Refused: It is none.
    """
    given = request.match_info[name]
    if not given.isdigit():
        raise Refused(400, 50035, "Invalid Form Body")
    return int(given)


def answer(
    body: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    """Answer in JSON."""
    # Just this type: discord.py reads nothing else as JSON.
    typed = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=typed)


def refusal(status: int, code: int, text: str) -> web.Response:
    """Answer that it isn't done, with Discord's code for why."""
    return answer({"message": text, "code": code}, status)


def slow_down(
    wait_seconds: float,
    scope: str,
    *,
    has_via: bool = True,
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """Answer 429.

    Args:
        wait_seconds: After how long to try again.
        scope: "user" for a route's limit, "global" for the bot's own.
        has_via: Whether it came from Discord itself, and not from a proxy before it.
        headers: More of them.
    """
    is_global = scope == "global"
    told = {"Retry-After": f"{wait_seconds:.3f}", "X-RateLimit-Scope": scope, **(headers or {})}
    if has_via:
        told["Via"] = "1.1 google"
    if is_global:
        told["X-RateLimit-Global"] = "true"
    text = "You are being rate limited."
    body = {"message": text, "retry_after": wait_seconds, "global": is_global}
    return answer(body, status=429, headers=told)
