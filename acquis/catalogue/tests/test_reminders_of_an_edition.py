"""An edition says on which days people are reminded; the checker reads them, pages tell them."""

from datetime import date

import pytest
from django.utils import translation
from pytest_django.asserts import assertContains

from acquis.accounts.models import Role
from acquis.catalogue.definitions import Reminders, Session, load_edition_file
from acquis.catalogue.templatetags.days import days_before
from acquis.catalogue.tests.samples import FIRST, SECOND, found_in
from tests.factories import make_edition, make_staff


@pytest.mark.parametrize(
    ("reminders", "problems"),
    [
        (Reminders(), []),
        (Reminders(unsent_requests=(), unpaid_fees=(), awaited_proposals=()), []),
        (Reminders(unsent_requests=(0, 3)), []),
        (Reminders(unsent_requests=(-1,)), [("out-of-bounds", "reminders.unsent_requests")]),
        (Reminders(unpaid_fees=(91, 2)), [("out-of-bounds", "reminders.unpaid_fees")]),
        (
            Reminders(awaited_proposals=(5, 2, 5)),
            [("reminder-twice", "reminders.awaited_proposals")],
        ),
        (Reminders(hour=24), [("out-of-bounds", "reminders.hour")]),
        # The window of this edition has 59 days, its jury sits eleven days after the deposit.
        (Reminders(unsent_requests=(60,)), [("reminder-too-early", "reminders.unsent_requests")]),
        (
            Reminders(awaited_proposals=(11,)),
            [("reminder-too-early", "reminders.awaited_proposals")],
        ),
        (Reminders(awaited_proposals=(10,)), []),
    ],
)
def test_what_cannot_be_is_an_error_and_what_finds_nobody_is_doubtful(reminders, problems):
    assert found_in(reminders=reminders) == problems


def test_what_is_due_before_the_jury_before_is_doubtful_for_deposits_and_fees():
    late = Session(2, date(2024, 5, 17), date(2024, 6, 4), date(2024, 6, 4))
    assert late == SECOND
    reminders = Reminders(unpaid_fees=(90,), undeposited_portfolios=(90,))
    more = {"certificates_after": "each_session", "reminders": reminders}

    assert found_in(sessions=(FIRST,), **more) == []
    moved = Session(2, date(2024, 4, 12), date(2024, 4, 30), date(2024, 4, 30))
    assert found_in(sessions=(FIRST, moved), **more) == [
        ("reminder-too-early", "reminders.unpaid_fees"),
        ("reminder-too-early", "reminders.undeposited_portfolios"),
    ]


def test_a_file_says_its_days_and_leaves_the_others_as_they_are(files):
    copy = files("c2i2e")
    copy.change(
        copy.edition,
        "public_texts:\n",
        "reminders:\n  unpaid_fees: []\n  undeposited_portfolios: [10, 3, 0]\n\npublic_texts:\n",
    )

    edition, problems = load_edition_file(copy.edition)

    assert problems == []
    assert edition.reminders == Reminders(unpaid_fees=(), undeposited_portfolios=(10, 3, 0))


@pytest.mark.parametrize(
    ("days", "french", "english"),
    [
        ((7, 2), "7 et 2 jours avant", "7 and 2 days before"),
        ((2, 14, 7), "14, 7 et 2 jours avant", "14, 7 and 2 days before"),
        ((1,), "1 jour avant", "1 day before"),
        ((3, 0), "3 jours avant et le jour même", "3 days before and on the day itself"),
        ((0,), "le jour même", "on the day itself"),
        ((), "", ""),
    ],
)
def test_days_are_said_as_people_say_them(days, french, english):
    with translation.override("fr"):
        assert days_before(days) == french
    with translation.override("en"):
        assert days_before(days) == english


@pytest.mark.django_db
def test_those_who_run_the_year_read_its_reminders(client):
    make_edition()
    client.force_login(make_staff(Role.Kind.OFFICE))

    page = client.get("/certifications/bureau/", headers={"accept-language": "en"})

    assertContains(page, "Reminders, at 9:00")
    assertContains(page, "Fees not paid (last day to deposit): 14 and 2 days before")
