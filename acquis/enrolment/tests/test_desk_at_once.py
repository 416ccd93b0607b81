"""Many requests at once: seen before they are done, each by the door of one alone."""

import re
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.base.lists import acts
from acquis.base.models import Message, Sending
from acquis.enrolment import actions
from acquis.enrolment.models import Enrolment
from tests.factories import make_institution

from .stories import (
    a_candidate,
    a_continuing_education_desk,
    an_office,
    checked,
    journal,
    letters,
    sent,
)

pytestmark = pytest.mark.django_db
DESK = reverse("enrolment:desk")


@pytest.fixture
def office(client):
    office = an_office()
    client.force_login(office)
    return office


def preview(client, act, *requests, address=DESK, **fields):
    rows = [str(each.pk) for each in requests]
    return client.post(address, {"act": act, "row": rows, **fields})


def confirm(client, page, address=DESK, **fields):
    form = {"act": page.context["act"].code, "shown": page.context["plan"].shown}
    return client.post(address, {"once": str(uuid.uuid4()), **form, **fields})


def told(page):
    """{candidate: why they are left aside, or nothing} as the page says it."""
    return {line.name: line.obstacle for line in page.context["plan"].lines}


def states(*requests):
    found = dict(Enrolment.objects.values_list("pk", "state"))
    return [found[each.pk] for each in requests]


def test_the_preview_says_what_will_happen_to_each_and_does_nothing(client, office, at):
    at(2022, 11, 8)
    ready = checked(person=a_candidate(birth_name="Prête"), by=office)
    unchecked = sent(person=a_candidate(birth_name="Àvérifier"))
    free = sent("free-dry", person=a_candidate(birth_name="Libre"))
    accepted = actions.accept(checked(person=a_candidate(birth_name="Acceptée")), by=office)

    page = preview(client, "accept", ready, unchecked, free, accepted)

    assert told(page) == {
        "Ada Prête": "",
        "Ada Àvérifier": "Student certificate for 2022-2023: not checked yet",
        "Ada Libre": "Another desk decides it.",
        "Ada Acceptée": "It is “accepted”. This is done to a request sent, being checked.",
    }
    assertContains(page, "1 row concerned")
    assertContains(page, "1 letter is written: “Enrolment accepted”.")
    assertContains(page, "3 rows left aside")
    assert states(ready, unchecked) == ["sent", "sent"]
    assert not Sending.objects.exists()


def test_confirmed_each_is_done_by_the_door_of_one_alone(client, office):
    first, second, unchecked = checked(by=office), checked(by=office), sent()

    response = confirm(client, preview(client, "accept", first, second, unchecked))

    assertRedirects(response, DESK, fetch_redirect_response=False)
    assert states(first, second, unchecked) == ["accepted", "accepted", "sent"]
    assert journal(first)[-1] == journal(second)[-1] == "accepted"
    assert letters(first.person)[-1] == "enrolment-accepted"
    sending = Sending.objects.get()
    assert (sending.kind, sending.made_by, sending.letters.count()) == ("requests", office, 2)
    assert {letter.state for letter in sending.letters.all()} == {"held"}
    page = client.get(DESK)
    assertContains(page, "2 requests are accepted.")
    assertContains(page, "2 letters wait 10 min before they leave.")
    assertContains(page, f'<a href="{sending.get_absolute_url()}">Read them or stop them</a>')


@pytest.mark.parametrize(
    ("act", "field", "state", "letter"),
    [
        ("refuse", "reason", "refused", "enrolment-refused"),
        ("complete", "message", "to_complete", "enrolment-to-complete"),
    ],
)
def test_one_reason_is_written_to_all(client, office, act, field, state, letter):
    first, second = sent(), sent()
    page = preview(client, act, first, second)

    without = confirm(client, page, **{field: " "})
    assertContains(without, "This field is required.")
    assert states(first, second) == ["sent", "sent"]
    response = confirm(client, without, **{field: "Certificat de l’an dernier."})

    assertRedirects(response, DESK, fetch_redirect_response=False)
    assert states(first, second) == [state, state]
    bodies = Message.objects.filter(kind=letter).values_list("body", flat=True)
    assert ["Certificat de l’an dernier." in body for body in bodies] == [True, True]


def test_what_changed_since_it_was_shown_is_shown_again_and_nothing_is_done(client, office):
    first, second = checked(by=office), checked(by=office)
    page = preview(client, "accept", first, second)
    actions.refuse(second, by=an_office(), reason="Hors délai.")

    again = confirm(client, page)

    assertContains(again, "Something changed since this page was shown: nothing was done.")
    changed = [line.row.pk for line in again.context["plan"].lines if line.is_changed]
    assert changed == [second.pk]
    assert states(first, second) == ["sent", "refused"]
    assertRedirects(confirm(client, again), DESK)
    assert states(first, second) == ["accepted", "refused"]


def test_a_document_put_back_to_be_checked_is_a_change(client, office):
    request = checked(by=office)
    page = preview(client, "accept", request)
    actions.check_proof(request.proofs.get(), "pending", by=office)

    again = confirm(client, page)

    assertContains(again, "None of the rows chosen can be treated so.")
    assert states(request) == ["sent"]


def test_a_row_that_left_the_list_is_said(client, office):
    request, other = checked(by=office), checked(by=office)
    page = preview(client, "accept", request, other)
    actions.withdraw(other, by=other.person)
    actions.take_up(other, by=other.person)

    again = confirm(client, page)

    assertContains(again, "1 row is not in this list any more.")
    assert states(request) == ["sent"]


def test_one_that_refuses_meanwhile_does_not_lose_the_others(client, office, monkeypatch):
    """The rows are held while they are done, so this is a rule that the preview does not know."""
    first, second = checked(by=office), checked(by=office)
    page = preview(client, "accept", first, second)
    monkeypatch.setattr("acquis.enrolment.views.acts._to_accept", lambda requests: {})
    page = preview(client, "accept", first, second, sent(person=a_candidate(birth_name="Tard")))

    confirm(client, page)

    assert states(first, second) == ["accepted", "accepted"]
    listed = client.get(DESK)
    assertContains(listed, "1 row was left as it was: Ada Tard: This enrolment cannot be accepted")
    assert Sending.objects.get().letters.count() == 2


def test_a_double_click_accepts_once(client, office):
    request = checked(by=office)
    page = preview(client, "accept", request)
    form = {"act": "accept", "shown": page.context["plan"].shown, "once": str(uuid.uuid4())}

    first, second = client.post(DESK, form), client.post(DESK, form)

    assert first["Location"] == second["Location"] == DESK
    assert journal(request).count("accepted") == 1
    assertContains(client.get(DESK), "1 request is accepted.")


def test_all_the_rows_of_the_search_not_only_this_page(client, office, monkeypatch):
    monkeypatch.setattr("acquis.base.lists.sheet.PER_PAGE", 1)
    ours = [checked(person=a_candidate(birth_name="Durand"), by=office) for _ in range(3)]
    other = checked(person=a_candidate(birth_name="Martin"), by=office)

    page = preview(client, "accept", address=f"{DESK}?q=durand", all="on")
    response = confirm(client, page, address=f"{DESK}?q=durand")

    assert response["Location"] == f"{DESK}?q=durand"
    assert states(*ours, other) == ["accepted"] * 3 + ["sent"]


def test_nothing_ticked_and_too_many_are_said(client, office, monkeypatch):
    sent(), sent()
    monkeypatch.setattr("acquis.base.lists.sheet.MOST", 1)

    preview(client, "accept")
    assertContains(client.get(DESK), "Tick the rows concerned first")
    preview(client, "accept", all="on")
    assertContains(client.get(DESK), "At most 1 row at once: narrow the search.")


def test_nonsense_is_answered_and_does_nothing(client, office):
    request = checked(by=office)

    for form in (
        {},
        {"act": "destroy", "row": [str(request.pk)]},
        {"act": "accept", "row": ["x", ""]},
        {"act": "accept", "shown": "x:y,,:"},
        {"act": "accept", "shown": f"{request.pk}"},
        {"act": "accept", "shown": f"{uuid.uuid4()}:abc"},
        {"export": "exe"},
        {"forget": "x"},
    ):
        assert client.post(DESK, form).status_code in (200, 302)

    assert states(request) == ["sent"]


def test_rows_out_of_reach_are_simply_not_there(client, office):
    mine = checked(by=office)
    elsewhere = an_office(institution=make_institution("tours"))
    own = sent(person=office)

    page = preview(client, "accept", mine, own)
    assert list(told(page)) == [str(mine.person)]
    client.force_login(elsewhere)
    assert client.post(DESK, {"act": "accept", "row": [str(mine.pk)]}).status_code == 200
    client.force_login(a_candidate())
    assert client.post(DESK, {"act": "accept", "row": [str(mine.pk)]}).status_code == 404
    assert states(mine, own) == ["sent", "sent"]


def test_continuing_education_decides_its_own_and_is_told_of_the_letters(client, at):
    at(2022, 11, 8)
    desk = a_continuing_education_desk()
    client.force_login(desk)
    request = checked("free-dry", by=desk)

    confirm(client, preview(client, "accept", request))

    assert states(request) == ["accepted"]
    page = client.get(DESK)
    assertContains(page, "1 letter waits 10 min before it leaves.")
    assertNotContains(page, "Read them or stop them")


def test_one_and_three_rows_are_previewed_with_the_same_number_of_queries(
    client, office, django_assert_num_queries
):
    requests = [checked(by=office) for _ in range(3)]
    preview(client, "accept", requests[0])

    with django_assert_num_queries(9):
        preview(client, "accept", requests[0])
    with django_assert_num_queries(9):
        preview(client, "accept", *requests)


def test_a_form_cannot_name_more_rows_than_an_act_takes():
    keys = [uuid.uuid4() for _ in range(acts.MOST + 10)]

    assert len(acts.parsed(",".join(f"{key}:a" for key in keys))) == acts.MOST


def test_every_button_of_the_list_is_a_known_act(client, office):
    sent()

    page = client.get(DESK)

    codes = re.findall(r'name="act" value="(\w+)"', page.content.decode())
    assert codes == ["accept", "complete", "refuse"]
