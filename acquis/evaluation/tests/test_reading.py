from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.accounts.models import Role
from acquis.base.models import Entry
from acquis.catalogue.models import EditionState
from acquis.enrolment.models import EnrolmentState
from acquis.eportfolio.models import Acquis, DepositState, Evidence, Situation
from acquis.evaluation.models import AssignmentState, Proposal
from tests.factories import (
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_person,
    make_portfolio,
    make_staff,
)

from .strangers import strangers_to

pytestmark = pytest.mark.django_db
MINE = reverse("evaluation:mine")


def read(client, assignment):
    client.force_login(assignment.evaluator)
    return client.get(assignment.get_absolute_url())


def test_the_dossier_is_read_from_the_frozen_copy_not_from_the_live_portfolio(client):
    portfolio = make_portfolio(claims=["A.1.1"])
    assignment = make_assignment(make_deposit(portfolio))
    Situation.objects.filter(portfolio=portfolio).update(title="Réécrit après coup")

    response = read(client, assignment)

    assertContains(response, "Un débat mouvant en classe de 4e")
    assertContains(response, "Voir le déroulé (A.1.1).")
    assertNotContains(response, "Réécrit après coup")
    assert not Entry.objects.exists()


def test_each_claimed_item_leads_to_its_situation_and_back(client):
    assignment = make_assignment(make_deposit(make_portfolio(claims=["A.1.1", "B.2.1"])))

    response = read(client, assignment)

    assertContains(response, 'id="situation-1"', count=1)
    assertContains(response, 'href="#situation-1"', count=3)
    for anchor in ("line-A-1-1", "line-B-2-1"):
        assertContains(response, f'id="{anchor}"', count=1)
        assertContains(response, f'href="#{anchor}"')


def test_an_item_that_is_not_claimed_is_shown_without_anything_to_choose(client):
    assignment = make_assignment(make_deposit(make_portfolio(claims=["A.1.1"])))

    response = read(client, assignment)

    assertContains(response, 'name="verdict-A.1.1"', count=3)
    assertNotContains(response, 'name="verdict-A.1.2"')
    assertContains(response, "Non demandée", count=27)
    assertContains(response, 'value="not_claimed"', count=0)


def test_the_taught_session_is_a_block_of_its_own_with_its_proof(client):
    deposit = make_deposit(make_portfolio(claims=["A.1.1"]))
    assignment = make_assignment(deposit)
    proof = reverse("evaluation:evidence_file", args=[assignment.pk, deposit.files.get().pk])

    response = read(client, assignment)

    assertContains(response, 'name="verdict-taught-session"', count=3)
    assertContains(response, f'href="{proof}"', count=2)


def test_what_is_acquired_already_awaits_nothing(client):
    portfolio = make_portfolio(claims=["A.1.1", "A.1.2"])
    make_deposit(portfolio)
    assignment = make_assignment(_with_acquired(portfolio, ["A.1.1"]))

    response = read(client, assignment)

    assertNotContains(response, 'name="verdict-A.1.1"')
    assertContains(response, 'name="verdict-A.1.2"', count=3)
    assertContains(response, "1 compétence validée sur 28")


def test_a_mark_kept_from_an_earlier_year_counts_and_is_not_asked_again(client):
    edition = make_edition("essai-lecon/editions/2023-2024")
    portfolio = make_portfolio(make_enrolment(edition=edition))
    make_deposit(portfolio)
    Acquis.objects.create(
        institution=edition.institution,
        person=portfolio.enrolment.person,
        enrolment=portfolio.enrolment,
        session=1,
        programme_code=edition.programme_code,
        framework="essai-lecon 1",
        item="lesson",
        mark="14.50",
        act="2022-1",
        gained_on=date(2022, 6, 1),
    )
    assignment = make_assignment(_with_acquired(portfolio, ["lesson"]))
    Proposal.objects.create(
        assignment=assignment, item="interview", mark="12", saved_at=assignment.assigned_at
    )

    response = read(client, assignment)

    assertNotContains(response, 'name="mark-lesson"')
    assert response.context["dossier"].judgement.is_met
    assert response.context["dossier"].gaps == []


def test_a_situation_that_proves_no_condition_is_no_proof_of_it(client):
    assignment = make_assignment(make_deposit(make_portfolio(claims=["A.1.1"], taught=False)))

    response = read(client, assignment)

    assert response.context["dossier"].lines["taught-session"].places == []
    assertContains(response, 'name="verdict-taught-session"', count=3)


def test_a_claim_that_the_programme_does_not_know_is_left_aside(client):
    portfolio = make_portfolio(claims=["A.1.1"])
    portfolio.situations.get().claims.create(item="Z.9.9", argument="Ailleurs.")

    response = read(client, make_assignment(make_deposit(portfolio)))

    assert "Z.9.9" not in response.context["dossier"].lines
    assertNotContains(response, "Ailleurs.")


def test_a_link_is_shown_as_text_with_a_warning_and_gives_nothing_away(client):
    portfolio = make_portfolio(claims=["A.1.1"])
    Evidence.objects.create(
        situation=portfolio.situations.get(),
        url="https://mur.example/veille?x=1",
        begun_at=portfolio.enrolment.saved_at,
        added_at=portfolio.enrolment.saved_at,
    )
    assignment = make_assignment(make_deposit(portfolio))

    response = read(client, assignment)

    assertContains(
        response,
        '<a href="https://mur.example/veille?x=1" rel="noopener noreferrer nofollow" '
        'target="_blank" referrerpolicy="no-referrer">https://mur.example/veille?x=1'
        '<span class="visually-hidden"> (nouvel onglet)</span></a>',
        html=True,
    )


def test_an_address_that_is_not_of_the_web_is_never_a_link(client):
    portfolio = make_portfolio(claims=["A.1.1"])
    Evidence.objects.create(
        situation=portfolio.situations.get(),
        url="javascript:alert(1)",
        begun_at=portfolio.enrolment.saved_at,
        added_at=portfolio.enrolment.saved_at,
    )

    response = read(client, make_assignment(make_deposit(portfolio)))

    assertContains(response, "javascript:alert(1)")
    assertNotContains(response, 'href="javascript')


def test_what_a_candidate_writes_is_text_whatever_it_contains(client):
    portfolio = make_portfolio(claims=["A.1.1"])
    portfolio.situations.update(title="<script>alert(1)</script>", account="<b>gras</b>")

    response = read(client, make_assignment(make_deposit(portfolio)))

    assertNotContains(response, "<script>alert(1)")
    assertNotContains(response, "<b>gras</b>")


def test_the_page_tells_what_the_rule_says_if_the_jury_followed(client):
    items = [item.code for item in make_edition().programme.items]
    assignment = make_assignment(
        make_deposit(make_portfolio(claims=items)),
        proposals=dict.fromkeys([*items, "taught-session"], "validated"),
    )

    response = read(client, assignment)

    assert response.context["dossier"].judgement.is_met
    assertContains(response, "28 compétences validées sur 28")


def test_a_programme_with_marks_asks_a_mark_of_everybody(client):
    edition = make_edition("essai-lecon/editions/2023-2024")
    assignment = make_assignment(make_deposit(make_portfolio(make_enrolment(edition=edition))))

    response = read(client, assignment)

    assertContains(response, 'name="mark-lesson"', count=1)
    assertContains(response, 'name="mark-interview"', count=1)
    assertNotContains(response, 'type="radio"')


def test_my_list_tells_what_remains_and_what_is_next(client):
    evaluator = make_staff(Role.Kind.EVALUATOR)
    first = make_assignment(evaluator=evaluator, proposals={"A.1.1": "validated"})
    make_assignment(evaluator=evaluator)
    sent = make_assignment(evaluator=evaluator, state=AssignmentState.SENT)
    make_assignment(evaluator=evaluator, state=AssignmentState.WITHDRAWN)
    make_assignment()
    client.force_login(evaluator)

    response = client.get(MINE)

    assert len(response.context["waiting"]) == 2
    assert response.context["next"] == first
    assert response.context["sent"] == [sent]
    assertContains(response, "1 / 3")
    assertContains(response, "0 / 3")


def test_with_everything_sent_my_list_says_so(client):
    sent = make_assignment(state=AssignmentState.SENT)
    client.force_login(sent.evaluator)

    response = client.get(MINE)

    assert response.context["next"] is None
    assertNotContains(response, reverse("evaluation:recuse", args=[sent.pk]))


def test_an_evaluator_without_dossier_is_told_what_will_happen(client):
    client.force_login(make_staff(Role.Kind.EVALUATOR))

    response = client.get(MINE)

    assert (response.status_code, response.context["total"]) == (200, 0)


def test_the_list_belongs_to_evaluators(client):
    client.force_login(make_staff(Role.Kind.OFFICE))

    assert client.get(MINE).status_code == 404


def test_the_dossier_is_found_by_nobody_else(client):
    assignment = make_assignment()
    found = {}

    for who, person in strangers_to(assignment).items():
        client.force_login(person)
        found[who] = client.get(assignment.get_absolute_url()).status_code

    assert set(found.values()) == {404}, found


def test_the_dossier_asks_an_unknown_visitor_to_sign_in(client):
    assignment = make_assignment()

    response = client.get(assignment.get_absolute_url())

    assertRedirects(
        response,
        f"{reverse('account_login')}?next={assignment.get_absolute_url()}",
        fetch_redirect_response=False,
    )


@pytest.mark.parametrize("state", [AssignmentState.WITHDRAWN, AssignmentState.RECUSED])
def test_a_dossier_that_is_no_longer_mine_is_gone(client, state):
    assert read(client, make_assignment(state=state)).status_code == 404


def test_the_dossiers_go_with_the_role(client):
    assignment = make_assignment()
    assignment.evaluator.roles.update(until=date(2023, 4, 24))

    assert read(client, assignment).status_code == 404


def test_the_dossiers_go_with_the_year(client):
    assignment = make_assignment()
    assignment.edition.close(by=make_person())

    assert assignment.edition.state == EditionState.CLOSED
    assert read(client, assignment).status_code == 404


def test_the_dossier_goes_when_the_candidate_takes_the_deposit_back(client):
    assignment = make_assignment()
    assignment.deposit.move_to(DepositState.TAKEN_BACK, by=assignment.deposit.candidate)

    assert read(client, assignment).status_code == 404


def test_the_dossier_goes_when_the_enrolment_is_withdrawn(client):
    assignment = make_assignment()
    enrolment = assignment.deposit.portfolio.enrolment
    enrolment.move_to(EnrolmentState.WITHDRAWN, by=enrolment.person)

    assert read(client, assignment).status_code == 404


def test_a_sent_dossier_is_read_without_anything_to_change(client):
    assignment = make_assignment(
        state=AssignmentState.SENT,
        proposals={"A.1.1": "validated", "B.2.1": "insufficient", "taught-session": "validated"},
        comment="Dossier clair.",
    )

    response = read(client, assignment)

    assertContains(response, "Lecture de B.2.1")
    assertContains(response, "Dossier clair.")
    assertNotContains(response, "<textarea")
    assertNotContains(response, 'type="radio"')


def test_the_dossier_costs_at_most_12_queries_however_much_it_holds(
    client, django_assert_max_num_queries
):
    items = [item.code for item in make_edition().programme.items]
    evaluator = make_staff(Role.Kind.EVALUATOR)
    small = make_assignment(make_deposit(make_portfolio(claims=["A.1.1"])), evaluator)
    large = make_assignment(
        make_deposit(make_portfolio(claims=items)),
        evaluator,
        proposals=dict.fromkeys(items, "validated"),
    )
    client.force_login(evaluator)

    with django_assert_max_num_queries(12) as captured:
        client.get(small.get_absolute_url())
    once = len(captured)
    with django_assert_max_num_queries(12) as captured:
        client.get(large.get_absolute_url())

    assert len(captured) == once


def test_my_list_costs_the_same_with_1_and_3_dossiers(client):
    from django.db import connection

    evaluator = make_staff(Role.Kind.EVALUATOR)
    client.force_login(evaluator)
    make_assignment(evaluator=evaluator)
    make_assignment(evaluator=evaluator, state=AssignmentState.SENT)
    with CaptureQueriesContext(connection) as one:
        client.get(MINE)
    for _ in range(2):
        make_assignment(evaluator=evaluator)
        make_assignment(evaluator=evaluator, state=AssignmentState.SENT)

    with CaptureQueriesContext(connection) as three:
        client.get(MINE)

    assert len(three) == len(one)


def _with_acquired(portfolio, codes):
    """The deposit of session 2, whose frozen copy says that these codes are acquired."""
    from acquis.base.canonical import fingerprint
    from acquis.eportfolio.models import Deposit

    first = portfolio.deposits.get()
    content = {**first.content, "session": 2, "acquired": codes}
    return Deposit.objects.create(
        institution=first.institution,
        portfolio=portfolio,
        session=2,
        number=f"{first.number}-2",
        content=content,
        sha256=fingerprint(content),
        deposited_at=first.deposited_at,
    )
