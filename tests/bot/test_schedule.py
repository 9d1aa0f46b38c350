"""A local date has one instant, whatever the clocks do; and what people type is read or explained."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.highlights.hours import read_time, time_words, times_suggested
from bot.highlights.schedule import CATCH_UP, EVERY_DAY, Due, Schedule
from bot.highlights.weekdays import days_suggested, days_words, read_days
from knowledge.errors import InvalidOption

ZONES = """
    Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Johannesburg Africa/Juba Africa/Monrovia
    America/Asuncion America/Caracas America/Godthab America/Havana America/Los_Angeles
    America/Mexico_City America/New_York America/Nuuk America/Santiago America/Sao_Paulo
    America/Scoresbysund America/St_Johns Antarctica/Casey Antarctica/Troll Asia/Almaty Asia/Amman
    Asia/Beirut Asia/Gaza Asia/Jerusalem Asia/Kathmandu Asia/Kolkata Asia/Pyongyang Asia/Tehran
    Asia/Tokyo Atlantic/Azores Australia/Lord_Howe Europe/Berlin Europe/Dublin Europe/Istanbul
    Europe/London Europe/Volgograd Pacific/Apia Pacific/Chatham Pacific/Easter Pacific/Fakaofo
    Pacific/Kiritimati Pacific/Kwajalein Pacific/Norfolk UTC
""".split()
# In 2011 the date line was moved over Samoa, in 2023 Greenland and Egypt changed their rules.
YEARS = (2011, 2023, 2026)
MINUTES = (0, 30, 90, 120, 150, 180, 720, 1410, 1439)
ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)
MONDAY = date(2026, 11, 23)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + number * ONE_DAY for number in range((date(year + 1, 1, 1) - first).days)]


def there(zone: str, year: int) -> set[date]:
    """Find the local dates of a year by looking at the clock each hour."""
    begin = datetime(year, 1, 1, tzinfo=UTC) - timedelta(days=2)
    hours = (begin + timedelta(hours=number) for number in range(370 * 24))
    return {local for hour in hours if (local := hour.astimezone(ZoneInfo(zone)).date())}


def changes(zone: str, year: int) -> list[list[tuple[datetime, datetime]]]:
    """Read the clock each minute, for 60 hours before and after each change of a year.

    Returns:
        For each change, pairs of an instant in UTC and what the clock on the wall shows.
    """
    here = ZoneInfo(zone)
    noons = [noon(day) for day in days_of(year)]
    changed = [
        after
        for before, after in pairwise(noons)
        if before.astimezone(here).utcoffset() != after.astimezone(here).utcoffset()
    ]
    minutes = [number * ONE_MINUTE for number in range(-60 * 60, 60 * 60)]
    return [
        [(change + one, (change + one).astimezone(here).replace(tzinfo=None)) for one in minutes]
        for change in changed
    ]


def by_the_clock(shown: list[tuple[datetime, datetime]], wanted: datetime) -> datetime | None:
    """Find by what the clock shows when a local time is due that may be jumped over."""
    if all(wall.date() != wanted.date() for _, wall in shown):
        return None
    exactly = [instant for instant, wall in shown if wall == wanted]
    if exactly:
        return exactly[0]
    (_, before), (jump, after) = next(
        (one, other) for one, other in pairwise(shown) if one[1] < wanted < other[1]
    )
    gap = after - before - ONE_MINUTE
    is_same_day = (wanted + gap).date() == wanted.date()
    moved = wanted + gap if is_same_day else wanted - gap
    return next(
        instant for instant, wall in shown if wall == moved and (instant >= jump) == is_same_day
    )


@pytest.mark.parametrize("zone", ZONES)
def test_each_local_date_has_one_instant_and_is_met_once(zone: str) -> None:
    for year in (2011, 2026):
        dates = there(zone, year)
        for minute in MINUTES:
            schedule = Schedule(minute, zone)
            dues = [(day, schedule.due(day)) for day in days_of(year)]
            assert [day for day, instant in dues if instant is None] == [
                day for day in days_of(year) if day not in dates
            ]
            met = [Due(day, instant) for day, instant in dues if instant]
            assert all(due.instant.astimezone(ZoneInfo(zone)).date() == due.date for due in met)
            assert all(one.instant < other.instant for one, other in pairwise(met))
            walked = [met[0]]
            while walked[-1].date < met[-1].date:
                walked.append(schedule.next_after(walked[-1].instant))
            assert walked == met


@pytest.mark.parametrize("zone", ZONES)
def test_when_clocks_change_it_is_due_as_the_clock_on_the_wall_says(zone: str) -> None:
    for year in YEARS:
        for shown in changes(zone, year):
            day = shown[0][1].date() + ONE_DAY
            while day < shown[-1][1].date():
                for minute in MINUTES:
                    wanted = datetime.combine(day, time(*divmod(minute, 60)))
                    assert Schedule(minute, zone).due(day) == by_the_clock(shown, wanted), wanted
                day += ONE_DAY


@pytest.mark.parametrize(
    ("zone", "minute", "day", "instant"),
    [
        ("Europe/Berlin", 150, "2026-03-29", "2026-03-29T01:30"),  # 2:30 doesn't come: at 3:30
        ("Europe/Berlin", 150, "2026-10-25", "2026-10-25T00:30"),  # the first 2:30
        ("America/Havana", 30, "2026-03-08", "2026-03-08T05:30"),  # midnight doesn't come
        ("America/Nuuk", 1410, "2024-03-30", "2024-03-31T00:30"),  # 23:30 would be tomorrow: 22:30
        ("Australia/Lord_Howe", 135, "2026-10-04", "2026-10-03T15:45"),  # half an hour: at 2:45
    ],
)
def test_nights_known_for_their_trouble(zone: str, minute: int, day: str, instant: str) -> None:
    due = Schedule(minute, zone).due(date.fromisoformat(day))
    assert due == datetime.fromisoformat(instant).replace(tzinfo=UTC)


def test_a_date_that_is_not_there_is_never_due() -> None:
    friday = date(2011, 12, 30)
    schedule = Schedule(720, "Pacific/Apia", 1 << friday.weekday())
    assert schedule.due(friday) is None
    assert schedule.next_after(noon(friday - 2 * ONE_DAY)).date == friday + 7 * ONE_DAY


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.timedeltas(timedelta(days=5 * 365), timedelta(days=66 * 365)).map(EPOCH.__add__)
SCHEDULES = st.builds(
    Schedule, st.integers(0, 1439), st.sampled_from(ZONES), st.integers(1, EVERY_DAY)
)


@given(SCHEDULES, MOMENTS)
@example(Schedule(1439, "Pacific/Apia", 1 << 4), datetime(2011, 12, 24, tzinfo=UTC))
def test_the_next_is_the_first_after_a_moment(schedule: Schedule, moment: datetime) -> None:
    following = schedule.next_after(moment)
    assert following.instant > moment
    assert schedule.days >> following.date.weekday() & 1
    assert schedule.due(following.date) == following.instant
    near = (moment.date() + number * ONE_DAY for number in range(-3, 20))
    instants = [instant for day in near if (instant := schedule.due(day)) and instant > moment]
    assert min(instants) == following.instant


@given(SCHEDULES, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_what_was_missed_is_what_would_have_been_met(
    schedule: Schedule, now: datetime, ago: timedelta
) -> None:
    met, moment = [], now - ago
    while (due := schedule.next_after(moment)).instant <= now:
        met.append(due)
        moment = due.instant
    assert schedule.missed(now - ago, now) == met[-31:]


def test_what_is_due_now_is_missed_until_it_is_done() -> None:
    schedule = Schedule(510, "UTC")
    now = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert schedule.missed(now - CATCH_UP, now) == [Due(MONDAY, now)]
    assert schedule.missed(now, now) == []
    assert schedule.next_after(now).date == MONDAY + ONE_DAY


def test_what_was_due_before_it_was_yesterday_again_is_missed() -> None:
    # In Newfoundland clocks once went back from 0:01 to 23:01.
    schedule = Schedule(0, "America/St_Johns")
    midnight = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)
    again_yesterday = midnight + timedelta(minutes=30)
    assert again_yesterday.astimezone(ZoneInfo("America/St_Johns")).date() == date(2010, 11, 6)
    missed = schedule.missed(midnight - ONE_MINUTE, again_yesterday)
    assert missed == [Due(date(2010, 11, 7), midnight)]
    assert schedule.next_after(again_yesterday).date == date(2010, 11, 8)


def test_a_long_outage_is_told_by_its_newest_month() -> None:
    schedule = Schedule(510, "UTC")
    missed = schedule.missed(datetime(2000, 1, 1, tzinfo=UTC), noon(MONDAY))
    assert [due.date for due in missed] == [MONDAY - ONE_DAY * back for back in range(30, -1, -1)]


@pytest.mark.parametrize(("minute", "days"), [(-1, 1), (1440, 1), (0, 0), (0, 128)])
def test_no_schedule_is_made_of_what_is_none(minute: int, days: int) -> None:
    with pytest.raises(ValueError, match="no"):
        Schedule(minute, "UTC", days)


def test_a_zone_that_is_unknown_here_is_no_schedule() -> None:
    with pytest.raises(ZoneInfoNotFoundError):
        Schedule(0, "Mars/Olympus")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        line.rsplit(" = ", 1)
        for line in """
        8:30 = 08:30
        8am = 08:00
        0830 = 08:30
        830 = 08:30
        08h30 = 08:30
        8h = 08:00
        20.15 = 20:15
        8,30 = 08:30
        8 30 = 08:30
        noon = 12:00
        Midnight = 00:00
        8 pm = 20:00
        8:30 p.m. = 20:30
        8 = 08:00
        12am = 00:00
        12:30 AM = 00:30
        12 pm = 12:00
        13:30 pm = 13:30
        at 8 o'clock = 08:00
        8 in the morning = 08:00
        7 in the evening = 19:00
        20 Uhr = 20:00
        ８：３０ = 08:30
        08:30:00 = 08:30
        23:59 = 23:59
    """.strip().splitlines()
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, words: str) -> None:
    assert time_words(read_time(typed.strip())) == words


@pytest.mark.parametrize("typed", ["", "25:00", "8:60", "13am", "83", "soon", "8:5", "-1", "99999"])
def test_what_is_no_time_is_answered_with_what_is(typed: str) -> None:
    with pytest.raises(InvalidOption, match=r"no time of day\. Type it as 8:30"):
        read_time(typed)


def test_the_end_of_a_day_is_explained() -> None:
    with pytest.raises(InvalidOption, match="24:00 is 00:00 of the next day"):
        read_time("24:00")


@given(st.text(max_size=8) | st.from_regex(r"\A[0-9]{0,2}[:.h ]?[0-9]{0,2} ?[ap]?m?\Z"))
def test_suggested_times_can_be_read_and_what_is_read_comes_first(typed: str) -> None:
    times = times_suggested(typed)
    assert len(times) <= 25
    assert all(time_words(read_time(one)) == one for one in times)
    try:
        exact = time_words(read_time(typed))
    except InvalidOption:
        return
    assert times[0] == exact


def test_times_are_completed() -> None:
    assert times_suggested("")[0] == "08:00"
    assert times_suggested("8:3") == ["08:30", "20:30"]
    assert {"20:00", "20:30"} <= set(times_suggested("8"))
    assert times_suggested("8p") == ["20:00"]
    assert times_suggested("mid") == ["00:00", "12:00"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        line.strip().rsplit(" = ", 1)
        for line in """
        weekdays = on weekdays
        working days = on weekdays
        daily = every day
        Every Day = every day
        mon wed fri = on Mondays, Wednesdays and Fridays
        MWF = on Mondays, Wednesdays and Fridays
        Mon-Fri = on weekdays
        mon to fri = on weekdays
        Fri – Mon = on Mondays, Fridays, Saturdays and Sundays
        monday, thursday = on Mondays and Thursdays
        Mondays & Thursdays = on Mondays and Thursdays
        weekends = on weekends
        sat/sun = on weekends
        not sunday = every day except Sunday
        daily, not sat and sun = on weekdays
        weekdays except wed = on Mondays, Tuesdays, Thursdays and Fridays
        weekdays and saturday = every day except Sunday
        thrusday = on Thursdays
        wensday = on Wednesdays
        firday = on Fridays
        weekdyas = on weekdays
        Tues. = on Tuesdays
    """.strip().splitlines()
    ],
)
def test_days_are_read_as_people_type_them(typed: str, words: str) -> None:
    assert days_words(read_days(typed)) == words


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "Nothing names no day"),
        ("soon", "soon. is no day of the week"),
        ("1-5", "is no day of the week"),
        ("mon-weekdays", "is no stretch of days"),
        ("not daily", "leaves no day"),
        ("every other day", "the same in each week"),
        ("t", "Tuesday or Thursday"),
        ("sonday", "Monday or Sunday"),
        ("tursday", "Tuesday or Thursday"),
    ],
)
def test_days_that_are_doubtful_are_asked_for_with_an_example(typed: str, says: str) -> None:
    with pytest.raises(InvalidOption, match=says) as told:
        read_days(typed)
    assert "Mon-Fri" in str(told.value)


@pytest.mark.parametrize("days", range(1, EVERY_DAY + 1))
def test_what_is_said_of_days_can_be_typed(days: int) -> None:
    assert read_days(days_words(days)) == days


@given(st.text(max_size=12) | st.text("motuwedhfrisany -,", max_size=12))
def test_suggested_days_can_be_read(typed: str) -> None:
    suggested = days_suggested(typed)
    assert len(suggested) <= 25
    assert all(days_words(read_days(one)) == one and len(one) <= 100 for one in suggested)


def test_days_are_completed() -> None:
    assert days_suggested("")[:2] == ["every day", "on weekdays"]
    assert days_suggested("mon, t") == ["on Mondays and Tuesdays", "on Mondays and Thursdays"]
    assert days_suggested("week") == ["on weekdays", "on weekends"]
    assert days_suggested("not s") == ["every day except Saturday", "every day except Sunday"]
