"""The token never gets into a log, and the invitation asks for no more than is needed."""

from __future__ import annotations

import base64
import logging
import sys

import pytest

from bot import invite, logs
from bot.logs import Redacting


def test_the_token_is_blotted_out_of_messages_and_tracebacks() -> None:
    form = Redacting("sec.ret")
    try:
        raise RuntimeError("sent with sec.ret")  # noqa: TRY301
    except RuntimeError:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "token %s at %s", ("sec.ret", "b"), sys.exc_info()
        )
    written = form.format(record)
    assert "sec.ret" not in written
    assert "RuntimeError: sent with [token]" in written


def test_what_is_logged_goes_out_without_the_token(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    logs.to_stderr("sec.ret")
    logging.getLogger("discord.http").error("sent with %s", "sec.ret")
    written = capsys.readouterr().err
    assert "sec.ret" not in written
    assert "ERROR discord.http sent with [token]" in written


def test_what_is_no_token_leaves_words_whole() -> None:
    form = Redacting("x")
    assert form.redacted("next: token=x, x1") == "next: token=[token], x1"


def test_the_tokens_of_interactions_are_blotted_out() -> None:
    form = Redacting()
    written = form.redacted("POST https://d/webhooks/123/aW50ZXJhY3Rpb246/messages/@original")
    assert written == "POST https://d/webhooks/123/[token]/messages/@original"
    assert "abc" not in form.redacted("/interactions/5/abc-_d/callback")


def test_the_invitation_asks_for_what_is_needed() -> None:
    link = invite.link(123456789012345678)
    assert "client_id=123456789012345678" in link
    assert "scope=bot+applications.commands" in link
    permissions = 1 << 10 | 1 << 11 | 1 << 15 | 1 << 16 | 1 << 38
    assert f"permissions={permissions}" in link


def test_a_token_names_its_application() -> None:
    first = base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=")
    assert invite.application_id(f"{first}.x.y") == 123456789012345678
    assert invite.application_id("nonsense") is None
    assert invite.application_id("") is None
