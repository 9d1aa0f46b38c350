"""This file holds the chat: lines in, answers out, at a terminal, in a pipe, or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from bot import as_json, places
from bot.album import Album
from bot.session import Session
from knowledge.library import Library
from knowledge.text import counted, listed

_LEAVING = frozenset(("quit", "exit", "bye", ":q", "/quit", "/exit"))


def talk(library: Library, *, album: Album, is_json: bool = False) -> None:
    """Answer lines from standard input until it ends; the album draws their pictures."""
    session = Session(library)
    if is_json:
        for line in _piped():
            answer = session.answer(line)
            file = album.add(answer).file
            print(json.dumps(as_json.answer(answer, file), ensure_ascii=False), flush=True)
        return
    from bot import terminal

    at_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    console = terminal.console(is_terminal=sys.stdout.isatty())
    console.print(greeting(library), markup=False)
    console.print()
    for line in _typed(session) if at_terminal else _piped():
        if line.strip().lower() in _LEAVING:
            break
        try:
            answer = session.answer(line)
            terminal.show(answer, console, picture=album.add(answer))
        except KeyboardInterrupt:
            console.print("Interrupted. Ask something else, or leave with Ctrl-D.\n")


def greeting(library: Library) -> str:
    """Say what is loaded, and three things to try."""
    years = sorted(paper.year for paper in library.papers if paper.year)
    says = counted(len(library.papers), "paper")
    if years:
        says += f", {years[0]}–{years[-1]}" if years[0] < years[-1] else f", {years[0]}"
    if library.profiles:
        names = listed(list(dict.fromkeys(profile.name for profile in library.profiles))[:3])
        claimed = library.profiles[0].papers if len(library.profiles) == 1 else None
        says += f", from the profile of {names}"
        says += f", which claims {claimed:,}" if claimed not in (None, len(library.papers)) else ""
    faults = sum(remark.is_fault for remark in library.remarks)
    if faults:
        says += f" ({counted(faults, 'fault')} in its files: paperclub check)"
    return f"Paperclub has {says}. Try: {' | '.join(_to_try(library))}"


def _to_try(library: Library) -> Iterator[str]:
    newest = library.newest(range(len(library.papers)))[:50]
    named = (library.acronyms.name_of(library.positions[paper.id]) for paper in newest)
    yield f"summarise {next((name for name in named if name), newest[0].title)}"
    owner = library.owner()
    busiest = (person for person in library.people.everyone if person != owner)
    if person := next(busiest, None):
        yield f"papers by {person.name}"
    yield "/help"


def _piped() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def _typed(session: Session) -> Iterator[str]:
    """Read lines at a terminal, with history and completion."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
    from prompt_toolkit.history import FileHistory, InMemoryHistory

    from bot.completion import ChatCompleter

    file = places.history()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        history: FileHistory | InMemoryHistory = FileHistory(str(file))
    except OSError:
        history = InMemoryHistory()
    prompt: PromptSession[str] = PromptSession(
        history=history,
        completer=ChatCompleter(session),
        auto_suggest=AutoSuggestFromHistory(),
        complete_in_thread=True,
    )
    while True:
        try:
            yield prompt.prompt("› ")
        except KeyboardInterrupt:
            print("Leave with Ctrl-D.")
        except EOFError:
            return
