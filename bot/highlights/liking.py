"""This file holds how it looks what a channel likes: words with their weights, and menus to mute them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot.layout import Page
from bot.notebook.tastes import Totals
from bot.parting import letters, shortened
from bot.slash import LONGEST_CHOICE, MOST_CHOICES
from knowledge.markdown import literal
from knowledge.taste import Word
from knowledge.text import counted, listed, visible

PREFIX = "t1"
"""What stands before the first ; of the custom_ids here."""
ACTIONS = ("show", "mute", "unmute", "reset", "forget")
_CELLS = 10
_COLOUR, _WARNING = 0x2A9D8F, 0xE76F51
_LONGEST_WORD = 16
"""Letters of a word, so that its bar stays in the same line on a phone."""
_MOST_MUTED = 25
"""Muted words that are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Liked:
    """What a channel likes.

    Attributes:
        channel_id: The channel.
        is_direct: Whether that is somebody's direct messages.
        totals: Its votes.
        gone: How many of the papers with votes left the library.
        words_for: What speaks for a paper, heaviest first.
        words_against: What speaks against one, heaviest first.
        others: The words that may be muted, heaviest first.
        muted: The muted words as they are written, by their stems.
        is_posted_to: Whether highlights are posted there.
        may_change: Whether the reader may mute words and forget votes.
        remark: What was just done; may be empty.
    """

    channel_id: int
    is_direct: bool
    totals: Totals
    gone: int
    words_for: Sequence[Word]
    words_against: Sequence[Word]
    others: Sequence[Word]
    muted: Mapping[str, str]
    is_posted_to: bool
    may_change: bool
    remark: str


def page(liked: Liked) -> Page:
    """Lay out what a channel likes."""
    container: ui.Container[Page] = ui.Container(accent_colour=_COLOUR)
    whom = "you like" if liked.is_direct else f"<#{liked.channel_id}> likes"
    head = [f"## What {whom}", liked.remark, _counted(liked)]
    container.add_item(ui.TextDisplay("\n".join(filter(None, head))))
    for heading, heavy in (("More of", liked.words_for), ("Less of", liked.words_against)):
        if heavy:
            container.add_item(ui.TextDisplay(f"**{heading}**\n{_table(heavy)}"))
    if liked.muted:
        words = [f"*{_word(one)}*" for one in liked.muted.values()]
        more = [f"{len(words) - _MOST_MUTED} more"] if len(words) > _MOST_MUTED else []
        says = f"**Muted**\n{listed([*words[:_MOST_MUTED], *more])}"
        container.add_item(ui.TextDisplay(says))
    if notes := _notes(liked):
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay("\n".join(f"-# {one}" for one in notes)))
    if liked.may_change:
        for menu in _menus(liked):
            container.add_item(ui.ActionRow(menu))
        if liked.totals.paper_ids or liked.muted:
            container.add_item(ui.ActionRow(_button("Start over…", "reset", liked.channel_id)))
    return Page(container)


def asking(channel_id: int, totals: Totals) -> Page:
    """Ask whether all votes of a channel are to be forgotten."""
    votes = _votes(totals)
    says = f"This forgets {votes}, and lets all muted words count again. It can't be undone."
    return Page(
        ui.Container(
            ui.TextDisplay(f"### Start over?\n{says}"),
            ui.ActionRow(
                _button("Forget all votes", "forget", channel_id, discord.ButtonStyle.danger),
                _button("Keep them", "show", channel_id),
            ),
            accent_colour=_WARNING,
        )
    )


def _counted(liked: Liked) -> str:
    """Say of which votes that was learnt; or how it begins where there are none."""
    if not liked.totals.paper_ids:
        if liked.is_posted_to:
            return f"No votes yet. {_HOW}"
        return (
            f"No votes yet, for no papers are posted here. `/highlights subscribe` begins; {_THEN}"
        )
    says = f"Learnt from {_votes(liked.totals)}."
    if liked.gone:
        says += f" {liked.gone} of these papers left the library and say nothing now."
    if not liked.words_for and not liked.words_against:
        says += f" {_SAYS_NOTHING}"
    return says


_HOW = "Press 👍 or 👎 under the papers that I post: the next ones are chosen by that."
_THEN = "👍 and 👎 under its papers tell me what comes next."
_SAYS_NOTHING = "They tell nothing yet: they cancel each other out, or their words are muted."


def _votes(totals: Totals) -> str:
    """Count votes: 👍 9 and 👎 3 by 4 people on 9 papers."""
    signs = [f"{sign} {number:,}" for sign, number in (("👍", totals.up), ("👎", totals.down))]
    given = listed([one for one in signs if not one.endswith(" 0")]) or "no votes"
    people = counted(totals.people, "person", "people")
    return f"{given} by {people} on {counted(len(totals.paper_ids), 'paper')}"


def _notes(liked: Liked) -> list[str]:
    notes = []
    if liked.words_for or liked.words_against:
        notes.append("Words of the papers that got votes; 100 is the one that counts most.")
        if not liked.may_change:
            notes.append("Who may manage this channel can mute words and start over.")
    return notes


def _table(words: Sequence[Word]) -> str:
    """Draw words with their weights, a line each, so that they stand below each other."""
    written = [shortened(visible(word.written).replace("`", "'"), _LONGEST_WORD) for word in words]
    widest = max(map(letters, written))
    lines = [
        f"{one}{' ' * (widest - letters(one))}  {_bar(word.weight)}"
        for one, word in zip(written, words, strict=True)
    ]
    return "\n".join(["```", *lines, "```"])


def _bar(weight: float) -> str:
    share = min(abs(weight), 1.0)
    bar = "█" * max(round(share * _CELLS), 1)
    return f"{bar:<{_CELLS}} {max(round(share * 100), 1):>3}"


def _word(written: str) -> str:
    return literal(shortened(written, _LONGEST_WORD))


def _menus(liked: Liked) -> list[ui.Select[Page]]:
    """Lay out a menu to mute words, and one to let them count again."""
    told = {
        word.stem: (
            word.written,
            f"counts {max(round(abs(word.weight) * 100), 1)} "
            + ("for a paper" if word.weight > 0 else "against a paper"),
        )
        for word in liked.others
    }
    muted = {stem: (written, "") for stem, written in liked.muted.items()}
    menus = (
        ("mute", "Mute words", told),
        ("unmute", "Unmute words", muted),
    )
    return [
        _menu(f"{PREFIX};{action};{liked.channel_id}", placeholder, words)
        for action, placeholder, words in menus
        if words
    ]


def _menu(
    custom_id: str, placeholder: str, words: Mapping[str, tuple[str, str]]
) -> ui.Select[Page]:
    options = [
        discord.SelectOption(
            label=shortened(written, LONGEST_CHOICE), value=stem, description=says or None
        )
        for stem, (written, says) in words.items()
        if letters(stem) <= LONGEST_CHOICE
    ][:MOST_CHOICES]
    return ui.Select(
        custom_id=custom_id, placeholder=placeholder, options=options, max_values=len(options)
    )


def _button(
    label: str,
    action: str,
    channel_id: int,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> ui.Button[Page]:
    return ui.Button(label=label, style=style, custom_id=f"{PREFIX};{action};{channel_id}")
