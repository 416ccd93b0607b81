"""A token that is not this provider's, for us, of this way out and of now opens nothing."""

import base64
import hashlib
import hmac
import json
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives import serialization
from pytest_django.asserts import assertContains

from .conftest import OUVERTE
from .forger import KEY, OTHER_KEY, forging
from .words import is_signed_in

pytestmark = pytest.mark.django_db

OUT = "/compte/etablissements/ouverte/"
NOT_CONFIRMED = "L’Université ouverte n’a pas confirmé cette connexion : recommencez."
SILENT = "Le service de connexion ne répond pas (l’Université ouverte)."


@pytest.fixture
def forger(servers, known):
    with forging() as forger:
        servers([{**OUVERTE, "address": forger.described["issuer"]}])
        yield forger


def out_and_back(client, forger):
    query = parse_qs(urlsplit(client.get(OUT)["Location"]).query)
    assert query["tenant"] == ["1"]
    forger.nonce = forger.nonce or query["nonce"][0]
    return client.get(f"{OUT}retour/", {"state": query["state"][0], "code": "x"}, follow=True)


@pytest.mark.parametrize("kept", ["userinfo_endpoint", None])
def test_as_it_stands_the_token_is_good(client, forger, kept):
    forger.described.pop(kept, None)

    out_and_back(client, forger)

    assert is_signed_in(client)


def named(value):
    """The same name in each process, whatever the hour and the keys."""
    return value if isinstance(value, str) else "-".join(value)


def signed(key, algorithm, kid="one"):
    return {"signed_with": {"key": key, "algorithm": algorithm, "headers": {"kid": kid}}}


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        (signed(OTHER_KEY, "RS256"), "InvalidSignatureError"),
        (signed(OTHER_KEY, "RS256", "two"), "an unknown key"),
        (signed(None, "none"), "InvalidAlgorithmError"),
        (signed("s" * 32, "HS256"), "InvalidAlgorithmError"),
        ({"token": "not.a.token"}, "DecodeError"),
        ({"keys": {"keys": []}}, "PyJWKSetError"),
        ({"nonce": "another"}, "another nonce"),
        *(
            ({"without": (name,)}, "MissingRequiredClaimError")
            for name in ("iss", "sub", "aud", "exp", "iat", "nonce")
        ),
    ],
    ids=named,
)
def test_a_token_that_is_not_its_own_opens_nothing(client, forger, caplog, lie, reason):
    for name, value in lie.items():
        setattr(forger, name, value)

    assertContains(out_and_back(client, forger), NOT_CONFIRMED)
    assert caplog.messages == [f"ouverte did not confirm a sign-in: {reason}"]
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"aud": "another"}, "InvalidAudienceError"),
        ({"aud": ["acquis", "another"], "azp": "another"}, "given to another client"),
        ({"iss": "https://evil.example"}, "InvalidIssuerError"),
        ({"exp": int(time.time()) - 120}, "ExpiredSignatureError"),
        ({"iat": int(time.time()) + 86_400}, "ImmatureSignatureError"),
        ({"sub": ""}, "no user"),
        ({"sub": "x" * 192}, "no user"),
    ],
    ids=named,
)
def test_a_token_that_says_something_else_opens_nothing(client, forger, caplog, claims, reason):
    forger.claims |= claims

    assertContains(out_and_back(client, forger), NOT_CONFIRMED)
    assert caplog.messages == [f"ouverte did not confirm a sign-in: {reason}"]
    assert not is_signed_in(client)


def test_a_public_key_is_no_secret_to_sign_with(client, forger, caplog):
    """The old trick: a token “signed” with the public key, as if it were a shared secret."""
    pem = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    now = int(time.time())
    claims = {**forger.claims, "iat": now, "exp": now + 60, "nonce": "x"}
    text = part({"alg": "HS256", "kid": "one"}) + b"." + part(claims)
    seal = hmac.new(pem, text, hashlib.sha256).digest()
    forger.token = (text + b"." + base64.urlsafe_b64encode(seal).rstrip(b"=")).decode()

    assertContains(out_and_back(client, forger), NOT_CONFIRMED)
    assert caplog.messages == ["ouverte did not confirm a sign-in: InvalidAlgorithmError"]


def test_claims_of_somebody_else_open_nothing(client, forger):
    forger.me = {"sub": "rlongue@orleans", "email": "x@exemple.example"}

    assertContains(out_and_back(client, forger), NOT_CONFIRMED)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://evil.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": None},
    ],
    ids=str,
)
def test_a_provider_that_describes_another_one_is_not_followed(client, forger, described):
    forger.described |= described

    assertContains(client.get(OUT, follow=True), SILENT)


@pytest.mark.parametrize("described", [[], b"<html>Maintenance</html>"], ids=str)
def test_a_provider_that_describes_nothing_is_not_followed(client, forger, described):
    forger.described = described

    assertContains(client.get(OUT, follow=True), SILENT)


def test_a_token_asked_from_a_file_is_not_asked(client, forger):
    query = parse_qs(urlsplit(client.get(OUT)["Location"]).query)
    forger.described["token_endpoint"] = "file:///etc/passwd"

    answer = client.get(f"{OUT}retour/", {"state": query["state"][0], "code": "x"}, follow=True)

    assertContains(answer, SILENT)
