"""This file holds dates as papers and people give them: a year, a month or a day."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

# Not calendar.month_name, which speaks the process's locale; these are the pages' own words.
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_ISO = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:[T ]\d\d:\d\d.*)?")
_MONTH_FIRST = re.compile(
    r"([a-z]{3,9})\.?(?: (\d{1,2})(?:st|nd|rd|th)?)?,? (\d{4})", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of reduced precision, as ISO 8601 calls it: 2023, 2023-09 or 2023-09-26.

    Month and day are 0 where they aren't known, so that dates sort by what is known.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self) -> None:
        """Refuse what isn't in the calendar.

        Raises:
            ValueError: There is no such year, month or day.
        """
        datetime.date(self.year, self.month or 1, self.day or 1)
        if self.day and not self.month:
            raise ValueError("a day needs a month")

    @property
    def first(self) -> datetime.date:
        """The earliest day that this date may mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The latest day that this date may mean."""
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        """The date in ISO 8601, as precise as it is known."""
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def words(self) -> str:
        """The date as people write it: 26 Sep 2023, Sep 2023 or 2023."""
        month = _MONTHS[self.month - 1][:3].title() if self.month else ""
        return " ".join(part for part in (str(self.day or ""), month, f"{self.year:04d}") if part)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read a date: 2023, 2023-09, 2023-09-26, Sep 2023, 26 Sep 2023 or Sep 26, 2023.

        Raises:
            ValueError: The text is no date, or names a day that no calendar has.
        """
        words = " ".join(text.split())
        if match := _ISO.fullmatch(words):
            return cls(*(_counted(part) for part in match.groups() if part))
        if match := _MONTH_FIRST.fullmatch(words):
            return cls(int(match[3]), month_number(match[1]), _counted(match[2]) if match[2] else 0)
        if match := _DAY_FIRST.fullmatch(words):
            return cls(int(match[3]), month_number(match[2]), _counted(match[1]))
        raise ValueError(f"{text!r} is not a date")


def _counted(digits: str) -> int:
    """Read a day, a month or a year, none of which is 0."""
    if int(digits) == 0:
        raise ValueError("no day, month or year is 0")
    return int(digits)


def month_number(name: str) -> int:
    """Tell which month an English name or its first three letters mean, 1 to 12.

    Raises:
        ValueError: No month begins like that.
    """
    folded = name.casefold()
    for number, month in enumerate(_MONTHS, start=1):
        if len(folded) >= 3 and month.startswith(folded):
            return number
    raise ValueError(f"{name!r} is not a month")
