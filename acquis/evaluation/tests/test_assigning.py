from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base.models import Entry, Message
from acquis.base.refusal import Refusal
from acquis.enrolment.models import EnrolmentState
from acquis.evaluation import actions
from acquis.evaluation.models import Assignment, AssignmentState
from tests.factories import (
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_institution,
    make_person,
    make_portfolio,
    make_staff,
)

from .strangers import strangers_to

pytestmark = pytest.mark.django_db
LIST = reverse("evaluation:assignments")


@pytest.fixture
def office(client):
    person = make_staff(Role.Kind.OFFICE)
    client.force_login(person)
    return person


def assign(client, deposit, evaluator, **fields):
    url = reverse("evaluation:assign", args=[deposit.pk])
    return client.post(url, {"evaluator": getattr(evaluator, "pk", evaluator), **fields})


def given():
    rows = Assignment.objects.order_by("pk")
    return list(rows.values_list("deposit", "evaluator", "state"))


# -- giving by hand ------------------------------------------------------------------------------


def test_giving_a_dossier_journals_it_and_tells_its_evaluator(client, office):
    deposit = make_deposit()
    evaluator = make_staff(Role.Kind.EVALUATOR)

    response = assign(client, deposit, evaluator)

    assertRedirects(response, reverse("evaluation:assign", args=[deposit.pk]))
    assignment = Assignment.objects.get()
    assert given() == [(deposit.pk, evaluator.pk, "assigned")]
    assert assignment.assigned_by == office
    assert list(Entry.objects.values_list("verb", "by", "subject")) == [
        ("assigned", office.pk, assignment.journal_key)
    ]
    assert list(Message.objects.values_list("kind", "person")) == [
        ("evaluation-assigned", evaluator.pk)
    ]
    assert deposit.number in Message.objects.get().body


def test_the_page_shows_who_can_read_first_and_why_the_others_cannot(client, office):
    deposit = make_deposit()
    able = make_staff(Role.Kind.EVALUATOR)
    candidate = make_staff(Role.Kind.EVALUATOR)
    make_enrolment(person=candidate, edition=deposit.edition)

    response = client.get(reverse("evaluation:assign", args=[deposit.pk]))

    found = [(load.evaluator, bool(why)) for load, why in response.context["people"]]
    assert found == [(able, False), (candidate, True)]
    assertContains(response, f'value="{candidate.pk}" disabled')


def test_nobody_reads_their_own_dossier(client, office):
    deposit = make_deposit()
    Role.objects.create(
        person=deposit.candidate,
        institution=deposit.institution,
        kind=Role.Kind.EVALUATOR,
        since=date(2020, 1, 1),
    )

    response = assign(client, deposit, deposit.candidate)

    assert response.status_code == 200
    assertContains(response, "notice--error")
    assert given() == []


@pytest.mark.parametrize(
    "state", [EnrolmentState.SENT, EnrolmentState.TO_COMPLETE, EnrolmentState.ACCEPTED]
)
def test_a_candidate_of_the_same_year_evaluates_nobody(client, office, state):
    deposit = make_deposit()
    evaluator = make_staff(Role.Kind.EVALUATOR)
    make_enrolment(person=evaluator, edition=deposit.edition, state=state)

    assign(client, deposit, evaluator)

    assert given() == []


@pytest.mark.parametrize("state", [EnrolmentState.WITHDRAWN, EnrolmentState.REFUSED])
def test_who_is_no_longer_a_candidate_may_evaluate(client, office, state):
    deposit = make_deposit()
    evaluator = make_staff(Role.Kind.EVALUATOR)
    make_enrolment(person=evaluator, edition=deposit.edition, state=state)

    assign(client, deposit, evaluator)

    assert given() == [(deposit.pk, evaluator.pk, "assigned")]


def test_a_declared_conflict_holds_in_the_next_session_too(client, office, at):
    portfolio = make_portfolio(claims=["A.1.1"])
    recused = make_assignment(make_deposit(portfolio), state=AssignmentState.RECUSED)
    second = make_deposit(portfolio, session=2)
    at(2023, 6, 13)

    assign(client, second, recused.evaluator)

    assert given() == [(recused.deposit.pk, recused.evaluator.pk, "recused")]


def test_a_withdrawn_dossier_may_be_given_again_by_hand(client, office):
    withdrawn = make_assignment(state=AssignmentState.WITHDRAWN)

    assign(client, withdrawn.deposit, withdrawn.evaluator)

    states = [state for _, _, state in given()]
    assert states == ["withdrawn", "assigned"]


def test_a_dossier_has_no_more_evaluators_than_the_edition_says(client, office):
    assignment = make_assignment()
    another = make_staff(Role.Kind.EVALUATOR)

    response = assign(client, assignment.deposit, another)

    assertContains(response, "notice--error")
    assert len(given()) == 1


def test_the_same_hands_never_get_it_twice(client, office):
    assignment = make_assignment()

    assign(client, assignment.deposit, assignment.evaluator)

    assert len(given()) == 1


@pytest.mark.parametrize("role_ends", [date(2023, 4, 24)])
def test_who_is_not_an_evaluator_today_is_not_one(client, office, role_ends):
    deposit = make_deposit()
    former = make_staff(Role.Kind.EVALUATOR)
    former.roles.update(until=role_ends)
    elsewhere = make_staff(Role.Kind.EVALUATOR, make_institution("ailleurs"))
    left = make_staff(Role.Kind.EVALUATOR, is_active=False)

    for person in (former, elsewhere, left, make_person(), "abc", "", 10**30):
        response = assign(client, deposit, person)
        assertContains(response, "errorlist")
    with pytest.raises(Refusal):
        actions.assign(deposit, former, by=office)

    assert given() == []


def test_no_dossier_is_given_while_its_candidate_may_take_it_back(client, office, at):
    at(2023, 4, 23, 23, 59)
    deposit = make_deposit()

    response = assign(client, deposit, make_staff(Role.Kind.EVALUATOR))

    assertContains(response, "23 avril 2023")
    assert given() == []


def test_a_double_click_gives_once(client, office):
    deposit = make_deposit()
    evaluator = make_staff(Role.Kind.EVALUATOR)
    once = "018f5f3e-0000-7000-8000-000000000001"

    responses = [assign(client, deposit, evaluator, once=once) for _ in range(2)]

    assert [response.status_code for response in responses] == [302, 302]
    assert len(given()) == 1


# -- withdrawing and returning -------------------------------------------------------------------


def with_reason(client, name, assignment, reason="Arrêt de travail."):
    return client.post(reverse(f"evaluation:{name}", args=[assignment.pk]), {"reason": reason})


def test_withdrawing_closes_the_dossier_to_its_evaluator_at_once(client, office):
    assignment = make_assignment(proposals={"A.1.1": "validated"})

    response = with_reason(client, "withdraw", assignment)

    assertRedirects(response, reverse("evaluation:assign", args=[assignment.deposit.pk]))
    assignment.refresh_from_db()
    assert (assignment.state, assignment.reason) == ("withdrawn", "Arrêt de travail.")
    assert list(Entry.objects.values_list("verb", "by", "subject")) == [
        ("withdrawn", office.pk, assignment.journal_key)
    ]
    assert list(Message.objects.values_list("kind", "person")) == [
        ("evaluation-withdrawn", assignment.evaluator.pk)
    ]
    client.force_login(assignment.evaluator)
    assert client.get(assignment.get_absolute_url()).status_code == 404


def test_returning_gives_a_sent_proposal_back_to_its_evaluator_with_the_reason(client, office):
    assignment = make_assignment(state=AssignmentState.SENT, proposals={"A.1.1": "validated"})

    with_reason(client, "give_back", assignment, "Précisez A.1.1.")

    assignment.refresh_from_db()
    assert (assignment.state, assignment.sent_at) == ("assigned", None)
    assert assignment.times_returned == 1
    assert list(Entry.objects.values_list("verb", "by", "subject")) == [
        ("returned", office.pk, assignment.journal_key)
    ]
    assert list(Message.objects.values_list("kind", "person")) == [
        ("evaluation-returned", assignment.evaluator.pk)
    ]
    client.force_login(assignment.evaluator)
    response = client.get(assignment.get_absolute_url())
    assertContains(response, "Précisez A.1.1.")
    assertContains(response, 'name="verdict-A.1.1"', count=3)


@pytest.mark.parametrize("name", ["withdraw", "give_back"])
@pytest.mark.parametrize("reason", ["", "  ", "é" * 301])
def test_a_reason_is_needed_and_what_was_typed_stays(client, office, name, reason):
    state = AssignmentState.SENT if name == "give_back" else AssignmentState.ASSIGNED
    assignment = make_assignment(state=state)

    response = with_reason(client, name, assignment, reason)

    assertContains(response, "errorlist")
    assertContains(response, reason)
    assignment.refresh_from_db()
    assert assignment.state == state


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("withdraw", AssignmentState.SENT),
        ("withdraw", AssignmentState.RECUSED),
        ("withdraw", AssignmentState.WITHDRAWN),
        ("give_back", AssignmentState.ASSIGNED),
    ],
)
def test_a_move_that_is_not_legal_says_so_and_keeps_what_was_typed(client, office, name, state):
    assignment = make_assignment(state=state)

    response = with_reason(client, name, assignment, "Motif assez long.")

    assertContains(response, "notice--error")
    assertContains(response, "Motif assez long.")
    assignment.refresh_from_db()
    assert assignment.state == state


# -- the list ------------------------------------------------------------------------------------


def test_the_list_counts_and_filters_the_deposits_of_the_session_at_work(client, office):
    alone = make_deposit()
    silent = make_assignment()
    sent = make_assignment(state=AssignmentState.SENT)
    make_assignment(alone, state=AssignmentState.WITHDRAWN)
    make_deposit(session=2)
    found = {}

    for state in ("", "unassigned", "silent", "sent", "absurd"):
        page = client.get(LIST, {"state": state}).context["page"]
        found[state] = {deposit.pk for deposit in page}

    everything = {alone.pk, silent.deposit.pk, sent.deposit.pk}
    assert found == {
        "": everything,
        "unassigned": {alone.pk},
        "silent": {silent.deposit.pk},
        "sent": {sent.deposit.pk},
        "absurd": everything,
    }
    assert client.get(LIST).context["listed"].counts == {
        "all": 3,
        "unassigned": 1,
        "silent": 1,
        "sent": 1,
    }


def test_another_session_is_asked_for_by_its_number(client, office):
    make_deposit()
    second = make_deposit(session=2)

    page = client.get(LIST, {"session": "2"}).context["page"]

    assert [deposit.pk for deposit in page] == [second.pk]
    assert client.get(LIST, {"session": "9"}).context["session"] == 1


def test_the_list_tells_where_each_evaluator_stands(client, office):
    evaluator = make_staff(Role.Kind.EVALUATOR)
    make_assignment(evaluator=evaluator)
    make_assignment(evaluator=evaluator, state=AssignmentState.SENT)
    make_assignment(evaluator=evaluator, state=AssignmentState.RECUSED)

    loads = client.get(LIST).context["panel"].loads

    assert [(load.evaluator, load.total, load.sent, load.waiting) for load in loads] == [
        (evaluator, 2, 1, 1)
    ]


def test_the_year_at_work_comes_first_and_another_one_on_demand(client, office):
    older = make_edition()
    newer = make_edition("essai-lecon/editions/2023-2024")
    make_deposit()

    assert client.get(LIST).context["edition"] == older
    assert client.get(LIST, {"edition": newer.pk}).context["edition"] == newer


def test_a_withdrawn_candidate_is_no_longer_listed(client, office):
    enrolment = make_deposit().portfolio.enrolment
    enrolment.move_to(EnrolmentState.WITHDRAWN, by=enrolment.person)

    assert list(client.get(LIST).context["page"]) == []


def test_without_any_published_year_the_page_says_so(client, office):
    assertContains(client.get(LIST), 'class="empty"')


def test_the_list_costs_the_same_with_1_and_3_deposits(client, office):
    make_assignment()
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    make_assignment()
    make_assignment(state=AssignmentState.SENT)

    with CaptureQueriesContext(connection) as three:
        client.get(LIST)

    assert len(three) == len(one)
    assert len(one) <= 13


def test_the_page_of_a_deposit_costs_the_same_with_1_and_3_evaluators(client, office):
    deposit = make_deposit()
    make_assignment(deposit, state=AssignmentState.WITHDRAWN)
    url = reverse("evaluation:assign", args=[deposit.pk])
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    make_assignment(deposit, state=AssignmentState.WITHDRAWN)
    make_assignment(deposit)

    with CaptureQueriesContext(connection) as three:
        client.get(url)

    assert len(three) == len(one)


# -- strangers -----------------------------------------------------------------------------------


def test_the_doors_of_the_office_are_found_by_the_office_alone(client):
    assignment = make_assignment()
    strangers = strangers_to(assignment)
    strangers.pop("the office")
    strangers["the evaluator"] = assignment.evaluator
    doors = [
        reverse("evaluation:assign", args=[assignment.deposit.pk]),
        reverse("evaluation:withdraw", args=[assignment.pk]),
        reverse("evaluation:give_back", args=[assignment.pk]),
        f"{reverse('evaluation:share_out')}?edition={assignment.edition.pk}",
        f"{LIST}?edition={assignment.edition.pk}",
    ]
    found = {}

    for who, person in strangers.items():
        client.force_login(person)
        found[who] = {client.get(door).status_code for door in doors}
        for name in ("withdraw", "give_back"):
            found[who].add(with_reason(client, name, assignment).status_code)
        found[who].add(assign(client, assignment.deposit, assignment.evaluator).status_code)

    assert all(codes == {404} for codes in found.values()), found
    assert given() == [(assignment.deposit.pk, assignment.evaluator.pk, "assigned")]


def test_an_office_of_one_programme_does_not_reach_another(client):
    assignment = make_assignment()
    person = make_person()
    Role.objects.create(
        person=person,
        institution=assignment.institution,
        kind=Role.Kind.OFFICE,
        programme_code="essai-lecon",
        since=date(2020, 1, 1),
    )
    client.force_login(person)

    assertNotContains(client.get(LIST), str(assignment.deposit.number))
    assert client.get(LIST, {"edition": assignment.edition.pk}).status_code == 404
    assert with_reason(client, "withdraw", assignment).status_code == 404
