import pytest
from django.test import Client
from django.utils import translation
from hypothesis import settings

# No test fails because the machine is busy.
settings.register_profile("acquis", deadline=None)
settings.load_profile("acquis")


@pytest.fixture(autouse=True)
def _in_english():
    """The sentences of the code are those of the page and of the letters."""
    with translation.override("en"):
        yield


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})
