"""This file holds papers as vectors over a library's words: how like two papers are.

A paper's vector is made of the index's own weights, inverse document frequency × saturation
(`knowledge.ranking`), and has length one. So the product of two is their cosine, 0 to 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.ranking import Index

    Dense = NDArray[np.float64]


class Vectors:
    """Some papers as unit vectors; one without words is all zeros.

    Args:
        index: The library's words.
        positions: Which papers, in which order; shape (papers,).
        muted: Numbers of stems that count for nothing. A vector is the shorter for them.
    """

    def __init__(
        self, index: Index, positions: NDArray[np.integer], muted: NDArray[np.int64] | None = None
    ) -> None:
        arrays = index.arrays
        positions = positions.astype(np.int64)
        begins = arrays["paper_starts"][positions].astype(np.int64)
        lengths = arrays["paper_starts"][positions + 1] - begins
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(
            begins - ends + lengths, lengths
        )
        self._number, self._stems = len(positions), len(arrays["terms"])
        self._begins = ends - lengths
        self._rows = np.repeat(np.arange(len(positions)), lengths)
        self._terms = arrays["paper_terms"][places]
        weights = (
            arrays["idf"][self._terms].astype(np.float64) * arrays["paper_saturations"][places]
        )
        norms = np.sqrt(self._sums(weights**2))
        self._weights = weights / np.where(norms > 0, norms, 1)[self._rows]
        if muted is not None and len(muted):
            self._weights[np.isin(self._terms, muted)] = 0

    def along(self, direction: Dense) -> Dense:
        """Multiply each vector with another one.

        Args:
            direction: A weight for each stem of the library; shape (stems,).

        Returns:
            Shape (papers,).
        """
        return self._sums(self._weights * direction[self._terms])

    def added_up(self, factors: NDArray[Any] | None = None) -> Dense:
        """Add the vectors up, each times its factor; shape (stems,)."""
        weights = self._weights if factors is None else self._weights * factors[self._rows]
        return np.bincount(self._terms, weights, self._stems).astype(np.float64, copy=False)

    def like(self, which: int) -> Dense:
        """Tell how like all of them are to one of them, given by its place here; shape (papers,)."""
        end = self._begins[which + 1] if which + 1 < self._number else len(self._terms)
        span = slice(self._begins[which], end)
        direction = np.zeros(self._stems)
        direction[self._terms[span]] = self._weights[span]
        return self.along(direction)

    def _sums(self, values: Dense) -> Dense:
        return np.bincount(self._rows, values, self._number).astype(np.float64, copy=False)
