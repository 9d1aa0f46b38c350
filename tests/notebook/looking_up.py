"""This file holds readers who look something up while the notebook has its troubles."""

from __future__ import annotations

import contextlib
import os
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import bot
from bot.notebook import Notebook
from bot.reception import Asker, Reception
from knowledge.library import Library

_ASKER = Asker(7, 70, 700)


def seconds_of_lookups(library: Library, notebook: Notebook, times: int = 10) -> list[float]:
    """Look something up several times, each with a new page's long button, and time it."""
    options = {"query": "equivariant " + "robot manipulation policy " * 8}
    Reception(library, None).command(_ASKER, "find", options, is_private=False)  # warms up
    reception = Reception(library, notebook)
    took = []
    for _ in range(times):
        began = time.perf_counter()
        reply = reception.command(_ASKER, "find", options, is_private=False)
        took.append(time.perf_counter() - began)
        assert not reply.is_error
    return took


def nobody_waits(took: list[float]) -> bool:
    """Tell whether look-ups took no time for a notebook; one may be late on a busy machine."""
    return statistics.median(took) < 0.2 and max(took) < 3


def works_within(notebook: Notebook, seconds: float) -> None:
    """Wait until a notebook is used again.

    Raises:
        TimeoutError: It isn't.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(Exception):
            notebook.open_for_questions(5, guild_id=1, chosen_by=1)
            assert 5 in notebook.question_channels()
            assert notebook.trouble == ""
            return
        time.sleep(0.1)
    raise TimeoutError(notebook.trouble)


@contextlib.contextmanager
def without_rights() -> Iterator[None]:
    """Be somebody who may not do everything."""
    if sys.platform == "win32" or os.geteuid() != 0:
        yield
        return
    import pwd

    before = os.geteuid()
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        try:
            Path(bot.__file__).read_bytes()
        except PermissionError:
            pytest.skip("this clone lies where only root may read")
        yield
    finally:
        os.seteuid(before)
