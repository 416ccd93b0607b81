"""Somebody's address changes: after the password is given again and the new address confirmed."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from tests.factories import make_person

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "lovelace@exemple.example"


@pytest.fixture
def signed_in(client, ada, sign_in):
    """Ada, who has just given her password again."""
    sign_in(client)
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    return client


def ask(client, address=NEW):
    return client.post("/compte/email/", {"email": address, "action_add": ""}, follow=True)


def test_the_new_address_replaces_the_old_when_confirmed_and_both_are_told(
    signed_in, ada, sign_in, letters, link_in, is_signed_in, outbox
):
    page = ask(signed_in)

    assertContains(page, f"{NEW} reste à confirmer")
    ada.refresh_from_db()
    assert ada.email == "ada@exemple.example"
    assert letters() == [("email_confirmation", NEW)]

    signed_in.post(link_in("email_confirmation"))

    ada.refresh_from_db()
    assert ada.email == NEW
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        (NEW, True, True)
    ]
    assert letters()[1:] == [("email_changed", "ada@exemple.example")]
    body = outbox.get(kind="email_changed").body
    assert f"L’adresse de votre compte est maintenant {NEW}" in body
    browser = Client()
    sign_in(browser, NEW)
    assert is_signed_in(browser)


def test_somebody_signed_in_gives_the_password_again_first(client, ada, sign_in, letters):
    sign_in(client)

    page = ask(client)

    assertContains(page, "<h1>Est-ce bien vous\xa0?</h1>")
    assert letters() == []
    assert client.post("/compte/reauthenticate/", {"password": "non"}).status_code == 200
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    ask(client)
    assert letters() == [("email_confirmation", NEW)]


def test_the_address_of_somebody_else_is_not_taken_nor_told(signed_in, ada, letters):
    other = make_person(email=NEW, password=PASSWORD)
    EmailAddress.objects.create(user=other, email=NEW, verified=True, primary=True)

    page = ask(signed_in)

    assertContains(page, f"{NEW} reste à confirmer")
    ada.refresh_from_db()
    other.refresh_from_db()
    assert (ada.email, other.email) == ("ada@exemple.example", NEW)


def test_an_address_of_somebody_else_cannot_be_confirmed(signed_in, ada, link_in):
    ask(signed_in)
    other = make_person(email=NEW, password=PASSWORD)
    EmailAddress.objects.create(user=other, email=NEW, verified=True, primary=True)

    page = signed_in.get(link_in("email_confirmation"))

    assertContains(page, "<h1>Ce lien ne fonctionne plus</h1>")
    signed_in.post(link_in("email_confirmation"))
    ada.refresh_from_db()
    assert ada.email == "ada@exemple.example"


def test_a_change_may_be_given_up(signed_in, ada, link_in):
    ask(signed_in)

    page = signed_in.post("/compte/email/", {"email": NEW, "action_remove": ""}, follow=True)

    assertContains(page, f"L’adresse {NEW} n’est plus liée à votre compte.")
    assert list(EmailAddress.objects.values_list("email", flat=True)) == [ada.email]
    assertContains(signed_in.get(link_in("email_confirmation")), "Ce lien ne fonctionne plus")


def test_the_message_may_be_sent_again_after_a_while(signed_in, letters):
    ask(signed_in)

    answer = signed_in.post("/compte/email/", {"email": NEW, "action_send": ""})

    assertRedirects(answer, "/compte/email/")
    assert letters() == [("email_confirmation", NEW)]


def test_ones_only_address_cannot_be_removed(signed_in, ada):
    page = signed_in.post("/compte/email/", {"email": ada.email, "action_remove": ""}, follow=True)

    assertContains(page, "elle ne peut pas être retirée")
    assert EmailAddress.objects.get().email == ada.email


@pytest.mark.parametrize("address", ["", "lovelace", "ada@exemple.example"])
def test_a_wrong_address_is_refused(address, signed_in, letters):
    page = ask(signed_in, address)

    assert sorted(page.context["form"].errors) == ["email"]
    assert letters() == []
