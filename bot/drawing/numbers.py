"""This file holds how numbers of charts are written, and which ones are round."""

from __future__ import annotations


def round_values(most: float) -> list[float]:
    """List two to four round values up to a highest one.

    >>> round_values(9841500), round_values(7), round_values(12)
    ([2000000, 4000000, 6000000, 8000000], [2, 4, 6], [5, 10])
    """
    power = 10 ** max(len(str(int(most))) - 2, 0)
    steps = (power * step for step in (1, 2, 5, 10, 20, 50))
    step = next(step for step in steps if most / step < 5)
    return [step * times for times in range(1, int(most // step) + 1)]


def number(value: float) -> str:
    """Write a number: 1,234, or 12.5 with one digit behind the point."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.1f}".removesuffix(".0") if value >= 0.1 else "<0.1"


def short_number(value: float) -> str:
    """Write a large number in few letters: 12k, 1.5M."""
    for least, sign in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if value >= least:
            by = 1e3 if sign == "k" else least
            return f"{value / by:.3g}{sign}"
    return number(value)


def percent(part: int, whole: int) -> str:
    """Write a share: neither nothing nor all where it isn't.

    >>> percent(1, 1000), percent(999, 1000), percent(1, 3), percent(0, 0)
    ('<1 %', '>99 %', '33 %', '–')
    """
    if not whole:
        return "–"
    value = 100 * part / whole
    if 0 < value < 1:
        return "<1 %"
    return ">99 %" if 99 < value < 100 else f"{value:.0f} %"
