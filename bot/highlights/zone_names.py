"""This file holds the names by which time zones go in English and in one other language.

They are CLDR's, from Babel: cities, countries, names of zones and their abbreviations; beside them
stand IANA's own names and the few that `places.yaml` adds.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from bot.highlights.schedule import clocks_of
from knowledge.text import fold, visible

if TYPE_CHECKING:
    from babel import Locale

_UNKNOWN = "Etc/Unknown"
_NO_COUNTRY = ("001", "ZZ")
"""CLDR's codes of the world and of what is nowhere."""
_NOT_INHERITED = "∅∅∅"
"""By this CLDR says that an abbreviation isn't used in a country."""
_REGIONS = {"419": "MX", "001": "", "150": ""}
"""Latin America's largest country; the world and Europe have none to guess."""
# How much a name of each kind counts beside the others.
_CITY, _OTHER_CITY, _ZONE, _COUNTRY, _SHORT, _IANA, _CODE = 1, 0.99, 0.97, 0.96, 0.95, 0.93, 0.91
_LESSER = 0.9
"""What is left of that for the zones of a country where few of its people live."""


_WITH_CITIES = ("Africa/", "America/", "Asia/", "Atlantic/", "Europe/", "Indian/", "Pacific/")


@dataclass(frozen=True, slots=True)
class Way:
    """One zone that a name may mean.

    Args:
        zone: Its IANA name.
        weight: How likely it is meant, above 0 to 1.
        shown: The name as it is written, where it is that of a city.
    """

    zone: str
    weight: float
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """What zones are called in English and in one other language, folded, and what each means."""

    ways: Mapping[str, tuple[Way, ...]]
    padded: tuple[str, ...]
    """The names, each with a space before it."""


def names(locale: str, year: int) -> tuple[Names, ...]:
    """Gather the names of all zones in English, and in one other language if CLDR knows it.

    The first time that takes up to 300 ms, for a further language 60: ask in a thread.

    Args:
        locale: A BCP 47 tag (de, pt-BR).
        year: The year in which is looked which zones have summer time.
    """
    tag = str(_babel_locale(locale) or "en")
    return (_names("en", year), *(() if tag in ("en", "en_US") else (_names(tag, year),)))


@functools.lru_cache(maxsize=1)
def zones() -> tuple[str, ...]:
    """List the zones that this computer can open, by their canonical names, fixed offsets last."""
    available = available_timezones()
    known = [name for name in _global("zone_territories") if name != _UNKNOWN]
    new = sorted(
        name for name in available - {*known, *_global("zone_aliases")} if "/" in name
    )  # Zones younger than the CLDR at hand.
    there = [name for name in (*known, *new) if name in available]
    return tuple("UTC" if name == "Etc/UTC" else name for name in there)


@functools.lru_cache(maxsize=1)
def canonical() -> Mapping[str, str]:
    """Map each IANA name, in small letters, to the canonical one: us/pacific, asia/calcutta."""
    of_all = {name.casefold(): name for name in zones()}
    for old, new in _global("zone_aliases").items():
        name = "UTC" if new == "Etc/UTC" else new
        # EST and CET are abbreviations to those who type them, not Panama and Brussels.
        if name.casefold() in of_all and not is_abbreviation(old):
            of_all.setdefault(old.casefold(), name)
    return of_all | {"etc/utc": "UTC", "z": "UTC"}


def is_abbreviation(name: str) -> bool:
    """Tell whether an alias of IANA's is one of the old abbreviations (EST, CET)."""
    return len(name) == len("EST") and name.endswith(("ST", "ET")) and name.isupper()


@functools.lru_cache(maxsize=1)
def places() -> Mapping[str, Any]:
    """Read `places.yaml`."""
    import yaml

    text = (Path(__file__).parent / "places.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return dict(yaml.load(text, Loader=loader))  # noqa: S506 - both are safe


@functools.lru_cache(maxsize=1)
def ranks() -> Mapping[str, int]:
    """Map the zones that most people are in to their places, from 0."""
    return {name: rank for rank, name in enumerate((*places()["usual"], *places()["main"]))}


def territory(zone: str) -> str:
    """Find the code of the country of a zone; '' if there is none."""
    code: str = _global("zone_territories").get(zone, "")
    return "" if code in _NO_COUNTRY else code


def territory_of(locale: str) -> str:
    """Find the code of the country that a language tag names or makes likely; '' if none does."""
    subtags = locale.replace("_", "-").split("-")
    for subtag in subtags[1:]:
        if len(subtag) == 1:  # An extension or private use begins.
            break
        if (len(subtag) == 2 and subtag.isalpha()) or (len(subtag) == 3 and subtag.isdigit()):
            return _REGIONS.get(subtag, subtag.upper())
    likely = _global("likely_subtags")
    tags = ("_".join((subtags[0].lower(), *subtags[1:2])), subtags[0].lower())
    full: str = next((likely[tag] for tag in tags if tag in likely), "")
    return full.rpartition("_")[2]


def zones_of(code: str) -> list[str]:
    """List the zones of a country, the one with most people first as far as it is known."""
    if code in _NO_COUNTRY:
        return []
    known = canonical().values()
    there = [name for name in _global("territory_zones").get(code, ()) if name in known]
    return sorted(there, key=lambda name: ranks().get(name, len(ranks())))


def city(zone: str) -> str:
    """Say in English after which city or place a zone is called."""
    return _city(zone, _language("en")) or zone.rpartition("/")[2].replace("_", " ")


def spoken(zone: str, year: int) -> str:
    """Say in English what time a zone has: 'Central European Time'; if it has no name, where; or ''."""
    long = _terms(zone, _language("en")).get("long", {})
    kinds = ("generic",) if has_summer_time(zone, year) else ("standard", "generic")
    name = next((long[kind] for kind in kinds if kind in long), "")
    return name or _language("en").territories.get(territory(zone), "")


@functools.lru_cache(maxsize=2048)
def has_summer_time(zone: str, year: int) -> bool:
    """Tell whether a zone's clocks are changed in a year."""
    begin, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    here = clocks_of(zone)
    weeks = range(0, (end - begin).days, 7)
    return len({(begin + timedelta(days)).astimezone(here).utcoffset() for days in weeks}) > 1


@functools.lru_cache(maxsize=40)
def _names(tag: str, year: int) -> Names:
    found: dict[str, dict[str, Way]] = {}
    for name, way in chain(
        _cldr_ways(_language(tag), year), _other_ways(year) if tag == "en" else ()
    ):
        ways = found.setdefault(fold(name), {})
        if way.zone not in ways or ways[way.zone].weight < way.weight:
            ways[way.zone] = way
    found.pop("", None)
    return Names(
        {name: tuple(ways.values()) for name, ways in found.items()},
        tuple(f" {name}" for name in found),
    )


def _cldr_ways(language: Locale, year: int) -> Iterator[tuple[str, Way]]:
    for zone in zones():
        if not zone.startswith("Etc/"):
            yield from _ways_of(zone, language, year)
    for code in _global("territory_zones"):
        for zone, share in _shares(code):
            yield language.territories.get(code, ""), Way(zone, share * _COUNTRY)


def _ways_of(zone: str, language: Locale, year: int) -> Iterator[tuple[str, Way]]:
    if named := _city(zone, language):
        yield named, Way(zone, _CITY, named)
    has_summer = has_summer_time(zone, year)
    for length, kinds in _terms(zone, language).items():
        for kind, name in kinds.items():
            # 'Eastern Time' is first of all that of places where the clocks are changed.
            share = 1.0 if kind == "standard" or has_summer else _LESSER
            yield name, Way(zone, share * (_ZONE if length == "long" else _SHORT))


def _other_ways(year: int) -> Iterator[tuple[str, Way]]:
    """Give the names that CLDR doesn't have: IANA's, Windows's, codes, and `places.yaml`."""
    for zone in zones():
        yield zone, Way(zone, _IANA)
        if zone == "Etc/GMT" or not zone.startswith("Etc/"):
            yield (named := city(zone)), Way(zone, _CITY, named)
            for month in (1, 7):
                short = datetime(year, month, 15, tzinfo=clocks_of(zone)).tzname() or ""
                if short.isalpha():
                    yield short, Way(zone, _SHORT)
    for old, new in _global("zone_aliases").items():
        if (zone := canonical().get(new.casefold(), "")) and not is_abbreviation(old):
            yield old, Way(zone, _IANA)
            if old.startswith(_WITH_CITIES):
                yield (former := old.rpartition("/")[2].replace("_", " ")), Way(zone, _CITY, former)
    for windows, new in _global("windows_zone_mapping").items():
        if zone := canonical().get(new.casefold(), ""):
            yield windows, Way(zone, _ZONE)
    for code in _global("territory_zones"):
        for zone, share in _shares(code):
            yield code, Way(zone, share * _CODE)
    for country, code in places()["countries"].items():
        for zone, share in _shares(code):
            yield country, Way(zone, share * _COUNTRY)
    for zone, cities in places()["cities"].items():
        for name in cities:
            yield name, Way(zone, _OTHER_CITY, name)


def _shares(code: str) -> Iterator[tuple[str, float]]:
    """Pair the zones of a country with 1, or less where few of its people live."""
    there = zones_of(code)
    best = [zone for zone in there if zone in ranks()] or there
    for zone in there:
        yield zone, 1.0 if zone in best else _LESSER


def _city(zone: str, language: Locale) -> str:
    for name in _called(zone):
        if exemplar := language.time_zones.get(name, {}).get("city"):
            return visible(str(exemplar))
    return ""


def _terms(zone: str, language: Locale) -> dict[str, dict[str, str]]:
    """Find CLDR's terms: long and short; generic, standard and daylight."""
    found: dict[str, dict[str, str]] = {"long": {}, "short": {}}
    meta = _global("meta_zones")
    area = next((meta[name] for name in _called(zone) if name in meta), "")
    known = (language.time_zones.get(name) for name in _called(zone))
    of_zone: Mapping[str, Any] = next(filter(None, known), {})
    for source in (language.meta_zones.get(area, {}), of_zone):
        for length, kinds in found.items():
            kinds |= dict(source.get(length, {}).items())
    return {
        length: {kind: name for kind, name in kinds.items() if name != _NOT_INHERITED}
        for length, kinds in found.items()
    }


@functools.lru_cache(maxsize=1024)
def _called(zone: str) -> tuple[str, ...]:
    """List the names of one zone: CLDR's data keep to those that were the first."""
    return (zone, *_former().get(zone, ()))


@functools.lru_cache(maxsize=1)
def _former() -> Mapping[str, list[str]]:
    of_all: dict[str, list[str]] = {}
    for old, new in _global("zone_aliases").items():
        of_all.setdefault("UTC" if new == "Etc/UTC" else new, []).append(old)
    of_all.setdefault("UTC", []).append("Etc/UTC")
    return of_all


@functools.lru_cache(maxsize=40)
def _language(tag: str) -> Locale:
    from babel import Locale

    return Locale.parse(tag)


def _babel_locale(tag: str) -> Locale | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(tag, sep="-") if tag else None
    except (UnknownLocaleError, ValueError):
        return None


def _global(name: Any) -> Mapping[str, Any]:
    from babel.core import get_global

    return get_global(name)
