"""The PostgreSQL of the tests: real, fresh for each test, and able to go away and return."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import Engine, NullPool, create_engine, inspect, make_url, text

from tests.postgres import Postgres


def engine(url: str) -> Engine:
    return create_engine(url, poolclass=NullPool)


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_database_of_its_own(postgres_url: str, turn: int) -> None:
    database = engine(postgres_url)
    assert inspect(database).get_table_names() == []
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE seen (turn integer)"))
        connection.execute(text("INSERT INTO seen VALUES (:turn)"), {"turn": turn})


def test_a_database_is_dropped_although_somebody_is_connected(postgres: Postgres) -> None:
    with postgres.fresh() as url:
        staying = psycopg.connect(url.replace("+psycopg", ""))
    with staying, pytest.raises(psycopg.OperationalError):
        staying.execute("SELECT 1")


def test_what_was_committed_is_there_when_the_server_comes_back_from_a_crash(
    postgres: Postgres, postgres_url: str
) -> None:
    database = engine(postgres_url)
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE kept AS SELECT 42 AS answer"))
    postgres.stop("immediate")
    with pytest.raises(Exception, match="refused"):
        database.connect()
    postgres.start()
    with database.connect() as connection:
        assert connection.scalar(text("SELECT answer FROM kept")) == 42


def test_a_server_that_a_test_left_stopped_serves_the_next(postgres: Postgres) -> None:
    with postgres.fresh():
        postgres.stop()
    with postgres.fresh() as url, engine(url).connect() as connection:
        assert connection.scalar(text("SHOW server_version_num")) >= "180000"


def test_strangers_on_this_machine_can_not_connect(postgres_url: str) -> None:
    strange = make_url(postgres_url).set(drivername="postgresql", password="guessed")  # noqa: S106
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(strange.render_as_string(hide_password=False))
