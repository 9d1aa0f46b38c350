"""This file holds the bot as a process of its own, pointed at the loopback Discord."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

_OURS = ("DISCORD_", "PAPERCLUB_")


class Bot:
    """A running `python -m bot`.

    Attributes:
        log: The file to which it writes its standard error.
    """

    def __init__(self, process: asyncio.subprocess.Process, log: Path) -> None:
        self.process = process
        self.log = log

    @property
    def said(self) -> str:
        """All that it wrote."""
        return self.log.read_text(encoding="utf-8")

    async def ended(self, timeout_seconds: float = 30.0) -> int:
        """Wait for its end, and tell its exit code.

        Raises:
            TimeoutError: It goes on.
        """
        async with asyncio.timeout(timeout_seconds):
            return await self.process.wait()

    async def asked_to_end(self, timeout_seconds: float = 15.0) -> int:
        """Ask it to end as Docker, systemd and Ctrl+C do, and tell its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ended(timeout_seconds)


@asynccontextmanager
async def bot(folder: Path, environment: Mapping[str, str], *arguments: str) -> AsyncIterator[Bot]:
    """Run the bot; it is killed at the end if it still runs.

    Args:
        folder: For its notebook, its cache and its log.
        environment: Settings.
        arguments: Of the program.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_OURS)}
    cache = os.environ.get("PAPERCLUB_CACHE", str(folder / "cache"))
    own = {"PAPERCLUB_CACHE": cache, "PAPERCLUB_NOTEBOOK": str(folder / "notebook.sqlite")}
    log = folder / "bot.log"
    with log.open("ab") as written:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *arguments,
            env={**kept, "PYTHONUNBUFFERED": "1", **own, **environment},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )
    try:
        yield Bot(process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
