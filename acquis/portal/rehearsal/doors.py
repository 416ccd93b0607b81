"""A person at the pages: signs in, sends forms, and says loudly when a page refuses."""

from django.conf import settings
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse


class Refused(Exception):
    """A page did not do what the story asked. The rehearsal stops: the product would too."""


class Visitor:
    """One browser. `post` expects the redirect that an accepted form gives."""

    def __init__(self, person=None):
        self.client = Client(
            SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="fr", enforce_csrf_checks=False
        )
        self.person = person
        if person is not None:
            self.client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])

    def read(self, name, *args):
        response = self.client.get(reverse(name, args=args))
        if response.status_code != 200:
            raise Refused(f"{self.person} reads {name}{args}: {response.status_code}")
        return response

    def post(self, name, *args, fields=None, refused_is_fine=False):
        response = self.client.post(reverse(name, args=args), fields or {})
        errors = [str(m) for m in get_messages(response.wsgi_request) if m.level_tag == "error"]
        if response.status_code not in (301, 302, 303) or errors:
            if refused_is_fine:
                return None
            raise Refused(
                f"{self.person} posts {name}{args} {fields}: {response.status_code} "
                f"{errors or _first_words(response)}"
            )
        return response


def _first_words(response):
    """The words of the error list in a refused page, for the story's log."""
    import re

    text = response.content.decode(errors="replace")
    return re.findall(r'(?:errorlist|notice--error)[^>]*>(.*?)</(?:ul|div)>', text, re.DOTALL)[:3]
