"""CAS 3.0: somebody is sent to the server, comes back with a ticket, and the server is asked whose
it is. A ticket is good once, for the address it was made for, and for a few seconds."""

import re
from collections import defaultdict
from urllib.parse import urlencode
from xml.etree import ElementTree

from . import http
from .attributes import Identity, identity
from .http import NotConfirmed, Unreachable
from .servers import Server

TICKET = re.compile(r"ST-[\x21-\x7e]{1,256}")
SPACE = "{http://www.yale.edu/tp/cas}"


def leave(server: Server, back: str, state: str) -> tuple[str, dict[str, str]]:
    """(where to send the browser, what to remember until it comes back)."""
    service = f"{back}?{urlencode({'state': state})}"
    return f"{server.address}/login?{urlencode({'service': service})}", {"service": service}


def arrive(server: Server, remembered: dict[str, str], query: dict[str, str]) -> Identity:
    """Whose ticket it is. The service is the one remembered, whatever the request says."""
    ticket = query.get("ticket", "")
    if not TICKET.fullmatch(ticket):
        raise NotConfirmed("no ticket")
    asked = urlencode({"service": remembered["service"], "ticket": ticket})
    return _read(server, http.get(f"{server.address}/p3/serviceValidate?{asked}"))


def _read(server: Server, body: bytes) -> Identity:
    # Without a DOCTYPE there are no entities, and none is ever needed.
    if b"<!DOCTYPE" in body.upper():
        raise Unreachable("a DOCTYPE in the answer")
    try:
        root = ElementTree.fromstring(body)  # noqa: S314 – bounded, and without entities
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Unreachable("an answer that is not CAS") from error
    if root.tag != f"{SPACE}serviceResponse":
        raise Unreachable("an answer that is not CAS")
    [*successes] = root.iterfind(f"{SPACE}authenticationSuccess")
    if len(successes) != 1:
        failure = root.find(f"{SPACE}authenticationFailure")
        raise NotConfirmed(failure.get("code", "") if failure is not None else "no success")
    subject = (successes[0].findtext(f"{SPACE}user") or "").strip()
    if not 0 < len(subject) <= 191:
        raise NotConfirmed("no user")
    told = defaultdict(list)
    for each in successes[0].iterfind(f"{SPACE}attributes/*"):
        told[each.tag.removeprefix(SPACE)].append(each.text or "")
    return identity(server.code, subject, told)
