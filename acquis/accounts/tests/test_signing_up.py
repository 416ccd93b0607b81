"""Somebody makes an account: with true names, and an address that is confirmed before use."""

import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects, assertTemplateUsed

from acquis.accounts.models import Person

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db


def sign_up(client, **fields):
    return client.post(
        "/compte/signup/",
        {
            "first_names": "Grace Brewster",
            "birth_name": "Murray",
            "usage_name": "Hopper",
            "email": "Grace@Exemple.example",
            "password1": PASSWORD,
            **fields,
        },
    )


def wrong_fields(answer):
    return sorted(answer.context["form"].errors)


def test_an_account_is_made_but_opens_only_when_its_address_is_confirmed(
    client, sign_in, letters, is_signed_in
):
    answer = sign_up(client)

    assertRedirects(answer, "/compte/confirm-email/")
    person = Person.objects.get()
    assert (person.email, person.language) == ("grace@exemple.example", "fr")
    assert (person.civil_name, str(person)) == ("Grace Brewster Murray", "Grace Brewster Hopper")
    assert person.check_password(PASSWORD)
    assert not EmailAddress.objects.get().verified
    assert letters() == [("email_confirmation_signup", "grace@exemple.example")]
    assert not is_signed_in(client)
    assertRedirects(sign_in(Client(), person.email), "/compte/confirm-email/")


def test_the_message_confirms_by_a_button_and_not_by_being_opened(
    client, sign_in, link_in, is_signed_in
):
    sign_up(client)
    reader = Client()

    page = reader.get(link_in("email_confirmation_signup"))

    assertContains(page, "grace@exemple.example est-elle votre adresse\xa0?")
    assert not EmailAddress.objects.get().verified

    reader.post(link_in("email_confirmation_signup"))

    assert EmailAddress.objects.get().verified
    assert not is_signed_in(reader)
    assertRedirects(sign_in(reader, "grace@exemple.example"), "/")
    assert is_signed_in(reader)


def test_confirming_where_the_account_was_made_signs_in_at_once(client, link_in, is_signed_in):
    sign_up(client)

    client.post(link_in("email_confirmation_signup"))

    assert is_signed_in(client)


def test_the_message_is_in_french_on_a_french_page(client, outbox):
    sign_up(client)

    message = outbox.get()
    assert message.subject == "Confirmez votre adresse e-mail"
    assert message.body.startswith("Bonjour,\n\nQuelqu’un, sans doute vous, a donné cette adresse")
    assert message.body.endswith("\n\n-- \nAcquis\nhttp://127.0.0.1:8000\n")
    assert message.person == Person.objects.get()


def test_the_message_and_the_account_are_in_english_on_an_english_page(client, settings, outbox):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"

    sign_up(client)

    message = outbox.get()
    assert message.subject == "Confirm your e-mail address"
    assert message.body.startswith("Hello,\n\nSomebody, probably you, gave this address")
    assert Person.objects.get().language == "en"


def test_the_message_does_not_carry_the_words_of_a_stranger(client, outbox):
    sign_up(client, first_names="Gagnez mille euros sur evil.example")

    message = outbox.get()
    assert "evil" not in message.subject + message.body


def test_the_message_names_our_host_whatever_the_request_claims(client, link_in, settings, outbox):
    settings.ALLOWED_HOSTS = ["*"]
    client.defaults["HTTP_HOST"] = "evil.example"

    sign_up(client)

    assert link_in("email_confirmation_signup").startswith("/compte/confirm-email/")
    assert "evil" not in outbox.get().body


def test_a_link_works_once(client, link_in):
    sign_up(client)
    link = link_in("email_confirmation_signup")
    Client().post(link)

    page = Client().get(link)

    assertContains(page, "<h1>Ce lien ne fonctionne plus</h1>")


def test_a_link_made_up_says_that_it_does_not_work(client):
    page = client.get("/compte/confirm-email/Mg:1abcde:made-up/")

    assertContains(page, "<h1>Ce lien ne fonctionne plus</h1>")
    assertContains(page, 'href="/compte/login/"')
    assert client.post("/compte/confirm-email/Mg:1abcde:made-up/").status_code == 404


def test_an_address_that_has_an_account_gets_the_same_page_and_another_message(
    client, ada, letters, is_signed_in
):
    other = Client()
    known = sign_up(client, email="ada@exemple.example")
    unknown = sign_up(other, email="nobody@exemple.example")

    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"] == "/compte/confirm-email/"
    pages = [browser.get("/compte/confirm-email/") for browser in (client, other)]
    first, second = [page.content.decode() for page in pages]
    assert without_tokens(first).replace("ada@", "nobody@") == without_tokens(second)
    assert letters() == [
        ("account_already_exists", "ada@exemple.example"),
        ("email_confirmation_signup", "nobody@exemple.example"),
    ]
    ada.refresh_from_db()
    assert (ada.first_names, ada.check_password(PASSWORD)) == ("Ada", True)
    assert not is_signed_in(client)


def without_tokens(page):
    return "\n".join(line for line in page.splitlines() if "csrf" not in line)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"first_names": ""}, ["first_names"]),
        ({"birth_name": "   "}, ["birth_name"]),
        ({"email": "grace"}, ["email"]),
        ({"email": "grace@exemple.example\r\nBcc: x@exemple.example"}, ["email"]),
        ({"password1": "court"}, ["password1"]),
        ({"password1": "passwordpassword"}, []),
        ({"password1": "12345678901234"}, []),
        ({"password1": "grace@exemple.example"}, ["password1"]),
        ({"first_names": "x" * 151}, ["first_names"]),
        ({"first_names": "Grace\u202e"}, ["first_names"]),
        ({"birth_name": "<b>Murray</b>"}, ["birth_name"]),
        ({"usage_name": "http://evil.example"}, ["usage_name"]),
        ({"first_names": "Grace\0"}, ["first_names"]),
    ],
)
def test_a_wrong_field_is_shown_with_what_was_typed(fields, wrong, client, letters):
    answer = sign_up(client, **fields)

    if not wrong:
        assert answer.status_code == 302
        return
    assertTemplateUsed(answer, "account/signup.html")
    assert wrong_fields(answer) == wrong
    assertContains(answer, 'value="Hopper"' if "usage_name" not in fields else 'value="Murray"')
    assert PASSWORD not in answer.content.decode()
    assert (Person.objects.count(), letters()) == (0, [])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Jean-Noël   Marie ", "Jean-Noël Marie"),
        ("D’Alembert\r\nBcc: x", None),
        ("O'Neil\tJr.", "O'Neil Jr."),
        ("Łukasz", "Łukasz"),
        ("Nguyễn Thị", "Nguyễn Thị"),
    ],
)
def test_a_name_is_kept_on_one_line(typed, kept, client):
    sign_up(client, first_names=typed)

    assert [person.first_names for person in Person.objects.all()] == ([kept] if kept else [])


def test_nobody_gives_themselves_more_than_a_name(client):
    sign_up(client, is_active="", language="xx", roles="1", id="77", joined_at="2000-01-01")

    person = Person.objects.get()
    assert (person.is_active, person.language, person.roles.count()) == (True, "fr", 0)
    assert person.pk != 77


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_account():
    start, answers = threading.Barrier(3), []

    def click():
        browser = Client()
        start.wait()
        answers.append(sign_up(browser)["Location"])
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(3)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert answers == ["/compte/confirm-email/"] * 3
    assert Person.objects.count() == EmailAddress.objects.count() == 1
