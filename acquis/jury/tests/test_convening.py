"""The office puts candidates before a sitting; decisions start from what was proposed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from acquis.base import clock
from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.catalogue import definitions
from acquis.catalogue.models import Edition
from acquis.enrolment.models import Enrolment, EnrolmentState, LedgerLine
from acquis.eportfolio.models import Deposit, DepositState
from acquis.evaluation.models import Assignment, AssignmentState
from acquis.jury import actions
from acquis.jury.models import Case, CaseState, Decision, SittingState, Standing
from tests.factories import (
    make_assignment,
    make_edition,
    make_enrolment,
    make_portfolio,
)

from . import scenes
from .strangers import all_not_found, statuses, strangers_to

pytestmark = pytest.mark.django_db


def convene(client, sitting, **fields):
    client.force_login(scenes.make_office(sitting.institution))
    return client.post(reverse("jury:convene", args=[sitting.pk]), fields)


def told(case):
    rows = case.decisions.order_by("position").values_list("item", "basis", "verdict", "follows")
    return {item: rest for item, *rest in rows}


def make_acquired(deposit, *codes):
    """Say that the deposit lists these as acquired, which only its making can do."""
    content = {**deposit.content, "acquired": list(codes)}
    return Deposit.objects.create(
        institution=deposit.institution,
        portfolio=deposit.portfolio,
        session=deposit.session + 1,
        number=f"{deposit.number}-2",
        content=content,
        sha256=deposit.sha256,
        deposited_at=deposit.deposited_at,
    )


def test_every_accepted_candidate_of_the_year_comes_before_the_sitting(client):
    submitted = scenes.make_candidate()
    begun = make_enrolment()
    make_portfolio(begun, claims=["A.1.1"])
    absent = make_enrolment()
    make_portfolio(absent)
    nothing = make_enrolment()
    make_enrolment(state=EnrolmentState.SENT)
    make_enrolment(state=EnrolmentState.WITHDRAWN)
    sitting = scenes.make_sitting()

    response = convene(client, sitting)

    assertRedirects(response, sitting.get_absolute_url())
    assert dict(sitting.cases.values_list("enrolment", "standing")) == {
        submitted.pk: Standing.SUBMITTED,
        begun.pk: Standing.NOT_SUBMITTED,
        absent.pk: Standing.ABSENT,
        nothing.pk: Standing.ABSENT,
    }
    entry = Entry.objects.get(verb="convened")
    assert (entry.subject, sorted(entry.facts["enrolments"])) == (
        sitting.journal_key,
        sorted(str(key) for key in sitting.cases.values_list("enrolment", flat=True)),
    )


def test_decisions_are_prepared_for_every_item_and_follow_the_proposal():
    edition = make_edition()
    enrolment = scenes.make_candidate(
        edition, claims=["A.1.1", "A.1.2"], proposals={"A.1.2": "insufficient"}
    )
    sitting = scenes.make_sitting()

    actions.convene(sitting, by=scenes.make_office())

    case = scenes.case_of(enrolment)
    decisions = told(case)
    assert len(decisions) == 29
    assert decisions["A.1.1"] == ["proposed", "validated", True]
    assert decisions["A.1.2"] == ["proposed", "insufficient", True]
    assert decisions["taught-session"] == ["proposed", "validated", True]
    assert (case.state, case.is_awarded, case.proposals_count) == (CaseState.TO_DECIDE, True, 1)


def test_items_that_nobody_proposed_on_are_not_claimed():
    enrolment = scenes.make_candidate(claims=["A.1.1"], sent=False)
    deposit = enrolment.portfolio.deposits.get()
    make_assignment(
        deposit,
        state=AssignmentState.SENT,
        proposals={"A.1.1": "validated", "taught-session": "validated"},
    )
    sitting = scenes.make_sitting()

    actions.convene(sitting, by=scenes.make_office())

    case = scenes.case_of(enrolment)
    assert told(case)["B.4.3"] == ["not_claimed", "not_claimed", True]
    assert case.is_awarded is False


def test_evaluators_who_diverge_and_dossiers_not_read_leave_the_verdict_open():
    diverging = scenes.make_candidate(proposals=[{}, {"B.2.1": "insufficient"}])
    unread = scenes.make_candidate(sent=False)
    sitting = scenes.make_sitting()

    actions.convene(sitting, by=scenes.make_office())

    assert told(scenes.case_of(diverging))["B.2.1"] == ["diverging", "", True]
    assert scenes.case_of(diverging).is_awarded is None
    assert told(scenes.case_of(unread))["A.1.1"] == ["missing", "", True]
    assert scenes.case_of(unread).is_awarded is None


def test_what_is_acquired_is_validated_and_what_is_absent_is_not_examined():
    enrolment = scenes.make_candidate(claims=["A.1.1"])
    make_acquired(enrolment.portfolio.deposits.get(), "B.1.1", "taught-session")
    absent = make_enrolment()
    sitting = scenes.make_sitting(scenes.make_jury(session=2))

    actions.convene(sitting, by=scenes.make_office())

    decisions = told(scenes.case_of(enrolment, session=2))
    assert decisions["B.1.1"] == ["acquired", "validated", True]
    assert decisions["taught-session"] == ["acquired", "validated", True]
    rows = scenes.case_of(absent, session=2).decisions
    assert set(rows.values_list("basis", "verdict")) == {("not_claimed", "not_claimed")}


def test_several_sittings_share_the_candidates_out(client):
    first, second, third = (scenes.make_candidate() for _ in range(3))
    jury = scenes.make_jury()
    morning, afternoon = scenes.make_sitting(jury), scenes.make_sitting(jury)

    convene(client, morning, which="chosen", enrolments=[first.pk, second.pk])
    convene(client, afternoon, which="all")

    assert set(morning.cases.values_list("enrolment", flat=True)) == {first.pk, second.pk}
    assert set(afternoon.cases.values_list("enrolment", flat=True)) == {third.pk}


def test_choosing_nobody_adds_nobody(client):
    scenes.make_candidate()
    sitting = scenes.make_sitting()

    response = convene(client, sitting, which="chosen")

    assert response.status_code == 200
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert not Case.objects.exists()


def test_convening_twice_adds_nobody_twice(client):
    scenes.make_candidate()
    sitting = scenes.make_sitting()

    actions.convene(sitting, by=scenes.make_office())
    response = convene(client, sitting)

    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert sitting.cases.count() == 1


def test_the_page_lists_who_is_ready(client):
    enrolment = scenes.make_candidate()
    sitting = scenes.make_sitting()
    client.force_login(scenes.make_office())

    response = client.get(reverse("jury:convene", args=[sitting.pk]))

    assert response.context["found"].ready == [enrolment]
    assert enrolment.person.birth_name in response.content.decode()


def test_somebody_already_awarded_does_not_come_back_in_session_2(client):
    awarded = scenes.make_candidate()
    partial = scenes.make_candidate(proposals={"taught-session": "not_validated"})
    scenes.make_sealed(awarded, partial)
    sitting = scenes.make_sitting(scenes.make_jury(session=2))

    convene(client, sitting)

    assert list(sitting.cases.values_list("enrolment", flat=True)) == [partial.pk]


def test_a_rectifying_act_decides_who_comes_back(client):
    enrolment = scenes.make_candidate()
    sitting, act = scenes.make_sealed(enrolment)
    actions.rectify(
        scenes.case_of(enrolment),
        {"taught-session": ("not_validated", None)},
        reason="La pièce était celle d’un autre.",
        corrects=act.number,
        by=scenes.president(sitting),
    )
    second = scenes.make_sitting(scenes.make_jury(session=2))

    convene(client, second)

    assert list(second.cases.values_list("enrolment", flat=True)) == [enrolment.pk]


def block_on_fee(edition):
    """The shipped edition lets an unpaid fee pass; this one blocks the jury."""
    data = definitions.to_data(replace(edition.plan, fee_blocks="jury"))
    rows = Edition.objects.filter(pk=edition.pk)
    rows.update(definition=data, fingerprint=definitions.fingerprint(data))


def owe(enrolment, *lines):
    for number, (kind, cents) in enumerate(lines, 1):
        LedgerLine.objects.create(
            institution=enrolment.institution,
            enrolment=enrolment,
            number=number,
            kind=kind,
            amount_cents=cents,
            means="card" if kind == "paid" else "",
            receipt_number=f"R{enrolment.pk}"[:40] if kind == "paid" else "",
            reason="Barème",
            at=clock.now(),
            by=enrolment.decided_by,
        )


def test_an_unpaid_fee_keeps_a_candidate_out_where_the_edition_says_so(client):
    edition = make_edition()
    block_on_fee(edition)
    free, paid, owing, unquoted = (make_enrolment(edition=edition) for _ in range(4))
    owe(paid, ("due", 9694), ("paid", 9694))
    owe(owing, ("due", 9694), ("paid", 5000))
    Enrolment.objects.filter(pk=unquoted.pk).update(fee_cents=None)
    sitting = scenes.make_sitting()
    client.force_login(scenes.make_office())

    page = client.get(reverse("jury:convene", args=[sitting.pk]))
    found = actions.convene(sitting, by=scenes.make_office())

    assert set(found.unpaid) == {owing, unquoted}
    assert {case.enrolment for case in found.cases} == {free, paid}
    assert owing.person.birth_name in page.content.decode()


def test_a_candidate_who_sits_in_the_jury_is_left_out_and_listed(client):
    sitting = scenes.make_sitting()
    enrolment = make_enrolment(scenes.juror(sitting))
    other = make_enrolment()
    client.force_login(scenes.make_office())

    page = client.get(reverse("jury:convene", args=[sitting.pk]))
    found = actions.convene(sitting, by=scenes.make_office())

    assert (found.members, [case.enrolment for case in found.cases]) == ([enrolment], [other])
    assert enrolment.person.birth_name in page.content.decode()


def test_a_candidate_is_taken_off_and_convened_before_another_sitting(client):
    enrolment = scenes.make_candidate()
    sitting = scenes.make_sitting()
    actions.convene(sitting, by=scenes.make_office())
    client.force_login(scenes.make_office())

    response = client.post(reverse("jury:release", args=[scenes.case_of(enrolment).pk]))

    assertRedirects(response, sitting.get_absolute_url())
    assert (Case.objects.count(), Decision.objects.count()) == (0, 0)
    assert Entry.objects.last().verb == "released"
    assert actions.candidates_for(scenes.make_sitting()).ready == [enrolment]


def test_a_decided_case_is_not_taken_off(client):
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    actions.follow_all(sitting, by=scenes.juror(sitting))
    client.force_login(scenes.make_office())

    client.post(reverse("jury:release", args=[scenes.case_of(enrolment).pk]))

    assert Case.objects.filter(enrolment=enrolment).exists()


def test_proposals_that_arrive_later_are_taken_up(client):
    enrolment = scenes.make_candidate(sent=False)
    sitting = scenes.make_open_sitting(enrolment)
    assignment = Assignment.objects.get()
    clock.travel_to(clock.now() + timedelta(minutes=5), freeze=True)
    send(assignment, scenes.everything(make_edition()))
    client.force_login(scenes.juror(sitting))

    page = client.get(sitting.get_absolute_url())
    response = client.post(reverse("jury:refresh", args=[sitting.pk]))

    assert page.context["table"].outdated == 1
    assertRedirects(response, sitting.get_absolute_url())
    case = scenes.case_of(enrolment)
    assert (case.proposals_count, case.is_awarded, case.version) == (1, True, 2)
    entry = Entry.objects.last()
    assert (entry.verb, entry.subject, entry.facts["version"]) == ("prepared", case.journal_key, 2)


def send(assignment, proposals):
    for item, verdict in proposals.items():
        assignment.proposals.create(item=item, verdict=verdict, saved_at=clock.now(), reason="Lu.")
    assignment.move_to(AssignmentState.SENT, by=assignment.evaluator, sent_at=clock.now())


def test_a_departure_of_the_jury_survives_newer_proposals():
    enrolment = scenes.make_candidate(proposals=[{}])
    sitting = scenes.make_open_sitting(enrolment)
    jury = scenes.juror(sitting)
    departure = {"A.1.1": actions.Choice("insufficient", None, "La pièce manque.")}
    actions.decide(scenes.case_of(enrolment), departure, version=1, by=jury, is_final=False)
    second = make_assignment(enrolment.portfolio.deposits.get())
    clock.travel_to(clock.now() + timedelta(minutes=5), freeze=True)
    send(second, {**scenes.everything(make_edition()), "A.1.2": "insufficient"})

    actions.take_up_proposals(sitting, by=jury)

    case = scenes.case_of(enrolment)
    decisions = told(case)
    assert decisions["A.1.1"] == ["proposed", "insufficient", False]
    assert decisions["A.1.2"] == ["diverging", "", True]
    assert case.is_awarded is None


def test_nothing_newer_is_said_so(client):
    sitting = scenes.make_open_sitting(scenes.make_candidate())
    client.force_login(scenes.juror(sitting))

    response = client.post(reverse("jury:refresh", args=[sitting.pk]), follow=True)

    assert [message.level_tag for message in response.context["messages"]] == ["info"]


def test_opening_takes_up_what_changed_since_the_convocation():
    enrolment = scenes.make_candidate()
    jury = scenes.make_jury()
    sitting = scenes.make_sitting(jury)
    actions.convene(sitting, by=scenes.make_office())
    Deposit.objects.get().move_to(DepositState.TAKEN_BACK, by=enrolment.person)
    actions.mark_present(sitting, jury.members.get(is_president=True), by=scenes.make_office())

    actions.open_sitting(sitting, by=scenes.president(sitting))

    case = scenes.case_of(enrolment)
    assert (case.standing, case.deposit, case.is_awarded) == (Standing.NOT_SUBMITTED, None, False)
    assert set(case.decisions.values_list("verdict", flat=True)) == {"not_claimed"}


def test_nobody_is_convened_before_a_sealed_sitting():
    sitting, _ = scenes.make_sealed(scenes.make_candidate())
    make_enrolment()

    with pytest.raises(Refusal):
        actions.convene(sitting, by=scenes.make_office())

    assert sitting.cases.count() == 1


def test_convening_costs_the_same_queries_for_one_candidate_and_three(
    django_assert_max_num_queries,
):
    def count():
        sitting = scenes.make_sitting()
        office = scenes.make_office()
        with django_assert_max_num_queries(60) as queries:
            actions.convene(sitting, by=office)
        # Rows go in by batches, whose size is the engine's.
        reads = [each for each in queries.captured_queries if "INSERT" not in each["sql"][:6]]
        return len(reads), sitting.cases.count()

    scenes.make_candidate()
    count()
    scenes.make_candidate()
    first = count()
    for _ in range(3):
        scenes.make_candidate()

    assert (first[1], count()) == (1, (first[0], 3))


def test_only_the_office_convenes_and_takes_off(client):
    sitting = scenes.make_open_sitting(scenes.make_candidate())
    case = sitting.cases.get()
    people = {
        **strangers_to(sitting),
        "the president": scenes.president(sitting),
        "a member": scenes.juror(sitting),
    }

    convening = statuses(
        client, people, lambda c: c.get(reverse("jury:convene", args=[sitting.pk]))
    )
    releasing = statuses(client, people, lambda c: c.post(reverse("jury:release", args=[case.pk])))

    assert (convening, releasing) == (all_not_found(people), all_not_found(people))
    assert sitting.state == SittingState.OPEN
    assert sitting.cases.count() == 1
