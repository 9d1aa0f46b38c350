"""This file holds when papers came into the library, so that what is new can be told from what is old."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import func, select, text

from bot.notebook import engine
from bot.notebook.notebook import Notebook
from bot.notebook.tables import arrival

_ALWAYS = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
"""When what was in the library at first is said to have come."""
_AT_A_TIME = 5000
_LOCK = 0x61727276  # "arrv"
"""The number of PostgreSQL's advisory lock under which arrivals are noted."""


class Arrivals:
    """When which paper of a library came, as a notebook keeps it."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        none = np.zeros(0, np.int64)
        # The ids, their keys in order, and to which of the ids each belongs.
        self._there: tuple[Sequence[str], NDArray[np.int64], NDArray[np.int64]] = ((), none, none)

    def note(self, paper_ids: Sequence[str]) -> int:
        """Note which papers of a library have come since it was last looked at, and count them.

        The first library of a notebook is what was always there.
        """
        keys = np.fromiter(map(_key, paper_ids), np.int64, len(paper_ids))
        with self._notebook.reading() as connection:
            known = np.fromiter(connection.scalars(select(arrival.c.paper_key)), np.int64)
        new = np.setdiff1d(keys, known)
        is_first = not len(known)
        if len(new):
            with self._notebook.transaction() as connection:
                if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
                    lock = text("SELECT pg_advisory_xact_lock(:lock)")
                    connection.execute(lock, {"lock": _LOCK})
                # Somebody else may have been quicker.
                is_first = not connection.scalar(select(func.count()).select_from(arrival))
                when = _ALWAYS if is_first else self._notebook.now()
                for at in range(0, len(new), _AT_A_TIME):
                    some = new[at : at + _AT_A_TIME].tolist()
                    rows = [{"paper_key": key, "arrived_at": when} for key in some]
                    connection.execute(engine.new_rows(connection, arrival), rows)
        order = np.argsort(keys)
        self._there = paper_ids, keys[order], order
        return 0 if is_first else len(new)

    def since(self, moment: datetime.datetime) -> frozenset[str]:
        """List the ids of the papers that came after a moment, of those that were noted last."""
        with self._notebook.reading() as connection:
            came = select(arrival.c.paper_key).where(arrival.c.arrived_at > moment)
            keys = np.fromiter(connection.scalars(came), np.int64)
        ids, there, order = self._there
        places = np.searchsorted(there, keys)
        known = places[places < len(there)]
        found = known[there[known] == keys[places < len(there)]]
        return frozenset(ids[at] for at in order[found].tolist())


def _key(paper_id: str) -> int:
    digest = hashlib.blake2b(paper_id.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
