"""A forgotten password is replaced by a link that works once and for a while; both ways of
changing one are told to its owner."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from .conftest import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "quatre mots bien différents"


def ask(client, address="ada@exemple.example"):
    return client.post("/compte/password/reset/", {"email": address})


def choose(client, link, password=NEW, again=None):
    """Open the link and fill in the page that it leads to."""
    page = client.get(link, follow=True)
    if not page.context.get("form"):
        return page
    return client.post(
        page.request["PATH_INFO"], {"password1": password, "password2": again or password}
    )


def test_the_link_changes_the_password(client, ada, sign_in, letters, link_in, is_signed_in):
    assertRedirects(ask(client), "/compte/password/reset/done/")
    assert letters() == [("password_reset_key", "ada@exemple.example")]

    answer = choose(client, link_in("password_reset_key"))

    assertRedirects(answer, "/compte/password/reset/key/done/")
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert not is_signed_in(client)
    assert letters()[1:] == [("password_reset", "ada@exemple.example")]
    sign_in(client, password=NEW)
    assert is_signed_in(client)


def test_the_message_says_what_to_do_and_for_how_long(client, ada, outbox):
    ask(client)

    message = outbox.get()
    assert message.subject == "Choisir un nouveau mot de passe"
    assert "pendant 30 minutes" in message.body
    assert message.person == ada


def test_the_link_names_our_host_whatever_the_request_claims(
    client, ada, link_in, settings, outbox
):
    settings.ALLOWED_HOSTS = ["*"]
    client.defaults["HTTP_HOST"] = "evil.example"

    ask(client)

    assert link_in("password_reset_key").startswith("/compte/password/reset/key/")
    assert "evil" not in outbox.get().body


def test_an_unknown_address_gets_the_same_page_and_another_message(client, ada, letters):
    known, unknown = ask(client), ask(Client(), "nobody@exemple.example")

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert letters() == [
        ("password_reset_key", "ada@exemple.example"),
        ("unknown_account", "nobody@exemple.example"),
    ]


@pytest.mark.parametrize("address", ["аda@exemple.example", "ada@exemple.exаmple"])
def test_a_look_alike_address_gets_no_link(address, client, ada, letters):
    ask(client, address)

    assert "password_reset_key" not in [kind for kind, _ in letters()]


def test_a_closed_account_gets_no_link(client, ada, letters):
    ada.is_active = False
    ada.save()

    ask(client)

    assert letters() == [("unknown_account", "ada@exemple.example")]


def use_it(client, link, ada, settings):
    choose(Client(), link)


def change_the_password(client, link, ada, settings):
    ada.set_password("entretemps changé par moi")
    ada.save()


def change_the_address(client, link, ada, settings):
    ada.email = "lovelace@exemple.example"
    ada.save()


def wait(client, link, ada, settings):
    assert settings.PASSWORD_RESET_TIMEOUT == 30 * 60
    settings.PASSWORD_RESET_TIMEOUT = -1


@pytest.mark.parametrize("meanwhile", [use_it, change_the_password, change_the_address, wait])
def test_a_link_dies(meanwhile, client, ada, link_in, settings):
    ask(client)
    link = link_in("password_reset_key")
    meanwhile(client, link, ada, settings)

    page = choose(client, link, "encore un autre mot de passe")

    assertContains(page, "<h1>Ce lien ne fonctionne plus</h1>")
    ada.refresh_from_db()
    assert not ada.check_password("encore un autre mot de passe")


def test_a_link_of_another_browser_does_not_open_from_its_last_page(client, ada, link_in):
    ask(client)
    page = client.get(link_in("password_reset_key"), follow=True)

    stranger = Client().get(page.request["PATH_INFO"])

    assertContains(stranger, "<h1>Ce lien ne fonctionne plus</h1>")


@pytest.mark.parametrize(
    ("password", "again", "wrong"),
    [
        ("court", None, ["password1"]),
        (NEW, "autre chose que cela", ["password2"]),
        ("ada@exemple.example", None, ["password1"]),
    ],
)
def test_a_password_too_weak_or_mistyped_is_refused(password, again, wrong, client, ada, link_in):
    ask(client)

    answer = choose(client, link_in("password_reset_key"), password, again)

    assert sorted(answer.context["form"].errors) == wrong
    ada.refresh_from_db()
    assert ada.check_password(PASSWORD)


def test_somebody_signed_in_changes_the_password_and_other_devices_sign_in_again(
    client, ada, sign_in, letters, is_signed_in
):
    other = Client()
    sign_in(client)
    sign_in(other)

    answer = client.post(
        "/compte/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
        follow=True,
    )

    assertContains(answer, "Votre mot de passe est changé.")
    ada.refresh_from_db()
    assert ada.check_password(NEW)
    assert letters() == [("password_changed", "ada@exemple.example")]
    assert client.get("/compte/email/").status_code == 200
    assert other.get("/compte/email/").status_code == 302


def test_the_change_is_told_with_its_moment_and_where_it_came_from(client, ada, sign_in, outbox):
    sign_in(client)

    client.post(
        "/compte/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
        headers={"user-agent": "Gagnez sur evil.example"},
    )

    message = outbox.get()
    assert message.subject == "Votre mot de passe est changé"
    assert message.body == (
        "Bonjour,\n\nLe mot de passe de votre compte a été changé.\n\n"
        "Cela a été fait le 3 octobre 2022 10:00, depuis l’adresse réseau 127.0.0.1.\n\n"
        "Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe\xa0: "
        "http://127.0.0.1:8000/compte/password/reset/\n\n-- \nAcquis\nhttp://127.0.0.1:8000\n"
    )
    assert message.person == ada


def test_the_present_password_is_asked_first(client, ada, sign_in, letters):
    sign_in(client)

    answer = client.post(
        "/compte/password/change/",
        {"oldpassword": "pas le bon", "password1": NEW, "password2": NEW},
    )

    assert sorted(answer.context["form"].errors) == ["oldpassword"]
    assert letters() == []
