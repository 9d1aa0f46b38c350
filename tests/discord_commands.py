"""This file holds the documented rules for definitions of commands that no schema can express."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.discord_components import is_blank, units

SLASH, USER, MESSAGE = 1, 2, 3
_MOST = {SLASH: 100, USER: 15, MESSAGE: 15}
_MOST_NAME, _MOST_DESCRIPTION, _MOST_OPTIONS, _MOST_CHOICES = 32, 100, 25, 25
_MOST_LETTERS = 8000
"""Of a command with its options and choices: names, descriptions and values together."""
_TEXT, _WHOLE, _NUMBER = 3, 4, 10
_WITH_CHOICES = (_TEXT, _WHOLE, _NUMBER)


def command_faults(commands: Any) -> Iterator[str]:
    """List what is wrong with a set of commands."""
    kinds = Counter(one.get("type") or SLASH for one in commands)
    for kind, most in _MOST.items():
        if kinds[kind] > most:
            yield f"{kinds[kind]} commands of type {kind} are more than {most}"
    names = Counter((one.get("type") or SLASH, one.get("name")) for one in commands)
    yield from (f"{name!r} is there twice" for (_, name), times in names.items() if times > 1)
    for at, one in enumerate(commands):
        is_slash = (one.get("type") or SLASH) == SLASH
        if not _is_name(one.get("name"), is_slash=is_slash):
            yield f"[{at}].name: {one.get('name')!r} is no command's name"
        if is_slash:
            yield from (f"[{at}]{fault}" for fault in _described(one))
            yield from (f"[{at}].options{fault}" for fault in _option_faults(one))
        elif one.get("description") or one.get("options"):
            yield f"[{at}]: a menu has neither description nor options"
        if (letters := _letters(one)) > _MOST_LETTERS:
            yield f"[{at}]: {letters:,} letters are more than {_MOST_LETTERS:,}"


def _described(one: Any) -> Iterator[str]:
    text = one.get("description") or ""
    if is_blank(text) or units(text) > _MOST_DESCRIPTION:
        yield f".description: must have 1 to {_MOST_DESCRIPTION} letters"


def _option_faults(command: Any) -> Iterator[str]:
    options = command.get("options") or []
    if len(options) > _MOST_OPTIONS:
        yield f": more than {_MOST_OPTIONS}"
    if len({one.get("name") for one in options}) < len(options):
        yield ": two have the same name"
    required = [bool(one.get("required")) for one in options]
    if required != sorted(required, reverse=True):
        yield ": one that must be given stands behind one that may be"
    for at, one in enumerate(options):
        if not _is_name(one.get("name"), is_slash=True):
            yield f"[{at}].name: {one.get('name')!r} is no option's name"
        yield from (f"[{at}]{fault}" for fault in (*_described(one), *_value_faults(one)))


def _value_faults(option: Any) -> Iterator[str]:
    kind, choices = option.get("type"), option.get("choices") or []
    if choices and (option.get("autocomplete") or kind not in _WITH_CHOICES):
        yield ": choices can't be together with completion, nor with this type"
    if option.get("autocomplete") and kind not in _WITH_CHOICES:
        yield ": this type can't be completed"
    if len(choices) > _MOST_CHOICES:
        yield f".choices: more than {_MOST_CHOICES}"
    for name in ("name", "value"):
        if len({one.get(name) for one in choices}) < len(choices):
            yield f".choices: two have the same {name}"
    if any(is_blank(str(one.get("name") or "")) for one in choices):
        yield ".choices: one has no name"
    least, most = option.get("min_value"), option.get("max_value")
    if kind not in (_WHOLE, _NUMBER) and (least is not None or most is not None):
        yield ": only numbers have a range"
    if least is not None and most is not None and least > most:
        yield ": the range is empty"


def _is_name(name: Any, *, is_slash: bool) -> bool:
    r"""Tell whether a name fits Discord's ^[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]{1,32}$."""
    if not isinstance(name, str) or is_blank(name) or units(name) > _MOST_NAME:
        return False
    if not is_slash:
        return name == name.strip()
    is_of_letters = all(
        letter in "-_'" or unicodedata.category(letter)[0] in "LN" for letter in name
    )
    return is_of_letters and name == name.lower()


def _letters(one: Any) -> int:
    own = sum(units(str(one.get(name) or "")) for name in ("name", "description", "value"))
    inner = [*(one.get("options") or ()), *(one.get("choices") or ())]
    return own + sum(map(_letters, inner))
