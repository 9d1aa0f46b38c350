from __future__ import annotations

import io

from rich.console import Console

from bot import terminal
from bot.session import Session
from knowledge.answer import Answer
from knowledge.picture import Bar, Bars


def shown(answer: Answer, width: int = 80, *, colours: bool = False) -> str:
    out = io.StringIO()
    terminal.show(answer, Console(file=out, width=width, force_terminal=colours, highlight=False))
    return out.getvalue()


def test_markdown_is_shown_not_printed() -> None:
    text = r"**Bold** and *so* with \*stars\* and `code`" + "\n\n- one\n- two\n\n> quoted \\# text"
    out = shown(Answer(title="T", text=text))
    assert "Bold and so with *stars* and code" in out
    assert "• one" in out
    assert "quoted # text" in out
    assert "**" not in out


def test_no_line_is_wider_than_the_terminal(session: Session) -> None:
    for line in (
        "/metrics by:coauthor",
        "/find",
        "/paper TopoX",
        "/related LieGAN",
        "/help",
        "/coauthors",
    ):
        for width in (40, 80, 120):
            assert max(map(len, shown(session.answer(line), width).splitlines())) <= width


def test_text_of_papers_cannot_colour_the_terminal() -> None:
    out = shown(Answer(title="\x1b[31mred [bold]x[/bold]", text="[red]y[/red]"))
    assert "\x1b" not in out
    assert "[bold]x[/bold]" in out
    assert "[red]y[/red]" in out


def test_bars_are_as_long_as_their_values() -> None:
    bars = Bars("Papers", "papers", (Bar("a", 8), Bar("b", 4), Bar("c", 0, "so far")))
    out = shown(Answer(title="T", text="x", picture=bars)).splitlines()
    lengths = [line.count("█") for line in out if line.strip()[:2] in ("a ", "b ", "c ")]
    assert lengths == [32, 16, 0]
    assert any(line.endswith("0 so far") for line in out)


def test_numbers_go_on_in_the_next_part_of_a_list(session: Session) -> None:
    first = shown(session.answer("/find limit:3"))
    second = shown(session.answer(""))
    assert " 3. " in first
    assert "47 more: press Enter" in first
    assert " 4. " in second
    assert " 1. " not in second
