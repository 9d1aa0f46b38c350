"""A PostgreSQL that isn't there, refuses us or comes back: it is said, look-ups go on, it is used again."""

from __future__ import annotations

import logging

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.notebook import Notebook, engine
from knowledge.library import Library
from tests.notebook.looking_up import nobody_waits, seconds_of_lookups, works_within
from tests.postgres import Postgres


def test_a_server_that_comes_later_is_used_from_then_on(
    library: Library, postgres: Postgres, postgres_url: str
) -> None:
    postgres.stop()
    notebook = Notebook(postgres_url)
    with pytest.raises(SQLAlchemyError):
        notebook.open()
    assert "can't be reached" in notebook.trouble
    assert nobody_waits(seconds_of_lookups(library, notebook))
    postgres.start()
    works_within(notebook, 10)
    notebook.close()


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_a_server_that_goes_away_and_comes_back_is_used_again(
    library: Library, postgres: Postgres, postgres_url: str, how: str
) -> None:
    notebook = Notebook(postgres_url).open()
    seconds_of_lookups(library, notebook, 2)
    postgres.stop(how)  # type: ignore[arg-type]
    assert nobody_waits(seconds_of_lookups(library, notebook))
    assert "can't be reached" in notebook.trouble
    postgres.start()
    works_within(notebook, 10)
    assert nobody_waits(seconds_of_lookups(library, notebook))
    notebook.close()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"password": "s3cr3t-and-wrong"}, "the database refuses the name or the password"),
        ({"username": "nobody"}, "the database refuses the name or the password"),
        ({"database": "nowhere"}, "there is no such database on the server; make it"),
        ({"host": "nowhere.invalid"}, "the database can't be reached"),
    ],
)
def test_what_a_server_refuses_is_told_without_the_password(
    library: Library,
    postgres_url: str,
    change: dict[str, str],
    says: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    url = make_url(postgres_url).set(**change)  # type: ignore[arg-type]
    assert url.password
    in_query = url.set(password=None).update_query_dict({"password": url.password})
    for one in (url, in_query):
        notebook = Notebook(one.render_as_string(hide_password=False))
        with pytest.raises(SQLAlchemyError):
            notebook.open()
        assert notebook.trouble.startswith(says)
        assert nobody_waits(seconds_of_lookups(library, notebook, 3))
        notebook.close()
    assert says in caplog.text
    assert url.password not in caplog.text


def test_a_table_that_somebody_locked_is_waited_for_once(
    library: Library, postgres_url: str
) -> None:
    notebook = Notebook(postgres_url).open()
    with psycopg.connect(postgres_url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE conversation")
        first, *others = seconds_of_lookups(library, notebook)
        assert first < 7
        assert nobody_waits(others)
        assert notebook.trouble == "somebody keeps the database locked"
    works_within(notebook, 10)
    notebook.close()


def test_a_database_that_can_only_be_read_is_said_to_be(
    library: Library, postgres_url: str
) -> None:
    notebook = Notebook(postgres_url).open()
    name = make_url(postgres_url).database
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as other:
        other.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")  # type: ignore[arg-type]
        notebook.engine.dispose()
        with pytest.raises(SQLAlchemyError):
            notebook.keep_options("x")
        assert notebook.trouble == "the database can only be read at the moment"
        assert nobody_waits(seconds_of_lookups(library, notebook))
        other.execute("SET default_transaction_read_only = off")
        other.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")  # type: ignore[arg-type]
    notebook.engine.dispose()
    works_within(notebook, 10)
    notebook.close()


def test_an_address_is_shown_without_what_is_secret() -> None:
    for given in (
        "postgresql://me:s3cr3t@host/name",
        "postgres://me@host/name?password=s3cr3t&sslpassword=s3cr3t",
    ):
        url = engine.address(given)
        assert url.password == "s3cr3t"  # noqa: S105
        assert engine.shown(url) == "postgresql+psycopg://me:***@host/name"
