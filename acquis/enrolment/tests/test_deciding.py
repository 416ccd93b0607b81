import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.base.models import Message
from acquis.base.refusal import Refusal
from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment, Proof
from tests.factories import make_institution, make_staff

from .stories import (
    a_candidate,
    a_continuing_education_desk,
    an_office,
    checked,
    draft,
    journal,
    ledger,
    letters,
    sent,
)

pytestmark = pytest.mark.django_db


def check(client, enrolment, state, reason=""):
    proof = enrolment.proofs.get()
    door = reverse("enrolment:check_proof", args=[proof.pk])
    return client.post(door, {"state": state, "reason": reason})


def decide(client, enrolment, decision, reason=""):
    door = reverse("enrolment:decide", args=[enrolment.pk])
    return client.post(door, {"decision": decision, "reason": reason})


def test_a_document_is_accepted(client):
    enrolment, office = sent(), an_office()
    client.force_login(office)

    response = check(client, enrolment, "accepted")

    assertRedirects(response, f"{enrolment.desk_url}#proofs")
    proof = Proof.objects.get()
    assert (proof.state, proof.checked_by, proof.checked_at) == ("accepted", office, clock.now())
    assert journal(proof) == ["joined", "proof_accepted"]


def test_a_document_is_refused_with_a_reason(client):
    enrolment = sent()
    client.force_login(an_office())

    without = check(client, enrolment, "refused")
    with_one = check(client, enrolment, "refused", "Illisible.")

    assertContains(without, "Say why this document is refused")
    assert with_one.status_code == 302
    assert (Proof.objects.get().state, Proof.objects.get().reason) == ("refused", "Illisible.")


def test_a_verdict_can_be_taken_back(client):
    enrolment = sent()
    client.force_login(an_office())
    check(client, enrolment, "refused", "Illisible.")

    check(client, enrolment, "pending")

    proof = Proof.objects.get()
    assert (proof.state, proof.reason, proof.checked_by) == ("pending", "", None)


def test_two_people_check_the_same_document_and_the_second_sees_both(client):
    enrolment, first = sent(), an_office(birth_name="Première")
    actions.check_proof(enrolment.proofs.get(), "accepted", by=first)
    client.force_login(an_office())

    response = check(client, enrolment, "refused", "Ce n’est pas le bon.")

    assertContains(response, "This document is already “accepted”, by Office Première")
    assert Proof.objects.get().state == "accepted"


def test_a_pending_document_is_not_put_back(client):
    enrolment = sent()
    client.force_login(an_office())

    response = check(client, enrolment, "pending")

    assertContains(response, "This is now “to be checked”")


@pytest.mark.parametrize("state", ["", "replaced", "perfect"])
def test_an_unknown_verdict_is_refused(client, state):
    enrolment = sent()
    client.force_login(an_office())

    assert check(client, enrolment, state).status_code == 200
    assert Proof.objects.get().state == "pending"


def test_the_documents_of_a_decided_enrolment_are_left_alone(client):
    enrolment, office = checked(), an_office()
    actions.accept(enrolment, by=office)
    client.force_login(office)

    response = check(client, enrolment, "pending")

    assertContains(response, "This enrolment is already “accepted”, decided by")
    assert Proof.objects.get().state == "accepted"


def test_an_enrolment_is_accepted_once_its_documents_are(client):
    office = an_office()
    enrolment = checked(by=office)
    client.force_login(office)

    response = decide(client, enrolment, "accept")

    assertRedirects(response, enrolment.desk_url)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.decided_by, enrolment.decided_at) == (
        "accepted",
        office,
        clock.now(),
    )
    assert list(Enrolment.objects.accepted()) == [enrolment]
    assert journal(enrolment) == ["started", "sent", "accepted"]
    assert letters(enrolment.person) == ["enrolment-sent", "enrolment-accepted"]
    client.force_login(enrolment.person)
    assertContains(client.get(enrolment.get_absolute_url()), "ACCEPTED on 3 October 2022")


def test_the_letter_of_acceptance_says_what_is_still_to_pay():
    enrolment = checked("tours-other")

    actions.accept(enrolment, by=an_office(), reason="Bienvenue.")

    body = Message.objects.get(kind="enrolment-accepted").body
    assert "Still to pay: €96.94." in body
    assert "Bienvenue." in body


def test_nothing_is_accepted_while_a_document_is_not(client):
    pending, refused, office = sent(), sent(), an_office()
    actions.check_proof(refused.proofs.get(), "refused", by=office, reason="Illisible.")
    client.force_login(office)

    first = decide(client, pending, "accept", "Bienvenue")
    second = decide(client, refused, "accept")

    assertContains(first, "<li>Student certificate for 2022-2023: not checked yet</li>", html=True)
    assertContains(first, "Bienvenue</textarea>")
    assertContains(
        second, "<li>Student certificate for 2022-2023: missing or refused</li>", html=True
    )
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"sent"}


def test_a_refusal_states_its_reason_and_the_ways_and_delay_of_recourse(client):
    enrolment = sent("tours-other")
    client.force_login(an_office())

    response = decide(client, enrolment, "refuse", "Vous n’êtes pas à Tours.")

    assertRedirects(response, enrolment.desk_url)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.balance_cents()) == ("refused", 0)
    assert ledger(enrolment) == [("due", 9694), ("adjusted", -9694)]
    body = Message.objects.get(kind="enrolment-refused").body
    assert "Reason: Vous n’êtes pas à Tours." in body
    assert "within two months" in body
    assert "etudes-inspe@univ-orleans.example" in body
    assert "www.telerecours.fr" in body
    client.force_login(enrolment.person)
    page = client.get(enrolment.get_absolute_url())
    assertContains(page, "Vous n’êtes pas à Tours.")
    assertContains(page, "To contest this decision")


def test_a_refusal_without_a_reason_is_refused(client):
    enrolment = sent()
    client.force_login(an_office())

    response = decide(client, enrolment, "refuse")

    assertContains(response, "Say why this enrolment is refused")
    assert letters(enrolment.person) == ["enrolment-sent"]


def test_two_people_decide_at_once_and_the_second_sees_both_decisions(client):
    enrolment, first = checked(), an_office(birth_name="Première")
    actions.accept(enrolment, by=first)
    client.force_login(an_office())

    response = decide(client, enrolment, "refuse", "Dossier vide.")

    assertContains(
        response,
        "This enrolment is already “accepted”, decided by Office Première on 3 October 2022, 10:00",
    )
    assert Enrolment.objects.get().state == "accepted"
    assert letters(enrolment.person) == ["enrolment-sent", "enrolment-accepted"]


def test_a_refused_enrolment_is_checked_again_and_owes_its_fee_again(client):
    enrolment, office = sent("tours-other"), an_office()
    actions.refuse(enrolment, by=office, reason="Non.")
    client.force_login(office)

    decide(client, enrolment, "reconsider")

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.decided_by, enrolment.reason) == ("sent", None, "")
    assert ledger(enrolment) == [("due", 9694), ("adjusted", -9694), ("adjusted", 9694)]
    assert letters(enrolment.person)[-1] == "enrolment-reconsidered"


def test_an_accepted_enrolment_is_not_checked_again(client):
    enrolment, office = checked(), an_office()
    actions.accept(enrolment, by=office)
    client.force_login(office)

    assertContains(decide(client, enrolment, "reconsider"), "This enrolment is already “accepted”")


def test_a_draft_is_not_checked(client):
    with pytest.raises(Refusal, match="draft, not sent"):
        actions.reconsider(draft(), by=an_office())


def test_a_decision_unknown_is_refused(client):
    enrolment = sent()
    client.force_login(an_office())

    assert decide(client, enrolment, "").status_code == 200
    assert Enrolment.objects.get().state == "sent"


def test_each_desk_decides_its_own_categories(client, at):
    at(2022, 11, 8)
    free, student = sent("free-dry"), sent("m2-orleans")
    answers = {}
    for name, desk in [("office", an_office()), ("sefco", a_continuing_education_desk())]:
        client.force_login(desk)
        answers[name] = [
            client.get(free.desk_url).status_code,
            client.get(student.desk_url).status_code,
            check(client, free, "accepted").status_code,
            check(client, student, "accepted").status_code,
        ]

    assert answers == {"office": [200, 200, 404, 302], "sefco": [200, 404, 302, 404]}


def test_the_office_reads_what_continuing_education_decides_and_is_told_so(client, at):
    at(2022, 11, 8)
    enrolment = sent("free-dry")
    client.force_login(an_office())

    page = client.get(enrolment.desk_url)

    assertContains(page, "It is decided by the continuing education desk")
    assertNotContains(page, "Accept the enrolment")


def test_nobody_decides_their_own_enrolment(client):
    office = an_office(language="en")
    enrolment = sent(person=office)
    client.force_login(office)

    assert client.get(enrolment.desk_url).status_code == 404
    assert check(client, enrolment, "accepted").status_code == 404


def test_a_stranger_and_another_institution_decide_nothing(client):
    enrolment = sent()
    elsewhere = make_staff(Role.Kind.OFFICE, make_institution("tours"))
    cashier = make_staff(Role.Kind.CASHIER)

    for person in (a_candidate(), elsewhere, cashier, enrolment.person):
        client.force_login(person)
        assert client.get(enrolment.desk_url).status_code == 404
        assert check(client, enrolment, "accepted").status_code == 404
        assert decide(client, enrolment, "refuse", "Non.").status_code == 404
    assert Enrolment.objects.get().state == "sent"


def test_the_history_tells_the_acts_in_order(client):
    office = an_office(birth_name="Bureau")
    enrolment = checked(by=office)
    client.force_login(office)

    page = client.get(enrolment.desk_url)

    assert [str(told) for told, _ in page.context["history"]] == [
        "Draft started",
        "Document joined",
        "Request sent",
        "Document accepted",
    ]


def test_the_database_refuses_a_decision_without_author():
    enrolment = sent()

    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(state="accepted")
