"""A quite different programme: two oral tests with marks, kept for three years."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from acquis.base import clock
from acquis.eportfolio.models import Acquis
from acquis.evaluation.models import AssignmentState
from acquis.jury import actions
from acquis.jury.models import Deliberation
from tests.factories import (
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_portfolio,
)

from . import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(at):
    edition = make_edition("essai-lecon/editions/2023-2024")
    last = edition.plan.sessions[-1].jury_until
    at(last.year, last.month, last.day, 10, 0)
    return edition


def make_marked(edition, **marks):
    """A candidate with a mark for each test that is named; the others have none."""
    category = edition.plan.categories[0].code
    enrolment = make_enrolment(edition=edition, category=category)
    deposit = make_deposit(make_portfolio(enrolment))
    for _ in range(edition.plan.evaluators_per_dossier):
        assignment = make_assignment(deposit, state=AssignmentState.SENT)
        for item, mark in marks.items():
            assignment.proposals.create(item=item, mark=mark, saved_at=clock.now())
    return enrolment


def open_for(edition, enrolment):
    return scenes.make_open_sitting(enrolment, jury=scenes.make_jury(edition))


def decide(client, sitting, enrolment, **fields):
    case = scenes.case_of(enrolment)
    client.force_login(scenes.juror(sitting))
    return client.post(reverse("jury:decide", args=[case.pk]), {"version": case.version, **fields})


def test_marks_are_followed_and_the_rule_of_the_programme_decides(edition, client):
    enrolment = make_marked(edition, lesson="12.5", interview="9")
    sitting = open_for(edition, enrolment)

    response = decide(client, sitting, enrolment)

    case = scenes.case_of(enrolment)
    assertRedirects(response, case.get_absolute_url())
    assert (case.is_decided, case.is_awarded) == (True, True)


def test_the_jury_changes_a_mark_with_a_reason(edition, client):
    enrolment = make_marked(edition, lesson="12.5", interview="9")
    sitting = open_for(edition, enrolment)

    silent = decide(client, sitting, enrolment, **{"mark-lesson": "7,5"})
    told = decide(
        client, sitting, enrolment, **{"mark-lesson": "7,5", "reason-lesson": "Hors sujet."}
    )

    assert (silent.status_code, told.status_code) == (422, 302)
    assert silent.context["dossier"].lines["lesson"].shown_mark == "7,5"
    case = scenes.case_of(enrolment)
    assert case.decisions.get(item="lesson").mark == Decimal("7.5")
    assert case.is_awarded is False


@pytest.mark.parametrize("mark", ["21", "-1", "douze", "10.123"])
def test_a_mark_outside_the_scale_is_said_on_its_line(edition, client, mark):
    enrolment = make_marked(edition, lesson="12.5", interview="9")
    sitting = open_for(edition, enrolment)

    response = decide(client, sitting, enrolment, **{"mark-lesson": mark})

    assert response.status_code == 422
    line = response.context["dossier"].lines["lesson"]
    assert (bool(line.problems), line.shown_mark) == (True, mark)


def test_an_emptied_mark_is_asked_again_unless_the_test_was_not_taken(edition, client):
    enrolment = make_marked(edition, lesson="12.5", interview="9")
    sitting = open_for(edition, enrolment)

    emptied = decide(client, sitting, enrolment, **{"mark-lesson": ""})
    absent = decide(
        client,
        sitting,
        enrolment,
        **{
            "mark-lesson": "",
            "verdict-lesson": "not_claimed",
            "reason-lesson": "Absent à la leçon.",
        },
    )

    assert (emptied.status_code, absent.status_code) == (422, 302)
    decision = scenes.case_of(enrolment).decisions.get(item="lesson")
    assert (decision.verdict, decision.mark, decision.follows) == ("not_claimed", None, False)
    assert scenes.case_of(enrolment).is_awarded is False


def test_a_missing_mark_is_given_by_the_jury(edition, client):
    enrolment = make_marked(edition, lesson="12.5")
    sitting = open_for(edition, enrolment)

    silent = decide(client, sitting, enrolment)
    given = decide(client, sitting, enrolment, **{"mark-interview": "11"})

    assert (silent.status_code, given.status_code) == (422, 302)
    assert scenes.case_of(enrolment).is_awarded is True


def test_the_table_and_the_act_tell_the_marks(edition, client):
    enrolment = make_marked(edition, lesson="12.5", interview="9")
    sitting = open_for(edition, enrolment)
    decide(client, sitting, enrolment)

    row = client.get(sitting.get_absolute_url()).context["table"].rows[0]
    act = actions.seal(sitting, by=scenes.president(sitting))

    assert row.cells == '<td class="m">12,5</td><td class="m">9</td>'
    decisions = act.content["cases"][0]["decisions"]
    assert [(each["item"], each["verdict"], each["mark"]) for each in decisions] == [
        ("lesson", "", "12.5"),
        ("interview", "", "9"),
    ]


def test_a_sealed_mark_is_corrected_by_a_rectifying_act(edition, client):
    enrolment = make_marked(edition, lesson="12.5", interview="9")
    sitting = open_for(edition, enrolment)
    decide(client, sitting, enrolment)
    first = actions.seal(sitting, by=scenes.president(sitting))
    client.force_login(scenes.president(sitting))

    client.post(
        reverse("jury:rectify", args=[scenes.case_of(enrolment).pk]),
        {"reason": "Erreur de report.", "corrects": first.number, "mark-lesson": "2,5"},
    )

    case = Deliberation.objects.effective_case(enrolment, 1)
    assert (case["is_awarded"], case["decisions"][0]["mark"]) == (False, "2.5")
    assert case["decisions"][0]["was"] == {"verdict": "", "mark": "12.5"}


def test_a_mark_kept_from_an_earlier_year_is_not_decided_again(edition, client):
    enrolment = make_marked(edition, interview="11")
    deposit = enrolment.portfolio.deposits.get()
    Acquis.objects.create(
        institution=enrolment.institution,
        person=enrolment.person,
        enrolment=enrolment,
        session=1,
        programme_code="essai-lecon",
        framework="x",
        item="lesson",
        mark="14",
        act="2022-1",
        gained_on=date(2022, 5, 9),
    )
    from conftest import unguarded

    with unguarded():
        type(deposit).objects.update(content={**deposit.content, "acquired": ["lesson"]})
    sitting = open_for(edition, enrolment)

    response = decide(client, sitting, enrolment, **{"mark-lesson": "3", "reason-lesson": "Non."})

    decision = scenes.case_of(enrolment).decisions.get(item="lesson")
    assert response.status_code == 302
    assert (decision.basis, decision.mark, scenes.case_of(enrolment).is_awarded) == (
        "acquired",
        14,
        True,
    )
    assertContains(client.get(scenes.case_of(enrolment).get_absolute_url()), "14")
