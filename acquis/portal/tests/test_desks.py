"""What awaits each role on its first page: figures that are lists, and the next thing to do."""

import re
from html import unescape

import pytest
from django.urls import reverse

from acquis.accounts.models import Role
from acquis.base.models import Message, SendingState
from acquis.enrolment.models import EnrolmentState, LedgerLine
from acquis.evaluation.models import AssignmentState
from acquis.jury.tests.scenes import (
    juror,
    make_candidate,
    make_jury,
    make_open_sitting,
    make_sealed,
    make_sitting,
    president,
)
from acquis.outcomes.tests.factories import make_certificates, make_certified
from acquis.portal.tasks import desks_of
from tests.factories import (
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_institution,
    make_letter,
    make_person,
    make_portfolio,
    make_sending,
    make_staff,
)

pytestmark = pytest.mark.django_db


def told(person):
    """[(title, [(label, count)])] of a person's desks."""
    return [
        (desk.title, [(str(figure.label), figure.count) for figure in desk.figures])
        for desk in desks_of(person)
    ]


def rows_behind(client, figure):
    page = client.get(unescape(figure.url)).content.decode().partition('class="empty"')[0]
    body = re.search(r"<tbody>(.*?)</tbody>", page, re.DOTALL)
    return body.group(1).count("<tr>") if body else 0


def test_an_evaluator_goes_on_with_the_next_dossier_before_the_jury_sits(client, at):
    at(2023, 4, 28, 9)
    evaluator = make_staff(Role.Kind.EVALUATOR)
    first = make_assignment(evaluator=evaluator)
    make_assignment(evaluator=evaluator)
    make_assignment(evaluator=evaluator, state=AssignmentState.SENT)

    desk = desks_of(evaluator)[0]
    client.force_login(evaluator)

    assert [figure.count for figure in desk.figures] == [2, 1]
    assert desk.next_url == first.get_absolute_url()
    assert "10 jours" in desk.lead
    assert first.get_absolute_url() in client.get("/").content.decode()


def test_an_office_reads_what_waits_and_what_did_not_arrive(client):
    office = make_staff(Role.Kind.OFFICE)
    waiting = make_sending()
    make_letter(state=Message.State.HELD, sending=waiting)
    make_sending(state=SendingState.RELEASED)
    make_letter(state=Message.State.FAILED)
    make_letter(state=Message.State.FAILED)
    make_letter()
    elsewhere = make_edition(institution=make_institution("tours"))
    make_sending(elsewhere)
    make_letter(edition=elsewhere, state=Message.State.FAILED)
    client.force_login(office)

    [desk] = desks_of(office)

    assert [(each.count, each.url, each.is_urgent) for each in desk.figures] == [
        (1, reverse("letters:sendings"), False),
        (2, reverse("letters:undelivered"), True),
    ]
    page = client.get("/").content.decode()
    assert all(f'href="{each.url}"' in page for each in desk.figures)
    assert waiting.name in client.get(desk.figures[0].url).content.decode()
    assert len(client.get(desk.figures[1].url).context["page"].object_list) == 2


def test_an_office_with_no_letter_to_look_at_is_not_told_of_letters():
    make_letter()
    make_sending(state=SendingState.RELEASED)

    assert desks_of(make_staff(Role.Kind.OFFICE)) == []


def test_an_evaluator_who_is_late_is_told_that_the_jury_waits(at):
    at(2023, 5, 9, 9)

    desk = desks_of(make_assignment().evaluator)[0]

    assert "attend vos propositions" in desk.lead


@pytest.mark.parametrize(
    ("state", "words"), [(None, "Aucun dossier"), (AssignmentState.SENT, "Merci")]
)
def test_an_evaluator_without_work_is_told_so(state, words):
    evaluator = make_staff(Role.Kind.EVALUATOR)
    if state:
        make_assignment(evaluator=evaluator, state=state)

    desk = desks_of(evaluator)[0]

    assert (words in desk.lead, desk.next_url) == (True, "")


def test_a_president_reads_what_the_sitting_still_lacks(at):
    at(2023, 5, 9, 9)
    open_sitting = make_open_sitting(make_candidate(), make_candidate(sent=False))

    desk = desks_of(president(open_sitting))[0]

    assert [figure.count for figure in desk.figures] == [2, 2]
    assert [check.is_met for check in desk.checks] == [True, False, True, True, False]
    assert (desk.url, desk.next_label) == (open_sitting.get_absolute_url(), "Poursuivre la séance")


def test_a_sitting_that_is_only_planned_is_prepared(at):
    at(2023, 5, 2, 9)
    sitting = make_sitting(make_jury(act=False), present=False)

    desk = desks_of(juror(sitting))[0]

    assert desk.next_label == "Préparer la séance"
    assert [check.is_met for check in desk.checks] == [False, True, False, False, False]


def test_sealed_deliberations_lead_to_their_minutes(at):
    at(2023, 5, 9, 9)
    sealed, _act = make_sealed(make_candidate())

    assert told(juror(sealed)) == [
        ("Délibérations scellées", [("délibérations scellées, avec leur procès-verbal", 1)])
    ]


def test_the_cashier_reads_what_is_still_to_receive(client):
    owing = make_enrolment(category="trainers-orleans", fee_cents=9694)
    owing.enter(LedgerLine.Kind.DUE, 9694, by=make_person())
    make_enrolment()
    cashier = make_staff(Role.Kind.CASHIER)
    client.force_login(cashier)

    desk = desks_of(cashier)[0]

    assert [figure.count for figure in desk.figures] == [1, 0, 1]
    assert [rows_behind(client, figure) for figure in desk.figures] == [1, 0, 1]
    assert "96,94" in desk.lead


def test_continuing_education_reads_its_own_categories_alone(client):
    for state in (EnrolmentState.SENT, EnrolmentState.SENT, EnrolmentState.TO_COMPLETE):
        make_enrolment(category="free-dry", is_for_continuing_education=True, state=state)
    make_enrolment(state=EnrolmentState.SENT)
    person = make_staff(Role.Kind.CONTINUING_EDUCATION)
    client.force_login(person)

    figures = desks_of(person)[0].figures

    assert [figure.count for figure in figures] == [2, 1, 0]
    assert [rows_behind(client, figure) for figure in figures] == [2, 1, 0]


def test_the_certificate_desk_reads_what_waits_to_be_collected(client, at):
    at(2023, 7, 3, 9)
    make_certificates(make_certified(), make_certified())
    person = make_staff(Role.Kind.CERTIFICATE_DESK)
    client.force_login(person)

    figures = desks_of(person)[0].figures

    assert [figure.count for figure in figures] == [2, 0]
    assert [rows_behind(client, figure) for figure in figures] == [2, 0]


def test_an_administrator_is_led_to_the_years():
    make_edition()

    assert told(make_staff(Role.Kind.ADMINISTRATOR)) == [("Années", [("années chargées", 1)])]


def test_a_desk_elsewhere_counts_nothing_of_here():
    make_deposit(make_portfolio(claims=["A.1.1"]))
    tours = make_institution("tours")

    assert told(make_staff(Role.Kind.CASHIER, tours)) == []
    assert told(make_person()) == []
