"""This file holds the judge of what the bot sends: what Discord would refuse, or people dislike.

Two layers: Discord's own description of its interface, where it is at hand
(`tests/discord_description.py`), and the rules of its documentation that a schema can't express.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tests import discord_description
from tests.discord_commands import command_faults
from tests.discord_components import COMPONENTS_V2, component_faults, is_blank, units

_CALLBACK = re.compile(r"/interactions/\d+/[^/]+/callback")
_MESSAGES = re.compile(r"/channels/\d+/messages(/\d+)?|/webhooks/\d+/[^/]+(/messages/[^/]+)?")
_THREADS = re.compile(r"/channels/\d+/threads")
_COMMANDS = re.compile(r"/applications/\d+(/guilds/\d+)?/commands")
_MOST_CONTENT, _MOST_EMBEDDED, _MOST_NONCE, _MOST_FILES = 2000, 6000, 25, 10
_MOST_CHOICES, _MOST_CHOICE = 25, 100


def faults_in(method: str, path: str, body: object, *, files: Iterable[str] = ()) -> list[str]:
    """List what Discord would object to in a request.

    Args:
        method: GET, POST, …
        path: From the version on: "/channels/1/messages".
        body: As it was sent; of a request with files, its payload_json.
        files: The names of the files.

    Returns:
        A line for each fault, with its place in the body.
    """
    route = path.partition("?")[0].removeprefix("/api/v10")
    if _THREADS.fullmatch(route) and isinstance(body, dict) and "message" in body:
        # discord.py says of a post in a forum that it is a thread; Discord doesn't read that.
        body = {name: value for name, value in body.items() if name != "type"}
    return [*discord_description.faults(method, route, body), *_faults(method, route, body, files)]


def _faults(method: str, route: str, body: Any, files: Iterable[str]) -> Iterator[str]:
    if _COMMANDS.fullmatch(route) and method == "PUT":
        yield from command_faults(body)
    elif _CALLBACK.fullmatch(route):
        kind, about = body.get("type"), body.get("data") or {}
        if kind == 8:
            yield from _choice_faults(about.get("choices"))
        elif kind in (4, 7):
            yield from _message_faults(about, list(files))
        elif kind not in (5, 6, 9):
            yield f"type: {kind} is no answer to an interaction"
    elif _MESSAGES.fullmatch(route):
        yield from _message_faults(body, list(files))
    elif _THREADS.fullmatch(route) and "message" in body:
        yield from _message_faults(body["message"], list(files))


def _choice_faults(choices: Any) -> Iterator[str]:
    if not isinstance(choices, list) or len(choices) > _MOST_CHOICES:
        yield f"data.choices: must be a list of at most {_MOST_CHOICES}"
        return
    for at, one in enumerate(choices):
        for name in ("name", "value"):
            text = one.get(name)
            if name == "value" and isinstance(text, int | float):
                continue  # of an option that takes a number
            if not isinstance(text, str) or is_blank(text) or units(text) > _MOST_CHOICE:
                yield f"data.choices[{at}].{name}: must have 1 to {_MOST_CHOICE} letters"
    for name in ("name", "value"):
        if len({one.get(name) for one in choices}) < len(choices):
            yield f"data.choices: two have the same {name}"


def _message_faults(message: Any, files: list[str]) -> Iterator[str]:
    mentions = message.get("allowed_mentions")
    if (
        mentions is None
        or mentions.get("parse") != []
        or any(mentions.get(name) for name in ("users", "roles", "replied_user"))
    ):
        yield "allowed_mentions: must allow none"
    if len(str(message.get("nonce") or "")) > _MOST_NONCE:
        yield f"nonce: has more than {_MOST_NONCE} letters"
    has_layout = bool((message.get("flags") or 0) & COMPONENTS_V2)
    content, embeds = message.get("content") or "", message.get("embeds") or []
    if has_layout:
        for name in ("content", "embeds", "poll", "sticker_ids"):
            if message.get(name):
                yield f"{name}: can't be together with a layout"
        if not message.get("components"):
            yield "components: a layout needs some"
    elif is_blank(content) and not embeds and not files and not message.get("poll"):
        yield "content: the message is empty"
    if units(content) > _MOST_CONTENT:
        yield f"content: has more than {_MOST_CONTENT:,} letters"
    if sum(map(_embedded, embeds)) > _MOST_EMBEDDED:
        yield f"embeds: have more than {_MOST_EMBEDDED:,} letters in all"
    attached = [one.get("filename") for one in message.get("attachments") or ()]
    yield from component_faults(
        message.get("components") or [], has_layout=has_layout, attached=[*attached, *files]
    )
    yield from _file_faults(message, files)


def _file_faults(message: Any, files: list[str]) -> Iterator[str]:
    listed = {one.get("filename") for one in message.get("attachments") or ()}
    if len(files) > _MOST_FILES:
        yield f"files: more than {_MOST_FILES}"
    if len(set(files)) < len(files):
        yield "files: two have the same name"
    for name in files:
        if not re.fullmatch(r"[\w.-]+\.\w+", name, re.ASCII):
            yield f"files: {name!r} would be renamed"
        if name not in listed:
            yield f"attachments: {name!r} isn't listed"
        if f"attachment://{name}" not in repr(message):
            yield f"files: nothing shows {name!r}"


def _embedded(embed: Any) -> int:
    """Count the letters that Discord counts in an embed."""
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get(name) or {}).get(part) for name, part in _PARTS]
    texts += [field.get(part) for field in embed.get("fields") or () for part in ("name", "value")]
    return sum(units(text or "") for text in texts)


_PARTS = (("footer", "text"), ("author", "name"))
