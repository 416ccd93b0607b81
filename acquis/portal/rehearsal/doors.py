"""A person at the pages: reads a page, fills a form of it, and sends it, as a browser would."""

import re

from django.conf import settings
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from .forms import fields_of


class Refused(Exception):
    """A page did not do what the story asked. The rehearsal stops: the product would too."""


class Visitor:
    """One browser, signed in as a person (or nobody)."""

    def __init__(self, person=None, *, address="127.0.0.1"):
        self.client = Client(
            SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="fr", REMOTE_ADDR=address
        )
        self.person = person
        if person is not None:
            self.client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])

    def read(self, name, *args, query=""):
        """GET a page that must be there."""
        response = self.client.get(reverse(name, args=args) + query)
        if response.status_code != 200:
            raise Refused(f"{self.person} reads {name}{args}: {response.status_code}")
        return response

    def fill(self, name, *args, fields=None, on=None, query=""):
        """Send the form of `name`, with what its page already holds, and `fields` on top.

        `on` is (name, *args) of the page that shows the form, when that is another one. A value
        may be a file, a text or a list.
        """
        address = reverse(name, args=args)
        page_name, *page_args = on or (name, *args)
        page = reverse(page_name, args=page_args)
        response = self.client.get(page + query)
        if response.status_code != 200:
            raise Refused(f"{self.person} reads {page}: {response.status_code}")
        found = fields_of(response.content.decode(), address, page=page)
        if found is None:
            raise Refused(f"{self.person} finds no form to {address} on {page}")
        return self.post(name, *args, fields={**found, **(fields or {})})

    def post(self, name, *args, fields=None):
        """Send a form that asks for nothing else; the answer must be the accepting redirect."""
        response = self.client.post(reverse(name, args=args), fields or {})
        errors = [str(m) for m in get_messages(response.wsgi_request) if m.level_tag == "error"]
        if response.status_code not in (301, 302, 303) or errors:
            raise Refused(
                f"{self.person} posts {name}{args}: {response.status_code} "
                f"{errors or _complaints(response)}"
            )
        return response


def _complaints(response):
    """The words of a refused page, for the log of the story."""
    text = response.content.decode(errors="replace")
    found = re.findall(r"(?:errorlist|notice--error)[^>]*>(.*?)</(?:ul|div)>", text, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s+", " ", words).strip() for words in found[:3]]
