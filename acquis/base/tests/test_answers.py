"""What every answer carries, and what no request gets past."""

import pytest
from django.test import Client
from pytest_django.asserts import assertContains

from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("acquis.base.tests.doors")]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; media-src 'self'; frame-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
        "trusted-types default; require-trusted-types-for 'script'"
    ),
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


KEY = "0190a0a0-0000-7000-8000-000000000000"


@pytest.fixture
def person(client):
    person = make_person()
    client.force_login(person)
    return person


def strict(answer):
    return {name: answer.headers.get(name) for name in HEADERS}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/essai/public/", 200),
        ("/", 200),
        ("/essai/prive/", 302),
        ("/essai/nulle-part/", 404),
    ],
)
def test_an_answer_to_anybody_carries_the_strict_headers(address, status, client):
    answer = client.get(address)

    assert (answer.status_code, strict(answer)) == (status, HEADERS)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/essai/prive/", 200),
        ("/essai/interdit/", 403),
        ("/essai/nulle-part/", 404),
        ("/essai/a%00b/", 404),
        ("/essai", 404),
    ],
)
def test_an_answer_to_somebody_signed_in_is_strict_and_never_kept(address, status, client, person):
    answer = client.get(address)

    assert (answer.status_code, strict(answer)) == (status, HEADERS)
    assert answer["Cache-Control"] == "no-store"


def test_a_broken_page_is_strict_and_says_so(person):
    client = Client(raise_request_exception=False)
    client.force_login(person)

    answer = client.post("/essai/creer/", {"name": "broken"})

    assert (answer.status_code, strict(answer)) == (500, HEADERS)
    assertContains(answer, "<h1>Une panne est survenue de notre côté</h1>", status_code=500)


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/langue/", "/"),
        (f"/jury/seances/{KEY}/ouverture/", f"/jury/seances/{KEY}/"),
        (f"/inscription/bureau/piece/{KEY}/", "/inscription/bureau/"),
    ],
)
def test_the_address_of_a_form_opened_as_a_page_leads_back(address, above, client, person):
    answer = client.get(address)

    assert (answer.status_code, answer["Allow"], strict(answer)) == (405, "POST", HEADERS)
    assertContains(answer, "<h1>Rien à lire ici</h1>", status_code=405)
    assertContains(answer, f'href="{above}">Vers la page du formulaire</a>', status_code=405)


def test_a_post_without_the_token_of_the_page_does_nothing_and_says_why(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)

    answer = client.post("/essai/creer/", {"name": "a"})

    assert (answer.status_code, strict(answer)) == (403, HEADERS)
    assertContains(answer, "<h1>Cette page avait expiré</h1>", status_code=403)


def test_login_is_required_unless_a_page_says_otherwise(client):
    assert client.get("/essai/prive/")["Location"] == "/compte/login/?next=/essai/prive/"
    assert client.get("/essai/public/").content == b"public"


@pytest.mark.parametrize(
    ("language", "heading", "limit"),
    [
        ("fr", "L’envoi est trop volumineux", "1,0\xa0Mio"),
        ("en", "This is too large to be received", "1.0\xa0MB"),
    ],
)
def test_a_body_that_no_form_accepts_is_refused_before_it_is_read(
    language, heading, limit, client, settings
):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    answer = client.post("/essai/public/", CONTENT_LENGTH=str(4 * 1024 * 1024 + 1))

    assert (answer.status_code, strict(answer)) == (413, HEADERS)
    assertContains(answer, f"<h1>{heading}</h1>", status_code=413)
    assertContains(answer, limit, status_code=413)


@pytest.mark.parametrize("length", [str(4 * 1024 * 1024), "", "many", "-1"])
def test_a_body_within_the_bound_or_of_unknown_length_is_read(length, client, settings):
    settings.UPLOAD_MAX_BYTES = 1024 * 1024

    assert client.post("/essai/public/", CONTENT_LENGTH=length).status_code == 200


def test_too_long_a_text_is_refused_with_a_page(client, person):
    answer = client.post("/essai/creer/", {"name": "x" * 6_000_000})

    assert (answer.status_code, strict(answer)) == (400, HEADERS)
    assertContains(answer, "<h1>Demande incomprise</h1>", status_code=400)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("acquis/acquis.css", "text/css"),
        ("acquis/acquis.js", "text/javascript"),
        ("acquis/icon.svg", "image/svg+xml"),
    ],
)
def test_static_files_are_served_as_what_they_are(name, kind, client):
    answer = client.get(f"/static/{name}")
    answer.close()

    assert answer.status_code == 200
    assert answer["Content-Type"].split(";")[0] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["acquis/..%2f..%2fsettings.py", "../settings.py", "acquis/nothing.css"]
)
def test_nothing_else_is_served_as_static(name, client):
    assert client.get(f"/static/{name}").status_code == 404
