"""Asking every address of the site as somebody, and saying what came back in one word."""

import re
import traceback
import uuid
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, get_resolver, reverse
from django.utils.html import escape

from acquis.catalogue import agenda

NOWHERE = uuid.UUID(int=0)
TOKEN = re.compile(rb'[A-Za-z0-9]{64}|(?<=name="once" value=")[^"]+')
HERE = re.compile(rb' aria-current="\w+"')
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|TRUNCATE|CREATE|ALTER|DROP)\b", re.I)
# Being recognised is not an act, and who read a dossier is told: a visit may write in these, and
# in nothing else.
BOOKKEEPING = re.compile(r"\"?(django_session|account_email\w+|base_reading)\b")
TYPED = "application/x-www-form-urlencoded"
ANSWERS = {200, 301, 302, 303, 400, 409, 413, 422}
HEADERS = {
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "X-Frame-Options",
}


def routes():
    """{name: its parameters} of every address that the site answers."""

    def walk(resolver, prefix, above):
        for each in resolver.url_patterns:
            parameters = [*above, *each.pattern.regex.groupindex]
            if isinstance(each, URLPattern):
                yield prefix + (each.name or f"without a name: {each.pattern}"), parameters
            else:
                space = f"{each.namespace}:" if each.namespace else ""
                yield from walk(each, prefix + space, parameters)

    return dict(walk(get_resolver(), "", []))


def arguments(parameters, names, things):
    """What fills an address, by the meaning of each word in it; None when a thing is not there."""
    edition, proof, paper = things["edition"], things.get("proof"), things.get("paper")
    meanings = {
        "pk": lambda: things[names].pk,
        "enrolment": lambda: things["enrolment"].pk,
        "file": lambda: things["evidence"].file_id,
        "institution": lambda: edition.institution.slug,
        "programme": lambda: edition.programme_code,
        "year": lambda: edition.year,
        "kind": lambda: proof.kind,
        "code": lambda: paper.code if paper else edition.programme.items[0].code,
        "name": lambda: "proofs",
        "server": lambda: "orleans",
        "key": lambda: "a-key-that-was-never-sent",
        "uidb36": lambda: "zz",
        "letter": lambda: "certificate_ready",
        "day": lambda: agenda.uid_of(edition, "deposit-1"),
        "part": lambda: "section",
        "text": lambda: "purpose",
        "language": lambda: "fr",
    }
    try:
        return {word: meanings[word]() for word in parameters}
    except (KeyError, AttributeError):
        return None


def nonexistent(given):
    """The same address for a thing that does not exist."""
    invented = {"pk": NOWHERE, "enrolment": NOWHERE, "year": "1999-2000"}
    return {word: invented.get(word, value) for word, value in given.items()}


@dataclass
class Answer:
    word: str
    status: int
    faults: list
    whole: bytes = field(repr=False)
    url: str

    @property
    def body(self):
        """What is told, without what differs each time or follows from the address alone: the
        tokens of the forms, the way back to this page, the part of the menu where it stands."""
        told = HERE.sub(b"", self.whole).replace(f'value="{escape(self.url)}"'.encode(), b"URL")
        return TOKEN.sub(b"TOKEN", told)


class Visitor:
    """One person, or nobody, at the door: requests through the whole chain of middleware."""

    def __init__(self, person):
        self.is_signed_in = person is not None
        self._handler = ClientHandler(enforce_csrf_checks=False)
        client = Client()
        if person:
            client.force_login(person)
        self._requests = RequestFactory()
        self._requests.cookies = client.cookies

    def ask(self, method, url, data=None):
        """The answer, once everything that it wrote is undone."""
        with transaction.atomic(), failures() as broken, reading_only(method) as written:
            response = self._send(method, url, data)
            transaction.set_rollback(True)
        faults = [f"wrote on {method}: {sql[:90]}" for sql in written]
        faults += broken + self._lacking(response)
        return answered(response, url, faults)

    def act(self, url, data, look):
        """The answer to a POST, and what `look` sees before it is undone."""
        with transaction.atomic(), failures() as broken:
            response = self._send("POST", url, data)
            seen = look()
            transaction.set_rollback(True)
        return answered(response, url, broken), seen

    def _send(self, method, url, data):
        if url.startswith("/compte/"):
            cache.clear()  # allauth counts the attempts, here as anywhere
        if isinstance(data, str):
            request = self._requests.generic(method, url, data, content_type=TYPED)
        elif method == "POST":
            request = self._requests.post(url, data)
        else:
            request = self._requests.generic(method, url)
        return self._handler(request.environ)

    def _lacking(self, response):
        missing = [f"no {name}" for name in HEADERS if not response.headers.get(name)]
        cached = response.headers.get("Cache-Control", "")
        # What an institution looks like is the same for everybody, and tells of nobody.
        is_look = response.headers.get("Content-Type", "").startswith(("text/css", "image/svg"))
        if self.is_signed_in and "no-store" not in cached and not is_look:
            missing.append(f"may be kept: Cache-Control is “{cached}”")
        return missing


def answered(response, url, faults):
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    return Answer(word_for(response), response.status_code, faults, whole, url)


def word_for(response):
    """open, closed, login or method; the status when it is none of these."""
    location = response.headers.get("Location", "")
    if response.status_code in (301, 302) and location.startswith(reverse(settings.LOGIN_URL)):
        return "login"
    words = {404: "closed", 405: "method"} | dict.fromkeys(ANSWERS, "open")
    return words.get(response.status_code, str(response.status_code))


@contextmanager
def failures():
    """Collects the exceptions that became the page of a failure."""
    found = []

    def keep(sender, request, **kwargs):
        found.append(traceback.format_exc(limit=-2).strip().replace("\n", " "))

    got_request_exception.connect(keep)
    yield found
    got_request_exception.disconnect(keep)


@contextmanager
def reading_only(method):
    """Collects, and refuses, what a GET or a HEAD tries to write."""
    written = []

    def refuse(execute, sql, params, many, context):
        if (found := WRITES.match(sql)) and not BOOKKEEPING.search(sql):
            written.append(sql)
            raise AssertionError(f"{method} writes: {found[0].strip()}")
        return execute(sql, params, many, context)

    if method == "POST":
        yield written
    else:
        with connection.execute_wrapper(refuse):
            yield written
