"""This file holds how a post of highlights looks: each paper with why it is there and its buttons."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot import layout
from bot.buttons import Press
from bot.highlights.buttons import Action, Pressed
from bot.layout import LONGEST_MESSAGE, Page
from bot.notebook.tastes import Count
from bot.parting import letters, shortened
from knowledge.library import Library
from knowledge.markdown import quoted
from knowledge.paper import Paper
from knowledge.text import visible

_ON_A_PAGE = 5
"""Papers: with four buttons each, six parts, as many as fit among Discord's forty."""
_LONGEST_GIST = 280
_ROOM = 500
"""Letters that are kept for the title and what stands below."""
_COLOUR = 0x2A9D8F


_NO_VOTES = Count()


@dataclass(frozen=True, slots=True)
class Pick:
    """One paper of a post.

    Attributes:
        paper_id: The paper's id, should the library not have it any more.
        paper: The paper; None where it is gone.
        why: Why it was picked, in Markdown.
        votes: What people think of it.
    """

    paper_id: str
    paper: Paper | None
    why: str
    votes: Count = _NO_VOTES


@dataclass(frozen=True, slots=True)
class Post:
    """A day's post.

    Attributes:
        delivery_id: Its number; 0 for one that is only looked at, which has no votes.
        date: Of which day.
        picks: The papers.
        note: A line about where it comes from.
    """

    delivery_id: int
    date: datetime.date
    picks: Sequence[Pick]
    note: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        day = f"{self.date:%A}, {self.date.day} {self.date:%B}"
        if not self.picks:
            return f"No paper for {day}"
        return f"Paper for {day}" if len(self.picks) == 1 else f"Papers for {day}"


def page(
    post: Post, library: Library, *, keep: Callable[[str], str], start: int = 0, owner: int = 0
) -> Page:
    """Lay a post out, from the page on which one of its papers stands.

    Args:
        post: The post.
        library: From which papers' key sentences come.
        keep: Keeps options that are too long for a custom_id, and returns a key for them.
        start: The place of that paper, from 0.
        owner: Who alone sees it; 0 for everybody.
    """
    texts = [_text(pick, place, library) for place, pick in enumerate(post.picks)]
    pages = _pages(texts)
    at = next((at for at, places in enumerate(pages) if start in places), 0)
    container: ui.Container[Page] = ui.Container(accent_colour=_COLOUR)
    container.add_item(ui.TextDisplay(f"## {post.title}"))
    for place in pages[at]:
        container.add_item(ui.TextDisplay(texts[place]))
        container.add_item(ui.ActionRow(*_buttons(post, place, keep, owner)))
    if not post.picks:
        container.add_item(ui.TextDisplay(_EMPTY))
    notes = [post.note] if post.note else []
    if len(pages) > 1:
        shown = f"{pages[at][0] + 1}–{pages[at][-1] + 1} of {len(texts)}"
        notes.insert(0, shown)
    container.add_item(ui.Separator())
    if notes:
        container.add_item(ui.TextDisplay(f"-# {' · '.join(notes)}"))
    if post.delivery_id:
        turning = [
            _button(label, Pressed("page", post.delivery_id, pages[to][0]))
            for label, to in (("‹ Back", at - 1), ("Next ›", at + 1))
            if 0 <= to < len(pages)
        ]
        taste = _button("What this channel likes", Pressed("taste", post.delivery_id))
        container.add_item(ui.ActionRow(*turning, taste))
    return Page(container)


_EMPTY = (
    "Nothing new fits, and all that fits was shown here before. `/highlights edit` widens what fits,"
    " or lets me show papers again (*on_empty: revisit*)."
)


def picks(
    library: Library, chosen: Mapping[str, str], votes: Mapping[str, Count]
) -> tuple[Pick, ...]:
    """Find the papers of a post as the library has them now.

    Args:
        library: The papers.
        chosen: Why each was picked, by their ids, in order.
        votes: What people think of them, by their ids.
    """
    places = library.positions
    return tuple(
        Pick(
            one,
            library.papers[places[one]] if one in places else None,
            why,
            votes.get(one, _NO_VOTES),
        )
        for one, why in chosen.items()
    )


def _text(pick: Pick, place: int, library: Library) -> str:
    if pick.paper is None:
        return f"**{place + 1}.** This paper is no longer in the library."
    first, *rest = layout.entry(pick.paper, place + 1, "").split("\n")
    gist = library.summary(pick.paper, 1)
    quote = [quoted(shortened(visible(gist[0]), _LONGEST_GIST))] if gist else []
    why = [f"-# {shortened(pick.why, layout.LONGEST_REASON)}"] if pick.why else []
    return "\n".join([first, *rest, *quote, *why])


def _pages(texts: Sequence[str]) -> list[list[int]]:
    """Divide a post's papers among pages."""
    pages: list[list[int]] = [[]]
    room = LONGEST_MESSAGE - _ROOM
    for place, text in enumerate(texts):
        used = sum(letters(texts[one]) for one in pages[-1])
        if pages[-1] and (len(pages[-1]) == _ON_A_PAGE or used + letters(text) > room):
            pages.append([])
        pages[-1].append(place)
    return pages


def _buttons(
    post: Post, place: int, keep: Callable[[str], str], owner: int
) -> list[ui.Button[Page]]:
    pick = post.picks[place]
    asked = Press(command="summary", options={"paper": pick.paper_id}, owner=owner)
    summary: ui.Button[Page] = ui.Button(
        label="Summary", custom_id=f"{asked.custom_id(keep)}", disabled=pick.paper is None
    )
    if not post.delivery_id:
        return [summary]
    votes: list[tuple[str, Action, int]] = [
        ("👍", "up", pick.votes.up),
        ("👎", "down", pick.votes.down),
    ]
    row = [
        _button(str(number) if number else "", Pressed(action, post.delivery_id, place), emoji)
        for emoji, action, number in votes
    ]
    return [*row, _button("Save", Pressed("save", post.delivery_id, place)), summary]


def _button(label: str, pressed: Pressed, emoji: str = "") -> ui.Button[Page]:
    style = discord.ButtonStyle.secondary
    return ui.Button(
        label=label or None, emoji=emoji or None, custom_id=pressed.custom_id, style=style
    )
