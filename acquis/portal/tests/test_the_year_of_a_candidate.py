"""Where a candidate stands: each stop of the year with its mark, in every state."""

from datetime import date

import pytest
from django.utils.html import escape

from acquis.base import clock
from acquis.catalogue.agenda import file_of
from acquis.enrolment.models import EnrolmentState, LateOpening, LedgerLine
from acquis.outcomes.tests.factories import (
    make_certificates,
    make_certified,
    make_partial,
    make_published,
)
from acquis.portal.feeds import events_of
from acquis.portal.journeys import journey_of
from tests.calendars import events_in
from tests.factories import make_deposit, make_edition, make_enrolment, make_person, make_portfolio

pytestmark = pytest.mark.django_db


def marks(enrolment):
    return [stop.mark for stop in journey_of(enrolment).stops]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (EnrolmentState.DRAFT, ["now", "todo", "todo", "todo", "todo"]),
        (EnrolmentState.SENT, ["done", "now", "todo", "todo", "todo"]),
        (EnrolmentState.TO_COMPLETE, ["done", "now", "todo", "todo", "todo"]),
        (EnrolmentState.ACCEPTED, ["done", "done", "now", "todo", "todo"]),
        (EnrolmentState.REFUSED, ["done", "missed"]),
        (EnrolmentState.WITHDRAWN, ["done", "missed"]),
    ],
)
def test_an_enrolment_stands_where_its_state_says(state, expected):
    enrolment = make_enrolment(state=state)

    journey = journey_of(enrolment)

    assert [stop.mark for stop in journey.stops] == expected
    assert journey.place == (expected.index("now") + 1 if "now" in expected else len(expected))


@pytest.mark.parametrize(
    ("state", "keys"),
    [
        (EnrolmentState.DRAFT, ["enrolment-1-closes", "", "deposit-1", "jury-1", ""]),
        (EnrolmentState.ACCEPTED, ["", "", "deposit-1", "jury-1", ""]),
        (EnrolmentState.WITHDRAWN, ["", ""]),
    ],
)
def test_each_day_to_come_is_the_event_of_the_private_calendar(client, state, keys):
    enrolment = make_enrolment(state=state)
    client.force_login(enrolment.person)

    stops = journey_of(enrolment).stops

    assert [stop.file for stop in stops] == [
        file_of(enrolment.edition, key) if key else "" for key in keys
    ]
    page = client.get("/").content.decode()
    assert [escape(stop.file) in page for stop in stops if stop.file] == [True] * len(
        [key for key in keys if key]
    )
    uids = {event.uid for event in events_of(enrolment.person)}
    taken = [events_in(client.get(stop.file).content)[0].uid for stop in stops if stop.file]
    assert set(taken) <= uids


def test_a_late_enrolment_has_a_last_day_that_no_calendar_of_the_year_has(at):
    enrolment = make_enrolment(state=EnrolmentState.DRAFT)
    at(2023, 2, 1)
    LateOpening.objects.create(
        institution=enrolment.institution,
        edition=enrolment.edition,
        person=enrolment.person,
        category=enrolment.category,
        until=date(2023, 2, 10),
        reason="Arrivée en cours d’année.",
        given_at=clock.now(),
        given_by=make_person(),
    )

    stop = journey_of(enrolment).stops[0]

    assert ("10 février 2023" in stop.when, stop.file) == (True, "")


def test_nothing_is_missing_any_more_once_an_enrolment_is_withdrawn():
    portfolio = make_portfolio(make_enrolment(state=EnrolmentState.WITHDRAWN))

    journey = journey_of(portfolio.enrolment, with_content=True)

    assert (journey.missing, journey.proved) == ((), None)


def test_a_draft_out_of_its_dates_says_that_enrolment_is_closed(at):
    at(2023, 5, 2)

    stop = journey_of(make_enrolment(state=EnrolmentState.DRAFT)).stops[0]

    assert stop.when == "l’inscription est fermée pour votre catégorie"


def test_a_fee_is_due_beside_the_rest_then_settled():
    enrolment = make_enrolment(category="trainers-orleans", fee_cents=9694)
    office = make_person()
    enrolment.enter(LedgerLine.Kind.DUE, 9694, by=office)

    due = journey_of(enrolment)
    enrolment.enter(
        LedgerLine.Kind.PAID, 9694, by=office, means=LedgerLine.Means.CARD, receipt_number="R-1"
    )
    settled = journey_of(enrolment)

    assert [stop.mark for stop in due.stops] == ["done", "done", "due", "now", "todo", "todo"]
    assert "96,94" in due.stops[2].label
    assert [len(due.notes), len(settled.notes)] == [1, 0]
    assert settled.stops[2].mark == "done"


def test_a_deposit_leads_to_the_result_and_is_framed_as_sent():
    portfolio = make_portfolio(claims=["A.1.1"])
    look_before = journey_of(portfolio.enrolment).look
    make_deposit(portfolio)

    after = journey_of(portfolio.enrolment)

    assert (look_before, after.look) == ("state--draft", "state--sent")
    assert [stop.mark for stop in after.stops] == ["done", "done", "done", "now", "todo"]


def test_a_session_missed_opens_the_second_and_is_told_as_missed(at):
    enrolment = make_portfolio(claims=["A.1.1"]).enrolment
    at(2023, 4, 24, 0, 0)

    journey = journey_of(enrolment)

    assert [stop.mark for stop in journey.stops] == [
        *["done", "done", "missed", "missed", "now", "todo", "todo"]
    ]
    assert journey.next_label.startswith("Voyez votre portfolio")


def test_the_last_day_is_told_as_the_last(at):
    enrolment = make_portfolio(claims=["A.1.1"]).enrolment
    at(2023, 4, 22, 12)
    eve = journey_of(enrolment).next_label
    at(2023, 4, 23, 12)

    assert "1 jour" in eve
    assert "dernier jour" in journey_of(enrolment).next_label


def test_a_certified_candidate_has_no_second_session_and_waits_for_the_certificate(at):
    at(2023, 5, 15)
    published = make_published(make_certified(edition=make_edition()))
    enrolment = published.results.get().enrolment

    journey = journey_of(enrolment)

    assert journey.look == "state--ok"
    assert [stop.mark for stop in journey.stops][-2:] == ["done", "now"]
    assert "session 2" not in " ".join(stop.label for stop in journey.stops)


def test_a_partial_result_opens_the_second_session(at):
    at(2023, 5, 15)
    enrolment = make_published(make_partial(edition=make_edition())).results.get().enrolment

    assert "session 2" in " ".join(stop.label for stop in journey_of(enrolment).stops)


def test_an_issued_certificate_ends_the_year(at):
    at(2023, 7, 3)
    papers = make_certificates(make_certified(edition=make_edition()))
    enrolment = papers[0].result.enrolment

    journey = journey_of(enrolment)

    assert (journey.now, journey.stops[-1].mark) == (None, "done")
    assert journey.place == len(journey.stops)


def test_the_standing_is_shown_above_the_pages_of_the_work_and_to_nobody_else(client):
    portfolio = make_portfolio(claims=["A.1.1"])
    client.force_login(portfolio.enrolment.person)

    mine = client.get(portfolio.get_absolute_url()).content.decode()
    home = client.get("/").content.decode()
    client.force_login(make_person())
    stranger = client.get(portfolio.get_absolute_url())

    assert ('class="stand"' in mine, 'class="stand"' in home) == (True, False)
    assert stranger.status_code == 404
    assert "C2i2e" not in stranger.content.decode()


def test_what_is_proved_and_missing_stands_on_the_first_page(client):
    portfolio = make_portfolio(claims=["A.1.1"])
    client.force_login(portfolio.enrolment.person)

    page = client.get("/").content.decode()

    assert "<strong>1 sur 28</strong>" in page
    assert "Ce qui manque" in page
