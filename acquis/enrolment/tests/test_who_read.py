"""Who opened a dossier is told to the office by name, and to the candidate by day."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from acquis.accounts.models import Role
from acquis.base.models import Reading
from acquis.enrolment.models import EnrolmentState
from tests.factories import make_enrolment, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return make_enrolment(state=EnrolmentState.SENT)


@pytest.fixture
def office(enrolment):
    return make_staff(Role.Kind.OFFICE, enrolment.institution)


def told():
    rows = Reading.objects.order_by("at", "pk")
    return [(row.part, row.reader, row.day.isoformat()) for row in rows]


def test_a_part_is_told_once_a_day_for_each_reader(client, at, enrolment, office):
    cashier = make_staff(Role.Kind.CASHIER, enrolment.institution)
    client.force_login(office)
    client.get(enrolment.desk_url)
    client.get(enrolment.desk_url)
    client.force_login(cashier)
    client.get(enrolment.cash_url)
    at(2022, 10, 4, 9)
    client.force_login(office)
    client.get(enrolment.desk_url)

    assert told() == [
        ("request", office, "2022-10-03"),
        ("account", cashier, "2022-10-03"),
        ("request", office, "2022-10-04"),
    ]


def test_the_office_reads_names_and_the_candidate_reads_days(client, enrolment, office):
    client.force_login(office)
    client.get(enrolment.desk_url)

    desk = client.get(enrolment.desk_url)
    client.force_login(enrolment.person)
    mine = client.get(enrolment.get_absolute_url())

    assertContains(desk, "Who read this dossier")
    assertContains(desk, f"3 October 2022, 10:00, {office}")
    assertContains(mine, "Who read my dossier")
    assertContains(mine, "The request and its documents")
    assertNotContains(mine, str(office))


def test_a_candidate_reads_their_own_without_a_trace(client, enrolment):
    client.force_login(enrolment.person)

    client.get(enrolment.get_absolute_url())

    assert told() == []


def test_a_stranger_reads_nothing_and_leaves_no_trace(client, enrolment):
    client.force_login(make_enrolment().person)

    assert client.get(enrolment.desk_url).status_code == 404
    assert told() == []
