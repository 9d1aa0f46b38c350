"""This file holds how boxes are moved until none overlaps another; lengths are inches."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]
    """Shape (n, 2): x to the right, y upwards."""

_FULLEST = 0.9
"""Which share of a frame boxes may fill at the most for `apart` to try."""
_CALM, _SHAKEN, _SEED = 40, 0.08, 7
"""After how many steps boxes are shaken, by how many inches, with which chance."""


def apart(
    centres: Points,
    halves: Points,
    frame: tuple[float, float],
    pinned: Points,
    gap: float,
    most_steps: int = 240,
) -> Points | None:
    """Move boxes until none overlaps another and all are within a frame.

    Args:
        centres: Shape (n, 2).
        halves: Half their widths and heights, shape (n, 2).
        frame: Its width and height; it begins at (0, 0).
        pinned: Which don't move, 1.0 or 0.0, shape (n,).
        gap: What stays free between two.
        most_steps: After which it is given up.

    Returns:
        Where their centres are then, shape (n, 2); None where they found no room.
    """
    import numpy as np

    n = len(centres)
    size = np.array(frame)
    is_too_much = (4 * halves[:, 0] * halves[:, 1]).sum() > _FULLEST * size[0] * size[1]
    if is_too_much or (2 * halves > size).any():
        return None
    where = np.clip(centres, halves, size - halves)
    need = halves[:, None] + halves[None] + gap
    chance = np.random.default_rng(_SEED)
    free = 1 - pinned
    # Of two, who may move takes the whole way.
    share = free[:, None] / np.maximum(free[:, None] + free[None], 1)
    # Equal places part in the order of their numbers.
    order = np.sign(np.arange(n)[:, None] - np.arange(n)[None])
    for step in range(most_steps):
        off = where[:, None] - where[None]
        over = need - np.abs(off)
        hit = (over[:, :, 0] > 1e-6) & (over[:, :, 1] > 1e-6)
        np.fill_diagonal(hit, val=False)
        if not hit.any():
            return where
        along = over[:, :, 0] / need[:, :, 0] <= over[:, :, 1] / need[:, :, 1]
        axis = np.stack([along, ~along], axis=2) & hit[:, :, None]
        sign = np.where(off == 0, order[:, :, None], np.sign(off))
        push = np.where(axis, sign * (over + 1e-3) * share[:, :, None], 0)
        count = np.sqrt(np.maximum(axis.sum(axis=1), 1))
        move = push.sum(axis=1) / count
        if step > _CALM:
            # Boxes that hold each other fast come loose when they are shaken, ever less.
            shaken = (hit.sum(axis=1) > 0)[:, None] * free[:, None]
            strength = _SHAKEN * (1 - (step - _CALM) / most_steps)
            move += chance.normal(0, strength, move.shape) * shaken
        where = np.clip(where + move, halves, size - halves)
    return None


def in_rows(
    centres: Points,
    halves: Points,
    frame: tuple[float, float],
    pinned: Points,  # noqa: ARG001 - nobody has a fixed place in a row
    gap: float,
) -> Points | None:
    """Put boxes into rows, near to where they are: what is tried where `apart` found no room.

    Returns:
        As `apart` does.
    """
    import numpy as np

    left = sorted(range(len(centres)), key=lambda at: (-centres[at, 1], centres[at, 0], at))
    rows: list[list[int]] = []
    while left:
        row: list[int] = []
        used = gap
        for at in list(left):
            if (wide := 2 * halves[at, 0] + gap) + used <= frame[0] + 2 * gap:
                row.append(at)
                left.remove(at)
                used += wide
            # A full row is searched no further, so that who is far below isn't pulled up.
            if used > frame[0] * 0.8:
                break
        if not row:
            return None
        rows.append(sorted(row, key=lambda at: (centres[at, 0], at)))
    heights = [2 * max(halves[at, 1] for at in row) for row in rows]
    spare = frame[1] - sum(heights)
    if spare < gap * (len(rows) - 1):
        return None
    first, step = _spaced(spare, len(rows), gap)
    where = np.zeros_like(centres)
    top = frame[1] - first
    for row, height in zip(rows, heights, strict=True):
        room = frame[0] - sum(2 * halves[at, 0] for at in row)
        x, between = _spaced(room, len(row), gap)
        for at in row:
            where[at] = (x + halves[at, 0], top - height / 2)
            x += 2 * halves[at, 0] + between
        top -= height + step
    return where


def _spaced(free: float, number: int, gap: float) -> tuple[float, float]:
    """Share what is free: before the first of so many and between two; or only there, if little."""
    step = free / (number + 1)
    return (step, step) if step >= gap or number == 1 else (0.0, free / (number - 1))
