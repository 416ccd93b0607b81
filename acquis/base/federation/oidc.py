"""OpenID Connect, by an authorisation code with PKCE: the browser brings a code back, which the
server exchanges for a signed token that says who it is, for us and for this way out alone."""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote_plus, urlencode

import jwt

from . import http
from .attributes import KEPT, Identity, identity
from .http import NotConfirmed, Unreachable
from .servers import Server, is_private

# Signed by a key that the server alone has; never “none”, never a secret that we share.
ALGORITHMS = ["RS256", "PS256", "ES256"]
REQUIRED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
A_MINUTE = 60


def leave(server: Server, back: str, state: str) -> tuple[str, dict[str, str]]:
    """(where to send the browser, what to remember until it comes back)."""
    nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    challenge = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": server.client,
        "redirect_uri": back,
        "scope": server.scope,
        "state": state,
        "nonce": nonce,
        "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    address = _endpoint(_described(server), "authorization_endpoint")
    joint = "&" if "?" in address else "?"
    remembered = {"back": back, "nonce": nonce, "verifier": verifier}
    return f"{address}{joint}{urlencode(asked)}", remembered


def arrive(server: Server, remembered: dict[str, str], query: dict[str, str]) -> Identity:
    if "code" not in query:
        raise NotConfirmed("no code")
    # Another server that answers in the place of this one says its own name (RFC 9207).
    if query.get("iss", server.address).rstrip("/") != server.address:
        raise NotConfirmed("another server")
    described = _described(server)
    tokens = _exchanged(server, described, remembered, query["code"])
    claims = _verified(server, described, str(tokens.get("id_token", "")))
    if claims["nonce"] != remembered["nonce"]:
        raise NotConfirmed("another nonce")
    if claims.get("azp", server.client) != server.client:
        raise NotConfirmed("given to another client")
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= 191:
        raise NotConfirmed("no user")
    return identity(server.code, subject, _told(claims | _more(described, tokens, subject)))


def _described(server: Server) -> dict[str, Any]:
    described = _read(http.get(f"{server.address}/.well-known/openid-configuration"))
    if str(described.get("issuer", "")).rstrip("/") != server.address:
        raise Unreachable("the description of another server")
    return described


def _endpoint(described: dict[str, Any], name: str) -> str:
    address = str(described.get(name, ""))
    if not is_private(address):
        raise Unreachable(f"no {name}")
    return address


def _exchanged(
    server: Server, described: dict[str, Any], remembered: dict[str, str], code: str
) -> dict[str, Any]:
    """What the code is worth. It is good once, and only with what this browser was sent with."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": remembered["back"],
        "code_verifier": remembered["verifier"],
    }
    known_by = f"{quote_plus(server.client)}:{quote_plus(server.secret)}"
    proof = base64.b64encode(known_by.encode()).decode()
    address = _endpoint(described, "token_endpoint")
    return _read(http.post(address, fields, Authorization=f"Basic {proof}"))


def _verified(server: Server, described: dict[str, Any], token: str) -> dict[str, Any]:
    """The claims of a token that this server signed, for us, a moment ago."""
    keys = _read(http.get(_endpoint(described, "jwks_uri")))
    try:
        named = jwt.get_unverified_header(token).get("kid")
        found = [key for key in jwt.PyJWKSet.from_dict(keys).keys if named in (None, key.key_id)]
        if len(found) != 1:
            raise NotConfirmed("an unknown key")
        return jwt.decode(
            token,
            found[0].key,
            algorithms=ALGORITHMS,
            audience=server.client,
            issuer=described["issuer"],
            leeway=A_MINUTE,
            options={"require": REQUIRED},
        )
    except jwt.PyJWTError as error:
        raise NotConfirmed(type(error).__name__) from error


def _more(described: dict[str, Any], tokens: dict[str, Any], subject: str) -> dict[str, Any]:
    """Claims that the server gives on its own page only; of the same person, or none."""
    if "userinfo_endpoint" not in described:
        return {}
    address = _endpoint(described, "userinfo_endpoint")
    claims = _read(http.get(address, Authorization=f"Bearer {tokens.get('access_token', '')}"))
    if claims.get("sub") != subject:
        raise NotConfirmed("claims of somebody else")
    return claims


def _told(claims: dict[str, Any]) -> dict[str, list[str]]:
    """In SUPANN's words. An address that the server did not check is as good as none."""
    named = {"sn": claims.get("family_name"), "givenName": claims.get("given_name")}
    if claims.get("email_verified") is True:
        named["mail"] = claims.get("email")
    named |= {name: claims.get(name) for name in KEPT}
    return {name: list(_texts(value)) for name, value in named.items()}


def _texts(value: object) -> Iterable[str]:
    values = value if isinstance(value, list) else [value]
    return (each for each in values if isinstance(each, str))


def _read(body: bytes) -> dict[str, Any]:
    try:
        read = json.loads(body)
    except ValueError as error:
        raise Unreachable("an answer that is not JSON") from error
    if not isinstance(read, dict):
        raise Unreachable("an answer that is not an object")
    return read
