"""This file holds how commands are registered with Discord: only when they changed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import discord
import stamina
from discord import app_commands

from bot import rest

_log = logging.getLogger(__name__)
# What a definition says; Discord adds more of itself, and may begin to add other things.
_SAID_BY_US = frozenset(
    "name name_localizations description description_localizations type options required choices"
    " value autocomplete min_value max_value min_length max_length channel_types contexts"
    " integration_types default_member_permissions dm_permission nsfw".split()
)


async def register(tree: app_commands.CommandTree[Any], guild_ids: Sequence[int] = ()) -> None:
    """Let Discord know the commands: everybody, or only some servers, where they show at once.

    Nobody sees a command twice: with servers, everybody's commands are withdrawn, and those of
    servers that aren't named any more are as well.

    Args:
        tree: The commands.
        guild_ids: The servers.
    """
    ours: list[Any] = [one.to_dict(tree) for one in tree.get_commands()]
    client = tree.client
    named = [_in_scope(client, guild_id, ours) for guild_id in dict.fromkeys(guild_ids)]
    await asyncio.gather(*named, _in_scope(client, 0, [] if guild_ids else ours))
    await client.wait_until_ready()  # before, it isn't known in which servers we are
    for guild in client.guilds:
        if guild.id not in guild_ids:
            await _in_scope(client, guild.id, [])


async def _in_scope(client: discord.Client, guild_id: int, wanted: Sequence[Any]) -> None:
    """Let one server, 0 standing for everybody, have just some commands."""
    if guild_id:
        wanted = [_in_server(one) for one in wanted]
    attempts = stamina.retry_context(on=_is_again, attempts=None, timeout=None, wait_max=60)
    try:
        async for attempt in attempts:
            with attempt:
                is_new = await _written(client, guild_id, wanted)
    except discord.HTTPException as error:
        if not guild_id:
            _log.error("the commands for everybody could not be written: %s", error)
        elif wanted:
            says = "PAPERCLUB_GUILDS: server %d can't be given commands; is the bot in it? %s"
            _log.error(says, guild_id, error)
        else:  # as in every server to which it was added without commands
            _log.info("server %d lets nothing be known of its commands: %s", guild_id, error)
        return
    if wanted or is_new:
        where = f"for server {guild_id}" if guild_id else "for everybody"
        state = "unchanged" if not is_new else "registered" if wanted else "withdrawn"
        _log.info("commands %s: %s", where, state)


async def _written(client: discord.Client, guild_id: int, wanted: Sequence[Any]) -> bool:
    """Write a scope's commands if it has others, and tell whether it had."""
    http, us = client.http, client.application_id or 0
    if guild_id:
        there = [_in_server(one) for one in await http.get_guild_commands(us, guild_id)]
    else:
        there = [dict(one) for one in await http.get_global_commands(us)]
    if is_same(wanted, there):
        return False
    if guild_id:
        await http.bulk_upsert_guild_commands(us, guild_id, list(wanted))
    else:
        await http.bulk_upsert_global_commands(us, list(wanted))
    return True


def _is_again(error: Exception) -> bool | float:
    """Tell whether to try again: after all but a refusal, also where rubbish was answered."""
    return rest.is_again(error) or not isinstance(error, discord.HTTPException)


def _in_server(one: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what a server's command has no say about, though Discord may answer it."""
    about_everybody = ("contexts", "integration_types", "dm_permission")
    return {name: value for name, value in one.items() if name not in about_everybody}


def is_same(ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether Discord has just these commands, whatever it adds of itself."""
    return _by_name(ours) == _by_name(theirs)


def _by_name(commands: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], Any]:
    return {(one.get("type", 1), one["name"]): _plain(one) for one in commands}


def _plain(value: Any) -> Any:
    """Leave out what says nothing: what is empty, false, or the default."""
    if isinstance(value, Mapping):
        plain = {k: _plain(v) for k, v in value.items() if k in _SAID_BY_US}
        if plain.get("dm_permission") is True:
            del plain["dm_permission"]
        if plain.get("type") == 1 and "description" in plain:
            del plain["type"]
        if isinstance(permissions := plain.get("default_member_permissions"), int):
            plain["default_member_permissions"] = str(permissions)
        return {k: v for k, v in plain.items() if v not in (None, False, "", [], {})}
    if isinstance(value, Sequence) and not isinstance(value, str):
        plain_list = [_plain(one) for one in value]
        is_numbers = all(isinstance(one, int) for one in plain_list)
        return sorted(plain_list) if is_numbers else plain_list
    return value
