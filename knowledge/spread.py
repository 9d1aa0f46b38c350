"""This file holds how papers are chosen that are good and unlike each other.

It is done by maximal marginal relevance (Carbonell and Goldstein 1998, 'The use of MMR, diversity-based
reranking'): the next paper is always the one with the most of

    lambda · score - (1 - lambda) · its greatest likeness to those before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from knowledge.vectors import Vectors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from knowledge.ranking import Index

SPREAD_LAMBDA = 0.5
"""Weight of a paper's score beside its being unlike the others.

Measured on 60 topics of one or two words in the ACL Anthology, five papers each: mean score, and mean
likeness of two of the five. With 1 (no spread) .986 and .093; with .9 .986 and .081; .7 .979 and
.056; .5 .971 and .041; .4 .964 and .034; .3 .957 and .030. With votes for three papers besides, 1.168
and .122 with 1, 1.147 and .067 with .5, 1.116 and .044 with .3."""
NEARLY_SAME = 0.6
"""Cosine from which two papers are nearly the same: the second one comes after all others.

In the ACL Anthology .007 of pairs of papers by one author reach it, such as two reports of a team
on one shared task, and of papers with their nearest between .01 and .05."""


def spread(
    index: Index,
    chosen: Sequence[int],
    positions: NDArray[np.integer],
    scores: NDArray[np.floating],
    count: int,
) -> list[int]:
    """Choose papers with high scores that are unlike each other.

    Args:
        index: By whose words they are compared.
        chosen: Positions of papers that were chosen before.
        positions: From which papers to choose, best first.
        scores: Theirs.
        count: How many there are to be in the end.

    Returns:
        Positions: `chosen`, and the others in the order in which they were chosen.
    """
    everything = np.concatenate([positions, np.array(chosen, np.int64)]).astype(np.int64)
    vectors = Vectors(index, everything)
    likest = np.zeros(len(everything))
    for at in range(len(positions), len(everything)):
        likest = np.maximum(likest, vectors.like(at))
    found, left = list(chosen), np.ones(len(positions), np.bool_)
    while len(found) < count and left.any():
        near = likest[: len(positions)]
        worth = SPREAD_LAMBDA * scores - (1 - SPREAD_LAMBDA) * near - 10.0 * (near >= NEARLY_SAME)
        best = int(np.where(left, worth, -np.inf).argmax())
        left[best] = False
        found.append(int(positions[best]))
        likest = np.maximum(likest, vectors.like(best))
    return found
