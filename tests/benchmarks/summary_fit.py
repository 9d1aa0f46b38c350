"""How the weights of `knowledge.summary` are learnt, and how they do where they weren't learnt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rich.table import Table
from sklearn.linear_model import Ridge
from sklearn.model_selection import GroupKFold

from knowledge.summary import WEIGHTS, Traits, best, is_hanging, traits_of
from tests.benchmarks.summary_peers import Case, rarity_in

# 10 to 300 do alike on the folds, within .02.
_ALPHA = 100.0
_FOLDS = 10

Floats = NDArray[np.float64]


class Measure(Protocol):
    """What rouge-score tells of one measure."""

    recall: float
    fmeasure: float


def tables(cases: Sequence[Case], scores: Sequence[Sequence[Sequence[float]]]) -> list[Table]:
    """Learn the weights; show ROUGE on each fold, the weights, and what each penalty costs.

    Args:
        cases: The abstracts.
        scores: ROUGE-1, -2 and -L of each sentence of each.
    """
    rouge = np.array([one for of_case in scores for one in of_case])
    group = np.repeat(np.arange(len(cases)), [len(of_case) for of_case in scores])
    # Words count alike, or by rarity: the weights are to serve both.
    views = [_traits(cases, weight) for weight in (lambda _: 1.0, rarity_in(cases))]
    folds = _folds(group)
    learnt = [
        _learnt([traits[~fold] for traits in views], rouge[~fold], group[~fold]) for fold in folds
    ]
    by_fold = [
        [_of_chosen(traits[fold] @ weights, rouge[fold], group[fold]) for traits in views]
        for fold, weights in zip(folds, learnt, strict=True)
    ]
    hanging = np.array([is_hanging(one) for case in cases for one in case.sentences])
    return [
        _folds_table(by_fold, [len(np.unique(group[fold])) for fold in folds]),
        _weights_table(learnt, _learnt(views, rouge, group)),
        _penalties_table([traits @ np.array(WEIGHTS) for traits in views], rouge, group, hanging),
    ]


def following_table(cases: Sequence[Case], score: Callable[[str, str], list[Measure]]) -> Table:
    """Show what it brings that the second of two sentences follows the first.

    Args:
        cases: The abstracts.
        score: ROUGE-1, -2 and -L of a text (second) against a reference (first).
    """
    table = Table(title="Two sentences, by what is added for following: means of R-1, R-2 and R-L")
    for column in ("added", "recall of the best reference", "F1 against all together"):
        table.add_column(column, justify="right")
    weights = np.array(WEIGHTS)
    for following in (0, 2, 3, 4, 5, 7, 10):
        rows = []
        for case in cases:
            found = case.sentences
            worth = list(np.array(traits_of(case.title, found, lambda _: 1.0)) @ weights)
            places = best(worth, list(map(is_hanging, found)), 2, following)
            chosen = " ".join(found[place] for place in places)
            near = max([one.recall for one in score(each, chosen)] for each in case.references)
            together = [one.fmeasure for one in score(" ".join(case.references), chosen)]
            rows.append((100 * np.mean(near), 100 * np.mean(together)))
        table.add_row(str(following), *[f"{figure:.2f}" for figure in np.mean(rows, axis=0)])
    return table


def _folds_table(by_fold: Sequence[Sequence[Floats]], sizes: Sequence[int]) -> Table:
    table = Table(title="ROUGE on each fold, learnt on the others, without a penalty")
    for column in ("fold", "R-1", "R-2", "R-L", "by rarity: R-1", "R-2", "R-L"):
        table.add_column(column, justify="right")
    rows = [np.concatenate(views) for views in by_fold]
    for number, row in enumerate(rows):
        table.add_row(str(number), *[f"{figure:.2f}" for figure in row])
    table.add_section()
    mean = np.average(rows, axis=0, weights=sizes)
    table.add_row("all", *[f"{figure:.2f}" for figure in mean])
    return table


def _weights_table(learnt: Sequence[Floats], of_all: Floats) -> Table:
    table = Table(title="Weights")
    for column in ("trait", "least of the folds", "most", "learnt on all", "kept"):
        table.add_column(column, justify="left" if column == "trait" else "right")
    least, most = np.min(learnt, axis=0), np.max(learnt, axis=0)
    for name, *figures, kept in zip(Traits._fields, least, most, of_all, WEIGHTS, strict=True):
        table.add_row(name, *[f"{figure:.2f}" for figure in figures], str(kept))
    return table


def _penalties_table(
    scores: Sequence[Floats], rouge: Floats, group: NDArray[np.int64], hanging: NDArray[np.bool_]
) -> Table:
    table = Table(title="What a penalty for hanging costs, by the weights that are kept")
    for column in ("penalty", "R-1", "R-2", "R-L", "hanging", "by rarity: R-1", "R-2", "R-L", ""):
        table.add_column(column, justify="right")
    for penalty in (0, -2, -4, -6, -8, -10, -12, -15, -1000):
        row = [str(penalty)]
        for score in scores:
            total = score + penalty * hanging
            row += [f"{figure:.2f}" for figure in _of_chosen(total, rouge, group)]
            row.append(
                str(int(_of_chosen(total, hanging[:, None], group)[0] * len(set(group)) + 0.5))
            )
        table.add_row(*row)
    return table


def _folds(group: NDArray[np.int64]) -> list[NDArray[np.bool_]]:
    splits = GroupKFold(_FOLDS, shuffle=True, random_state=0).split(group, groups=group)
    return [np.isin(np.arange(len(group)), test) for _, test in splits]


def _traits(cases: Sequence[Case], weight: object) -> Floats:
    return np.array(
        [one for case in cases for one in traits_of(case.title, case.sentences, weight)], float
    )


def _learnt(views: Sequence[Floats], rouge: Floats, group: NDArray[np.int64]) -> Floats:
    """Learn what lifts a sentence over the others of its abstract."""
    better = _centred(rouge.mean(axis=1, keepdims=True), group)[:, 0]
    traits = np.concatenate([_centred(traits, group) for traits in views])
    spread = traits.std(axis=0)
    ridge = Ridge(alpha=_ALPHA).fit(traits / spread, np.tile(better, len(views)))
    return np.asarray(ridge.coef_ / spread)


def _centred(columns: Floats, group: NDArray[np.int64]) -> Floats:
    _, place = np.unique(group, return_inverse=True)
    sizes = np.bincount(place)
    means = [np.bincount(place, column) / sizes for column in columns.T]
    return columns - np.array(means).T[place]


def _of_chosen(score: Floats, rouge: Floats, group: NDArray[np.int64]) -> Floats:
    order = np.lexsort((-score, group))
    is_best = np.r_[True, np.diff(group[order]) > 0]
    return np.asarray(rouge[order][is_best].mean(axis=0))
