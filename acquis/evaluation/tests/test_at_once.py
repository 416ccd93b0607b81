"""Several people at the same instant, each with a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from acquis.accounts.models import Role
from acquis.base.refusal import Refusal
from acquis.evaluation import actions
from acquis.evaluation.models import Assignment, AssignmentState, Proposal
from tests.factories import make_assignment, make_deposit, make_staff

pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = {"A.1.1": "validated", "B.2.1": "validated", "taught-session": "validated"}


def at_once(*acts):
    """Run every act at the same moment, each in a thread, and return what each one said."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_of_six_people_who_give_the_same_dossier_away_one_does():
    deposit = make_deposit()
    office = make_staff(Role.Kind.OFFICE)
    evaluators = [make_staff(Role.Kind.EVALUATOR) for _ in range(6)]

    said = at_once(
        *[lambda person=person: actions.assign(deposit, person, by=office) for person in evaluators]
    )

    assert Assignment.objects.count() == 1
    assert sum(isinstance(each, Refusal) for each in said) == 5


def test_of_two_people_who_share_out_at_once_one_does_and_nothing_is_given_twice():
    deposits = [make_deposit() for _ in range(4)]
    office = make_staff(Role.Kind.OFFICE)
    for _ in range(2):
        make_staff(Role.Kind.EVALUATOR)
    edition = deposits[0].edition

    said = at_once(*[lambda: actions.share_out(edition, 1, by=office)] * 2)

    assert Assignment.objects.count() == 4
    assert sum(isinstance(each, Refusal) for each in said) == 1


def test_of_six_windows_that_save_the_same_line_one_is_saved_and_five_are_told():
    assignment = make_assignment()
    url = reverse("evaluation:save_item", args=[assignment.pk, "A.1.1"])

    def save(reason):
        client = Client(headers={"HX-Request": "true"})
        client.force_login(assignment.evaluator)
        fields = {"verdict-A.1.1": "insufficient", "reason-A.1.1": reason, "version-A.1.1": "0"}
        return client.post(url, fields).content.decode()

    pages = at_once(*[lambda n=n: save(f"Motif {n}") for n in range(6)])

    assert Proposal.objects.values_list("version", flat=True).get() == 1
    assert sum("keep-A.1.1" in page for page in pages) == 5


def test_a_line_saved_while_the_proposal_leaves_is_inside_or_refused():
    assignment = make_assignment(proposals=WHOLE)

    def save():
        with transaction.atomic():
            mine = Assignment.objects.for_writing().get(pk=assignment.pk)
            mine.propose("A.1.1", verdict="not_validated", reason="Tard.", version=1)

    _, saved = at_once(lambda: actions.send(assignment, by=assignment.evaluator), save)

    line = Proposal.objects.get(item="A.1.1")
    assert Assignment.objects.get().state == AssignmentState.SENT
    assert line.verdict == ("validated" if isinstance(saved, Refusal) else "not_validated")
