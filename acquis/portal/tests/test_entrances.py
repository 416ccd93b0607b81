"""What is open now, for a visitor and for the person to whom a late enrolment was given."""

from datetime import date

import pytest

from acquis.base import clock
from acquis.enrolment.models import EnrolmentState, LateOpening
from acquis.portal.entrance import entrances, late_openings
from tests.factories import make_edition, make_enrolment, make_person

pytestmark = pytest.mark.django_db


def make_late(person, edition, until):
    return LateOpening.objects.create(
        institution=edition.institution,
        edition=edition,
        person=person,
        category="m2-orleans",
        until=until,
        reason="Affectation tardive.",
        given_at=clock.now(),
        given_by=make_person("Office"),
    )


@pytest.mark.parametrize(
    ("moment", "told", "is_open"),
    [
        ((2022, 8, 1), "Ouverture des inscriptions le 30 septembre", False),
        ((2022, 10, 3), "Inscriptions ouvertes jusqu’au", True),
        ((2023, 6, 1), "Inscriptions closes", False),
    ],
)
def test_a_visitor_reads_whether_enrolment_is_open(client, at, moment, told, is_open):
    edition = make_edition()
    at(*moment)

    found = entrances()

    assert [(each.edition, each.is_open) for each in found] == [(edition, is_open)]
    assert found[0].told.startswith(told)
    assert told in client.get("/").content.decode()


def test_a_year_that_is_open_comes_before_a_newer_one_that_is_not(at):
    later = make_edition("essai-lecon/editions/2023-2024")
    running = make_edition()

    assert [each.edition for each in entrances()] == [running, later]


def test_a_late_opening_that_runs_is_told_to_its_person_alone(client, at):
    at(2023, 2, 1)
    edition, late, other = make_edition(), make_person(), make_person()
    opening = make_late(late, edition, date(2023, 2, 10))
    client.force_login(late)

    page = client.get("/").content.decode()
    client.force_login(other)
    elsewhere = client.get("/").content.decode()

    assert (opening.get_absolute_url() in page, "10 février 2023" in page) == (True, True)
    assert opening.get_absolute_url() not in elsewhere


def test_a_late_opening_is_not_told_once_used_or_past(at):
    at(2023, 2, 1)
    edition, sent, drafting = make_edition(), make_person(), make_person()
    make_enrolment(sent, edition, state=EnrolmentState.SENT)
    make_enrolment(drafting, edition, state=EnrolmentState.DRAFT)
    for person in (sent, drafting):
        make_late(person, edition, date(2023, 2, 10))

    during = [len(late_openings(person)) for person in (sent, drafting)]
    at(2023, 2, 11)

    assert during == [0, 1]
    assert late_openings(drafting) == []
