import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base.models import Entry, Message
from acquis.enrolment.models import EnrolmentState
from acquis.evaluation import actions
from acquis.evaluation.models import Assignment, AssignmentState, Proposal
from tests.factories import make_assignment, make_enrolment, make_staff

from .strangers import strangers_to

pytestmark = pytest.mark.django_db
WHOLE = {"A.1.1": "validated", "B.2.1": "insufficient", "taught-session": "validated"}


def send(client, assignment, fields=None):
    client.force_login(assignment.evaluator)
    return client.post(reverse("evaluation:send", args=[assignment.pk]), fields or {})


def state(assignment):
    return Assignment.objects.values_list("state", flat=True).get(pk=assignment.pk)


def test_sending_makes_the_proposal_known_journals_it_and_tells_the_office(client):
    assignment = make_assignment(proposals=WHOLE)
    office = make_staff(Role.Kind.OFFICE)

    response = send(client, assignment)

    assertRedirects(response, reverse("evaluation:mine"))
    assignment.refresh_from_db()
    assert (assignment.state, assignment.sent_at is not None) == (AssignmentState.SENT, True)
    assert list(Entry.objects.values_list("verb", "by", "subject")) == [
        ("sent", assignment.evaluator.pk, assignment.journal_key)
    ]
    assert list(Message.objects.values_list("kind", "person", "about")) == [
        ("evaluation-sent", office.pk, assignment.journal_key)
    ]


def test_the_journal_keeps_the_fingerprint_of_what_was_sent_and_no_word_of_it(client):
    first = make_assignment(proposals=WHOLE)
    second = make_assignment(proposals={**WHOLE, "A.1.1": "not_validated"})

    send(client, first)
    send(client, second)

    seals = [entry.facts["proposal"] for entry in Entry.objects.order_by("number")]
    assert [len(seal) for seal in seals] == [64, 64]
    assert seals[0] != seals[1]
    assert "Lecture" not in str(list(Entry.objects.values_list("facts", flat=True)))


def test_an_incomplete_proposal_is_not_sent_and_each_gap_is_a_link(client):
    assignment = make_assignment(proposals={"A.1.1": "validated", "B.2.1": "insufficient"})
    Proposal.objects.filter(item="B.2.1").update(reason="")

    response = send(client, assignment)

    assert state(assignment) == AssignmentState.ASSIGNED
    assertContains(response, 'role="alert"')
    assertContains(response, '<li><a href="#line-B-2-1">')
    assertContains(response, '<li><a href="#line-taught-session">')
    assert not Entry.objects.exists()
    assert not Message.objects.exists()


def test_what_was_typed_and_not_saved_yet_is_saved_before_it_is_sent(client):
    assignment = make_assignment(proposals={"A.1.1": "validated", "B.2.1": "validated"})

    send(client, assignment, {"verdict-taught-session": "validated", "comment": "Merci."})

    assignment.refresh_from_db()
    assert (assignment.state, assignment.comment) == (AssignmentState.SENT, "Merci.")
    assert assignment.proposals.get(item="taught-session").verdict == "validated"


def test_what_was_typed_stays_when_the_proposal_is_not_complete(client):
    assignment = make_assignment()

    send(client, assignment, {"verdict-A.1.1": "insufficient", "reason-A.1.1": "Lien mort."})

    assert state(assignment) == AssignmentState.ASSIGNED
    assert assignment.proposals.get().reason == "Lien mort."


def test_a_line_saved_meanwhile_elsewhere_keeps_the_proposal_from_being_sent(client):
    assignment = make_assignment(proposals=WHOLE)

    response = send(client, assignment, {"verdict-A.1.1": "not_validated", "version-A.1.1": "0"})

    assert state(assignment) == AssignmentState.ASSIGNED
    assertContains(response, 'name="keep-A.1.1"')


def test_a_double_click_sends_once(client):
    assignment = make_assignment(proposals=WHOLE)
    make_staff(Role.Kind.OFFICE)
    fields = {"once": "018f5f3e-0000-7000-8000-000000000001"}

    responses = [send(client, assignment, fields), send(client, assignment, fields)]

    assert [response.url for response in responses] == [reverse("evaluation:mine")] * 2
    assert Entry.objects.count() == Message.objects.count() == 1


def test_a_proposal_already_sent_says_so(client):
    assignment = make_assignment(state=AssignmentState.SENT, proposals=WHOLE)

    response = send(client, assignment)

    assert response.status_code == 200
    assertContains(response, "notice--error")
    assert not Entry.objects.exists()


def test_an_evaluator_who_has_become_a_candidate_of_the_year_cannot_send(client):
    assignment = make_assignment(proposals=WHOLE)
    make_enrolment(
        person=assignment.evaluator, edition=assignment.edition, state=EnrolmentState.SENT
    )

    response = send(client, assignment)

    assert state(assignment) == AssignmentState.ASSIGNED
    assertContains(response, "notice--error")


def test_nobody_else_sends(client):
    assignment = make_assignment(proposals=WHOLE)
    found = {}

    for who, person in strangers_to(assignment).items():
        client.force_login(person)
        found[who] = client.post(reverse("evaluation:send", args=[assignment.pk])).status_code

    assert set(found.values()) == {404}, found
    assert state(assignment) == AssignmentState.ASSIGNED


def test_sending_is_never_a_get(client):
    assignment = make_assignment(proposals=WHOLE)
    client.force_login(assignment.evaluator)

    assert client.get(reverse("evaluation:send", args=[assignment.pk])).status_code == 405


def test_the_office_of_another_programme_or_university_is_not_told(client):
    assignment = make_assignment(proposals=WHOLE)
    strangers = strangers_to(assignment)

    send(client, assignment)

    assert list(Message.objects.values_list("person", flat=True)) == [strangers["the office"].pk]


def test_a_proposal_returned_and_sent_again_is_told_again(client):
    assignment = make_assignment(proposals=WHOLE)
    office = make_staff(Role.Kind.OFFICE)
    send(client, assignment)
    assignment.refresh_from_db()
    actions.give_back(assignment, by=office, reason="Précisez B.2.1.")

    send(client, assignment)

    kinds = Message.objects.order_by("queued_at", "pk").values_list("kind", flat=True)
    assert list(kinds) == ["evaluation-sent", "evaluation-returned", "evaluation-sent"]
