import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from acquis.base.models import Message
from acquis.base.refusal import Refusal
from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment

from .stories import (
    a_candidate,
    a_cashier,
    a_continuing_education_desk,
    an_office,
    checked,
    journal,
    ledger,
    letters,
    sent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sefco(at):
    at(2022, 11, 8)
    return a_continuing_education_desk()


def quote(client, enrolment, amount="450,00", reference="SEFCO-22-17", version=None):
    return client.post(
        reverse("enrolment:quote", args=[enrolment.pk]),
        {"version": version or enrolment.version, "amount": amount, "reference": reference},
    )


def sort(client, enrolment, category, reason="Inscrite à Tours.", version=None):
    return client.post(
        reverse("enrolment:change_category", args=[enrolment.pk]),
        {"version": version or enrolment.version, "category": category, "reason": reason},
    )


def test_a_quotation_sets_the_fee_and_is_told(client, sefco):
    enrolment = sent("free-accompanied")
    client.force_login(sefco)

    response = quote(client, enrolment)

    assertRedirects(response, enrolment.desk_url)
    enrolment.refresh_from_db()
    assert (enrolment.fee_cents, enrolment.fee_source) == (45000, "SEFCO-22-17")
    assert ledger(enrolment) == [("due", 45000)]
    assert journal(enrolment) == ["started", "sent", "quoted", "ledger_due"]
    letter = Message.objects.get(kind="enrolment-quoted")
    assert "€450.00, reference SEFCO-22-17" in letter.body


def test_a_second_quotation_adjusts_the_first(client, sefco):
    enrolment = sent("free-accompanied")
    client.force_login(sefco)
    quote(client, enrolment)
    enrolment.refresh_from_db()

    quote(client, enrolment, "400", "SEFCO-22-17 bis")

    assert ledger(enrolment) == [("due", 45000), ("adjusted", -5000)]
    assert letters(enrolment.person)[1:] == ["enrolment-quoted", "enrolment-quoted"]


def test_two_people_quote_at_once_and_the_second_sees_both(client, sefco):
    enrolment = sent("free-accompanied")
    client.force_login(sefco)
    quote(client, enrolment)

    response = quote(client, enrolment, "400", "Autre", version=enrolment.version)

    assertContains(response, "Somebody changed this enrolment while you were reading it.")
    assertContains(response, "fee: €450.00")
    assertContains(response, 'value="400"')
    assert ledger(enrolment) == [("due", 45000)]


@pytest.mark.parametrize("amount", ["", "beaucoup", "-5", "12,345", "NaN"])
def test_an_amount_that_is_none_is_said(client, sefco, amount):
    enrolment = sent("free-accompanied")
    client.force_login(sefco)

    assert quote(client, enrolment, amount).status_code == 200
    assert ledger(enrolment) == []


def test_nothing_is_accepted_before_its_quotation(sefco):
    enrolment = checked("free-accompanied", by=sefco)

    with pytest.raises(Refusal) as refusal:
        actions.accept(enrolment, by=sefco)

    assert refusal.value.details == ("The fee has not been set: make the quotation first.",)


def test_a_fee_with_a_tariff_is_not_quoted(sefco):
    enrolment = sent("free-dry")

    with pytest.raises(Refusal, match="not set by quotation"):
        actions.quote(
            enrolment, by=sefco, version=enrolment.version, cents=1, reference="Moins cher"
        )


def test_a_withdrawn_enrolment_is_not_quoted(sefco):
    enrolment = sent("free-accompanied")
    actions.withdraw(enrolment, by=enrolment.person)

    with pytest.raises(Refusal, match="withdrawn"):
        actions.quote(enrolment, by=sefco, version=3, cents=100, reference="Tard")


def test_another_category_takes_its_fee_on_the_day_of_the_sending(client):
    enrolment = sent("tours-meef")
    client.force_login(an_office())

    response = sort(client, enrolment, "tours-other")

    assertRedirects(response, enrolment.desk_url)
    enrolment.refresh_from_db()
    assert (enrolment.category, enrolment.fee_cents, enrolment.fee_source) == (
        "tours-other",
        9694,
        "Tarif 2020-2021",
    )
    assert ledger(enrolment) == [("due", 9694)]
    assert enrolment.ledger.get().reason == "Inscrite à Tours."
    assert journal(enrolment) == ["started", "sent", "category_changed", "ledger_due"]
    letter = Message.objects.get(kind="enrolment-category-changed")
    assert "Reason: Inscrite à Tours." in letter.body
    assert "Still to pay: €96.94." in letter.body


def test_a_cheaper_category_is_an_adjustment_and_money_received_becomes_a_surplus(client):
    enrolment = sent("tours-other")
    actions.pay(enrolment, by=a_cashier(), cents=5000, means="card", receipt_number="R1")
    client.force_login(an_office())

    sort(client, enrolment, "tours-meef")

    assert ledger(enrolment) == [("due", 9694), ("paid", 5000), ("adjusted", -4694)]
    assert enrolment.balance_cents() == 0
    assert enrolment in Enrolment.objects.with_account().overpaid()


def test_a_change_without_difference_leaves_a_line_with_its_reason(client):
    enrolment = sent("m2-orleans")
    client.force_login(an_office())

    sort(client, enrolment, "trainers-orleans", "Elle enseigne.")

    assert ledger(enrolment) == [("adjusted", 0)]
    assert enrolment.ledger.get().reason == "Elle enseigne."


def test_a_category_of_the_other_desk_passes_to_it(client, sefco):
    enrolment = sent("m2-orleans")
    client.force_login(an_office())

    sort(client, enrolment, "free-accompanied", "N’est plus étudiante.")

    enrolment.refresh_from_db()
    assert (enrolment.is_for_continuing_education, enrolment.fee_cents) == (True, None)
    assert enrolment in Enrolment.objects.decided_by(sefco)
    client.force_login(sefco)
    assertContains(client.get(enrolment.desk_url), "(not asked in this category)")


def test_the_same_category_a_stale_page_and_an_ended_enrolment_change_nothing(client):
    enrolment, office = sent("m2-orleans"), an_office()
    client.force_login(office)

    same = sort(client, enrolment, "m2-orleans")
    stale = sort(client, enrolment, "tours-other", version=99)
    actions.refuse(enrolment, by=office, reason="Non.")
    ended = sort(client, enrolment, "tours-other")

    assertContains(same, "This enrolment is already in that category")
    assertContains(stale, "Somebody changed this enrolment while you were reading it.")
    assertContains(ended, "This enrolment is already “refused”")
    assert ledger(enrolment) == []


def test_only_the_office_changes_a_category(client, sefco):
    enrolment = sent("free-dry")

    for person in (sefco, a_candidate(), enrolment.person):
        client.force_login(person)
        assert sort(client, enrolment, "m2-orleans").status_code == 404


def test_a_stranger_and_the_office_quote_nothing_for_continuing_education(client, sefco):
    enrolment = sent("free-accompanied")

    for person in (a_candidate(), an_office(), a_cashier()):
        client.force_login(person)
        assert quote(client, enrolment).status_code == 404
    assert ledger(enrolment) == []
