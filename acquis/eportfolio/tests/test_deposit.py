from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.base import clock
from acquis.base.canonical import fingerprint
from acquis.base.models import Entry, Message
from acquis.base.refusal import Refusal
from acquis.enrolment.models import EnrolmentState
from acquis.eportfolio import actions
from acquis.eportfolio.models import Deposit, DepositState, PortfolioState
from tests.factories import make_enrolment, make_person, make_portfolio

from .doors import door, signed_in, told


@pytest.fixture
def portfolio(db):
    return make_portfolio(claims=["B.2.1", "A.1.1"])


def deposit(client, portfolio, **fields):
    return client.post(door("deposit", portfolio), {"statement": "on", "once": uuid4(), **fields})


def test_depositing_freezes_everything_and_gives_a_receipt(client, portfolio):
    signed_in(client, portfolio)
    situation = portfolio.situations.get()
    evidence = situation.evidence.select_related("file").get()

    response = deposit(client, portfolio)

    made = Deposit.objects.get()
    assertRedirects(response, made.get_absolute_url())
    assert made.content == {
        "person": portfolio.enrolment.person.civil_name,
        "session": 1,
        "statement": made.content["statement"],
        "acquired": [],
        "situations": [
            {
                "id": str(situation.pk),
                "title": "Un débat mouvant en classe de 4e",
                "account": "Les élèves prennent position sur un mur collaboratif.",
                "taught_on": "2022-09-20",
                "audience": "24 élèves",
                "place": "",
                "condition": "taught-session",
                "evidence": [
                    {
                        "id": str(evidence.pk),
                        "name": "preuve.pdf",
                        "url": "",
                        "description": "Déroulé de la séance",
                        "sha256": evidence.file.sha256,
                        "size": evidence.file.size,
                        "file": str(evidence.file_id),
                    }
                ],
                "claims": [
                    {"item": "A.1.1", "argument": "Voir le déroulé (A.1.1)."},
                    {"item": "B.2.1", "argument": "Voir le déroulé (B.2.1)."},
                ],
            }
        ],
    }
    assert made.content["statement"].startswith("Je déclare sur l’honneur")
    assert (made.state, made.session, made.sha256, made.deposited_at) == (
        DepositState.STANDING,
        1,
        fingerprint(made.content),
        clock.now(),
    )
    assert made.number.startswith("D-2022-")
    assert list(made.files.all()) == [evidence.file]
    portfolio.refresh_from_db()
    assert portfolio.state == PortfolioState.DEPOSITED


def test_a_deposit_is_journalled_and_told_by_mail(client, portfolio):
    signed_in(client, portfolio)

    deposit(client, portfolio)

    made, person = Deposit.objects.get(), portfolio.enrolment.person
    assert [(e.verb, e.by, e.subject, e.facts) for e in Entry.objects.order_by("number")] == [
        (
            "deposited",
            person,
            made.journal_key,
            {"number": made.number, "session": 1, "sha256": made.sha256, "files": 1},
        ),
        (
            "deposited",
            person,
            portfolio.journal_key,
            {"before": "open", "after": "deposited", "deposit": str(made.pk)},
        ),
    ]
    letter = Message.objects.get()
    assert (letter.person, letter.kind, letter.once) == (
        person,
        "deposited",
        f"deposited:{made.pk}",
    )
    assert made.number in letter.subject
    for fact in (made.number, made.moment, made.sha256, made.get_absolute_url()):
        assert fact in letter.body


def test_an_empty_statement_of_honour_deposits_nothing(client, portfolio):
    signed_in(client, portfolio)

    response = client.post(door("deposit", portfolio), {"once": uuid4()})

    assertContains(response, "errorlist")
    assert not Deposit.objects.exists()


def test_the_page_before_says_what_is_frozen_and_what_is_not_proved(client, portfolio):
    signed_in(client, portfolio)
    portfolio.situations.get().evidence.update(removed_at=clock.now())

    response = client.get(door("deposit", portfolio))

    assertContains(response, 'id="before"')
    assertContains(response, "A.1.1 est demandé sans preuve.")
    assertContains(response, '<button class="button">Déposer mon portfolio</button>')
    assert not Deposit.objects.exists()


def test_a_double_click_makes_one_deposit(client, portfolio):
    signed_in(client, portfolio)
    same_page = uuid4()

    answers = [deposit(client, portfolio, once=same_page) for _click in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Deposit.objects.count() == 1
    assert Message.objects.count() == 1


def test_a_second_page_finds_the_portfolio_deposited(client, portfolio):
    signed_in(client, portfolio)
    deposit(client, portfolio)

    second = deposit(client, portfolio)

    assertContains(second, "Ce portfolio est déposé")
    assert Deposit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_deposits_at_the_same_moment_make_one():
    portfolio = make_portfolio(claims=["A.1.1"])
    answers = []

    def try_it():
        try:
            actions.deposit(
                portfolio.__class__.objects.get(pk=portfolio.pk),
                statement="Je déclare.",
                begun_at=clock.now(),
                by=portfolio.enrolment.person,
            )
            answers.append("made")
        except Refusal:
            answers.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=try_it) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["made", "refused"]
    assert Deposit.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (EnrolmentState.SENT, "pas encore accepté"),
        (EnrolmentState.TO_COMPLETE, "pas encore accepté"),
        (EnrolmentState.WITHDRAWN, "Votre inscription est maintenant"),
    ],
)
@pytest.mark.django_db
def test_an_enrolment_that_is_not_accepted_deposits_nothing(client, state, words):
    portfolio = make_portfolio(make_enrolment(state=state), claims=["A.1.1"])
    signed_in(client, portfolio)

    page, response = client.get(door("deposit", portfolio)), deposit(client, portfolio)

    assertContains(page, words)
    assertNotContains(page, '<button class="button">')
    assertContains(response, words)
    assert not Deposit.objects.exists()


@pytest.mark.django_db
def test_an_empty_portfolio_is_not_deposited(client):
    portfolio = make_portfolio()

    response = deposit(signed_in(client, portfolio), portfolio)

    assertContains(response, "errorlist")
    assert not Deposit.objects.exists()


def test_a_damaged_file_stops_the_deposit_and_is_named(client, portfolio):
    signed_in(client, portfolio)
    evidence = portfolio.situations.get().evidence.select_related("file").get()
    with Path(default_storage.path(evidence.file.bytes.name)).open("ab") as file:
        file.write(b"one bit more")

    response = deposit(client, portfolio)

    assertContains(response, "preuve.pdf")
    assertContains(response, "errorlist")
    assert not Deposit.objects.exists()
    portfolio.refresh_from_db()
    assert portfolio.state == PortfolioState.OPEN
    assert told() == []


def test_what_was_removed_is_not_deposited(client, portfolio):
    signed_in(client, portfolio)
    gone = portfolio.situations.create(title="Retirée", saved_at=clock.now())
    portfolio.situations.create(title="Sans preuve", saved_at=clock.now(), position=2)
    client.post(door("remove_situation", gone))

    deposit(client, portfolio)

    titles = [each["title"] for each in Deposit.objects.get().content["situations"]]
    assert titles == ["Un débat mouvant en classe de 4e", "Sans preuve"]


def test_a_deposit_is_taken_back_before_the_deadline(client, portfolio):
    signed_in(client, portfolio)
    deposit(client, portfolio)

    response = client.post(door("take_back", portfolio))

    assertRedirects(response, portfolio.get_absolute_url())
    portfolio.refresh_from_db()
    made = Deposit.objects.get()
    assert (portfolio.state, made.state) == (PortfolioState.OPEN, DepositState.TAKEN_BACK)
    assert told() == ["deposited", "deposited", "taken_back", "taken_back"]
    assert Message.objects.get(kind="taken_back").body.count(made.number) == 1
    assertContains(client.get(made.get_absolute_url()), "state--bad")

    deposit(client, portfolio)

    assert Deposit.objects.standing().count() == 1
    assert Deposit.objects.count() == 2


def test_nothing_is_taken_back_when_nothing_is_deposited(client, portfolio):
    signed_in(client, portfolio)

    response = client.post(door("take_back", portfolio))

    assertRedirects(response, portfolio.get_absolute_url())
    assert told() == []


def test_nobody_deposits_or_takes_back_somebody_elses_portfolio(client, portfolio):
    client.force_login(make_person())

    assert client.get(door("deposit", portfolio)).status_code == 404
    assert deposit(client, portfolio).status_code == 404
    assert client.post(door("take_back", portfolio)).status_code == 404
    assert not Deposit.objects.exists()
