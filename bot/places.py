"""This file holds where Paperclub's files lie on this machine."""

from __future__ import annotations

import os
from pathlib import Path


def seeds() -> Path:
    """The library that is shipped: beside this package, in a clone as in an installed wheel."""
    return Path(__file__).resolve().parents[1] / "seeds"


def cache() -> Path:
    """Where indexes are kept; what lies here can be deleted at any time."""
    from platformdirs import user_cache_path

    given = os.environ.get("PAPERCLUB_CACHE")
    return Path(given) if given else user_cache_path("paperclub", appauthor=False)


def notebook() -> Path:
    """The file of what must survive a restart of the bot."""
    from platformdirs import user_data_path

    return user_data_path("paperclub", appauthor=False) / "notebook.sqlite"


def history() -> Path:
    """The file in which the chat remembers what was typed."""
    from platformdirs import user_state_path

    return user_state_path("paperclub", appauthor=False) / "history"


def log() -> Path:
    """The file to which tracebacks go, under the ids that readers see."""
    from platformdirs import user_log_path

    return user_log_path("paperclub", appauthor=False) / "paperclub.log"
