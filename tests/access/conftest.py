import pytest


@pytest.fixture(autouse=True)
def _sessions_that_stay(settings):
    """A session in the cookie is there again after what a request wrote is undone."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
