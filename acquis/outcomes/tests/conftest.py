import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from hypothesis import settings

from acquis.base import clock
from tests.factories import make_staff

# No test fails because the machine is busy.
settings.register_profile("acquis", deadline=None)
settings.load_profile("acquis")


@pytest.fixture(autouse=True)
def _after_the_first_jury(_frozen_clock):
    """Here the year has come to 12 May 2023: the jury of session 1 has met, session 2 is open."""
    clock.travel_to(datetime(2023, 5, 12, 10, 0, tzinfo=ZoneInfo("Europe/Paris")), freeze=True)


@pytest.fixture
def together():
    """`together(act, 2)`: threads act at once, each on its own connection; their answers."""

    def run(act, threads):
        start, answers = threading.Barrier(threads), [None] * threads

        def one(number):
            try:
                start.wait()
                answers[number] = act(number)
            except Exception as error:
                answers[number] = error
            finally:
                connection.close()

        running = [threading.Thread(target=one, args=[number]) for number in range(threads)]
        for thread in running:
            thread.start()
        for thread in running:
            thread.join()
        return answers

    return run


@pytest.fixture
def sql():
    """`sql("UPDATE …", value)`: a statement sent to the database as it is."""

    def execute(statement, *values):
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)

    return execute


@pytest.fixture
def office():
    return make_staff("office")
