"""A jury sits: presence, clear cases, a departure with its reason, the seal and its minutes."""

import pytest
from playwright.sync_api import expect

from acquis.jury import actions
from acquis.jury.models import Decision, Deliberation, SittingState
from acquis.jury.tests.scenes import (
    case_of,
    juror,
    make_candidate,
    make_jury,
    make_office,
    make_open_sitting,
    make_sitting,
    president,
)
from tests.browser.conftest import NARROW
from tests.factories import make_edition


@pytest.fixture
def candidates(at):
    """Three dossiers read: one that all validate, one with a doubt, one that evaluators dispute."""
    at(2023, 5, 9, 9)
    edition = make_edition()
    return [
        make_candidate(edition, first_names="Clarence", birth_name="Aubépine"),
        make_candidate(edition, {"A.1.1": "insufficient"}, birth_name="Bruyère"),
        make_candidate(edition, [{}, {"B.2.1": "not_validated"}], birth_name="Camomille"),
    ]


def line(page, name):
    return page.get_by_role("group", name=name)


def test_a_president_leads_the_sitting_to_its_minutes(open_as, has_no_barrier, candidates):
    sitting = make_sitting(make_jury(candidates[0].edition))
    actions.convene(sitting, candidates, by=make_office())
    page = open_as(president(sitting))

    page.goto("/")
    has_no_barrier(page)
    page.get_by_role("main").get_by_role("link").first.click()
    for name in ("Présidente", "Juré1"):
        page.get_by_role("button", name=f"Enregistrer l’arrivée : {name}").click()
    has_no_barrier(page)
    page.get_by_role("button", name="Ouvrir la séance").click()
    has_no_barrier(page)

    page.get_by_role("link", name="Bruyère").click()
    has_no_barrier(page)
    line(page, "A.1.1").get_by_label("Validée").first.check()
    page.get_by_role("button", name="Décider de ce cas").click()
    expect(page.get_by_text("Dites pourquoi le jury s’écarte").first).to_be_visible()
    has_no_barrier(page)
    line(page, "A.1.1").get_by_label("Motif").fill("La deuxième preuve suffit.")
    page.get_by_role("button", name="Décider de ce cas").click()
    expect(page.get_by_text("s’écarte de la proposition").first).to_be_visible()
    has_no_barrier(page)

    page.get_by_role("navigation", name="Vous êtes ici").get_by_role("link").last.click()
    page.get_by_role("link", name="Suivre les propositions des cas clairs").click()
    has_no_barrier(page)
    page.get_by_role("button", name="Décider de ce cas comme proposé").click()
    page.get_by_role("link", name="Sceller la délibération").click()
    has_no_barrier(page)
    expect(page.get_by_role("heading", name="Ce qui manque avant le scellement")).to_be_visible()
    page.get_by_role("link", name="Camomille").click()
    line(page, "B.2.1").get_by_label("Validée").first.check()
    page.get_by_role("button", name="Décider de ce cas").click()
    page.get_by_role("navigation", name="Vous êtes ici").get_by_role("link").last.click()
    page.get_by_role("link", name="Sceller la délibération").click()
    has_no_barrier(page)
    page.get_by_role("button", name="Sceller la délibération").click()
    expect(page.get_by_text("Scellée, sous le numéro")).to_be_visible()
    has_no_barrier(page)
    address = page.get_by_role("link", name="Ouvrir le PDF").get_attribute("href")
    answer = page.request.get(address)

    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    sitting.refresh_from_db()
    assert sitting.state == SittingState.SEALED
    assert len(Deliberation.objects.get().content["cases"]) == 3
    departure = Decision.objects.get(case=case_of(candidates[1]), item="A.1.1")
    assert (departure.verdict, departure.reason) == ("validated", "La deuxième preuve suffit.")


def test_two_jurors_decide_at_once_and_see_both_values(open_as, has_no_barrier, candidates):
    sitting = make_open_sitting(candidates[0])
    case = case_of(candidates[0])
    first, second = open_as(president(sitting)), open_as(juror(sitting), viewport=NARROW)
    for page in (first, second):
        page.goto(case.get_absolute_url())

    line(first, "A.1.1").get_by_label("Non validée").check()
    line(first, "A.1.1").get_by_label("Motif").fill("La preuve est d’un autre.")
    first.get_by_role("button", name="Enregistrer, et voir ce que dit la règle").click()
    expect(first.get_by_text("Enregistré. Le cas reste à décider.")).to_be_visible()
    line(second, "A.1.1").get_by_label("Preuves insuffisantes").check()
    line(second, "A.1.1").get_by_label("Motif").fill("On ne voit rien.")
    second.get_by_role("button", name="Décider de ce cas").click()
    contested = line(second, "A.1.1")
    expect(contested.get_by_text("a modifié cette ligne entre-temps")).to_be_visible()
    expect(contested.get_by_text("On ne voit rien.")).to_be_visible()
    expect(contested.get_by_label("Non validée")).to_be_checked()
    has_no_barrier(second)
    second.get_by_role("button", name="Décider de ce cas").click()
    expect(second.get_by_text("Décidé : Clarence Aubépine").first).to_be_visible()

    decision = Decision.objects.get(case=case, item="A.1.1")
    assert (decision.verdict, decision.reason) == ("not_validated", "La preuve est d’un autre.")
