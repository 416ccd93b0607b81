import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base.refusal import Refusal
from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment, LedgerLine
from conftest import unguarded
from tests.factories import make_institution, make_staff

from .stories import (
    a_candidate,
    a_cashier,
    a_continuing_education_desk,
    an_office,
    draft,
    journal,
    ledger,
    pdf,
    sent,
)

pytestmark = pytest.mark.django_db


def act(client, name, enrolment, **fields):
    return client.post(reverse(f"enrolment:{name}", args=[enrolment.pk]), fields)


def pay(client, enrolment, amount="96,94", receipt="R-001", **fields):
    return act(
        client, "pay", enrolment, amount=amount, means="cash", receipt_number=receipt, **fields
    )


def exempt(client, enrolment, amount="96,94", **fields):
    typed = {"amount": amount, "reason": "Boursière", "proof": pdf("bourse.pdf"), **fields}
    return act(client, "exempt", enrolment, **typed)


def refund(client, enrolment, amount, reason="Erreur de saisie"):
    return act(client, "refund", enrolment, amount=amount, reason=reason)


@pytest.fixture
def owing():
    return sent("tours-other")


@pytest.fixture
def desk(client):
    """The client of a cashier."""
    client.force_login(a_cashier(birth_name="Caisse"))
    return client


def test_a_payment_is_a_line_with_its_receipt(desk, owing):
    response = pay(desk, owing, "50,00")

    assertRedirects(response, owing.cash_url)
    line = owing.ledger.get(kind="paid")
    assert (line.number, line.amount_cents, line.means, line.receipt_number) == (
        2,
        5000,
        "cash",
        "R-001",
    )
    assert line.by.birth_name == "Caisse"
    assert str(line) == "paid 5000"
    assert owing.balance_cents() == 4694
    assert journal(owing)[-1] == "ledger_paid"


def test_the_ledger_shows_its_running_balance(desk, owing):
    pay(desk, owing, "50,00")
    exempt(desk, owing, "46,94")

    page = desk.get(owing.cash_url)

    assert [balance for _, balance in page.context["lines"]] == [9694, 4694, 0]
    assertContains(page, "Receipt R-001, cash")
    assertContains(page, "Boursière")


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("96,95", "Only €96.94 is still owed."),
        ("0", "cannot be recorded"),
        ("-1", "is not an amount"),
        ("cent", "is not an amount"),
    ],
)
def test_a_payment_is_neither_nothing_nor_more_than_is_owed(desk, owing, amount, told):
    response = pay(desk, owing, amount)

    assertContains(response, told)
    assert ledger(owing) == [("due", 9694)]


def test_a_receipt_number_is_used_once(desk, owing):
    pay(desk, owing, "10")

    response = pay(desk, sent("tours-other"), "10")

    assertContains(response, "Receipt R-001 is already recorded for another payment")
    assert LedgerLine.objects.filter(kind="paid").count() == 1


def test_a_double_click_pays_once(desk, owing):
    key = uuid.uuid4()

    pay(desk, owing, "10", once=key)
    pay(desk, owing, "10", receipt="R-002", once=key)

    assert ledger(owing) == [("due", 9694), ("paid", 1000)]


def test_two_cashiers_do_not_take_the_fee_twice(desk, owing):
    pay(desk, owing, receipt="R-001")

    response = pay(desk, owing, receipt="R-002")

    assertContains(response, "€96.94 cannot be recorded. Only €0.00 is still owed.")
    assert ledger(owing) == [("due", 9694), ("paid", 9694)]


def test_an_exemption_has_its_reason_and_its_document(desk, owing):
    response = exempt(desk, owing)

    assertRedirects(response, owing.cash_url)
    line = owing.ledger.get(kind="exempt")
    assert (line.amount_cents, line.reason, line.proof.name) == (9694, "Boursière", "bourse.pdf")
    assert owing.balance_cents() == 0
    document = desk.get(reverse("enrolment:line_file", args=[line.pk]))
    assert b"".join(document.streaming_content).startswith(b"%PDF")


def test_an_exemption_without_document_or_beyond_what_is_owed_is_refused(desk, owing):
    without = exempt(desk, owing, proof="")
    beyond = exempt(desk, owing, "100")
    empty = exempt(desk, owing, proof=pdf("page.html"))

    assertContains(without, "This field is required.")
    assertContains(beyond, "Only €96.94 is still owed.")
    assertContains(empty, "page.html")
    assert ledger(owing) == [("due", 9694)]


def test_an_exemption_is_taken_back_by_another_line(desk, owing):
    exempt(desk, owing)

    beyond = act(desk, "end_exemption", owing, amount="97", reason="Bourse annulée")
    act(desk, "end_exemption", owing, amount="96,94", reason="Bourse annulée")

    assertContains(beyond, "Only €96.94 is exempt.")
    assert ledger(owing) == [("due", 9694), ("exempt", 9694), ("exempt", -9694)]
    assert owing.balance_cents() == 9694


def test_a_refund_makes_the_fee_owed_again(desk, owing):
    pay(desk, owing)

    refund(desk, owing, "96,94")

    assert ledger(owing) == [("due", 9694), ("paid", 9694), ("refunded", 9694)]
    assert owing.balance_cents() == 9694


def test_never_more_is_refunded_than_paid(desk, owing):
    pay(desk, owing, "50")
    refund(desk, owing, "20")

    response = refund(desk, owing, "30,01")

    assertContains(response, "Only €30.00 of what was paid has not been refunded.")
    assert ledger(owing)[-1] == ("refunded", 2000)


def test_what_was_paid_beyond_the_fee_is_shown_and_refunded(desk, owing):
    pay(desk, owing)
    actions.change_category(
        owing, by=an_office(), version=owing.version, category="tours-meef", reason="Oui."
    )

    page = desk.get(owing.cash_url)
    refund(desk, owing, "96,94", "Catégorie gratuite")

    assertContains(page, "Paid beyond the fee: may be refunded")
    assert page.context["surplus_cents"] == 9694
    assert ledger(owing)[-2:] == [("refunded", 9694), ("adjusted", -9694)]
    assert owing.balance_cents() == 0


def test_a_free_or_unquoted_enrolment_says_that_nothing_is_due(desk, at):
    at(2022, 11, 8)

    free, unquoted = desk.get(sent().cash_url), desk.get(sent("free-accompanied").cash_url)

    assertContains(free, "Nothing is due.")
    assertContains(unquoted, "Nothing is due yet: the quotation has not been made.")


def test_the_database_refuses_to_change_a_line(owing):
    with pytest.raises(IntegrityError), transaction.atomic():
        owing.ledger.update(amount_cents=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        owing.ledger.all().delete()

    assert ledger(owing) == [("due", 9694)]


def test_the_database_refuses_a_fee_due_twice(owing):
    with pytest.raises(IntegrityError), transaction.atomic():
        owing.enter("due", 9694, by=owing.person)


def test_an_operator_who_takes_the_guards_down_is_not_stopped_but_seen(owing):
    with unguarded():
        owing.ledger.update(amount_cents=1)

    assert owing.balance_cents() == 1


def test_money_is_not_recorded_on_one_s_own_enrolment(client):
    cashier = a_cashier(language="en")
    enrolment = sent("tours-other", person=cashier)
    client.force_login(cashier)

    assert pay(client, enrolment).status_code == 404


def test_a_stranger_records_and_reads_nothing(client, owing):
    actions.exempt(owing, by=a_cashier(), cents=100, reason="Oui", proof=pdf())
    document = reverse("enrolment:line_file", args=[owing.ledger.get(kind="exempt").pk])
    elsewhere = make_staff(Role.Kind.CASHIER, make_institution("tours"))

    for person in (a_candidate(), a_continuing_education_desk(), elsewhere):
        client.force_login(person)
        assert client.get(owing.cash_url).status_code == 404
        assert client.get(document).status_code == 404
        for door in (pay, exempt):
            assert door(client, owing).status_code == 404
        assert refund(client, owing, "1").status_code == 404
        assert act(client, "end_exemption", owing, amount="1", reason="Non").status_code == 404
    assert ledger(owing) == [("due", 9694), ("exempt", 100)]


def test_the_ledger_of_a_draft_never_sent_does_not_exist(client):
    enrolment = draft("tours-other")
    client.force_login(a_cashier())

    assert client.get(enrolment.cash_url).status_code == 404


def test_one_fee_opens_both_sessions(owing):
    """Nothing in this stage charges anything for a session."""
    actions.pay(owing, by=a_cashier(), cents=9694, means="card", receipt_number="R1")

    assert owing.balance_cents() == 0
    assert Enrolment.objects.with_account().get().balance == 0


def test_an_act_refused_leaves_no_line(owing):
    with pytest.raises(Refusal):
        actions.refund(owing, by=a_cashier(), cents=1, reason="Rien n’a été payé")

    assert ledger(owing) == [("due", 9694)]
