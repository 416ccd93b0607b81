"""The page of the components exists where one works on them or looks at the product."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_components_are_not_there_in_service(client):
    assert client.get("/design/").status_code == 404


@pytest.mark.parametrize("flag", ["DEBUG", "DEMO"])
def test_the_components_are_shown_without_signing_in(client, settings, flag):
    setattr(settings, flag, True)

    page = client.get("/design/").content.decode()

    for component in ("state--draft", "timeline", "notice--error", "funnel", "empty", "errorlist"):
        assert component in page
