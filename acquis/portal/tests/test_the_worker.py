"""The worker sends what is due and writes the reminders of the day, all of them by itself."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.base.models import Message
from acquis.enrolment.models import EnrolmentState
from tests.factories import make_assignment, make_enrolment, make_portfolio, make_staff

pytestmark = pytest.mark.django_db


def work():
    call_command("work", once=True)


def kinds():
    return sorted(Message.objects.values_list("kind", "state"))


def test_the_reminders_of_a_day_are_written_once_and_leave_after_the_delay(at):
    make_enrolment(state=EnrolmentState.DRAFT)
    at(2022, 11, 7, 10)

    work()
    work()
    assert kinds() == [("enrolment-remind-draft", "held")]
    clock.travel_to(clock.now() + timedelta(minutes=10), freeze=True)
    work()

    assert kinds() == [("enrolment-remind-draft", "sent")]


def test_every_stage_reminds_its_own_people(at):
    make_portfolio()
    owing = make_enrolment(fee_cents=9694, category="tours-other")
    owing.enter("due", 9694, by=make_staff(Role.Kind.CASHIER))
    at(2023, 4, 21, 10)
    work()
    assert kinds() == [("enrolment-remind-unpaid", "held"), ("remind_undeposited", "held")]

    at(2023, 4, 25, 10)
    make_assignment(evaluator=make_staff(Role.Kind.EVALUATOR))
    at(2023, 5, 6, 10)
    work()

    assert [kind for kind, state in kinds() if state == "held"] == ["evaluation-awaited"]
