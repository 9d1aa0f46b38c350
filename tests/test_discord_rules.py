"""The judge of what the bot sends finds what it is there to find."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests import discord_description
from tests.discord_rules import faults_in

_described = pytest.mark.skipif(
    discord_description.file() is None, reason="Discord's description is not at hand"
)


def a_button(**changes: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Open", "custom_id": "one", **changes}


def a_message() -> dict[str, Any]:
    section = {
        "type": 9,
        "components": [{"type": 10, "content": "A title"}],
        "accessory": a_button(),
    }
    picture = {"media": {"url": "attachment://chart.png"}, "description": "Two bars"}
    row = {"type": 1, "components": [a_button(custom_id="two")]}
    inner = [{"type": 10, "content": "## Papers"}, section, {"type": 12, "items": [picture]}, row]
    return {
        "flags": 1 << 15,
        "components": [{"type": 17, "accent_color": 1, "components": inner}],
        "allowed_mentions": {"parse": []},
        "attachments": [{"id": "0", "filename": "chart.png"}],
    }


def faults_of(message: Any, files: tuple[str, ...] = ("chart.png",)) -> list[str]:
    return faults_in("POST", "/channels/1/messages", message, files=files)


def inside(message: dict[str, Any]) -> list[dict[str, Any]]:
    return message["components"][0]["components"]  # type: ignore[no-any-return]


def test_a_good_message_is_not_objected_to() -> None:
    assert faults_of(a_message()) == []
    assert (
        faults_in(
            "POST", "/channels/1/messages", {"content": "Hi", "allowed_mentions": {"parse": []}}
        )
        == []
    )


_BAD_MESSAGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "must allow none": lambda one: one.pop("allowed_mentions"),
    "allowed_mentions: must": lambda one: one["allowed_mentions"].update(parse=["users"]),
    "mentions: must allow": lambda one: one["allowed_mentions"].update(replied_user=True),
    "nonce: has more": lambda one: one.update(nonce="x" * 26),
    "content: can't be together": lambda one: one.update(content="Hi"),
    "a layout needs some": lambda one: one.update(components=[]),
    "41 are more than 40": lambda one: inside(one).extend(
        {"type": 10, "content": "x"} for _ in range(33)
    ),
    "letters are more than 4,000": lambda one: inside(one)[0].update(content="🧪" * 1997),
    "two have the same custom_id": lambda one: inside(one)[1]["accessory"].update(custom_id="two"),
    "two have the same id": lambda one: [one.update(id=3) for one in inside(one)[:2]],
    "type 17 can't be here": lambda one: one.update(flags=0),
    "none for a message": lambda one: inside(one)[0].update(type=18),
    "chart2.png isn't attached": lambda one: inside(one)[2]["items"][0]["media"].update(
        url="attachment://chart2.png"
    ),
    "is no address": lambda one: inside(one)[2]["items"][0]["media"].update(url="chart.png"),
    "isn't listed": lambda one: one.update(attachments=[]),
    "letters of text": lambda one: inside(one)[2]["items"][0].pop("description"),
    "one to ten pictures": lambda one: inside(one)[2].update(items=[]),
    "one to five buttons": lambda one: inside(one)[3].update(
        components=[a_button(custom_id=str(at)) for at in range(6)]
    ),
    "no custom_id": lambda one: inside(one)[1]["accessory"].update(style=5, url="https://a.org"),
    "at most 512": lambda one: inside(one)[3].update(
        components=[{"type": 2, "style": 5, "label": "x", "url": "https://a.org/" + "x" * 500}]
    ),
    "needs a sku_id": lambda one: inside(one)[1]["accessory"].update(style=6),
    "a button has a custom_id": lambda one: inside(one)[1]["accessory"].pop("custom_id"),
    "1 to 100 letters": lambda one: inside(one)[1]["accessory"].update(custom_id="x" * 101),
    "what this button does": lambda one: inside(one)[1]["accessory"].update(label=" \u200b"),
    "more than 80": lambda one: inside(one)[1]["accessory"].update(label="x" * 81),
    "one to three texts": lambda one: inside(one)[1].update(components=[]),
    "needs a button or": lambda one: inside(one)[1].pop("accessory"),
    "nobody can see this text": lambda one: inside(one)[0].update(content="\u202e \n"),
    "isn't empty": lambda one: one["components"].append({"type": 17, "components": []}),
    "can't be in a container": lambda one: inside(one).append({"type": 17, "components": []}),
    "is no colour": lambda one: one["components"][0].update(accent_color=1 << 24),
    "is 1 or 2": lambda one: inside(one).append({"type": 14, "spacing": 3}),
    "description: has more": lambda one: inside(one)[1].update(
        accessory={"type": 11, "media": {"url": "https://a.org"}, "description": "x" * 1025}
    ),
}


@pytest.mark.parametrize("says", list(_BAD_MESSAGES))
def test_a_message_that_breaks_a_rule_is_objected_to(says: str) -> None:
    message = a_message()
    _BAD_MESSAGES[says](message)
    assert any(says in fault for fault in faults_of(message)), faults_of(message)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (("chart.png", "chart.png"), "the same name"),
        (("chart.png", "other.png"), "nothing shows"),
        (("chart.png", "a b.png"), "would be renamed"),
        (tuple(f"{at}.png" for at in range(11)), "more than 10"),
    ],
)
def test_a_file_that_breaks_a_rule_is_objected_to(files: tuple[str, ...], says: str) -> None:
    assert any(says in fault for fault in faults_of(a_message(), files))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"content": " "}, "the message is empty"),
        ({"content": "x" * 2001}, "more than 2,000"),
        (
            {"embeds": [{"description": "x" * 3900}, {"footer": {"text": "y" * 2101}}]},
            "more than 6,000",
        ),
    ],
)
def test_a_message_of_text_that_breaks_a_rule_is_objected_to(
    changes: dict[str, Any], says: str
) -> None:
    body = {"content": "Hi", "allowed_mentions": {"parse": []}, **changes}
    assert any(says in fault for fault in faults_of(body, ()))


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"type": 8, "data": {"choices": []}}, ""),
        ({"type": 8, "data": {"choices": [{"name": "a", "value": "a"}] * 2}}, "the same name"),
        ({"type": 8, "data": {"choices": [{"name": " ", "value": "a"}]}}, "[0].name"),
        ({"type": 8, "data": {"choices": [{"name": "a", "value": "x" * 101}]}}, "[0].value"),
        (
            {
                "type": 8,
                "data": {"choices": [{"name": f"{n}", "value": f"{n}"} for n in range(26)]},
            },
            "at most 25",
        ),
        ({"type": 5, "data": {"flags": 64}}, ""),
        ({"type": 6}, ""),
        ({"type": 2}, "is no answer"),
        ({"type": 4, "data": {"content": "Hi"}}, "must allow none"),
        ({"type": 7, "data": {"content": "Hi"}}, "must allow none"),
    ],
)
def test_answers_to_interactions_are_judged_by_their_type(body: dict[str, Any], says: str) -> None:
    found = faults_in("POST", "/interactions/1/token/callback", body)
    assert any(says in fault for fault in found) if says else found == []


def a_command(**changes: Any) -> dict[str, Any]:
    options = [
        {
            "type": 3,
            "name": "paper",
            "description": "Which.",
            "required": True,
            "autocomplete": True,
        },
        {"type": 4, "name": "limit", "description": "How many.", "min_value": 1, "max_value": 25},
        {
            "type": 3,
            "name": "sort",
            "description": "In which order.",
            "choices": [{"name": "newest", "value": "newest"}],
        },
    ]
    command = {"type": 1, "name": "related", "description": "List papers.", "options": options}
    return {**copy.deepcopy(command), **changes}


def command_faults(*commands: dict[str, Any]) -> list[str]:
    return faults_in("PUT", "/applications/1/commands", list(commands))


def test_good_commands_are_not_objected_to() -> None:
    assert command_faults(a_command(), {"type": 3, "name": "Find this paper"}) == []


_BAD_COMMANDS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no command's name": lambda one: one.update(name="Related"),
    "name: 'a b'": lambda one: one.update(name="a b"),
    "[0].description": lambda one: one.update(description="x" * 101),
    "neither description nor": lambda one: one.update(type=3),
    "options: more than 25": lambda one: one["options"].extend(
        {"type": 3, "name": f"o{at}", "description": "x"} for at in range(23)
    ),
    "options: two have": lambda one: one["options"][1].update(name="paper"),
    "must be given stands": lambda one: one["options"][2].update(required=True),
    "no option's name": lambda one: one["options"][0].update(name="Paper"),
    "options[0].description": lambda one: one["options"][0].update(description=" "),
    "together with completion": lambda one: one["options"][2].update(autocomplete=True),
    "can't be completed": lambda one: one["options"][0].update(type=5),
    "choices: more than": lambda one: one["options"][2].update(
        choices=[{"name": f"{at}", "value": f"{at}"} for at in range(26)]
    ),
    "choices: two have": lambda one: one["options"][2]["choices"].append(
        {"name": "newest", "value": "other"}
    ),
    "one has no name": lambda one: one["options"][2]["choices"].append({"name": " ", "value": "o"}),
    "only numbers": lambda one: one["options"][0].update(min_value=1),
    "the range is empty": lambda one: one["options"][1].update(min_value=26),
    "more than 8,000": lambda one: one["options"][2].update(
        choices=[{"name": f"{at}", "value": "x" * 400 + str(at)} for at in range(20)]
    ),
}


@pytest.mark.parametrize("says", list(_BAD_COMMANDS))
def test_a_command_that_breaks_a_rule_is_objected_to(says: str) -> None:
    command = a_command()
    _BAD_COMMANDS[says](command)
    found = command_faults(command)
    assert any(says in fault for fault in found), found


def test_a_set_of_commands_has_each_once_and_not_too_many() -> None:
    assert any("twice" in fault for fault in command_faults(a_command(), a_command()))
    menus = [{"type": 3, "name": f"Menu {at}"} for at in range(16)]
    assert any("more than 15" in fault for fault in command_faults(*menus))


@_described
@pytest.mark.parametrize(
    ("method", "route", "body", "says"),
    [
        ("POST", "/nonsense", {}, "no such route"),
        ("DELETE", "/users/@me", {}, "no such route"),
        ("POST", "/channels/1/typing", {"a": 1}, "takes no body"),
        ("POST", "/channels/1/messages", {**a_message(), "flag": 1}, "'flag'"),
        ("POST", "/channels/1/messages", {**a_message(), "tts": "no"}, "$.tts"),
        ("POST", "/channels/1/messages", {**a_message(), "message_reference": {}}, "'message_id'"),
        (
            "PATCH",
            "/webhooks/1/t/messages/@original",
            {"components": [{"type": 4}]},
            "$.components[0]",
        ),
        ("PUT", "/applications/1/commands", [a_command(contexts=[7])], "[0].contexts[0]"),
        ("PUT", "/applications/1/guilds/2/commands", [{"type": 1}], "'name' is a required"),
        ("POST", "/interactions/1/t/callback", {"type": 99}, "type 99 can't be here"),
    ],
)
def test_the_description_is_applied(method: str, route: str, body: Any, says: str) -> None:
    found = faults_in(method, route, body, files=["chart.png"])
    assert any(says in fault for fault in found), found


@_described
def test_ids_may_be_numbers_or_digits() -> None:
    for reference in ({"message_id": 5}, {"message_id": "5"}):
        assert faults_of({**a_message(), "message_reference": reference}) == []
    assert faults_of({**a_message(), "message_reference": {"message_id": "five"}}) != []


@_described
def test_a_slip_deep_inside_is_named_with_its_place() -> None:
    message = a_message()
    inside(message)[1]["accessory"]["lable"] = "x"
    (fault,) = faults_of(message)
    assert "components[0].components[1].accessory" in fault
    assert "lable" in fault
