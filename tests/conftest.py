"""Fixtures: the shipped library, read and indexed once, and a PostgreSQL, started once."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot import places
from bot.session import Session
from commands._desk import Desk
from knowledge import reading
from knowledge.library import Library
from tests.postgres import Postgres, is_at_hand

# Machines that run tests are noisy: how long an example takes says nothing.
settings.register_profile(
    "paperclub", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("paperclub")


def pytest_xdist_auto_num_workers() -> int:
    """Use a process more than there are cores: many tests wait for processes that they started."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep indexes out of the user's own cache."""
    folder = tmp_path_factory.mktemp("cache")
    before = os.environ.get("PAPERCLUB_CACHE")
    os.environ["PAPERCLUB_CACHE"] = str(folder)
    yield folder
    if before is None:
        del os.environ["PAPERCLUB_CACHE"]
    else:
        os.environ["PAPERCLUB_CACHE"] = before


@pytest.fixture(scope="session")
def library(cache: Path) -> Library:
    """The shipped library."""
    return Library(reading.read([places.seeds()]), cache=cache)


@pytest.fixture
def desk(library: Library) -> Desk:
    """A desk at the shipped library, with a fixed date."""
    return Desk(library=library, today=datetime.date(2026, 11, 23))


@pytest.fixture
def session(library: Library) -> Session:
    """A conversation about the shipped library."""
    return Session(library)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, which a test may stop and start."""
    if not is_at_hand():
        pytest.skip("no wheel on PyPI has a PostgreSQL for this platform")
    with Postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh, empty database, as a URL for SQLAlchemy."""
    with postgres.fresh() as url:
        yield url
