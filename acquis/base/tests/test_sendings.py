"""Letters that leave together wait a little: the office reads them, stops them, or lets them go."""

from datetime import timedelta

import pytest
from django.urls import reverse

from acquis.accounts.models import Role
from acquis.base import clock, outbox
from acquis.base.letters.kinds import CANDIDATE, Kind
from acquis.base.models import Entry, Message, Sending, SendingState
from acquis.base.outbox import Gathering
from acquis.base.refusal import Refusal
from tests.factories import make_edition, make_letter, make_person, make_sending, make_staff

pytestmark = pytest.mark.django_db
STATE = Message.State
GREETING = Kind("greeting", "Salut", CANDIDATE, (), lambda: ("Bonjour", "À bientôt."))


@pytest.fixture
def office(client):
    person = make_staff(Role.Kind.OFFICE)
    client.force_login(person)
    return person


def gather(by=None):
    edition = make_edition()
    return Gathering(
        Sending.Kind.RESULTS,
        f"{edition}, session 1",
        edition=edition,
        by=by,
    )


def write(gathering, once):
    edition = make_edition()
    return outbox.queue(
        make_person(),
        kind=GREETING,
        once=once,
        values=dict,
        institution=edition.institution,
        programme=edition.programme_code,
        gathering=gathering,
    )


def held(letters=2):
    sending = make_sending()
    for _ in range(letters):
        make_letter(state=STATE.HELD, sending=sending)
    return sending


def later(**how_long):
    clock.travel_to(clock.now() + timedelta(**how_long), freeze=True)


def act(client, name, sending, **extra):
    return client.post(reverse(f"letters:{name}", args=[sending.pk]), **extra)


def states(sending):
    sending.refresh_from_db()
    return sending.state, set(sending.letters.values_list("state", flat=True))


def test_the_letters_of_one_act_are_held_together_for_ten_minutes():
    by = make_person()
    gathering = gather(by)

    letters = [write(gathering, f"event:{number}") for number in range(2)]

    sending = Sending.objects.get()
    assert [letter.sending for letter in letters] == [sending, sending]
    assert states(sending) == (SendingState.HELD, {STATE.HELD})
    assert (sending.made_by, sending.leaves_at) == (by, clock.now() + timedelta(minutes=10))


def test_an_act_that_tells_nobody_anew_makes_no_sending():
    write(gather(), "event:1")

    write(gather(), "event:1")

    assert (Sending.objects.count(), Message.objects.count()) == (1, 1)


def test_held_letters_leave_by_themselves_once_and_only_when_it_is_time():
    sending = held()

    later(minutes=9)
    assert outbox.deliver_due() == 0
    later(minutes=1)
    assert outbox.deliver_due() == 2
    assert outbox.deliver_due() == 0

    assert states(sending) == (SendingState.RELEASED, {STATE.SENT})
    assert sending.released_at == clock.now()
    assert list(Entry.objects.values_list("verb", "by", "facts__letters")) == [
        ("released", None, 2)
    ]


def test_the_office_stops_letters_and_none_leaves(client, office):
    sending = held()

    response = act(client, "cancel", sending)

    assert response.url == sending.get_absolute_url()
    later(days=1)
    assert outbox.deliver_due() == 0
    assert states(sending) == (SendingState.CANCELLED, {STATE.CANCELLED})
    assert list(Entry.objects.values_list("verb", "by")) == [("cancelled", office.pk)]


def test_the_office_sends_at_once(client, office):
    sending = held()

    act(client, "release", sending)

    assert outbox.deliver_due() == 2
    assert states(sending) == (SendingState.RELEASED, {STATE.SENT})
    assert list(Entry.objects.values_list("verb", "by")) == [("released", office.pk)]


def test_what_was_stopped_can_be_sent_after_all(client, office):
    sending = held()
    act(client, "cancel", sending)

    act(client, "release", sending)

    assert outbox.deliver_due() == 2
    assert states(sending) == (SendingState.RELEASED, {STATE.SENT})


def test_what_has_left_cannot_be_stopped(client, office):
    sending = held()
    outbox.release(sending, by=None)

    page = act(client, "cancel", sending, follow=True)

    assert "notice--error" in page.content.decode()
    assert states(sending) == (SendingState.RELEASED, {STATE.QUEUED})


def test_of_two_people_who_act_at_once_the_second_is_told():
    first, second = held(), Sending.objects.get()
    outbox.release(first, by=None)

    with pytest.raises(Refusal):
        outbox.cancel(second, by=None)

    assert states(second) == (SendingState.RELEASED, {STATE.QUEUED})


@pytest.mark.parametrize(
    ("verb", "state"), [("release", STATE.QUEUED), ("cancel", STATE.CANCELLED)]
)
def test_a_letter_that_comes_later_follows_its_sending(verb, state):
    """Certificates are still being issued when somebody acts on their letters."""
    gathering = gather()
    write(gathering, "event:1")
    getattr(outbox, verb)(Sending.objects.get(), by=None)

    assert write(gathering, "event:2").state == state


@pytest.mark.parametrize("state", [STATE.HELD, STATE.CANCELLED])
def test_a_letter_held_or_stopped_is_not_among_the_candidates_messages(client, state):
    letter = make_letter(state=state, sending=make_sending())
    client.force_login(letter.person)

    assert list(client.get(reverse("letters:mine")).context["page"]) == []


def test_the_office_reads_each_letter_before_it_leaves(client, office):
    sending = held()

    page = client.get(sending.get_absolute_url()).content.decode()

    for letter in sending.letters.all():
        assert letter.body.splitlines()[2] in page
        assert letter.address in page
        assert str(letter.person) in page


def test_the_list_says_what_waits_and_what_became_of_the_others(client, office):
    waiting = held()
    gone = make_sending(state=SendingState.RELEASED)
    make_letter(sending=gone)
    make_letter(sending=gone, state=STATE.FAILED)

    shown = client.get(reverse("letters:sendings")).context

    assert [(each, each.count) for each in shown["waiting"]] == [(waiting, 2)]
    assert [(each, each.count, each.arrived, each.failed) for each in shown["page"]] == [
        (gone, 2, 1, 1)
    ]
    assert shown["troubled"] == 1


def test_a_stranger_finds_no_sending(client):
    sending = held()
    client.force_login(make_person())

    assert client.get(reverse("letters:sendings")).status_code == 404
    assert client.get(sending.get_absolute_url()).status_code == 404
    assert [act(client, verb, sending).status_code for verb in ("release", "cancel")] == [404, 404]
    assert states(sending) == (SendingState.HELD, {STATE.HELD})


@pytest.mark.parametrize("page", ["list", "one"])
def test_the_pages_ask_the_same_of_the_database_for_one_and_three(
    client, office, page, django_assert_num_queries, django_assert_max_num_queries
):
    sending = held(letters=1)
    address = reverse("letters:sendings") if page == "list" else sending.get_absolute_url()
    with django_assert_max_num_queries(20) as asked:
        client.get(address)

    for _ in range(2):
        make_letter(state=STATE.HELD, sending=sending)
        held()

    with django_assert_num_queries(len(asked)):
        client.get(address)


@pytest.mark.django_db(transaction=True)
def test_two_workers_let_a_sending_go_once(together):
    held(letters=6)
    later(minutes=10)

    sent = together(lambda worker: outbox.deliver_due(), 2)
    sent.append(outbox.deliver_due())

    assert sum(sent) == 6
    assert Entry.objects.filter(verb="released").count() == 1
