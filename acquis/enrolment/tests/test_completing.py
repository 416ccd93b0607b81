import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.base.models import Message
from acquis.base.refusal import Refusal
from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment

from .stories import a_candidate, an_office, checked, journal, ledger, letters, pdf, sent

pytestmark = pytest.mark.django_db


def ask(client, enrolment, message=""):
    door = reverse("enrolment:ask_completion", args=[enrolment.pk])
    return client.post(door, {"message": message})


def to_complete(category="m2-orleans"):
    """Its one document was refused, and a word was added."""
    enrolment, office = sent(category), an_office()
    actions.check_proof(enrolment.proofs.get(), "refused", by=office, reason="Illisible.")
    return actions.ask_completion(enrolment, by=office, message="Et votre numéro étudiant.")


def test_one_letter_lists_what_is_to_be_completed(client):
    enrolment, office = sent(), an_office()
    actions.check_proof(enrolment.proofs.get(), "refused", by=office, reason="Illisible.")
    client.force_login(office)

    response = ask(client, enrolment, "Et votre numéro étudiant.")

    assertRedirects(response, enrolment.desk_url)
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.reason) == ("to_complete", "Et votre numéro étudiant.")
    assert journal(enrolment) == ["started", "sent", "to_complete"]
    assert letters(enrolment.person) == ["enrolment-sent", "enrolment-to-complete"]
    body = Message.objects.get(kind="enrolment-to-complete").body
    assert "– Student certificate for 2022-2023: to be replaced. Illisible." in body
    assert "Et votre numéro étudiant." in body


def test_asking_for_nothing_is_refused(client):
    enrolment = checked()
    client.force_login(an_office())

    response = ask(client, enrolment)

    assertContains(response, "Nothing is to be completed")
    assert Enrolment.objects.get().state == "sent"


def test_the_candidate_sees_what_is_asked(client):
    enrolment = to_complete()
    client.force_login(enrolment.person)

    page = client.get(enrolment.get_absolute_url())

    assertContains(page, "Student certificate for 2022-2023: to be replaced. Illisible.")
    assertContains(page, "Et votre numéro étudiant.")
    assertContains(page, "To be completed, NOT sent again yet")
    assertNotContains(page, 'name="category"')


def test_what_is_asked_is_replaced_and_sent_again_even_after_the_closing(client, at):
    enrolment = to_complete("tours-other")
    client.force_login(enrolment.person)
    at(2022, 12, 1, 8, 0)

    client.post(
        reverse("enrolment:join_proof", args=[enrolment.pk, "enrolment-certificate"]),
        {"file": pdf("lisible.pdf", more=b"%")},
    )
    response = client.post(
        reverse("enrolment:send", args=[enrolment.pk]),
        {"version": enrolment.version, "student_number": "22001234", "honour": "on"},
    )

    assertRedirects(response, enrolment.get_absolute_url())
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.student_number) == ("sent", "22001234")
    assert ledger(enrolment) == [("due", 9694)]
    assert letters(enrolment.person)[-1] == "enrolment-sent"
    assert Message.objects.filter(subject="Request completed: C2i2e 2022-2023").count() == 1
    assert [p.state for p in enrolment.proofs.order_by("pk")] == ["replaced", "pending"]
    assert enrolment.proofs.get(state="replaced").reason == "Illisible."


def test_nothing_is_sent_again_while_a_document_stays_refused(client):
    enrolment = to_complete()
    client.force_login(enrolment.person)

    response = client.post(
        reverse("enrolment:send", args=[enrolment.pk]),
        {"version": enrolment.version, "honour": "on"},
    )

    assertContains(response, "Your request is NOT sent")
    assert Enrolment.objects.get().state == "to_complete"


def test_the_desk_may_stop_waiting_or_refuse():
    enrolment, office = to_complete(), an_office()

    back = actions.reconsider(enrolment, by=office)
    refused = actions.refuse(to_complete(), by=office, reason="Trop tard.")

    assert (back.state, refused.state) == ("sent", "refused")


def test_a_missing_document_is_asked_for_too():
    enrolment, office = sent(), an_office()
    actions.change_category(
        enrolment, by=office, version=enrolment.version, category="trainers-orleans", reason="Oui."
    )

    actions.ask_completion(enrolment, by=office)

    body = Message.objects.get(kind="enrolment-to-complete").body
    assert "– Statement of employment for the year: missing." in body


def test_only_a_request_sent_is_asked_to_be_completed():
    enrolment = to_complete()

    with pytest.raises(Refusal, match="to be completed"):
        actions.ask_completion(enrolment, by=an_office(), message="Encore.")


def test_a_stranger_asks_for_nothing(client):
    enrolment = sent()
    client.force_login(a_candidate())

    assert ask(client, enrolment, "Donnez tout.").status_code == 404
    assert Enrolment.objects.get().state == "sent"
