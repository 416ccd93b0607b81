import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from acquis.base.lists import sheet
from tests.factories import make_edition, make_institution

from .stories import (
    a_candidate,
    a_cashier,
    a_continuing_education_desk,
    an_office,
    draft,
    sent,
)

pytestmark = pytest.mark.django_db
DESK = reverse("enrolment:desk")


def listed(page):
    return {enrolment.pk for enrolment in page.context["page"]}


def test_the_office_sees_every_request_sent_and_no_draft(client, at):
    at(2022, 11, 8)
    student, free = sent("m2-orleans"), sent("free-dry")
    draft()
    client.force_login(an_office())

    page = client.get(DESK)

    assert listed(page) == {student.pk, free.pk}
    assertContains(page, "You see every request sent.")
    assertContains(page, "2 requests")


def test_continuing_education_sees_its_categories(client, at):
    at(2022, 11, 8)
    sent("m2-orleans")
    free = sent("free-dry")
    client.force_login(a_continuing_education_desk())

    page = client.get(DESK)

    assert listed(page) == {free.pk}
    assertContains(page, "You see and decide the requests of the categories given to")


def test_filters_and_search_are_in_the_address(client):
    ada = sent("m2-orleans", person=a_candidate(first_names="Ada", birth_name="Durand"))
    zoe = sent("tours-other", person=a_candidate(first_names="Zoé", birth_name="Durand"))
    client.force_login(an_office())

    found = {
        query: listed(client.get(f"{DESK}?{query}"))
        for query in [
            "q=durand",
            "q=durand+ada",
            "q=zoé&category=tours-other",
            "category=m2-orleans",
            "state=sent",
            "state=accepted",
            "state=nonsense&category=none&edition=x&page=99",
            "q=%00",
            "q=" + "a" * 200,
        ]
    }

    both = {ada.pk, zoe.pk}
    assert found == {
        "q=durand": both,
        "q=durand+ada": {ada.pk},
        "q=zoé&category=tours-other": {zoe.pk},
        "category=m2-orleans": {ada.pk},
        "state=sent": both,
        "state=accepted": set(),
        "state=nonsense&category=none&edition=x&page=99": both,
        "q=%00": both,
        "q=" + "a" * 200: both,
    }


def test_a_search_that_finds_nobody_says_so(client):
    sent()
    client.force_login(an_office())

    assertContains(client.get(DESK, {"q": "introuvable"}), "No request answers this search.")


def test_the_list_goes_page_by_page_and_keeps_its_filters(client, monkeypatch):
    monkeypatch.setattr(sheet, "PER_PAGE", 2)
    for _ in range(3):
        sent()
    client.force_login(an_office())

    first, second = client.get(DESK, {"state": "sent"}), client.get(DESK, {"page": 2})

    assert (len(listed(first)), len(listed(second))) == (2, 1)
    assert listed(first).isdisjoint(listed(second))
    assertContains(first, "?state=sent&amp;page=2")


def test_the_counts_of_each_state_lead_to_its_list(client):
    sent()
    client.force_login(an_office())

    page = client.get(DESK)

    assertContains(page, "sent, being checked <strong>1</strong>")
    assertContains(page, 'href="?state=sent"')


def test_the_newest_edition_is_shown_and_another_can_be_chosen(client, at):
    c2i2e = sent()
    at(2023, 10, 3)
    lesson = sent("staff", edition=make_edition("essai-lecon/editions/2023-2024"))
    client.force_login(an_office())

    newest = client.get(DESK)
    older = client.get(DESK, {"edition": str(c2i2e.edition_id)})

    assert (listed(newest), listed(older)) == ({lesson.pk}, {c2i2e.pk})
    assertContains(newest, 'name="edition"')


def test_nothing_sent_and_nothing_published_are_said(client):
    office = an_office()
    client.force_login(office)

    assertContains(client.get(DESK), "No edition is published yet.")
    make_edition()
    assertContains(client.get(DESK), "No request has been sent yet.")


def test_one_and_three_rows_cost_the_same(client, django_assert_num_queries):
    client.force_login(an_office())
    sent()
    with django_assert_num_queries(9):
        client.get(DESK)
    sent()
    sent("tours-other")

    with django_assert_num_queries(9):
        client.get(DESK)


def test_who_has_no_desk_finds_none(client):
    sent()

    for person in (a_candidate(), a_cashier()):
        client.force_login(person)
        assert client.get(DESK).status_code == 404


def test_the_office_of_another_institution_sees_nothing(client):
    sent()
    client.force_login(an_office(institution=make_institution("tours")))

    page = client.get(DESK)

    assertNotContains(page, "@exemple.example")


def test_the_french_of_a_category_is_set_as_a_printer_would():
    """In the lists of the desk and of the cashier, and on the candidate's own page."""
    client = Client(headers={"accept-language": "fr"})
    enrolment = sent("m2-orleans")
    pages = {
        DESK: an_office(),
        f"{reverse('enrolment:cash')}?show=settled": a_cashier(),
        enrolment.get_absolute_url(): enrolment.person,
    }

    for address, person in pages.items():
        client.force_login(person)
        page = client.get(address)

        assertContains(page, "Étudiants en M2 à l’Université d’Orléans")
        assertNotContains(page, "à l&#x27;Université")
