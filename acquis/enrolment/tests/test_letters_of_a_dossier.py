"""Whoever checks a request reads all that was written about it, and the office sends one again."""

import pytest
from django.test import Client
from django.urls import reverse

from acquis.accounts.models import Role
from acquis.base.models import Message
from acquis.enrolment import notices
from acquis.enrolment.models import EnrolmentState
from tests.factories import make_enrolment, make_letter, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    return make_enrolment(state=EnrolmentState.SENT)


def page_of(client, enrolment):
    return client.get(reverse("enrolment:desk_enrolment", args=[enrolment.pk]))


def test_what_was_written_is_kept_with_the_enrolment(client, enrolment):
    client.force_login(make_staff(Role.Kind.OFFICE))
    notices.sent(enrolment, is_first=True)
    make_letter(enrolment.person)
    make_letter(dossier=make_enrolment().journal_key)

    page = page_of(client, enrolment)

    [letter] = page.context["letters"]
    assert (letter.kind, letter.person) == ("enrolment-sent", enrolment.person)
    assert (letter.dossier, letter.programme_code) == (enrolment.journal_key, "c2i2e")
    assert letter.subject in page.content.decode()


def test_the_office_sends_one_again_from_there(enrolment):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff(Role.Kind.OFFICE))
    letter = make_letter(enrolment.person, dossier=enrolment.journal_key)
    page = page_of(client, enrolment)
    address = reverse("letters:send_again", args=[letter.pk])
    assert f'action="{address}"' in page.content.decode()

    response = client.post(
        address, {"next": page.request["PATH_INFO"], "csrfmiddlewaretoken": token_in(page)}
    )

    assert response.url == page.request["PATH_INFO"]
    assert Message.objects.filter(again_of=letter, dossier=enrolment.journal_key).count() == 1


def token_in(page):
    form = page.content.decode().split("/renvoyer/")[1]
    return form.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_continuing_education_reads_them_and_sends_nothing(client):
    enrolment = make_enrolment(
        state=EnrolmentState.SENT, category="free-dry", is_for_continuing_education=True
    )
    client.force_login(make_staff(Role.Kind.CONTINUING_EDUCATION))
    letter = make_letter(enrolment.person, dossier=enrolment.journal_key)

    page = page_of(client, enrolment)

    assert list(page.context["letters"]) == [letter]
    assert "/renvoyer/" not in page.content.decode()


def test_a_stranger_finds_nothing(client, enrolment):
    client.force_login(make_person())

    assert page_of(client, enrolment).status_code == 404


def test_the_page_asks_the_same_of_the_database_for_one_letter_and_three(
    client, enrolment, django_assert_num_queries, django_assert_max_num_queries
):
    client.force_login(make_staff(Role.Kind.OFFICE))
    make_letter(enrolment.person, dossier=enrolment.journal_key)
    page_of(client, enrolment)  # the first reading of a day is told
    with django_assert_max_num_queries(60) as asked:
        page_of(client, enrolment)

    for _ in range(2):
        make_letter(enrolment.person, dossier=enrolment.journal_key)

    with django_assert_num_queries(len(asked)):
        page_of(client, enrolment)
