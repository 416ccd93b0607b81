"""A person finds again everything that was written to them, and nothing of anybody else's."""

import pytest
from django.urls import reverse

from acquis.base import outbox
from acquis.base.models import Message
from tests.factories import make_letter, make_person

pytestmark = pytest.mark.django_db


def shown(client):
    return list(client.get(reverse("letters:mine")).context["page"])


def test_my_letters_are_all_there_the_newest_first(client):
    ada = make_person("Ada")
    letters = [make_letter(ada, state=state) for state in ("queued", "sent", "failed")]
    make_letter()
    client.force_login(ada)

    assert shown(client) == letters[::-1]


def test_a_letter_that_did_not_arrive_says_so(client):
    letter = make_letter(state=Message.State.FAILED)
    client.force_login(letter.person)

    page = client.get(reverse("letters:mine")).content.decode()

    assert reverse("account_email") in page
    assert "550" not in page


def test_the_keys_of_an_account_are_not_shown_again(client):
    ada = make_person("Ada")
    outbox.queue_text(ada.email, "Clé", "…", kind="password_reset", once="key:1", person=ada)
    client.force_login(ada)

    assert shown(client) == []


def test_what_a_letter_says_is_never_read_as_html(client):
    letter = make_letter(body="Bonjour\n\n<script>alert(1)</script> <b>gras</b>")
    client.force_login(letter.person)

    page = client.get(reverse("letters:mine")).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;gras&lt;/b&gt;" in page


def test_a_letter_is_read_aloud_in_its_own_language(client):
    ada = make_person("Ada", language="en")
    make_letter(ada, subject="Votre demande", body="Reçue.", language="fr")
    client.force_login(ada)
    client.cookies["django_language"] = "en"

    page = client.get(reverse("letters:mine")).content.decode()

    assert '<html lang="en">' in page
    assert '<span class="fold__title" lang="fr">Votre demande</span>' in page
    assert '<pre class="letter" lang="fr">Reçue.</pre>' in page


def test_whoever_is_not_signed_in_is_asked_to(client):
    make_letter()

    assert reverse("account_login") in client.get(reverse("letters:mine")).url


def test_the_list_asks_the_same_of_the_database_for_one_and_three(
    client, django_assert_num_queries, django_assert_max_num_queries
):
    ada = make_letter().person
    client.force_login(ada)
    with django_assert_max_num_queries(20) as asked:
        shown(client)

    make_letter(ada)
    make_letter(ada)

    with django_assert_num_queries(len(asked)):
        shown(client)
