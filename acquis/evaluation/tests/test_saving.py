from decimal import Decimal

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.base.models import Entry, Message
from acquis.evaluation.models import Assignment, AssignmentState, Proposal
from tests.factories import (
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_portfolio,
)

from .strangers import strangers_to

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def save_item(client, assignment, code="A.1.1", *, headers=None, **fields):
    """POST one line as its page does: `verdict="validated"` becomes `verdict-A.1.1`."""
    client.force_login(assignment.evaluator)
    url = reverse("evaluation:save_item", args=[assignment.pk, code])
    return client.post(url, {f"{name}-{code}": v for name, v in fields.items()}, headers=headers)


def save_grid(client, assignment, fields, *, headers=None):
    client.force_login(assignment.evaluator)
    url = reverse("evaluation:save_grid", args=[assignment.pk])
    return client.post(url, fields, headers=headers)


def lines(assignment):
    rows = Proposal.objects.filter(assignment=assignment).order_by("item")
    return list(rows.values_list("item", "verdict", "mark", "reason", "version"))


def marked_assignment(**fields):
    edition = make_edition("essai-lecon/editions/2023-2024")
    deposit = make_deposit(make_portfolio(make_enrolment(edition=edition)))
    return make_assignment(deposit, **fields)


# -- one line ------------------------------------------------------------------------------------


def test_a_line_is_saved_alone_and_the_page_gets_its_mark_and_the_new_judgement(client):
    assignment = make_assignment()

    response = save_item(client, assignment, headers=HTMX, verdict="validated", version=0)

    assert lines(assignment) == [("A.1.1", "validated", None, "", 1)]
    assertContains(response, '<input type="hidden" name="version-A.1.1" value="1">', html=True)
    assertContains(response, 'hx-swap-oob="true"')
    assertContains(response, "1 compétence validée sur 28")
    assertNotContains(response, "<html")


def test_without_javascript_the_line_is_saved_and_the_page_opens_on_it(client):
    assignment = make_assignment()

    response = save_item(client, assignment, verdict="insufficient", reason="Lien mort.")

    assertRedirects(response, f"{assignment.get_absolute_url()}#line-A-1-1")
    assert lines(assignment) == [("A.1.1", "insufficient", None, "Lien mort.", 1)]


def test_a_draft_is_no_act_so_the_journal_and_the_mail_say_nothing(client):
    save_item(client, make_assignment(), verdict="validated")

    assert not Entry.objects.exists()
    assert not Message.objects.exists()


def test_a_refusal_may_be_saved_before_its_reason_is_written(client):
    assignment = make_assignment()

    response = save_item(client, assignment, headers=HTMX, verdict="not_validated")

    assert lines(assignment) == [("A.1.1", "not_validated", None, "", 1)]
    assert response.context["line"].lacks == "reason"


def test_a_reason_typed_before_the_verdict_is_kept(client):
    assignment = make_assignment()

    save_item(client, assignment, reason="Je relis demain.")

    assert lines(assignment) == [("A.1.1", "", None, "Je relis demain.", 1)]


def test_a_field_that_was_not_sent_stays_as_it_was_saved(client):
    assignment = make_assignment()
    save_item(client, assignment, verdict="insufficient", reason="Court.")

    save_item(client, assignment, verdict="not_validated", version=1)

    assert lines(assignment) == [("A.1.1", "not_validated", None, "Court.", 2)]


def test_saving_the_same_line_twice_changes_nothing_even_from_a_stale_page(client):
    assignment = make_assignment()
    save_item(client, assignment, verdict="validated", reason="Net.", version=0)

    response = save_item(client, assignment, verdict="validated", reason="Net.", version=0)

    assertRedirects(response, f"{assignment.get_absolute_url()}#line-A-1-1")
    assert lines(assignment) == [("A.1.1", "validated", None, "Net.", 1)]


def test_nothing_typed_saves_nothing(client):
    assignment = make_assignment()

    save_item(client, assignment, reason="")
    save_item(client, assignment)

    assert lines(assignment) == []


def test_the_condition_is_proposed_on_like_a_line(client):
    assignment = make_assignment()

    save_item(client, assignment, "taught-session", verdict="validated")

    assert lines(assignment) == [("taught-session", "validated", None, "", 1)]


@pytest.mark.parametrize("headers", [None, HTMX])
def test_of_two_windows_the_second_sees_both_values_and_nothing_is_lost(client, headers):
    assignment = make_assignment()
    save_item(client, assignment, verdict="validated", reason="Séance filmée.", version=0)

    response = save_item(
        client,
        assignment,
        headers=headers,
        verdict="insufficient",
        reason="Le film manque.",
        version=0,
    )

    assert lines(assignment) == [("A.1.1", "validated", None, "Séance filmée.", 1)]
    assertContains(response, "Séance filmée.")
    assertContains(response, "Le film manque.")
    # The page still carries the version it was typed over: only a choice overwrites.
    assertContains(response, '<input type="hidden" name="version-A.1.1" value="0">', html=True)
    assertContains(response, 'name="keep-A.1.1" value="1"')


def test_the_second_window_may_choose_to_save_its_own(client):
    assignment = make_assignment()
    save_item(client, assignment, verdict="validated", version=0)

    save_item(
        client, assignment, verdict="insufficient", reason="Le film manque.", version=0, keep=1
    )

    assert lines(assignment) == [("A.1.1", "insufficient", None, "Le film manque.", 2)]


def test_a_choice_made_on_an_older_value_is_asked_again(client):
    assignment = make_assignment()
    save_item(client, assignment, verdict="validated", version=0)
    save_item(client, assignment, verdict="not_validated", version=1)

    save_item(client, assignment, verdict="insufficient", version=0, keep=1)

    assert lines(assignment) == [("A.1.1", "not_validated", None, "", 2)]


# -- marks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "mark"), [("12,5", "12.5"), ("0", "0"), ("19.25", "19.25")])
def test_a_mark_is_typed_with_a_comma_or_a_point(client, typed, mark):
    assignment = marked_assignment()

    save_item(client, assignment, "lesson", mark=typed)

    assert lines(assignment) == [("lesson", "", Decimal(mark), "", 1)]


@pytest.mark.parametrize("typed", ["20.5", "-1", "12.125", "douze", "NaN", "1e9", "Infinity"])
def test_a_mark_outside_the_scale_is_refused_with_the_scale_and_stays_typed(client, typed):
    assignment = marked_assignment()

    response = save_item(client, assignment, "lesson", mark=typed, reason="Vif.")

    assert lines(assignment) == []
    assert response.context["dossier"].lines["lesson"].problems == [
        "Une note va de 0 à 20, avec deux décimales au plus."
    ]
    assertContains(response, f'value="{typed}"')
    assertContains(response, "Vif.")


def test_a_mark_may_be_taken_away_while_nothing_is_sent(client):
    assignment = marked_assignment()
    save_item(client, assignment, "lesson", mark="12")

    save_item(client, assignment, "lesson", mark="", version=1)

    assert lines(assignment) == [("lesson", "", None, "", 2)]


def test_a_verdict_sent_to_a_marked_line_is_not_read(client):
    assignment = marked_assignment()

    save_item(client, assignment, "lesson", verdict="validated")

    assert lines(assignment) == []


# -- the whole grid ------------------------------------------------------------------------------


def test_the_whole_grid_is_saved_in_one_post(client):
    assignment = make_assignment()

    response = save_grid(
        client,
        assignment,
        {
            "verdict-A.1.1": "validated",
            "reason-A.1.1": "",
            "version-A.1.1": "0",
            "verdict-B.2.1": "not_validated",
            "reason-B.2.1": "Hors sujet.",
            "version-B.2.1": "0",
            "verdict-taught-session": "validated",
            "comment": "Un dossier honnête.",
        },
    )

    assertRedirects(response, assignment.get_absolute_url())
    assert lines(assignment) == [
        ("A.1.1", "validated", None, "", 1),
        ("B.2.1", "not_validated", None, "Hors sujet.", 1),
        ("taught-session", "validated", None, "", 1),
    ]
    assert Assignment.objects.get().comment == "Un dossier honnête."


def test_in_a_grid_what_can_be_saved_is_and_the_rest_stays_typed(client):
    assignment = make_assignment()
    save_item(client, assignment, verdict="validated", version=0)

    response = save_grid(
        client,
        assignment,
        {
            "verdict-A.1.1": "insufficient",
            "version-A.1.1": "0",
            "verdict-B.2.1": "validated",
            "version-B.2.1": "0",
        },
    )

    assert response.status_code == 200
    assert lines(assignment) == [
        ("A.1.1", "validated", None, "", 1),
        ("B.2.1", "validated", None, "", 1),
    ]
    assertContains(response, 'name="verdict-A.1.1" value="insufficient" checked')
    assertContains(response, '<li><a href="#line-A-1-1">')


def test_the_comment_is_saved_alone_and_two_windows_do_not_overwrite_each_other(client):
    assignment = make_assignment()
    save_grid(client, assignment, {"comment": "Premier.", "version-comment": "0"}, headers=HTMX)

    response = save_grid(
        client, assignment, {"comment": "Second.", "version-comment": "0"}, headers=HTMX
    )

    assert Assignment.objects.get().comment == "Premier."
    assertContains(response, "Premier.")
    assertContains(response, "Second.")
    assertContains(response, 'name="keep-comment" value="1"')


def test_the_second_comment_is_saved_when_it_is_chosen(client):
    assignment = make_assignment()
    save_grid(client, assignment, {"comment": "Premier.", "version-comment": "0"})

    response = save_grid(
        client,
        assignment,
        {"comment": "Second.\r\nSuite.", "version-comment": "0", "keep-comment": "1"},
        headers=HTMX,
    )

    assert Assignment.objects.get().comment == "Second.\nSuite."
    assertContains(response, '<input type="hidden" name="version-comment" value="2">', html=True)


def test_the_same_comment_twice_is_one_comment(client):
    assignment = make_assignment()
    save_grid(client, assignment, {"comment": "Net.", "version-comment": "0"})

    response = save_grid(client, assignment, {"comment": "Net.", "version-comment": "0"})

    assertRedirects(response, assignment.get_absolute_url())
    assert Assignment.objects.get().comment_version == 1


def test_a_comment_too_long_is_refused_and_stays_typed(client):
    assignment = make_assignment()

    response = save_grid(client, assignment, {"comment": "é" * 5001})

    assert Assignment.objects.get().comment == ""
    assertContains(response, "é" * 5001)


# -- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"verdict": "not_claimed"},
        {"verdict": "excellent"},
        {"verdict": "validated", "version": "un"},
        {"verdict": "validated", "version": "-1"},
        {"verdict": "validated", "version": "9" * 400},
        {"verdict": "validated", "keep": "x"},
        {"reason": "é" * 2001},
        {"reason": "nul\x00"},
    ],
)
@pytest.mark.parametrize("headers", [None, HTMX])
def test_what_cannot_be_read_is_refused_with_a_sentence(client, fields, headers):
    assignment = make_assignment()

    response = save_item(client, assignment, headers=headers, **fields)

    assert response.status_code == 200
    assert lines(assignment) == []
    assert len(response.context["dossier"].lines["A.1.1"].problems) == 1


def test_an_item_that_is_not_claimed_awaits_no_proposal(client):
    assignment = make_assignment()

    response = save_item(client, assignment, "A.1.2", verdict="validated")

    assert response.status_code == 200
    assert lines(assignment) == []
    assert "A.1.2" in response.context["dossier"].lines["A.1.2"].problems[0]


def test_an_unknown_item_is_not_found(client):
    assert save_item(client, make_assignment(), "Z.9.9", verdict="validated").status_code == 404


@pytest.mark.parametrize("name", ["save_item", "save_grid"])
def test_saving_is_never_a_get(client, name):
    assignment = make_assignment()
    client.force_login(assignment.evaluator)
    codes = ["A.1.1"] if name == "save_item" else []

    url = reverse(f"evaluation:{name}", args=[assignment.pk, *codes])

    assert client.get(url).status_code == 405


# -- who and when --------------------------------------------------------------------------------


def test_nobody_else_saves(client):
    assignment = make_assignment()
    found = {}

    for who, person in strangers_to(assignment).items():
        client.force_login(person)
        item = client.post(
            reverse("evaluation:save_item", args=[assignment.pk, "A.1.1"]),
            {"verdict-A.1.1": "validated"},
        )
        grid = client.post(
            reverse("evaluation:save_grid", args=[assignment.pk]), {"verdict-A.1.1": "validated"}
        )
        found[who] = (item.status_code, grid.status_code)

    assert set(found.values()) == {(404, 404)}, found
    assert lines(assignment) == []


@pytest.mark.parametrize("headers", [None, HTMX])
def test_a_page_left_open_after_sending_changes_nothing_and_says_why(client, headers):
    assignment = make_assignment(state=AssignmentState.SENT, proposals={"A.1.1": "validated"})

    response = save_item(
        client, assignment, headers=headers, verdict="insufficient", reason="Trop tard.", version=1
    )

    assert response.status_code == 200
    assert lines(assignment) == [("A.1.1", "validated", None, "Lecture de A.1.1", 1)]
    assert response.context["dossier"].lines["A.1.1"].problems
    assertContains(response, "Trop tard.")


def test_a_comment_typed_after_sending_changes_nothing_and_is_shown(client):
    assignment = make_assignment(state=AssignmentState.SENT, comment="Envoyé.")

    response = save_grid(client, assignment, {"comment": "Trop tard."})

    assert Assignment.objects.get().comment == "Envoyé."
    assertContains(response, "Trop tard.")


def test_a_page_left_open_after_a_withdrawal_is_not_found(client):
    assignment = make_assignment(state=AssignmentState.WITHDRAWN)

    assert save_item(client, assignment, headers=HTMX, verdict="validated").status_code == 404


def test_saving_a_line_costs_at_most_8_queries(client, django_assert_max_num_queries):
    assignment = make_assignment()
    save_item(client, assignment, verdict="validated", version=0)

    with django_assert_max_num_queries(8):
        save_item_again = client.post(
            reverse("evaluation:save_item", args=[assignment.pk, "A.1.1"]),
            {"verdict-A.1.1": "insufficient", "version-A.1.1": "1"},
            headers=HTMX,
        )

    assert save_item_again.status_code == 200
    assert lines(assignment) == [("A.1.1", "insufficient", None, "", 2)]
