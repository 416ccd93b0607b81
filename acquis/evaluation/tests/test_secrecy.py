"""Nobody sees a proposal before it is sent, and the candidate sees none at all."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from acquis.accounts.models import Role
from acquis.evaluation import actions
from acquis.evaluation.models import Assignment, AssignmentState, Proposal
from tests.factories import make_assignment, make_deposit, make_portfolio, make_staff

pytestmark = pytest.mark.django_db
WHOLE = {"A.1.1": "validated", "B.2.1": "insufficient", "taught-session": "validated"}
SECRET = "Lecture de A.1.1"


def office_pages(assignment):
    edition = assignment.edition
    return [
        reverse("evaluation:assignments"),
        reverse("evaluation:assignments") + "?state=silent",
        reverse("evaluation:share_out") + f"?edition={edition.pk}&session=1",
        reverse("evaluation:assign", args=[assignment.deposit.pk]),
        reverse("evaluation:withdraw", args=[assignment.pk]),
        reverse("evaluation:give_back", args=[assignment.pk]),
    ]


def test_the_jury_sees_sent_proposals_only():
    deposit = make_deposit(make_portfolio(claims=["A.1.1", "B.2.1"]))
    sent = make_assignment(deposit, state=AssignmentState.SENT, proposals=WHOLE)
    for state in AssignmentState:
        if state != AssignmentState.SENT:
            make_assignment(deposit, state=state, proposals=WHOLE)

    seen = Proposal.objects.visible_to_jury()

    assert {proposal.assignment_id for proposal in seen} == {sent.pk}
    assert list(Assignment.objects.sent()) == [sent]
    assert seen.count() == 3


def test_a_returned_proposal_is_hidden_from_the_jury_again():
    assignment = make_assignment(state=AssignmentState.SENT, proposals=WHOLE)

    actions.give_back(assignment, by=make_staff(Role.Kind.OFFICE), reason="À préciser.")

    assert not Proposal.objects.visible_to_jury().exists()


def test_no_page_of_the_office_shows_what_is_proposed(client):
    assignment = make_assignment(proposals=WHOLE, comment="Commentaire secret.")
    client.force_login(make_staff(Role.Kind.OFFICE))

    for page in office_pages(assignment):
        response = client.get(page)
        assertNotContains(response, SECRET)
        assertNotContains(response, "Commentaire secret.")


def test_two_evaluators_of_one_dossier_do_not_see_each_other(client):
    deposit = make_deposit()
    first = make_assignment(deposit, proposals=WHOLE)
    second = make_assignment(deposit)
    client.force_login(second.evaluator)

    response = client.get(second.get_absolute_url())

    assertNotContains(response, SECRET)
    assertNotContains(response, str(first.evaluator))
    assert client.get(first.get_absolute_url()).status_code == 404


def test_a_reassigned_dossier_starts_from_a_blank_grid(client):
    deposit = make_deposit()
    make_assignment(deposit, state=AssignmentState.WITHDRAWN, proposals=WHOLE)
    again = make_assignment(deposit)
    client.force_login(again.evaluator)

    response = client.get(again.get_absolute_url())

    assertNotContains(response, SECRET)
    assertContains(response, 'name="version-A.1.1" value="0"')


@pytest.mark.parametrize("state", [AssignmentState.ASSIGNED, AssignmentState.SENT])
def test_the_candidate_sees_neither_proposal_nor_evaluator(client, state):
    assignment = make_assignment(state=state, proposals=WHOLE)
    client.force_login(assignment.deposit.candidate)

    for page in [assignment.get_absolute_url(), *office_pages(assignment)]:
        assert client.get(page).status_code == 404
