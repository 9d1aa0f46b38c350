"""This file holds what goes wrong with requests: what a test orders, and bad weather."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter
from dataclasses import dataclass, field

from aiohttp import web

from tests.loopback.wire import Handler, refusal, slow_down

_POSTS = re.compile(r"POST /channels/\d+/(messages|threads)")


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

    async def befall(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Let a request fail in this way."""
        await asyncio.sleep(self.delay_seconds)
        if self.page:
            return web.Response(text=self.page, content_type="text/html")
        if self.garbled:
            await handler(request)
            return web.Response(text=self.garbled, content_type="application/json")
        taken = await handler(request) if self.is_too_late or self.status == 200 else None
        if self.status == 200 and taken:
            return taken
        if self.status == 0:
            if request.transport:
                request.transport.abort()
            return web.Response(status=500)
        if self.status == 429:
            return slow_down(self.retry_after_seconds, "user", has_via=self.has_via)
        if self.code:
            return refusal(self.status, self.code, "Refused")
        return web.Response(status=self.status, text="upstream connect error")


@dataclass
class Weather:
    """What befalls posts by chance, as the shares of them from 0 to 1.

    The n-th post in a channel fares alike in every run with the same seed, in whatever order the
    posts of different channels come.

    Attributes:
        lost: They take effect, and the line is cut before the answer.
        broken: They are answered 500, and do nothing.
        broken_late: They are answered 502, and take effect.
        limited: They are answered 429, and do nothing.
        seed: Of the chance.
        befell: How many fared how.
    """

    lost: float = 0.0
    broken: float = 0.0
    broken_late: float = 0.0
    limited: float = 0.0
    seed: int = 0
    befell: Counter[str] = field(default_factory=Counter)
    _posts: Counter[str] = field(default_factory=Counter)

    def next(self, asked: str) -> Failure | None:
        """Tell what befalls a request, named by method and path."""
        if not _POSTS.fullmatch(asked):
            return None
        self._posts[asked] += 1
        chance = random.Random(f"{self.seed} {asked} {self._posts[asked]}").random()
        kinds = {
            "lost": (self.lost, Failure(asked, 0, is_too_late=True)),
            "broken": (self.broken, Failure(asked, 500)),
            "broken late": (self.broken_late, Failure(asked, 502, is_too_late=True)),
            "limited": (self.limited, Failure(asked, 429)),
        }
        for kind, (share, failure) in kinds.items():
            if chance < share:
                self.befell[kind] += 1
                return failure
            chance -= share
        return None
