"""This file holds when something is due that happens at one local time on chosen days.

A local date gets one instant, whatever the clocks do that night; so a row per subscription and
local date is all that must be remembered for a post to come once and not twice.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

EVERY_DAY = 0b1111111
CATCH_UP = timedelta(hours=12)
"""So late may be made up for what an outage kept from being posted."""
_MOST_MISSED = 31
_ONE_DAY = timedelta(days=1)
_MINUTES_A_DAY = 24 * 60
_DAYS_SEARCHED = 16
"""A chosen weekday comes within a week, or within two where the date line was moved over it."""


@functools.lru_cache(maxsize=1024)
def clocks_of(zone: str) -> ZoneInfo:
    """Open a zone, once: zoneinfo itself keeps only the last eight.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: This computer knows no such zone.
        ValueError: It is no name of a zone at all.
    """
    return ZoneInfo(zone)


class Due(NamedTuple):
    """A local date and the instant at which it is due, in UTC."""

    date: date
    instant: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """A local time on chosen days of the week.

    Args:
        minute: Minutes after local midnight by the clock on the wall, 0 to 1439.
        zone: The IANA name of the zone.
        days: The chosen weekdays as a bit mask, bit 0 for Monday, 1 to 127.

    Raises:
        ValueError: The minute or the days are out of range, or the zone is no name of one.
        zoneinfo.ZoneInfoNotFoundError: This computer knows no such zone.
    """

    minute: int
    zone: str
    days: int = EVERY_DAY

    def __post_init__(self) -> None:
        if not 0 <= self.minute < _MINUTES_A_DAY:
            raise ValueError(f"a day has no minute {self.minute}")
        if not 1 <= self.days <= EVERY_DAY:
            raise ValueError(f"{self.days} is no choice of weekdays")
        clocks_of(self.zone)

    def due(self, day: date) -> datetime | None:
        """Tell when a local date is due.

        Where clocks are put back and the time comes twice, the first counts. Where they are put
        forward and it doesn't come at all, it is shifted by as much as they are (PEP 495, fold=0);
        if that is already the next day, it is shifted back instead.

        Returns:
            The instant in UTC, which always has this local date; None where the weekday isn't
            chosen or the date isn't there (as 30 December 2011 in Apia).
        """
        return self._instant(day) if self.days >> day.weekday() & 1 else None

    def next_after(self, moment: datetime) -> Due:
        """Find what is due first after a moment (aware, of any zone)."""
        # Nothing is due on an earlier date: where one comes again, its first time has counted.
        first = moment.astimezone(clocks_of(self.zone)).date()
        for number in range(_DAYS_SEARCHED):
            day = first + number * _ONE_DAY
            instant = self.due(day)
            if instant and instant > moment:
                return Due(day, instant)
        raise AssertionError(f"nothing is due within two weeks of {moment}")

    def missed(self, since: datetime, now: datetime) -> list[Due]:
        """List what was due after `since` and until `now` (both aware), newest last.

        Returns:
            At most the newest 31.
        """
        zone = clocks_of(self.zone)
        # Where clocks are put back over midnight, it was tomorrow already.
        day = now.astimezone(zone).date() + _ONE_DAY
        first = since.astimezone(zone).date()
        found: list[Due] = []
        while day >= first and len(found) < _MOST_MISSED:
            instant = self.due(day)
            if instant and since < instant <= now:
                found.append(Due(day, instant))
            day -= _ONE_DAY
        return found[::-1]

    def _instant(self, day: date) -> datetime | None:
        zone = clocks_of(self.zone)
        wall = datetime.combine(day, time(*divmod(self.minute, 60)), zone)
        for fold in (0, 1):
            instant = wall.replace(fold=fold).astimezone(UTC)
            if instant.astimezone(zone).date() == day:
                return instant
        return None
