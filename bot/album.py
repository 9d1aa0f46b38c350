"""This file holds the folder into which a terminal's pictures are saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.drawing.theme import ThemeName
    from knowledge.answer import Answer


class Album:
    """A folder of pictures, named by what they show; an equal name is an equal subject.

    Args:
        folder: Where they are saved; it is made where there is none.
        theme: dark or light.
    """

    def __init__(self, folder: Path, theme: ThemeName) -> None:
        self._folder = folder
        self._theme = theme

    def add(self, answer: Answer) -> Path | None:
        """Save an answer's picture and return its file; None where it has none.

        What goes wrong is told on standard error, for the answer stands without its picture.
        """
        if answer.picture is None or answer.picture.is_empty:
            return None
        from bot.drawing import png
        from bot.pictures import filename

        file = self._folder / filename(answer.picture)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(png(answer.picture, self._theme))
        except OSError as error:
            click.echo(f"The picture can't be saved as {file}: {error.strerror or error}", err=True)
            return None
        return file
