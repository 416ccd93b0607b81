import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains

from acquis.accounts.models import Role
from acquis.base.canonical import fingerprint
from acquis.base.models import Entry, Message, Sending
from acquis.base.refusal import Refusal
from acquis.catalogue import definitions
from acquis.catalogue.models import Edition
from acquis.evaluation import actions
from acquis.evaluation.models import Assignment, AssignmentState
from tests.factories import (
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_staff,
)

from .strangers import strangers_to

pytestmark = pytest.mark.django_db
SHARE = reverse("evaluation:share_out")


@pytest.fixture
def office(client):
    person = make_staff(Role.Kind.OFFICE)
    client.force_login(person)
    return person


def preview(client):
    """The fields of the form that the preview shows, read from the page as a browser does."""
    page = client.get(SHARE, {"session": 1}).content.decode()
    names = ("edition", "session", "preview")
    return {name: re.search(rf'name="{name}" value="([^"]+)"', page)[1] for name in names}


def loads():
    rows = Assignment.objects.active().values_list("evaluator", flat=True)
    return sorted(list(rows).count(pk) for pk in set(rows))


def two_evaluators_a_dossier():
    edition = make_edition()
    plan = replace(edition.plan, evaluators_per_dossier=2)
    data = definitions.to_data(plan)
    Edition.objects.filter(pk=edition.pk).update(definition=data, fingerprint=fingerprint(data))
    return Edition.objects.get(pk=edition.pk)


def test_the_preview_shows_everything_and_does_nothing(client, office):
    evaluators = [make_staff(Role.Kind.EVALUATOR) for _ in range(2)]
    deposits = [make_deposit() for _ in range(3)]

    response = client.get(SHARE, {"session": 1})

    for thing in [*evaluators, *deposits]:
        assertContains(response, str(thing))
    assert [more for _, more, _ in response.context["sharing"].loads] == [2, 1]
    assert not Assignment.objects.exists()
    assert not Entry.objects.exists()


def test_what_was_shown_is_applied_evenly_and_each_evaluator_is_told_once(client, office):
    evaluators = [make_staff(Role.Kind.EVALUATOR) for _ in range(2)]
    for _ in range(4):
        make_deposit()

    response = client.post(SHARE, preview(client))

    assert response.status_code == 302
    assert response.url.startswith(reverse("evaluation:assignments"))
    sending = Sending.objects.get()
    assertContains(client.get(response.url), f'<a href="{sending.get_absolute_url()}">')
    assert loads() == [2, 2]
    assert (
        list(Entry.objects.values_list("verb", "by").order_by("number"))
        == [("assigned", office.pk)] * 4
    )
    assert sorted(Message.objects.values_list("kind", "person")) == [
        ("evaluation-assigned", person.pk) for person in evaluators
    ]
    for message in Message.objects.all():
        mine = Assignment.objects.filter(evaluator=message.person)
        assert all(assignment.deposit.number in message.body for assignment in mine)


def test_what_is_given_already_does_not_move_and_counts(client, office):
    busy = make_staff(Role.Kind.EVALUATOR)
    free = make_staff(Role.Kind.EVALUATOR)
    kept = [make_assignment(evaluator=busy), make_assignment(evaluator=busy)]
    make_deposit()
    make_deposit()

    client.post(SHARE, preview(client))

    assert loads() == [2, 2]
    assert {
        assignment.evaluator
        for assignment in Assignment.objects.filter(pk__in=[assignment.pk for assignment in kept])
    } == {busy}
    assert free.assignments.count() == 2


def test_nobody_gets_a_dossier_in_conflict(client, office):
    evaluator = make_staff(Role.Kind.EVALUATOR)
    recused = make_assignment(evaluator=evaluator, state=AssignmentState.RECUSED)
    withdrawn = make_assignment(evaluator=evaluator, state=AssignmentState.WITHDRAWN)
    candidate = make_staff(Role.Kind.EVALUATOR)
    make_enrolment(person=candidate, edition=recused.edition)

    response = client.get(SHARE, {"session": 1})

    assert response.context["sharing"].rows == []
    assert response.context["sharing"].unserved == [recused.deposit, withdrawn.deposit]
    assertContains(response, recused.deposit.number)


def test_a_former_candidates_own_dossier_goes_to_somebody_else(client, office):
    """The deposit of last session: its author evaluates now, and would be the only free hand."""
    deposit = make_deposit()
    enrolment = deposit.portfolio.enrolment
    Role.objects.create(
        person=enrolment.person,
        institution=deposit.institution,
        kind=Role.Kind.EVALUATOR,
        since=enrolment.sent_at.date(),
    )

    sharing = client.get(SHARE, {"session": 1}).context["sharing"]

    assert (sharing.rows, sharing.unserved) == ([], [deposit])


def test_an_edition_may_want_two_evaluators_for_each_dossier(client, office):
    edition = two_evaluators_a_dossier()
    for _ in range(3):
        make_staff(Role.Kind.EVALUATOR)
    for _ in range(3):
        make_deposit()

    client.post(SHARE, preview(client))

    assert loads() == [2, 2, 2]
    assert edition.plan.evaluators_per_dossier == 2
    pairs = set(Assignment.objects.values_list("deposit", "evaluator"))
    assert len(pairs) == 6


def test_what_changed_since_the_preview_is_refused_and_shown_anew(client, office):
    make_staff(Role.Kind.EVALUATOR)
    make_deposit()
    fields = preview(client)
    make_staff(Role.Kind.EVALUATOR)
    make_deposit()

    response = client.post(SHARE, fields)

    assertContains(response, "notice--error")
    assert response.context["sharing"].fingerprint != fields["preview"]
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("forged", ["", "0" * 64, "x"])
def test_nothing_is_applied_without_having_been_shown(client, office, forged):
    make_staff(Role.Kind.EVALUATOR)
    make_deposit()

    client.post(SHARE, {**preview(client), "preview": forged})

    assert not Assignment.objects.exists()


def test_a_double_click_shares_out_once(client, office):
    make_staff(Role.Kind.EVALUATOR)
    make_deposit()
    fields = {**preview(client), "once": "018f5f3e-0000-7000-8000-000000000001"}

    responses = [client.post(SHARE, fields) for _ in range(2)]

    assert responses[0].url == responses[1].url
    assert loads() == [1]


def test_nothing_is_shared_out_before_the_deadline(client, office, at):
    at(2023, 4, 23, 12)
    make_staff(Role.Kind.EVALUATOR)
    make_deposit()

    response = client.post(SHARE, preview(client))

    assertContains(response, "23 avril 2023")
    assert not Assignment.objects.exists()


def test_with_nothing_to_share_out_the_page_and_the_act_say_so(client, office):
    edition = make_edition()

    assertContains(client.get(SHARE, {"session": 1}), 'class="empty"')
    with pytest.raises(Refusal):
        actions.share_out(edition, 1, by=office)


def test_without_any_published_year_there_is_nothing_to_share_out(client, office):
    assert client.get(SHARE).status_code == 404


def test_strangers_do_not_share_out(client):
    assignment = make_assignment()
    make_deposit()
    strangers = strangers_to(assignment)
    strangers.pop("the office")
    found = {}

    for who, person in strangers.items():
        client.force_login(person)
        fields = {"edition": assignment.edition.pk, "session": "1", "preview": "x"}
        found[who] = client.post(SHARE, fields).status_code

    assert set(found.values()) == {404}, found
    assert Assignment.objects.count() == 1


def test_an_address_that_makes_no_sense_is_not_found(client, office):
    make_edition()

    assert client.get(SHARE, {"edition": "x"}).status_code == 404
    assert client.post(SHARE, {"edition": "' OR 1=1 --"}).status_code == 404


def test_the_preview_costs_the_same_with_1_and_3_deposits(client, office):
    make_staff(Role.Kind.EVALUATOR)
    make_deposit()
    with CaptureQueriesContext(connection) as one:
        client.get(SHARE, {"session": 1})
    make_staff(Role.Kind.EVALUATOR)
    make_deposit()
    make_deposit()

    with CaptureQueriesContext(connection) as three:
        client.get(SHARE, {"session": 1})

    assert len(three) == len(one)
