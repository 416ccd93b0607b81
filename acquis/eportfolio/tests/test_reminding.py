"""A portfolio that is not deposited is reminded seven and two days before its session closes."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from acquis.base.models import Message
from acquis.enrolment.models import EnrolmentState
from acquis.eportfolio.actions import remind_undeposited
from acquis.eportfolio.models import Portfolio, PortfolioState
from tests.factories import make_deposit, make_enrolment, make_portfolio, remind

pytestmark = pytest.mark.django_db


def told():
    return list(Message.objects.order_by("pk").values_list("kind", "person", "dossier"))


def test_it_is_reminded_twice_and_not_after_the_end(at):
    enrolment = make_portfolio().enrolment
    seen = []

    for month, days in ((4, range(10, 31)), (5, range(1, 5))):
        for day in days:
            at(2023, month, day, 10)
            before = Message.objects.count()
            remind_undeposited()
            if Message.objects.count() > before:
                seen.append((month, day))

    assert seen == [(4, 16), (4, 21)]
    assert told() == [("remind_undeposited", enrolment.person.pk, enrolment.journal_key)] * 2
    assert "23 avril 2023" in Message.objects.first().body


def test_the_days_and_the_hour_are_those_of_the_edition(client, at):
    edition = remind(undeposited_portfolios=(10, 3), hour=18)
    portfolio = make_portfolio(make_enrolment(edition=edition))
    seen = []

    for day in range(10, 24):
        for hour in (9, 18):
            at(2023, 4, day, hour)
            before = Message.objects.count()
            remind_undeposited()
            if Message.objects.count() > before:
                seen.append((day, hour))

    assert seen == [(13, 18), (20, 18)]
    at(2023, 4, 10)
    client.force_login(portfolio.enrolment.person)
    page = client.get(portfolio.get_absolute_url())
    assertContains(page, "Un courriel vous le rappelle 10 et 3 jours avant.")


def test_an_edition_without_reminders_writes_none(client, at):
    portfolio = make_portfolio(make_enrolment(edition=remind(undeposited_portfolios=())))
    at(2023, 4, 21, 10)

    remind_undeposited()

    assert told() == []
    client.force_login(portfolio.enrolment.person)
    assertNotContains(client.get(portfolio.get_absolute_url()), "vous le rappelle")


def test_session_2_has_reminders_of_its_own(at):
    portfolio = make_portfolio()
    Portfolio.objects.filter(pk=portfolio.pk).update(session=2)
    at(2023, 4, 21, 10)
    remind_undeposited()
    assert told() == []

    at(2023, 6, 9, 10)
    remind_undeposited()

    assert "11 juin 2023" in Message.objects.get().body


def test_what_is_deposited_closed_or_not_accepted_is_not_reminded(at):
    make_deposit()
    closed = make_portfolio()
    Portfolio.objects.filter(pk=closed.pk).update(state=PortfolioState.CLOSED)
    make_portfolio(make_enrolment(state=EnrolmentState.SENT))
    make_portfolio(make_enrolment(state=EnrolmentState.WITHDRAWN))
    at(2023, 4, 21, 10)

    remind_undeposited()

    assert told() == []
