"""A candidate sealed as absent, or as without a dossier, by mistake: a rectifying act mends it."""

from pathlib import Path

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base.models import Entry
from acquis.evaluation.models import AssignmentState
from acquis.jury.models import Case, Deliberation
from tests.factories import (
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_portfolio,
    make_staff,
)

from . import scenes
from .strangers import all_not_found, statuses, strangers_to

pytestmark = pytest.mark.django_db
REASON = "Le dossier était arrivé par courriel, dans les délais."


def address(enrolment):
    return reverse("jury:rectify", args=[scenes.case_of(enrolment).pk])


def rectify(client, enrolment, **fields):
    case = scenes.case_of(enrolment)
    newest = Deliberation.objects.newest_about(enrolment, 1)
    client.force_login(scenes.president(case.sitting))
    return client.post(address(enrolment), {"reason": REASON, "corrects": newest.number, **fields})


def whole(verdict="validated", **changes):
    """A verdict on every line, as the page sends it."""
    verdicts = {**scenes.everything(make_edition(), verdict), **changes}
    return {"standing": "submitted"} | {f"verdict-{code}": each for code, each in verdicts.items()}


def late_deposit(enrolment, *, proposals=None):
    """A deposit that the jury had not seen when it sealed, with proposals sent on it if told."""
    deposit = make_deposit(make_portfolio(enrolment, claims=["A.1.1", "A.1.2"]))
    if proposals:
        evaluator = make_staff(Role.Kind.EVALUATOR, enrolment.institution)
        assignment = make_assignment(deposit, evaluator, state=AssignmentState.SENT)
        scenes.propose(assignment, proposals)
    return deposit


def effective(enrolment):
    return Deliberation.objects.effective_case(enrolment, 1)


def test_a_dossier_that_was_not_seen_is_decided_line_by_line(client):
    enrolment = make_enrolment()
    sitting, first = scenes.make_sealed(enrolment)
    deposit = late_deposit(enrolment, proposals={"A.1.1": "validated", "A.1.2": "insufficient"})

    response = rectify(client, enrolment, **whole(**{"A.1.2": "insufficient"}))

    act = Deliberation.objects.get(rectifies=first)
    assertRedirects(response, reverse("jury:minutes", args=[sitting.pk]))
    (case,) = act.content["cases"]
    assert (act.number, act.reason) == (f"{first.number}-R1", REASON)
    assert (case["was_standing"], case["standing"], case["is_awarded"]) == (
        "absent",
        "submitted",
        True,
    )
    assert case["deposit"]["number"] == deposit.number
    assert [
        (each["item"], each["basis"], each["proposed"], each["verdict"], each["follows"])
        for each in case["decisions"][:3]
    ] == [
        ("A.1.1", "proposed", "validated", "validated", True),
        ("A.1.2", "proposed", "insufficient", "insufficient", True),
        ("A.1.3", "not_claimed", "not_claimed", "validated", False),
    ]
    assert {(each["reason"], each["was"]["verdict"]) for each in case["decisions"]} == {
        (REASON, "not_claimed")
    }
    assert first.content["cases"][0]["standing"] == "absent"
    assert Case.objects.get().standing == "absent"


def test_the_journal_tells_the_standing_before_and_after(client):
    enrolment = make_enrolment()
    sitting, first = scenes.make_sealed(enrolment)

    rectify(client, enrolment, **whole())

    act = Deliberation.objects.get(rectifies=first)
    entry = Entry.objects.get(verb="rectified")
    assert (entry.subject, entry.facts) == (
        sitting.journal_key,
        {
            "act": act.number,
            "sha256": act.sha256,
            "enrolment": str(enrolment.pk),
            "items": sorted(scenes.everything(make_edition())),
            "standing": ["absent", "submitted"],
        },
    )


def test_a_dossier_received_otherwise_is_examined_too_and_nothing_is_proposed_on_it(client):
    enrolment = make_enrolment()
    sitting, _ = scenes.make_sealed(enrolment)
    client.force_login(scenes.president(sitting))

    page = client.get(address(enrolment))
    rectify(client, enrolment, **whole("not_claimed", **{"A.1.1": "validated"}))

    assert {line.basis for line in page.context["dossier"].lines.values()} == {"missing"}
    case = effective(enrolment)
    assert (case["standing"], case["deposit"], case["is_awarded"]) == ("submitted", None, False)
    assert case["validated"] == ["A.1.1"]
    assert [each["item"] for each in case["decisions"] if each["was"]] == ["A.1.1"]


def test_a_dossier_begun_is_told_from_an_absence_without_any_decision(client):
    enrolment = make_enrolment()
    scenes.make_sealed(enrolment)

    rectify(client, enrolment, standing="not_submitted")

    case = effective(enrolment)
    assert (case["was_standing"], case["standing"], case["is_awarded"]) == (
        "absent",
        "not_submitted",
        False,
    )
    assert {each["verdict"] for each in case["decisions"]} == {"not_claimed"}


def test_every_line_needs_a_decision_and_what_was_chosen_stays(client):
    enrolment = make_enrolment()
    scenes.make_sealed(enrolment)

    response = rectify(client, enrolment, standing="submitted", **{"verdict-A.1.1": "validated"})

    (error,) = response.context["form"].non_field_errors()
    assert "A.1.2" in error
    assert "A.1.1" not in error
    assert response.context["dossier"].lines["A.1.1"].shown["verdict"] == "validated"
    assert Deliberation.objects.count() == 1


@pytest.mark.parametrize("fields", [{}, {"standing": "absent"}], ids=["none", "the same"])
def test_an_absence_stays_one_until_another_standing_is_said(client, fields):
    enrolment = make_enrolment()
    scenes.make_sealed(enrolment)

    response = rectify(client, enrolment, **fields, **{"verdict-A.1.1": "validated"})

    assert response.context["form"].errors["standing"]
    assert Deliberation.objects.count() == 1


def test_a_deposit_whose_bytes_are_damaged_is_not_examined(client):
    enrolment = make_enrolment()
    scenes.make_sealed(enrolment)
    stored = late_deposit(enrolment).files.get()
    Path(stored.bytes.path).write_bytes(b"!")

    response = rectify(client, enrolment, **whole())

    (error,) = response.context["form"].non_field_errors()
    assert stored.name in error
    assert Deliberation.objects.count() == 1


def test_the_dossier_is_on_the_page_and_its_evidence_can_be_read(client):
    enrolment = make_enrolment()
    sitting, _ = scenes.make_sealed(enrolment)
    deposit = late_deposit(enrolment, proposals={"A.1.1": "validated"})
    case = scenes.case_of(enrolment)
    client.force_login(scenes.president(sitting))

    before = client.get(case.get_absolute_url())
    page = client.get(address(enrolment))
    piece = client.get(reverse("jury:evidence_file", args=[case.pk, deposit.files.get().pk]))

    assertContains(before, deposit.number)
    assertContains(before, address(enrolment))
    assertContains(page, deposit.number)
    assertContains(page, "Lecture de A.1.1")
    assert b"".join(piece.streaming_content).startswith(b"%PDF")


def test_the_case_then_reads_as_examined_and_is_corrected_as_any_other(client):
    enrolment = make_enrolment()
    scenes.make_sealed(enrolment)
    late_deposit(enrolment)
    rectify(client, enrolment, **whole())

    page = client.get(scenes.case_of(enrolment).get_absolute_url())
    form = client.get(address(enrolment))
    rectify(client, enrolment, **{"verdict-taught-session": "not_validated"})

    assert (page.context["dossier"].standing, page.context["dossier"].is_awarded) == (
        "submitted",
        True,
    )
    assert "standing" not in form.context["form"].fields
    assert effective(enrolment)["is_awarded"] is False
    assert [each["item"] for each in effective(enrolment)["decisions"] if each["was"]] == [
        "taught-session"
    ]


def test_the_table_of_the_sitting_shows_what_the_newest_act_says(client):
    enrolment, other = make_enrolment(), scenes.make_candidate()
    sitting, first = scenes.make_sealed(enrolment, other)
    rectify(client, enrolment, **whole(**{"A.1.1": "insufficient"}))

    page = client.get(sitting.get_absolute_url())

    rows = {row.pk: row for row in page.context["table"].all}
    row, kept = rows[scenes.case_of(enrolment).pk], rows[scenes.case_of(other).pk]
    assert (row.standing, row.is_awarded, row.validated) == ("", True, "27/28")
    assert f"{first.number}-R1" in row.state
    assert '<td class="n' in row.cells
    assert (kept.validated, first.number in kept.state) == ("28/28", False)


def test_a_case_examined_elsewhere_says_so(client):
    enrolment = make_enrolment()
    sitting, _ = scenes.make_sealed(enrolment)
    rectify(client, enrolment, **whole())

    page = client.get(scenes.case_of(enrolment).get_absolute_url())

    assert page.context["dossier"].deposit is None
    assertNotContains(page, reverse("jury:decide", args=[scenes.case_of(enrolment).pk]))
    assert page.context["dossier"].is_submitted


def test_only_the_president_does_it(client):
    enrolment = make_enrolment()
    sitting, first = scenes.make_sealed(enrolment)
    people = {
        **strangers_to(sitting),
        "a member": scenes.juror(sitting),
        "the office": scenes.make_office(),
    }
    fields = {"reason": REASON, "corrects": first.number, **whole()}
    where = address(enrolment)

    assert statuses(client, people, lambda c: c.post(where, fields)) == all_not_found(people)
    assert Deliberation.objects.count() == 1
