import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from acquis.base.canonical import fingerprint
from acquis.base.models import Message
from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment
from tests.factories import make_edition

from .stories import a_candidate, an_office, complete_draft, draft, journal, ledger, letters, sent

pytestmark = pytest.mark.django_db


def send(client, enrolment, **fields):
    return client.post(
        reverse("enrolment:send", args=[enrolment.pk]),
        {"version": enrolment.version, "honour": "on", **fields},
    )


def test_sending_freezes_the_fee_and_leaves_a_receipt(client, at):
    enrolment = complete_draft("tours-other")
    client.force_login(enrolment.person)
    at(2022, 10, 4, 9, 30)

    response = send(client, enrolment)

    assertRedirects(response, enrolment.get_absolute_url())
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.fee_cents, enrolment.fee_source) == (
        "sent",
        9694,
        "Tarif 2020-2021",
    )
    assert ledger(enrolment) == [("due", 9694)]
    assert enrolment.balance_cents() == 9694
    assert journal(enrolment) == ["started", "sent", "ledger_due"]
    letter = Message.objects.get(person=enrolment.person)
    assert letter.kind == "enrolment-sent"
    assert "Sent on: 4 October 2022, 09:30" in letter.body
    assert "Fee: €96.94" in letter.body
    assert "(certificat.pdf)" in letter.body
    page = client.get(enrolment.get_absolute_url())
    assertContains(page, "SENT on 4 October 2022, 09:30")
    assertContains(page, "state--sent")


def test_a_free_category_owes_nothing(client):
    enrolment = complete_draft("m2-orleans")
    client.force_login(enrolment.person)

    send(client, enrolment)

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.fee_cents, ledger(enrolment)) == ("sent", 0, [])


def test_a_category_on_quotation_owes_nothing_yet(client, at):
    at(2022, 11, 8)
    enrolment = complete_draft("free-accompanied")
    client.force_login(enrolment.person)

    send(client, enrolment)

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.fee_cents, ledger(enrolment)) == ("sent", None, [])


def test_what_is_typed_is_saved_by_sending(client):
    enrolment = complete_draft()
    client.force_login(enrolment.person)

    send(client, enrolment, student_number="22001234")

    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.student_number) == ("sent", "22001234")


def test_without_its_documents_a_request_is_saved_but_not_sent(client):
    enrolment = draft()
    client.force_login(enrolment.person)

    response = send(client, enrolment, student_number="22001234")

    assertContains(response, "Your request is NOT sent: join what is missing, then send it.")
    assertContains(response, "<li>Student certificate for 2022-2023</li>", html=True)
    assertContains(response, "NOT sent yet")
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.student_number) == ("draft", "22001234")
    assert letters(enrolment.person) == []


def test_without_the_declaration_nothing_is_sent_and_what_is_typed_stays(client):
    enrolment = complete_draft()
    client.force_login(enrolment.person)

    response = send(client, enrolment, honour="", remark="Bonjour")

    assertContains(response, "Tick the declaration on your honour to send.")
    assertContains(response, "Bonjour</textarea>")
    assert Enrolment.objects.get().state == "draft"


def test_after_the_closing_a_draft_is_not_sent(client, at):
    enrolment = complete_draft()
    client.force_login(enrolment.person)
    at(2022, 11, 15, 0, 0)

    response = send(client, enrolment)

    assertContains(response, "Closed since 14 November 2022 at midnight (Paris time).")
    assert (Enrolment.objects.get().state, letters(enrolment.person)) == ("draft", [])


def test_the_last_second_is_in_time(client, at):
    enrolment = complete_draft()
    client.force_login(enrolment.person)
    at(2022, 11, 14, 23, 59, 59)

    send(client, enrolment)

    assert Enrolment.objects.get().state == "sent"


def test_a_draft_changed_in_another_window_is_not_sent_unseen(client):
    enrolment = complete_draft()
    client.force_login(enrolment.person)
    send(client, enrolment, honour="", remark="rien")
    client.post(enrolment.get_absolute_url(), {"version": 1, "remark": "Autre fenêtre"})

    response = send(client, enrolment, remark="Celle-ci")

    assertContains(response, "This request was changed in another window")
    assertContains(response, "<td>Autre fenêtre</td><td>Celle-ci</td>", html=True)
    assert Enrolment.objects.get().state == "draft"


def test_a_double_click_sends_once(client):
    enrolment = complete_draft("tours-other")
    client.force_login(enrolment.person)
    key = uuid.uuid4()

    first, second = send(client, enrolment, once=key), send(client, enrolment, once=key)

    assert first.url == second.url == enrolment.get_absolute_url()
    assert ledger(enrolment) == [("due", 9694)]
    assert letters(enrolment.person) == ["enrolment-sent"]


def test_sending_again_is_refused(client):
    enrolment = sent()
    client.force_login(enrolment.person)

    response = send(client, enrolment)

    assertContains(response, "it cannot be changed any more")
    assert letters(enrolment.person) == ["enrolment-sent"]


def test_a_fee_that_no_tariff_gives_that_day_is_left_to_the_desk(client):
    edition = make_edition()
    for category in edition.definition["categories"]:
        for tariff in category["fee"].get("tariffs", []):
            tariff["valid_until"] = "2021-08-31"
    edition.fingerprint = fingerprint(edition.definition)
    edition.save()
    enrolment = complete_draft("tours-other", edition=edition)
    client.force_login(enrolment.person)

    page = client.get(enrolment.get_absolute_url())
    send(client, enrolment)
    enrolment.refresh_from_db()
    actions.quote(
        enrolment, by=an_office(), version=enrolment.version, cents=9900, reference="Délibération"
    )

    assertContains(page, "Amount not announced yet")
    assert (enrolment.fee_cents, ledger(enrolment)) == (None, [("due", 9900)])


def test_a_confirmed_tariff_is_shown_as_such(client, at):
    at(2023, 10, 3)
    edition = make_edition("essai-lecon/editions/2023-2024")
    enrolment = complete_draft("public", edition=edition)
    client.force_login(enrolment.person)

    page = client.get(enrolment.get_absolute_url())
    send(client, enrolment)

    assertContains(page, "€45.50 (Decision of 3 July 2023 for 2023-2024)")
    assert ledger(enrolment) == [("due", 4550)]


def test_a_stranger_sends_nothing(client):
    enrolment = complete_draft()
    client.force_login(a_candidate())

    assert send(client, enrolment).status_code == 404
    assert Enrolment.objects.get().state == "draft"
