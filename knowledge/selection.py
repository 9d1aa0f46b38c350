"""This file holds papers chosen from a library, which may be most of it while few are shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from knowledge.paper import Paper


class Selection(Sequence["Paper"]):
    """Papers in some order, each taken from the library when it is asked for.

    Args:
        papers: The library's papers.
        positions: Which of them are chosen, in their order; shape (chosen,).
    """

    def __init__(self, papers: Sequence[Paper], positions: NDArray[np.integer]) -> None:
        self._papers = papers
        self.positions = positions

    def __len__(self) -> int:
        return len(self.positions)

    @overload
    def __getitem__(self, place: int) -> Paper: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Paper, ...]: ...
    def __getitem__(self, place: int | slice) -> Paper | tuple[Paper, ...]:
        if isinstance(place, slice):
            return tuple(self._papers[at] for at in self.positions[place].tolist())
        return self._papers[int(self.positions[place])]
