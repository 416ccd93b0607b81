import logging

import pytest


@pytest.fixture(autouse=True)
def _sessions_that_stay(settings):
    """A session in the cookie is there again after what a request wrote is undone."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"


@pytest.fixture(autouse=True)
def _no_line_for_each_refusal(caplog):
    """Twenty thousand refusals are asked for; each kept line would hold its request in memory."""
    caplog.set_level(logging.CRITICAL, "django.request")
