"""One candidate before the jury: follow, depart with a reason, save, decide, reopen."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from acquis.base import clock
from acquis.base.models import Entry
from acquis.evaluation.models import AssignmentState
from acquis.jury import actions
from acquis.jury.models import Case, CaseState, SittingState
from tests.factories import make_assignment, make_deposit, make_enrolment, make_portfolio

from . import scenes
from .strangers import all_not_found, statuses, strangers_to

pytestmark = pytest.mark.django_db


def decide(client, case, person, **fields):
    client.force_login(person)
    return client.post(reverse("jury:decide", args=[case.pk]), {"version": case.version, **fields})


def make_case(**candidate):
    enrolment = scenes.make_candidate(**candidate)
    sitting = scenes.make_open_sitting(enrolment)
    return sitting, scenes.case_of(enrolment)


def now(case):
    return scenes.case_of(case.enrolment)


def line(case, item):
    return case.decisions.values_list("verdict", "follows", "reason").get(item=item)


def test_deciding_without_a_word_follows_everything_and_is_journalled(client):
    sitting, case = make_case()
    juror = scenes.juror(sitting)

    response = decide(client, case, juror)

    assertRedirects(response, case.get_absolute_url())
    case = now(case)
    assert (case.state, case.is_awarded, case.version) == (CaseState.DECIDED, True, 2)
    assert (case.decided_by, case.decided_at) == (juror, clock.now())
    assert set(case.decisions.values_list("follows", "reason", "decided_by")) == {(True, "", None)}
    entry = Entry.objects.last()
    assert (entry.verb, entry.by, entry.subject) == ("decided", juror, case.journal_key)
    assert entry.facts == {
        "before": "to_decide",
        "after": "decided",
        "version": 2,
        "changed": {},
        "is_awarded": True,
    }


def test_the_jury_departs_with_a_reason_and_the_rule_computes_again(client):
    sitting, case = make_case()
    juror = scenes.juror(sitting)

    decide(
        client,
        case,
        juror,
        **{
            "verdict-taught-session": "not_validated",
            "reason-taught-session": "La séance est celle d’un collègue.",
        },
    )

    case = now(case)
    assert (case.is_decided, case.is_awarded) == (True, False)
    assert line(case, "taught-session") == (
        "not_validated",
        False,
        "La séance est celle d’un collègue.",
    )
    assert case.decisions.get(item="taught-session").decided_by == juror
    assert Entry.objects.last().facts["changed"] == {"taught-session": ["not_validated", None]}


def test_a_departure_without_a_reason_is_refused_and_what_was_typed_stays(client):
    sitting, case = make_case()

    response = decide(
        client,
        case,
        scenes.juror(sitting),
        **{"verdict-A.1.1": "insufficient", "reason-A.1.1": " ", "verdict-A.1.2": "validated"},
    )

    assert response.status_code == 422
    shown = response.context["dossier"].lines["A.1.1"].shown
    assert shown["verdict"] == "insufficient"
    assert "A.1.1" in str(response.context["refusal"])
    assert now(case).version == 1


def test_saving_keeps_the_case_open_and_shows_what_the_rule_says(client):
    sitting, case = make_case()

    response = decide(
        client,
        case,
        scenes.juror(sitting),
        **{"do": "save", "verdict-A.1.1": "insufficient", "reason-A.1.1": "La pièce manque."},
    )

    assertRedirects(response, case.get_absolute_url())
    case = now(case)
    assert (case.state, case.version, case.is_awarded) == (CaseState.TO_DECIDE, 2, True)
    assert Entry.objects.last().verb == "saved"
    page = client.get(case.get_absolute_url())
    assertContains(page, "27 compétences validées sur 28")


def test_a_double_click_decides_once_and_shows_no_fault(client):
    sitting, case = make_case()
    key = "6b3d5c1e-3a39-4b56-9d1f-333333333333"

    responses = [decide(client, case, scenes.juror(sitting), once=key) for _ in range(2)]

    assert [(each.status_code, each.url) for each in responses] == [
        (302, case.get_absolute_url())
    ] * 2
    assert now(case).version == 2


def test_coming_back_to_the_proposal_is_no_departure(client):
    sitting, case = make_case()
    juror = scenes.juror(sitting)
    decide(
        client,
        case,
        juror,
        **{"do": "save", "verdict-A.1.1": "insufficient", "reason-A.1.1": "La pièce manque."},
    )

    decide(client, now(case), juror, **{"verdict-A.1.1": "validated", "reason-A.1.1": ""})

    assert line(now(case), "A.1.1") == ("validated", True, "")


def test_a_remark_alone_changes_no_verdict(client):
    sitting, case = make_case()

    decide(client, case, scenes.juror(sitting), **{"reason-A.1.1": "Bel exemple."})

    assert line(now(case), "A.1.1") == ("validated", True, "Bel exemple.")


def test_diverging_evaluators_ask_for_a_verdict_that_needs_no_reason(client):
    sitting, case = make_case(proposals=[{}, {"B.2.1": "insufficient"}])
    juror = scenes.juror(sitting)

    silent = decide(client, case, juror)
    decided = decide(client, case, juror, **{"verdict-B.2.1": "validated"})

    assert silent.status_code == 422
    assert "B.2.1" in str(silent.context["refusal"])
    assertRedirects(decided, case.get_absolute_url())
    assert line(now(case), "B.2.1") == ("validated", True, "")
    assert now(case).is_awarded is True


def test_the_second_of_two_jurors_sees_both_values_and_overwrites_nothing(client):
    sitting, case = make_case()
    first, second = scenes.juror(sitting), scenes.president(sitting)
    decide(
        client,
        case,
        first,
        **{"do": "save", "verdict-A.1.1": "insufficient", "reason-A.1.1": "Pièce illisible."},
    )

    response = decide(
        client,
        case,
        second,
        **{
            "verdict-A.1.1": "not_validated",
            "reason-A.1.1": "Hors sujet.",
            "verdict-A.1.2": "insufficient",
            "reason-A.1.2": "Trop court.",
        },
    )

    assert response.status_code == 409
    theirs, mine = (response.context["dossier"].lines[item] for item in ("A.1.1", "A.1.2"))
    assert (theirs.shown["verdict"], theirs.yours["verdict"]) == ("insufficient", "not_validated")
    assert (theirs.who, theirs.yours["reason"]) == (str(first), "Hors sujet.")
    assert (mine.shown["verdict"], mine.yours) == ("insufficient", None)
    assertContains(response, "Pièce illisible.", status_code=409)
    assertContains(response, "Hors sujet.", status_code=409)
    assertContains(response, 'name="version" value="2"', status_code=409)
    assert line(now(case), "A.1.1") == ("insufficient", False, "Pièce illisible.")
    assert line(now(case), "A.1.2") == ("validated", True, "")


def test_when_proposals_were_taken_up_meanwhile_every_line_is_compared(client):
    enrolment = scenes.make_candidate(sent=False)
    sitting = scenes.make_open_sitting(enrolment)
    case = scenes.case_of(enrolment)
    assignment = enrolment.portfolio.deposits.get().assignments.get()
    for item in scenes.everything(case.sitting.jury.edition):
        assignment.proposals.create(item=item, verdict="validated", saved_at=clock.now())
    assignment.move_to(AssignmentState.SENT, by=assignment.evaluator, sent_at=clock.now())
    actions.take_up_proposals(sitting, by=scenes.juror(sitting))

    response = decide(client, case, scenes.juror(sitting), **{"verdict-A.1.1": "insufficient"})

    assert response.status_code == 409
    compared = response.context["dossier"].lines["A.1.1"]
    assert (compared.shown["verdict"], compared.yours["verdict"]) == ("validated", "insufficient")


def test_nobody_decides_on_proposals_that_have_just_changed(client):
    sitting, case = make_case()
    make_assignment(
        case.deposit,
        state=AssignmentState.SENT,
        proposals=scenes.everything(sitting.jury.edition, "insufficient"),
    )

    response = decide(client, case, scenes.juror(sitting))

    assert response.status_code == 422
    assert response.context["is_outdated"]
    assert not now(case).is_decided


def test_a_decided_case_is_reopened_and_decided_again(client):
    sitting, case = make_case()
    juror = scenes.juror(sitting)
    decide(client, case, juror)

    response = client.post(reverse("jury:reopen", args=[case.pk]), {"version": 2})

    assertRedirects(response, case.get_absolute_url())
    case = now(case)
    assert (case.state, case.decided_by, case.decided_at, case.version) == (
        CaseState.TO_DECIDE,
        None,
        None,
        3,
    )
    assert Entry.objects.last().verb == "reopened"
    assertRedirects(decide(client, case, juror), case.get_absolute_url())


def test_a_decided_case_is_not_decided_twice_nor_an_open_one_reopened(client):
    sitting, case = make_case()
    juror = scenes.juror(sitting)
    client.force_login(juror)
    client.post(reverse("jury:reopen", args=[case.pk]), {"version": 1})
    decide(client, case, juror)

    response = decide(client, now(case), juror)

    assert response.status_code == 422
    assert now(case).version == 2


@pytest.mark.parametrize("version", ["", "x", "7"])
def test_reopening_an_older_page_is_refused(client, version):
    sitting, case = make_case()
    juror = scenes.juror(sitting)
    decide(client, case, juror)

    client.post(reverse("jury:reopen", args=[case.pk]), {"version": version})

    assert now(case).is_decided


def test_a_member_who_is_not_there_decides_nothing(client):
    sitting, case = make_case()
    member = sitting.jury.members.get(is_president=False)
    actions.mark_left(sitting, member, by=scenes.president(sitting))

    response = decide(client, case, member.person)

    assert response.status_code == 422
    assert not response.context["may_decide"]
    assert not now(case).is_decided


def test_nothing_is_decided_before_the_opening(client):
    enrolment = scenes.make_candidate()
    sitting = scenes.make_sitting()
    actions.convene(sitting, by=scenes.make_office())
    case = scenes.case_of(enrolment)

    response = decide(client, case, scenes.juror(sitting))

    assert response.status_code == 422
    assert not now(case).is_decided


def test_an_edit_that_arrives_after_the_seal_is_told(client):
    enrolment = scenes.make_candidate()
    sitting, _ = scenes.make_sealed(enrolment)
    case = scenes.case_of(enrolment)

    response = decide(client, case, scenes.juror(sitting))

    assertRedirects(response, sitting.get_absolute_url())
    assert now(case).version == case.version


@pytest.mark.parametrize(
    ("fields", "item"),
    [
        ({"verdict-A.1.1": "excellent"}, "A.1.1"),
        ({"reason-A.1.1": "x" * 1001}, "A.1.1"),
        ({"reason-A.1.1": "a\x00b"}, "A.1.1"),
    ],
)
def test_what_cannot_be_read_is_said_on_its_line(client, fields, item):
    sitting, case = make_case()

    response = decide(client, case, scenes.juror(sitting), **fields)

    assert response.status_code == 422
    assert response.context["dossier"].lines[item].problems
    assert now(case).version == 1


def test_an_unreadable_version_is_an_old_one(client):
    sitting, case = make_case()

    response = decide(client, case, scenes.juror(sitting), version="x")

    assert response.status_code == 422
    assert now(case).version == 1


def test_an_absence_is_noted_and_nothing_is_chosen_for_it(client):
    absent, begun = make_enrolment(), make_enrolment()
    make_portfolio(begun, claims=["A.1.1"])
    sitting = scenes.make_open_sitting(absent, begun)
    juror = scenes.juror(sitting)

    for enrolment in (absent, begun):
        client.force_login(juror)
        page = client.get(scenes.case_of(enrolment).get_absolute_url())
        assert page.status_code == 200
        decide(
            client,
            scenes.case_of(enrolment),
            juror,
            **{"verdict-A.1.1": "validated", "reason-A.1.1": "Pour voir."},
        )

    for enrolment in (absent, begun):
        case = scenes.case_of(enrolment)
        assert (case.is_decided, case.is_awarded) == (True, False)
        assert set(case.decisions.values_list("verdict", flat=True)) == {"not_claimed"}


def test_the_page_shows_the_frozen_dossier_the_proposals_and_what_comes_next(client):
    first, second = scenes.make_candidate(), scenes.make_candidate()
    sitting = scenes.make_open_sitting(first, second)
    case = scenes.case_of(first)
    client.force_login(scenes.juror(sitting))

    response = client.get(case.get_absolute_url())

    assertContains(response, "Un débat mouvant en classe de 4e")
    assertContains(response, "Lecture de A.1.1")
    assertContains(response, "Voir le déroulé (A.1.1).")
    assert response.context["following"] == scenes.case_of(second).pk
    assert response.context["may_decide"]


def test_what_the_programme_does_not_know_is_left_aside(client):
    enrolment = make_enrolment()
    deposit = make_deposit(make_portfolio(enrolment, claims=["A.1.1", "Z.9"], taught=False))
    make_assignment(
        deposit,
        state=AssignmentState.SENT,
        proposals={"A.1.1": "validated", "Z.9": "validated", "taught-session": "insufficient"},
    )
    sitting = scenes.make_open_sitting(enrolment)
    client.force_login(scenes.juror(sitting))

    dossier = client.get(scenes.case_of(enrolment).get_absolute_url()).context["dossier"]

    assert [line.code for line in dossier.situations[0].claims] == ["A.1.1"]
    assert dossier.lines["taught-session"].places == []
    assert "Z.9" not in dossier.lines


def test_a_proposal_that_is_not_sent_is_not_shown(client):
    enrolment = scenes.make_candidate(sent=False)
    assignment = enrolment.portfolio.deposits.get().assignments.get()
    assignment.proposals.create(
        item="A.1.1", verdict="validated", reason="Brouillon secret", saved_at=clock.now()
    )
    sitting = scenes.make_open_sitting(enrolment)
    client.force_login(scenes.juror(sitting))

    page = client.get(scenes.case_of(enrolment).get_absolute_url())

    assert "Brouillon secret" not in page.content.decode()


def test_the_last_case_has_no_next_one(client):
    sitting, case = make_case()
    decide(client, case, scenes.juror(sitting))

    assert client.get(case.get_absolute_url()).context["following"] is None


def evidence(case):
    return reverse("jury:evidence_file", args=[case.pk, case.deposit.files.get().pk])


def fetch(client, address):
    """Reads a file to its end, so that it is closed."""
    response = client.get(address)
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response


def test_a_member_opens_the_evidence_until_the_seal_then_the_president_alone(client):
    sitting, case = make_case()
    juror, president = scenes.juror(sitting), scenes.president(sitting)

    client.force_login(juror)
    before = fetch(client, evidence(case)).status_code
    actions.follow_all(sitting, by=juror)
    actions.seal(sitting, by=president)
    after = [
        client.get(case.get_absolute_url()).status_code,
        fetch(client, evidence(case)).status_code,
    ]
    client.force_login(president)
    kept = [
        client.get(case.get_absolute_url()).status_code,
        fetch(client, evidence(case)).status_code,
    ]

    assert (before, after, kept) == (200, [404, 404], [200, 200])


def test_a_member_who_stepped_aside_opens_nothing(client):
    sitting, case = make_case()
    member = sitting.jury.members.get(is_president=False)
    actions.recuse(case, member, reason="Parent.", by=member.person)
    client.force_login(member.person)

    assert fetch(client, evidence(case)).status_code == 404


def test_a_file_of_another_dossier_or_of_no_dossier_is_not_found(client):
    first, second, absent = scenes.make_candidate(), scenes.make_candidate(), make_enrolment()
    sitting = scenes.make_open_sitting(first, second, absent)
    client.force_login(scenes.juror(sitting))
    file = scenes.case_of(second).deposit.files.get()

    addresses = [
        reverse("jury:evidence_file", args=[scenes.case_of(enrolment).pk, file.pk])
        for enrolment in (first, absent)
    ]

    assert [fetch(client, address).status_code for address in addresses] == [404, 404]


def test_strangers_and_the_office_find_no_case_and_no_evidence(client):
    sitting, case = make_case()
    people = {
        **strangers_to(sitting),
        "the candidate": case.enrolment.person,
        "the evaluator": case.deposit.assignments.get().evaluator,
        "the office": scenes.make_office(),
    }

    pages = statuses(client, people, lambda c: c.get(case.get_absolute_url()))
    files = statuses(client, people, lambda c: c.get(evidence(case)))
    deciding = statuses(
        client,
        people,
        lambda c: c.post(reverse("jury:decide", args=[case.pk]), {"version": 1}),
    )
    reopening = statuses(
        client, people, lambda c: c.post(reverse("jury:reopen", args=[case.pk]), {"version": 1})
    )

    assert [pages, files, deciding, reopening] == [all_not_found(people)] * 4
    assert Case.objects.get().state == CaseState.TO_DECIDE
    assert sitting.state == SittingState.OPEN


def test_a_case_costs_the_same_for_a_light_and_a_heavy_dossier(
    client, django_assert_max_num_queries
):
    light = scenes.make_candidate(claims=["A.1.1"])
    heavy = scenes.make_candidate(proposals=[{}, {}, {}])
    sitting = scenes.make_open_sitting(light, heavy)
    client.force_login(scenes.juror(sitting))

    def count(enrolment):
        address = scenes.case_of(enrolment).get_absolute_url()
        client.get(address)  # the first reading of a day is told
        with django_assert_max_num_queries(12) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    client.get(sitting.get_absolute_url())
    assert count(light) == count(heavy)
