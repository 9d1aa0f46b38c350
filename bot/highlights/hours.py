"""This file holds how a time of day is read from what people type, and said."""

from __future__ import annotations

import re
import unicodedata

from knowledge.errors import InvalidOption
from knowledge.markdown import literal
from knowledge.text import shortened

_MINUTES_A_DAY = 24 * 60
_NAMED = {"noon": 720, "midday": 720, "12 noon": 720, "midnight": 0, "12 midnight": 0}
_AROUND = re.compile(r"^(?:at|um|à|a las?) |\s*(?:o'?\s?clock|uhr|hours?|hrs?|(?<=\d\d\d\d)h)$")
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*[:.,h ]\s*(?P<minute>\d\d)(?::00)?|(?P<joined>\d\d)|\s*h)?"
    r"\s*(?P<half>[ap]\.?\s?m?\.?|in the (?:morning|afternoon|evening)|at night)?"
)
_USUAL = tuple(60 * hour for hour in (8, 9, 7, 10, 12, 6, 17, 18, 20, 16, 14))
_TAKES = "Type it as 8:30, 8am, 20:15 or noon."
_MOST_SUGGESTED = 25
_LONGEST_QUOTED = 60


def read_time(typed: str) -> int:
    """Read a time of day: 8:30, 8am, 0830, 08h30, 20.15, noon.

    Hours without am or pm are those of the 24-hour clock.

    Returns:
        Minutes after midnight, 0 to 1439.

    Raises:
        InvalidOption: It is none; the message says what is taken.

    >>> read_time("8:30"), read_time("8 pm"), read_time("midnight")
    (510, 1200, 0)
    """
    text = _plain(typed)
    minute = _NAMED.get(text, _minute(text))
    if minute is None:
        is_end = re.match(r"24(?:\D|00|$)", text)
        hint = " The day ends with 23:59; 24:00 is 00:00 of the next day." if is_end else ""
        words = f"*{literal(shortened(typed, _LONGEST_QUOTED))}*" if text else "Nothing"
        raise InvalidOption(f"{words} is no time of day. {_TAKES}{hint}")
    return minute


def time_words(minute: int) -> str:
    """Say a time by the 24-hour clock.

    >>> time_words(510)
    '08:30'
    """
    hour, rest = divmod(minute, 60)
    return f"{hour:02}:{rest:02}"


def times_suggested(typed: str) -> list[str]:
    """Suggest times that begin with what was typed, at most 25, full hours first.

    Each can be read by `read_time`.

    >>> times_suggested("8:3")
    ['08:30', '20:30']
    """
    text = _plain(typed)
    if not text:
        return [time_words(minute) for minute in _USUAL]
    exact = _NAMED.get(text, _minute(text))
    begun = {minute for name, minute in _NAMED.items() if name.startswith(text)}
    begun |= {
        minute
        for minute in range(0, _MINUTES_A_DAY, 15)
        if any(way.startswith(text.replace(" ", "")) for way in _ways(minute))
    }
    ordered = sorted(begun, key=lambda minute: ((0, 2, 1, 2)[minute % 60 // 15], minute))
    if exact is not None:
        hour = exact - exact % 60
        if not exact % 60:
            # What follows first is the rest of that hour, then the other half of the day.
            near = [hour + 30, hour + 15, hour + 45, (hour + _MINUTES_A_DAY // 2) % _MINUTES_A_DAY]
            ordered = [*(minute for minute in near if minute in begun), *ordered]
        ordered = [exact, *ordered]
    return [time_words(minute) for minute in dict.fromkeys(ordered)][:_MOST_SUGGESTED]


def _plain(typed: str) -> str:
    text = " ".join(unicodedata.normalize("NFKC", typed).replace("’", "'").casefold().split())
    return _AROUND.sub("", text)


def _minute(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    if not match:
        # Three digits are an hour of one and two for the minutes.
        match = re.fullmatch(r"(?P<hour>\d)(?P<minute>\d\d)(?P<joined>)\s*(?P<half>[ap]m)?", text)
    if not match:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or match["joined"] or 0)
    if match["half"]:
        is_late = match["half"].startswith("p") or match["half"].endswith(("noon", "ing", "night"))
        is_late = is_late and not match["half"].endswith("morning")
        if hour == 12:
            hour = 12 if is_late else 0
        elif hour < 12:
            hour += 12 if is_late else 0
        elif not is_late:
            return None
    return 60 * hour + minute if hour < 24 and minute < 60 else None


def _ways(minute: int) -> tuple[str, ...]:
    hour, rest = divmod(minute, 60)
    twelve, half = (hour + 11) % 12 + 1, "ap"[hour >= 12]
    ways = [f"{hour:02}:{rest:02}", f"{hour}:{rest:02}", f"{hour:02}{rest:02}", f"{hour}.{rest:02}"]
    ways.append(f"{twelve}:{rest:02}{half}m")
    if not rest:
        ways.append(f"{twelve}{half}m")
    return tuple(ways)
