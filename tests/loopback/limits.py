"""This file holds Discord's limits of how many requests may come in a time."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from tests.loopback.wire import slow_down

_POSTS = re.compile(r"POST /channels/(\d+)/(messages|threads)")
_EXEMPT = re.compile(r"\w+ /(interactions|webhooks)/")


@dataclass
class _Window:
    """A time that begins with the first request in it."""

    end: float = 0.0
    count: int = 0

    def takes(self, now: float, most: int, seconds: float) -> bool:
        if now >= self.end:
            self.end, self.count = now + seconds, 0
        if self.count >= most:
            return False
        self.count += 1
        return True


@dataclass
class Limits:
    """How many requests a bot may make.

    Discord's reference names the 50 a second of a bot, from which interactions' answers are exempt;
    the 5 posts in 5 seconds of a channel stand in its headers only.

    Attributes:
        is_on: Whether they hold.
        global_requests: Requests that a bot may make in a second.
        channel_posts: Posts that a channel takes in `channel_seconds`.
        given: How many 429s were given, by scope: "global", "user" for a channel's.
    """

    is_on: bool = False
    global_requests: int = 50
    channel_posts: int = 5
    channel_seconds: float = 5.0
    given: Counter[str] = field(default_factory=Counter)
    _bot: _Window = field(default_factory=_Window)
    _channels: dict[str, _Window] = field(default_factory=dict)

    def refuse(self, asked: str) -> web.Response | None:
        """Count a request, named by method and path; answer it where it is one too many."""
        if not self.is_on or _EXEMPT.match(asked):
            return None
        now = time.monotonic()
        if not self._bot.takes(now, self.global_requests, 1.0):
            self.given["global"] += 1
            return slow_down(self._bot.end - now, "global")
        channel = self._channel(asked)
        if channel and not channel.takes(now, self.channel_posts, self.channel_seconds):
            self.given["user"] += 1
            return slow_down(channel.end - now, "user", headers=self.headers(asked))
        return None

    def headers(self, asked: str) -> Mapping[str, str]:
        """Tell what is left, as every answer does."""
        channel = self._channel(asked) if self.is_on else None
        if channel is None:
            return {}
        left = max(0.0, channel.end - time.monotonic())
        return {
            "X-RateLimit-Limit": str(self.channel_posts),
            "X-RateLimit-Remaining": str(max(0, self.channel_posts - channel.count)),
            "X-RateLimit-Reset": f"{time.time() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": "80c17d2f203122d936070c88c8d10f33",
        }

    def _channel(self, asked: str) -> _Window | None:
        post = _POSTS.fullmatch(asked)
        return self._channels.setdefault(post[1], _Window()) if post else None
