"""This file holds how people and ties look: how large they are, and which ties tell something."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from bot.drawing.labels import Box
    from bot.drawing.theme import Theme
    from knowledge.picture import Network, Tie

_SMALLEST = 0.045
"""A circle's radius in inches, below which nobody would see it."""
_ROUND = 0.08
"""Inches by which a plate's edge is within its corners."""
_THINNEST, _THICKEST = 1.0, 4.5
"""Ties' widths in points."""


def radius(picture: Network, papers: int, largest: float) -> float:
    """Tell a circle's radius in inches: its area is by papers, above the least one can see."""
    most = max((one.papers for one in picture.members if not one.is_asked), default=1)
    # Where nobody has many papers, nobody's circle is large.
    least = min((one.papers for one in picture.members if not one.is_asked), default=1)
    largest = min(largest, 0.11 * sqrt(max(most, 1)), 0.13 if least == most else largest)
    return max(largest * sqrt(max(papers, 0) / max(most, 1)), _SMALLEST)


def thickness(papers: int, most: int) -> float:
    """Tell a tie's width in points."""
    if most <= 1:
        return 1.3
    # Two papers aren't drawn as if they were many.
    thickest = min(_THICKEST, _THINNEST * most)
    return _THINNEST + (thickest - _THINNEST) * (papers - 1) / (most - 1)


def is_dashed(tie: Tie) -> bool:
    """Whether a tie rests on implied authorship only."""
    return tie.implied >= tie.papers


def dashes(wide: float) -> tuple[float, tuple[float, float]]:
    """Tell how a line of a width in points is dashed: lengths in widths of the line."""
    return 0, (4 / max(wide, 1), 2.4 / max(wide, 1))


def among(picture: Network, kept: Iterable[int]) -> list[Tie]:
    """List the ties between people who are shown."""
    there = set(kept)
    return [tie for tie in picture.ties if tie.one in there and tie.other in there]


def telling(picture: Network, kept: Iterable[int]) -> list[Tie]:
    """List the ties that tell something: in the network of one person, those among the others."""
    asked = {at for at, member in enumerate(picture.members) if member.is_asked}
    ties = among(picture, kept)
    if len(asked) == 1:
        return [tie for tie in ties if not {tie.one, tie.other} & asked]
    return ties


def plate(figure: Figure, box: Box, theme: Theme) -> None:
    """Draw what the name of whom was asked stands on."""
    from matplotlib.patches import FancyBboxPatch

    figure.add_artist(
        FancyBboxPatch(
            (box.left + _ROUND, box.bottom + _ROUND),
            box.right - box.left - 2 * _ROUND,
            box.top - box.bottom - 2 * _ROUND,
            boxstyle=f"round,pad={_ROUND},rounding_size={_ROUND * 1.4}",
            facecolor=theme.ink,
            edgecolor=theme.background,
            linewidth=2,
            zorder=5,
            gid="asked",
            transform=figure.dpi_scale_trans,
        )
    )
