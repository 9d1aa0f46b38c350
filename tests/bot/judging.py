"""What Discord would object to in what a bot sends."""

from __future__ import annotations

from collections.abc import Iterable

from bot import layout
from tests.discord_rules import faults_in


def faults_of(page: layout.Page, files: Iterable[str] = ()) -> list[str]:
    """List what Discord would object to in a message with these components."""
    body = {
        "components": page.to_components(),
        "flags": 1 << 15,
        "allowed_mentions": {"parse": []},
        "attachments": [{"id": str(at), "filename": name} for at, name in enumerate(files)],
    }
    if not body["attachments"]:
        del body["attachments"]
    return faults_in("POST", "/channels/1/messages", body, files=list(files))
