"""A double click is one act; a refused form may be sent again."""

import uuid

import pytest
from django.test import Client

from acquis.base.models import Entry, Once
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("acquis.base.tests.doors")]


@pytest.fixture
def person(client):
    person = make_person()
    client.force_login(person)
    return person


def send(client, key, name="a", **fields):
    return client.post("/essai/creer/", {"once": str(key), "name": name, **fields})


def created():
    return list(Entry.objects.order_by("number").values_list("subject", flat=True))


def test_the_second_post_of_a_page_gets_the_first_ones_answer(client, person):
    key = uuid.uuid4()

    first, second = send(client, key), send(client, key, name="b")

    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"] == "/essai/1/"
    assert created() == ["thing:a"]


def test_two_pages_are_two_acts(client, person):
    assert send(client, uuid.uuid4())["Location"] == "/essai/1/"
    assert send(client, uuid.uuid4())["Location"] == "/essai/2/"

    assert created() == ["thing:a", "thing:a"]


def test_a_refused_form_may_be_sent_again(client, person):
    key = uuid.uuid4()

    refused = send(client, key, name="")

    assert refused.content == b"a name is missing"
    assert not Once.objects.exists()
    assert send(client, key)["Location"] == "/essai/1/"
    assert created() == ["thing:a"]


def test_a_form_that_broke_may_be_sent_again(person):
    client = Client(raise_request_exception=False)
    client.force_login(person)
    key = uuid.uuid4()

    assert send(client, key, name="broken").status_code == 500

    assert not Once.objects.exists()
    assert send(client, key)["Location"] == "/essai/1/"


def test_an_answer_to_htmx_is_remembered_too(client, person):
    key = uuid.uuid4()

    first, second = send(client, key, htmx="1"), send(client, key, htmx="1")

    assert first["HX-Redirect"] == second["Location"] == "/essai/1/"
    assert created() == ["thing:a"]


def test_another_persons_key_is_another_key(client, person):
    key = uuid.uuid4()
    send(client, key)
    other = Client()
    other.force_login(make_person())

    answer = send(other, key, name="b")

    assert answer["Location"] == "/essai/2/"
    assert send(client, key)["Location"] == "/essai/1/"
    assert created() == ["thing:a", "thing:b"]


@pytest.mark.parametrize("key", ["", "no key at all"])
def test_a_form_without_a_key_counts_each_time(key, client, person):
    send(client, key)
    send(client, key)

    assert created() == ["thing:a", "thing:a"]


def test_reading_a_page_leaves_no_key(client, person):
    client.get("/essai/creer/", {"once": str(uuid.uuid4())})

    assert not Once.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_that_arrives_at_once_is_one_act(together):
    person, key = make_person(), uuid.uuid4()
    clients = [Client() for _ in range(4)]
    for client in clients:
        client.force_login(person)

    answers = together(lambda number: send(clients[number], key)["Location"], 4)

    assert answers == ["/essai/1/"] * 4
    assert created() == ["thing:a"]
