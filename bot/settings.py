"""This file holds the settings: what an operator may choose, in the environment or a YAML file.

A setting has the same name in both, in capitals in the environment and in small letters in the
file. The environment goes before the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import (
    AfterValidator,
    AnyUrl,
    BeforeValidator,
    Field,
    SecretStr,
    UrlConstraints,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    YamlConfigSettingsSource,
)
from rapidfuzz import process

FILE = Path("paperclub.yaml")
"""Read from the working folder where PAPERCLUB_SETTINGS names no other file."""


_OTHERS = frozenset(("PAPERCLUB_SETTINGS", "PAPERCLUB_CACHE"))
"""Names that no settings file has."""
_NEARLY = 88
"""Of 100: a letter or two; less would be found in DISCORD_BOT_TOKEN, which others use."""


class InvalidSettings(Exception):
    """Settings that can't be used; the text has a line for each, with its name."""


def _parted(separator: str) -> BeforeValidator:
    def part(given: object) -> object:
        if isinstance(given, str | int):
            return [piece.strip() for piece in str(given).split(separator) if piece.strip()]
        return given

    return BeforeValidator(part)


def _plain(address: AnyUrl) -> AnyUrl:
    if address.username or address.password or address.query or address.fragment:
        raise ValueError("An address here has no user name, no '?' and no '#'")
    return address


def _there(path: Path) -> Path:
    if not path.exists():
        raise ValueError(f"There is no file or folder {path}")
    return path


_Http = Annotated[
    AnyUrl,
    UrlConstraints(allowed_schemes=["http", "https"], host_required=True),
    AfterValidator(_plain),
]
_Socket = Annotated[
    AnyUrl,
    UrlConstraints(allowed_schemes=["ws", "wss"], host_required=True),
    AfterValidator(_plain),
]
_Snowflake = Annotated[int, Field(gt=0, lt=1 << 63)]
_Library = Annotated[Path, AfterValidator(_there)]


class LibrarySettings(BaseSettings):
    """What an operator chose for all surfaces.

    Attributes:
        paperclub_library: Library files and folders; empty for the shipped papers.
    """

    model_config = SettingsConfigDict(
        extra="ignore", env_ignore_empty=True, hide_input_in_errors=True, frozen=True
    )

    paperclub_library: Annotated[tuple[_Library, ...], NoDecode, _parted(os.pathsep)] = ()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the base class's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment, then the file."""
        return init_settings, env_settings, YamlConfigSettingsSource(settings_cls, _file())


class Settings(LibrarySettings):
    """What an operator chose, with what only Discord needs.

    Attributes:
        discord_token: The bot's token; None without one.
        discord_token_file: A file that holds the token, as Docker and systemd hand over secrets.
        discord_api_base: What stands before each REST route, for a proxy.
        discord_gateway_url: Where the gateway is, for a proxy.
        paperclub_guilds: Servers to which commands are given instead of to everybody.
        paperclub_message_content: Whether the message-content intent is enabled for the bot.
        paperclub_notebook: The file of what must survive a restart, or PostgreSQL's address; None for
            the usual place.
        paperclub_watch_seconds: How often the library's files are looked at; 0 for never.
    """

    model_config = SettingsConfigDict(extra="forbid")

    discord_token: SecretStr | None = None
    discord_token_file: Path | None = None
    discord_api_base: _Http | None = None
    discord_gateway_url: _Socket | None = None
    paperclub_guilds: Annotated[tuple[_Snowflake, ...], NoDecode, _parted(",")] = ()
    paperclub_message_content: bool = False
    paperclub_notebook: SecretStr | None = None
    paperclub_watch_seconds: Annotated[float, Field(ge=0, le=86_400)] = 5

    @field_validator("paperclub_notebook")
    @classmethod
    def _is_a_notebook(cls, given: SecretStr | None) -> SecretStr | None:
        if given:
            from bot.notebook import engine

            try:
                engine.address(given.get_secret_value())
            except engine.UnusableNotebook as error:
                raise ValueError(str(error)) from None
        return given

    @field_validator("discord_token")
    @classmethod
    def _is_a_token(cls, given: SecretStr | None) -> SecretStr | None:
        token = _token(given.get_secret_value()) if given else ""
        return SecretStr(token) if token else None

    @model_validator(mode="before")
    @classmethod
    def _token_from_file(cls, given: dict[str, Any]) -> dict[str, Any]:
        file = given.get("discord_token_file")
        if file and not given.get("discord_token"):
            try:
                token = _token(Path(file).read_text(encoding="utf-8"))
            except OSError as error:
                raise ValueError(f"discord_token_file: {file}: {error.strerror}") from None
            except UnicodeDecodeError:
                raise ValueError(f"discord_token_file: {file}: This is not text") from None
            except ValueError as error:
                raise ValueError(f"discord_token_file: {file}: {error}") from None
            if not token:
                raise ValueError(f"discord_token_file: {file}: This is empty")
            given = {**given, "discord_token": token}
        return given


def _token(written: str) -> str:
    """Take a token as it may be written: in quotes, or with the word before it that REST wants."""
    token = written.strip().strip("\"'").removeprefix("Bot ").strip()
    if not re.fullmatch(r"[!-~]*", token):
        raise ValueError("A token is one word without spaces, as the Developer Portal shows it")
    return token


Chosen = TypeVar("Chosen", bound=LibrarySettings)


def load(wanted: type[Chosen]) -> Chosen:
    """Read the settings.

    Args:
        wanted: Settings for Discord, or LibrarySettings for what needs no more.

    Raises:
        InvalidSettings: One can't be used; the message names each.
    """
    named = os.environ.get("PAPERCLUB_SETTINGS")
    if named and not Path(named).is_file():
        raise InvalidSettings(f"PAPERCLUB_SETTINGS: there is no file {named}.")
    if misspelt := list(_misspelt(wanted)):
        raise InvalidSettings("\n".join(misspelt))
    try:
        return wanted()
    except ValidationError as error:
        raise InvalidSettings("\n".join(map(_told, error.errors(include_url=False)))) from None
    except yaml.YAMLError as error:
        at = getattr(error, "problem_mark", None)
        line = f", line {at.line + 1}" if at else ""
        raise InvalidSettings(f"{_file()}{line}: this is not YAML.") from None
    except (OSError, UnicodeDecodeError, TypeError, ValueError) as error:
        # A file that holds no mapping, or that can't be read.
        raise InvalidSettings(f"{_file()}: this holds no settings ({error}).") from None


def _file() -> Path:
    return Path(os.environ.get("PAPERCLUB_SETTINGS") or FILE)


def _told(error: Any) -> str:
    """Say what is wrong with a setting; what was given is not repeated, it may be a secret."""
    where = [str(part) for part in error["loc"]]
    says = error["msg"].removeprefix("Value error, ")
    if not where:
        name, _, says = says.partition(": ")
        where = [name]
    name = where[0]
    if error["type"] == "extra_forbidden":
        near = process.extractOne(name.lower(), list(Settings.model_fields), score_cutoff=60)
        meant = f" Did you mean {near[0]}?" if near else ""
        return f"{name} in {_file()}: there is no such setting.{meant}"
    number = f", number {int(where[1]) + 1}" if len(where) > 1 and where[1].isdigit() else ""
    is_in_environment = any(one.upper() == name.upper() and os.environ[one] for one in os.environ)
    place = name.upper() if is_in_environment else f"{name} in {_file()}"
    examples = {
        "paperclub_guilds": "ids of servers, such as 123456789012345678,234567890123456789",
        "paperclub_message_content": "true or false",
        "discord_api_base": "an address such as https://discord.com/api/v10",
        "discord_gateway_url": "an address such as wss://gateway.discord.gg",
        "paperclub_watch_seconds": "a number of seconds, or 0 for never",
        "paperclub_library": f"files and folders with {os.pathsep!r} between them",
    }
    hint = f" It takes {examples[name]}." if name in examples else ""
    return f"{place}{number}: {says.rstrip('.')}.{hint}"


def _misspelt(wanted: type[LibrarySettings]) -> Iterator[str]:
    """List what stands in the environment under nearly the name of a setting that isn't there.

    Other names are others' business: Kubernetes gives a service PAPERCLUB_PORT, for example.
    """
    there = {name.upper() for name, value in os.environ.items() if value}
    known = {name.upper() for name in wanted.model_fields}
    for name in sorted(there - known - _OTHERS):
        if name.startswith(("DISCORD_", "PAPERCLUB_")):
            near = process.extractOne(name, known - there, score_cutoff=_NEARLY)
            if near:
                yield f"{name}: there is no such setting. Did you mean {near[0]}?"
