"""This file holds the settings: what an operator may choose, in the environment or a YAML file.

A setting has the same name in both, in capitals in the environment and in small letters in the
file. The environment goes before the file.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import (
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


class InvalidSettings(Exception):
    """Settings that can't be used; the text has a line for each, with its name."""


def _parted(separator: str) -> BeforeValidator:
    def part(given: object) -> object:
        if isinstance(given, str | int):
            return [piece.strip() for piece in str(given).split(separator) if piece.strip()]
        return given

    return BeforeValidator(part)


_Http = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["http", "https"], host_required=True)]
_Socket = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["ws", "wss"], host_required=True)]
_Snowflake = Annotated[int, Field(gt=0, lt=1 << 63)]


class Settings(BaseSettings):
    """What an operator chose.

    Attributes:
        discord_token: The bot's token; None without one.
        discord_token_file: A file that holds the token, as Docker and systemd hand over secrets.
        discord_api_base: What stands before each REST route, for a proxy.
        discord_gateway_url: Where the gateway is, for a proxy.
        paperclub_library: Library files and folders; empty for the shipped papers.
        paperclub_guilds: Servers to which commands are given instead of to everybody.
        paperclub_message_content: Whether the message-content intent is enabled for the bot.
        paperclub_notebook: The file of what must survive a restart; None for the usual place.
    """

    model_config = SettingsConfigDict(
        extra="forbid", env_ignore_empty=True, hide_input_in_errors=True, frozen=True
    )

    discord_token: SecretStr | None = None
    discord_token_file: Path | None = None
    discord_api_base: _Http | None = None
    discord_gateway_url: _Socket | None = None
    paperclub_library: Annotated[tuple[Path, ...], NoDecode, _parted(os.pathsep)] = ()
    paperclub_guilds: Annotated[tuple[_Snowflake, ...], NoDecode, _parted(",")] = ()
    paperclub_message_content: bool = False
    paperclub_notebook: Path | None = None

    @field_validator("discord_token")
    @classmethod
    def _is_a_token(cls, given: SecretStr | None) -> SecretStr | None:
        token = given.get_secret_value().strip().strip("\"'") if given else ""
        if not re.fullmatch(r"[!-~]*", token.removeprefix("Bot ").strip()):
            raise ValueError("A token is one word without spaces, as the Developer Portal shows it")
        return SecretStr(token.removeprefix("Bot ").strip()) if token else None

    @model_validator(mode="before")
    @classmethod
    def _token_from_file(cls, given: dict[str, Any]) -> dict[str, Any]:
        file = given.get("discord_token_file")
        if file and not given.get("discord_token"):
            try:
                given = {**given, "discord_token": Path(file).read_text(encoding="utf-8")}
            except (OSError, UnicodeDecodeError) as error:
                reason = getattr(error, "strerror", None) or "it is not text"
                raise ValueError(f"discord_token_file: {file} can't be read: {reason}") from None
        return given

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


def load() -> Settings:
    """Read the settings.

    Raises:
        InvalidSettings: One can't be used; the message names each.
    """
    named = os.environ.get("PAPERCLUB_SETTINGS")
    if named and not Path(named).is_file():
        raise InvalidSettings(f"PAPERCLUB_SETTINGS: there is no file {named}.")
    try:
        return Settings()
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
    place = name.upper() if name.upper() in os.environ else f"{name} in {_file()}"
    examples = {
        "paperclub_guilds": "ids of servers, such as 123456789012345678,234567890123456789",
        "paperclub_message_content": "true or false",
        "discord_api_base": "an address such as https://discord.com/api/v10",
        "discord_gateway_url": "an address such as wss://gateway.discord.gg",
        "paperclub_library": f"files and folders with {os.pathsep!r} between them",
    }
    hint = f" It takes {examples[name]}." if name in examples else ""
    return f"{place}{number}: {says.rstrip('.')}.{hint}"
