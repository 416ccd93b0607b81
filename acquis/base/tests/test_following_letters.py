"""The office sees which letters did not arrive, why, and what to do; it can send one again."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from acquis.accounts.models import Person, Role
from acquis.base import clock, outbox
from acquis.base.models import Entry, Message
from tests.factories import make_edition, make_letter, make_person, make_staff

pytestmark = pytest.mark.django_db
STATE = Message.State


@pytest.fixture
def office(client):
    person = make_staff(Role.Kind.OFFICE)
    client.force_login(person)
    return person


def followed(client):
    return [letter.pk for letter in client.get(reverse("letters:undelivered")).context["page"]]


def send_again(client, letter, **fields):
    return client.post(reverse("letters:send_again", args=[letter.pk]), fields)


def test_the_office_reads_what_was_refused_why_and_what_to_do(client, office):
    letter = make_letter(make_person("Ada"), state=STATE.FAILED)
    make_letter()

    page = client.get(reverse("letters:undelivered"))

    assert [each.pk for each in page.context["page"]] == [letter.pk]
    for words in (letter.address, "550 No such person", "La boîte aux lettres est refusée.", "Ada"):
        assert words in page.content.decode()


def test_a_letter_put_off_and_one_to_an_unconfirmed_address_are_followed_too(client, office):
    put_off = make_letter(state=STATE.QUEUED, last_error="451 Come back")
    doubted = make_letter()
    EmailAddress.objects.create(user=doubted.person, email=doubted.address, verified=False)
    confirmed = make_letter()
    EmailAddress.objects.create(user=confirmed.person, email=confirmed.address, verified=True)
    make_letter(state=STATE.QUEUED)

    assert sorted(followed(client)) == sorted([put_off.pk, doubted.pk])


def test_of_the_letters_to_one_unconfirmed_address_only_the_last_is_listed(client, office):
    doubted = make_letter()
    EmailAddress.objects.create(user=doubted.person, email=doubted.address, verified=False)

    last = make_letter(doubted.person)

    assert followed(client) == [last.pk]


def test_a_letter_that_never_arrived_leaves_again_to_the_new_address(client, office, at):
    letter = make_letter(state=STATE.FAILED, attempts=8)
    Person.objects.filter(pk=letter.person.pk).update(email="nouvelle@exemple.example")

    response = send_again(client, letter)

    assert response.url == reverse("letters:undelivered")
    letter.refresh_from_db()
    assert (letter.state, letter.address) == (STATE.QUEUED, "nouvelle@exemple.example")
    assert (letter.attempts, letter.failure, letter.last_error) == (0, "", "")
    assert letter.next_attempt_at == clock.now()
    assert list(Entry.objects.values_list("verb", "subject", "by", "facts")) == [
        ("sent_again", f"base.message:{letter.pk}", office.pk, {"copy": str(letter.pk)})
    ]
    assert outbox.deliver_due() == 1
    assert followed(client) == []


def test_a_letter_that_was_sent_leaves_again_as_a_copy_kept_beside_it(client, office):
    letter = make_letter(kind="result", about="a", dossier="b")

    send_again(client, letter)
    outbox.deliver_due()
    send_again(client, Message.objects.exclude(pk=letter.pk).get())
    outbox.deliver_due()

    copies = Message.objects.exclude(pk=letter.pk).order_by("pk")
    assert [copy.again_of for copy in copies] == [letter, letter]
    for copy in copies:
        assert (copy.state, copy.kind) == (STATE.SENT, "result")
        assert (copy.about, copy.dossier) == ("a", "b")
        assert (copy.subject, copy.body) == (letter.subject, letter.body)
    letter.refresh_from_db()
    assert letter.state == STATE.SENT


@pytest.mark.parametrize("state", [STATE.QUEUED, STATE.HELD, STATE.CANCELLED])
def test_a_letter_that_has_not_left_is_not_doubled(client, office, state):
    letter = make_letter(state=state)

    page = client.post(reverse("letters:send_again", args=[letter.pk]), follow=True)

    assert "n’est pas encore parti" in page.content.decode()
    assert list(Message.objects.values_list("pk", "state")) == [(letter.pk, state)]
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/courrier/envois/", "/courrier/envois/"),
        ("https://evil.example/", "/courrier/a-suivre/"),
        ("//evil.example/", "/courrier/a-suivre/"),
        ("accepted", "/courrier/a-suivre/"),
    ],
)
def test_sending_again_leads_back_to_a_page_of_ours(client, office, asked, led):
    assert send_again(client, make_letter(), next=asked).url == led


def test_a_stranger_and_another_programmes_office_find_nothing(client):
    letter = make_letter(state=STATE.FAILED)
    other = make_staff(Role.Kind.OFFICE)
    other.roles.update(programme_code="essai-lecon")

    client.force_login(make_person())
    assert client.get(reverse("letters:undelivered")).status_code == 404
    assert send_again(client, letter).status_code == 404
    client.force_login(other)
    assert followed(client) == []
    assert send_again(client, letter).status_code == 404


def test_letters_about_an_account_are_nobodys_to_read(client, office):
    """They hold keys: whoever reads them can enter."""
    outbox.queue_text("a@exemple.example", "Clé", "…", kind="password_reset", once="a")
    Message.objects.update(state=STATE.FAILED, failure="address")

    assert followed(client) == []


def test_the_list_asks_the_same_of_the_database_for_one_and_three(
    client, office, django_assert_num_queries, django_assert_max_num_queries
):
    make_letter(state=STATE.FAILED)
    with django_assert_max_num_queries(20) as asked:
        client.get(reverse("letters:undelivered"))

    for _ in range(2):
        make_letter(make_person(), make_edition(), STATE.FAILED)

    with django_assert_num_queries(len(asked)):
        client.get(reverse("letters:undelivered"))
