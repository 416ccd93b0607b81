"""The pages of refusal and of breakdown: static, in both languages, without the database."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from acquis.portal import errors
from tests.factories import make_person


def in_both_languages(page, french, english):
    assert f"<h1>{french}</h1>" in page
    assert f">{english}</h2>" in page


def test_what_is_not_open_is_said_in_both_languages():
    answer = errors.forbidden(RequestFactory().get("/"), PermissionDenied("secret"))

    page = answer.content.decode()
    assert answer.status_code == 403
    in_both_languages(page, "Ceci ne vous est pas ouvert", "This is not open to you")
    assert "secret" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("is_signed_in", [False, True])
def test_a_breakdown_of_the_database_is_said_without_the_database(is_signed_in):
    """Every query is refused, as by a database that is gone."""
    client = Client(raise_request_exception=False)
    if is_signed_in:
        client.force_login(make_person())

    with connection.execute_wrapper(gone):
        answer = client.get("/")

    assert answer.status_code == 500
    in_both_languages(
        answer.content.decode(),
        "Une panne est survenue de notre côté",
        "Something broke on our side",
    )
    assert "Content-Security-Policy" in answer.headers


def gone(*args, **kwargs):
    raise OperationalError("the database is gone")
