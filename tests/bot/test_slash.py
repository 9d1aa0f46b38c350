"""What Discord is told of the commands: just what their signatures and docstrings say."""

from __future__ import annotations

from typing import Any

import pytest

from commands._command import Option, all_commands
from knowledge.library import Library
from tests.bot.conftest import a_presence

_EVERYWHERE, _FOR_EVERYBODY = [0, 1, 2], [0, 1]
_TYPES = {str: 3, int: 4, bool: 5}


@pytest.fixture
def told(library: Library) -> dict[str, dict[str, Any]]:
    """What is registered, by name."""
    tree = a_presence(library, None).tree
    return {one.name: one.to_dict(tree) for one in tree.get_commands()}


@pytest.mark.parametrize("name", list(all_commands()))
def test_a_command_is_told_as_it_describes_itself(
    told: dict[str, dict[str, Any]], name: str
) -> None:
    one, there = all_commands()[name], told[name]
    assert there["description"] == one.summary
    assert there["contexts"] == _EVERYWHERE
    assert there["integration_types"] == _FOR_EVERYBODY
    assert there["default_member_permissions"] is None
    *options, private = there["options"]
    assert [option["name"] for option in options] == list(one.options)
    for option, declared in zip(options, one.options.values(), strict=True):
        assert option["description"] == one.describe(declared)
        assert of_discord(option) == expected(declared)
    assert (private["name"], private["type"], private["required"]) == ("private", 5, False)


def of_discord(option: dict[str, Any]) -> dict[str, Any]:
    """What Discord is told of the values of an option."""
    return {
        "type": option["type"],
        "required": option["required"],
        "choices": tuple(one["value"] for one in option.get("choices", ())),
        "range": (option.get("min_value"), option.get("max_value")),
        "is_completed": option.get("autocomplete", False),
    }


def expected(option: Option) -> dict[str, Any]:
    """What a command declares of the same."""
    between = option.between
    return {
        "type": _TYPES.get(option.kind, 3),
        "required": option.required,
        "choices": option.choices,
        "range": (between.least, between.most) if between else (None, None),
        "is_completed": option.suggest is not None,
    }


def test_what_is_told_of_options_is_not_all_the_same() -> None:
    options = [option for one in all_commands().values() for option in one.options.values()]
    assert any(option.choices for option in options)
    assert any(option.between for option in options)
    assert any(option.suggest for option in options)


@pytest.mark.parametrize(("name", "permission"), [("status", 1 << 5), ("questions", 1 << 4)])
def test_what_is_for_managers_is_hidden_from_others_and_only_in_servers(
    told: dict[str, dict[str, Any]], name: str, permission: int
) -> None:
    assert int(told[name]["default_member_permissions"]) == permission
    assert (told[name]["contexts"], told[name]["integration_types"]) == ([0], [0])


@pytest.mark.parametrize("name", ["Find this paper", "Related papers", "Summarise"])
def test_menus_are_offered_everywhere(told: dict[str, dict[str, Any]], name: str) -> None:
    assert told[name]["type"] == 3
    assert (told[name]["contexts"], told[name]["integration_types"]) == (
        _EVERYWHERE,
        _FOR_EVERYBODY,
    )
