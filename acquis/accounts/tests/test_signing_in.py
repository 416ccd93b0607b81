"""Somebody signs in and out; nobody learns who has an account, nor is led elsewhere."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

WRONG = "L’adresse e-mail ou le mot de passe sont incorrects."


def test_signing_in_leads_to_ones_page(client, ada, sign_in, is_signed_in):
    answer = sign_in(client, "ADA@exemple.example")

    assertRedirects(answer, "/")
    assert is_signed_in(client)
    assertContains(answer, "Ada")


@pytest.mark.parametrize(
    ("address", "password"),
    [
        ("ada@exemple.example", "un mauvais mot de passe"),
        ("nobody@exemple.example", PASSWORD),
        ("ada@exemple.example", PASSWORD.upper()),
    ],
    ids=["wrong password", "unknown", "capitals"],
)
def test_a_wrong_address_and_a_wrong_password_get_the_same_sentence(
    address, password, client, ada, sign_in, is_signed_in
):
    answer = sign_in(client, address, password)

    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors() == [WRONG]
    assert not is_signed_in(client)


def test_a_closed_account_does_not_open(client, ada, sign_in, is_signed_in):
    ada.is_active = False
    ada.save()

    answer = sign_in(client)

    assertContains(answer, "<h1>Ce compte est fermé</h1>")
    assert not is_signed_in(client)


def test_an_account_closed_while_it_is_open_ends_at_once(client, ada, sign_in):
    sign_in(client)
    assert client.get("/compte/email/").status_code == 200
    ada.is_active = False
    ada.save()

    assert client.get("/compte/email/").status_code == 302


def test_signing_in_leads_back_to_the_page_that_asked_for_it(client, ada, sign_in):
    page = client.get("/compte/email/", follow=True)
    assertContains(page, '<input type="hidden" name="next" value="/compte/email/">')

    answer = sign_in(client, next="/compte/email/")

    assertRedirects(answer, "/compte/email/")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        " //evil.example",
        "https:evil.example",
    ],
)
@pytest.mark.parametrize("address", ["/compte/login/", "/compte/logout/"])
def test_nobody_is_led_to_another_site(address, elsewhere, client, ada, is_signed_in):
    if address == "/compte/logout/":
        client.force_login(ada)

    answer = client.post(address, {"login": ada.email, "password": PASSWORD, "next": elsewhere})

    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_signing_out_is_a_button_and_ends_the_session_everywhere_it_was_copied(
    client, ada, sign_in, is_signed_in
):
    sign_in(client)
    copied = Client()
    copied.cookies["session"] = client.cookies["session"].value
    assert is_signed_in(copied)
    assertContains(client.get("/compte/logout/"), "<h1>Se déconnecter</h1>")
    assert is_signed_in(client)

    assertRedirects(client.post("/compte/logout/"), "/")

    assert not is_signed_in(client)
    assert not is_signed_in(copied)


def test_a_session_made_before_signing_in_is_not_the_one_after(client, ada, sign_in):
    client.get("/compte/login/")
    session = client.session
    session["left"] = "here"
    session.save()
    before = session.session_key

    sign_in(client)

    assert client.session.session_key != before


def test_too_many_wrong_passwords_rest_for_a_while_even_for_the_right_one(
    client, ada, sign_in, is_signed_in
):
    for _ in range(5):
        sign_in(client, password="un mauvais mot de passe")

    answer = sign_in(client)

    assert answer.context["form"].non_field_errors() == [
        "Trop de tentatives de connexion échouées. Veuillez réessayer ultérieurement."
    ]
    assert not is_signed_in(client)


def test_a_header_does_not_make_the_count_start_again(client, ada, sign_in, is_signed_in):
    for number in range(5):
        client.defaults["HTTP_X_FORWARDED_FOR"] = f"10.0.0.{number}"
        sign_in(client, password="un mauvais mot de passe")

    sign_in(client)

    assert not is_signed_in(client)


def test_behind_a_proxy_each_visitor_has_a_count_of_their_own(
    client, ada, sign_in, is_signed_in, settings
):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.66"
    for number in range(11):
        sign_in(client, f"nobody{number}@exemple.example")
    client.defaults["HTTP_X_FORWARDED_FOR"] = "10.1.1.1, 192.0.2.66"
    sign_in(client)
    assert not is_signed_in(client)

    client.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.7"
    sign_in(client)

    assert is_signed_in(client)


def test_too_many_requests_get_a_page_that_says_to_wait(client, ada, sign_in):
    for number in range(30):
        sign_in(client, f"nobody{number}@exemple.example")

    answer = sign_in(client)

    assertContains(answer, "<h1>Trop de tentatives</h1>", status_code=429)


def test_a_password_never_comes_back_in_a_page(client, ada, sign_in):
    answer = sign_in(client, password="un mauvais mot de passe")

    assert b"un mauvais mot de passe" not in answer.content
