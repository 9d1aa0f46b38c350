"""This file holds how a command is run: every surface goes through here.

What a command can't answer becomes an answer too. What nobody foresaw goes to the log under an
id that the reader sees, so that the two can be brought together.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot import logs
from commands._command import Command, Value
from commands._desk import Desk
from knowledge.answer import Answer


def run(command: Command[...], desk: Desk, options: Mapping[str, Value]) -> Answer:
    """Answer what somebody asked; never raises."""
    try:
        return command.answer(desk, options)
    except Exception as error:  # noqa: BLE001 - whatever it is, the reader gets an answer and an id
        incident = logs.incident(f"in /{command.name}", error)
        return Answer(
            outcome="unavailable",
            title="Something broke",
            text=(
                f"This is our fault, not yours. The log has it under **{incident}**;"
                " please send that line to whoever runs Paperclub. Other questions still work."
            ),
        )
