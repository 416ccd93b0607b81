"""The pages of refusal and of breakdown: static, in both languages, without the database."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client, RequestFactory

from acquis.portal import errors


def in_both_languages(page, french, english):
    assert f"<h1>{french}</h1>" in page
    assert f">{english}</h2>" in page


def test_what_is_not_open_is_said_in_both_languages():
    answer = errors.forbidden(RequestFactory().get("/"), PermissionDenied("secret"))

    page = answer.content.decode()
    assert answer.status_code == 403
    in_both_languages(page, "Ceci ne vous est pas ouvert", "This is not open to you")
    assert "secret" not in page


@pytest.mark.django_db(transaction=True)
def test_a_breakdown_of_the_database_is_said_without_the_database(monkeypatch):
    """The connection is made to refuse every query, as a database that is gone does."""
    client = Client(raise_request_exception=False)
    connection = connections["default"]

    def gone(*args, **kwargs):
        from django.db import OperationalError

        raise OperationalError("the database is gone")

    with connection.execute_wrapper(gone):
        answer = client.get("/")

    assert answer.status_code == 500
    in_both_languages(
        answer.content.decode(),
        "Une panne est survenue de notre côté",
        "Something broke on our side",
    )
    assert "Content-Security-Policy" in answer.headers
