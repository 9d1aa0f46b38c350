"""This file holds the pictures of a terminal's answers: saved into a folder, shown, or both."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import logs

if TYPE_CHECKING:
    from rich.console import RenderableType

    from bot.drawing.theme import ThemeName
    from knowledge.answer import Answer
    from knowledge.picture import Picture

_WIDTH_CELLS = 72
"""How wide a picture is shown: about as wide as Discord shows it."""


@dataclass(frozen=True, slots=True)
class Print:
    """A picture that was drawn: the file that has it, and what shows it; None where there is none."""

    file: Path | None = None
    image: RenderableType | None = None


class Album:
    """Draws the pictures of answers.

    Args:
        folder: Where they are saved, named by what they show; None saves none.
        theme: dark or light.
    """

    def __init__(self, folder: Path | None, theme: ThemeName) -> None:
        self._folder = folder
        self._theme = theme
        self._saved_as: dict[str, Picture] = {}

    def add(self, answer: Answer) -> Print:
        """Draw an answer's picture, where it has one and somebody can see it.

        What goes wrong is told on standard error, for the answer stands without its picture.
        """
        if answer.picture is None or answer.picture.is_empty:
            return Print()
        if not self._folder and not self._shows_images:
            return Print()
        from bot import drawing

        try:
            drawn = drawing.png(answer.picture, self._theme)
        except Exception as error:  # noqa: BLE001 - the answer stands without its picture
            number = logs.incident("a picture", error)
            click.echo(f"The picture can't be drawn; the log has why under {number}.", err=True)
            return Print()
        return Print(self._saved(drawn, answer), self._image(drawn))

    def _saved(self, drawn: bytes, answer: Answer) -> Path | None:
        if self._folder is None or answer.picture is None:
            return None
        file = self._folder / self._name(answer.picture)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(drawn)
        except OSError as error:
            click.echo(f"The picture can't be saved as {file}: {error.strerror or error}", err=True)
            return None
        return file

    def _name(self, picture: Picture) -> str:
        """Name a picture's file otherwise than that of another one that was saved before."""
        from bot.pictures import filename

        first = name = filename(picture)
        number = 2
        while self._saved_as.setdefault(name, picture) != picture:
            name, number = first.replace(".png", f"-{number}.png"), number + 1
        return name

    def _image(self, drawn: bytes) -> RenderableType | None:
        if not self._shows_images:
            return None
        from textual_image.renderable import Image

        return Image(io.BytesIO(drawn), width=_WIDTH_CELLS, height="auto")

    @cached_property
    def _shows_images(self) -> bool:
        """Whether the terminal shows images: sixel's or kitty's, told by asking it."""
        if not sys.stdin.isatty() or not sys.stdout.isatty():
            return False
        try:
            from textual_image import renderable
        except ImportError:
            return False  # the extra [images] brings it
        return renderable.Image in (renderable.SixelImage, renderable.TGPImage)
