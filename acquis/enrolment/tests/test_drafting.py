import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.enrolment.models import Enrolment

from .stories import a_candidate, an_office, draft, journal, sent

pytestmark = pytest.mark.django_db


def typed(enrolment, **fields):
    return {
        "version": enrolment.version,
        "category": enrolment.category,
        "student_number": enrolment.student_number,
        "home_institution": enrolment.home_institution,
        "remark": enrolment.remark,
        **fields,
    }


def save(client, enrolment, htmx=False, **fields):
    headers = {"hx-request": "true"} if htmx else {}
    return client.post(enrolment.get_absolute_url(), typed(enrolment, **fields), headers=headers)


def test_a_saved_draft_says_when_and_that_it_is_not_sent(client, at):
    enrolment = draft()
    client.force_login(enrolment.person)
    at(2022, 10, 3, 10, 2)

    response = save(client, enrolment, student_number="22001234")

    assertRedirects(response, enrolment.get_absolute_url())
    assertContains(
        client.get(enrolment.get_absolute_url()), "Draft saved at 10:02 (3 October), NOT sent yet"
    )
    enrolment.refresh_from_db()
    assert (enrolment.student_number, enrolment.version, enrolment.state) == (
        "22001234",
        2,
        "draft",
    )
    assert journal(enrolment) == ["started", "saved"]


def test_htmx_saves_and_gets_the_line_that_says_so(client, at):
    enrolment = draft()
    client.force_login(enrolment.person)
    at(2022, 10, 3, 10, 2)

    response = save(client, enrolment, htmx=True, remark="Bonjour")

    assertContains(response, "Draft saved at 10:02 (3 October), NOT sent yet")
    assertContains(response, '<input type="hidden" name="version" value="2" form="draft">')
    assertNotContains(response, "<h1>")
    assert Enrolment.objects.get().remark == "Bonjour"


def test_another_category_reloads_the_page_whose_documents_change(client):
    enrolment = draft("m2-orleans")
    client.force_login(enrolment.person)

    response = save(client, enrolment, htmx=True, category="trainers-orleans")

    assert response["HX-Redirect"] == enrolment.get_absolute_url()
    page = client.get(enrolment.get_absolute_url())
    assertContains(page, "Statement of employment for the year")
    assertContains(page, "Free of charge")


def test_saving_the_same_again_changes_nothing(client):
    enrolment = draft()
    client.force_login(enrolment.person)

    first = save(client, enrolment, remark="Bonjour")
    second = save(client, enrolment, remark="Bonjour")

    assert (first.status_code, second.status_code) == (302, 302)
    assert Enrolment.objects.get().version == 2


def test_a_field_that_the_page_does_not_carry_is_not_emptied(client):
    enrolment = draft()
    client.force_login(enrolment.person)
    save(client, enrolment, remark="Bonjour")

    client.post(enrolment.get_absolute_url(), {"version": 2, "student_number": "1"})

    enrolment.refresh_from_db()
    assert (enrolment.remark, enrolment.student_number) == ("Bonjour", "1")


def test_the_second_window_sees_both_values_and_then_decides(client):
    enrolment = draft()
    client.force_login(enrolment.person)
    save(client, enrolment, remark="Première fenêtre")

    refused = save(client, enrolment, remark="Seconde fenêtre")

    assertContains(refused, "This request was changed in another window, at 3 October 2022, 10:00.")
    assertContains(refused, "<td>Première fenêtre</td><td>Seconde fenêtre</td>", html=True)
    assertContains(refused, "What you just typed is NOT saved")
    assertContains(refused, "Seconde fenêtre</textarea>")
    assert Enrolment.objects.get().remark == "Première fenêtre"
    again = save(client, enrolment, remark="Seconde fenêtre", version=2)
    assert again.status_code == 302
    assert Enrolment.objects.get().remark == "Seconde fenêtre"


def test_two_windows_that_differ_by_their_category_say_its_name(client):
    enrolment = draft("m2-orleans")
    client.force_login(enrolment.person)
    save(client, enrolment, category="trainers-orleans")

    refused = save(client, enrolment, category="tours-other")

    assertContains(
        refused,
        "<td>Trainers and teachers of the Université d'Orléans</td>"
        "<td>Other second-year master's students of the Université de Tours</td>",
        html=True,
    )
    assert Enrolment.objects.get().category == "trainers-orleans"


def test_the_second_window_never_overwrites_by_itself(client):
    enrolment = draft()
    client.force_login(enrolment.person)
    save(client, enrolment, remark="Première fenêtre")

    refused = save(client, enrolment, htmx=True, remark="Seconde fenêtre")

    assertContains(refused, "This request was changed in another window")
    assertContains(refused, 'name="version" value="1"')
    assert Enrolment.objects.get().remark == "Première fenêtre"


def test_a_page_left_open_past_the_closing_is_told_the_moment_and_the_draft_stays(client, at):
    enrolment = draft()
    client.force_login(enrolment.person)
    save(client, enrolment, remark="Avant")
    at(2022, 11, 15)

    refused = save(client, enrolment, remark="Après", version=2)

    assertContains(refused, "Closed since 14 November 2022 at midnight (Paris time).")
    assertContains(refused, "Your draft is kept, but cannot be sent.")
    assertContains(refused, "Après</textarea>")
    enrolment.refresh_from_db()
    assert (enrolment.remark, enrolment.state) == ("Avant", "draft")


def test_a_draft_moves_only_to_a_category_that_is_open(client, at):
    enrolment = draft("m2-orleans")
    client.force_login(enrolment.person)
    at(2022, 11, 20)

    closed = save(client, enrolment, category="tours-other")
    moved = save(client, enrolment, category="free-dry")

    assertContains(closed, "Select a valid choice")
    assert moved.status_code == 302
    enrolment.refresh_from_db()
    assert (enrolment.category, enrolment.is_for_continuing_education) == ("free-dry", True)


def test_what_is_too_long_is_said_and_kept(client):
    enrolment = draft()
    client.force_login(enrolment.person)
    long = "é" * 2001

    page = save(client, enrolment, remark=long)
    line = save(client, enrolment, htmx=True, remark=long)

    assertContains(page, long)
    assertContains(line, "Ensure this value has at most 2000 characters")
    assertContains(line, "What you just typed is NOT saved")
    assert Enrolment.objects.get().remark == ""


@pytest.mark.parametrize("version", ["", "one", "0", "9" * 40])
def test_a_broken_version_is_no_failure(client, version):
    enrolment = draft()
    client.force_login(enrolment.person)

    assert save(client, enrolment, remark="Bonjour", version=version).status_code == 200
    assert Enrolment.objects.get().remark == ""


def test_fields_that_are_not_the_candidate_s_are_ignored(client):
    enrolment = draft("tours-other")
    client.force_login(enrolment.person)

    save(client, enrolment, fee_cents=0, state="accepted", person=1, remark="Bonjour")

    enrolment.refresh_from_db()
    assert (enrolment.fee_cents, enrolment.state, enrolment.remark) == (None, "draft", "Bonjour")


def test_a_request_sent_is_not_changed_by_a_stale_page(client):
    enrolment = sent()
    client.force_login(enrolment.person)

    response = save(client, enrolment, remark="Trop tard")

    assertContains(
        response, "This request is “sent, being checked”: it cannot be changed any more."
    )
    assert Enrolment.objects.get().remark == ""


def test_a_draft_is_its_candidate_s_alone(client):
    enrolment = draft()
    doors = [enrolment.get_absolute_url(), reverse("enrolment:desk_enrolment", args=[enrolment.pk])]

    for stranger in (a_candidate(), an_office()):
        client.force_login(stranger)
        assert [client.get(door).status_code for door in doors] == [404, 404]
        assert save(client, enrolment, remark="À moi").status_code == 404


def test_reading_changes_nothing(client, django_assert_max_num_queries):
    enrolment = draft()
    client.force_login(enrolment.person)

    with django_assert_max_num_queries(25) as queries:
        client.get(enrolment.get_absolute_url())

    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE"))] == []
