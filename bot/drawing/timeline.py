"""This file holds how a timeline is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bot.drawing.theme import Theme
    from knowledge.picture import Timeline


def draw(picture: Timeline, figure: Figure, theme: Theme) -> None:
    """Draw a timeline."""
    raise NotImplementedError
