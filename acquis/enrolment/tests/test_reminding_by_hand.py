"""Those who owe are reminded when the cashier asks for it: never twice the same day."""

import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from acquis.base import outbox
from acquis.base.models import Message, Sending
from acquis.base.refusal import Refusal
from acquis.enrolment import actions
from tests.factories import make_person

from .stories import a_candidate, a_cashier, an_office, checked, draft, journal, sent

pytestmark = pytest.mark.django_db
CASH = reverse("enrolment:cash")


@pytest.fixture
def cashier(client):
    cashier = a_cashier()
    client.force_login(cashier)
    return cashier


def owing(name="Aubert", **others):
    person = a_candidate(birth_name=name)
    request = checked("tours-other", person=person, **others)
    return actions.accept(request, by=an_office())


def preview(client, *rows, address=CASH):
    return client.post(address, {"act": "remind", "row": [str(row.pk) for row in rows]})


def confirm(client, page, address=CASH):
    form = {"act": "remind", "shown": page.context["plan"].shown, "once": str(uuid.uuid4())}
    return client.post(address, form)


def aside(page):
    return {line.name: line.obstacle for line in page.context["plan"].aside}


def written(person):
    kinds = Message.objects.filter(person=person, kind="enrolment-remind-unpaid")
    return list(kinds.order_by("pk").values_list("state", flat=True))


def test_those_who_owe_are_reminded_and_the_letters_wait(client, cashier):
    first, second = owing("Aubert"), owing("Blanc")

    page = preview(client, first, second)
    assertContains(page, "2 letters are written: “Reminder: fee not paid”, one to each person.")
    assertContains(page, "Still owed: €96.94")
    response = confirm(client, page)

    assert response["Location"] == CASH
    assert (written(first.person), written(second.person)) == (["held"], ["held"])
    assert journal(first)[-1] == "reminded"
    sending = Sending.objects.get(kind="reminders")
    assert (sending.made_by, sending.letters.count()) == (cashier, 2)
    letter = sending.letters.first()
    assert "Still to pay: €96.94." in letter.body
    assert letter.dossier == first.journal_key
    assertContains(client.get(CASH), "2 reminders are written.")


def test_who_cannot_be_reminded_is_left_aside_with_the_reason(client, cashier):
    waiting = sent("tours-other", person=a_candidate(birth_name="Nondécidée"))
    paid = owing("Payée")
    actions.pay(paid, by=cashier, cents=9694, means="card", receipt_number="R1")

    page = preview(client, waiting, paid)

    assert aside(page) == {
        "Ada Nondécidée": "Not accepted: nothing is asked before.",
        "Ada Payée": "Nothing is left to pay.",
    }
    assertContains(page, "None of the rows chosen can be treated so.")


def test_after_the_last_deposit_one_writes_oneself(client, cashier, at):
    request = owing()
    at(2023, 7, 1)

    assert aside(preview(client, request)) == {
        "Ada Aubert": "The last day to deposit is past: write to them yourself."
    }


def test_nobody_is_reminded_twice_the_same_day(client, cashier, at):
    request = owing()
    confirm(client, preview(client, request))

    assert aside(preview(client, request)) == {"Ada Aubert": "They were reminded today."}
    with pytest.raises(Refusal):
        actions.remind_of_fee(request, by=cashier)
    assert len(written(request.person)) == 1
    at(2022, 10, 4, 9)
    confirm(client, preview(client, request))
    assert len(written(request.person)) == 2


def test_a_reminder_that_was_stopped_told_nothing(client, cashier):
    request = owing()
    confirm(client, preview(client, request))
    outbox.cancel(Sending.objects.get(kind="reminders"), by=an_office())

    confirm(client, preview(client, request))

    assert written(request.person) == ["cancelled", "held"]


def test_the_worker_does_not_remind_whoever_was_reminded_the_same_day(client, cashier, at):
    """Fourteen days before the last day to deposit is 9 April 2023."""
    request, other = owing("Aubert"), owing("Blanc")
    at(2023, 4, 9, 8)
    confirm(client, preview(client, request))
    at(2023, 4, 9, 10)

    actions.remind_unpaid()

    assert (len(written(request.person)), len(written(other.person))) == (1, 1)


def test_a_payment_meanwhile_is_a_change(client, cashier):
    request = owing()
    page = preview(client, request)
    actions.pay(request, by=cashier, cents=4000, means="card", receipt_number="R1")

    again = confirm(client, page)

    assertContains(again, "Something changed since this page was shown")
    assertContains(again, "Still owed: €56.94")
    assert written(request.person) == []


def test_one_and_three_rows_cost_the_same_to_preview(client, cashier, django_assert_num_queries):
    requests = [owing(), owing(), owing()]
    preview(client, requests[0])
    with django_assert_num_queries(8):
        preview(client, requests[0])

    with django_assert_num_queries(8):
        preview(client, *requests)


def test_a_draft_is_reminded_by_hand_once_a_day_while_it_can_be_sent(at):
    office, open_one, closed, request = make_person(), draft(), draft("tours-other"), sent()
    actions.remind_of_draft(open_one, by=office)
    with pytest.raises(Refusal):
        actions.remind_of_draft(open_one, by=office)
    at(2023, 7, 1)

    with pytest.raises(Refusal):
        actions.remind_of_draft(closed, by=office)
    with pytest.raises(Refusal):
        actions.remind_of_draft(request, by=office)

    assert journal(open_one) == ["started", "reminded"]
    assert Message.objects.filter(kind="enrolment-remind-draft").count() == 1


def test_strangers_and_the_person_themself_are_not_there(client, cashier):
    request, own = owing(), sent("tours-other", person=cashier)

    assert not preview(client, own).context["plan"].lines
    client.force_login(a_candidate())
    assert preview(client, request).status_code == 404
    assert written(request.person) == []
