"""This file holds papers chosen from a library, which may be most of it while few are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.paper import Paper

    Positions = NDArray[np.integer]


class Selection(Sequence["Paper"]):
    """Papers in some order, each taken from the library when it is asked for.

    Args:
        papers: The library's papers.
        positions: Which of them are chosen, or the first of these, in their order.
        number: How many are chosen, where `positions` are the first of them.
        first: Tells as many of the first ones as are asked for, where `positions` are not all.
    """

    def __init__(
        self,
        papers: Sequence[Paper],
        positions: Positions,
        number: int | None = None,
        first: Callable[[int], Positions] | None = None,
    ) -> None:
        self._papers = papers
        self._known = positions
        self._number = len(positions) if number is None else number
        self._first = first

    def __len__(self) -> int:
        return self._number

    @property
    def positions(self) -> Positions:
        """Where all of them stand in the library, in their order; shape (chosen,)."""
        return self._until(self._number)[: self._number]

    @overload
    def __getitem__(self, place: int) -> Paper: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Paper, ...]: ...
    def __getitem__(self, place: int | slice) -> Paper | tuple[Paper, ...]:
        if isinstance(place, slice):
            places = range(*place.indices(self._number))
            chosen = self._until(max(places, default=-1) + 1)
            return tuple(self._papers[int(chosen[at])] for at in places)
        at = range(self._number)[place]
        return self._papers[int(self._until(at + 1)[at])]

    def _until(self, number: int) -> Positions:
        if self._first and number > len(self._known):
            # Twice as many as so far, so that going through all of them stays cheap.
            self._known = self._first(max(number, 2 * len(self._known)))
        return self._known
