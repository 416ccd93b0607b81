"""The page of a certification, whose address outlives its years."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains

from acquis.accounts.models import Role
from acquis.catalogue.models import Edition, EditionState
from tests.factories import make_edition, make_institution, make_person, make_staff

pytestmark = pytest.mark.django_db

PAGE = "/certifications/orleans/c2i2e/"


def next_year(edition, state=EditionState.DRAFT):
    """The same edition, a year later; its dates are those of the year before."""
    return Edition.objects.create(
        institution=edition.institution,
        programme_version=edition.programme_version,
        programme_code=edition.programme_code,
        year="2023-2024",
        state=state,
        definition=edition.definition | {"year": "2023-2024"},
        fingerprint="1" * 64,
        published_at=edition.published_at,
    )


def test_it_tells_the_years_the_rule_the_texts_and_whom_to_ask(client):
    make_edition()

    page = client.get(PAGE, headers={"accept-language": "en"})

    for said in (
        'href="/certifications/orleans/c2i2e/2022-2023/"',
        'href="/certifications/orleans/c2i2e/2022-2023/notice/"',
        "Enrolment open",
        "At least 23 competences validated out of 28.",
        "Order of 14 December 2010 creating the C2i2e",
        "Certificate desk, studies office of the INSPÉ, Bourgogne site",
        "Collecting a certificate, duplicates",
        "Continuing education (SEFCO)",
    ):
        assertContains(page, said)


def test_a_year_in_preparation_is_on_the_page_of_those_who_run_it_only(client):
    next_year(make_edition())

    assertNotContains(client.get(PAGE), "2023-2024")
    client.force_login(make_staff(Role.Kind.OFFICE))
    page = client.get(PAGE, headers={"accept-language": "en"})

    assertContains(page, 'href="/certifications/orleans/c2i2e/2023-2024/"')
    assertContains(page, "in preparation")


def test_a_certification_without_a_published_year_is_not_found(client):
    make_edition(state=EditionState.DRAFT)

    assert client.get(PAGE).status_code == 404
    client.force_login(make_person())
    assert client.get(PAGE).status_code == 404
    client.force_login(make_staff(Role.Kind.OFFICE, make_institution("tours")))
    assert client.get(PAGE).status_code == 404
    client.force_login(make_staff(Role.Kind.OFFICE))
    assert client.get(PAGE).status_code == 200


def test_a_programme_of_marks_without_texts_of_law_has_its_page_too(client):
    make_edition("essai-lecon/editions/2023-2024")

    page = client.get("/certifications/orleans/essai-lecon/", headers={"accept-language": "en"})

    assertContains(page, "Lesson before an audience")
    assertNotContains(page, "Official texts")


def test_the_page_of_a_year_leads_back_to_it(client):
    make_edition()

    assertContains(client.get(f"{PAGE}2022-2023/"), f'href="{PAGE}"')


def test_it_costs_the_same_with_one_or_three_years(client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).status_code == 200
        return len(captured)

    edition = make_edition()
    one = queries()
    assert next_year(edition, EditionState.PUBLISHED).plan.year == "2023-2024"
    make_edition(institution=make_institution("tours"))

    assert (one, queries()) == (2, 2)
