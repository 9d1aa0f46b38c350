"""This file holds the program: it reads a library, finds the commands and opens a surface."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import garbage, places
from bot.album import Album
from knowledge import reading
from knowledge.errors import UnreadableLibrary
from knowledge.library import Library
from knowledge.paper import byline
from knowledge.text import counted

if TYPE_CHECKING:
    from bot.drawing.theme import ThemeName
    from bot.settings import Chosen, Settings

_LONG_BUILD = 2000
"""From so many papers on, one is told that an index is built even where nobody watches."""

_HOW_TO_JOIN = """\
There is no token, so this is the chat. To join Discord: make an application on
https://discord.com/developers/applications, copy the token from its page "Bot", and start with
DISCORD_TOKEN=… paperclub (in PowerShell: $env:DISCORD_TOKEN = "…"; paperclub); then
paperclub invite prints the link that adds it to your server.
"""

_library_option = click.option(
    "--library",
    "libraries",
    multiple=True,
    metavar="PATH",
    type=click.Path(path_type=Path, readable=False),
    help="A library file or folder; may be given several times. Default: the shipped papers.",
)
_pictures_option = click.option(
    "--pictures",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Save the pictures of answers into this folder.",
)
_theme_option = click.option(
    "--theme",
    type=click.Choice(["dark", "light"]),
    default="dark",
    show_default=True,
    help="The pictures' colours: dark as in Discord, light for paper and slides.",
)
_json_option = click.option("--json", "is_json", is_flag=True, help="Print JSON, for programs.")


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="paperclub", prog_name="paperclub")
@_library_option
@click.pass_context
def paperclub(context: click.Context, libraries: tuple[Path, ...]) -> None:
    """Ask a library of papers, in Discord or here.

    Without a command it joins Discord where there is a token, and opens the chat where there
    is none.
    """
    context.obj = libraries
    if context.invoked_subcommand is None:
        context.invoke(run)


@paperclub.command()
@_library_option
@click.pass_context
def run(context: click.Context, libraries: tuple[Path, ...] = ()) -> None:
    """Join Discord with the token of DISCORD_TOKEN or DISCORD_TOKEN_FILE."""
    settings = _settings()
    if settings is None or settings.discord_token is None:
        click.echo(_HOW_TO_JOIN, err=True)
        context.invoke(chat, libraries=libraries)
        return
    from bot import life

    life.end_when_asked()
    given = (*context.obj, *libraries)
    sys.exit(life.run(settings, _library(given), _paths(given)))


@paperclub.command()
@_library_option
@click.pass_obj
def deliver(above: tuple[Path, ...], libraries: tuple[Path, ...] = ()) -> None:
    """Share the work of posting daily highlights with a bot that runs; hear nobody."""
    settings = _settings()
    if settings is None or settings.discord_token is None:
        click.echo("There is no token; DISCORD_TOKEN or DISCORD_TOKEN_FILE gives it.", err=True)
        sys.exit(2)
    from bot import life

    life.end_when_asked()
    given = above + libraries
    sys.exit(life.run(settings, _library(given), _paths(given), delivers_only=True))


@paperclub.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the bot's notebook into a new FILE, also while the bot runs."""
    from bot.notebook import backup

    _copy("backed up", "into", file, lambda place: backup.backup(place, file))


@paperclub.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Copy a backup's FILE into PAPERCLUB_NOTEBOOK, which must be empty."""
    from bot.notebook import backup

    _copy("restored", "from", file, lambda place: backup.restore(file, place))


@paperclub.command()
def invite() -> None:
    """Print the link that adds the bot to a server."""
    settings = _settings()
    token = settings.discord_token if settings else None
    if settings is None or token is None:
        click.echo(_HOW_TO_JOIN, err=True)
        sys.exit(2)
    import asyncio

    import aiohttp

    from bot import gateway, invite

    gateway.prepare(settings)
    one = invite.application_id(token.get_secret_value())
    try:
        one = one or asyncio.run(invite.asked_of_discord(token.get_secret_value()))
    except gateway.RefusedByDiscord as refusal:
        click.echo(refusal, err=True)
        sys.exit(gateway.REFUSED)
    except (aiohttp.ClientError, OSError) as error:
        click.echo(f"Discord can't be reached: {error}", err=True)
        sys.exit(1)
    click.echo(invite.link(one))


@paperclub.command()
@_library_option
@_pictures_option
@_theme_option
@_json_option
@click.pass_obj
def chat(
    above: tuple[Path, ...],
    libraries: tuple[Path, ...] = (),
    folder: Path | None = None,
    theme: ThemeName = "dark",
    is_json: bool = False,
) -> None:
    """Talk to the papers; with --json, one object for each line."""
    from bot import chat

    chat.talk(_library(above + libraries), album=Album(folder, theme), is_json=is_json)


@paperclub.command()
@click.argument("question", nargs=-1, required=True)
@_library_option
@_pictures_option
@_theme_option
@_json_option
@click.pass_obj
def ask(
    above: tuple[Path, ...],
    question: tuple[str, ...],
    libraries: tuple[Path, ...],
    folder: Path | None,
    theme: ThemeName,
    is_json: bool,
) -> None:
    """Ask once: a QUESTION in plain words, or a /command."""
    from bot.session import Session

    answer = Session(_library(above + libraries)).answer(" ".join(question))
    picture = Album(folder, theme).add(answer)
    if is_json:
        from bot import as_json

        click.echo(json.dumps(as_json.answer(answer, picture.file), ensure_ascii=False))
    else:
        from bot import terminal

        console = terminal.console(is_terminal=sys.stdout.isatty())
        terminal.show(answer, console, goes_on=False, picture=picture)
    sys.exit({"found": 0, "nothing": 0, "unavailable": 1, "invalid": 2}[answer.outcome])


@paperclub.command(name="library")
@_library_option
@_json_option
@click.pass_obj
def print_library(above: tuple[Path, ...], libraries: tuple[Path, ...], is_json: bool) -> None:
    """Print the whole library; with --json, in a form that can be read again."""
    one = _library(above + libraries)
    if is_json:
        from bot import as_json

        click.echo(json.dumps(as_json.library(one), ensure_ascii=False, indent=1))
        return
    for paper in one.papers:
        date = str(paper.date or "no date")
        facts = (paper.id, date, paper.category, paper.title, byline(paper))
        click.echo("\t".join(facts))


@paperclub.command()
@_library_option
@click.pass_obj
def check(above: tuple[Path, ...], libraries: tuple[Path, ...]) -> None:
    """Check a library's files: what could not be read, where, and what to do."""
    try:
        collection = reading.read(_paths(above + libraries))
    except UnreadableLibrary as error:
        click.echo(error)
        sys.exit(1)
    for remark in collection.remarks:
        click.echo(remark if remark.is_fault else f"{remark} (a note, no fault)")
    papers, profiles = len(collection.papers), len(collection.profiles)
    faults = sum(remark.is_fault for remark in collection.remarks)
    found = f"{counted(papers, 'paper')}, {counted(profiles, 'profile')}"
    click.echo(f"{found}; {counted(faults, 'fault')}.")
    sys.exit(1 if faults else 0)


def main() -> None:
    """Run the program; an interrupt or a reader who goes away ends it quietly."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("r+", encoding="utf-8"))  # noqa: SIM115 - until the end
        # Letters that a console's own encoding lacks, and bytes that are none, cause no traceback.
        getattr(sys, name).reconfigure(encoding="utf-8", errors="replace")
    _log_to_file()
    try:
        paperclub(prog_name="paperclub", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)  # as a shell says of a program that was interrupted
    except OSError as error:
        click.echo(f"The output can't be written: {error.strerror or error}", err=True)
        sys.exit(1)


def _copy(done: str, way: str, file: Path, copy: Callable[[str | Path], int]) -> None:
    """Copy the notebook, and tell how many rows that were or what is wrong."""
    from sqlalchemy.exc import SQLAlchemyError

    from bot.notebook import engine

    settings = _settings()
    chosen = settings.paperclub_notebook if settings else None
    try:
        count = copy(chosen.get_secret_value() if chosen else places.notebook())
    except engine.UnusableNotebook as error:
        click.echo(f"The notebook can't be {done} {way} {file}: {error}.", err=True)
        sys.exit(2)
    except (SQLAlchemyError, OSError) as error:
        click.echo(f"The notebook can't be {done} {way} {file}: {engine.trouble(error)}.", err=True)
        sys.exit(1)
    click.echo(f"The notebook was {done} {way} {file}: {counted(count, 'row')}.")


def _settings() -> Settings | None:
    """Read the settings for Discord; None where there are none."""
    if _is_unset():
        return None
    from bot import settings

    return _read(settings.Settings)


def _paths(given: tuple[Path, ...]) -> tuple[Path, ...]:
    """List what the library is read from: what was given, or chosen in the settings, or shipped."""
    if given:
        return given
    if _is_unset():
        return (places.seeds(),)
    from bot import settings

    return _read(settings.LibrarySettings).paperclub_library or (places.seeds(),)


def _is_unset() -> bool:
    # What reads settings takes 200 ms to import.
    names = ("DISCORD_", "PAPERCLUB_")
    is_named = any(one.upper().startswith(names) for one in os.environ)
    return not is_named and not Path("paperclub.yaml").exists()


def _read(wanted: type[Chosen]) -> Chosen:
    """Read settings, or end with a line for each that is wrong."""
    from bot import settings

    try:
        return settings.load(wanted)
    except settings.InvalidSettings as error:
        click.echo(f"These settings can't be used:\n{error}", err=True)
        sys.exit(2)


def _library(given: tuple[Path, ...]) -> Library:
    """Read the library, or end with a line for each thing that is wrong with it."""
    paths = _paths(given)
    try:
        with garbage.not_collected():
            collection = reading.read(paths, cache=places.cache())
    except UnreadableLibrary as error:
        where = "" if given else " from what PAPERCLUB_LIBRARY names"
        click.echo(f"No library could be read{where}.\n{error}", err=True)
        sys.exit(2)
    return Library(collection, cache=places.cache(), on_build=_telling(len(collection.papers)))


def _telling(papers: int) -> Callable[[float], None]:
    """Tell how far the building of an index is, where it takes a while or somebody looks on."""
    if papers < _LONG_BUILD and not sys.stderr.isatty():
        return lambda _: None
    label = f"Indexing {counted(papers, 'paper')}; this is done once"
    bar = click.progressbar(length=100, label=label, file=sys.stderr)

    def tell(share: float) -> None:
        bar.update(round(100 * share) - bar.pos)
        if share == 1.0:
            bar.render_finish()

    return tell


def _log_to_file() -> None:
    """Send warnings and tracebacks to the log; without a place for one, to standard error."""
    file = places.log()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        writer: logging.Handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    except OSError:
        writer = logging.StreamHandler()
    form = "%(asctime)s %(levelname)s %(name)s %(message)s"
    logging.basicConfig(level=logging.WARNING, handlers=[writer], format=form)


if __name__ == "__main__":
    main()
