"""This file holds how close what was typed is to what there is, and when that decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

CONFIDENT = 0.74
"""Closeness from which a candidate is taken for what was meant: every word that was typed is
there, up to a typo in most of them."""
ASKED = 0.7
"""Closeness from which it is asked whether a name is meant that isn't taken for granted."""
NEARLY = 0.65
"""Closeness from which every word that was typed is at least nearly in a name."""
MARGIN = 0.08
"""Candidates nearer to each other than this fit about equally well."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A candidate's place in the list that was searched, and how close it is, 0 to 1."""

    place: int
    closeness: float


def decided(fits: list[Fit]) -> list[Fit]:
    """Keep what fits well and about equally well: nobody, one, or several to choose from."""
    good = [fit for fit in fits if fit.closeness >= CONFIDENT]
    return [fit for fit in good if fit.closeness > good[0].closeness - MARGIN]


def best_first(fits: Iterable[Fit], most: int) -> list[Fit]:
    """Rank places by the closest fit of each; equally close ones stand in their own order."""
    best: dict[int, float] = {}
    for fit in fits:
        best[fit.place] = max(best.get(fit.place, 0.0), fit.closeness)
    ranked = sorted(best.items(), key=lambda fit: (-fit[1], fit[0]))
    return [Fit(place, close) for place, close in ranked[:most]]
