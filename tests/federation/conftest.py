import re
import subprocess
import sys
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener
from uuid import uuid4

import pytest
import yaml
from django.core.cache import cache

from .people import PASSWORD

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


@pytest.fixture(scope="session")
def cas(tmp_path_factory):
    """The address of a real CAS server, which gives tickets for the host of the tests only."""
    command = [sys.executable, "-m", "tests.federation.real_cas"]
    folder = tmp_path_factory.mktemp("cas")
    pattern = r"^http://(127\.0\.0\.1|localhost)(:\d+)?/compte/etablissements/"
    with subprocess.Popen(
        [*command, folder, "0", pattern], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        port = process.stdout.readline().strip()
        assert port, "The CAS server did not start."
        yield f"http://127.0.0.1:{port}/cas"
        process.terminate()


@pytest.fixture
def servers(tmp_path, settings):
    """`servers([{...}, …])`: these sign-in servers are offered."""

    def offer(rows):
        path = tmp_path / f"servers-{uuid4()}.yaml"  # a file is read once
        path.write_text(yaml.safe_dump(rows, allow_unicode=True))
        settings.FEDERATION = str(path)

    return offer


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
        """Where the server sends back to, or None when it keeps the person on its own page."""
        answer = self._opener.open(address, timeout=20)
        if answer.status == 302:  # already signed in there
            return answer.headers["Location"]
        fields = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', answer.read().decode()))
        fields |= {"username": login, "password": password}
        fields["service"] = fields["service"].replace("&amp;", "&")
        answer = self._opener.open(address, urlencode(fields).encode(), timeout=20)
        return answer.headers.get("Location") if answer.status == 302 else None


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture
def come_back(browser):
    """`come_back(client, login, …)`: out through the button, signed in at CAS, and back."""

    def go(client, login, *, server="orleans", **query):
        out = client.get(f"/compte/etablissements/{server}/", query)
        home = browser.sign_in(out["Location"], login)
        return client.get(home.removeprefix("http://127.0.0.1:8000"), follow=True)

    return go
