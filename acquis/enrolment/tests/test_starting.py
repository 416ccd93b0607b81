import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.catalogue.models import EditionState
from acquis.enrolment.models import Enrolment
from tests.factories import make_edition

from .stories import a_candidate, draft, journal

pytestmark = pytest.mark.django_db
START = reverse("enrolment:start", args=["orleans", "c2i2e", "2022-2023"])


def test_choosing_an_open_category_makes_a_draft(client):
    make_edition()
    ada = a_candidate()
    client.force_login(ada)

    response = client.post(START, {"category": "tours-other"})

    enrolment = Enrolment.objects.get()
    assertRedirects(response, enrolment.get_absolute_url())
    assert (enrolment.person, enrolment.category, enrolment.state) == (ada, "tours-other", "draft")
    assert enrolment.is_for_continuing_education is False
    assert journal(enrolment) == ["started"]


def test_a_category_of_continuing_education_goes_to_its_desk(client, at):
    at(2022, 11, 7)
    make_edition()
    client.force_login(a_candidate())

    client.post(START, {"category": "free-dry"})

    assert Enrolment.objects.get().is_for_continuing_education is True


def test_the_page_shows_each_category_with_its_window_its_price_and_its_documents(client):
    make_edition()
    client.force_login(a_candidate())

    page = client.get(START)

    assertContains(page, "Open until 14 November 2022 at midnight (Paris time).", count=4)
    assertContains(page, "It opens on 7 November 2022.", count=2)
    assertContains(page, "nobody can enrol in it this year", count=3)
    assertContains(page, "€96.94 (Tariff of 2020-2021, to be confirmed)", count=3)
    assertContains(page, "On quotation", count=1)
    assertContains(page, "Training agreement or contract (optional)", count=1)
    assertContains(page, "Start my request", count=4)


def test_the_category_chosen_on_the_public_page_comes_first(client):
    make_edition()
    client.force_login(a_candidate())

    chosen = client.get(START, {"category": "tours-other"}).context["choices"]
    asked_for_nothing = client.get(START).context["choices"]

    codes = [each["category"].code for each in asked_for_nothing]
    others = [code for code in codes if code != "tours-other"]
    assert [each["category"].code for each in chosen] == ["tours-other", *others]


def test_between_two_campaigns_the_page_names_both_moments(client, at):
    at(2022, 12, 1)
    make_edition()
    client.force_login(a_candidate())

    page = client.get(START)

    told = (
        "Closed since 14 November 2022 at midnight (Paris time). It opens again on 4 January 2023."
    )
    assertContains(page, told, count=4)


@pytest.mark.parametrize(
    ("category", "moment", "told"),
    [
        ("m1-orleans", (2022, 10, 3), "nobody can enrol in it this year"),
        ("free-dry", (2022, 10, 3), "It opens on 7 November 2022."),
        ("m2-orleans", (2022, 11, 15), "Closed since 14 November 2022 at midnight (Paris time)."),
        ("m2-orleans", (2023, 1, 21), "Closed since 20 January 2023 at midnight (Paris time)."),
        ("phd", (2022, 10, 3), "Choose one of the categories below."),
    ],
)
def test_a_category_that_is_not_open_is_refused_with_its_dates(client, at, category, moment, told):
    at(*moment)
    make_edition()
    client.force_login(a_candidate())

    response = client.post(START, {"category": category})

    assertContains(response, told)
    assert not Enrolment.objects.exists()


def test_the_last_second_of_the_window_is_in_time(client, at):
    at(2022, 11, 14, 23, 59, 59)
    make_edition()
    client.force_login(a_candidate())

    client.post(START, {"category": "m2-orleans"})

    assert Enrolment.objects.count() == 1


def test_whoever_has_a_request_is_sent_to_it(client):
    enrolment = draft("m2-orleans")
    client.force_login(enrolment.person)

    response = client.post(START, {"category": "tours-other"}, follow=True)

    assertRedirects(response, enrolment.get_absolute_url())
    assertContains(response, "You already have a request for this year: here it is.")
    assert Enrolment.objects.get().category == "m2-orleans"
    assertContains(client.get(START), "You already have a request for this year: draft, not sent.")
    assertNotContains(client.get(START), "Start my request")


def test_a_double_click_starts_once(client):
    make_edition()
    client.force_login(a_candidate())
    form = {"category": "m2-orleans", "once": uuid.uuid4()}

    first, second = client.post(START, form), client.post(START, form)

    assert first.url == second.url
    assert Enrolment.objects.count() == 1


def test_nobody_enrols_in_a_closed_edition(client):
    edition = make_edition(state=EditionState.CLOSED)
    client.force_login(a_candidate())

    response = client.post(START, {"category": "m2-orleans"})

    assertContains(response, "This edition is closed.")
    assertNotContains(response, "Start my request")
    assert not edition.enrolments.exists()


@pytest.mark.parametrize("year", ["2021-2022", "2022-2023"])
def test_an_edition_unknown_or_in_preparation_is_not_found(client, year):
    make_edition(state=EditionState.DRAFT)
    client.force_login(a_candidate())

    assert client.get(f"/inscription/orleans/c2i2e/{year}/").status_code == 404


def test_one_signs_in_first(client):
    make_edition()

    assertRedirects(client.get(START), f"{reverse('account_login')}?next={START}")


def test_one_s_own_requests_are_listed(client, django_assert_num_queries):
    mine, other = draft(), draft()
    client.force_login(mine.person)

    page = client.get(reverse("enrolment:list_mine"))

    assertContains(page, mine.get_absolute_url())
    assertNotContains(page, other.get_absolute_url())
    client.force_login(a_candidate())
    assertContains(client.get(reverse("enrolment:list_mine")), "You are not enrolled anywhere yet.")
