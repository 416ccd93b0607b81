from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from acquis.enrolment.models import Enrolment
from tests.factories import make_edition

from .stories import a_candidate, journal

TOGETHER = 50


@pytest.mark.django_db(transaction=True)
def test_fifty_requests_at_once_make_one_enrolment_and_lead_to_it():
    make_edition()
    ada = a_candidate()
    session = Client()
    session.force_login(ada)
    start_line = Barrier(TOGETHER)

    def start(_):
        browser = Client(raise_request_exception=False)
        browser.cookies = session.cookies
        start_line.wait()
        try:
            return browser.post(
                reverse("enrolment:start", args=["orleans", "c2i2e", "2022-2023"]),
                {"category": "m2-orleans"},
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        answers = list(pool.map(start, range(TOGETHER)))

    enrolment = Enrolment.objects.get(person=ada)
    assert Counter((each.status_code, each.get("Location")) for each in answers) == {
        (302, enrolment.get_absolute_url()): TOGETHER
    }
    assert journal(enrolment) == ["started"]
