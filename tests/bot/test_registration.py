"""Commands are registered only when they changed."""

from __future__ import annotations

import copy
from typing import Any

from bot.registration import is_same

OURS: list[dict[str, Any]] = [
    {
        "name": "find",
        "description": "Find.",
        "type": 1,
        "options": [
            {"type": 3, "name": "query", "description": "Words.", "required": False},
            {
                "type": 4,
                "name": "limit",
                "description": "How many.",
                "min_value": 1,
                "max_value": 5,
            },
        ],
        "nsfw": False,
        "dm_permission": True,
        "default_member_permissions": None,
        "contexts": [0, 1, 2],
        "integration_types": [0, 1],
    },
    {"name": "Summarise", "type": 3, "nsfw": False, "default_member_permissions": 32},
]


def theirs() -> list[dict[str, Any]]:
    """What Discord answers when it has ours."""
    answered = copy.deepcopy(OURS[::-1])
    for number, one in enumerate(answered):
        one |= {
            "id": str(number),
            "application_id": "1",
            "version": "7",
            "name_localizations": None,
            "default_permission": True,
        }
        one["default_member_permissions"] = "32" if one["type"] == 3 else None
    answered[0]["description"] = ""
    answered[1]["contexts"] = [2, 0, 1]
    del answered[1]["options"][0]["required"]
    return answered


def test_what_discord_adds_is_no_change() -> None:
    assert is_same(OURS, theirs())


def test_every_change_is_one() -> None:
    changes = [
        lambda have: have[1].update(description="Look."),
        lambda have: have[1]["options"][1].update(max_value=6),
        lambda have: have[1]["options"].reverse(),
        lambda have: have[1]["options"][0].update(autocomplete=True),
        lambda have: have[1].update(contexts=[0]),
        lambda have: have[0].update(default_member_permissions="16"),
        lambda have: have.pop(),
        lambda have: have.append({"name": "old", "type": 1, "description": "Old."}),
    ]
    for change in changes:
        have = theirs()
        change(have)
        assert not is_same(OURS, have)
