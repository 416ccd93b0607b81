"""What anybody reads: the list, and the page that answers who, how much, when and what."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape
from pytest_django.asserts import assertContains, assertNotContains

from acquis.accounts.models import Role
from acquis.base.models import Entry
from acquis.base.templatetags.acquis import spoken
from acquis.catalogue.models import Edition, EditionState
from tests.factories import make_edition, make_institution, make_person, make_staff

pytestmark = pytest.mark.django_db

LIST = "/certifications/"
PROGRAMME = "/certifications/orleans/c2i2e/"
C2I2E = f"{PROGRAMME}2022-2023/"
NOTICE, PDF, CALENDAR = f"{C2I2E}notice/", f"{C2I2E}notice.pdf", f"{C2I2E}calendar.ics"
CAMS = "essai-lecon/editions/2023-2024"


def start(category):
    address = reverse("enrolment:start", args=["orleans", "c2i2e", "2022-2023"])
    return f'href="{address}?category={category}"'


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_shows_each_published_edition_with_its_enrolment(client):
    make_edition()
    make_edition(CAMS, institution=make_institution("tours"))

    page = client.get(LIST, headers={"accept-language": "en"})

    assertContains(page, f'href="{C2I2E}"')
    assertContains(page, "Enrolment open")
    assertContains(page, 'href="/certifications/tours/essai-lecon/2023-2024/"')
    assertContains(page, "Enrolment opens on 2 October 2023")


def test_an_empty_list_says_so(client):
    assertContains(client.get(LIST, headers={"accept-language": "en"}), "No certification")


def test_the_list_costs_the_same_with_one_or_three_editions(client):
    make_edition()
    one = queries(client, LIST)
    make_edition(institution=make_institution("tours"))
    make_edition(CAMS)

    assert (one, queries(client, LIST)) == (2, 2)


# One of the queries finds the texts that staff put otherwise: days are never among them.
@pytest.mark.parametrize(("address", "cost"), [(C2I2E, 3), (NOTICE, 3), (CALENDAR, 2)])
def test_an_edition_costs_the_same_to_a_visitor_beside_one_or_three_editions(client, address, cost):
    make_edition()
    one = queries(client, address)
    make_edition(institution=make_institution("tours"))
    make_edition(CAMS)

    assert (one, queries(client, address)) == (cost, cost)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_answers_each_public_in_both_languages(client, language):
    edition = make_edition()

    page = client.get(C2I2E, headers={"accept-language": language})

    for category in edition.plan.categories:
        with translation.override(language):
            assertContains(page, escape(spoken(category.label)))
        assertContains(page, f'id="public-{category.code}"')
    assertContains(page, "96,94" if language == "fr" else "96.94")


def test_open_publics_are_led_to_the_form_and_no_other(client):
    make_edition()

    page = client.get(C2I2E)

    open_now = {"m2-orleans", "trainers-orleans", "tours-meef", "tours-other"}
    led = {
        each.code for each in Edition.objects.get().plan.categories if start(each.code) in page.text
    }
    assert led == open_now


def test_free_candidates_are_led_to_the_form_during_their_own_window(client, at):
    make_edition()
    at(2022, 12, 1)

    page = client.get(C2I2E)

    assertContains(page, start("free-dry"))
    assertContains(page, start("free-accompanied"))
    assertNotContains(page, start("m2-orleans"))


def test_a_priced_public_without_window_is_told_why_the_form_is_closed(client):
    make_edition()

    page = client.get(C2I2E, headers={"accept-language": "en"})

    assertContains(
        page,
        "This public has a price but no enrolment period this year: the form stays closed.",
        count=1,
    )
    assertNotContains(page, start("m1-tours-other"))


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ((2022, 9, 1), "The form opens on 30 September 2022."),
        ((2022, 12, 1), "The form opens on 4 January 2023."),
        ((2023, 3, 1), "The form has been closed since 20 January 2023, at midnight."),
    ],
)
def test_outside_its_days_a_public_is_told_when(client, at, moment, sentence):
    make_edition()
    at(*moment)

    assertContains(client.get(C2I2E, headers={"accept-language": "en"}), sentence)


def test_a_price_carries_its_source_and_its_doubt(client):
    make_edition()

    page = client.get(C2I2E, headers={"accept-language": "en"})

    assertContains(page, "Tariff of 2020-2021, applied since 1 September 2020", count=3)
    assertContains(page, '<span class="badge badge--warn">to be confirmed</span>', count=3)


def test_the_page_tells_the_calendar_the_rule_and_the_questions(client):
    make_edition()

    page = client.get(C2I2E, headers={"accept-language": "en"})

    for said in (
        "from 30 September to 14 November 2022",
        "from 7 November 2022 to 8 January 2023",
        "Sunday 23 April 2023",
        "from 8 to 12 May 2023",
        "At least 23 competences validated out of 28.",
        "In each domain, at most 2 competences not validated.",
        "Lesson plan together with a review of the session",
        "Validated competences: kept from year to year, without limit.",
        "c2i2e@univ-orleans.example",
        "Who evaluates a dossier when the evaluator cannot?",
        "The office hands the dossier to somebody else and keeps a record of it.",
    ):
        assertContains(page, said)


def test_a_programme_of_marks_shows_its_tests_and_no_framework(client):
    make_edition(CAMS)

    page = client.get("/certifications/orleans/essai-lecon/2023-2024/")

    assertContains(page, "Leçon devant un public")
    assertContains(page, "Aucune note inférieure à 8")
    assertNotContains(page, "/referentiel/")


def test_a_closed_year_stays_readable_and_takes_nobody(client):
    make_edition(state=EditionState.CLOSED)

    page = client.get(C2I2E, headers={"accept-language": "en"})

    assertContains(page, "Year over")
    assertNotContains(page, "/inscription/orleans")


@pytest.mark.parametrize("suffix", ["", "referentiel/"])
def test_a_draft_is_not_found_by_visitors_and_strangers(client, suffix):
    make_edition(state=EditionState.DRAFT)

    assert client.get(C2I2E + suffix).status_code == 404
    client.force_login(make_person())
    assert client.get(C2I2E + suffix).status_code == 404
    client.force_login(make_staff(Role.Kind.OFFICE, make_institution("tours")))
    assert client.get(C2I2E + suffix).status_code == 404
    client.force_login(make_staff(Role.Kind.EVALUATOR))
    assert client.get(C2I2E + suffix).status_code == 404
    assert client.get(LIST).text.count(C2I2E) == 0


@pytest.mark.parametrize("kind", [Role.Kind.OFFICE, Role.Kind.ADMINISTRATOR])
def test_a_draft_is_read_by_those_who_run_it_and_opens_no_form(client, kind):
    make_edition(state=EditionState.DRAFT)
    client.force_login(make_staff(kind))

    page = client.get(C2I2E, headers={"accept-language": "en"})

    assertContains(page, "This page is in preparation")
    assertNotContains(page, "/inscription/orleans")
    assert client.get(LIST).text.count(C2I2E) == 0


@pytest.mark.parametrize(
    "address",
    [
        "/certifications/tours/c2i2e/2022-2023/",
        "/certifications/orleans/autre/2022-2023/",
        "/certifications/orleans/c2i2e/2023-2024/",
        "/certifications/orleans/c2i2e/nimporte/referentiel/",
    ],
)
def test_what_does_not_exist_is_not_found(client, address):
    make_edition()

    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", [LIST, PROGRAMME, C2I2E, f"{C2I2E}referentiel/", NOTICE, PDF, CALENDAR]
)
def test_reading_changes_nothing_and_nothing_can_be_posted(client, address):
    make_edition()
    before = list(Edition.objects.values())

    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405

    assert list(Edition.objects.values()) == before
    assert not Entry.objects.exists()
