import re

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.cache import cache

from tests.factories import make_person

PASSWORD = "cheval agrafe pile correcte"


@pytest.fixture(autouse=True)
def _attempts_are_forgotten():
    """The limits on attempts are kept in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def ada():
    """Somebody with a confirmed address and a password."""
    person = make_person(email="ada@exemple.example", password=PASSWORD)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def sign_in():
    """`sign_in(client, address)`: through the page; follows to the last one."""

    def post(client, address="ada@exemple.example", password=PASSWORD, **fields):
        return client.post(
            "/compte/login/", {"login": address, "password": password, **fields}, follow=True
        )

    return post


@pytest.fixture
def outbox():
    """The messages that wait; looked up, for the stage that keeps them stands on this one."""
    return apps.get_model("base", "Message").objects


@pytest.fixture
def letters(outbox):
    """`letters()`: (kind, address) of what waits in the outbox, in order."""
    return lambda: list(outbox.order_by("pk").values_list("kind", "address"))


@pytest.fixture
def link_in(outbox):
    """`link_in(kind)`: the path of the link of the one letter of this kind, on our own host."""

    def path(kind):
        [body] = outbox.filter(kind=kind).values_list("body", flat=True)
        [link, *_] = re.findall(r"http://127\.0\.0\.1:8000(/\S+)", body)
        return link

    return path


@pytest.fixture
def is_signed_in():
    return lambda client: "_auth_user_id" in client.session
