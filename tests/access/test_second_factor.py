"""Without a second factor, staff come to their own account and to nothing else."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from acquis.accounts.models import Role
from acquis.jury.tests.scenes import juror, make_candidate, make_open_sitting
from acquis.portal.second_factor import OPEN
from tests.factories import make_enrolment, make_staff

pytestmark = pytest.mark.django_db
SAMPLES = ("1", "x", str(uuid.UUID(int=0)))


@pytest.fixture(autouse=True)
def _demanded(settings):
    settings.SECOND_FACTOR_DEMANDED = True


def addresses():
    """Every address of the site, naming things that need not exist."""

    def walk(resolver, space, above):
        for each in resolver.url_patterns:
            words = above | each.pattern.converters
            if isinstance(each, URLPattern):
                words |= dict.fromkeys(set(each.pattern.regex.groupindex) - set(words))
                yield f"{space}{each.name}", words
            else:
                yield from walk(each, f"{each.namespace}:" if each.namespace else "", words)

    for name, words in walk(get_resolver(), "", {}):
        yield reverse(name, kwargs={word: sample(kind) for word, kind in words.items()})


def sample(converter):
    """The first of these that fits; a pattern without converter takes a word."""
    fitting = (each for each in SAMPLES if re.fullmatch(converter.regex, each))
    return next(fitting) if converter else "x"


def elsewhere():
    """The addresses that are not those of one's own account."""
    return [url for url in addresses() if not url.startswith(OPEN)]


def asked(client, method, url):
    answer = client.generic(method, url)
    return answer.status_code, answer.headers.get("Location")


@pytest.mark.parametrize("kind", [*Role.Kind, "juror"])
def test_every_path_leads_staff_to_their_second_factor(client, at, kind):
    at(2023, 5, 9, 9)
    person = juror(make_open_sitting(make_candidate())) if kind == "juror" else make_staff(kind)
    client.force_login(person)
    closed = elsewhere()

    answers = {(m, url): asked(client, m, url) for url in closed for m in ("GET", "POST")}

    assert len(closed) > 90
    assert set(answers.values()) == {(302, "/compte/second-facteur/")}


def test_a_candidate_and_a_visitor_are_not_asked(client):
    candidate = Client()
    candidate.force_login(make_enrolment().person)

    answers = {asked(who, "GET", url) for who in (candidate, client) for url in elsewhere()}

    assert (302, "/compte/second-facteur/") not in answers
