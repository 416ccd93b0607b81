"""The sign-in servers of institutions, as the administrator's file describes them."""

import re
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from django.conf import settings
from django.http import Http404

from .attributes import KEPT, Hint

PROTOCOLS = ("cas", "oidc")
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Faulty(Exception):
    """What is wrong with the file, in a sentence for who wrote it."""


@dataclass(frozen=True)
class Server:
    """One institution's sign-in server."""

    code: str
    name: str
    protocol: str
    address: str
    in_a_sentence: str = ""
    client: str = ""  # what an OIDC server knows us by
    secret: str = ""
    scope: str = "openid email profile"
    institution: str = ""  # the slug of the institution whose journal tells of its links
    hints: tuple[Hint, ...] = ()

    def __str__(self) -> str:
        return self.in_a_sentence or self.name


def offered() -> tuple[Server, ...]:
    """Every server that people may sign in with, in the order of the file."""
    return _read(settings.FEDERATION) if settings.FEDERATION else ()


def named(code: str) -> Server | None:
    return next((server for server in offered() if server.code == code), None)


def server_or_404(code: str) -> Server:
    server = named(code)
    if server is None:
        raise Http404
    return server


@cache
def _read(path: str) -> tuple[Server, ...]:
    """Read once: another file, or a changed one, counts from the next start."""
    try:
        rows = yaml.safe_load(Path(path).read_text())
    except (OSError, UnicodeDecodeError) as error:
        raise Faulty(f"{path} cannot be read: {error}.") from error
    except yaml.YAMLError as error:
        raise Faulty(f"{path} is not YAML: {' '.join(str(error).split())}.") from error
    if not isinstance(rows, list):
        raise Faulty(f"{path} must be a list of servers.")
    servers = tuple(_server(path, number, row) for number, row in enumerate(rows, 1))
    codes = [server.code for server in servers]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise Faulty(f"{path}: two servers have the code {', '.join(twice)}.")
    return servers


def _server(path: str, number: int, row: object) -> Server:
    where = f"{path}, server {number}"
    row = _mapping(where, row, Server, required={"code", "name", "protocol", "address"})
    hints = row.pop("hints", [])
    if not isinstance(hints, list):
        raise Faulty(f"{where}: hints must be a list.")
    texts = {name: str(value) for name, value in row.items()}
    if not CODE.fullmatch(texts["code"]):
        raise Faulty(f"{where}: a code has small letters, digits and hyphens, at most 40.")
    if texts["protocol"] not in PROTOCOLS:
        raise Faulty(f"{where}: protocol is one of {', '.join(PROTOCOLS)}.")
    if texts["protocol"] == "oidc" and not (texts.get("client") and texts.get("secret")):
        raise Faulty(f"{where}: an OIDC server needs client and secret.")
    texts["address"] = texts["address"].rstrip("/")
    address = urlsplit(texts["address"])
    if not is_private(texts["address"]) or address.query or address.fragment:
        raise Faulty(f"{where}: address must begin with https:// and have no question mark.")
    return Server(**texts, hints=tuple(_hint(where, each) for each in hints))


def is_private(address: str) -> bool:
    """Nobody on the way reads or changes what is asked; in clear only where we are, too."""
    parts = urlsplit(address)
    is_enough = parts.scheme == "https" or (parts.scheme == "http" and not settings.HTTPS)
    return is_enough and bool(parts.netloc)


def _hint(where: str, row: object) -> Hint:
    row = _mapping(f"{where}, hint", row, Hint, required={"attribute", "value", "category"})
    hint = Hint(**{name: str(value) for name, value in row.items()})
    if hint.attribute not in KEPT:
        raise Faulty(f"{where}: a hint reads one of {', '.join(KEPT)}, not {hint.attribute}.")
    return hint


def _mapping(where: str, row: object, of: type, *, required: set[str]) -> dict[str, object]:
    if not isinstance(row, dict):
        raise Faulty(f"{where}: must be a mapping.")
    if missing := sorted(required - set(row)):
        raise Faulty(f"{where}: {', '.join(missing)} is missing.")
    if unknown := sorted(str(name) for name in set(row) - {each.name for each in fields(of)}):
        raise Faulty(f"{where}: {', '.join(unknown)} is not known.")
    return dict(row)
