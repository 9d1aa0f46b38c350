"""This file holds how days of the week are read from what people type, and said.

Chosen days are a bit mask, bit 0 for Monday.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.highlights.schedule import EVERY_DAY
from knowledge.errors import InvalidOption
from knowledge.markdown import literal
from knowledge.text import listed, shortened

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS, _WEEKEND = 0b0011111, 0b1100000
_GROUPS = {
    **dict.fromkeys(("daily", "everyday", "day", "days", "all", "always"), EVERY_DAY),
    **dict.fromkeys(("weekdays", "weekday", "workdays", "workday"), _WEEKDAYS),
    **dict.fromkeys(("weekends", "weekend"), _WEEKEND),
    **dict.fromkeys(("tth", "tuth"), 0b1010),
    "mwf": 0b10101,
    "mw": 0b101,
}
_TWO_WORDS = re.compile(r"\b(week|work|working|business|school)[ -](days?|ends?)\b")
_EXCEPT = re.compile(
    r"\b(?:but not|not on|and not|not|except(?: for| on)?|excluding|without|but)\b"
)
_TO = re.compile(r"\s*(?:-|–|—|\bto\b|\bthrough\b|\bthru\b|\btill\b|\buntil\b|\.\.+)\s*")
_FILLING = {"on", "every", "each", "and", "the", "only", "just", "at", "in", "of", "week", "a"}
_SUGGESTED = (EVERY_DAY, _WEEKDAYS, 0b10101, 0b01010, _WEEKEND)
_TAKES = "Type *every day*, *weekdays*, *Mon-Fri*, *Monday and Thursday* or *not Sunday*."
_MOST_SUGGESTED = 25
_LONGEST_QUOTED = 60
_SHORTEST_MISSPELT = 4


def read_days(typed: str) -> int:
    """Read days of the week: every day, weekdays, mon wed fri, Mon-Fri, not sunday.

    Misspelt names are forgiven unless two days are equally near.

    Returns:
        A bit mask, bit 0 for Monday, 1 to 127.

    Raises:
        InvalidOption: It names no days; the message says what is taken.

    >>> read_days("Mon-Fri"), read_days("every day except sunday")
    (31, 63)
    """
    text = " ".join(unicodedata.normalize("NFKC", typed).casefold().split())
    if re.search(r"\b(?:every|each) (?:other|second|third|2nd|3rd)|\b(?:bi|fort)\w*ly\b", text):
        raise InvalidOption(f"Days are chosen by their names, the same in each week. {_TAKES}")
    text = _TWO_WORDS.sub(lambda match: match[1].removesuffix("ing") + match[2], text)
    text = text.replace("businessday", "weekday").replace("schoolday", "weekday")
    chosen, *left_out = (_mask(part, typed) for part in _EXCEPT.split(text))
    if chosen is None and not any(left_out):
        words = _quoted(typed) if text else "Nothing"
        raise InvalidOption(f"{words} names no day. {_TAKES}")
    days = EVERY_DAY if chosen is None else chosen
    for mask in left_out:
        days &= ~(mask or 0)
    if not days:
        raise InvalidOption(f"{_quoted(typed)} leaves no day. {_TAKES}")
    return days


def days_words(days: int) -> str:
    """Say which days are chosen, so that it fits into a sentence and `read_days` reads it.

    >>> days_words(127), days_words(31), days_words(9)
    ('every day', 'on weekdays', 'on Mondays and Thursdays')
    """
    if days == EVERY_DAY:
        return "every day"
    if days in (_WEEKDAYS, _WEEKEND):
        return "on weekdays" if days == _WEEKDAYS else "on weekends"
    if (EVERY_DAY & ~days).bit_count() == 1:
        return f"every day except {_named(EVERY_DAY & ~days)[0]}"
    return f"on {listed(f'{name}s' for name in _named(days))}"


def days_suggested(typed: str) -> list[str]:
    """Suggest days while somebody types, at most 25: what is read first, then what may follow.

    >>> days_suggested("mon, t")
    ['on Mondays and Tuesdays', 'on Mondays and Thursdays']
    """
    usual = [days_words(days) for days in _SUGGESTED]
    if not typed.strip():
        return [*usual, *(days_words(1 << bit) for bit in range(7))]
    found = [days_words(days)] if (days := _readable(typed)) else []
    head, last = re.fullmatch(r"(.*?)(\w*)", typed.casefold(), re.DOTALL).groups()  # type: ignore[union-attr]
    words = [name.casefold() for name in _DAYS] + ["every day", "daily", "weekdays", "weekends"]
    completed = (_readable(f"{head}{word}") for word in words if word.startswith(last))
    found += [days_words(days) for days in completed if days]
    found += [words for words in usual if typed.strip().casefold() in words]
    return list(dict.fromkeys(found))[:_MOST_SUGGESTED]


def _readable(typed: str) -> int:
    try:
        return read_days(typed)
    except InvalidOption:
        return 0


def _quoted(typed: str) -> str:
    return f"*{literal(shortened(typed, _LONGEST_QUOTED))}*"


def _named(days: int) -> list[str]:
    return [name for bit, name in enumerate(_DAYS) if days >> bit & 1]


def _mask(text: str, typed: str) -> int | None:
    """Read one side of 'except'; None where it has no words that tell."""
    days: int | None = None
    # A hyphen or 'to' ties the word before it to the one after it.
    tied = _TO.sub("~", text)
    for word in re.findall(r"[^\s,;/&+|()]+", tied):
        ends = [end for end in word.strip(".!").split("~") if end not in {"", *_FILLING}]
        if not ends:
            continue
        masks = [_day(end.strip(".")) for end in ends]
        if len(masks) > 1 and any(mask.bit_count() != 1 for mask in masks):
            raise InvalidOption(f"{_quoted(typed)} is no stretch of days. {_TAKES}")
        stretch = masks[0]
        for first, last in pairwise(masks):
            begin, end = first.bit_length() - 1, last.bit_length() - 1
            for number in range((end - begin) % 7 + 1):
                stretch |= 1 << (begin + number) % 7
        days = (days or 0) | stretch
    return days


def _day(word: str) -> int:
    if word in _GROUPS:
        return _GROUPS[word]
    names = [name.casefold() for name in _DAYS]
    stem = word.removesuffix("'s").removesuffix("s") if len(word) > len("tues") else word
    begun = [bit for bit, name in enumerate(names) if word and name.startswith(stem)]
    if not begun and len(word) >= _SHORTEST_MISSPELT:
        # Two letters may be wrong in a long name, one in a short one (as in Wensday, Firday).
        most = 2 if len(word) > len("friday") else 1
        known = [*names, *(f"{name}s" for name in names), *_GROUPS]
        near = process.extract(
            word, known, scorer=OSA.distance, score_cutoff=most, limit=len(known)
        )
        least = min((distance for _, distance, _ in near), default=0)
        closest = {
            _GROUPS.get(name) or 1 << names.index(name.removesuffix("s"))
            for name, distance, _ in near
            if distance == least
        }
        if len(closest) == 1:
            return closest.pop()
        begun = sorted(mask.bit_length() - 1 for mask in closest if mask.bit_count() == 1)
    if len(begun) == 1:
        return 1 << begun[0]
    if begun:
        ways = listed((_DAYS[bit] for bit in begun), last="or")
        raise InvalidOption(f"Is {_quoted(word)} {ways}? {_TAKES}")
    raise InvalidOption(f"{_quoted(word)} is no day of the week. {_TAKES}")
