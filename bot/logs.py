"""This file holds what the log looks like, and that no secret gets into it."""

from __future__ import annotations

import logging
import re
import secrets
import sys

# What follows the id of a webhook or of an interaction in an address lets anybody answer as us.
_TOKEN_IN_ADDRESS = re.compile(r"((?:webhooks|interactions)/\d+/)[\w.-]+")
_LENGTH_OF_TOKENS = 20
"""At least; they have about 70 letters. What somebody pasted by mistake may be a part of words."""
_log = logging.getLogger(__name__)
_FORM = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Redacting(logging.Formatter):
    """Writes records, tracebacks included, with secrets blotted out.

    Args:
        secrets: What must not be seen.
    """

    def __init__(self, *secrets: str) -> None:
        super().__init__(_FORM)
        self._secrets = [_found(secret) for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        """Write a record."""
        return self.redacted(super().format(record))

    def redacted(self, text: str) -> str:
        """Blot the secrets out of a text."""
        for secret in self._secrets:
            text = secret.sub("[token]", text)
        return _TOKEN_IN_ADDRESS.sub(r"\1[token]", text)


def _found(secret: str) -> re.Pattern[str]:
    """Find a secret; one that is too short for a token of Discord's only where it stands alone."""
    found = re.escape(secret)
    return re.compile(found if len(secret) >= _LENGTH_OF_TOKENS else rf"(?<!\w){found}(?!\w)")


def to_stderr(*secrets: str) -> None:
    """Log to standard error, where containers and systemd look for it."""
    writer = logging.StreamHandler(sys.stderr)
    writer.setFormatter(Redacting(*secrets))
    root = logging.getLogger()
    for before in tuple(root.handlers):
        root.removeHandler(before)
        before.close()
    root.addHandler(writer)
    root.setLevel(logging.INFO)
    # It tells of each of its parts, and of a notebook that needs nothing.
    logging.getLogger("alembic").setLevel(logging.WARNING)


def incident(where: str, error: BaseException) -> str:
    """Log what nobody foresaw, and return the id under which the log has it."""
    name = secrets.token_hex(4)
    _log.error("incident %s %s", name, where, exc_info=error)
    return name
