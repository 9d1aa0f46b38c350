"""This file holds the stretches of time that people name: since 2021, in May, last year."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from knowledge.dates import PartialDate, month_number

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
NUMBERS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:{_YEAR}-\d\d(?:-\d\d)?|(?:\d{{1,2}} )?(?:{_MONTH}\.?,? (?:\d{{1,2}}, )?)?{_YEAR})"
_BETWEEN = re.compile(
    rf"\b(between|from|in) ({_DATE}) (?:and|to|until|till|-|–) ({_DATE})\b", re.IGNORECASE
)
_SPAN = re.compile(rf"\b({_YEAR})(?:\s?[-–]\s?| to | or | and )({_YEAR})\b")
_SINCE = re.compile(
    rf"\b(since|starting in|after|later than|newer than|from(?= [^,]+? (?:onwards?|on(?:,|$)))) ({_DATE})(?: onwards?| on(?=,|$))?\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(before|until|till|up to|through|by|earlier than|older than) ({_DATE})\b", re.IGNORECASE
)
_WITHIN = re.compile(
    rf"\b(?:in|during|on|of|for|from|within|dated|published in) (?:the year )?({_DATE})\b",
    re.IGNORECASE,
)
_IN_MONTH = re.compile(rf"\b(?:in|during|from) ({_MONTH})\b(?! \d)", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:(?P<since>since )|in |from |of )?(?P<which>this|last|the last|the past|past) (?P<what>year|month)(?:'s)?\b",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\b(?:in |from |of )?the (?:(19|20)?(\d)0)'?s\b", re.IGNORECASE)
_BARE = re.compile(
    rf"\b({_YEAR})(?= (?:papers?|publications?|articles?|works?|ones?)\b)|(?<=papers )({_YEAR})\b"
    rf"|(?:^|(?<= ))({_YEAR})$",
    re.IGNORECASE,
)
_LAST_YEARS = re.compile(
    rf"\b(?:in |from |of )?the (?:last|past) (\d{{1,2}}|{'|'.join(NUMBERS)}) years?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time; what is None is open."""

    since: PartialDate | None = None
    until: PartialDate | None = None

    @property
    def year(self) -> int | None:
        """The year, where the period is just that."""
        is_year = self.since == self.until and self.since and not self.since.month
        return self.since.year if is_year and self.since else None


def periods(text: str, today: datetime.date) -> tuple[list[tuple[int, int]], Period | None]:
    """Find the stretch of time that a question names.

    Returns:
        Where it is named, as (begin, end) in characters, in up to two places; and what it is.

    >>> periods("grasping since 2021", datetime.date(2026, 5, 1))
    ([(9, 19)], Period(since=PartialDate(year=2021, month=0, day=0), until=None))
    """
    found = _first_period(text, today)
    if found is None:
        return [], None
    span, period = found
    if (period.since is None) != (period.until is None):
        # 'since 2010 and before 2015' names both ends.
        further = _first_period(_blanked(text, span), today)
        if further and (further[1].since is None) == (period.until is None):
            other = further[1]
            both = Period(period.since or other.since, period.until or other.until)
            return sorted([span, further[0]]), both
    return [span], period


def _blanked(text: str, span: tuple[int, int]) -> str:
    return f"{text[: span[0]]}{' ' * (span[1] - span[0])}{text[span[1] :]}"


def _first_period(text: str, today: datetime.date) -> tuple[tuple[int, int], Period] | None:
    for form, read in _FORMS:
        for match in form.finditer(text):
            try:
                return match.span(), read(match, today)
            except ValueError:
                continue
    return None


def _between(match: re.Match[str], _: datetime.date) -> Period:
    since, until = (PartialDate.parse(date) for date in match.groups()[-2:])
    if (
        (match[1].lower() == "in" or re.search(r" (?:or|and) ", match[0]))
        and match[1].lower() not in ("between", "from")
        and until.year - since.year != 1
    ):
        raise ValueError("'in 2014 and 2016' is no stretch of time")
    return Period(since, until)


def _since(match: re.Match[str], _: datetime.date) -> Period:
    date = PartialDate.parse(match[2])
    is_after = match[1].lower() in ("after", "later than", "newer than")
    return Period(since=_next(date) if is_after else date)


def _until(match: re.Match[str], _: datetime.date) -> Period:
    date = PartialDate.parse(match[2])
    is_before = match[1].lower() in ("before", "earlier than", "older than")
    return Period(until=_previous(date) if is_before else date)


def _within(match: re.Match[str], _: datetime.date) -> Period:
    date = PartialDate.parse(next(group for group in match.groups() if group))
    return Period(date, date)


def _in_month(match: re.Match[str], today: datetime.date) -> Period:
    """Take the last such month that has begun."""
    month = month_number(match[1])
    date = PartialDate(today.year if month <= today.month else today.year - 1, month)
    return Period(date, date)


def _relative(match: re.Match[str], today: datetime.date) -> Period:
    now = PartialDate(today.year, today.month if match["what"].lower() == "month" else 0)
    date = now if match["which"].lower() == "this" else _previous(now)
    is_open = match["since"] or "past" in match["which"].lower()
    return Period(date, None if is_open else date)


def _last_years(match: re.Match[str], today: datetime.date) -> Period:
    return Period(PartialDate(today.year - (NUMBERS.get(match[1].lower()) or int(match[1]))))


def _decade(match: re.Match[str], _: datetime.date) -> Period:
    century = int(match[1] or (19 if int(match[2]) >= 3 else 20)) * 100
    begin = century + int(match[2]) * 10
    return Period(PartialDate(begin), PartialDate(begin + 9))


def _next(date: PartialDate) -> PartialDate:
    day = date.last + datetime.timedelta(days=1)
    return _as_precise_as(date, day)


def _previous(date: PartialDate) -> PartialDate:
    day = date.first - datetime.timedelta(days=1)
    return _as_precise_as(date, day)


def _as_precise_as(date: PartialDate, day: datetime.date) -> PartialDate:
    return PartialDate(day.year, day.month if date.month else 0, day.day if date.day else 0)


_FORMS = (
    (_BETWEEN, _between),
    (_SPAN, _between),
    (_SINCE, _since),
    (_UNTIL, _until),
    (_WITHIN, _within),
    (_DECADE, _decade),
    (_LAST_YEARS, _last_years),
    (_RELATIVE, _relative),
    (_IN_MONTH, _in_month),
    (_BARE, _within),
)
