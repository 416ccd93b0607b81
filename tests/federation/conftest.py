import re
import subprocess
import sys
from contextlib import contextmanager
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener
from uuid import uuid4

import pytest
import yaml
from allauth.account.models import EmailAddress
from django.core.cache import cache

from acquis.accounts.models import Federated
from acquis.base import clock
from tests.factories import make_person

from .people import CLIENT, PASSWORD, SECRET
from .words import home_path

ROOT = Path(__file__).resolve().parents[2]
ORLEANS = {
    "code": "orleans",
    "name": "Université d’Orléans",
    "in_a_sentence": "l’Université d’Orléans",
    "protocol": "cas",
    "institution": "orleans",
    "hints": [
        {"attribute": "supannEtuEtape", "value": "*MEEF2-*", "category": "m2-orleans"},
        {"attribute": "eduPersonAffiliation", "value": "student", "category": "m1-orleans"},
    ],
}


@pytest.fixture(autouse=True)
def _attempts_are_forgotten():
    cache.clear()


@contextmanager
def real_server(name, folder, *words):
    """The port of a real server of this name, in a process of its own."""
    command = [sys.executable, "-m", f"tests.federation.{name}", folder, "0", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        port = process.stdout.readline().strip()
        assert port, f"{name} did not start."
        yield port
        process.terminate()


@pytest.fixture(scope="session")
def cas(tmp_path_factory):
    """The address of a real CAS server, which gives tickets for the host of the tests only."""
    pattern = r"^http://127\.0\.0\.1:8000/compte/etablissements/"
    with real_server("real_cas", tmp_path_factory.mktemp("cas"), pattern) as port:
        yield f"http://127.0.0.1:{port}/cas"


@pytest.fixture(scope="session")
def provider(tmp_path_factory):
    """The address of a real OpenID Connect provider, which knows one way back."""
    back = "http://127.0.0.1:8000/compte/etablissements/ouverte/retour/"
    with real_server("real_oidc", tmp_path_factory.mktemp("oidc"), back) as port:
        yield f"http://127.0.0.1:{port}/o"


@pytest.fixture
def servers(tmp_path, settings):
    """`servers([{...}, …])`: these sign-in servers are offered."""

    def offer(rows):
        path = tmp_path / f"servers-{uuid4()}.yaml"  # a file is read once
        path.write_text(yaml.safe_dump(rows, allow_unicode=True))
        settings.FEDERATION = str(path)

    return offer


OUVERTE = {
    **ORLEANS,
    "code": "ouverte",
    "name": "Université ouverte",
    "in_a_sentence": "l’Université ouverte",
    "protocol": "oidc",
    "client": CLIENT,
    "secret": SECRET,
    "scope": "openid email profile supann",
}


@pytest.fixture
def ouverte(provider, servers):
    servers([{**OUVERTE, "address": provider}])


@pytest.fixture
def orleans(cas, servers):
    servers([{**ORLEANS, "address": cas}])


class _Stop(HTTPRedirectHandler):
    def http_error_302(self, request, answer, code, message, headers):
        return answer


class Browser:
    """What somebody's browser does at the CAS server, and nothing of ours."""

    def __init__(self):
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _Stop)

    def sign_in(self, address, login, password=PASSWORD):
        """Where the server sends back to, or None when it keeps the person on its own pages."""
        answer, server = self._opener.open(address, timeout=20), address.partition("?")[0]
        while answer.status == 302:
            there = urljoin(answer.url, answer.headers["Location"])
            if urlsplit(there).netloc != urlsplit(server).netloc:
                return there
            answer = self._opener.open(there, timeout=20)
        if password is None:
            return None
        fields = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', answer.read().decode()))
        fields |= {"username": login, "password": password}
        typed = {name: unescape(value) for name, value in fields.items()}
        answer = self._opener.open(answer.url, urlencode(typed).encode(), timeout=20)
        if answer.status != 302:
            return None
        there = urljoin(answer.url, answer.headers["Location"])
        is_back = urlsplit(there).netloc != urlsplit(server).netloc
        return there if is_back else self.sign_in(there, login, None)


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture
def come_back(browser):
    """`come_back(client, login, …)`: out through the button, signed in at CAS, and back."""

    def go(client, login, *, server="orleans", **query):
        out = client.get(f"/compte/etablissements/{server}/", query)
        home = browser.sign_in(out["Location"], login)
        return client.get(home_path(home), follow=True)

    return go


@pytest.fixture
def known():
    """Somebody whose account the provider opens, and whose address is confirmed."""
    person = make_person()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return Federated.objects.create(
        person=person,
        server="ouverte",
        subject="cexemple@orleans",
        told_at=clock.now(),
        linked_at=clock.now(),
    )
