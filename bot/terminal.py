"""This file holds how an answer looks in a terminal, or as plain text in a pipe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot import characters
from bot.album import Print
from knowledge.answer import Answer
from knowledge.paper import Paper, byline
from knowledge.text import visible

_COLOURS = {
    "found": "bold cyan",
    "nothing": "bold yellow",
    "unavailable": "bold red",
    "invalid": "bold red",
}
_NOT_DRAWN = Print()
_WIDE = 100_000
"""A pipe has no width: a line stays one line, for grep."""
# The Markdown that answers use; rich's own renderer costs 90 ms to import.
_INLINE = re.compile(r"\\([^\w\s])|\*\*(.+?)(?<!\\)\*\*|\*(.+?)(?<!\\)\*|`([^`]+)`")


def console(*, is_terminal: bool) -> Console:
    """Make a console for standard output; without a terminal it writes plain, unwrapped text."""
    if is_terminal:
        return Console(highlight=False)
    return Console(highlight=False, no_color=True, width=_WIDE, force_terminal=False)


def show(answer: Answer, on: Console, *, goes_on: bool = True, picture: Print = _NOT_DRAWN) -> None:
    """Print an answer and an empty line after it.

    Args:
        answer: What to print.
        on: Where.
        goes_on: Whether an empty line asks for the rest of a list.
        picture: How the answer's picture was drawn.
    """
    with on.capture() as captured:
        on.print(Group(*_parts(answer, picture, goes_on=goes_on)))
    # The renderer fills lines with spaces to the console's width.
    text = "\n".join(line.rstrip() for line in captured.get().rstrip().split("\n"))
    on.file.write(f"{text}\n\n")
    on.file.flush()
    if picture.image:
        on.print(picture.image)


def markdown(text: str) -> Iterator[RenderableType]:
    """Render an answer's Markdown: paragraphs, quotations, lists, emphasis and code."""
    is_code = False
    for line in text.split("\n"):
        if line == "```":
            is_code = not is_code
            continue
        if is_code:
            yield Text(line, style="cyan")
            continue
        marker = re.match(r"(> ?|- |\d+\. )?(.*)", line)
        sign, rest = (marker[1] or "", marker[2]) if marker else ("", line)
        if sign.startswith(">"):
            yield Padding(_inline(rest, "italic"), (0, 0, 0, 2))
        elif sign:
            bullet = Text.assemble(("• " if sign == "- " else sign, "dim"), _inline(rest))
            yield bullet
        else:
            yield _inline(line)


def _inline(text: str, style: str = "") -> Text:
    shown = Text(style=style)
    end = 0
    for match in _INLINE.finditer(text):
        shown.append(text[end : match.start()])
        escaped, bold, italic, code = match.groups()
        if escaped:
            shown.append(escaped)
        elif code:
            shown.append(code, style="cyan")
        else:
            shown.append_text(_inline(bold or italic, "bold" if bold else "italic"))
        end = match.end()
    shown.append(text[end:])
    return shown


def _parts(answer: Answer, picture: Print, *, goes_on: bool) -> Iterator[RenderableType]:
    yield Text(visible(answer.title), style=_COLOURS[answer.outcome])
    yield Padding(Group(*markdown(answer.text)), (1, 0, 0, 2))
    if answer.picture and not answer.picture.is_empty and not picture.image:
        yield Padding(characters.drawn(answer.picture), (1, 0, 0, 2))
    if answer.papers and (answer.is_list or answer.papers[0].title != answer.title):
        yield Text(f"\n  {answer.heading}\n" if answer.heading else "", style="italic")
        width = len(str(answer.first + len(answer.papers) - 1))
        for place, paper in enumerate(answer.papers):
            reason = answer.reasons[place] if answer.reasons else ""
            yield _entry(f"{answer.first + place:>{width + 2}}. ", paper, reason)
    notes = [f"Picture: {picture.file}"] if picture.file else []
    if answer.remaining:
        notes.append(f"{answer.remaining:,} more{': press Enter.' if goes_on else '.'}")
    if answer.steps:
        notes.append("Next: " + " · ".join(step.line for step in answer.steps[:3]))
    if answer.understood:
        notes.append(f"Read as: {answer.understood.label} ({answer.understood.line})")
    if notes:
        yield Padding(Text("\n".join(notes), style="dim"), (1, 0, 0, 2))


def _entry(number: str, paper: Paper, reason: str) -> RenderableType:
    facts = [byline(paper), paper.date.words if paper.date else "", paper.category]
    facts += ["code"] if paper.code else []
    below = [Text(" · ".join(fact for fact in facts if fact), style="dim")]
    if reason:
        below.append(_inline(reason, "italic dim"))
    entry = Table.grid()
    entry.add_column(width=len(number), no_wrap=True)
    entry.add_row(
        Text(number, style="dim"), Group(Text(visible(paper.title), style="bold"), *below)
    )
    return entry
