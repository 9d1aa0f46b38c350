"""This file holds how every command is offered as a slash command, and some as context menus.

Names, options, descriptions, choices and ranges come from the commands' own signatures and
docstrings; nothing is said twice.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Literal, Union

import discord
from discord import app_commands

from bot import sending
from bot.parting import beginning, shortened
from commands._command import Command, Option, Value, all_commands

MENUS = {"Find this paper": "paper", "Related papers": "related", "Summarise": "summary"}
"""What is offered on a message, and which command answers it."""
MOST_CHOICES = 25
LONGEST_CHOICE = 100
"""Letters, by Discord's reference."""

Interaction = discord.Interaction[Any]
Ask = Callable[[Interaction, str, Mapping[str, Value], bool], Awaitable[None]]
Suggest = Callable[[Interaction, str, str, str], Awaitable[list[str]]]
AskAbout = Callable[[Interaction, str, discord.Message], Awaitable[None]]

_EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_FOR_EVERYBODY = app_commands.AppInstallationType(guild=True, user=True)
_PRIVATE = "Show the answer to me only."


def offered(ask: Ask, suggest: Suggest) -> list[app_commands.Command[Any, ..., None]]:
    """Make a slash command of every command."""
    return [_slash_command(one, ask, suggest) for one in all_commands().values()]


def menus(ask_about: AskAbout) -> list[app_commands.ContextMenu]:
    """Make the context menus of messages."""
    return [_menu(label, name, ask_about) for label, name in MENUS.items()]


def _slash_command(
    one: Command[...], ask: Ask, suggest: Suggest
) -> app_commands.Command[Any, ..., None]:
    async def callback(interaction: Interaction, **given: Any) -> None:
        is_private = bool(given.pop("private", None))
        options = {
            option.name: given[option.parameter]
            for option in one.options.values()
            if given.get(option.parameter) is not None
        }
        await ask(interaction, one.name, options, is_private)

    parameters = [_parameter("interaction", Interaction, is_required=True)]
    parameters += [
        _parameter(option.parameter, _kind(option), is_required=option.required)
        for option in one.options.values()
    ]
    parameters.append(_parameter("private", bool, is_required=False))
    callback.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    described = {option.parameter: one.describe(option) for option in one.options.values()}
    app_commands.describe(**described, private=_PRIVATE)(callback)
    renamed = {option.parameter: option.name for option in one.options.values()}
    app_commands.rename(**{old: new for old, new in renamed.items() if old != new})(callback)
    slash: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=one.name,
        description=one.summary,
        callback=callback,
        allowed_contexts=_EVERYWHERE,
        allowed_installs=_FOR_EVERYBODY,
    )
    for option in one.options.values():
        if option.suggest:
            slash.autocomplete(option.parameter)(_autocomplete(one.name, option.name, suggest))
    return slash


def _parameter(name: str, kind: object, *, is_required: bool) -> inspect.Parameter:
    default = inspect.Parameter.empty if is_required else None
    annotation = kind if is_required else Union[kind, None]  # noqa: UP007 - | wants plain types
    where = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Parameter(name, where, default=default, annotation=annotation)


def _kind(option: Option) -> object:
    """Tell discord.py which kind of value an option takes."""
    if option.choices:
        return Literal[option.choices]
    if option.between:
        return app_commands.Range[int, option.between.least, option.between.most]
    return option.kind if option.kind in (int, bool) else str


def _autocomplete(
    command: str, option: str, suggest: Suggest
) -> Callable[[Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
    async def offer(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        values = await suggest(interaction, command, option, typed)
        choices = {
            beginning(value, LONGEST_CHOICE).rstrip(): shortened(value, LONGEST_CHOICE)
            for value in values
        }
        offered = [
            app_commands.Choice(name=shown, value=value)
            for value, shown in choices.items()
            if value
        ][:MOST_CHOICES]
        await sending.offer(interaction, offered)
        return offered

    return offer


def _menu(label: str, name: str, ask_about: AskAbout) -> app_commands.ContextMenu:
    async def callback(interaction: Interaction, message: discord.Message) -> None:
        await ask_about(interaction, name, message)

    callback.__annotations__ = {"interaction": Interaction, "message": discord.Message}
    return app_commands.ContextMenu(
        name=label,
        callback=callback,
        allowed_contexts=_EVERYWHERE,
        allowed_installs=_FOR_EVERYBODY,
    )
