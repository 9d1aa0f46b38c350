"""This file holds years of papers: since when and when most, their periods, the one that isn't over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from knowledge.library import Library

_MOST_YEARS = 25
"""More years than that are told by decade where each is a column of a timeline."""


@dataclass(frozen=True, slots=True)
class Years:
    """In which years some papers were published.

    Attributes:
        first, last: The years of the earliest and latest with a date; None where none has one.
        busiest: Those with most papers, in order.
        in_busiest: How many papers each of them has.
    """

    first: int | None
    last: int | None
    busiest: tuple[int, ...]
    in_busiest: int

    @classmethod
    def of(cls, years: NDArray[np.integer]) -> Years:
        """Count papers by their years, of which 0 is none; shape (papers,)."""
        different, times = np.unique(years[years > 0], return_counts=True)
        if not len(different):
            return cls(None, None, (), 0)
        most = int(times.max())
        busiest = tuple(different[times == most].tolist())
        return cls(int(different[0]), int(different[-1]), busiest, most)


@dataclass(frozen=True, slots=True)
class Periods:
    """Years, or decades where there are many, none left out between the first and the last.

    Attributes:
        begin: The first year; 0 where no paper has a date.
        step: How many years a period has.
        number: How many periods there are.
    """

    begin: int
    step: int
    number: int

    @classmethod
    def of(cls, years: NDArray[np.integer], most_years: int = _MOST_YEARS) -> Periods:
        """Choose the periods for some years, of which 0 is none; more than so many are decades."""
        years = years[years > 0]
        if not len(years):
            return cls(0, 1, 0)
        first, last = int(years.min()), int(years.max())
        step = 10 if last - first >= most_years else 1
        begin = first // step * step
        return cls(begin, step, (last - begin) // step + 1)

    @property
    def span(self) -> Literal["year", "decade"]:
        """What each of them is."""
        return "decade" if self.step > 1 else "year"

    @property
    def names(self) -> tuple[str, ...]:
        """Name them: '2024', '1990s'."""
        sign = "s" if self.step > 1 else ""
        return tuple(f"{self.begin + at * self.step}{sign}" for at in range(self.number))

    def counts(self, years: NDArray[np.integer]) -> tuple[int, ...]:
        """Count how many of some years, of which 0 is none, fall into each period."""
        if not self.number:
            return ()
        places = (years[years > 0] - self.begin) // self.step
        counts: list[int] = np.bincount(places, minlength=self.number).tolist()
        return tuple(counts)

    def place(self, year: int) -> int:
        """Tell in which period a year is, from 0; below 0 or above the last where in none."""
        return (year - self.begin) // self.step

    def ends_in(self, year: int) -> bool:
        """Tell whether a year is in the last period."""
        return self.number > 0 and self.place(year) == self.number - 1


def unfinished_year(library: Library, this_year: int) -> int:
    """Tell the year that isn't over in the data: that of capture, or else this one."""
    return max((profile.captured or 0 for profile in library.profiles), default=0) or this_year
