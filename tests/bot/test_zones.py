"""A time zone is found by what people call it, and asked for where that is doubtful."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.highlights import zone_names
from bot.highlights.zones import guessed, read, suggested
from knowledge.errors import InvalidOption

SUMMER, WINTER = datetime(2026, 7, 1, 12, 5, tzinfo=UTC), datetime(2026, 1, 7, 12, 5, tzinfo=UTC)
# https://discord.com/developers/docs/reference#locales
GUESSES = {
    "id": "Asia/Jakarta",
    "da": "Europe/Copenhagen",
    "de": "Europe/Berlin",
    "en-GB": "Europe/London",
    "en-US": "America/New_York",
    "es-ES": "Europe/Madrid",
    "es-419": "America/Mexico_City",
    "fr": "Europe/Paris",
    "hr": "Europe/Zagreb",
    "it": "Europe/Rome",
    "lt": "Europe/Vilnius",
    "hu": "Europe/Budapest",
    "nl": "Europe/Amsterdam",
    "no": "Europe/Oslo",
    "pl": "Europe/Warsaw",
    "pt-BR": "America/Sao_Paulo",
    "ro": "Europe/Bucharest",
    "fi": "Europe/Helsinki",
    "sv-SE": "Europe/Stockholm",
    "vi": "Asia/Ho_Chi_Minh",
    "tr": "Europe/Istanbul",
    "cs": "Europe/Prague",
    "el": "Europe/Athens",
    "bg": "Europe/Sofia",
    "ru": "Europe/Moscow",
    "uk": "Europe/Kyiv",
    "hi": "Asia/Kolkata",
    "th": "Asia/Bangkok",
    "zh-CN": "Asia/Shanghai",
    "ja": "Asia/Tokyo",
    "zh-TW": "Asia/Taipei",
    "ko": "Asia/Seoul",
}


def first(typed: str, locale: str = "") -> str:
    return suggested(typed, locale=locale, now=SUMMER)[0].name


@pytest.mark.parametrize(("locale", "zone"), GUESSES.items())
def test_each_of_discords_languages_has_its_guess_and_offers_it_first(
    locale: str, zone: str
) -> None:
    assert guessed(locale) == zone == first("", locale)


@pytest.mark.parametrize(
    ("locale", "zone"),
    [
        ("de-AT", "Europe/Vienna"),
        ("de_CH", "Europe/Zurich"),
        ("zh-Hant", "Asia/Taipei"),
        ("sr-Latn-RS", "Europe/Belgrade"),
        ("xx-DE", "Europe/Berlin"),
        *((nonsense, "UTC") for nonsense in ("", "-", "xx", "??", "en-001", "en-ZZ", "a" * 99)),
    ],
)
def test_any_tag_is_guessed_and_nonsense_is_utc(locale: str, zone: str) -> None:
    assert guessed(locale) == zone


@pytest.mark.parametrize(
    ("typed", "locale", "zone"),
    [
        ("berlin", "", "Europe/Berlin"),
        ("BERL", "", "Europe/Berlin"),
        ("berlni", "", "Europe/Berlin"),
        ("münchen", "", "Europe/Berlin"),
        ("munich", "", "Europe/Berlin"),
        ("são paulo", "", "America/Sao_Paulo"),
        ("sao paulo", "", "America/Sao_Paulo"),
        ("new york", "", "America/New_York"),
        ("nyc", "", "America/New_York"),
        ("san fra", "", "America/Los_Angeles"),
        ("Beijing", "", "Asia/Shanghai"),
        ("germany", "", "Europe/Berlin"),
        ("Berlin, Germany", "", "Europe/Berlin"),
        ("portland, oregon", "", "America/Los_Angeles"),
        ("london time", "", "Europe/London"),
        ("pacific time", "", "America/Los_Angeles"),
        ("eastern", "", "America/New_York"),
        ("PST", "", "America/Los_Angeles"),
        ("CET", "", "Europe/Berlin"),
        ("CET", "fr", "Europe/Paris"),
        ("US/Pacific", "", "America/Los_Angeles"),
        ("asia/calcutta", "", "Asia/Kolkata"),
        ("gmt", "", "Etc/GMT"),
        ("utc", "", "UTC"),
        ("UTC+2", "", "Etc/GMT-2"),
        ("Rom", "de", "Europe/Rome"),
        ("Kiew", "de", "Europe/Kyiv"),
        ("Mitteleuropäische Zeit", "de", "Europe/Berlin"),
        ("Deutschland", "de", "Europe/Berlin"),
        ("москва", "ru", "Europe/Moscow"),
        ("東京", "ja", "Asia/Tokyo"),
        ("台北", "zh-TW", "Asia/Taipei"),
    ],
)
def test_a_zone_is_found_first_by_what_people_call_it(typed: str, locale: str, zone: str) -> None:
    assert first(typed, locale) == zone


@pytest.mark.parametrize(
    ("typed", "locale", "zone"),
    [
        ("Europe/Berlin", "", "Europe/Berlin"),
        ("europe berlin", "", "Europe/Berlin"),
        ("US/Pacific", "", "America/Los_Angeles"),
        ("Asia/Calcutta", "", "Asia/Kolkata"),
        ("Europe/Kiev", "", "Europe/Kyiv"),
        ("Etc/UTC", "", "UTC"),
        ("Z", "", "UTC"),
        ("UTC", "", "UTC"),
        ("UTC+0", "", "UTC"),
        ("GMT", "", "Etc/GMT"),
        ("GMT+2", "", "Etc/GMT-2"),
        ("utc -5", "", "Etc/GMT+5"),
        ("+05:00", "", "Etc/GMT-5"),
        ("Berlni", "", "Europe/Berlin"),
        ("Munich – Central European Time, now 14:05", "", "Europe/Berlin"),
        ("germany", "", "Europe/Berlin"),
        ("spain", "", "Europe/Madrid"),
        ("china", "", "Asia/Shanghai"),
        ("EST", "", "America/New_York"),
        ("PST", "", "America/Los_Angeles"),
        ("CET", "", "Europe/Berlin"),
        ("CST", "en-US", "America/Chicago"),
        ("CST", "zh-CN", "Asia/Shanghai"),
        ("IST", "hi", "Asia/Kolkata"),
        ("eastern time", "", "America/New_York"),
        ("MEZ", "de", "Europe/Berlin"),
        ("Paris, France", "", "Europe/Paris"),
        ("Cambridge", "", "Europe/London"),
    ],
)
def test_what_was_submitted_is_one_zone(typed: str, locale: str, zone: str) -> None:
    assert read(typed, locale=locale, now=SUMMER) == zone


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Nothing is no time zone"),
        ("qwertyuiop", "is no time zone or city that is known here"),
        ("Mars/Olympus", "is no time zone or city"),
        ("../etc/passwd", "is no time zone or city"),
        ("localtime", "is no time zone or city"),
        ("USA", "America/New_York, America/Chicago, America/Denver or America/Los_Angeles"),
        ("CST", "America/Chicago, Asia/Shanghai or America/Mexico_City"),
        ("IST", "Asia/Kolkata or Asia/Jerusalem"),
        ("Paris, Texas", "Is it Europe/Paris"),
        ("UTC+5:30", "always at .*; Asia/Kolkata or Asia/Colombo has that time now"),
        ("UTC-5:30", "no place has that time now"),
        ("+15", "no place has that time now"),
        ("san", "may be "),
    ],
)
def test_what_is_no_zone_or_several_is_asked_for(typed: str, says: str) -> None:
    with pytest.raises(InvalidOption, match=says):
        read(typed, now=SUMMER)


def test_a_label_says_where_which_and_what_time_it_is() -> None:
    labels = [suggested("berlin", now=now)[0].label for now in (SUMMER, WINTER)]
    assert labels == [f"Berlin – Central European Time, now {hour}:05" for hour in (14, 13)]
    assert suggested("nyc", now=SUMMER)[0].label == "NYC – Eastern Time, now 08:05"
    assert (
        suggested("phoenix", now=SUMMER)[0].label == "Phoenix – Mountain Standard Time, now 05:05"
    )
    assert suggested("troll", now=SUMMER)[0].label == "Troll – UTC+02:00, now 14:05"
    assert suggested("UTC+2", now=SUMMER)[0].label == "UTC+2 – never summer time, now 14:05"


def test_what_has_an_offset_now_is_offered_beside_the_fixed_one() -> None:
    names = [zone.name for zone in suggested("UTC+2", now=SUMMER)]
    assert names[:2] == ["Etc/GMT-2", "Europe/Berlin"]
    assert "Europe/Berlin" not in [zone.name for zone in suggested("UTC+2", now=WINTER)]


@pytest.mark.parametrize("zone", zone_names.zones())
def test_every_zone_is_found_by_its_name_with_a_label_that_fits(zone: str) -> None:
    offered = suggested(zone, now=SUMMER)[0]
    assert offered.name == zone == read(zone, now=SUMMER)
    assert len(offered.label.encode("utf-16-le")) // 2 <= 100


@given(
    st.text(max_size=20) | st.text("abcdeimnorstu +-:,", max_size=9), st.sampled_from([*GUESSES])
)
def test_every_suggestion_can_be_opened_and_chosen(typed: str, locale: str) -> None:
    offered = suggested(typed, locale=locale, now=SUMMER)
    assert len(offered) <= 25
    assert len({zone.name for zone in offered}) == len(offered)
    for zone in offered:
        assert ZoneInfo(zone.name)
        assert read(zone.name) == zone.name
        assert len(zone.label.encode("utf-16-le")) // 2 <= 100
    try:
        assert ZoneInfo(read(typed, locale=locale, now=SUMMER))
    except InvalidOption as told:
        assert "Europe/Berlin" in str(told) or "Type one of them" in str(told)


def test_every_place_that_we_add_has_a_canonical_zone() -> None:
    places = zone_names.places()
    for zone in (*places["usual"], *places["main"], *places["cities"]):
        assert zone_names.canonical()[zone.casefold()] == zone


def test_every_country_with_several_zones_has_a_main_one() -> None:
    for code in {zone_names.territory(zone) for zone in zone_names.zones()} - {"", "AQ", "UM"}:
        there = zone_names.zones_of(code)
        assert len(there) == 1 or there[0] in zone_names.ranks(), there


def test_a_long_text_is_answered_as_soon_as_a_short_one() -> None:
    suggested("berlin", now=SUMMER)
    begin = time.perf_counter()
    assert len(suggested("of " * 2000, now=SUMMER)) <= 25
    assert time.perf_counter() - begin < 1
