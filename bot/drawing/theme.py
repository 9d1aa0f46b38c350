"""This file holds the colours and sizes that all pictures share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WIDTH = 4.4
"""Inches. Discord shows pictures at most 550 pixels wide, and a phone about 330 of its own."""
DOTS = 300
"""An inch, so that a picture is sharp where a pixel of the page is two or three of the screen."""
MARGIN = 0.14
"""Inches that stay free at the edges."""
TITLE, TEXT, SMALL = 12.0, 9.5, 8.0
"""Letters' sizes in points; at a phone's width a point is about one pixel of the page."""

ThemeName = Literal["dark", "light"]


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours, as #rrggbb.

    Attributes:
        background: Opaque, for a picture can't know what it is shown before.
        ink: Text, and what matters.
        faint: Text that explains.
        line: Lines that only guide the eye.
        bar: What is counted.
        reported: What a profile page reports, and nobody counted.
        groups: For groups, told apart also by who can't see all colours.
        none: For what belongs to no group.
    """

    background: str
    ink: str
    faint: str
    line: str
    bar: str
    reported: str
    groups: tuple[str, ...]
    none: str


THEMES: dict[ThemeName, Theme] = {
    "dark": Theme(
        background="#232428",
        ink="#f2f3f5",
        faint="#b5bac1",
        line="#4e5058",
        bar="#56b4e9",
        reported="#e69f00",
        groups=("#47c2ff", "#f0a338", "#0aa375", "#c266c2", "#f0e066", "#e05738"),
        none="#949ba4",
    ),
    "light": Theme(
        background="#ffffff",
        ink="#1e1f22",
        faint="#4e5058",
        line="#c4c9ce",
        bar="#0072b2",
        reported="#b35900",
        groups=("#0a85e0", "#d1750a", "#0a7557", "#a33894", "#66570a", "#661a29"),
        none="#7d8088",
    ),
}


def mixed(colour: str, other: str, share: float) -> str:
    """Mix two colours, both as #rrggbb: `share` of the first with the rest of the second."""
    parts = [(int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(one * share + two * (1 - share)):02x}" for one, two in parts)
