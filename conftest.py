"""What every test stands on: a frozen clock, files of its own, guards that survive a flush."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from acquis.base import clock, guards

PARIS = ZoneInfo("Europe/Paris")


def pytest_configure(config):
    from django.conf import settings

    settings.CLOCK_MAY_MOVE = True
    # Hashing slowly is for attackers; tests sign in hundreds of invented people.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Asked of everybody on every path in acquis/portal/tests/test_second_factor.py.
    settings.SECOND_FACTOR_DEMANDED = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _frozen_clock():
    """Tests begin on 3 October 2022 at 10:00 in Paris, inside the first campaign."""
    clock.travel_to(datetime(2022, 10, 3, 10, 0, tzinfo=PARIS), freeze=True)
    yield
    clock.travel_back()


@pytest.fixture
def at():
    """`at(2023, 4, 20)` or `at(2023, 4, 23, 23, 59)`: move the frozen clock, Paris time."""

    def move(*moment):
        clock.travel_to(datetime(*moment, tzinfo=PARIS), freeze=True)

    return move


@pytest.fixture(autouse=True)
def _language_of_the_house():
    """A page asked for in English leaves the thread in English: the next test begins in French."""
    translation.activate("fr")
    yield
    translation.activate("fr")


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "acquis.base.storage.WriteOnceStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        },
    }
    assert default_storage.location.startswith(str(tmp_path))


@pytest.fixture(autouse=True, scope="session")
def _flush_despite_the_guards():
    """A transactional test empties the tables afterwards, which the guards rightly refuse."""
    teardown = TransactionTestCase._fixture_teardown

    def without_guards(self):
        with unguarded():
            teardown(self)

    TransactionTestCase._fixture_teardown = without_guards
    yield
    TransactionTestCase._fixture_teardown = teardown


class unguarded:
    """Inside, the database refuses nothing: what an operator with all rights could do."""

    def __enter__(self):
        guards.take_down(connection)

    def __exit__(self, *exception):
        guards.put_up(connection)
