"""What the database itself refuses, whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from acquis.base import clock
from acquis.evaluation.models import Assignment, AssignmentState, Proposal
from tests.factories import make_assignment

pytestmark = pytest.mark.django_db
WHOLE = {"A.1.1": "validated", "B.2.1": "validated", "taught-session": "validated"}


def refused(act):
    with pytest.raises(IntegrityError), transaction.atomic():
        act()
    return True


@pytest.mark.parametrize(
    "state", [AssignmentState.SENT, AssignmentState.WITHDRAWN, AssignmentState.RECUSED]
)
def test_a_line_that_left_its_evaluators_hands_never_changes_and_never_goes(state):
    assignment = make_assignment(state=state, proposals=WHOLE)
    rows = Proposal.objects.filter(assignment=assignment)

    assert refused(lambda: rows.update(verdict="not_validated"))
    assert refused(lambda: rows.update(reason="Autre."))
    assert refused(rows.delete)
    assert rows.filter(verdict="validated").count() == 3


def test_the_comment_of_a_sent_proposal_never_changes():
    assignment = make_assignment(state=AssignmentState.SENT, comment="Net.")
    row = Assignment.objects.filter(pk=assignment.pk)

    assert refused(lambda: row.update(comment="Flou."))


def test_a_proposal_with_an_unfinished_line_is_never_sent():
    assignment = make_assignment()
    Proposal.objects.create(
        assignment=assignment, item="A.1.1", reason="Je relis.", saved_at=clock.now()
    )
    row = Assignment.objects.filter(pk=assignment.pk)

    assert refused(lambda: row.update(state="sent", sent_at=clock.now()))


def test_a_line_is_a_verdict_or_a_mark_never_both():
    assignment = make_assignment()

    assert refused(
        lambda: Proposal.objects.create(
            assignment=assignment, item="A.1.1", verdict="validated", mark=12, saved_at=clock.now()
        )
    )


def test_a_deposit_is_never_twice_in_the_same_hands():
    assignment = make_assignment()

    assert refused(lambda: make_assignment(assignment.deposit, assignment.evaluator))


@pytest.mark.parametrize("state", [AssignmentState.WITHDRAWN, AssignmentState.RECUSED])
def test_an_assignment_never_ends_without_a_date_and_a_reason(state):
    assert refused(lambda: make_assignment(state=state, reason=""))
    assert refused(lambda: make_assignment(state=state, ended_at=None))


def test_a_sent_proposal_always_has_its_date():
    assert refused(lambda: make_assignment(state=AssignmentState.SENT, sent_at=None))


def test_a_row_names_itself_and_belongs_to_the_journal_of_its_institution():
    assignment = make_assignment(proposals={"A.1.1": "validated"})
    line = assignment.proposals.get()

    assert str(assignment) == f"{assignment.deposit} → {assignment.evaluator}"
    assert str(line) == "A.1.1: validated"
    assert line.journal_chain == assignment.institution.slug
