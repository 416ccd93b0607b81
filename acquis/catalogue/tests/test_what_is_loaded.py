"""What later stages read of an edition: its name, its categories, its sessions, its deadlines."""

from datetime import UTC, datetime

import pytest

from tests.factories import make_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return make_edition()


def test_an_edition_and_its_programme_have_readable_names(edition):
    assert (str(edition), str(edition.programme_version)) == ("C2i2e 2022-2023", "c2i2e 2010")
    assert edition.get_absolute_url() == "/certifications/orleans/c2i2e/2022-2023/"


def test_a_category_and_a_session_are_found_by_their_code_and_number(edition):
    assert edition.category("free-dry").checked_by == "continuing_education"
    assert edition.session(2).deposit_until.isoformat() == "2023-06-11"
    with pytest.raises(KeyError):
        edition.category("nobody")
    with pytest.raises(KeyError):
        edition.session(3)


def test_a_deadline_is_midnight_in_paris_after_the_last_day(edition):
    assert edition.deposit_deadline(1) == datetime(2023, 4, 23, 22, 0, tzinfo=UTC)


def test_an_edition_has_opened_from_the_first_instant_of_its_first_campaign(edition, at):
    at(2022, 9, 29, 23, 59)
    assert edition.has_opened() is False

    at(2022, 9, 30, 0, 0)
    assert edition.has_opened() is True
