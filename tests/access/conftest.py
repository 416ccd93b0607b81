import logging

import pytest
from allauth.account.signals import password_changed
from allauth.usersessions.signals import on_password_changed


@pytest.fixture(autouse=True)
def _sessions_that_stay(settings):
    """A session in the cookie is there again after what a request wrote is undone."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    # The list of devices keeps the key of a session, and such a cookie is too long to be one.
    password_changed.disconnect(on_password_changed)
    yield
    password_changed.connect(on_password_changed)


@pytest.fixture(autouse=True)
def _no_line_for_each_refusal(caplog):
    """Twenty thousand refusals are asked for; each kept line would hold its request in memory."""
    caplog.set_level(logging.CRITICAL, "django.request")
