"""An evaluator who has sent nothing is reminded seven and two days before the jury, once."""

from datetime import date

import pytest

from acquis.accounts.models import Role
from acquis.base.models import Message
from acquis.evaluation.models import AssignmentState
from acquis.evaluation.reminding import remind_silent
from tests.factories import (
    make_assignment,
    make_deposit,
    make_enrolment,
    make_person,
    make_portfolio,
    make_staff,
    remind,
)

pytestmark = pytest.mark.django_db
# The jury of the first session sits from 8 May 2023.


@pytest.fixture
def evaluator(at):
    at(2023, 4, 25, 10)
    return make_staff(Role.Kind.EVALUATOR)


def test_one_letter_names_all_the_dossiers_that_are_awaited(evaluator, at):
    awaited = [make_assignment(evaluator=evaluator) for _ in range(2)]
    sent = make_assignment(evaluator=evaluator, state=AssignmentState.SENT)
    seen = []

    for day in range(1, 15):
        at(2023, 5, day, 10)
        before = Message.objects.count()
        remind_silent()
        if Message.objects.count() > before:
            seen.append(day)

    assert seen == [1, 5]
    letter = Message.objects.last()
    assert (letter.kind, letter.person) == ("evaluation-awaited", evaluator)
    assert all(each.deposit.number in letter.body for each in awaited)
    assert sent.deposit.number not in letter.body
    assert "8 mai 2023" in letter.body


def test_the_days_and_the_hour_are_those_of_the_edition(evaluator, at):
    enrolment = make_enrolment(edition=remind(awaited_proposals=(4,), hour=7))
    make_assignment(make_deposit(make_portfolio(enrolment, claims=["A.1.1"])), evaluator)

    at(2023, 5, 3, 6)
    remind_silent()
    assert not Message.objects.exists()

    at(2023, 5, 3, 7)
    remind_silent()
    assert Message.objects.get().person == evaluator


def test_no_name_of_a_candidate_is_written(evaluator, at):
    deposit = make_deposit()
    make_assignment(deposit, evaluator)
    at(2023, 5, 5, 10)

    remind_silent()

    assert deposit.candidate.birth_name not in Message.objects.get().body


def test_who_has_sent_everything_or_is_no_evaluator_any_more_is_left_alone(evaluator, at):
    make_assignment(evaluator=evaluator, state=AssignmentState.SENT)
    make_assignment(evaluator=evaluator, state=AssignmentState.WITHDRAWN)
    make_assignment(evaluator=make_person())
    gone = make_staff(Role.Kind.EVALUATOR)
    gone.roles.update(until=date(2023, 4, 26))
    make_assignment(evaluator=gone)
    at(2023, 5, 5, 10)

    remind_silent()

    assert not Message.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_worker_asks_the_same_of_the_database_for_one_and_three(
    evaluator, number, django_assert_num_queries
):
    for _ in range(number):
        make_assignment(evaluator=evaluator)

    with django_assert_num_queries(4):
        remind_silent()
