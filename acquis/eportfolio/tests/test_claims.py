from datetime import date
from uuid import uuid4

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.base.models import Entry
from acquis.eportfolio import actions
from tests.factories import make_edition, make_enrolment, make_person, make_portfolio

from .doors import door, signed_in, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return make_portfolio(claims=["A.1.1", "B.2.1"])


@pytest.fixture
def situation(portfolio):
    return portfolio.situations.get()


def save(client, situation, *claims, version=1, **arguments):
    """Arguments are named by their code with underscores: A_1_1="Voir…"."""
    fields = {f"argument-{code.replace('_', '.')}": text for code, text in arguments.items()}
    return client.post(
        door("claims", situation),
        {"claim": claims, "version": version, "once": uuid4(), **fields},
    )


def claims_of(situation):
    return dict(situation.claims.order_by("item").values_list("item", "argument"))


def test_one_sending_adds_rewords_and_removes_claims(client, portfolio, situation):
    signed_in(client, portfolio)

    response = save(client, situation, "A.1.1", "B.3.2", A_1_1="Voir la photo", B_3_2="Le plan")

    assertRedirects(response, situation.get_absolute_url())
    assert claims_of(situation) == {"A.1.1": "Voir la photo", "B.3.2": "Le plan"}
    situation.refresh_from_db()
    assert (situation.claims_version, situation.version) == (2, 1)
    entry = Entry.objects.get()
    assert (entry.verb, entry.by, entry.subject, entry.facts) == (
        "claimed",
        portfolio.enrolment.person,
        situation.journal_key,
        {"version": 2, "items": ["A.1.1", "B.3.2"]},
    )


def test_saving_the_same_claims_changes_nothing(client, portfolio, situation):
    signed_in(client, portfolio)

    save(
        client,
        situation,
        "A.1.1",
        "B.2.1",
        A_1_1="Voir le déroulé (A.1.1).",
        B_2_1="Voir le déroulé (B.2.1).",
    )

    situation.refresh_from_db()
    assert situation.claims_version == 1
    assert told() == []


def test_all_items_are_offered_by_domain(client, portfolio, situation):
    response = signed_in(client, portfolio).get(door("claims", situation))

    assertContains(response, 'type="checkbox" name="claim"', count=28)
    assertContains(response, "<details", count=7)
    assertContains(response, '<details class="card" open>', count=2)
    assertContains(response, " checked>", count=2)


def test_of_two_tabs_the_second_sees_both_versions_and_loses_nothing(client, portfolio, situation):
    signed_in(client, portfolio)
    save(client, situation, "A.1.1", A_1_1="Premier onglet")

    second = save(client, situation, "A.1.1", "A.2.1", A_1_1="Second onglet", A_2_1="Veille")

    assertContains(second, "Premier onglet")
    assertContains(second, "Second onglet")
    assertContains(second, '<input type="hidden" name="version" value="2"')
    assert second.context["form"].meanwhile == {
        "A.1.1": (True, "Premier onglet"),
        "A.2.1": (False, ""),
    }
    assert claims_of(situation) == {"A.1.1": "Premier onglet"}

    save(client, situation, "A.1.1", "A.2.1", version=2, A_1_1="Second onglet", A_2_1="Veille")

    assert claims_of(situation) == {"A.1.1": "Second onglet", "A.2.1": "Veille"}


def test_a_text_without_its_tick_is_asked_about_and_kept_in_the_page(client, portfolio, situation):
    signed_in(client, portfolio)

    response = save(client, situation, "A.1.1", A_1_1="Vu", A_2_1="Une veille partagée")

    assert list(response.context["form"].errors) == ["argument-A.2.1"]
    assertContains(response, "Une veille partagée")
    assert list(claims_of(situation)) == ["A.1.1", "B.2.1"]


def test_a_text_that_was_not_sent_is_an_empty_field_and_one_that_was_keeps_its_first_line(
    client, portfolio, situation
):
    signed_in(client, portfolio)

    page = save(client, situation, version=9, A_1_1="\nÀ la ligne")

    assertNotContains(page, "None</textarea>")
    assertContains(page, ">\n\nÀ la ligne</textarea>")


def test_unticking_a_claim_takes_it_away_with_its_text(client, portfolio, situation):
    signed_in(client, portfolio)

    save(client, situation, "A.1.1", A_1_1="Vu", B_2_1="Voir le déroulé (B.2.1).")

    assert claims_of(situation) == {"A.1.1": "Vu"}


@pytest.mark.parametrize("fields", [{"claim": ["Z.9.9"], "version": 1}, {"claim": ["A.1.1"]}])
def test_a_broken_form_is_said_and_changes_nothing(client, portfolio, situation, fields):
    signed_in(client, portfolio)

    response = client.post(door("claims", situation), fields)

    assertContains(response, "errorlist")
    assert list(claims_of(situation)) == ["A.1.1", "B.2.1"]


def test_what_is_acquired_is_neither_asked_again_nor_taken_away(client, portfolio, situation):
    signed_in(client, portfolio)
    actions.keep_acquis(
        portfolio.enrolment, 1, ["A.1.1"], [], {}, "PV-1", date(2023, 5, 12), by=None
    )

    page = client.get(door("claims", situation))
    refused = save(client, situation, "A.1.1")
    save(client, situation, "B.3.1", B_3_1="Le plan")

    assertContains(page, 'type="checkbox" name="claim"', count=27)
    assertContains(refused, "errorlist")
    assert claims_of(situation) == {"A.1.1": "Voir le déroulé (A.1.1).", "B.3.1": "Le plan"}


def test_a_programme_of_marks_has_no_claims(client, at):
    at(2023, 11, 1)
    edition = make_edition("essai-lecon/editions/2023-2024")
    portfolio = make_portfolio(
        make_enrolment(edition=edition, category=edition.plan.categories[0].code)
    )
    situation = portfolio.situations.create(title="Une leçon", saved_at="2023-11-01T10:00Z")

    page = signed_in(client, portfolio).get(situation.get_absolute_url())

    assertNotContains(page, door("claims", situation))
    assert client.get(door("claims", situation)).status_code == 404


def test_somebody_elses_claims_are_not_found(client, situation):
    client.force_login(make_person())

    assert client.get(door("claims", situation)).status_code == 404
    assert save(client, situation, "A.1.1").status_code == 404
    assert list(claims_of(situation)) == ["A.1.1", "B.2.1"]
