"""This file holds what can be asked, told from the commands' own docstrings."""

from __future__ import annotations

from typing import Annotated

from commands._command import Command, all_commands, command, command_called
from commands._desk import Desk
from knowledge.answer import Answer, Step


def names(_: Desk, typed: str) -> list[str]:
    """Suggest commands by what is typed so far of their names."""
    return [name for name in all_commands() if name.startswith(typed.lower().lstrip("/"))]


@command
def help(desk: Desk, command: Annotated[str, names] = "") -> Answer:
    """Tell what can be asked, or how one command works.

    Args:
        command: The command to explain.
    """
    name = command.strip().lstrip("/").lower()
    if not name:
        return _overview(desk)
    return _explained(command_called(name))


def _overview(desk: Desk) -> Answer:
    lines = [f"- **/{one.name}** – {one.summary}" for one in all_commands().values()]
    first = "Ask in plain words, or use a command:"
    last = "Papers and people may be misspelt or named in part; a number means a paper of the last list."
    newest = desk.library.newest()[0]
    return Answer(
        title="What can be asked",
        text="\n".join([first, "", *lines, "", last]),
        steps=(
            Step("Newest papers", "find", {"sort": "newest"}),
            Step("Summary of the newest", "summary", {"paper": desk.name(newest)}),
            Step("Numbers", "metrics", {}),
        ),
    )


def _explained(one: Command[...]) -> Answer:
    lines = []
    for option in one.options.values():
        optional = "" if option.required else " (optional)"
        described = one.describe(option)
        is_told = option.takes == "text" or "such as" in described
        takes = "" if is_told else f" Takes {option.takes}."
        lines.append(f"- **{option.name}**{optional}: {described}{takes}")
    parts = [one.summary, one.details, "\n".join(lines)]
    return Answer(title=f"/{one.name}", text="\n\n".join(part for part in parts if part))
