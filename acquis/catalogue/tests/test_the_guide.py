"""What the edition answers at one instant: who, how much, when, and the calendar of the year."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.catalogue.definitions import Contact, Fee, Text, Window
from acquis.catalogue.guide import calendar, enrolment, entrances, relevant
from acquis.catalogue.tests.samples import (
    C2I2E,
    edition_in,
    small_category,
    small_edition,
    tariff,
)
from acquis.catalogue.tests.strategies import editions

EDITION = edition_in(C2I2E, "2022-2023")
PARIS = ZoneInfo("Europe/Paris")


def at(*moment):
    return datetime(*moment, tzinfo=PARIS)


def guide(*moment, edition=EDITION):
    instant = at(*moment)
    return {each.category.code: each for each in entrances(edition, instant, instant.date())}


def days(period):
    return (period.standing, period.first.isoformat(), period.last.isoformat())


@pytest.mark.parametrize(
    ("moment", "student", "free"),
    [
        ((2022, 9, 29, 23, 59), "coming", "coming"),
        ((2022, 9, 30, 0, 0), "open", "coming"),
        ((2022, 11, 7, 0, 0), "open", "open"),
        ((2022, 11, 14, 23, 59), "open", "open"),
        ((2022, 11, 15, 0, 0), "coming", "open"),
        ((2023, 1, 5, 12, 0), "open", "open"),
        ((2023, 1, 9, 0, 0), "open", "over"),
        ((2023, 1, 21, 0, 0), "over", "over"),
    ],
)
def test_each_public_enrols_on_its_own_days(moment, student, free):
    found = guide(*moment)

    assert (found["m2-orleans"].standing, found["free-dry"].standing) == (student, free)


def test_the_days_that_matter_are_those_running_then_the_next_then_the_last():
    assert days(guide(2022, 10, 3)["m2-orleans"].period) == ("open", "2022-09-30", "2022-11-14")
    assert days(guide(2022, 12, 1)["m2-orleans"].period) == ("coming", "2023-01-04", "2023-01-20")
    assert days(guide(2023, 3, 1)["m2-orleans"].period) == ("over", "2023-01-04", "2023-01-20")


def test_a_public_with_a_price_and_no_window_never_opens():
    first_year = guide(2022, 10, 3)["m1-tours-other"]

    assert (first_year.standing, first_year.period, first_year.periods) == ("never", None, ())
    assert first_year.tariff.cents == 9694


def test_the_price_is_that_of_today_and_says_whether_it_is_confirmed():
    found = guide(2022, 10, 3)

    assert found["m2-orleans"].tariff is None
    assert found["free-accompanied"].tariff is None
    assert found["tours-other"].tariff.cents == 9694
    assert found["tours-other"].tariff.is_confirmed is False


def test_before_its_days_a_price_is_the_one_that_will_apply():
    later = small_category(
        fee=Fee("amount", (tariff(valid_from=date(2023, 10, 1)),)),
        windows=(Window("1", date(2023, 10, 2), date(2023, 11, 30)),),
    )
    edition = small_edition(categories=(later,))

    assert guide(2023, 9, 1, edition=edition)["all"].tariff == later.fee.tariffs[0]
    assert guide(2023, 12, 1, edition=edition)["all"].tariff == later.fee.tariffs[0]


def test_a_price_that_nobody_has_voted_is_not_invented():
    ended = tariff(valid_from=date(2020, 9, 1), valid_until=date(2021, 8, 31))
    edition = small_edition(categories=(small_category(fee=Fee("amount", (ended,))),))

    assert guide(2023, 9, 1, edition=edition)["all"].tariff is None


def test_the_desk_that_checks_is_named_by_its_role():
    found = guide(2022, 10, 3)

    assert found["free-dry"].checker.mailbox == "sefco@univ-orleans.example"
    assert found["m2-orleans"].checker.mailbox == "etudes-inspe@univ-orleans.example"


def test_without_a_contact_for_its_desk_a_category_names_the_referent():
    referent = Contact(Text("Référent"), "referent@example.org", desk="referent")

    with_referent = guide(2023, 9, 1, edition=small_edition(contacts=(referent,)))
    with_nobody = guide(2023, 9, 1, edition=small_edition(contacts=()))

    assert with_referent["all"].checker == referent
    assert with_nobody["all"].checker is None


def test_the_calendar_tells_the_year_in_order_with_shared_windows_once():
    told = [
        (
            period.kind,
            *days(period),
            len(period.categories) or period.session.number,
        )
        for period in calendar(EDITION, at(2022, 11, 10))
    ]

    assert told == [
        ("enrolment", "open", "2022-09-30", "2022-11-14", 4),
        ("enrolment", "open", "2022-11-07", "2023-01-08", 2),
        ("enrolment", "coming", "2023-01-04", "2023-01-20", 4),
        ("deposit", "coming", "2023-04-23", "2023-04-23", 1),
        ("jury", "coming", "2023-05-08", "2023-05-12", 1),
        ("deposit", "coming", "2023-06-11", "2023-06-11", 2),
        ("jury", "coming", "2023-06-26", "2023-06-30", 2),
    ]


def test_the_last_day_counts_entirely():
    *_, last = calendar(EDITION, at(2023, 6, 30, 23, 59))
    *_, passed = calendar(EDITION, at(2023, 7, 1, 0, 0))

    assert (last.standing, passed.standing) == ("open", "over")


def test_an_edition_without_windows_has_no_enrolment():
    edition = small_edition(categories=(small_category(windows=()),))

    assert enrolment(edition, at(2023, 10, 3)) is None


def test_the_enrolment_of_an_edition_is_that_of_any_of_its_publics():
    assert days(enrolment(EDITION, at(2022, 9, 1))) == ("coming", "2022-09-30", "2022-11-14")
    assert days(enrolment(EDITION, at(2022, 11, 20))) == ("open", "2022-11-07", "2023-01-08")
    assert days(enrolment(EDITION, at(2023, 3, 1))) == ("over", "2023-01-04", "2023-01-20")


@given(editions, st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(PARIS)))
def test_a_category_is_open_when_its_edition_says_so(edition, instant):
    for each in entrances(edition, instant, instant.date()):
        window = each.category.window_at(instant, edition)

        assert (each.standing == "open") is (window is not None)
        assert each.period == relevant(each.periods)
        assert (each.standing == "never") is (not each.category.windows)
