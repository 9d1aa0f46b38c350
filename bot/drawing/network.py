"""This file holds how a network is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bot.drawing.theme import Theme
    from knowledge.picture import Network


def draw(picture: Network, figure: Figure, theme: Theme) -> None:
    """Draw a network."""
    raise NotImplementedError
