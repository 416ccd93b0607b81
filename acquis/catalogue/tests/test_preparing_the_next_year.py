"""The office drafts the year after: each day on the same weekday, and what does not fit told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base import journal
from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.catalogue.actions import prepare_next_year
from acquis.catalogue.agenda import days_of
from acquis.catalogue.cloning import cloned, next_plan
from acquis.catalogue.definitions import load_edition_file
from acquis.catalogue.models import Edition, EditionState
from acquis.catalogue.tests.samples import C2I2E, edition_in
from acquis.catalogue.tests.strategies import editions
from tests.factories import make_edition, make_institution, make_person, make_staff

STAFF = "/certifications/bureau/"
NEXT = "/certifications/orleans/c2i2e/2022-2023/suivante/"
KEY = "5f3c6f0e-7a55-4b0e-9d0a-6f6f8f3e2a11"


@pytest.fixture
def office(client):
    person = make_staff(Role.Kind.OFFICE)
    client.force_login(person)
    return person


def test_the_year_after_is_what_the_command_writes(tmp_path):
    file = tmp_path / "2023-2024.yaml"
    text = (C2I2E / "editions" / "2022-2023.yaml").read_text()
    file.write_text(cloned(text, "2022-2023", "2023-2024").text)

    plan = next_plan(edition_in(C2I2E, "2022-2023"))

    assert plan == load_edition_file(file)[0]


@given(editions)
def test_any_year_has_a_next_one_with_the_same_days_364_days_later(edition):
    later = next_plan(edition)

    assert later.first_year == edition.first_year + 1
    assert [each.fee for each in later.categories] == [each.fee for each in edition.categories]
    assert sorted(day.first for day in days_of(later)) == sorted(
        day.first + timedelta(days=364) for day in days_of(edition)
    )


@pytest.mark.django_db
def test_the_page_shows_each_day_beside_the_next_ones_and_what_does_not_fit(client, office):
    make_edition()

    page = client.get(NEXT, headers={"accept-language": "en"})

    for said in (
        "Prepare C2i2e 2023-2024",
        "C2i2e: last day to deposit, session 1",
        "Sunday 23 April 2023",
        "Sunday 21 April 2024",
        "9 May 2024 is not a working day: it is Ascension Day.",
        "The tariff of €96.94 belongs to another year than 2023-2024",
    ):
        assertContains(page, said)
    assert Edition.objects.count() == 1


@pytest.mark.django_db
def test_drafting_makes_an_edition_that_only_the_office_sees_and_journals_it(client, office):
    edition = make_edition()

    response = client.post(NEXT, {"once": KEY})

    assertRedirects(response, STAFF)
    draft = Edition.objects.get(year="2023-2024")
    assert (draft.state, draft.published_at) == (EditionState.DRAFT, None)
    assert draft.programme_version == edition.programme_version
    assert draft.plan == next_plan(edition.plan)
    assert list(Entry.objects.values_list("verb", "subject", "by", "facts")) == [
        (
            "loaded",
            draft.journal_key,
            office.pk,
            {"before": "", "after": draft.fingerprint, "cloned_from": edition.journal_key},
        )
    ]
    assert journal.verify() == []
    assertContains(client.get(STAFF), "C2i2e 2023-2024")
    client.logout()
    assert client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_a_double_click_drafts_one_year(client, office):
    make_edition()

    client.post(NEXT, {"once": KEY})
    again = client.post(NEXT, {"once": KEY})

    assertRedirects(again, STAFF)
    assert Edition.objects.count() == 2
    assertNotContains(client.get(STAFF), "est déjà là")


@pytest.mark.django_db
def test_a_year_that_is_there_is_not_drafted_again(client, office):
    edition = make_edition()
    prepare_next_year(edition, by=office)
    before = list(Edition.objects.order_by("pk").values())

    page = client.post(NEXT, follow=True, headers={"accept-language": "en"})

    assertContains(page, "The year 2023-2024 is there already.")
    assert list(Edition.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_the_list_offers_the_year_after_the_last_one_only(client, office):
    edition = make_edition()
    assertContains(client.get(STAFF), f'href="{NEXT}"')

    prepare_next_year(edition, by=office)

    page = client.get(STAFF)
    assertNotContains(page, f'href="{NEXT}"')
    assertContains(page, 'href="/certifications/orleans/c2i2e/2023-2024/suivante/"')


@pytest.mark.django_db
def test_a_draft_with_an_error_is_shown_so_and_cannot_be_published(client, office):
    edition = make_edition("essai-lecon/editions/2023-2024")
    draft = prepare_next_year(edition, by=office)
    address = f"{draft.get_absolute_url()}publier/"

    page = client.post(address, follow=True, headers={"accept-language": "en"})

    assertContains(page, "CAMS 2024-2025 has errors: correct them before its page is opened.")
    draft.refresh_from_db()
    assert draft.state == EditionState.DRAFT
    with pytest.raises(Refusal):
        draft.publish(by=office)


@pytest.mark.django_db
def test_a_year_without_doubt_has_nothing_to_tell(client, office):
    edition = make_edition("essai-lecon/editions/2023-2024")
    category = edition.definition["categories"][0]
    sessions = [
        {"number": 1, "deposit_until": "2024-01-12"}
        | {"jury_from": "2024-01-23", "jury_until": "2024-01-23"}
    ]
    definition = edition.definition | {"categories": [category], "sessions": sessions}
    Edition.objects.update(definition=definition, fingerprint="2" * 64)

    page = client.get(f"{edition.get_absolute_url()}suivante/", headers={"accept-language": "en"})

    assertContains(page, "The checker has nothing to say about it.")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [None, Role.Kind.EVALUATOR, "elsewhere"])
def test_whoever_does_not_run_the_year_finds_no_such_page(client, kind):
    make_edition()
    elsewhere = kind == "elsewhere"
    person = (
        make_staff(
            Role.Kind.OFFICE if elsewhere else kind,
            make_institution("tours") if elsewhere else None,
        )
        if kind
        else make_person()
    )
    client.force_login(person)

    assert client.get(NEXT).status_code == 404
    assert client.post(NEXT).status_code == 404
    assert Edition.objects.count() == 1


@pytest.mark.django_db
def test_reading_the_page_changes_nothing_and_costs_the_same_beside_other_years(client, office):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(NEXT).status_code == 200
        return len(captured)

    make_edition()
    cost()
    one = cost()
    make_edition("essai-lecon/editions/2023-2024")
    make_edition(institution=make_institution("tours"))

    assert cost() == one
    assert not Entry.objects.exists()
