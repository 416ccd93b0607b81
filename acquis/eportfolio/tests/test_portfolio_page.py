from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from acquis.base import clock
from acquis.enrolment.models import EnrolmentState
from acquis.eportfolio import actions
from acquis.eportfolio.models import PortfolioState
from tests.factories import make_deposit, make_edition, make_enrolment, make_person, make_portfolio

from .doors import door, signed_in

pytestmark = pytest.mark.django_db


def page(client, portfolio):
    return signed_in(client, portfolio).get(door("portfolio", portfolio))


def add_situations(portfolio, count):
    for number in range(count):
        actions.add_situation(
            portfolio,
            {"title": f"Situation {number}"},
            begun_at=clock.now(),
            by=portfolio.enrolment.person,
        )


def test_an_open_portfolio_says_that_it_is_not_deposited_and_until_when(client, at):
    portfolio = make_portfolio()
    at(2023, 4, 11)

    response = page(client, portfolio)

    assertContains(response, "state--draft")
    assertContains(response, "En préparation, NON déposé")
    assertContains(response, "dimanche 23 avril 2023 à 23\u00a0h\u00a059")
    assertContains(response, "Il reste 12 jours")


@pytest.mark.parametrize(
    ("moment", "words"),
    [((2023, 4, 22, 10), "Il reste 1 jour<"), ((2023, 4, 23, 23, 59), "le dernier jour<")],
)
def test_the_last_days_are_counted(client, at, moment, words):
    portfolio = make_portfolio()
    at(*moment)

    assertContains(page(client, portfolio), words)


def test_a_deposited_portfolio_says_when_and_links_to_its_receipt(client):
    deposit = make_deposit()

    response = page(client, deposit.portfolio)

    assertContains(response, "state--sent")
    assertContains(response, "lundi 3 octobre 2022 à 10\u00a0h\u00a000")
    assertContains(response, deposit.get_absolute_url())
    assertNotContains(response, door("new_situation", deposit.portfolio))


def test_an_undeposited_portfolio_after_the_deadline_says_so(client, at):
    portfolio = make_portfolio()
    at(2023, 4, 24)

    response = page(client, portfolio)

    assertContains(response, "state--bad")
    assertContains(response, "NON déposé")
    assertContains(response, "dimanche 23 avril 2023")
    assertNotContains(response, door("new_situation", portfolio))


def test_a_closed_portfolio_and_a_withdrawn_enrolment_are_read_only(client):
    closed = make_portfolio(state=PortfolioState.CLOSED)
    withdrawn = make_portfolio(make_enrolment(state=EnrolmentState.WITHDRAWN))

    assertContains(page(client, closed), "state--bad")
    assertContains(page(client, withdrawn), "state--bad")


def test_the_page_shows_the_coverage_and_what_a_jury_that_followed_would_say(client):
    portfolio = make_portfolio(claims=["A.1.1", "B.2.1"])

    response = page(client, portfolio)

    assertContains(response, 'class="chip chip--shown"', count=2)
    assertContains(response, 'class="chip chip--missing"', count=26)
    assertContains(response, '<progress class="meter" value="2" max="28"')
    assertContains(response, "le minimum est 23")


@pytest.mark.parametrize(
    ("claims", "target"),
    [([], "new_situation"), (["A.1.1"], "new_situation")],
)
def test_the_next_step_is_offered(client, claims, target):
    portfolio = make_portfolio(claims=claims)

    response = page(client, portfolio)

    assertContains(response, 'aria-labelledby="next-step"')
    assertContains(response, door(target, portfolio))


def test_a_situation_without_evidence_then_without_claim_is_the_next_step(client):
    portfolio = make_portfolio()
    add_situations(portfolio, 1)
    situation = portfolio.situations.get()

    before = page(client, portfolio)
    actions.add_link(
        situation,
        url="https://exemple.example/",
        description="",
        begun_at=clock.now(),
        by=portfolio.enrolment.person,
    )
    after = page(client, portfolio)

    assert before.context["overview"].step.task == "evidence"
    assert after.context["overview"].step.task == "claims"
    assertContains(after, door("claims", situation))


def test_a_complete_portfolio_is_led_to_its_deposit_once_the_enrolment_is_accepted(client):
    items = [item.code for item in make_edition().programme.items]
    accepted = make_portfolio(claims=items)
    sent = make_portfolio(make_enrolment(state=EnrolmentState.SENT), claims=items)
    untaught = make_portfolio(claims=items, taught=False)

    tasks = [
        page(client, each).context["overview"].step.task for each in (accepted, sent, untaught)
    ]

    assert tasks == ["deposit", "acceptance", "condition"]


def test_in_session_2_what_is_acquired_is_marked_and_only_the_rest_is_put_forward(client):
    portfolio = make_portfolio(session=2, claims=["B.2.1"])
    actions.keep_acquis(
        portfolio.enrolment,
        1,
        ["A.1.1", "A.1.2"],
        ["taught-session"],
        {},
        "PV-1",
        date(2023, 5, 12),
        by=None,
    )

    response = page(client, portfolio)

    assertContains(response, 'class="chip chip--acquired"', count=2)
    assertContains(response, 'id="remains"')
    assert len(response.context["overview"].unproved) == 25
    assertContains(response, "Déjà acquis\u00a0: 2.")


def test_a_programme_of_marks_has_neither_coverage_nor_simulation(client, at):
    at(2023, 11, 1)
    edition = make_edition("essai-lecon/editions/2023-2024")
    enrolment = make_enrolment(edition=edition, category=edition.plan.categories[0].code)
    portfolio = make_portfolio(enrolment)
    actions.keep_acquis(enrolment, 1, [], [], {"lesson": 14}, "PV-1", date(2023, 11, 1), by=None)

    response = page(client, portfolio)

    assertNotContains(response, 'id="coverage"')
    assertNotContains(response, 'id="simulation"')
    assertContains(response, "note gardée, 14")


def test_the_page_costs_the_same_with_one_and_three_situations(client):
    portfolio = make_portfolio(claims=["A.1.1"])
    page(client, portfolio)

    with CaptureQueriesContext(connection) as one:
        page(client, portfolio)
    add_situations(portfolio, 2)
    with CaptureQueriesContext(connection) as three:
        page(client, portfolio)

    assert len(three) == len(one)


def test_everything_is_named_as_people_name_it():
    deposit = make_deposit()
    situation = deposit.portfolio.situations.get()
    evidence, claim = situation.evidence.get(), situation.claims.order_by("item")[0]

    names = [str(each) for each in (deposit.portfolio, deposit, situation, evidence, claim)]

    assert names == [
        str(deposit.portfolio.enrolment),
        deposit.number,
        "Un débat mouvant en classe de 4e",
        "Déroulé de la séance",
        "A.1.1",
    ]
    assert claim.institution == deposit.institution
    assert deposit.claimed_items() == {"A.1.1", "B.2.1"}


def test_reading_writes_nothing(client):
    portfolio = make_portfolio(claims=["A.1.1"])
    before = [*portfolio.situations.values(), portfolio.session, portfolio.state]

    page(client, portfolio)

    portfolio.refresh_from_db()
    assert [*portfolio.situations.values(), portfolio.session, portfolio.state] == before


def test_somebody_elses_portfolio_is_not_found(client):
    portfolio = make_portfolio()
    client.force_login(make_person())

    assert client.get(door("portfolio", portfolio)).status_code == 404
