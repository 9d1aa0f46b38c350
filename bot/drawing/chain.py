"""This file holds how a chain is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bot.drawing.theme import Theme
    from knowledge.picture import Chain


def draw(picture: Chain, figure: Figure, theme: Theme) -> None:
    """Draw a chain."""
    raise NotImplementedError
