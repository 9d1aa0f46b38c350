"""Pictures' colours: they stand out and are told apart, also by who can't see all."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from bot.drawing.theme import THEMES, Theme


def channels(colour: str) -> np.ndarray[Any, Any]:
    return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def contrast(one: str, other: str) -> float:
    """Tell the contrast of two colours as WCAG 2.2 defines it."""
    light = []
    for colour in (one, other):
        parts = channels(colour)
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        light.append(float(linear @ (0.2126, 0.7152, 0.0722)))
    return (max(light) + 0.05) / (min(light) + 0.05)


def test_contrast_is_as_defined() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_text_and_marks_stand_out_from_the_background(theme: Theme) -> None:
    assert min(contrast(one, theme.background) for one in (theme.ink, theme.faint)) >= 4.5
    marks = (*theme.groups, theme.none, theme.bar, theme.reported)
    assert min(contrast(one, theme.background) for one in marks) >= 3


@pytest.mark.parametrize("sight", [None, "deuteranomaly", "protanomaly", "tritanomaly"])
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_groups_are_told_apart_by_who_cannot_see_all_colours(
    theme: Theme, sight: str | None
) -> None:
    from colorspacious import cspace_convert

    colours = np.array([channels(one) for one in (*theme.groups, theme.none)])
    if sight:
        blind = {"name": "sRGB1+CVD", "cvd_type": sight, "severity": 100}
        colours = np.clip(cspace_convert(colours, blind, "sRGB1"), 0, 1)
    places = cspace_convert(colours, "sRGB1", "CAM02-UCS")
    # One is about the least that is told apart at all (Luo, Cui & Li 2006).
    assert min(np.linalg.norm(one - two) for one, two in combinations(places, 2)) >= 12
