"""This file holds how an answer looks in Discord: a titled container with a section for each paper.

What doesn't fit into one message is parted by meaning and turned like pages. Limits are those of
Discord's reference for components: 40 components and 4,000 characters in a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import discord
import yarl
from discord import ui

from bot.buttons import Press, numbered, turned
from bot.parting import letters, parted, shortened
from commands._command import all_commands
from knowledge.answer import Answer, Step
from knowledge.markdown import literal
from knowledge.paper import Paper, byline
from knowledge.text import visible

LONGEST_MESSAGE = 4000
"""Letters."""
MOST_COMPONENTS = 40
MOST_BUTTONS = 5
"""In a row."""
_MOST_STEPS = 13
"""More than anybody chooses from; the choices between people are ten at most."""
_LONGEST_LABEL = 80
_LONGEST_URL = 512
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]")
"""A name with dots, by RFC 1123; what stands for a machine alone is nobody's paper."""
_LONGEST_TITLE = 500
_LONGEST_ENTRY_TITLE = 300
LONGEST_REASON = 300
_LONGEST_ALT = 1024
_LONGEST_READING = 120
_LONGEST_FOOTER = 300
"""Letters that are kept for the line at the bottom."""
_COLOURS = {"found": 0x2A9D8F, "nothing": 0xE9C46A, "unavailable": 0xD62839, "invalid": 0xE76F51}

KeepOptions = Callable[[str], str]


class Page(ui.LayoutView):
    """A message's components.

    Presses are answered by what their custom_id says, so discord.py has nothing to remember.
    """

    def __init__(self, *contents: ui.Item[Page]) -> None:
        super().__init__(timeout=None)
        for one in contents:
            self.add_item(one)

    def is_finished(self) -> bool:
        """Keep discord.py from storing this page for as long as the process lives."""
        return True


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stays together: text, a section or a picture, with what it takes of the limits."""

    contents: ui.Item[Page]
    letters: int
    components: int
    is_paper: bool = False


def page(answer: Answer, press: Press, *, keep: KeepOptions, picture: str = "") -> Page:
    """Lay an answer out as a message.

    Args:
        answer: What is said.
        press: The question as a button would ask it, and which part is wanted.
        keep: Keeps options that are too long for a custom_id, and returns a key for them.
        picture: The name of the file that shows the answer's picture; empty for none.
    """
    return _Writing(answer, press, keep, picture).page()


def notice(title: str, text: str, *, outcome: str = "invalid") -> Page:
    """Lay out a few words that are no answer."""
    return Page(
        ui.Container(ui.TextDisplay(f"### {title}\n{text}"), accent_colour=_COLOURS[outcome])
    )


def named_press(step: Step, ids: Mapping[str, str], **changes: int | bool) -> Press:
    """Turn a step into what a button asks, with papers by their ids."""
    one = all_commands().get(step.command)
    options = dict(step.options)
    for name, value in step.options.items():
        option = one.options.get(name) if one else None
        if option and option.names_a_paper and isinstance(value, str):
            options[name] = ids.get(value, value)
    return Press(command=step.command, options=options, **changes)  # type: ignore[arg-type]


class _Writing:
    """One answer being laid out: its buttons' custom_ids must differ within the message."""

    def __init__(self, answer: Answer, press: Press, keep: KeepOptions, picture: str) -> None:
        self._answer = answer
        self._press = press
        self._keep = keep
        self._picture = picture
        self._taken: set[str] = set()

    def page(self) -> Page:
        answer = self._answer
        title = f"## {literal(shortened(visible(answer.title), _LONGEST_TITLE)) or 'Paperclub'}"
        steps = self._steps()
        # The container, the title, the line at the bottom and what divides it off; Back and Next.
        buttons = len(steps) + 2
        room = MOST_COMPONENTS - 4 - buttons - -(-buttons // MOST_BUTTONS)
        parts = _packed(
            list(self._pieces()), LONGEST_MESSAGE - letters(title) - _LONGEST_FOOTER, room
        )
        part = min(self._press.part, len(parts) - 1) % len(parts)
        container: ui.Container[Page] = ui.Container(accent_colour=_COLOURS[answer.outcome])
        container.add_item(ui.TextDisplay(title))
        for piece in parts[part]:
            container.add_item(piece.contents)
        row = [*self._turning(part, len(parts)), *steps]
        footer = self._footer(parts, part)
        if row or footer:
            container.add_item(ui.Separator())
        if footer:
            container.add_item(ui.TextDisplay(f"-# {footer}"))
        for at in range(0, len(row), MOST_BUTTONS):
            container.add_item(ui.ActionRow(*row[at : at + MOST_BUTTONS]))
        return Page(container)

    def _pieces(self) -> Iterator[_Piece]:
        answer = self._answer
        for text in parted(answer.text.strip(), LONGEST_MESSAGE // 2):
            yield _Piece(ui.TextDisplay(text), letters(text), 1)
        if answer.picture and not answer.picture.is_empty:
            alt = shortened(visible(answer.picture.alt), _LONGEST_ALT)
            if self._picture:
                shown = discord.MediaGalleryItem(f"attachment://{self._picture}", description=alt)
                yield _Piece(ui.MediaGallery(shown), 0, 1)
            else:
                yield _Piece(ui.TextDisplay(literal(alt)), letters(literal(alt)), 1)
        if not answer.papers or not (answer.is_list or answer.papers[0].title != answer.title):
            return
        if answer.heading:
            yield _Piece(ui.Separator(), 0, 1)
            heading = f"**{literal(answer.heading)}**"
            yield _Piece(ui.TextDisplay(heading), letters(heading), 1)
        for place, paper in enumerate(answer.papers):
            reason = answer.reasons[place] if answer.reasons else ""
            text = entry(paper, answer.first + place if answer.is_list else 0, reason)
            section = ui.Section(text, accessory=self._accessory(place, paper))
            yield _Piece(section, letters(text), 3, is_paper=True)

    def _accessory(self, place: int, paper: Paper) -> ui.Button[Page]:
        answer = self._answer
        choices = answer.steps[-len(answer.papers) :] if answer.asks else ()
        if choices:
            return self._button("This one", named_press(choices[place], answer.ids, turns=True))
        return self._button("Open", _opening(paper))

    def _steps(self) -> list[ui.Button[Page]]:
        """Lay out what one may do next, and where the paper itself is."""
        answer = self._answer
        steps = (
            answer.steps[: len(answer.steps) - len(answer.papers)] if answer.asks else answer.steps
        )
        presses = [named_press(step, answer.ids, turns=answer.asks) for step in steps]
        opened = [_opening(paper) for paper in answer.papers if answer.is_list]
        buttons = [
            self._button(step.label, press)
            for step, press in zip(steps, presses, strict=True)
            if press not in opened  # the paper's own button does that
        ]
        if len(answer.papers) == 1 and answer.papers[0].title == answer.title:
            there = links(answer.papers[0])[: max(MOST_BUTTONS - len(buttons), 1)]
            buttons += [ui.Button[Page](label=host, url=address) for host, address in there]
        return buttons[:_MOST_STEPS]

    def _turning(self, part: int, parts: int) -> list[ui.Button[Page]]:
        """Lay out Back and Next: through the parts of this page, then through the list's pages."""
        answer, press = self._answer, self._press
        size = max(answer.seen - press.skip, 0)
        buttons = []
        if part > 0:
            buttons.append(self._button("‹ Back", turned(press, part=part - 1)))
        elif press.skip:
            before = max(press.skip - (press.size or size), 0)
            back = turned(press, skip=before, size=press.size, part=-1)
            buttons.append(self._button("‹ Back", back))
        if part + 1 < parts:
            buttons.append(self._button("Next ›", turned(press, part=part + 1)))
        elif answer.remaining:
            onward = turned(press, skip=answer.seen, size=size, part=0)
            buttons.append(self._button("Next ›", onward))
        return buttons

    def _footer(self, parts: Sequence[Sequence[_Piece]], part: int) -> str:
        """Say which entries these are of how many, and how a question was read."""
        answer, skip = self._answer, self._press.skip
        says = []
        papers = [sum(piece.is_paper for piece in one) for one in parts]
        first, last = skip + 1, answer.seen
        if answer.is_list and sum(papers) == answer.seen - skip:
            first = skip + sum(papers[:part]) + 1
            last = first + papers[part] - 1
        total = answer.seen + answer.remaining
        if first <= last and last - first + 1 < total:
            says.append(f"{first:,}–{last:,} of {total:,}")
        elif len(parts) > 1:
            says.append(f"part {part + 1} of {len(parts)}")
        if answer.understood:
            read, line = (visible(one) for one in (answer.understood.label, answer.understood.line))
            says.append(f"read as {literal(shortened(read, _LONGEST_READING))}")
            says.append(literal(shortened(line, _LONGEST_READING)))
        return shortened(" · ".join(says), _LONGEST_FOOTER - 4)

    def _button(self, label: str, press: Press) -> ui.Button[Page]:
        owned = replace(press, owner=self._press.owner)
        custom_id = numbered(owned.custom_id(self._keep), self._taken)
        says = shortened(visible(label), _LONGEST_LABEL).strip() or "…"
        return ui.Button(label=says, custom_id=custom_id)


def _opening(paper: Paper) -> Press:
    return Press(command="paper", options={"paper": paper.id})


def entry(paper: Paper, number: int, reason: str) -> str:
    """Write a paper of a list: title, authors, when, in which category, whether it has code."""
    place = f"{number:,}. " if number else ""
    title = literal(shortened(visible(paper.title), _LONGEST_ENTRY_TITLE))
    facts = [paper.date.words if paper.date else "", paper.category, "code" if paper.code else ""]
    lines = [
        f"**{place}{title}**",
        literal(shortened(visible(byline(paper)), LONGEST_REASON)),
        literal(shortened(" · ".join(fact for fact in facts if fact), LONGEST_REASON)),
        shortened(reason, LONGEST_REASON),
    ]
    first, *rest = [line for line in lines if line]
    return "\n".join([first, *(f"-# {line}" for line in rest)])


def links(paper: Paper) -> list[tuple[str, str]]:
    """List a paper's links as hosts and addresses; what Discord would refuse is left out."""
    return [
        (_host(address), str(address))
        for address in map(_address, paper.links)
        if address and letters(str(address)) <= _LONGEST_URL
    ]


def _address(link: str) -> yarl.URL | None:
    """Encode a link as an address of the web; None where it isn't one, or holds a password."""
    try:
        address = yarl.URL(link)
    except ValueError:
        return None
    is_plain = address.scheme in ("https", "http") and address.user is address.password is None
    return address if is_plain and _HOST.fullmatch(address.raw_host or "") else None


def _host(address: yarl.URL) -> str:
    host = visible(address.host or "").removeprefix("www.")
    return shortened(host or str(address.raw_host), _LONGEST_LABEL)


def _packed(
    pieces: Sequence[_Piece], most_letters: int, most_components: int
) -> list[list[_Piece]]:
    """Divide pieces among messages, evenly where one isn't enough."""
    whole = sum(piece.letters for piece in pieces), sum(piece.components for piece in pieces)
    least = max(-(-whole[0] // most_letters), -(-whole[1] // most_components), 1)
    for messages in range(least, len(pieces) + 1):
        parts = _filled(pieces, messages, most_letters, most_components)
        if len(parts) <= messages:
            return parts
    return [[piece] for piece in pieces] or [[]]


def _filled(
    pieces: Sequence[_Piece], messages: int, most_letters: int, most_components: int
) -> list[list[_Piece]]:
    fair = -(-sum(piece.components for piece in pieces) // messages) + (2 if messages > 1 else 0)
    parts: list[list[_Piece]] = [[]]
    for piece in pieces:
        there = [*parts[-1], piece]
        components = sum(one.components for one in there)
        is_full = sum(one.letters for one in there) > most_letters or components > most_components
        if parts[-1] and (is_full or (messages > 1 and components > fair)):
            parts.append([])
        parts[-1].append(piece)
    return parts
