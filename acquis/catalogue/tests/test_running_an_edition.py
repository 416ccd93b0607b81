"""The office's own page: what the checker finds, and the two acts, publish and close."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.base.models import Entry
from acquis.catalogue.models import EditionState
from tests.factories import make_edition, make_institution, make_person, make_staff

pytestmark = pytest.mark.django_db

STAFF = "/certifications/bureau/"
PUBLISH = "/certifications/orleans/c2i2e/2022-2023/publier/"
CLOSE = "/certifications/orleans/c2i2e/2022-2023/clore/"


def lines():
    return list(Entry.objects.values_list("verb", "subject", "by", "facts"))


@pytest.fixture
def office(client):
    person = make_staff(Role.Kind.OFFICE)
    client.force_login(person)
    return person


def test_the_office_sees_what_the_checker_finds_and_what_is_not_confirmed(client, office):
    edition = make_edition(state=EditionState.DRAFT)

    page = client.get(STAFF, headers={"accept-language": "en"})

    assertContains(page, f'href="{edition.get_absolute_url()}"')
    assertContains(page, "The tariff of €96.94 is still to be confirmed.", count=3)
    assertContains(page, "8 January 2023 is a Sunday.", count=2)
    assertContains(page, "rule.all_of[0].at_least.count")
    assertContains(page, f'action="{PUBLISH}"')


def test_an_edition_without_doubt_is_said_so(client, office):
    make_edition("essai-lecon/editions/2023-2024")

    page = client.get(STAFF, headers={"accept-language": "en"})

    assertContains(page, "The checker has nothing to say about it.")


def test_the_page_costs_the_same_with_one_and_three_editions(client, office):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(STAFF).status_code == 200
        return len(captured)

    make_edition()
    client.get(STAFF)
    one = cost()
    make_edition("essai-lecon/editions/2023-2024")
    make_edition(institution=make_institution("tours"))

    assert cost() == one


def test_an_office_without_edition_is_told_so(client, office):
    make_edition(institution=make_institution("tours"))

    page = client.get(STAFF, headers={"accept-language": "en"})

    assertContains(page, "You run no edition.")


def test_whoever_has_no_office_finds_no_such_page(client):
    make_edition()
    client.force_login(make_person())

    assert client.get(STAFF).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client):
    make_edition()

    assert client.get(STAFF).status_code == 302
    assert client.post(PUBLISH).status_code == 302


def test_publishing_opens_the_page_to_everybody(client, office):
    edition = make_edition(state=EditionState.DRAFT)

    response = client.post(PUBLISH)

    assertRedirects(response, STAFF)
    edition.refresh_from_db()
    assert (edition.state, edition.published_at) == (EditionState.PUBLISHED, clock.now())
    assert lines() == [
        (
            "published",
            edition.journal_key,
            office.pk,
            {"before": "draft", "after": "published"},
        )
    ]
    client.logout()
    assert client.get(edition.get_absolute_url()).status_code == 200


def test_closing_ends_the_year(client, office):
    edition = make_edition()

    response = client.post(CLOSE)

    assertRedirects(response, STAFF)
    edition.refresh_from_db()
    assert edition.state == EditionState.CLOSED
    assert lines() == [
        ("closed", edition.journal_key, office.pk, {"before": "published", "after": "closed"})
    ]


@pytest.mark.parametrize(
    ("state", "address"),
    [
        (EditionState.PUBLISHED, PUBLISH),
        (EditionState.CLOSED, PUBLISH),
        (EditionState.DRAFT, CLOSE),
        (EditionState.CLOSED, CLOSE),
    ],
)
def test_an_act_of_another_moment_is_refused_in_the_page(client, office, state, address):
    edition = make_edition(state=state)

    page = client.post(address, follow=True)

    assertContains(page, "notice--error")
    edition.refresh_from_db()
    assert edition.state == state
    assert lines() == []


@pytest.mark.parametrize("address", [PUBLISH, CLOSE])
@pytest.mark.parametrize("kind", [None, Role.Kind.EVALUATOR, Role.Kind.CASHIER])
def test_a_stranger_finds_nothing_to_act_on(client, address, kind):
    edition = make_edition(state=EditionState.DRAFT)
    client.force_login(make_staff(kind) if kind else make_person())

    assert client.post(address).status_code == 404
    client.force_login(make_staff(Role.Kind.OFFICE, make_institution("tours")))
    assert client.post(address).status_code == 404

    edition.refresh_from_db()
    assert edition.state == EditionState.DRAFT
    assert lines() == []


@pytest.mark.parametrize("address", [PUBLISH, CLOSE])
def test_a_link_never_acts(client, office, address):
    make_edition(state=EditionState.DRAFT)

    assert client.get(address).status_code == 405
