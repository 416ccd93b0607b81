"""Signing in by CAS, against a real server: a first time, the next ones, and what is refused."""

import logging
import socket
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.accounts.models import Federated, Person
from acquis.base import clock
from acquis.base.models import Entry
from tests.factories import make_institution, make_person

from .conftest import ORLEANS
from .words import BEGUN_ELSEWHERE, NAMES, WELCOME, home_path, is_signed_in

pytestmark = pytest.mark.django_db

NOT_CONFIRMED = "L’Université d’Orléans n’a pas confirmé cette connexion : recommencez."
SILENT = "Le service de connexion ne répond pas (l’Université d’Orléans)."


@pytest.fixture
def camille(orleans, come_back):
    """Somebody whose account was made by a first sign-in; their browser is closed since."""
    client = Client()
    come_back(client, "cexemple")
    client.post(WELCOME, NAMES)
    return Person.objects.get(email="camille.exemple@etu.exemple.example")


def test_without_a_server_the_pages_offer_none(client):
    page = client.get("/compte/login/")

    assertNotContains(page, "Avec votre établissement")
    assert client.get("/compte/etablissements/orleans/").status_code == 404


@pytest.mark.parametrize("address", ["/compte/login/", "/compte/signup/"])
def test_each_server_has_its_button_which_keeps_where_one_was_going(client, orleans, address):
    page = client.get(address, {"next": "/inscription/"})

    assertContains(
        page,
        '<a class="button" rel="nofollow" '
        'href="/compte/etablissements/orleans/?next=%2Finscription%2F">'
        "Se connecter avec l’Université d’Orléans</a>",
        html=True,
    )


def test_a_first_sign_in_makes_the_account_from_what_the_institution_says(
    client, orleans, come_back
):
    make_institution("orleans")

    page = come_back(client, "cexemple", next="/compte/appareils/")
    assertRedirects(page, WELCOME)
    assertContains(page, 'value="Camille"')
    assertContains(page, "<dd>22200001</dd>")
    assert not Person.objects.exists()
    answer = client.post(WELCOME, {**NAMES, "birth_name": "Exemple-Naissance"})

    assertRedirects(answer, "/compte/appareils/")
    [person] = Person.objects.all()
    assert (person.email, person.civil_name, person.has_usable_password()) == (
        "camille.exemple@etu.exemple.example",
        "Camille Exemple-Naissance",
        False,
    )
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        (person.email, True, True)
    ]
    [federated] = Federated.objects.all()
    assert (federated.person, federated.server, federated.subject) == (
        person,
        "orleans",
        "cexemple",
    )
    assert federated.facts == {
        "supannEtuId": ["22200001"],
        "supannCodeINE": ["0123456789G"],
        "supannEtablissement": ["{UAI}0450855K"],
        "supannEtuEtape": ["{UAI:0450855K}MEEF2-ORL"],
        "eduPersonPrimaryAffiliation": ["student"],
        "eduPersonAffiliation": ["member", "student"],
    }
    assert list(Entry.objects.values_list("chain", "verb", "by", "subject", "facts")) == [
        (
            "orleans",
            "account made by sign-in",
            person.pk,
            f"accounts.person:{person.pk}",
            {"server": "orleans"},
        )
    ]


def test_the_next_times_the_account_opens_by_the_identifier_whatever_became_of_the_address(
    client, camille, come_back, at
):
    Person.objects.filter(pk=camille.pk).update(email="autre@exemple.example")
    EmailAddress.objects.filter(user=camille).update(email="autre@exemple.example")
    Federated.objects.update(facts={"supannEtuEtape": ["ancienne"]})
    at(2023, 1, 9, 8)

    answer = come_back(client, "cexemple", next="/compte/appareils/")

    assertRedirects(answer, "/compte/appareils/")
    assert client.session["_auth_user_id"] == str(camille.pk)
    federated = Federated.objects.get()
    assert federated.facts["supannEtuEtape"] == ["{UAI:0450855K}MEEF2-ORL"]
    assert federated.told_at == clock.now()


def test_a_closed_account_does_not_open(client, camille, come_back):
    Person.objects.update(is_active=False)

    assertContains(come_back(client, "cexemple"), "<h1>Ce compte est fermé</h1>")
    assert not is_signed_in(client)


def test_a_ticket_is_good_once(client, camille, browser):
    out = client.get("/compte/etablissements/orleans/")
    home = home_path(browser.sign_in(out["Location"], "cexemple"))
    client.get(home)
    assert is_signed_in(client)
    client.post("/compte/logout/")

    again = client.get(home, follow=True)

    assertContains(again, BEGUN_ELSEWHERE)
    assert not is_signed_in(client)


def test_a_ticket_presented_with_another_way_out_is_refused_by_the_server(client, camille, browser):
    """The server gave it for the first address; the second one is not that."""
    first = client.get("/compte/etablissements/orleans/")["Location"]
    second = client.get("/compte/etablissements/orleans/")["Location"]
    ticket = parse_qs(urlsplit(browser.sign_in(first, "cexemple")).query)["ticket"][0]
    back = home_path(parse_qs(urlsplit(second).query)["service"][0])

    answer = client.get(f"{back}&ticket={ticket}", follow=True)

    assertContains(answer, NOT_CONFIRMED)
    assert not is_signed_in(client)


def test_what_somebody_else_began_does_not_sign_me_in(client, camille, browser):
    attacker = Client()
    out = attacker.get("/compte/etablissements/orleans/")
    home = home_path(browser.sign_in(out["Location"], "cexemple"))

    answer = client.get(home, follow=True)

    assertContains(answer, BEGUN_ELSEWHERE)
    assert not is_signed_in(client)


def test_a_way_out_to_one_server_does_not_come_back_from_another(
    client, cas, servers, camille, browser
):
    servers([{**ORLEANS, "address": cas}, {**ORLEANS, "address": cas, "code": "tours"}])
    out = client.get("/compte/etablissements/orleans/")
    home = home_path(browser.sign_in(out["Location"], "cexemple"))

    answer = client.get(home.replace("/orleans/", "/tours/"), follow=True)

    assertContains(answer, BEGUN_ELSEWHERE)


def test_two_servers_with_the_same_identifier_are_two_people(
    client, cas, servers, camille, come_back
):
    servers([{**ORLEANS, "address": cas, "code": "tours", "name": "Université de Tours"}])

    page = come_back(client, "cexemple", server="tours")

    assertRedirects(page, WELCOME)
    assertContains(page, "Un compte existe déjà ici avec l’adresse")
    assert not is_signed_in(client)


@pytest.mark.parametrize("ticket", ["", "ST-invented", "PT-1-x", "ST-é", "ST-" + "9" * 300, "\0"])
def test_an_invented_ticket_opens_nothing(client, camille, ticket):
    out = client.get("/compte/etablissements/orleans/")
    back = home_path(parse_qs(urlsplit(out["Location"]).query)["service"][0])

    answer = client.get(back, {**parse_qs(urlsplit(back).query), "ticket": ticket}, follow=True)

    assertContains(answer, NOT_CONFIRMED)
    assert not is_signed_in(client)


def test_a_wrong_password_stays_at_the_institution(client, orleans, browser):
    out = client.get("/compte/etablissements/orleans/")

    assert browser.sign_in(out["Location"], "cexemple", "un autre") is None


def test_coming_back_too_late_starts_again(client, camille, browser, at):
    out = client.get("/compte/etablissements/orleans/")
    home = home_path(browser.sign_in(out["Location"], "cexemple"))
    at(2022, 10, 3, 10, 31)

    assertContains(client.get(home, follow=True), BEGUN_ELSEWHERE)


def test_the_server_is_told_our_own_address_whatever_the_request_claims(client, orleans):
    out = client.get("/compte/etablissements/orleans/", headers={"Host": "localhost"})

    [service] = parse_qs(urlsplit(out["Location"]).query)["service"]
    assert service.startswith("http://127.0.0.1:8000/compte/etablissements/orleans/retour/?state=")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_nobody_is_led_to_another_site(client, camille, come_back, elsewhere):
    assertRedirects(come_back(client, "cexemple", next=elsewhere), "/")


@pytest.mark.parametrize("protocol", ["cas"])
def test_a_server_that_is_down_is_said_clearly(client, servers, protocol, caplog):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        dead = f"http://127.0.0.1:{nobody.getsockname()[1]}/cas"
    servers([{**ORLEANS, "address": dead}])

    answer = back_with_a_ticket(client)

    assertContains(answer, SILENT)
    assertContains(answer, "<h1>Se connecter</h1>")
    assert caplog.record_tuples == [
        ("acquis", logging.WARNING, "orleans cannot be asked: URLError")
    ]


def a_success(inside):
    space = "http://www.yale.edu/tp/cas"
    return f'<cas:serviceResponse xmlns:cas="{space}">{inside}</cas:serviceResponse>'


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
USER = "<cas:authenticationSuccess><cas:user>x</cas:user></cas:authenticationSuccess>"


@pytest.mark.parametrize(
    ("answered", "sentence"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\nyes\nx\n", SILENT),
        (b"HTTP/1.0 200 OK\r\n\r\n" + (BOMB + a_success(USER)).encode(), SILENT),
        (b"HTTP/1.0 200 OK\r\n\r\n<a/>" + b" " * 300_000, SILENT),
        (b"HTTP/1.0 200 OK\r\n\r\n<a/>", SILENT),
        (b"HTTP/1.0 302 Found\r\nLocation: http://127.0.0.1:9/\r\n\r\n", SILENT),
        (b"HTTP/1.0 500 Oh\r\n\r\n", SILENT),
        (b"nonsense", SILENT),
        (b"HTTP/1.0 200 OK\r\n\r\n" + a_success(USER * 2).encode(), NOT_CONFIRMED),
        (b"HTTP/1.0 200 OK\r\n\r\n" + a_success("").encode(), NOT_CONFIRMED),
        (b"HTTP/1.0 200 OK\r\n\r\n" + a_success(USER).encode()[:-9], SILENT),
        (
            b"HTTP/1.0 200 OK\r\n\r\n" + a_success(USER.replace(">x<", "> <")).encode(),
            NOT_CONFIRMED,
        ),
    ],
    ids=[
        "CAS 1",
        "entities",
        "endless",
        "other XML",
        "led elsewhere",
        "broken",
        "not HTTP",
        "two people",
        "nothing",
        "cut",
        "nobody",
    ],
)
def test_an_answer_that_is_none_opens_nothing(client, servers, answered, sentence):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        servers([{**ORLEANS, "address": f"http://127.0.0.1:{listener.getsockname()[1]}/cas"}])

        def answer_once():
            connection, _ = listener.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(answered)

        thread = Thread(target=answer_once)
        thread.start()
        page = back_with_a_ticket(client)
        thread.join()

    assertContains(page, sentence)
    assert not is_signed_in(client)


def back_with_a_ticket(client):
    out = client.get("/compte/etablissements/orleans/")
    back = home_path(parse_qs(urlsplit(out["Location"]).query)["service"][0])
    return client.get(f"{back}&ticket=ST-1", follow=True)


def test_names_that_are_no_names_are_put_right_by_their_owner(client, orleans, come_back):
    page = come_back(client, "hostile")
    assertContains(page, "&lt;script&gt;alert(1)&lt;/script&gt;")
    assertContains(page, "<dd>&amp;xxe;, 22299999</dd>")

    refused = client.post(WELCOME, {"first_names": "<script>", "birth_name": "A"})

    [sentence] = refused.context["form"].errors["first_names"]
    assert sentence.startswith("Un nom contient des lettres")
    assert not Person.objects.exists()


def test_an_address_that_has_an_account_asks_to_sign_in_to_it_first(client, orleans, come_back):
    make_person(email="Camille.Exemple@etu.exemple.example".lower())

    page = come_back(client, "cexemple")
    answer = client.post(WELCOME, NAMES)

    assertContains(page, "Un compte existe déjà ici avec l’adresse")
    assertContains(answer, "Un compte existe déjà ici avec l’adresse")
    assert not is_signed_in(client)
    assert not Federated.objects.exists()


def test_without_an_address_one_signs_in_or_makes_an_account_first(client, orleans, come_back):
    page = come_back(client, "smail")

    assertContains(page, "votre adresse e-mail ne nous a pas été donnée")
    client.post(WELCOME, NAMES)
    assert not Person.objects.exists()


def test_the_first_page_is_nobody_elses(client, orleans):
    assertContains(client.get(WELCOME, follow=True), BEGUN_ELSEWHERE)
    assertContains(client.post(WELCOME, NAMES, follow=True), BEGUN_ELSEWHERE)
    assert not Person.objects.exists()


def test_the_same_account_is_made_once(client, orleans, come_back):
    other = Client()
    come_back(client, "cexemple")
    come_back(other, "cexemple")
    client.post(WELCOME, NAMES)

    page = other.post(WELCOME, NAMES)

    assertContains(page, "Un compte existe déjà ici avec l’adresse")
    assert Person.objects.count() == Federated.objects.count() == 1
