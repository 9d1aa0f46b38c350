"""This file holds how a sheet is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bot.drawing.theme import Theme
    from knowledge.picture import Sheet


def draw(picture: Sheet, figure: Figure, theme: Theme) -> None:
    """Draw a sheet."""
    raise NotImplementedError
