"""Each reminder is due once, never after the last day, never to whoever is at work."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.base.reminders import days_due

ZONE = "Europe/Paris"
PARIS = ZoneInfo(ZONE)
LAST = date(2023, 4, 23)

days = st.dates(date(2022, 1, 1), date(2024, 12, 31))
befores = st.lists(st.integers(0, 60), max_size=4, unique=True).map(tuple)
steps = st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=9)), max_size=40)


def at(*moment):
    return datetime(*moment, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (at(2023, 4, 16, 8, 59), None),
        (at(2023, 4, 16, 9), 7),
        (at(2023, 4, 21, 8, 59), 7),
        (at(2023, 4, 21, 9), 2),
        (at(2023, 4, 23, 23, 59), 2),
        (at(2023, 4, 24, 0), None),
    ],
)
def test_seven_and_two_days_before_the_last_one(moment, due):
    assert days_due(LAST, (7, 2), at=moment, hour=9, timezone=ZONE) == due


def test_whoever_worked_since_is_not_reminded_before_the_next_time():
    since = at(2023, 4, 18, 20)

    assert days_due(LAST, (7, 2), at=at(2023, 4, 19, 9), hour=9, timezone=ZONE, since=since) is None
    assert days_due(LAST, (7, 2), at=at(2023, 4, 21, 9), hour=9, timezone=ZONE, since=since) == 2


@given(last=days, before=befores, begun=st.integers(0, 90), steps=steps)
def test_however_often_the_worker_looks_each_reminder_is_told_once_and_in_time(
    last, before, begun, steps
):
    now = datetime.combine(last, datetime.min.time(), tzinfo=PARIS) - timedelta(days=begun)
    told = []

    for step in steps:
        now += step
        due = days_due(last, before, at=now, hour=9, timezone=ZONE)
        if due is not None:
            local = now.astimezone(PARIS)
            assert local.date() <= last
            assert (local.date(), local.hour >= 9) >= (last - timedelta(days=due), True)
            if due not in told:
                told.append(due)

    assert told == sorted(told, reverse=True)
    assert set(told) <= set(before)


@given(last=days, before=befores)
def test_a_worker_that_looks_every_hour_misses_none(last, before):
    start = datetime.combine(last, datetime.min.time(), tzinfo=PARIS) - timedelta(days=61)
    looked = [start + timedelta(hours=hour) for hour in range(63 * 24)]

    told = {days_due(last, before, at=moment, hour=9, timezone=ZONE) for moment in looked}

    assert told - {None} == set(before)


@given(last=days, before=befores, late=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_nothing_is_due_after_the_last_day(last, before, late):
    over = datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=PARIS)

    assert days_due(last, before, at=over + late, hour=9, timezone=ZONE) is None
