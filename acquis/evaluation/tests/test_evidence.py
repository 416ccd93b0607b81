import pytest
from django.urls import reverse

from acquis.base.models import Entry
from acquis.evaluation.models import AssignmentState
from tests.factories import (
    PDF,
    make_assignment,
    make_deposit,
    make_enrolment,
    make_file,
    make_portfolio,
)

from .strangers import strangers_to

pytestmark = pytest.mark.django_db


def address(assignment, file):
    return reverse("evaluation:evidence_file", args=[assignment.pk, file.pk])


def test_the_evaluator_opens_the_evidence_of_the_deposit_sandboxed(client):
    assignment = make_assignment()
    client.force_login(assignment.evaluator)

    response = client.get(address(assignment, assignment.deposit.files.get()))

    assert response.getvalue() == PDF
    assert response["Content-Security-Policy"].startswith("sandbox;")
    assert response["Cache-Control"] == "no-store"
    assert not Entry.objects.exists()
    response.close()


def test_evidence_stays_readable_after_sending(client):
    assignment = make_assignment(state=AssignmentState.SENT)
    client.force_login(assignment.evaluator)

    response = client.get(address(assignment, assignment.deposit.files.get()))

    assert response.getvalue() == PDF
    response.close()


def test_a_file_of_another_deposit_is_not_found_even_among_ones_own(client):
    assignment = make_assignment()
    colleague = make_assignment()
    mine_too = make_assignment(evaluator=assignment.evaluator)
    client.force_login(assignment.evaluator)

    for other in (colleague, mine_too):
        file = other.deposit.files.get()
        assert client.get(address(assignment, file)).status_code == 404
    assert client.get(address(colleague, colleague.deposit.files.get())).status_code == 404


def test_a_file_that_was_never_deposited_is_not_found(client):
    portfolio = make_portfolio(make_enrolment(), claims=["A.1.1"])
    assignment = make_assignment(make_deposit(portfolio))
    added_later = make_file(name="après.pdf", by=portfolio.enrolment.person)
    client.force_login(assignment.evaluator)

    assert client.get(address(assignment, added_later)).status_code == 404


@pytest.mark.parametrize("state", [AssignmentState.WITHDRAWN, AssignmentState.RECUSED])
def test_evidence_closes_with_the_assignment(client, state):
    assignment = make_assignment(state=state)
    client.force_login(assignment.evaluator)

    assert client.get(address(assignment, assignment.deposit.files.get())).status_code == 404


def test_nobody_else_opens_evidence_by_this_door(client):
    assignment = make_assignment()
    file = assignment.deposit.files.get()
    found = {}

    for who, person in strangers_to(assignment).items():
        client.force_login(person)
        found[who] = client.get(address(assignment, file)).status_code

    assert set(found.values()) == {404}, found
