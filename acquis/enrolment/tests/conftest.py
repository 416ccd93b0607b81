import pytest
from django.test import Client
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english():
    """The sentences of the code are those of the page and of the letters."""
    with translation.override("en"):
        yield


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})
