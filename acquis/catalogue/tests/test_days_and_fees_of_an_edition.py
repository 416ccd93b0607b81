"""When a day opens and closes, who may enrol at an instant, and what it costs."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.catalogue.definitions import Contact, Fee, PublicText, Tariff, Text, Unusable, Window
from acquis.catalogue.tests.samples import (
    C2I2E,
    edition_in,
    small_category,
    small_edition,
)
from acquis.catalogue.tests.strategies import days, editions

PARIS = ZoneInfo("Europe/Paris")
EDITION = edition_in(C2I2E, "2022-2023")


def test_a_deadline_includes_its_whole_day_in_paris():
    closing = EDITION.instant_closing(date(2023, 4, 23))

    assert closing == datetime(2023, 4, 24, tzinfo=PARIS)
    assert closing.isoformat() == "2023-04-23T22:00:00+00:00"


def test_the_day_on_which_clocks_change_lasts_25_hours():
    day = date(2022, 10, 30)

    assert EDITION.instant_closing(day) - EDITION.opening_instant(day) == timedelta(hours=25)


@given(editions, days)
def test_each_day_closes_exactly_when_the_next_one_opens(edition, day):
    assert edition.instant_closing(day) == edition.opening_instant(day + timedelta(days=1))


@pytest.mark.parametrize(
    ("instant", "campaign"),
    [
        (datetime(2022, 9, 29, 23, 59, 59, tzinfo=PARIS), None),
        (datetime(2022, 9, 30, tzinfo=PARIS), "1"),
        (datetime(2022, 11, 14, 23, 59, 59, 999999, tzinfo=PARIS), "1"),
        (datetime(2022, 11, 15, tzinfo=PARIS), None),
        (datetime(2023, 1, 20, 22, 59, 59, tzinfo=UTC), "2"),
        (datetime(2023, 1, 20, 23, tzinfo=UTC), None),
    ],
)
def test_a_window_is_open_from_its_first_instant_until_midnight(instant, campaign):
    window = EDITION.category("m2-orleans").window_at(instant, EDITION)

    assert (window and window.campaign) == campaign


def test_free_candidates_have_their_own_window_across_both_campaigns():
    category = EDITION.category("free-dry")

    open_on = [
        bool(category.window_at(datetime(*day, 12, tzinfo=PARIS), EDITION))
        for day in [(2022, 10, 3), (2022, 11, 7), (2022, 12, 25), (2023, 1, 8), (2023, 1, 9)]
    ]

    assert open_on == [False, True, True, True, False]


def test_the_next_window_is_announced_until_none_is_left():
    category = EDITION.category("m2-orleans")

    announced = [
        category.next_window_after(datetime(*day, tzinfo=PARIS), EDITION)
        for day in [(2022, 9, 1), (2022, 9, 30), (2023, 1, 4)]
    ]

    assert [window and window.campaign for window in announced] == ["1", "2", None]


def test_a_category_without_window_is_never_open():
    category = EDITION.category("m1-tours-other")

    assert category.is_open_ever is False
    assert category.next_window_after(datetime(2022, 1, 1, tzinfo=UTC), EDITION) is None
    assert EDITION.category("free-dry").is_open_ever is True


def test_every_category_of_the_notice_is_there_with_its_price():
    on = date(2022, 11, 8)

    assert {each.code: each.fee.amount_cents_on(on) for each in EDITION.categories} == {
        "m2-orleans": 0,
        "m1-orleans": 0,
        "trainers-orleans": 0,
        "tours-meef": 0,
        "m1-tours-meef": 0,
        "tours-other": 9694,
        "m1-tours-other": 9694,
        "free-dry": 9694,
        "free-accompanied": None,
    }
    assert {each.code for each in EDITION.categories if each.checked_by != "office"} == {
        "free-dry",
        "free-accompanied",
    }


def test_an_edition_may_not_change_once_a_campaign_has_opened():
    opening = datetime(2022, 9, 30, tzinfo=PARIS)

    assert EDITION.has_opened(opening - timedelta(seconds=1)) is False
    assert EDITION.has_opened(opening) is True


def test_an_upload_begun_in_time_may_finish_within_the_grace():
    day, midnight = date(2023, 4, 23), datetime(2023, 4, 24, tzinfo=PARIS)
    second = timedelta(seconds=1)

    accepted = [
        EDITION.accepts_upload(day, begun_at=midnight + begun, finished_at=midnight + finished)
        for begun, finished in [
            (-second, timedelta(minutes=10) - second),
            (-second, timedelta(minutes=10)),
            (timedelta(0), second),
        ]
    ]

    assert accepted == [True, False, False]


def tariff(amount: str, valid_from: date, valid_until: date | None = None) -> Tariff:
    return Tariff(Decimal(amount), valid_from, Text("Vote"), True, valid_until)


def test_the_most_recent_valid_tariff_is_the_one_owed():
    fee = Fee(
        "amount",
        (
            tariff("96.94", date(2020, 9, 1)),
            tariff("100", date(2022, 9, 1), date(2022, 12, 31)),
        ),
    )

    owed = [
        fee.amount_cents_on(day)
        for day in (date(2020, 8, 31), date(2020, 9, 1), date(2022, 12, 31), date(2023, 1, 1))
    ]

    assert owed == [None, 9694, 10000, 9694]


@given(st.integers(0, 10**8))
def test_cents_are_exact(cents):
    assert tariff(f"{cents // 100}.{cents % 100:02}", date(2022, 9, 1)).cents == cents


@pytest.mark.parametrize("amount", ["-1", "96.945"])
def test_an_amount_that_is_no_number_of_cents_is_refused(amount):
    with pytest.raises(Unusable, match="is not an amount in euros and cents"):
        tariff(amount, date(2022, 9, 1))


@pytest.mark.parametrize("year", ["2022", "2022-2024", "2022/2023", "22-23"])
def test_an_academic_year_is_two_years_that_follow(year):
    with pytest.raises(Unusable, match="is not an academic year"):
        small_edition(year=year)


@pytest.mark.parametrize("timezone", ["Europe/Orleans", "", "../etc/passwd", "Europe"])
def test_an_unknown_time_zone_is_refused(timezone):
    with pytest.raises(Unusable, match="is unknown"):
        small_edition(timezone=timezone)


def test_the_parts_of_an_edition_are_found_by_name():
    contact = Contact(Text("Formation continue"), "fc@example.org", "continuing_education")
    edition = small_edition(
        contacts=(contact,), public_texts=(PublicText("why", Text("Pourquoi"), Text("Parce")),)
    )

    assert edition.session(1).jury_from == date(2024, 1, 23)
    assert edition.contact_of("continuing_education") == contact
    assert edition.contact_of("office") is None
    assert edition.public_text("why").body == Text("Parce")
    assert edition.public_text("who") is None
    assert edition.first_year == 2023


def test_the_windows_of_an_edition_are_in_order_and_told_once():
    early = Window("1", date(2023, 10, 2), date(2023, 10, 9))
    late = Window("2", date(2023, 11, 2), date(2023, 11, 9))
    edition = small_edition(
        categories=(
            small_category(code="a", windows=(late, early)),
            small_category(code="b", windows=(early,)),
        )
    )

    assert edition.windows == (early, late)
