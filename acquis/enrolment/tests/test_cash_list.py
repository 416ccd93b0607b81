import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment

from .stories import (
    a_candidate,
    a_cashier,
    a_continuing_education_desk,
    an_office,
    pdf,
    sent,
)

pytestmark = pytest.mark.django_db
CASH = reverse("enrolment:cash")


def listed(page):
    return [enrolment.pk for enrolment in page.context["page"]]


@pytest.fixture
def four(at):
    """One who owes, one who paid, one who paid too much, one who owes nothing."""
    cashier = a_cashier()
    owing, paid, surplus, free = (
        sent(category, person=a_candidate(birth_name=name))
        for category, name in [
            ("tours-other", "Aubert"),
            ("tours-other", "Blanc"),
            ("tours-other", "Colas"),
            ("m2-orleans", "Denis"),
        ]
    )
    for enrolment, receipt in [(paid, "R1"), (surplus, "R2")]:
        actions.pay(enrolment, by=cashier, cents=9694, means="card", receipt_number=receipt)
    actions.withdraw(surplus, by=surplus.person)
    return owing, paid, surplus, free


def test_those_who_owe_come_first_and_the_others_on_demand(client, four):
    owing, paid, surplus, free = (enrolment.pk for enrolment in four)
    client.force_login(a_cashier())

    shown = {show: listed(client.get(CASH, {"show": show})) for show in ["", "surplus", "settled"]}

    assert shown == {"": [owing], "surplus": [surplus], "settled": [paid, surplus, free]}
    assert listed(client.get(CASH, {"show": "all"})) == [owing, paid, surplus, free]
    assert listed(client.get(CASH, {"show": "nonsense"})) == [owing]
    assert listed(client.get(CASH, {"show": "all", "q": "blanc"})) == [paid]


def test_the_sums_of_the_edition_are_those_of_its_ledgers(client, four):
    actions.exempt(four[0], by=a_cashier(), cents=694, reason="Boursier", proof=pdf())
    client.force_login(an_office())

    page = client.get(CASH)

    account = page.context["account"]
    assert (account.charged, account.exempt, account.kept, account.balance) == (
        3 * 9694,
        694,
        2 * 9694,
        9000,
    )
    assertContains(page, "<dd><strong>€90.00</strong></dd>", html=True)


def test_the_database_and_the_rules_count_alike(four):
    for enrolment in Enrolment.objects.with_account():
        account = enrolment.account()
        assert (enrolment.charged, enrolment.exempted, enrolment.kept, enrolment.balance) == (
            account.charged,
            account.exempt,
            account.kept,
            account.balance,
        )


def test_nobody_and_nothing_published_are_said(client):
    client.force_login(a_cashier())

    assertContains(client.get(CASH), "No edition is published yet.")
    sent()
    assertContains(client.get(CASH), "Nobody answers this search.")


def test_one_and_three_rows_cost_the_same(client, django_assert_num_queries):
    client.force_login(a_cashier())
    sent("tours-other")
    with django_assert_num_queries(9):
        client.get(CASH)
    sent("tours-other")
    sent("tours-other")

    with django_assert_num_queries(9):
        client.get(CASH)


def test_who_is_no_cashier_finds_no_list(client):
    for person in (a_candidate(), a_continuing_education_desk()):
        client.force_login(person)
        assert client.get(CASH).status_code == 404
