"""Fixtures: an empty notebook of each engine, and a clock that a test turns."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.notebook import Notebook


class Clock:
    """A time in UTC that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now

    def go_on(self, **much: float) -> None:
        self.now += datetime.timedelta(**much)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def notebook_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there is no notebook yet: a file, and an empty database of a real PostgreSQL."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return str(tmp_path / "new" / "notebook.sqlite")


@pytest.fixture
def notebook(notebook_place: str, clock: Clock) -> Iterator[Notebook]:
    one = Notebook(notebook_place, now=clock)
    yield one
    one.close()
