"""This file holds how a post of highlights looks: each paper with why it is there and its buttons."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import discord
from discord import ui

from bot import layout
from bot.buttons import Press
from bot.highlights import paging
from bot.highlights.buttons import Action, Pressed
from bot.layout import Page
from bot.notebook.tastes import Count
from bot.parting import shortened
from knowledge.library import Library
from knowledge.markdown import literal, quoted
from knowledge.paper import Paper
from knowledge.text import visible

_ON_ONE_PAGE, _ON_EACH_PAGE = 5, 4
"""Papers where one page has them all, and where there are several: with its buttons and what divides it
from the next a paper has seven parts, and turning pages takes more; Discord allows forty."""
_LONGEST_GIST = 280
_COLOUR = 0x2A9D8F


_NO_VOTES = Count()
_HEAD = re.compile(r"## .*\n-# (?:\d+(?:–\d+)? of \d+(?: · |$))?(.*)")


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
    pages = paging.pages(texts, _most(len(texts)))
    at = paging.page_of(pages, start)
    container: ui.Container[Page] = ui.Container(accent_colour=_COLOUR)
    notes = " · ".join(one for one in (paging.which(pages, at), post.note) if one)
    head = [f"## {post.title}", *([f"-# {notes}"] if notes else [])]
    container.add_item(ui.TextDisplay("\n".join(head)))
    if not post.picks:
        container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(_EMPTY))
    for place in pages[at]:
        container.add_item(ui.Separator())
        for one in _paper(post, place, texts[place], keep, owner):
            container.add_item(one)
    if post.delivery_id:
        turning = [
            _button(label, Pressed("page", post.delivery_id, to))
            for label, to in paging.neighbours(pages, at)
        ]
        taste = _button("What this channel likes", Pressed("taste", post.delivery_id))
        container.add_item(ui.Separator())
        container.add_item(ui.ActionRow(*turning, taste))
    return Page(container)


_EMPTY = (
    "No paper fits that wasn't shown here before. `/highlights edit` widens what fits, or lets me show"
    " papers again (*on_empty: revisit*)."
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


def note_of(message: discord.Message) -> str:
    """Read the note that a posted page shows, which says how things stood when it was posted."""
    said = [
        one.content
        for outer in message.components
        if isinstance(outer, discord.Container)
        for one in outer.children
        if isinstance(one, discord.TextDisplay)
    ]
    match = _HEAD.fullmatch(said[0]) if said else None
    return match[1] if match else ""


def _most(papers: int) -> int:
    """Tell how many papers a page has, so that all pages have about as many."""
    if papers <= _ON_ONE_PAGE:
        return _ON_ONE_PAGE
    return -(-papers // -(-papers // _ON_EACH_PAGE))


def _text(pick: Pick, place: int, library: Library) -> str:
    """Write a paper: its title, date and authors, why it is here, and its key sentence."""
    why = [f"-# **Why:** {shortened(pick.why, layout.LONGEST_REASON)}"] if pick.why else []
    if pick.paper is None:
        gone = literal(shortened(visible(pick.paper_id), layout.LONGEST_REASON))
        return "\n".join([f"**{place + 1}. {gone}**", _GONE])
    title, *facts = layout.entry(pick.paper, place + 1, "").split("\n-# ")
    facts.reverse()  # the date first: of two lines the names fill the second
    facts += [_link(host, address) for host, address in layout.links(pick.paper)[:1]]
    gist = library.summary(pick.paper, 1)
    quote = [quoted(shortened(visible(gist[0]), _LONGEST_GIST))] if gist else []
    return "\n".join([title, *([f"-# {' · '.join(facts)}"] if facts else []), *why, *quote])


def _link(host: str, address: str) -> str:
    """Write a link in Markdown, which an unpaired parenthesis would end."""
    return f"[{literal(host)}]({address.replace('(', '%28').replace(')', '%29')})"


_GONE = "-# This paper is no longer in the library. Votes on it still count."


def _paper(
    post: Post, place: int, text: str, keep: Callable[[str], str], owner: int
) -> list[ui.Item[Page]]:
    """Lay out a paper: what is said of it, and its buttons."""
    pick = post.picks[place]
    asked = Press(command="summary", options={"paper": pick.paper_id}, owner=owner)
    summary: ui.Button[Page] = ui.Button(
        label="Summary", custom_id=asked.custom_id(keep), disabled=pick.paper is None
    )
    if not post.delivery_id:
        return [ui.Section(text, accessory=summary)]
    votes: list[tuple[str, Action, int]] = [
        ("👍", "up", pick.votes.up),
        ("👎", "down", pick.votes.down),
    ]
    row = [
        _button(str(number) if number else "", Pressed(action, post.delivery_id, place), emoji)
        for emoji, action, number in votes
    ]
    save = _button("Save", Pressed("save", post.delivery_id, place))
    return [ui.TextDisplay(text), ui.ActionRow(*row, save, summary)]


def _button(label: str, pressed: Pressed, emoji: str = "") -> ui.Button[Page]:
    style = discord.ButtonStyle.secondary
    return ui.Button(
        label=label or None, emoji=emoji or None, custom_id=pressed.custom_id, style=style
    )
