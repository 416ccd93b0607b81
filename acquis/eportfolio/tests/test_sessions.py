import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains

from acquis.base import clock
from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.eportfolio import actions
from acquis.eportfolio.models import Deposit, PortfolioState
from tests.factories import make_person, make_portfolio

from .doors import door, signed_in, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return make_portfolio(claims=["A.1.1", "A.1.2"])


def deposit(portfolio):
    return actions.deposit(
        portfolio,
        statement="Je déclare.",
        begun_at=clock.now(),
        by=portfolio.enrolment.person,
    )


def test_session_2_opens_on_the_same_portfolio_and_the_first_deposit_stands(portfolio, at):
    first = deposit(portfolio)
    at(2023, 5, 12)
    office = make_person()

    actions.open_session(portfolio, 2, by=office)

    assert (portfolio.state, portfolio.session) == (PortfolioState.OPEN, 2)
    first.refresh_from_db()
    assert first.is_standing
    assert portfolio.standing_deposit() is None
    opened = Entry.objects.get(verb="session_opened")
    assert (opened.by, opened.subject, opened.facts) == (
        office,
        portfolio.journal_key,
        {"before": "deposited", "after": "open", "session": 2},
    )

    second = deposit(portfolio)

    assert [first.session, second.session] == [1, 2]
    assert Deposit.objects.standing().count() == 2


def test_a_portfolio_that_was_never_deposited_opens_for_session_2(portfolio):
    actions.open_session(portfolio, 2, by=None)

    assert (portfolio.state, portfolio.session) == (PortfolioState.OPEN, 2)


def test_opening_a_session_again_does_nothing(portfolio):
    actions.open_session(portfolio, 2, by=None)
    second = deposit(portfolio)

    actions.open_session(portfolio, 2, by=None)

    assert portfolio.state == PortfolioState.DEPOSITED
    assert portfolio.standing_deposit() == second
    assert told().count("session_opened") == 1


def test_a_session_that_the_edition_does_not_have_is_an_error(portfolio):
    with pytest.raises(KeyError):
        actions.open_session(portfolio, 3, by=None)


def test_a_closed_portfolio_opens_no_more(portfolio):
    portfolio.move_to(PortfolioState.CLOSED, by=None)

    with pytest.raises(Refusal):
        actions.open_session(portfolio, 2, by=None)


def test_attempts_stay_side_by_side_with_what_changed_item_by_item(client, portfolio):
    first = deposit(portfolio)
    actions.open_session(portfolio, 2, by=None)
    situation = portfolio.situations.get()
    actions.claim(
        situation,
        {"A.1.1": "Revu", "B.3.1": "Neuf"},
        among=["A.1.1", "A.1.2", "B.3.1"],
        version=1,
        begun_at=clock.now(),
        by=portfolio.enrolment.person,
    )
    second = deposit(portfolio)

    response = signed_in(client, portfolio).get(door("attempts", portfolio))

    assertContains(response, first.number)
    assertContains(response, second.number)
    (comparison,) = response.context["comparisons"]
    assert [(change.code, change.shift) for change in comparison["changes"]] == [
        ("A.1.1", "changed"),
        ("A.1.2", "removed"),
        ("B.3.1", "added"),
        ("taught-session", "same"),
    ]


def test_the_page_of_attempts_costs_the_same_with_one_and_three_deposits(client, portfolio):
    signed_in(client, portfolio)
    deposit(portfolio)
    client.get(door("attempts", portfolio))

    with CaptureQueriesContext(connection) as one:
        client.get(door("attempts", portfolio))
    for _time in range(2):
        actions.take_back(portfolio, begun_at=clock.now(), by=portfolio.enrolment.person)
        deposit(portfolio)
    with CaptureQueriesContext(connection) as three:
        client.get(door("attempts", portfolio))

    assert len(three) == len(one)


def test_without_any_deposit_the_page_says_so(client, portfolio):
    assertContains(signed_in(client, portfolio).get(door("attempts", portfolio)), 'class="empty"')


def test_somebody_elses_attempts_are_not_found(client, portfolio):
    client.force_login(make_person())

    assert client.get(door("attempts", portfolio)).status_code == 404
