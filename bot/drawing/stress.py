"""This file holds where people of a network would stand if nobody took any room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.drawing.labels import Points
    from knowledge.picture import Network

FEW = 5
"""So many people have room beside each other."""
_SEED = 7


def layout(picture: Network) -> dict[int, tuple[float, float]]:
    """Lay people out by who writes with whom, each at a place of no unit.

    Distances are what is wished for: near are those who write together in a group, far are
    groups from each other. The places are those of least stress, which is found from the ends of
    a spring layout by majorization (Gansner, Koren & North 2004, Graph Drawing by Stress
    Majorization, GD 2004).
    """
    import networkx as nx
    import numpy as np

    members = picture.members
    asked = [at for at, member in enumerate(members) if member.is_asked]
    ties = {frozenset((tie.one, tie.other)) for tie in picture.ties}
    nodes = [*range(len(members)), *([-1] if picture.cut else [])]
    wished = np.array([[_wished(picture, one, other, ties) for other in nodes] for one in nodes])
    _draw_near(wished, [nodes.index(at) for at in asked], len(members))
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from((tie.one, tie.other) for tie in picture.ties)
    begin = nx.spring_layout(graph, seed=_SEED, iterations=30)
    where = np.array([begin[node] for node in nodes])
    where += np.random.default_rng(_SEED).uniform(-0.01, 0.01, where.shape)
    where = _turned(_of_least_stress(where, wished), [nodes.index(at) for at in asked])
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, where, strict=True)}


def _wished(picture: Network, one: int, other: int, ties: set[frozenset[int]]) -> float:
    """Tell how far apart two are to be."""
    if one == other:
        return 0.0
    if one < 0 or other < 0:
        return 2.3
    a, b = picture.members[one], picture.members[other]
    is_tied = frozenset((one, other)) in ties
    if a.is_asked or b.is_asked:
        return 2.2 if a.is_asked and b.is_asked else 1.4 if is_tied else 2.6
    if a.group == b.group >= 0:
        return 1.0 if is_tied else 1.4
    return 1.5 if is_tied else 2.3


def _draw_near(wished: Points, asked: Sequence[int], members: int) -> None:
    """Wish that who was asked is amid the others, and that 'et al.' is near to who was asked."""
    others = [at for at in range(members) if at not in asked]
    among = wished[others][:, others]
    mean = float(among.sum()) / max(len(others) * (len(others) - 1), 1) or 1.5
    if len(asked) == 1 and members > 2:
        # Points of a disc are on the average 0.90 of its radius apart, and 0.67 off its middle.
        near = 0.74 * mean
        wished[asked, :members] = wished[:members, asked] = near
        wished[members:, :members] = mean
        wished[:members, members:] = mean
        wished[asked, members:] = wished[members:, asked] = 0.8 * near
        wished[asked, asked] = 0.0
    elif asked:
        wished[members:, asked] = 1.5
        wished[asked, members:] = 1.5
    else:
        wished[members:, :members] = 1.3 * mean
        wished[:members, members:] = 1.3 * mean


def _of_least_stress(where: Points, wished: Points, most_steps: int = 300) -> Points:
    """Move points so that their distances come near to what is wished for."""
    import numpy as np

    n = len(where)
    off_diagonal = ~np.eye(n, dtype=bool)
    weights = np.zeros_like(wished)
    weights[off_diagonal] = wished[off_diagonal] ** -2
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    before = np.inf
    for _ in range(most_steps):
        far = np.linalg.norm(where[:, None] - where[None], axis=2)
        stress = float((weights * (far - wished) ** 2).sum())
        if before - stress < 1e-5 * stress:
            break
        before = stress
        pull = -weights * wished / np.maximum(far, 1e-9)
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        where = inverse @ pull @ where
    return where


def _turned(where: Points, asked: Sequence[int]) -> Points:
    """Turn a layout so that two who were asked are side by side, or else it is high, not wide."""
    import numpy as np

    middle = where[list(asked)].mean(axis=0) if asked else where.mean(axis=0)
    where = where - middle
    if len(asked) > 1:
        x, y = where[asked[1]] - where[asked[0]]
        angle = -np.arctan2(y, x)
    elif len(where) > 2:
        _, _, axes = np.linalg.svd(where - where.mean(axis=0))
        # Few people have room beside each other.
        angle = (np.pi / 2 if len(where) > FEW else 0) - np.arctan2(axes[0, 1], axes[0, 0])
    else:
        x, y = where[-1] - where[0]
        angle = -np.arctan2(y, x)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned: Points = where @ turn.T
    return turned
