"""The seal: what it asks for, what it freezes, and that it happens once."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from acquis.base import clock, files
from acquis.base.canonical import fingerprint
from acquis.base.models import Entry
from acquis.base.refusal import Refusal
from acquis.catalogue.definitions import to_data
from acquis.enrolment.models import EnrolmentState
from acquis.evaluation.models import AssignmentState
from acquis.jury import actions
from acquis.jury.actions.words import SENTENCES, counted
from acquis.jury.models import Decision, Deliberation, Jury, SittingState
from tests.factories import make_assignment, make_edition, make_enrolment, make_portfolio

from . import scenes
from .strangers import all_not_found, statuses, strangers_to

pytestmark = pytest.mark.django_db


def seal(client, sitting, **kwargs):
    client.force_login(scenes.president(sitting))
    return client.post(reverse("jury:seal", args=[sitting.pk]), **kwargs)


def missing(client, sitting):
    """The sentences of the page, which are those of the refusal."""
    client.force_login(scenes.president(sitting))
    groups = client.get(reverse("jury:seal", args=[sitting.pk])).context["groups"]
    return [sentence for group in groups for sentence, link in group["lines"]]


def make_decided(*candidates, **fields):
    sitting = scenes.make_open_sitting(*candidates, **fields)
    actions.follow_all(sitting, by=scenes.juror(sitting))
    return sitting


def damage(case):
    """Alter the bytes of a proof without changing their number, as a bad disk would."""
    path = Path(default_storage.path(case.deposit.files.get().bytes.name))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[::-1])


def test_sealing_makes_the_act_its_minutes_and_the_seal_together(client):
    enrolment = scenes.make_candidate()
    sitting = make_decided(enrolment)
    president = scenes.president(sitting)

    response = seal(client, sitting)

    act = Deliberation.objects.get()
    assertRedirects(response, reverse("jury:minutes", args=[sitting.pk]))
    sitting.refresh_from_db()
    assert (sitting.state, sitting.sealed_at) == (SittingState.SEALED, clock.now())
    assert (act.number, act.rectifies, act.sealed_by, act.sealed_at) == (
        "C2i2e-2022-2023-S1-01",
        None,
        president,
        clock.now(),
    )
    assert act.sha256 == fingerprint(act.content)
    assert files.is_whole(act.minutes)
    assert (act.minutes.content_type, act.minutes.name) == (
        "application/pdf",
        "C2i2e-2022-2023-S1-01.pdf",
    )
    last = {entry.verb: entry for entry in Entry.objects.filter(verb__in=["made", "sealed"])}
    assert last["made"].subject == act.journal_key
    assert last["sealed"].facts == {
        "before": "open",
        "after": "sealed",
        "act": act.number,
        "sha256": act.sha256,
        "cases": 1,
    }


def test_the_act_holds_the_composition_the_rule_and_the_presences(at):
    sitting = make_decided(scenes.make_candidate())
    president = sitting.jury.members.get(is_president=True)
    member = sitting.jury.members.get(is_president=False)
    at(2023, 5, 9, 11, 0)
    actions.mark_left(sitting, member, by=president.person)
    at(2023, 5, 9, 12, 0)

    act = actions.seal(sitting, by=president.person)

    content, edition, jury = act.content, make_edition(), sitting.jury
    assert {key: content[key] for key in ("number", "session", "rectifies", "rule", "edition")} == {
        "number": act.number,
        "session": 1,
        "rectifies": None,
        "rule": to_data(edition.programme)["rule"],
        "edition": {"year": "2022-2023", "fingerprint": edition.fingerprint},
    }
    assert content["rule_fingerprint"] == fingerprint(content["rule"])
    assert content["programme"]["fingerprint"] == edition.programme_version.fingerprint
    assert content["jury"] == {
        "name": jury.name,
        "act_reference": "Arrêté 2023-17",
        "appointed_on": "2023-04-03",
        "signatory": "La présidente de l'université",
        "is_delegated": False,
        "delegation": "",
        "act": jury.act.sha256,
        "members": [
            {
                "name": president.person.civil_name,
                "quality": "professeure des universités",
                "is_president": True,
            },
            {
                "name": member.person.civil_name,
                "quality": "maître de conférences",
                "is_president": False,
            },
        ],
    }
    assert {each["member"]: each["left_at"] for each in content["presences"]} == {
        president.person.civil_name: None,
        member.person.civil_name: "2023-05-09T09:00:00+00:00",
    }
    assert content["sitting"]["sealed_at"] == "2023-05-09T10:00:00+00:00"


def test_the_act_holds_every_candidate_once_with_every_decision_and_the_evidence():
    awarded = scenes.make_candidate()
    departed = scenes.make_candidate()
    absent, begun = make_enrolment(), make_enrolment()
    make_portfolio(begun, claims=["A.1.1"])
    sitting = scenes.make_open_sitting(awarded, departed, absent, begun)
    juror = scenes.juror(sitting)
    refused = {"taught-session": actions.Choice("not_validated", None, "Séance d’un autre.")}
    actions.decide(scenes.case_of(departed), refused, version=1, by=juror)
    actions.follow_all(sitting, by=juror)

    act = actions.seal(sitting, by=scenes.president(sitting))

    cases = {case["enrolment"]: case for case in act.content["cases"]}
    assert len(act.content["cases"]) == 4
    assert {
        key: (case["standing"], case["is_awarded"], len(case["decisions"]))
        for key, case in cases.items()
    } == {
        str(awarded.pk): ("submitted", True, 29),
        str(departed.pk): ("submitted", False, 29),
        str(absent.pk): ("absent", False, 29),
        str(begun.pk): ("not_submitted", False, 29),
    }
    deposit = scenes.case_of(awarded).deposit
    assert cases[str(awarded.pk)]["deposit"] == {
        "number": deposit.number,
        "sha256": deposit.sha256,
        "evidence": [
            {
                "id": deposit.content["situations"][0]["evidence"][0]["id"],
                "sha256": deposit.files.get().sha256,
            }
        ],
    }
    assert cases[str(absent.pk)]["deposit"] is None
    case = cases[str(departed.pk)]
    assert (case["candidate"], case["decided_by"]) == (
        departed.person.civil_name,
        juror.civil_name,
    )
    assert case["decisions"][-1] == {
        "item": "taught-session",
        "basis": "proposed",
        "proposed": "validated",
        "proposed_mark": None,
        "verdict": "not_validated",
        "mark": None,
        "follows": False,
        "reason": "Séance d’un autre.",
    }
    assert [finding["is_met"] for finding in case["findings"]] == [True, True, False]


def test_recusals_and_their_overrides_are_in_the_act():
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment, jury=scenes.make_jury(members=3))
    case, president = scenes.case_of(enrolment), scenes.president(sitting)
    one, two = sitting.jury.members.filter(is_president=False).order_by("pk")
    actions.recuse(case, one, reason="Parent.", by=one.person)
    actions.recuse(case, two, reason="Collègue.", by=two.person)
    actions.override_recusal(case.recusals.get(member=two), reason="Lien ancien.", by=president)
    actions.decide(case, {}, version=1, by=two.person)

    act = actions.seal(sitting, by=president)

    told = [
        (each["member"], each["reason"], each["overridden_by"], each["override_reason"])
        for each in act.content["cases"][0]["recusals"]
    ]
    assert told == [
        (one.person.civil_name, "Parent.", None, ""),
        (two.person.civil_name, "Collègue.", president.civil_name, "Lien ancien."),
    ]


def test_sealing_twice_tells_that_it_is_sealed(client):
    sitting = make_decided(scenes.make_candidate())
    seal(client, sitting)

    again = seal(client, sitting, follow=True)
    page = client.get(reverse("jury:seal", args=[sitting.pk]))

    assert Deliberation.objects.count() == 1
    assert [message.level_tag for message in again.context["messages"]][-1] == "info"
    assertContains(again, "C2i2e-2022-2023-S1-01")
    assertRedirects(page, reverse("jury:minutes", args=[sitting.pk]))


def test_the_acts_of_a_session_are_numbered_in_a_row():
    numbers = []
    for session in (1, 1, 2):
        enrolment = scenes.make_candidate(proposals={"taught-session": "not_validated"})
        jury = scenes.make_jury(session=session)
        if session == 2:
            clock.travel_to(clock.now() + timedelta(days=49), freeze=True)
        numbers.append(scenes.make_sealed(enrolment, jury=jury)[1].number)

    assert numbers == [
        "C2i2e-2022-2023-S1-01",
        "C2i2e-2022-2023-S1-02",
        "C2i2e-2022-2023-S2-01",
    ]


def test_the_page_says_when_nothing_is_missing(client):
    sitting = make_decided(scenes.make_candidate())

    assert missing(client, sitting) == []
    assertContains(client.get(reverse("jury:seal", args=[sitting.pk])), "<button")


def test_a_sitting_that_is_not_open_is_not_sealed(client):
    sitting = scenes.make_sitting()

    response = seal(client, sitting)

    assert response.status_code == 200
    assert not Deliberation.objects.exists()


def not_the_act(sitting):
    Jury.objects.filter(pk=sitting.jury.pk).update(act=None)


def not_the_delegation(sitting):
    Jury.objects.filter(pk=sitting.jury.pk).update(is_delegated=True)


def not_the_president(sitting):
    president = sitting.jury.members.get(is_president=True)
    actions.mark_left(sitting, president, by=president.person)


def not_a_second_member(sitting):
    sitting.presences.filter(member__is_president=False).delete()


def not_every_decision(sitting):
    case = scenes.Case.objects.get(sitting=sitting)
    actions.reopen(case, version=case.version, by=scenes.juror(sitting))


def not_every_proposal(sitting):
    assignment = scenes.Case.objects.get(sitting=sitting).deposit.assignments.get()
    assignment.move_to(AssignmentState.ASSIGNED, by=assignment.evaluator, sent_at=None)


def not_the_same_proposals(sitting):
    make_assignment(
        scenes.Case.objects.get(sitting=sitting).deposit,
        state=AssignmentState.SENT,
        proposals=scenes.everything(make_edition()),
    )


def not_the_enrolment(sitting):
    enrolment = scenes.Case.objects.get(sitting=sitting).enrolment
    enrolment.move_to(EnrolmentState.WITHDRAWN, by=enrolment.person)


def not_the_bytes(sitting):
    case = scenes.Case.objects.get(sitting=sitting)
    Path(default_storage.path(case.deposit.files.get().bytes.name)).unlink()


def not_every_reason(sitting):
    """Only a database without its own rule could hold such a row."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE jury_decision DROP CONSTRAINT a_departure_has_a_reason")
        Decision.objects.filter(item="A.1.1").update(verdict="insufficient", follows=False)
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


LACKS = [
    not_every_reason,
    not_the_act,
    not_the_delegation,
    not_the_president,
    not_a_second_member,
    not_every_decision,
    not_every_proposal,
    not_the_same_proposals,
    not_the_enrolment,
    not_the_bytes,
]


@pytest.mark.parametrize("take_away", LACKS, ids=lambda each: each.__name__)
def test_each_thing_missing_is_listed_with_a_link_and_refuses_the_seal(client, take_away):
    sitting = make_decided(scenes.make_candidate())
    take_away(sitting)

    listed = missing(client, sitting)
    response = seal(client, sitting)

    assert len(listed) == 1
    assertContains(response, listed[0])
    assert not Deliberation.objects.exists()
    sitting.refresh_from_db()
    assert sitting.state == SittingState.OPEN
    with pytest.raises(Refusal) as refused:
        actions.seal(sitting, by=scenes.president(sitting))
    assert refused.value.details == tuple(listed)


def test_an_empty_sitting_is_not_sealed(client):
    sitting = scenes.make_sitting(state=SittingState.OPEN)

    assert len(missing(client, sitting)) == 1
    with pytest.raises(Refusal):
        actions.seal(sitting, by=scenes.president(sitting))


def test_a_silent_alteration_of_evidence_is_found_by_the_seal(client):
    enrolment = scenes.make_candidate()
    sitting = make_decided(enrolment)
    damage(scenes.case_of(enrolment))

    quick = missing(client, sitting)
    with pytest.raises(Refusal) as refused:
        actions.seal(sitting, by=scenes.president(sitting))

    assert quick == []
    assert ["preuve.pdf" in detail for detail in refused.value.details] == [True]
    assertContains(seal(client, sitting), "preuve.pdf")


def test_many_undecided_lines_are_counted_rather_than_listed(client):
    sitting = scenes.make_open_sitting(scenes.make_candidate(sent=False))

    unsent, undecided = missing(client, sitting)

    assert "A.1.5" in undecided
    assert "A.2.1" not in undecided
    assert "24" in undecided


def test_many_candidates_who_lack_the_same_are_counted_and_the_first_are_named(client):
    sitting = scenes.make_open_sitting(*[make_enrolment() for _ in range(5)])
    client.force_login(scenes.president(sitting))

    response = client.get(reverse("jury:seal", args=[sitting.pk]))

    (group,) = response.context["groups"]
    first = [scenes.case_of(case.enrolment) for case in sitting.cases.by_name()[:3]]
    assert "5" in group["sentence"]
    assert [link for _, link in group["lines"]] == [case.get_absolute_url() for case in first]
    assert group["all"] == f"{sitting.get_absolute_url()}?cases=undecided"
    assertContains(response, group["all"])


def test_three_candidates_are_each_named(client):
    sitting = scenes.make_open_sitting(*[make_enrolment() for _ in range(3)])
    client.force_login(scenes.president(sitting))

    (group,) = client.get(reverse("jury:seal", args=[sitting.pk])).context["groups"]

    assert (group["sentence"], len(group["lines"])) == ("", 3)


@pytest.mark.parametrize("count", [2, 458])
def test_every_thing_that_several_candidates_may_lack_can_be_counted(count):
    codes = {*SENTENCES, "undecided"} - {"act", "delegation", "president", "presence", "candidates"}

    assert all(str(count) in counted(code, count) for code in codes)


def test_only_the_president_seals(client):
    sitting = make_decided(scenes.make_candidate())
    people = {
        **strangers_to(sitting),
        "a member": scenes.juror(sitting),
        "the office": scenes.make_office(),
    }
    address = reverse("jury:seal", args=[sitting.pk])

    reading = statuses(client, people, lambda c: c.get(address))
    sealing = statuses(client, people, lambda c: c.post(address))

    assert (reading, sealing) == (all_not_found(people), all_not_found(people))
    assert not Deliberation.objects.exists()


def test_readiness_costs_the_same_for_one_candidate_and_three(
    client, django_assert_max_num_queries
):
    def count(number):
        sitting = make_decided(*(scenes.make_candidate() for _ in range(number)))
        client.force_login(scenes.president(sitting))
        client.get(sitting.get_absolute_url())
        with django_assert_max_num_queries(20) as queries:
            assert client.get(reverse("jury:seal", args=[sitting.pk])).status_code == 200
        return len(queries)

    assert count(1) == count(3)
