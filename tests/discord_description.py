"""This file holds Discord's own description of its interface, as a judge of requests.

The description is a file that is not part of this project. `DISCORD_OPENAPI` names it; without
that it is looked for beside the checkout. Where it is absent, this judge has no objections.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators
from jsonschema.exceptions import relevance
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

Schema = dict[str, Any]

_HERE = "urn:discord"
_PLACE = Path(__file__).resolve().parents[2] / "shared" / "discord" / "discord-openapi.json"

_UNDESCRIBED: Schema = {"^(nsfw|tts)$": {"type": "boolean"}}
"""discord.py sends these everywhere; Discord's documentation has them, its description not."""

_PASSED_OVER = {"/channels/{channel_id}/threads": "type"}
"""What discord.py sends of a forum's post, too, and what Discord passes over there."""


def file() -> Path | None:
    """Find the description; None where there is none."""
    named = os.environ.get("DISCORD_OPENAPI")
    place = Path(named) if named else _PLACE
    return place if named or place.exists() else None


def faults(method: str, route: str, body: object) -> Iterator[str]:
    """List what the description has against a request's body.

    Args:
        method: GET, POST, …
        route: The path, from the version on.
        body: As it was sent as JSON.
    """
    if file() is None:
        return
    path = _path(method.lower(), route)
    if path is None:
        yield f"{method} {route}: there is no such route"
        return
    validator = _validator(method.lower(), path)
    if validator is None:
        yield f"{method} {route}: takes no body"
        return
    if isinstance(body, dict) and "message" in body:
        body = {name: value for name, value in body.items() if name != _PASSED_OVER.get(path)}
    for error in validator.iter_errors(body):
        nearest = min([error, *(error.context or ())], key=relevance)
        yield f"{nearest.json_path}: {nearest.message[:300]}"


@cache
def _description() -> Schema:
    place = file()
    assert place is not None
    return _adapted(json.loads(place.read_text(encoding="utf-8")))  # type: ignore[no-any-return]


@cache
def _validator(method: str, path: str) -> Any:
    """Make what validates the bodies of a route; None where it takes none."""
    body = _description()["paths"][path][method].get("requestBody")
    if body is None:
        return None
    resource = Resource.from_contents(_description(), default_specification=DRAFT202012)
    schema = {"$id": _HERE + ":body", **_absolute(body["content"]["application/json"]["schema"])}
    return _Validator(schema, registry=Registry().with_resource(_HERE, resource))


@cache
def _path(method: str, route: str) -> str | None:
    """Find the described path that a route fits, with as few placeholders as can be."""
    fitting = [
        path
        for path, operations in _description()["paths"].items()
        if method in operations
        and re.fullmatch(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)), route)
    ]
    return min(fitting, key=lambda path: path.count("{"), default=None)


def _adapted(schema: Any) -> Any:
    """Adapt the description to what Discord takes.

    Ids and large numbers may be numbers or strings of digits, and `oneOf` is meant as `anyOf`. A
    name that isn't described is a fault here, though Discord passes it over: it is a slip.
    """
    if isinstance(schema, list):
        return [_adapted(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    adapted = {"anyOf" if name == "oneOf" else name: _adapted(one) for name, one in schema.items()}
    kinds = schema.get("type")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if isinstance(kinds, list) and "properties" in schema:
        adapted.setdefault("additionalProperties", False)
        adapted["patternProperties"] = _UNDESCRIBED
    if isinstance(kinds, list) and "enum" not in schema:
        if schema.get("format") == "snowflake":
            adapted["type"] = [*kinds, "integer"]
        elif "integer" in kinds:
            adapted["type"] = [*kinds, "string"]
            adapted["pattern"] = "^-?[0-9]+$"
    return adapted


def _absolute(schema: Any) -> Any:
    """Let references of a part of the description work outside of it."""
    if isinstance(schema, list):
        return [_absolute(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: _HERE + one if name == "$ref" else _absolute(one) for name, one in schema.items()}


def _any_of(validator: Any, choices: list[Schema], instance: Any, _: Schema) -> Iterator[Any]:
    """Judge by what the instance says that it is, so that the fault named is the one that counts.

    It also saves much time: most things here are one of ten or more.
    """
    if instance is not None:
        choices = [one for one in choices if one.get("type") != "null"]
    kind = instance.get("type") if isinstance(instance, dict) else None
    if kind is not None:
        fitting = [one for one in choices if kind in (_types(one) or (kind,))]
        if not fitting:
            yield ValidationError(f"type {kind} can't be here")
            return
        choices = fitting
    every = [list(validator.descend(instance, one)) for one in choices]
    if all(every):  # none fits: the one that fits best tells
        yield from min(
            every, key=lambda errors: (-max(len(one.path) for one in errors), len(errors))
        )


def _types(schema: Schema) -> list[int] | None:
    """Tell which numbers `type` may have in what a reference leads to; None for any."""
    name = schema.get("$ref", "").rpartition("/")[2]
    if not name:
        return None
    properties = _description()["components"]["schemas"][name].get("properties", {})
    return properties.get("type", {}).get("enum")  # type: ignore[no-any-return]


_Validator = validators.extend(Draft202012Validator, {"anyOf": _any_of})
