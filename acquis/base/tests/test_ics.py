"""A calendar is what RFC 5545 says, and two other libraries read the same in it."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

import vobject
from hypothesis import given
from hypothesis import strategies as st

from acquis.base.ics import Event, calendar_bytes
from tests.calendars import Seen, events_in

AT = datetime(2022, 9, 1, 8, 30, 15, 123456, tzinfo=UTC)
ONE_DAY = timedelta(days=1)
PARIS_IN_SUMMER = timezone(timedelta(hours=2))
# What a person may type: no sign of control, which no agenda would show.
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=90)


def deposit(**changes):
    parts = {
        "uid": "3c1f",
        "summary": "Dernier jour de dépôt, session 1",
        "first": date(2023, 4, 23),
        "last": date(2023, 4, 23),
        "changed_at": AT,
    }
    return Event(**(parts | changes))


def written(*events, **changes):
    parts = {"name": "C2i2e 2022-2023", "language": "fr"}
    return calendar_bytes(events, **(parts | changes))


def test_whole_days_end_on_the_first_day_that_is_free_again():
    content = written(deposit(sequence=2))

    assert events_in(content) == [
        Seen(
            uid="3c1f",
            summary="Dernier jour de dépôt, session 1",
            description="",
            first=date(2023, 4, 23),
            end=date(2023, 4, 24),
            sequence=2,
            stamp=AT.replace(microsecond=0),
            location="",
            url="",
        )
    ]
    assert b"DTSTART;VALUE=DATE:20230423\r\n" in content
    assert b"TRANSP:TRANSPARENT\r\n" in content


def test_moments_are_written_in_utc_and_take_time():
    begins = datetime(2023, 5, 9, 9, 0, tzinfo=PARIS_IN_SUMMER)

    content = written(deposit(first=begins, last=begins + timedelta(hours=3)))

    assert b"DTSTART:20230509T070000Z\r\n" in content
    assert b"DTEND:20230509T100000Z\r\n" in content
    assert b"TRANSP" not in content
    assert events_in(content)[0].first == begins


def test_everything_that_an_event_tells_is_in_it():
    content = written(
        deposit(
            description="Avant minuit ; voyez la page.\nEnsuite, plus rien.",
            location="Site Bourgogne, Orléans",
            url="https://site.example/a?b=c",
            kind="C2i2e",
        ),
        source="https://site.example/calendar.ics",
    )

    (event,) = events_in(content)
    assert event.description == "Avant minuit ; voyez la page.\nEnsuite, plus rien."
    assert event.location == "Site Bourgogne, Orléans"
    assert event.url == "https://site.example/a?b=c"
    (read,) = vobject.readOne(content.decode()).vevent_list
    assert read.categories.value == ["C2i2e"]
    assert b"SUMMARY;LANGUAGE=fr:" in content
    assert b"SOURCE;VALUE=URI:https://site.example/calendar.ics\r\n" in content
    assert b"X-WR-CALNAME;LANGUAGE=fr:C2i2e 2022-2023\r\n" in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:P1D\r\n" in content


def test_a_calendar_without_events_is_still_one():
    content = written()

    assert events_in(content) == []
    assert b"VERSION:2.0\r\n" in content


def test_the_same_events_give_the_same_bytes():
    assert written(deposit(), deposit(uid="4")) == written(deposit(), deposit(uid="4"))


@given(summary=WORDS, description=WORDS, days=st.dates(date(1970, 1, 2), date(2099, 12, 30)))
def test_whatever_was_typed_both_libraries_read_it_back(summary, description, days):
    content = written(deposit(summary=summary, description=description, first=days, last=days))

    (event,) = events_in(content)
    assert (event.summary, event.description) == (summary, description)
    assert (event.first, event.end) == (days, days + ONE_DAY)


@given(summary=WORDS)
def test_no_line_is_longer_than_75_bytes_and_each_ends_as_it_must(summary):
    content = written(deposit(summary=summary))

    assert content.endswith(b"END:VCALENDAR\r\n")
    lines = content.split(b"\r\n")
    assert [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line] == []
    assert re.match(rb"BEGIN:VCALENDAR$", lines[0])
