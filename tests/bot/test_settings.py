"""What an operator may choose, and what is said when a choice can't be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot import settings
from bot.settings import InvalidSettings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [one for one in os.environ if one.startswith(("DISCORD_", "PAPERCLUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_needs_to_be_set() -> None:
    chosen = settings.load()
    assert chosen.discord_token is None
    assert chosen.paperclub_library == ()


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", " Bot abc.def \n")
    monkeypatch.setenv("DISCORD_API_BASE", "http://127.0.0.1:8080/api/v10")
    monkeypatch.setenv("DISCORD_GATEWAY_URL", "ws://127.0.0.1:8081/gateway")
    monkeypatch.setenv("PAPERCLUB_LIBRARY", os.pathsep.join(["a.yaml", "b"]))
    monkeypatch.setenv("PAPERCLUB_GUILDS", "12, 34")
    monkeypatch.setenv("PAPERCLUB_MESSAGE_CONTENT", "yes")
    chosen = settings.load()
    assert chosen.discord_token
    assert chosen.discord_token.get_secret_value() == "abc.def"
    assert str(chosen.discord_api_base) == "http://127.0.0.1:8080/api/v10"
    assert chosen.paperclub_library == (Path("a.yaml"), Path("b"))
    assert chosen.paperclub_guilds == (12, 34)
    assert chosen.paperclub_message_content


def test_the_environment_goes_before_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "paperclub.yaml").write_text("paperclub_guilds: [1]\npaperclub_library: [p.txt]\n")
    monkeypatch.setenv("PAPERCLUB_GUILDS", "2")
    chosen = settings.load()
    assert chosen.paperclub_guilds == (2,)
    assert chosen.paperclub_library == (Path("p.txt"),)


def test_a_token_may_lie_in_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "token").write_text("abc.def\n")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "token")
    chosen = settings.load()
    assert chosen.discord_token
    assert chosen.discord_token.get_secret_value() == "abc.def"


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")
    monkeypatch.setenv("PAPERCLUB_GUILDS", "")
    assert settings.load().discord_token is None


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PAPERCLUB_GUILDS", "12,abc", "PAPERCLUB_GUILDS, number 2"),
        ("PAPERCLUB_GUILDS", "-5", "PAPERCLUB_GUILDS"),
        ("PAPERCLUB_MESSAGE_CONTENT", "perhaps", "PAPERCLUB_MESSAGE_CONTENT"),
        ("DISCORD_API_BASE", "discord.com", "DISCORD_API_BASE"),
        ("DISCORD_API_BASE", "ftp://discord.com", "DISCORD_API_BASE"),
        ("DISCORD_GATEWAY_URL", "http://discord.com", "DISCORD_GATEWAY_URL"),
        ("DISCORD_TOKEN_FILE", "nowhere", "DISCORD_TOKEN_FILE: nowhere"),
        ("DISCORD_TOKEN", "two words", "DISCORD_TOKEN"),
        ("PAPERCLUB_SETTINGS", "nowhere.yaml", "PAPERCLUB_SETTINGS: there is no file nowhere.yaml"),
    ],
)
def test_what_can_t_be_used_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSettings) as raised:
        settings.load()
    assert says in str(raised.value)


def test_a_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "sec ret")
    with pytest.raises(InvalidSettings) as raised:
        settings.load()
    assert "sec ret" not in str(raised.value)
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    assert "secret" not in repr(settings.load())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("paperclub_gilds: [1]", "Did you mean paperclub_guilds?"),
        ("a: [", "line 1"),
        ("- 1\n- 2\n", "this holds no settings"),
        ("paperclub_guilds: [x]", "paperclub_guilds in paperclub.yaml, number 1"),
    ],
)
def test_what_is_wrong_with_the_file_is_named(folder: Path, text: str, says: str) -> None:
    (folder / "paperclub.yaml").write_text(text)
    with pytest.raises(InvalidSettings) as raised:
        settings.load()
    assert "paperclub.yaml" in str(raised.value)
    assert says in str(raised.value)
