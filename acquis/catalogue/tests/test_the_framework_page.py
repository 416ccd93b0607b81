"""The competences as they are published; what no text has confirmed is for the staff's eyes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from acquis.accounts.models import Role
from tests.factories import make_edition, make_institution, make_person, make_staff

pytestmark = pytest.mark.django_db

PAGE = "/certifications/orleans/c2i2e/2022-2023/referentiel/"
DOUBT = "to be confirmed"


def read(client):
    with CaptureQueriesContext(connection) as captured:
        page = client.get(PAGE, headers={"accept-language": "en"})
    assert page.status_code == 200
    return page, len(captured)


def test_every_competence_stands_under_its_domain_and_its_bloc(client):
    edition = make_edition()

    page, cost = read(client)

    nodes = edition.programme.framework.walk()
    assert [node.code for node in nodes] == sorted(node.code for node in nodes)
    places = [page.text.index(f'id="{node.code}"') for node in nodes]
    assert places == sorted(places)
    assert page.text.count("<li id=") == 28
    assert (page.text.count("<h2>"), page.text.count("<h3>")) == (2, 7)
    # The page itself, and the look of the institutions.
    assert cost == 2


@pytest.mark.parametrize("kind", [None, Role.Kind.EVALUATOR, Role.Kind.CASHIER])
def test_the_public_reads_no_doubt(client, kind):
    make_edition()
    client.force_login(make_staff(kind) if kind else make_person())

    page, _ = read(client)

    assertNotContains(page, DOUBT)
    assertNotContains(page, "A collection of 2013")


@pytest.mark.parametrize("kind", [Role.Kind.OFFICE, Role.Kind.ADMINISTRATOR])
def test_those_who_run_the_edition_read_what_is_not_confirmed(client, kind):
    edition = make_edition()
    client.force_login(make_staff(kind))

    page, _ = read(client)

    assertContains(page, DOUBT, count=len(edition.programme.framework.walk()))
    assertContains(page, "A collection of 2013")
    for fact in edition.programme.unconfirmed:
        assertContains(page, fact.reason.en)


def test_the_office_of_another_institution_reads_no_doubt(client):
    make_edition()
    client.force_login(make_staff(Role.Kind.OFFICE, make_institution("tours")))

    page, _ = read(client)

    assertNotContains(page, DOUBT)


def test_a_programme_of_marks_shows_its_tests_there(client):
    make_edition("essai-lecon/editions/2023-2024")

    page = client.get("/certifications/orleans/essai-lecon/2023-2024/referentiel/")

    assertContains(page, "Entretien avec le jury")
