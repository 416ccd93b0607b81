"""Members step aside from a candidate they are linked to."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.evaluation.models import AssignmentState
from acquis.jury import actions
from acquis.jury.models import Member, Recusal
from tests.factories import make_assignment, make_deposit

from . import scenes
from .strangers import all_not_found, statuses, strangers_to

pytestmark = pytest.mark.django_db


def recuse(client, case, person, **fields):
    client.force_login(person)
    return client.post(reverse("jury:recuse", args=[case.pk]), fields)


def sit_in(jury, person):
    return Member.objects.create(jury=jury, person=person, quality="formatrice")


def evaluator_of(enrolment):
    return enrolment.portfolio.deposits.get().assignments.first().evaluator


def make_case():
    sitting = scenes.make_open_sitting(scenes.make_candidate())
    return sitting, scenes.Case.objects.with_dossier().get(sitting=sitting)


def test_a_member_steps_aside_with_a_reason_and_sees_the_case_no_more(client):
    sitting, case = make_case()
    person = scenes.juror(sitting)

    response = recuse(client, case, person, reason="C’est ma nièce.")

    recusal = Recusal.objects.get()
    assertRedirects(response, sitting.get_absolute_url())
    assert (recusal.member.person, recusal.cause, recusal.reason) == (
        person,
        Recusal.Cause.DECLARED,
        "C’est ma nièce.",
    )
    assert Entry.objects.last().verb == "recused"
    assert client.get(case.get_absolute_url()).status_code == 404
    row = client.get(sitting.get_absolute_url()).context["table"].all[0]
    assert (row.is_aside, row.cells) == (True, "")


def test_stepping_aside_needs_a_reason_and_happens_once(client):
    sitting, case = make_case()
    person = scenes.juror(sitting)

    response = recuse(client, case, person, reason=" ")
    member = sitting.jury.members.get(person=person)
    actions.recuse(case, member, reason="Parent.", by=person)

    assertRedirects(response, case.get_absolute_url(), fetch_redirect_response=False)
    with pytest.raises(Refusal):
        actions.recuse(case, member, reason="Parent.", by=person)
    assert Recusal.objects.count() == 1


def test_the_president_records_it_for_a_member_but_a_member_for_nobody_else(client):
    sitting, case = make_case()
    president = sitting.jury.members.get(is_president=True)
    member = sitting.jury.members.get(is_president=False)

    by_member = recuse(client, case, member.person, member=president.pk, reason="Ils dînent.")
    by_president = recuse(client, case, president.person, member=member.pk, reason="Conjoint.")

    again = recuse(client, case, president.person, member=member.pk, reason="Conjoint.")

    assert by_member.status_code == 404
    assertRedirects(again, case.get_absolute_url())
    assertRedirects(by_president, case.get_absolute_url())
    assert list(Recusal.objects.values_list("member", flat=True)) == [member.pk]


@pytest.mark.parametrize(
    ("state", "cause"),
    [
        (AssignmentState.SENT, Recusal.Cause.EVALUATED),
        (AssignmentState.ASSIGNED, Recusal.Cause.EVALUATED),
        (AssignmentState.RECUSED, Recusal.Cause.DECLINED),
    ],
)
def test_a_member_who_was_asked_to_read_the_dossier_steps_aside(state, cause):
    enrolment = scenes.make_candidate()
    deposit = enrolment.portfolio.deposits.get()
    jury = scenes.make_jury()
    member = sit_in(jury, make_assignment(deposit, state=state).evaluator)

    sitting = scenes.make_sitting(jury)
    actions.convene(sitting, by=scenes.make_office())

    recusal = Recusal.objects.get()
    assert (recusal.member, recusal.cause, recusal.reason) == (member, cause, "")
    assert recusal.words == recusal.get_cause_display()
    assert Entry.objects.last().verb == "recused"


def second_session(state=AssignmentState.SENT, deposit=True):
    """A jury of session 2 with a member who was asked to read the dossier of session 1."""
    enrolment = scenes.make_candidate()
    reader = make_assignment(enrolment.portfolio.deposits.get(), state=state).evaluator
    if deposit:
        make_deposit(enrolment.portfolio, session=2)
    jury = scenes.make_jury(session=2)
    member = sit_in(jury, reader)
    sitting = scenes.make_sitting(jury)
    return sitting, member, enrolment


@pytest.mark.parametrize(
    ("state", "cause"),
    [
        (AssignmentState.SENT, Recusal.Cause.EVALUATED_BEFORE),
        (AssignmentState.ASSIGNED, Recusal.Cause.EVALUATED_BEFORE),
        (AssignmentState.RECUSED, Recusal.Cause.DECLINED),
    ],
)
@pytest.mark.parametrize("deposit", [True, False], ids=["deposited again", "not deposited"])
def test_who_was_asked_to_read_in_session_1_steps_aside_in_session_2_too(state, cause, deposit):
    sitting, member, _ = second_session(state, deposit)

    actions.convene(sitting, by=scenes.make_office())

    recusal = Recusal.objects.get()
    assert (recusal.member, recusal.cause, recusal.words) == (member, cause, cause.label)


def test_who_read_in_both_sessions_steps_aside_once_for_the_dossier_before_the_jury():
    sitting, member, enrolment = second_session()
    make_assignment(
        enrolment.portfolio.deposits.get(session=2), member.person, state=AssignmentState.SENT
    )

    actions.convene(sitting, by=scenes.make_office())

    assert Recusal.objects.get().cause == Recusal.Cause.EVALUATED


def test_who_reads_in_session_2_sat_rightly_in_session_1():
    enrolment = scenes.make_candidate()
    make_deposit(enrolment.portfolio, session=2)
    jury = scenes.make_jury()
    sit_in(jury, make_assignment(enrolment.portfolio.deposits.get(session=2)).evaluator)

    actions.convene(scenes.make_sitting(jury), by=scenes.make_office())

    assert not Recusal.objects.exists()


def test_an_evaluator_whose_reading_was_withdrawn_may_decide():
    enrolment = scenes.make_candidate()
    deposit = enrolment.portfolio.deposits.get()
    jury = scenes.make_jury()
    sit_in(jury, make_assignment(deposit, state=AssignmentState.WITHDRAWN).evaluator)

    actions.convene(scenes.make_sitting(jury), by=scenes.make_office())

    assert not Recusal.objects.exists()


def test_an_evaluator_does_not_decide_on_the_dossier_they_read(client):
    enrolment = scenes.make_candidate()
    jury = scenes.make_jury()
    evaluator = evaluator_of(enrolment)
    sit_in(jury, evaluator)
    scenes.make_open_sitting(enrolment, jury=jury)
    case = scenes.case_of(enrolment)
    client.force_login(evaluator)

    response = client.post(reverse("jury:decide", args=[case.pk]), {"version": case.version})

    assert response.status_code == 404
    assert not scenes.case_of(enrolment).is_decided


def test_a_member_given_the_dossier_while_the_jury_sits_is_told_to_step_aside(client):
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    case = scenes.case_of(enrolment)
    make_assignment(enrolment.portfolio.deposits.get(), scenes.juror(sitting))
    client.force_login(scenes.juror(sitting))

    response = client.post(reverse("jury:decide", args=[case.pk]), {"version": case.version})

    assert response.status_code == 422
    assert not scenes.case_of(enrolment).is_decided


def test_the_president_lets_them_decide_with_a_reason_that_is_kept(client):
    enrolment = scenes.make_candidate()
    jury = scenes.make_jury()
    evaluator = evaluator_of(enrolment)
    sit_in(jury, evaluator)
    sitting = scenes.make_open_sitting(enrolment, jury=jury)
    case, recusal = scenes.case_of(enrolment), Recusal.objects.get()
    client.force_login(scenes.president(sitting))
    address = reverse("jury:override_recusal", args=[recusal.pk])

    silent = client.post(address, {"reason": ""})
    response = client.post(address, {"reason": "Le jury n’a pas d’autre spécialiste."})
    client.force_login(evaluator)
    decided = client.post(reverse("jury:decide", args=[case.pk]), {"version": case.version})

    recusal.refresh_from_db()
    assertRedirects(silent, sitting.get_absolute_url(), fetch_redirect_response=False)
    assertRedirects(response, case.get_absolute_url(), fetch_redirect_response=False)
    assert (recusal.overridden_by, recusal.override_reason) == (
        scenes.president(sitting),
        "Le jury n’a pas d’autre spécialiste.",
    )
    assertRedirects(decided, case.get_absolute_url())
    assert scenes.case_of(enrolment).decided_by == evaluator
    assert "overridden" in Entry.objects.values_list("verb", flat=True)


def test_overriding_happens_once_and_never_for_oneself(client):
    sitting, case = make_case()
    president = sitting.jury.members.get(is_president=True)
    member = sitting.jury.members.get(is_president=False)
    actions.recuse(case, member, reason="Parent.", by=member.person)
    actions.recuse(case, president, reason="Parent.", by=president.person)
    other, own = Recusal.objects.get(member=member), Recusal.objects.get(member=president)
    client.force_login(president.person)

    client.post(reverse("jury:override_recusal", args=[own.pk]), {"reason": "Je juge bien."})
    actions.override_recusal(other, reason="Lien ancien.", by=president.person)

    own.refresh_from_db()
    assert own.overridden_at is None
    with pytest.raises(Refusal):
        actions.override_recusal(other, reason="Encore.", by=president.person)


def test_a_member_who_steps_aside_after_an_override_is_heard(client):
    sitting, case = make_case()
    member = sitting.jury.members.get(is_president=False)
    actions.recuse(case, member, reason="Parent.", by=member.person)
    actions.override_recusal(
        Recusal.objects.get(), reason="Lien ancien.", by=scenes.president(sitting)
    )

    actions.recuse(case, member, reason="Je préfère.", by=member.person)

    recusal = Recusal.objects.get()
    assert (recusal.reason, recusal.overridden_at, recusal.override_reason) == (
        "Je préfère.",
        None,
        "",
    )


def test_nothing_about_recusals_changes_after_the_seal():
    sitting, _ = scenes.make_sealed(scenes.make_candidate())
    case = sitting.cases.get()
    member = sitting.jury.members.get(is_president=False)

    with pytest.raises(Refusal):
        actions.recuse(case, member, reason="Trop tard.", by=member.person)


def test_strangers_and_members_override_nothing(client):
    sitting, case = make_case()
    member = sitting.jury.members.get(is_president=False)
    actions.recuse(case, member, reason="Parent.", by=member.person)
    recusal = Recusal.objects.get()
    people = {
        **strangers_to(sitting),
        "the member": member.person,
        "the office": scenes.make_office(),
    }

    overriding = statuses(
        client,
        people,
        lambda c: c.post(reverse("jury:override_recusal", args=[recusal.pk]), {"reason": "Si."}),
    )
    recusing = statuses(
        client,
        people,
        lambda c: c.post(reverse("jury:recuse", args=[case.pk]), {"reason": "Si."}),
    )

    assert (overriding, recusing) == (all_not_found(people), all_not_found(people))
