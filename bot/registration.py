"""This file holds how commands are registered with Discord: only when they changed."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from discord import app_commands

_log = logging.getLogger(__name__)
# What a definition says; Discord adds more of itself, and may begin to add other things.
_SAID_BY_US = frozenset(
    "name name_localizations description description_localizations type options required choices"
    " value autocomplete min_value max_value min_length max_length channel_types contexts"
    " integration_types default_member_permissions dm_permission nsfw".split()
)


async def register(
    tree: app_commands.CommandTree[Any], guild_ids: Sequence[int] = ()
) -> dict[int, bool]:
    """Let Discord know the commands: everybody, or only some servers, where they show at once.

    Args:
        tree: The commands.
        guild_ids: The servers. With some, commands that everybody has are withdrawn, so that
            nobody sees each command twice.

    Returns:
        For each server, 0 standing for everybody, whether anything had to be changed.
    """
    http = tree.client.http
    application_id = tree.client.application_id or 0
    ours: list[Any] = [one.to_dict(tree) for one in tree.get_commands()]
    changed = {}
    for guild_id in guild_ids or (0,):
        # In a server a command has no say about contexts and kinds of installation.
        for_server = [
            _without(one, "contexts", "integration_types", "dm_permission") for one in ours
        ]
        if guild_id:
            there: Sequence[Any] = await http.get_guild_commands(application_id, guild_id)
            if is_new := not is_same(for_server, there):
                await http.bulk_upsert_guild_commands(application_id, guild_id, for_server)
        else:
            there = await http.get_global_commands(application_id)
            if is_new := not is_same(ours, there):
                await http.bulk_upsert_global_commands(application_id, ours)
        changed[guild_id] = is_new
    if guild_ids and await http.get_global_commands(application_id):
        await http.bulk_upsert_global_commands(application_id, [])
        changed[0] = True
    _log.info("commands: %s", "registered" if any(changed.values()) else "unchanged")
    return changed


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


def _without(one: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in one.items() if name not in names}
