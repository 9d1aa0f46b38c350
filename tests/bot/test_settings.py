"""What an operator may choose, and what is said when a choice can't be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot import settings
from bot.settings import InvalidSettings, LibrarySettings, Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [one for one in os.environ if one.startswith(("DISCORD_", "PAPERCLUB_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_nothing_needs_to_be_set() -> None:
    chosen = settings.load(Settings)
    assert chosen.discord_token is None
    assert chosen.paperclub_library == ()


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", " Bot abc.def \n")
    monkeypatch.setenv("DISCORD_API_BASE", "http://127.0.0.1:8080/api/v10")
    monkeypatch.setenv("DISCORD_GATEWAY_URL", "ws://127.0.0.1:8081/gateway")
    for name in ("a.yaml", "b"):
        Path(name).touch()
    monkeypatch.setenv("PAPERCLUB_LIBRARY", os.pathsep.join(["a.yaml", "b"]))
    monkeypatch.setenv("PAPERCLUB_GUILDS", "12, 34")
    monkeypatch.setenv("PAPERCLUB_MESSAGE_CONTENT", "yes")
    chosen = settings.load(Settings)
    assert chosen.discord_token
    assert chosen.discord_token.get_secret_value() == "abc.def"
    assert str(chosen.discord_api_base) == "http://127.0.0.1:8080/api/v10"
    assert chosen.paperclub_library == (Path("a.yaml"), Path("b"))
    assert chosen.paperclub_guilds == (12, 34)
    assert chosen.paperclub_message_content


def test_the_environment_goes_before_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "p.txt").touch()
    (folder / "paperclub.yaml").write_text("paperclub_guilds: [1]\npaperclub_library: [p.txt]\n")
    monkeypatch.setenv("PAPERCLUB_GUILDS", "2")
    chosen = settings.load(Settings)
    assert chosen.paperclub_guilds == (2,)
    assert chosen.paperclub_library == (Path("p.txt"),)


def test_a_token_may_lie_in_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "token").write_text("abc.def\n")
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "token")
    chosen = settings.load(Settings)
    assert chosen.discord_token
    assert chosen.discord_token.get_secret_value() == "abc.def"


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "")
    monkeypatch.setenv("PAPERCLUB_GUILDS", "")
    assert settings.load(Settings).discord_token is None


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PAPERCLUB_GUILDS", "12,abc", "PAPERCLUB_GUILDS, number 2"),
        ("PAPERCLUB_GUILDS", "-5", "PAPERCLUB_GUILDS"),
        ("PAPERCLUB_MESSAGE_CONTENT", "perhaps", "PAPERCLUB_MESSAGE_CONTENT"),
        ("DISCORD_API_BASE", "discord.com", "DISCORD_API_BASE"),
        ("DISCORD_API_BASE", "ftp://discord.com", "DISCORD_API_BASE"),
        ("DISCORD_GATEWAY_URL", "http://discord.com", "DISCORD_GATEWAY_URL"),
        ("DISCORD_API_BASE", "http://user:pw@h/api", "DISCORD_API_BASE: An address here has no"),
        ("DISCORD_API_BASE", "http://h/api?x=y", "DISCORD_API_BASE: An address here has no"),
        ("DISCORD_GATEWAY_URL", "ws://h/#a", "DISCORD_GATEWAY_URL: An address here has no"),
        ("DISCORD_TOKEN_FILE", "nowhere", "DISCORD_TOKEN_FILE: nowhere: No such file"),
        ("DISCORD_TOKEN_FILE", "empty", "DISCORD_TOKEN_FILE: empty: This is empty"),
        ("DISCORD_TOKEN_FILE", "words", "DISCORD_TOKEN_FILE: words: A token is one word"),
        ("DISCORD_TOKEN_FILE", "bytes", "DISCORD_TOKEN_FILE: bytes: This is not text"),
        ("DISCORD_TOKEN", "two words", "DISCORD_TOKEN: A token is one word"),
        ("PAPERCLUB_LIBRARY", "/nope", "PAPERCLUB_LIBRARY, number 1: There is no file or folder"),
        ("PAPERCLUB_GUILD", "12", "PAPERCLUB_GUILD: there is no such setting. Did you mean"),
        ("DISCORD_TOKNE", "x", "Did you mean DISCORD_TOKEN?"),
        ("PAPERCLUB_SETTINGS", "nowhere.yaml", "PAPERCLUB_SETTINGS: there is no file nowhere.yaml"),
    ],
)
def test_what_can_t_be_used_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    (folder / "empty").write_text(" \n")
    (folder / "words").write_text("two words\n")
    (folder / "bytes").write_bytes(b"\xff\xfe\xfd")
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSettings) as raised:
        settings.load(Settings)
    assert says in str(raised.value)


def test_a_secret_is_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "sec ret")
    with pytest.raises(InvalidSettings) as raised:
        settings.load(Settings)
    assert "sec ret" not in str(raised.value)
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    assert "secret" not in repr(settings.load(Settings))


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
        settings.load(Settings)
    assert "paperclub.yaml" in str(raised.value)
    assert says in str(raised.value)


def test_names_that_others_use_are_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PAPERCLUB_PORT", "DISCORD_BOT_TOKEN", "PAPERCLUB_CACHE", "DISCORD_OPENAPI"):
        monkeypatch.setenv(name, "x")
    assert settings.load(Settings).discord_token is None


def test_what_needs_no_discord_reads_the_library_s_setting_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "p.txt").touch()
    (folder / "paperclub.yaml").write_text("paperclub_library: [p.txt]\nnonsense: 1\n")
    monkeypatch.setenv("PAPERCLUB_GUILDS", "abc")
    assert settings.load(LibrarySettings).paperclub_library == (Path("p.txt"),)
