import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base.models import Entry, Message
from acquis.evaluation.models import AssignmentState
from tests.factories import make_assignment, make_staff

from .strangers import strangers_to

pytestmark = pytest.mark.django_db


def recuse(client, assignment, reason="Je l'ai encadrée en master."):
    client.force_login(assignment.evaluator)
    return client.post(reverse("evaluation:recuse", args=[assignment.pk]), {"reason": reason})


def test_declaring_a_conflict_closes_the_dossier_at_once_and_tells_the_office(client):
    assignment = make_assignment(proposals={"A.1.1": "validated"})
    file = assignment.deposit.files.get()
    office = make_staff(Role.Kind.OFFICE)

    response = recuse(client, assignment)

    assertRedirects(response, reverse("evaluation:mine"))
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.RECUSED
    assert assignment.reason == "Je l'ai encadrée en master."
    assert assignment.ended_at is not None
    assert list(Entry.objects.values_list("verb", "by", "subject")) == [
        ("recused", assignment.evaluator.pk, assignment.journal_key)
    ]
    assert list(Message.objects.values_list("kind", "person")) == [
        ("evaluation-declined", office.pk)
    ]
    evidence = reverse("evaluation:evidence_file", args=[assignment.pk, file.pk])
    assert client.get(assignment.get_absolute_url()).status_code == 404
    assert client.get(evidence).status_code == 404


def test_the_reason_stays_out_of_the_journal_and_of_the_mail(client):
    make_staff(Role.Kind.OFFICE)

    recuse(client, make_assignment())

    assert "encadrée" not in str(list(Entry.objects.values_list("facts", flat=True)))
    assert "encadrée" not in Message.objects.get().body


def test_a_conflict_may_be_declared_before_reading(client):
    assignment = make_assignment()
    client.force_login(assignment.evaluator)

    response = client.get(reverse("evaluation:recuse", args=[assignment.pk]))

    assertContains(response, "<textarea")
    assertContains(response, str(assignment.deposit.candidate))


@pytest.mark.parametrize("reason", ["", "   ", "é" * 301])
def test_a_reason_is_needed_and_what_was_typed_stays(client, reason):
    assignment = make_assignment()

    response = recuse(client, assignment, reason)

    assertContains(response, "errorlist")
    assertContains(response, reason)
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.ASSIGNED


@pytest.mark.parametrize("state", [AssignmentState.RECUSED, AssignmentState.WITHDRAWN])
def test_a_dossier_that_is_gone_cannot_be_declined(client, state):
    assignment = make_assignment(state=state)

    assert recuse(client, assignment).status_code == 404
    assignment.refresh_from_db()
    assert assignment.state == state


def test_a_proposal_that_was_sent_cannot_be_declined_and_the_page_says_why(client):
    assignment = make_assignment(state=AssignmentState.SENT)

    response = recuse(client, assignment, "Trop tard.")

    assertContains(response, "Votre proposition est envoyée")
    assertContains(response, "Trop tard.")
    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.SENT


def test_nobody_else_declines(client):
    assignment = make_assignment()
    found = {}

    for who, person in strangers_to(assignment).items():
        client.force_login(person)
        url = reverse("evaluation:recuse", args=[assignment.pk])
        found[who] = (client.get(url).status_code, client.post(url, {"reason": "x"}).status_code)

    assert set(found.values()) == {(404, 404)}, found
