import uuid

import pytest
from django.urls import reverse

from acquis.base.models import Message
from acquis.base.refusal import Refusal
from acquis.enrolment import actions
from tests.factories import make_person

from .stories import a_candidate, a_cashier, an_office, letters, pdf, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def cashier():
    return a_cashier()


def pay(enrolment, by, cents=5000, number="R-001"):
    return actions.pay(enrolment, by=by, cents=cents, means="cash", receipt_number=number)


def last_letter(enrolment):
    return Message.objects.filter(person=enrolment.person).order_by("pk").last()


def test_a_payment_is_told_with_its_receipt_and_what_is_left(cashier):
    enrolment = sent("tours-other")

    line = pay(enrolment, cashier)

    letter = last_letter(enrolment)
    assert (letter.kind, letter.subject) == (
        "enrolment-paid",
        "Payment received: C2i2e 2022-2023",
    )
    assert letter.once == f"{line.journal_key}:paid"
    assert letter.about == enrolment.journal_key
    assert "We have received your payment: €50.00 (cash)." in letter.body
    assert "Receipt number: R-001" in letter.body
    assert "Still to pay: €46.94." in letter.body
    assert enrolment.get_absolute_url() in letter.body


def test_the_last_payment_says_that_nothing_is_left(cashier):
    enrolment = sent("tours-other")

    pay(enrolment, cashier, 9694)

    assert "Nothing is left to pay." in last_letter(enrolment).body


def test_an_exemption_and_its_end_are_told_with_their_reasons(cashier):
    enrolment = sent("tours-other")

    actions.exempt(enrolment, by=cashier, cents=9694, reason="Boursière", proof=pdf())
    given = last_letter(enrolment)
    actions.end_exemption(enrolment, by=cashier, cents=9694, reason="Bourse annulée")
    ended = last_letter(enrolment)

    assert given.subject == "Exemption recorded: C2i2e 2022-2023"
    assert "An exemption of €96.94 is recorded." in given.body
    assert "Reason: Boursière" in given.body
    assert "Nothing is left to pay." in given.body
    assert ended.subject == "Exemption withdrawn: C2i2e 2022-2023"
    assert "An exemption of €96.94 is withdrawn: this sum is owed again." in ended.body
    assert "Reason: Bourse annulée" in ended.body
    assert "Still to pay: €96.94." in ended.body


def test_a_refund_is_told_with_what_it_leaves(cashier):
    enrolment = sent("tours-other")
    pay(enrolment, cashier)

    actions.refund(enrolment, by=cashier, cents=2000, reason="Erreur de saisie")

    letter = last_letter(enrolment)
    assert (letter.kind, letter.subject) == (
        "enrolment-refunded",
        "Refund recorded: C2i2e 2022-2023",
    )
    assert "A refund of €20.00 is recorded." in letter.body
    assert "Reason: Erreur de saisie" in letter.body
    assert "Still to pay: €66.94." in letter.body


def test_the_refund_of_a_surplus_leaves_nothing_to_pay(cashier):
    enrolment = sent("tours-other")
    pay(enrolment, cashier, 9694)
    enrolment = actions.change_category(
        enrolment, by=an_office(), version=enrolment.version, category="tours-meef", reason="Oui."
    )

    actions.refund(enrolment, by=cashier, cents=9694, reason="Catégorie gratuite")

    assert "Nothing is left to pay." in last_letter(enrolment).body


def test_each_line_has_its_letter_and_a_line_that_follows_from_an_act_has_none(cashier):
    enrolment = sent("tours-other")

    pay(enrolment, cashier, 1000, "R-1")
    pay(enrolment, cashier, 1000, "R-2")
    actions.withdraw(enrolment, by=enrolment.person)
    actions.refund(enrolment, by=cashier, cents=1000, reason="Retrait")
    actions.refund(enrolment, by=cashier, cents=1000, reason="Retrait")

    assert letters(enrolment.person) == [
        "enrolment-sent",
        "enrolment-paid",
        "enrolment-paid",
        "enrolment-withdrawn",
        "enrolment-refunded",
        "enrolment-refunded",
    ]


def test_the_letter_is_in_the_language_of_the_candidate(cashier):
    enrolment = sent("tours-other", person=make_person(language="fr"))

    pay(enrolment, cashier)

    letter = last_letter(enrolment)
    assert letter.subject == "Paiement reçu : C2i2e 2022-2023"
    assert "50,00\xa0€ (espèces)" in letter.body
    assert "Numéro de quittance\xa0: R-001" in letter.body
    assert "Reste à payer\xa0: 46,94\xa0€." in letter.body


def test_a_double_click_writes_one_letter(client, cashier):
    enrolment, key = sent("tours-other"), uuid.uuid4()
    client.force_login(cashier)
    typed = {"amount": "10", "means": "cash", "receipt_number": "R-001", "once": key}

    for _ in range(2):
        client.post(reverse("enrolment:pay", args=[enrolment.pk]), typed)

    assert letters(enrolment.person) == ["enrolment-sent", "enrolment-paid"]


def test_what_is_refused_is_not_told(client, cashier):
    enrolment, other = sent("tours-other"), sent("tours-other")
    pay(other, cashier)

    with pytest.raises(Refusal, match="already recorded for another payment"):
        pay(enrolment, cashier)
    with pytest.raises(Refusal):
        actions.refund(enrolment, by=cashier, cents=1, reason="Rien")
    client.force_login(a_candidate())
    stranger = client.post(
        reverse("enrolment:pay", args=[enrolment.pk]),
        {"amount": "10", "means": "cash", "receipt_number": "R-002"},
    )

    assert stranger.status_code == 404
    assert letters(enrolment.person) == ["enrolment-sent"]
