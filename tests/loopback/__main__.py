"""This file holds the loopback Discord as a process of its own, for benchmarks on another core.

`python -m tests.loopback` prints a line of JSON: what points a bot there, the address of its tally
and the ids of the channels that were added. The tally is what happened so far, as JSON too; with
`?judge=50` it lists what Discord would have objected to in every fiftieth body.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json

from aiohttp import web

from tests.loopback.payloads import FORUM, NEWS, TEXT
from tests.loopback.server import Discord

_KINDS = {"text": TEXT, "news": NEWS, "forum": FORUM}


def main() -> None:
    """Serve until somebody ends it."""
    parser = argparse.ArgumentParser(prog="python -m tests.loopback", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--channels", type=int, default=0, help="how many to add to the server")
    parser.add_argument("--kind", choices=_KINDS, default="text", help="of those channels")
    parser.add_argument("--limits", action="store_true", help="50 requests a second, 5 posts in 5")
    parser.add_argument("--nonce-seconds", type=float, default=180.0)
    for name in ("lost", "broken", "broken-late", "limited"):
        parser.add_argument(f"--{name}", type=float, default=0.0, help="a share from 0 to 1")
    parser.add_argument("--seed", type=int, default=0, help="of those shares' chance")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser.parse_args()))


async def _serve(chosen: argparse.Namespace) -> None:
    discord = Discord(chosen.port)
    discord.rest.limits.is_on = chosen.limits
    discord.rest.channels.nonce_seconds = chosen.nonce_seconds
    discord.weather(
        lost=chosen.lost,
        broken=chosen.broken,
        broken_late=chosen.broken_late,
        limited=chosen.limited,
        seed=chosen.seed,
    )
    channels = discord.settle(chosen.channels, kind=_KINDS[chosen.kind])

    async def tally(request: web.Request) -> web.Response:
        told = discord.tally()
        if every := int(request.query.get("judge", "0")):
            told["faults"] = discord.rest.faults(every=every)
        return web.json_response(told)

    discord.more_routes.append(web.get("/tally", tally))
    async with discord:
        told = {
            "environment": discord.environment,
            "tally": f"http://127.0.0.1:{discord.port}/tally",
            "channels": channels,
        }
        print(json.dumps(told), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    main()
