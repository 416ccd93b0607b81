"""A real browser with a key that is not there: added, asked after the password, used alone."""

import pytest

from acquis.accounts.models import Role
from acquis.accounts.tests.conftest import PASSWORD
from acquis.portal.tests.test_second_factor import with_password
from tests.factories import make_staff

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page_with_key(open_as):
    """A page of somebody signed out, in a browser that holds a key."""
    page = open_as()
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


def give_password(page, person):
    page.goto("/compte/login/")
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def test_a_key_is_added_then_asked_then_enough(page_with_key, settings, has_no_barrier):
    settings.SECOND_FACTOR_DEMANDED = True
    page, person = page_with_key, with_password(make_staff(Role.Kind.EVALUATOR))

    give_password(page, person)
    has_no_barrier(page)
    page.get_by_role("link", name="Ajouter une clé").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Nom de la clé").fill("Mon ordinateur")
    page.get_by_label("Se connecter avec cette clé seule").check()
    has_no_barrier(page)
    page.get_by_role("button", name="Ajouter cette clé").click()
    page.wait_for_url("**/recovery-codes/**")
    has_no_barrier(page)
    page.goto("/compte/second-facteur/webauthn/")
    has_no_barrier(page)
    page.get_by_role("link", name="Renommer – Mon ordinateur").click()
    page.get_by_label("Nom de la clé").fill("Mon portable")
    page.get_by_role("button", name="Renommer").click()
    assert page.get_by_role("row", name="Mon portable").count() == 1

    page.get_by_role("button", name="Se déconnecter").click()
    give_password(page, person)
    has_no_barrier(page)
    page.get_by_role("button", name="Utiliser ma clé").click()
    page.get_by_role("heading", name="Bonjour").wait_for()

    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/compte/login/")
    has_no_barrier(page)
    page.get_by_role("button", name="Se connecter avec une clé").click()
    page.get_by_role("heading", name="Bonjour").wait_for()
    page.get_by_role("link", name="Mes dossiers").first.click()
    assert page.url.endswith("/evaluation/")

    page.goto("/compte/second-facteur/webauthn/")
    page.get_by_role("link", name="Retirer – Mon portable").click()
    page.get_by_role("list", name="Autres moyens").get_by_role("link").last.click()
    has_no_barrier(page)
    page.get_by_role("button", name="Utiliser ma clé").click()
    page.get_by_role("button", name="Retirer").click()
    page.get_by_text("La clé est retirée.").wait_for()
