"""This file holds how a time zone is found: by city, country, name, abbreviation or offset."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.highlights import zone_names
from bot.highlights.schedule import clocks_of
from knowledge.errors import InvalidOption
from knowledge.markdown import literal
from knowledge.text import fold, listed, shortened

_MOST_SUGGESTED = 25
_MOST_OFFERED = 4
_LONGEST_TYPED = 60
_BEGUN, _WITHIN, _NEAR, _NARROWED, _HALF_READ = 0.9, 0.8, 0.75, 0.98, 0.55
"""What a fit counts for where the words begin a name, begin a word in it, or are misspelt; where a
second part says which one is meant (Berlin, Germany), and where that isn't understood (Paris,
Texas)."""
_ALIKE, _SURE = 0.7, 0.8
"""Likeness (1 less the share of letters that are wrong) of what may be meant, and of what is."""
_EQUAL, _ABOUT_EQUAL = 0.001, 0.05
"""By how much fits may differ and be taken for equally good: of whole names, of others."""
_SHORTEST_BEGUN = 3
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+\-−–])\s*(\d\d?)(?:[:.]?(\d\d))?")
_SHOWN_NAME = re.compile(r" – .*, now \d\d:\d\d$")
_Tables = tuple[zone_names.Names, ...]
_HINT = "Type a city, or a name such as Europe/Berlin."


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone as it is offered.

    Args:
        name: Its canonical IANA name.
        label: What is shown, as 'Berlin – Central European Time, now 14:05'; at most 100 letters.
    """

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class _Fit:
    zone: str
    score: float
    shown: str = ""


def suggested(typed: str, *, locale: str = "", now: datetime) -> list[Zone]:
    """Suggest zones while somebody types, best first, at most 25.

    Args:
        typed: A part of a city, country, zone or abbreviation, in English or in the language of
            `locale`, perhaps misspelt; an offset; or nothing.
        locale: The tag of the asker's language (de, pt-BR).
        now: The moment whose local times are shown (aware).
    """
    offset = _offset(typed)
    if offset is not None:
        name = _fixed(offset)
        zones = [_Fit(name, 1.0)] if name else []
        zones += [_Fit(name, 0.0) for name in _places_at(offset, now)]
    elif fold(typed):
        zones = _fits(typed, locale, now.year)
        if known := _by_name(typed):
            zones = [_Fit(known, 1.0), *zones]
    else:
        guess = guessed(locale)
        there = zone_names.zones_of(zone_names.territory(guess))
        own = [name for name in there if name in zone_names.ranks()]
        zones = [_Fit(name, 1.0) for name in (guess, *own, *zone_names.places()["usual"])]
    best = {fit.zone: fit for fit in reversed(zones)}
    first = dict.fromkeys(fit.zone for fit in zones)
    return [Zone(name, _label(best[name], now)) for name in list(first)[:_MOST_SUGGESTED]]


def guessed(locale: str) -> str:
    """Guess the zone of somebody from the tag of their language; UTC if it says nothing.

    >>> guessed("de"), guessed("pt-BR"), guessed("??")
    ('Europe/Berlin', 'America/Sao_Paulo', 'UTC')
    """
    there = zone_names.zones_of(zone_names.territory_of(locale))
    return there[0] if there else "UTC"


def read(typed: str, *, locale: str = "", now: datetime | None = None) -> str:
    """Read what was submitted as a time zone.

    Of several zones that fit equally well, one is taken where their clocks agree for a year, or
    where only one is in the asker's country or has many people; otherwise the asker chooses.

    Returns:
        The canonical IANA name.

    Raises:
        InvalidOption: Nothing fits, or several zones do; the message names the nearest.
    """
    now = now or datetime.now(UTC)
    typed = _SHOWN_NAME.sub("", typed.strip())
    if known := _by_name(typed):
        return known
    offset = _offset(typed)
    if offset is not None:
        if name := _fixed(offset):
            return name
        raise _no_fixed(typed, offset, now)
    fits = _fits(typed, locale, now.year)
    words = f"*{literal(shortened(typed, _LONGEST_TYPED))}*" if typed else "Nothing"
    if not fits:
        raise InvalidOption(f"{words} is no time zone or city that is known here. {_HINT}")
    best = fits[0].score
    if best < _NEAR * _SURE or (best < _BEGUN and len(fold(typed)) < _SHORTEST_BEGUN):
        nearest = listed(dict.fromkeys(fit.zone for fit in fits[:_MOST_OFFERED]), last="or")
        raise InvalidOption(f"{words} is no time zone that is known here. Is it {nearest}? {_HINT}")
    is_whole = best > _BEGUN
    least = best - (_EQUAL if is_whole else _ABOUT_EQUAL)
    equal = [fit.zone for fit in fits if fit.score >= least]
    if is_whole:
        home = zone_names.territory(guessed(locale))
        equal = [name for name in equal if home and zone_names.territory(name) == home] or equal
        usual = zone_names.places()["usual"]
        equal = [name for name in equal if name in usual] or equal
    clocks = {_clock(name, now): name for name in reversed(equal)}
    if len(clocks) == 1:
        return equal[0]
    several = sorted(clocks.values(), key=equal.index)[:_MOST_OFFERED]
    raise InvalidOption(
        f"{words} may be {listed(several, last='or')}. Type one of them, or a city."
    )


def _by_name(typed: str) -> str:
    return zone_names.canonical().get(typed.strip().replace(" ", "_").casefold(), "")


def _fits(typed: str, locale: str, year: int) -> list[_Fit]:
    """List the zones that fit some words, each once, best first."""
    found = _found(shortened(typed, _LONGEST_TYPED), zone_names.names(locale, year))
    home = zone_names.territory(guessed(locale)) if locale else ""
    ranks = zone_names.ranks()

    def order(fit: _Fit) -> tuple[float, bool, int, str]:
        is_foreign = bool(home) and zone_names.territory(fit.zone) != home
        return -round(fit.score, 3), is_foreign, ranks.get(fit.zone, len(ranks)), fit.zone

    return sorted(found.values(), key=order)


def _found(typed: str, tables: _Tables) -> dict[str, _Fit]:
    words = fold(typed)
    if found := _begun(words, tables):
        return found
    # 'Berlin, Germany' and 'Berlin time': two parts that both fit, or one that says nothing.
    pieces = words.split()
    if len(pieces) > 1 and pieces[-1] in ("time", "timezone", "zone", "tz"):
        return _found(" ".join(pieces[:-1]), tables)
    half: dict[str, _Fit] = {}
    for cut in range(len(pieces) - 1, 0, -1):
        head = _begun(" ".join(pieces[:cut]), tables)
        rest = _begun(" ".join(pieces[cut:]), tables) if head else {}
        both = [fit for fit in head.values() if fit.zone in rest]
        if both:
            return {fit.zone: _Fit(fit.zone, _NARROWED * fit.score, fit.shown) for fit in both}
        half = half or {
            fit.zone: _Fit(fit.zone, _HALF_READ * fit.score, fit.shown)
            for fit in head.values()
            if fit.score > _BEGUN
        }
    return _misspelt(words, tables) or half


def _begun(words: str, tables: _Tables) -> dict[str, _Fit]:
    """Find names that are these words, begin with them or have a word that does."""
    found: dict[str, _Fit] = {}
    if not words:
        return found
    padded = f" {words}"
    for names in tables:
        for name in (name for name in names.padded if padded in name):
            rest = name[1:]
            kind = 1.0 if rest == words else _BEGUN if rest.startswith(words) else _WITHIN
            _keep_best(found, names.ways[rest], kind)
    return found


def _misspelt(words: str, tables: _Tables) -> dict[str, _Fit]:
    found: dict[str, _Fit] = {}
    for names in tables:
        near = process.extract(
            words,
            names.ways.keys(),
            scorer=OSA.normalized_similarity,
            score_cutoff=_ALIKE,
            limit=_MOST_SUGGESTED,
        )
        for name, likeness, _ in near:
            _keep_best(found, names.ways[name], _NEAR * likeness)
    return found


def _keep_best(found: dict[str, _Fit], ways: Iterable[zone_names.Way], kind: float) -> None:
    for way in ways:
        score = kind * way.weight
        if way.zone not in found or found[way.zone].score < score:
            found[way.zone] = _Fit(way.zone, score, way.shown)


def _offset(typed: str) -> int | None:
    """Read an offset from UTC, in minutes."""
    match = _OFFSET.fullmatch(typed.strip().casefold())
    if not match:
        return None
    minutes = 60 * int(match[2]) + int(match[3] or 0)
    return minutes if match[1] == "+" else -minutes


def _fixed(offset: int) -> str:
    """Name the zone without summer time that has an offset; '' if there is none."""
    # In these names the sign tells how far UTC is from there.
    name = f"Etc/GMT{-offset // 60:+}" if offset else "UTC"
    is_whole = offset % 60 == 0
    return name if is_whole and name in zone_names.zones() else ""


def _no_fixed(typed: str, offset: int, now: datetime) -> InvalidOption:
    there = listed(_places_at(offset, now)[:_MOST_OFFERED], last="or")
    says = f"; {there} has that time now." if there else ", and no place has that time now."
    return InvalidOption(f"There is no zone that is always at *{literal(typed)}*{says} {_HINT}")


def _places_at(offset: int, now: datetime) -> list[str]:
    ranks = zone_names.ranks()
    wanted = timedelta(minutes=offset)
    here = (name for name in zone_names.zones() if not name.startswith("Etc/"))
    there = [name for name in here if now.astimezone(clocks_of(name)).utcoffset() == wanted]
    return sorted(there, key=lambda name: ranks.get(name, len(ranks)))


def _label(fit: _Fit, now: datetime) -> str:
    local = now.astimezone(clocks_of(fit.zone))
    if fit.zone.startswith("Etc/GMT") and fit.zone != "Etc/GMT":
        hours = -int(fit.zone.removeprefix("Etc/GMT"))
        return f"UTC{hours:+} – never summer time, now {local:%H:%M}"
    place = fit.shown or zone_names.city(fit.zone)
    time = zone_names.spoken(fit.zone, now.year) or f"UTC{local.isoformat()[-len('+00:00') :]}"
    return f"{place} – {time}, now {local:%H:%M}"


def _clock(zone: str, now: datetime) -> tuple[timedelta | None, ...]:
    """Tell a zone's offsets in each week of the coming year."""
    here = clocks_of(zone)
    weeks = (now + timedelta(weeks=number) for number in range(53))
    return tuple(week.astimezone(here).utcoffset() for week in weeks)
