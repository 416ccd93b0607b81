"""Following all the proposals of the clear cases, after seeing the list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.jury import actions
from acquis.jury.models import CaseState
from tests.factories import make_enrolment

from . import scenes
from .strangers import all_not_found, statuses, strangers_to

pytestmark = pytest.mark.django_db


def follow(client, sitting, person, **fields):
    client.force_login(person)
    return client.post(reverse("jury:follow_all", args=[sitting.pk]), fields)


def preview(client, sitting, person):
    client.force_login(person)
    return client.get(reverse("jury:follow_all", args=[sitting.pk]))


def make_mixed():
    clear = scenes.make_candidate()
    absent = make_enrolment()
    diverging = scenes.make_candidate(proposals=[{}, {"A.1.1": "insufficient"}])
    unread = scenes.make_candidate(sent=False)
    sitting = scenes.make_open_sitting(clear, absent, diverging, unread)
    return sitting, clear, absent, diverging, unread


def decided(sitting):
    rows = sitting.cases.filter(state=CaseState.DECIDED)
    return set(rows.values_list("enrolment", flat=True))


def test_the_preview_lists_the_clear_cases_and_decides_nothing(client):
    sitting, clear, absent, *_ = make_mixed()

    response = preview(client, sitting, scenes.juror(sitting))

    keys = {row.pk for row in response.context["clear"]}
    assert keys == {scenes.case_of(clear).pk, scenes.case_of(absent).pk}
    assert decided(sitting) == set()


def test_confirming_decides_them_as_proposed_and_journals_each(client):
    sitting, clear, absent, *_ = make_mixed()
    juror = scenes.juror(sitting)
    seen = preview(client, sitting, juror).context["seen"]

    response = follow(client, sitting, juror, seen=seen)

    assertRedirects(response, sitting.get_absolute_url())
    assert decided(sitting) == {clear.pk, absent.pk}
    assert (scenes.case_of(clear).is_awarded, scenes.case_of(absent).is_awarded) == (True, False)
    entries = Entry.objects.filter(verb="decided")
    assert {(entry.by, entry.subject, entry.facts["version"]) for entry in entries} == {
        (juror, scenes.case_of(enrolment).journal_key, 2) for enrolment in (clear, absent)
    }


def test_a_case_in_which_the_jury_departed_is_no_longer_clear():
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    juror = scenes.juror(sitting)
    departure = {"A.1.1": actions.Choice("insufficient", None, "La pièce manque.")}
    actions.decide(scenes.case_of(enrolment), departure, version=1, by=juror, is_final=False)

    with pytest.raises(Refusal):
        actions.follow_all(sitting, by=juror)

    assert decided(sitting) == set()


def test_a_list_that_changed_since_is_shown_again_and_nobody_is_decided(client):
    sitting, clear, *_ = make_mixed()
    juror = scenes.juror(sitting)
    seen = preview(client, sitting, juror).context["seen"]
    actions.decide(scenes.case_of(clear), {}, version=1, by=juror)

    response = follow(client, sitting, juror, seen=seen)

    assert response.status_code == 200
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert decided(sitting) == {clear.pk}


def test_a_member_does_not_follow_for_a_candidate_they_stepped_aside_from(client):
    sitting, clear, absent, *_ = make_mixed()
    member = sitting.jury.members.get(is_president=False)
    actions.recuse(scenes.case_of(clear), member, reason="Parent.", by=member.person)

    follow(client, sitting, member.person)

    assert decided(sitting) == {absent.pk}


def test_nobody_follows_without_being_there_or_before_the_opening(client):
    sitting, *_ = make_mixed()
    member = sitting.jury.members.get(is_president=False)
    actions.mark_left(sitting, member, by=scenes.president(sitting))
    scenes.make_candidate()
    planned = scenes.make_sitting()
    actions.convene(planned, by=scenes.make_office())

    gone = follow(client, sitting, member.person)
    early = follow(client, planned, scenes.juror(planned))

    assert (gone.status_code, early.status_code) == (200, 200)
    assert (decided(sitting), decided(planned)) == (set(), set())


def test_when_nothing_is_clear_it_is_said(client):
    sitting = scenes.make_open_sitting(scenes.make_candidate(sent=False))

    response = follow(client, sitting, scenes.juror(sitting))

    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_strangers_and_the_office_follow_nothing(client):
    sitting, *_ = make_mixed()
    people = {**strangers_to(sitting), "the office": scenes.make_office()}
    address = reverse("jury:follow_all", args=[sitting.pk])

    assert statuses(client, people, lambda c: c.get(address)) == all_not_found(people)
    assert statuses(client, people, lambda c: c.post(address)) == all_not_found(people)
    assert decided(sitting) == set()


def test_each_case_followed_costs_four_statements_and_a_decision_twelve():
    """The case, and its line in the journal: the head is read, the line added, the head moved."""
    one, three = [
        scenes.make_open_sitting(*[scenes.make_candidate() for _ in range(count)])
        for count in (1, 3)
    ]
    case = scenes.case_of(scenes.make_open_sitting(scenes.make_candidate()).cases.get().enrolment)

    counts = []
    for sitting in (one, three):
        with CaptureQueriesContext(connection) as statements:
            actions.follow_all(sitting, by=scenes.juror(sitting))
        counts.append(len(statements))
    juror = scenes.juror(case.sitting)
    with CaptureQueriesContext(connection) as statements:
        actions.decide(case, {}, version=1, by=juror)

    assert counts[1] - counts[0] == 2 * 4
    assert len(statements) == 12
