"""Each person's first page, the language, and the demonstration's own doors."""

import pytest
from django.urls import reverse

from acquis.accounts.models import Role
from acquis.base import outbox
from acquis.enrolment.models import EnrolmentState
from acquis.jury.tests.scenes import juror, make_candidate, make_open_sitting, make_sealed
from tests.factories import (
    make_deposit,
    make_edition,
    make_enrolment,
    make_person,
    make_portfolio,
    make_staff,
)

pytestmark = pytest.mark.django_db
HOME = "/"


def first_page(client, person):
    client.force_login(person)
    return client.get(HOME).content.decode()


def test_a_visitor_finds_the_published_certifications(client):
    edition = make_edition()

    page = client.get(HOME).content.decode()

    assert edition.get_absolute_url() in page
    assert reverse("account_login") in page


def test_a_candidate_sees_where_the_enrolment_stands_and_what_comes_next(client):
    draft = make_enrolment(state=EnrolmentState.DRAFT)
    accepted = make_enrolment()

    of_draft, of_accepted = first_page(client, draft.person), first_page(client, accepted.person)

    assert "un brouillon ne compte pas" in of_draft
    assert "Commencez votre portfolio" in of_accepted
    assert draft.get_absolute_url() not in of_accepted


def test_a_candidate_who_deposited_reads_that_others_work_now(client):
    deposit = make_deposit(make_portfolio(claims=["A.1.1"]))

    page = first_page(client, deposit.candidate)

    assert "Votre dossier est déposé" in page
    assert "is-now" in page


def test_the_office_sees_its_year_as_figures_that_are_lists(client):
    make_enrolment(state=EnrolmentState.SENT)
    office = make_staff(Role.Kind.OFFICE)

    page = first_page(client, office)

    assert f"{reverse('enrolment:desk')}?edition=" in page
    assert "De la demande au dossier" in page


def test_the_board_of_an_office_elsewhere_does_not_show(client):
    make_edition()
    from tests.factories import make_institution

    stranger = make_staff(Role.Kind.OFFICE, make_institution("tours"))

    assert "De la demande au dossier" not in first_page(client, stranger)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_reads_as_many_times_for_one_enrolment_as_for_three(
    client, rows, django_assert_max_num_queries
):
    for _row in range(rows):
        make_enrolment()
    client.force_login(make_staff(Role.Kind.OFFICE))
    client.get(HOME)

    with django_assert_max_num_queries(23):
        client.get(HOME)


def test_a_juror_finds_the_sitting_and_later_its_minutes(client, at):
    at(2023, 5, 9, 9)
    sitting = make_open_sitting(make_candidate())
    sealed, _act = make_sealed(make_candidate())

    before = first_page(client, juror(sitting))
    after = first_page(client, juror(sealed))

    juries = f'href="{reverse("jury:list")}"'
    assert (sitting.get_absolute_url() in before, juries in before) == (True, True)
    assert (sealed.get_absolute_url() in after, juries in after) == (False, True)


def test_nobody_else_has_an_entry_for_juries(client):
    assert reverse("jury:list") not in first_page(client, make_enrolment().person)


def test_somebody_new_is_led_to_the_certifications(client):
    assert reverse("catalogue:list") in first_page(client, make_person())


def test_a_language_is_kept_for_the_pages_and_the_letters(client):
    person = make_person()
    client.force_login(person)

    response = client.post(reverse("portal:language"), {"language": "en", "next": "/compte/email/"})

    assert response.headers["Location"] == "/compte/email/"
    person.refresh_from_db()
    assert person.language == "en"
    assert "Hello" in client.get(HOME).content.decode()


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "\\\\evil"])
def test_a_language_never_leads_elsewhere(client, elsewhere):
    response = client.post(reverse("portal:language"), {"language": "en", "next": elsewhere})

    assert response.headers["Location"] == "/"


def test_the_health_page_answers_when_the_database_does(client):
    assert client.get(reverse("portal:health")).content == b"ok\n"


@pytest.mark.parametrize("name", ["portal:demo", "portal:letters"])
def test_outside_a_demonstration_its_doors_do_not_exist(client, name):
    assert client.get(reverse(name)).status_code == 404
    assert client.post(reverse("portal:demo_enter"), {"person": 1}).status_code == 404


def test_whoever_entered_a_demonstration_sees_their_device(client, settings):
    settings.DEMO = True
    client.post(reverse("portal:demo_enter"), {"person": make_person().pk})

    page = client.get(reverse("accounts:devices"))

    assert [row["is_here"] for row in page.context["rows"]] == [True]


def test_in_a_demonstration_anyone_is_entered_and_the_mail_is_read(client, settings):
    settings.DEMO = True
    enrolment = make_enrolment()
    outbox.queue_text("a@exemple.example", "Bonjour", "Une lettre", kind="test", once="test:1")

    people = client.get(reverse("portal:demo")).content.decode()
    response = client.post(reverse("portal:demo_enter"), {"person": enrolment.person.pk})

    assert str(enrolment.person) in people
    assert response.headers["Location"] == HOME
    assert enrolment.get_absolute_url() in client.get(HOME).content.decode()
    assert "Une lettre" in client.get(reverse("portal:letters")).content.decode()
