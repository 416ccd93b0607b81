"""When drafts and fees are reminded is said by the edition, and told to whom it concerns."""

import pytest
from pytest_django.asserts import assertContains

from acquis.base.models import Message
from acquis.enrolment import actions
from acquis.enrolment.models import EnrolmentState
from tests.factories import make_enrolment, make_person, remind

pytestmark = pytest.mark.django_db
# The first campaign closes on 14 November 2022, the first deposit on 23 April 2023.


def seen(act, at, month, days):
    """The days and hours at which something was written."""
    found = []
    for day in days:
        for hour in (9, 18):
            at(2022 if month > 8 else 2023, month, day, hour)
            before = Message.objects.count()
            act()
            if Message.objects.count() > before:
                found.append((day, hour))
    return found


def test_a_draft_is_reminded_on_the_days_of_the_edition(client, at):
    edition = remind(unsent_requests=(5,), hour=18)
    draft = make_enrolment(edition=edition, state=EnrolmentState.DRAFT)

    assert seen(actions.remind_drafts, at, 11, range(5, 15)) == [(9, 18)]

    at(2022, 11, 5)
    client.force_login(draft.person)
    page = client.get(draft.get_absolute_url())
    assertContains(page, "A letter reminds you of it 5 days before.")


def test_a_fee_is_reminded_on_the_days_of_the_edition(client, at):
    edition = remind(unpaid_fees=(6, 0), hour=18)
    owing = make_enrolment(edition=edition, fee_cents=9694, category="tours-other")
    owing.enter("due", 9694, by=make_person())

    assert seen(actions.remind_unpaid, at, 4, range(9, 24)) == [(17, 18), (23, 18)]

    client.force_login(owing.person)
    page = client.get(owing.get_absolute_url())
    assertContains(page, "A letter reminds you of it 6 days before and on the day itself.")
