from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from pytest_django.asserts import assertRedirects

from acquis.base.models import Entry
from acquis.enrolment.models import EnrolmentState
from acquis.eportfolio.models import Portfolio, PortfolioState
from tests.factories import make_enrolment, make_person

from .doors import door, told

pytestmark = pytest.mark.django_db


def start(client, enrolment, **fields):
    return client.post(door("start", enrolment), {"once": uuid4(), **fields})


@pytest.mark.parametrize(
    "state", [EnrolmentState.SENT, EnrolmentState.TO_COMPLETE, EnrolmentState.ACCEPTED]
)
def test_a_portfolio_opens_once_the_enrolment_is_sent(client, state):
    enrolment = make_enrolment(state=state)
    client.force_login(enrolment.person)

    response = start(client, enrolment)

    portfolio = Portfolio.objects.get()
    assertRedirects(response, portfolio.get_absolute_url())
    assert (portfolio.enrolment, portfolio.state, portfolio.session) == (
        enrolment,
        PortfolioState.OPEN,
        1,
    )
    assert list(Entry.objects.values_list("verb", "by", "subject", "facts")) == [
        ("started", enrolment.person.pk, portfolio.journal_key, {"session": 1})
    ]


@pytest.mark.parametrize(
    "state", [EnrolmentState.DRAFT, EnrolmentState.REFUSED, EnrolmentState.WITHDRAWN]
)
def test_an_enrolment_that_nobody_has_opens_no_portfolio(client, state):
    enrolment = make_enrolment(state=state)
    client.force_login(enrolment.person)

    response = start(client, enrolment)

    assertRedirects(response, enrolment.get_absolute_url(), fetch_redirect_response=False)
    assert len(list(get_messages(response.wsgi_request))) == 1
    assert not Portfolio.objects.exists()
    assert told() == []


def test_a_double_click_and_a_second_page_open_one_portfolio(client):
    enrolment = make_enrolment()
    client.force_login(enrolment.person)
    same_page = uuid4()

    answers = [start(client, enrolment, once=once) for once in (same_page, same_page, uuid4())]

    assert len({answer["Location"] for answer in answers}) == 1
    assert Portfolio.objects.count() == 1
    assert told() == ["started"]


def test_after_the_first_deadline_a_new_portfolio_prepares_session_2(client, at):
    enrolment = make_enrolment()
    client.force_login(enrolment.person)
    at(2023, 4, 24)

    start(client, enrolment)

    assert Portfolio.objects.get().session == 2


def test_after_the_last_deadline_no_portfolio_opens(client, at):
    enrolment = make_enrolment()
    client.force_login(enrolment.person)
    at(2023, 6, 12)

    response = start(client, enrolment)

    assertRedirects(response, enrolment.get_absolute_url(), fetch_redirect_response=False)
    assert not Portfolio.objects.exists()


def test_somebody_elses_enrolment_is_not_found(client):
    enrolment = make_enrolment()
    client.force_login(make_person())

    assert start(client, enrolment).status_code == 404
    assert not Portfolio.objects.exists()


def test_reading_the_address_opens_nothing(client):
    enrolment = make_enrolment()
    client.force_login(enrolment.person)

    assert client.get(door("start", enrolment)).status_code == 405
    assert not Portfolio.objects.exists()
