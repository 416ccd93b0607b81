from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acquis.catalogue.definitions import (
    Category,
    Collection,
    Edition,
    Fee,
    ProofKind,
    Session,
    Tariff,
    Text,
    Window,
)
from acquis.catalogue.guide import entrances
from acquis.enrolment import rules

PARIS = ZoneInfo("Europe/Paris")
DAYS = st.dates(date(2022, 9, 1), date(2023, 8, 31))


def category(*windows, fee=None, proofs=()):
    return Category(
        "m2",
        Text("M2"),
        fee or Fee("free"),
        windows=tuple(Window(str(n), *days) for n, days in enumerate(windows)),
        proofs=proofs,
    )


def edition(*categories):
    return Edition("c2i2e", "2010", "2022-2023", categories, (), Collection(Text("ici")))


def first_second_of(day):
    return datetime(day.year, day.month, day.day, tzinfo=PARIS).astimezone(UTC)


@given(opens_on=DAYS, length=st.integers(0, 60))
def test_a_window_opens_and_closes_to_the_second_at_midnight_in_paris(opens_on, length):
    closes_on = opens_on + timedelta(days=length)
    m2 = category((opens_on, closes_on))
    first = first_second_of(opens_on)
    too_late = first_second_of(closes_on + timedelta(days=1))
    second = timedelta(seconds=1)

    statuses = [
        rules.opening(m2, edition(m2), instant).status
        for instant in (first - second, first, too_late - second, too_late)
    ]

    assert statuses == ["upcoming", "open", "open", "closed"]


@given(instant=st.datetimes(datetime(2022, 9, 1), datetime(2023, 8, 31), timezones=st.just(UTC)))
def test_one_can_enrol_exactly_on_the_days_of_paris_that_a_window_holds(instant):
    m2 = category((date(2022, 9, 30), date(2022, 11, 14)), (date(2023, 1, 4), date(2023, 1, 20)))
    day = instant.astimezone(PARIS).date()

    opening = rules.opening(m2, edition(m2), instant)

    assert opening.is_open == any(w.opens_on <= day <= w.closes_on for w in m2.windows)
    assert (opening.following is not None) == any(w.opens_on > day for w in m2.windows)
    assert (opening.previous is not None) == any(w.closes_on < day for w in m2.windows)


def test_a_day_of_23_hours_closes_at_its_own_midnight():
    m2 = category((date(2023, 3, 20), date(2023, 3, 26)))

    before = rules.opening(m2, edition(m2), datetime(2023, 3, 26, 21, 59, 59, tzinfo=UTC))
    after = rules.opening(m2, edition(m2), datetime(2023, 3, 26, 22, 0, tzinfo=UTC))

    assert (before.status, after.status) == ("open", "closed")


@given(instant=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))
def test_a_category_without_window_is_never_open(instant):
    m1 = category()

    assert rules.opening(m1, edition(m1), instant).status == "never"


@given(given_on=DAYS, length=st.integers(0, 60))
def test_what_is_opened_late_is_open_to_the_last_second_of_its_last_day(given_on, length):
    until = given_on + timedelta(days=length)
    m1, other = category(), replace(category(), code="other")
    late = {"m2": Window("late", given_on, until)}
    first, too_late = first_second_of(given_on), first_second_of(until + timedelta(days=1))
    second = timedelta(seconds=1)

    openings = [
        rules.opening(m1, edition(m1), instant, late)
        for instant in (first, too_late - second, too_late)
    ]

    assert [(each.status, each.is_late) for each in openings] == [
        ("open", True),
        ("open", True),
        ("closed", False),
    ]
    assert openings[-1].previous == late["m2"]
    assert rules.opening(other, edition(other), first, late).status == "never"


@example(instant=datetime(2022, 10, 1, tzinfo=UTC), until=date(2022, 11, 14))
@given(
    instant=st.datetimes(datetime(2022, 9, 1), datetime(2023, 8, 31), timezones=st.just(UTC)),
    until=DAYS,
)
def test_what_is_opened_late_adds_days_and_takes_none_away(instant, until):
    m2 = category((date(2022, 9, 30), date(2022, 11, 14)), (date(2023, 1, 4), date(2023, 1, 20)))
    late = {"m2": Window("late", date(2022, 8, 1), until)}
    day = instant.astimezone(PARIS).date()

    usual = rules.opening(m2, edition(m2), instant)
    opening = rules.opening(m2, edition(m2), instant, late)

    assert opening.is_open == (usual.is_open or day <= until)
    assert opening.following == usual.following
    lasts_longer = day <= until and (not usual.is_open or usual.window.closes_on < until)
    assert opening.is_late == lasts_longer
    assert opening.window == (late["m2"] if lasts_longer else usual.window)


def test_nobody_enrols_after_the_last_deposit():
    sessions = tuple(
        Session(number, last, last, last)
        for number, last in enumerate((date(2023, 6, 11), date(2023, 4, 23)), 1)
    )

    assert rules.last_day_to_enrol(replace(edition(), sessions=sessions)) == date(2023, 6, 11)


TARIFFS = (
    Tariff(96, date(2020, 9, 1), Text("2020"), False, date(2022, 8, 31)),
    Tariff(100, date(2022, 9, 1), Text("2022"), True),
)


@pytest.mark.parametrize(
    ("fee", "day", "expected"),
    [
        (Fee("free"), date(2022, 10, 1), ("free", 0, "", True)),
        (Fee("quotation"), date(2022, 10, 1), ("quotation", None, "", True)),
        (Fee("amount", TARIFFS), date(2022, 8, 31), ("amount", 9600, "2020", False)),
        (Fee("amount", TARIFFS), date(2022, 9, 1), ("amount", 10000, "2022", True)),
        (Fee("amount", TARIFFS), date(2020, 8, 31), ("amount", None, "", False)),
    ],
)
def test_the_fee_is_that_of_the_day(fee, day, expected):
    owed = rules.owed(category(fee=fee), day)

    assert (owed.kind, owed.cents, str(owed.source), owed.is_confirmed) == expected


def test_a_price_voted_for_the_days_to_come_is_told_before_them_as_on_the_public_page():
    day = date(2022, 8, 1)
    amount = Fee("amount", (Tariff(100, date(2022, 9, 1), Text("2022"), True),))
    m2 = category((date(2022, 9, 30), date(2022, 11, 14)), fee=amount)

    [choice] = rules.choices(edition(m2), datetime(2022, 8, 1, tzinfo=UTC), day)
    [entrance] = entrances(edition(m2), datetime(2022, 8, 1, tzinfo=UTC), day)

    assert (choice.opening.status, choice.owed.cents) == ("upcoming", 10000)
    assert (entrance.standing, entrance.tariff.cents) == ("coming", 10000)
    assert rules.owed(m2, day).cents is None


IDENTITY = ProofKind("identity", Text("Pièce d'identité"))
AGREEMENT = ProofKind("agreement", Text("Convention"), is_required=False)


@pytest.mark.parametrize(
    ("states", "missing"),
    [
        ({}, [IDENTITY]),
        ({"agreement": "accepted"}, [IDENTITY]),
        ({"identity": "refused"}, [IDENTITY]),
        ({"identity": "pending"}, []),
        ({"identity": "accepted", "agreement": "refused"}, []),
    ],
)
def test_a_compulsory_proof_is_missing_when_absent_or_refused(states, missing):
    assert rules.missing_proofs(category(proofs=(IDENTITY, AGREEMENT)), states) == missing


@pytest.mark.parametrize(
    ("kind", "state", "allowed"),
    [
        ("identity", None, True),
        ("identity", "pending", True),
        ("identity", "refused", True),
        ("identity", "accepted", False),
        ("passport", None, False),
    ],
)
def test_a_proof_may_be_replaced_until_it_is_accepted(kind, state, allowed):
    states = {kind: state} if state else {}

    assert rules.may_join(category(proofs=(IDENTITY,)), kind, states) is allowed


def test_the_choices_of_an_edition_are_its_categories_in_order():
    open_one = category((date(2022, 9, 30), date(2022, 11, 14)))
    plan = edition(open_one, category(fee=Fee("quotation")))

    offered = rules.choices(plan, datetime(2022, 10, 3, tzinfo=PARIS), date(2022, 10, 3))

    assert [(c.opening.status, c.owed.kind) for c in offered] == [
        ("open", "free"),
        ("never", "quotation"),
    ]


@given(cents=st.integers(0, 10**9 - 1))
def test_an_amount_is_read_as_it_is_written(cents):
    euros, rest = divmod(cents, 100)

    assert rules.cents_typed(f"{euros},{rest:02}") == cents
    assert rules.cents_typed(f" {euros}.{rest:02} €") == cents


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("96,94", 9694),
        ("96.9", 9690),
        ("96", 9600),
        ("1 096,94 €", 109694),
        ("1\u202f096,94\u00a0€", 109694),
        ("-96,94", None),
        ("96,945", None),
        ("96,", None),
        ("NaN", None),
        ("1e3", None),
        ("٩٦", None),
        ("99999999", None),
        ("", None),
    ],
)
def test_only_euros_and_cents_are_an_amount(typed, cents):
    assert rules.cents_typed(typed) == cents
