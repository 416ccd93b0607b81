"""An evaluator reads a frozen dossier, proposes line by line, and sends, in a browser."""

import pytest
from playwright.sync_api import expect

from acquis.evaluation.models import Assignment, AssignmentState
from tests.browser.conftest import NARROW
from tests.browser.keyboard import tab_to
from tests.factories import make_assignment, make_deposit, make_portfolio


@pytest.fixture
def assignment(at):
    """One dossier with two claims and the taught session, given on 25 April 2023."""
    at(2023, 4, 25, 9)
    return make_assignment(make_deposit(make_portfolio(claims=["A.1.1", "B.2.1"])))


def line(page, name):
    return page.get_by_role("group", name=name)


def is_saved(page, name):
    expect(line(page, name).get_by_text("✓ Enregistré")).to_be_visible()


def proposals(assignment):
    rows = Assignment.objects.get(pk=assignment.pk).proposals.order_by("item")
    return list(rows.values_list("item", "verdict", "reason"))


def test_two_windows_and_an_early_sending_lose_nothing(open_as, has_no_barrier, assignment):
    page = open_as(assignment.evaluator)

    page.goto("/")
    has_no_barrier(page)
    page.get_by_role("link", name="dossiers à évaluer").click()
    has_no_barrier(page)
    page.get_by_role("link", name="Continuer avec").click()
    has_no_barrier(page)
    page.get_by_role("button", name="Envoyer ma proposition").click()
    lacking = page.get_by_role("alert").get_by_role("link")
    expect(lacking).to_have_count(3)
    has_no_barrier(page)
    for place in lacking.all():
        place.click()
        target = page.locator(f"[id='{place.get_attribute('href')[1:]}']")
        expect(target).to_be_in_viewport()

    page.goto(assignment.get_absolute_url())
    other = page.context.new_page()
    other.goto(page.url)
    line(page, "séance").get_by_label("Validée", exact=True).check()
    is_saved(page, "séance")
    line(page, "A.1.1").get_by_label("Validée", exact=True).check()
    is_saved(page, "A.1.1")
    contested = line(other, "A.1.1")
    contested.get_by_label("Non validée").check()
    expect(contested.get_by_text("Enregistré entre-temps")).to_be_visible()
    expect(contested.locator("dd")).to_have_text(["Validée", "Non validée"])
    has_no_barrier(other)
    contested.get_by_role("button", name="Enregistrer ce qui est saisi ici").click()
    is_saved(other, "A.1.1")
    contested.get_by_label("Motif").fill("L’usage décrit n’en relève pas.")
    line(other, "B.2.1").get_by_label("Preuves insuffisantes").check()
    line(other, "B.2.1").get_by_label("Motif").fill("Rien ne le montre encore.")
    expect(other.get_by_text("Vous pouvez envoyer.")).to_be_visible()
    other.get_by_role("button", name="Envoyer ma proposition").click()
    expect(other.get_by_text("Votre proposition est envoyée")).to_be_visible()
    has_no_barrier(other)

    assignment.refresh_from_db()
    assert assignment.state == AssignmentState.SENT
    assert proposals(assignment) == [
        ("A.1.1", "not_validated", "L’usage décrit n’en relève pas."),
        ("B.2.1", "insufficient", "Rien ne le montre encore."),
        ("taught-session", "validated", ""),
    ]


def test_a_whole_proposal_by_the_keyboard_alone(open_as, has_no_barrier, assignment):
    page = open_as(assignment.evaluator, viewport=NARROW)
    press = page.keyboard.press

    page.goto("/")
    tab_to(page, page.get_by_role("link", name="Aller au contenu"))
    press("Enter")
    tab_to(page, page.get_by_role("link", name="Poursuivre avec le dossier"), stops=1)
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ada Exemple")
    tab_to(page, page.get_by_role("link", name="Aller à la grille"))
    press("Enter")
    tab_to(page, line(page, "séance").get_by_label("Validée", exact=True))
    press("Space")
    is_saved(page, "séance")
    for name, steps, reason in (("A.1.1", 1, "Hors sujet."), ("B.2.1", 2, "Rien ne le montre.")):
        tab_to(page, line(page, name).get_by_role("radio").first)
        press("Space")
        for _ in range(steps):
            press("ArrowDown")
        tab_to(page, line(page, name).get_by_label("Motif"))
        page.keyboard.type(reason)
        is_saved(page, name)
    has_no_barrier(page)
    expect(page.get_by_text("Vous pouvez envoyer.")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Envoyer ma proposition"))
    press("Enter")
    expect(page.get_by_text("Votre proposition est envoyée")).to_be_visible()

    assert proposals(assignment) == [
        ("A.1.1", "not_validated", "Hors sujet."),
        ("B.2.1", "insufficient", "Rien ne le montre."),
        ("taught-session", "validated", ""),
    ]
