from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.asserts import assertContains, assertNotContains

from acquis.base.refusal import Refusal
from acquis.eportfolio import actions
from acquis.eportfolio.models import Deposit, DepositState
from tests.factories import PDF, make_deposit, make_person, make_portfolio, moment

from .doors import door, signed_in, situation_fields, told
from .slow import ArrivesLate

pytestmark = pytest.mark.django_db
DEADLINE = "dimanche 23 avril 2023 à 23\u00a0h\u00a059"


@pytest.fixture
def portfolio(at):
    portfolio = make_portfolio(claims=["A.1.1"])
    at(2023, 4, 23, 23, 59, 59)
    return portfolio


@pytest.fixture
def situation(portfolio):
    return portfolio.situations.get()


@pytest.fixture
def arrival(settings):
    """`arrival(2023, 4, 24, 0, 5)`: when the last byte of an upload arrives."""
    settings.FILE_UPLOAD_HANDLERS = [
        "acquis.eportfolio.tests.slow.ArrivesLate",
        *settings.FILE_UPLOAD_HANDLERS,
    ]

    def arrive(*parts):
        ArrivesLate.arrival = moment(*parts)

    return arrive


def snapshot(portfolio):
    """All that a candidate may change, as it is in the database."""
    portfolio.refresh_from_db()
    return (
        portfolio.state,
        list(portfolio.situations.order_by("pk").values()),
        list(portfolio.situations.order_by("pk").values_list("claims__item", "claims__argument")),
        list(portfolio.situations.order_by("pk").values_list("evidence", "evidence__removed_at")),
        list(portfolio.deposits.values("state")),
    )


def upload(client, situation, name="plan.pdf"):
    files = SimpleUploadedFile(name, PDF + name.encode())
    return client.post(door("add_files", situation), {"files": files, "description": "Le plan"})


def deposit(client, portfolio):
    return client.post(door("deposit", portfolio), {"statement": "on", "once": uuid4()})


def test_the_last_second_still_counts(client, portfolio, situation):
    signed_in(client, portfolio)

    upload(client, situation)
    deposit(client, portfolio)

    assert Deposit.objects.get().files.count() == 2


@pytest.mark.parametrize(
    ("name", "fields", "kept"),
    [
        ("new_situation", situation_fields(account="Mon long récit"), "Mon long récit"),
        ("edit_situation", situation_fields(account="Mon récit revu", version=1), "Mon récit revu"),
        (
            "claims",
            {"claim": ["B.3.1"], "argument-B.3.1": "Mon argument", "version": 1},
            "Mon argument",
        ),
        ("add_link", {"url": "https://exemple.example/", "description": "Mon lien"}, "Mon lien"),
        ("deposit", {"statement": "on"}, "checked"),
    ],
)
def test_a_stale_page_changes_nothing_names_the_deadline_and_keeps_what_was_typed(
    client, at, portfolio, situation, name, fields, kept
):
    signed_in(client, portfolio)
    target = situation if name in ("edit_situation", "claims", "add_link") else portfolio
    before = snapshot(portfolio)
    at(2023, 4, 24)

    response = client.post(door(name, target), fields)

    assertContains(response, DEADLINE)
    assertContains(response, kept)
    assert snapshot(portfolio) == before
    assert told() == []


def test_a_stale_page_of_files_and_descriptions_changes_nothing(client, at, portfolio, situation):
    signed_in(client, portfolio)
    evidence = situation.evidence.get()
    before = snapshot(portfolio)
    at(2023, 4, 24)

    files = upload(client, situation)
    described = client.post(
        door("describe", situation),
        {
            f"description-{evidence.pk}": "Ma description",
            f"read-{evidence.pk}": evidence.description,
        },
    )

    assertContains(files, DEADLINE)
    assertContains(files, 'value="Le plan"')
    assertContains(described, DEADLINE)
    assertContains(described, "Ma description")
    assert snapshot(portfolio) == before


@pytest.mark.parametrize("name", ["remove_situation", "remove_evidence"])
def test_nothing_is_removed_after_the_deadline(client, at, portfolio, situation, name):
    signed_in(client, portfolio)
    target = situation if name == "remove_situation" else situation.evidence.get()
    before = snapshot(portfolio)
    at(2023, 4, 24)

    response = client.post(door(name, target))

    assert DEADLINE in str(list(get_messages(response.wsgi_request))[0])
    assert snapshot(portfolio) == before


def test_no_deposit_is_taken_back_after_the_deadline(client, at):
    deposit = make_deposit()
    signed_in(client, deposit.portfolio)
    at(2023, 4, 24)

    response = client.post(door("take_back", deposit.portfolio))

    assert DEADLINE in str(list(get_messages(response.wsgi_request))[0])
    deposit.refresh_from_db()
    assert deposit.state == DepositState.STANDING


@pytest.mark.parametrize("name", ["situation", "edit_situation", "claims"])
def test_the_pages_can_still_be_read_without_any_button_to_save(
    client, at, portfolio, situation, name
):
    signed_in(client, portfolio)
    at(2023, 4, 24)

    response = client.get(door(name, situation))

    assertContains(response, DEADLINE)
    assertNotContains(response, '<button class="button">')


def test_an_upload_begun_before_the_deadline_may_finish_in_the_grace_and_be_deposited(
    client, arrival, portfolio, situation
):
    signed_in(client, portfolio)
    arrival(2023, 4, 24, 0, 9, 58)

    upload(client, situation)
    deposit(client, portfolio)

    made = Deposit.objects.get()
    assert [each["name"] for each in made.evidence()] == ["preuve.pdf", "plan.pdf"]
    assert made.deposited_at == moment(2023, 4, 24, 0, 9, 58)


def test_an_upload_that_outlasts_the_grace_is_refused(client, arrival, portfolio, situation):
    signed_in(client, portfolio)
    arrival(2023, 4, 24, 0, 10)

    response = upload(client, situation)

    assertContains(response, DEADLINE)
    assert situation.evidence.count() == 1


def test_after_the_grace_a_late_upload_does_not_open_the_deposit_any_more(
    client, arrival, at, portfolio, situation
):
    signed_in(client, portfolio)
    arrival(2023, 4, 24, 0, 5)
    upload(client, situation)
    at(2023, 4, 24, 0, 10)

    response = deposit(client, portfolio)

    assertContains(response, DEADLINE)
    assert not Deposit.objects.exists()


def test_in_the_grace_nothing_else_can_be_begun(client, arrival, portfolio, situation):
    signed_in(client, portfolio)
    arrival(2023, 4, 24, 0, 5)
    upload(client, situation)

    response = client.post(door("edit_situation", situation), situation_fields(version=1))

    assertContains(response, DEADLINE)
    situation.refresh_from_db()
    assert situation.version == 1


def test_an_office_that_closes_the_gap_by_hand_is_refused_too(portfolio, at):
    """The action itself refuses: no page is trusted to have checked."""
    at(2023, 4, 24)

    with pytest.raises(Refusal):
        actions.add_situation(
            portfolio,
            {"title": "Trop tard"},
            begun_at=moment(2023, 4, 24),
            by=portfolio.enrolment.person,
        )


def test_the_deadline_of_somebody_elses_portfolio_is_not_told(client, portfolio, at):
    client.force_login(make_person())
    at(2023, 4, 24)

    assert deposit(client, portfolio).status_code == 404
