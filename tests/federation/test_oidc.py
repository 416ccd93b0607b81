"""Signing in by OpenID Connect, against a real provider: what CAS does too is in test_cas.py."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from acquis.accounts.models import Federated, Person

from .conftest import OUVERTE
from .words import BEGUN_ELSEWHERE, NAMES, WELCOME, home_path, is_signed_in

pytestmark = pytest.mark.django_db

NOT_CONFIRMED = "L’Université ouverte n’a pas confirmé cette connexion : recommencez."
OUT = "/compte/etablissements/ouverte/"


def test_a_first_sign_in_and_the_next_ones(client, ouverte, come_back):
    page = come_back(client, "cexemple", server="ouverte", next="/compte/appareils/")
    assertRedirects(page, WELCOME)
    assertContains(page, 'value="Camille"')
    assertRedirects(client.post(WELCOME, NAMES), "/compte/appareils/")

    [person], [federated] = Person.objects.all(), Federated.objects.all()
    assert (person.email, person.civil_name) == (
        "camille.exemple@etu.exemple.example",
        "Camille Exemple",
    )
    assert (federated.server, federated.subject, federated.facts) == (
        "ouverte",
        "cexemple@orleans",
        {
            "supannEtuId": ["22200001"],
            "supannCodeINE": ["0123456789G"],
            "supannEtablissement": ["{UAI}0450855K"],
            "supannEtuEtape": ["{UAI:0450855K}MEEF2-ORL"],
            "eduPersonPrimaryAffiliation": ["student"],
            "eduPersonAffiliation": ["member", "student"],
        },
    )
    telephone = Client()
    come_back(telephone, "cexemple", server="ouverte")
    assert telephone.session["_auth_user_id"] == str(person.pk)


def test_an_address_that_the_provider_did_not_check_is_none(client, ouverte, come_back):
    page = come_back(client, "rlongue", server="ouverte")

    assertContains(page, "votre adresse e-mail ne nous a pas été donnée")


def test_a_code_is_good_once_and_for_the_way_out_it_was_made_for(client, ouverte, known, browser):
    home = home_path(browser.sign_in(client.get(OUT)["Location"], "cexemple"))
    other = client.get(OUT)["Location"]
    [[state], [code]] = (
        parse_qs(urlsplit(address).query)[name]
        for address, name in ((other, "state"), (home, "code"))
    )

    assertContains(
        client.get(f"{OUT}retour/?state={state}&code={code}", follow=True), NOT_CONFIRMED
    )
    assert not is_signed_in(client)
    client.get(home, follow=True)
    assertContains(client.get(home, follow=True), BEGUN_ELSEWHERE)


def test_what_somebody_else_began_does_not_sign_me_in(client, ouverte, known, browser):
    attacker = Client()
    home = home_path(browser.sign_in(attacker.get(OUT)["Location"], "cexemple"))

    assertContains(client.get(home, follow=True), BEGUN_ELSEWHERE)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "query", ["error=access_denied", "", "code=invented", "code=x&iss=https%3A%2F%2Fevil.example"]
)
def test_what_brings_no_good_code_opens_nothing(client, ouverte, query):
    [state] = parse_qs(urlsplit(client.get(OUT)["Location"]).query)["state"]

    answer = client.get(f"{OUT}retour/?state={state}&{query}", follow=True)

    assertContains(answer, NOT_CONFIRMED)
    assert not is_signed_in(client)


def test_a_provider_that_does_not_know_us_confirms_nothing(client, provider, servers, browser):
    servers([{**OUVERTE, "address": provider, "secret": "un autre"}])
    home = home_path(browser.sign_in(client.get(OUT)["Location"], "cexemple"))

    assertContains(client.get(home, follow=True), NOT_CONFIRMED)
