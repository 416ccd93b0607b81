import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment

from .stories import a_candidate, a_cashier, journal, ledger, letters, pdf, sent

pytestmark = pytest.mark.django_db


def withdraw(client, enrolment):
    return client.post(reverse("enrolment:withdraw", args=[enrolment.pk]), follow=True)


def take_up(client, enrolment):
    return client.post(reverse("enrolment:take_up", args=[enrolment.pk]), follow=True)


def test_withdrawing_ends_the_enrolment_and_what_is_not_paid_is_not_owed(client):
    enrolment = sent("tours-other")
    client.force_login(enrolment.person)

    page = withdraw(client, enrolment)

    assertContains(page, "WITHDRAWN at your request")
    assertContains(page, "Take my enrolment up again")
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.balance_cents()) == ("withdrawn", 0)
    assert ledger(enrolment) == [("due", 9694), ("adjusted", -9694)]
    assert enrolment.ledger.get(kind="adjusted").reason == "Inscription retirée"
    assert journal(enrolment) == ["started", "sent", "ledger_due", "withdrawn", "ledger_adjusted"]
    assert letters(enrolment.person) == ["enrolment-sent", "enrolment-withdrawn"]


def test_money_received_stays_until_it_is_refunded():
    enrolment, cashier = sent("tours-other"), a_cashier()
    actions.pay(enrolment, by=cashier, cents=5000, means="cash", receipt_number="R1")

    actions.withdraw(enrolment, by=enrolment.person)
    actions.refund(enrolment, by=cashier, cents=5000, reason="Retrait avant le dépôt")

    assert ledger(enrolment) == [
        ("due", 9694),
        ("paid", 5000),
        ("adjusted", -4694),
        ("refunded", 5000),
        ("adjusted", -5000),
    ]
    assert enrolment.balance_cents() == 0


def test_taken_up_within_the_window_and_sent_again_the_fee_is_due_again_once(client):
    enrolment = sent("tours-other")
    client.force_login(enrolment.person)
    withdraw(client, enrolment)

    page = take_up(client, enrolment)
    actions.join(enrolment, "enrolment-certificate", pdf(more=b"%"), by=enrolment.person)
    enrolment.refresh_from_db()
    actions.send(enrolment, by=enrolment.person, version=enrolment.version)

    assertContains(page, "NOT sent yet")
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.balance_cents()) == ("sent", 9694)
    assert ledger(enrolment) == [("due", 9694), ("adjusted", -9694), ("adjusted", 9694)]
    assert letters(enrolment.person) == ["enrolment-sent", "enrolment-withdrawn", "enrolment-sent"]


def test_after_the_closing_it_is_not_taken_up(client, at):
    enrolment = sent()
    client.force_login(enrolment.person)
    withdraw(client, enrolment)
    at(2023, 1, 21)

    page = take_up(client, enrolment)

    assertContains(page, "Closed since 20 January 2023 at midnight (Paris time).")
    assert Enrolment.objects.get().state == "withdrawn"


def test_what_cannot_be_withdrawn_or_taken_up_says_so(client):
    enrolment = sent()
    client.force_login(enrolment.person)

    taken = take_up(client, enrolment)
    withdraw(client, enrolment)
    again = withdraw(client, enrolment)

    assertContains(taken, "This is now “sent, being checked”")
    assertContains(again, "This is now “withdrawn”")


def test_a_stranger_withdraws_and_takes_up_nothing(client):
    enrolment = sent()
    client.force_login(a_candidate())

    assert withdraw(client, enrolment).status_code == 404
    assert take_up(client, enrolment).status_code == 404
    assert Enrolment.objects.get().state == "sent"
