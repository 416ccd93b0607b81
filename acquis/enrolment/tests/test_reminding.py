"""Drafts that are not sent and fees that are not paid are reminded, each time once, in time."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acquis.base import clock
from acquis.base.models import Message, Sending
from acquis.catalogue.models import Edition
from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment, EnrolmentState, LateOpening
from tests.factories import make_enrolment, make_person, moment

pytestmark = pytest.mark.django_db
# The first campaign of the notice closes on 14 November 2022, the first deposit on 23 April 2023.


@pytest.fixture
def draft():
    return make_enrolment(state=EnrolmentState.DRAFT)


@pytest.fixture
def owing():
    enrolment = make_enrolment(fee_cents=9694, category="tours-other")
    enrolment.enter("due", 9694, by=make_person())
    return enrolment


def told(kind):
    return list(Message.objects.filter(kind=kind).order_by("pk").values_list("person", "dossier"))


def test_a_draft_is_reminded_seven_and_two_days_before_the_end(draft, at):
    seen = []

    for day in range(1, 20):
        for hour in (8, 10, 20):
            at(2022, 11, day, hour)
            before = Message.objects.count()
            actions.remind_drafts()
            if Message.objects.count() > before:
                seen.append((day, hour))

    assert seen == [(7, 10), (12, 10)]
    assert told("enrolment-remind-draft") == [(draft.person.pk, draft.journal_key)] * 2
    letter = Message.objects.first()
    assert "14 novembre 2022" in letter.body
    assert draft.get_absolute_url() in letter.body


def test_reminders_leave_together_and_can_be_stopped(draft, at):
    make_enrolment(state=EnrolmentState.DRAFT)
    at(2022, 11, 7, 10)

    actions.remind_drafts()
    actions.remind_drafts()

    sending = Sending.objects.get()
    assert (sending.kind, sending.letters.count(), sending.made_by) == ("reminders", 2, None)


@pytest.mark.parametrize("state", set(EnrolmentState) - {EnrolmentState.DRAFT})
def test_what_was_sent_is_not_reminded(state, at):
    make_enrolment(state=state)
    at(2022, 11, 12, 10)

    actions.remind_drafts()

    assert not Message.objects.exists()


def test_a_draft_written_since_is_reminded_the_next_time_only(draft, at):
    Enrolment.objects.filter(pk=draft.pk).update(saved_at=moment(2022, 11, 9, 10))
    at(2022, 11, 10, 10)
    actions.remind_drafts()
    assert told("enrolment-remind-draft") == []

    at(2022, 11, 12, 10)
    actions.remind_drafts()

    assert len(told("enrolment-remind-draft")) == 1


def test_a_late_opening_is_reminded_at_its_own_end(draft, at):
    LateOpening.objects.create(
        institution=draft.institution,
        edition=draft.edition,
        person=draft.person,
        category=draft.category,
        until=date(2022, 12, 10),
        reason="Souhait tardif.",
        given_at=clock.now(),
        given_by=make_person(),
    )
    at(2022, 11, 12, 10)
    actions.remind_drafts()
    assert told("enrolment-remind-draft") == []

    at(2022, 12, 8, 10)
    actions.remind_drafts()

    assert "10 décembre 2022" in Message.objects.get().body


def test_a_year_that_is_closed_reminds_nobody(draft, owing, at):
    Edition.objects.update(state="closed")
    at(2022, 11, 12, 10)

    actions.remind_drafts()
    actions.remind_unpaid()

    assert not Message.objects.exists()


def test_a_fee_that_is_not_paid_is_reminded_before_the_deposit_closes(owing, at):
    at(2023, 4, 10, 10)

    actions.remind_unpaid()
    actions.remind_unpaid()

    assert told("enrolment-remind-unpaid") == [(owing.person.pk, owing.journal_key)]
    assert "96,94" in Message.objects.get().body


def test_a_fee_paid_in_full_is_not_reminded(owing, at):
    owing.enter("paid", 9694, by=make_person(), means="cash", receipt_number="R-1")
    at(2023, 4, 10, 10)

    actions.remind_unpaid()

    assert not Message.objects.exists()


@given(
    looks=st.lists(
        st.datetimes(
            moment(2022, 10, 20).replace(tzinfo=None), moment(2022, 11, 30).replace(tzinfo=None)
        ),
        max_size=12,
    )
)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whenever_the_worker_looks_a_draft_is_told_at_most_twice_and_never_too_late(looks, draft):
    Message.objects.all().delete()

    for look in sorted(looks):
        clock.travel_to(look, freeze=True)
        actions.remind_drafts()

    letters = list(Message.objects.values_list("queued_at", "once"))
    assert len(letters) == len({once for _, once in letters}) <= 2
    assert all(moment(2022, 11, 7, 9) <= at < moment(2022, 11, 15) for at, _ in letters)
