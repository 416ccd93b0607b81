"""A year without a mouse: the candidate, the president and the office, by the keys alone.

Every stop of the Tab key is seen, and nothing lies over it: `keyboard.py`. The evaluator's day is
in `test_evaluator.py`.
"""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from acquis.accounts.models import Role
from acquis.enrolment.models import Enrolment, EnrolmentState
from acquis.eportfolio.models import Deposit
from acquis.jury.models import Decision, Deliberation
from acquis.jury.tests.scenes import case_of, make_candidate, make_open_sitting, president
from tests.browser.conftest import NARROW
from tests.browser.keyboard import faults_of, tab, tab_to
from tests.browser.places import tour
from tests.browser.test_office import make_request
from tests.factories import (
    make_assignment,
    make_edition,
    make_enrolment,
    make_portfolio,
    make_staff,
)

MOST_STOPS = 250
FOCUSED = "document.activeElement"
PLACE = f"(() => {{ const it = {FOCUSED}, box = it.getBoundingClientRect();"
PLACE += "return [it.tagName, box.top + scrollY, box.bottom + scrollY]; })()"


class Keys:
    """A person at a page who has no mouse."""

    def __init__(self, page):
        self.page = page

    def skip(self):
        """The first stop of a page leads past its head; an address with a # is past it."""
        if "#" in self.page.url:
            return
        tab_to(self.page, self.page.get_by_role("link", name="Aller au contenu"), stops=1)
        self.page.keyboard.press("Enter")
        assert self.page.evaluate(f"{FOCUSED}.tagName") == "MAIN"

    def go(self, role, name):
        """Tab to a link or a button of the content, press it, and be on the page it leads to."""
        self.press(self.page.get_by_role("main").get_by_role(role, name=name).first)

    def press(self, place):
        tab_to(self.page, place, stops=200)
        if (place.get_attribute("href") or "").startswith("#"):
            self.page.keyboard.press("Enter")
        else:
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")

    def fill(self, label, words):
        tab_to(self.page, self.page.get_by_label(label, exact=True).first)
        self.page.keyboard.type(words)

    def tick(self, place):
        tab_to(self.page, place)
        self.page.keyboard.press("Space")


def is_titled(page, words):
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


@pytest.mark.parametrize("viewport", [None, NARROW], ids=["wide", "narrow"])
def test_a_candidate_from_their_page_to_the_receipt(open_as, at, viewport):
    portfolio = make_portfolio()
    at(2023, 4, 12, 18)
    page = open_as(portfolio.enrolment.person, **({"viewport": viewport} if viewport else {}))
    keys = Keys(page)

    page.goto("/")
    keys.skip()
    keys.go("link", "Continuer")
    is_titled(page, "Mon portfolio")
    keys.skip()
    keys.go("link", "Décrire une situation")
    keys.skip()
    keys.fill("Titre", "Un débat mouvant")
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("ArrowDown")
    keys.fill("Ce que vous avez fait (facultatif)", "Les élèves prennent position.")
    tab_to(page, page.get_by_label("Date"))
    page.keyboard.type("03032023")
    keys.fill("Avec qui (facultatif)", "24 élèves")
    keys.go("button", "Enregistrer")
    is_titled(page, "Un débat mouvant")
    keys.skip()
    keys.fill("Adresse de la page", "https://exemple.example/mur")
    keys.go("button", "Ajouter le lien")
    expect(page.get_by_role("link", name="https://exemple.example/mur")).to_be_visible()
    keys.skip()
    keys.go("link", "Choisir ce que cela prouve")
    keys.skip()
    tab_to(page, page.locator("summary", has_text="A.1 Maîtrise"))
    page.keyboard.press("Enter")
    keys.tick(page.get_by_role("checkbox", name="A.1.1"))
    tab_to(page, page.get_by_label("Comment cette situation montre A.1.1"), stops=1)
    page.keyboard.type("Voir le mur.")
    keys.go("button", "Enregistrer")
    keys.skip()
    keys.go("link", "Mon portfolio")
    keys.go("link", "Déposer mon portfolio")
    is_titled(page, "Déposer mon portfolio")
    keys.skip()
    keys.tick(page.get_by_label("Je déclare sur l’honneur"))
    keys.go("button", "Déposer mon portfolio")
    expect(page.get_by_text("Déposé le mercredi 12 avril 2023 à 18 h 00").first).to_be_visible()

    [situation] = Deposit.objects.get().content["situations"]
    assert (situation["taught_on"], [each["item"] for each in situation["claims"]]) == (
        "2023-03-03",
        ["A.1.1"],
    )


def test_a_president_decides_follows_and_seals(open_as, at):
    at(2023, 5, 9, 9)
    edition = make_edition()
    disputed = make_candidate(edition, [{}, {"B.2.1": "not_validated"}], birth_name="Camomille")
    sitting = make_open_sitting(make_candidate(edition), disputed)
    page = open_as(president(sitting))
    keys = Keys(page)
    choose = page.get_by_role("group", name="A.1.1")

    page.goto(sitting.get_absolute_url())
    keys.skip()
    keys.go("link", "Camomille")
    is_titled(page, "Camomille")
    keys.skip()
    keys.go("link", "Aller aux décisions")
    tab_to(page, choose.get_by_role("radio", checked=True))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("group", name="B.2.1").get_by_role("radio").first, stops=200)
    page.keyboard.press("Space")
    keys.go("button", "Décider de ce cas")
    refusal = page.get_by_role("alert")
    expect(refusal).to_be_focused()
    keys.press(refusal.get_by_role("link", name="A.1.1"))
    tab_to(page, choose.get_by_label("Motif"), stops=9)
    page.keyboard.type("La preuve est d’une autre personne.")
    keys.go("button", "Décider de ce cas")
    is_titled(page, "Camomille")
    expect(page.get_by_text("s’écarte de la proposition").first).to_be_visible()
    keys.skip()
    keys.press(page.get_by_role("navigation", name="Vous êtes ici").get_by_role("link").last)
    keys.go("link", "Suivre les propositions des cas clairs")
    keys.skip()
    keys.go("button", "Décider de ce cas comme proposé")
    keys.skip()
    keys.go("link", "Sceller la délibération")
    keys.skip()
    keys.go("button", "Sceller la délibération")
    expect(page.get_by_text("Scellée, sous le numéro")).to_be_visible()

    departure = Decision.objects.get(case=case_of(disputed), item="A.1.1")
    assert (departure.verdict, departure.reason) == (
        "not_validated",
        "La preuve est d’une autre personne.",
    )
    assert len(Deliberation.objects.get().content["cases"]) == 2


def test_an_office_from_the_board_to_a_decision(open_as):
    edition = make_edition()
    for name in ("Aubépine", "Bruyère"):
        make_request(edition, name)
    page = open_as(make_staff(Role.Kind.OFFICE))
    keys = Keys(page)

    page.goto("/")
    keys.skip()
    keys.go("link", "demandes à décider")
    is_titled(page, "Inscriptions")
    keys.skip()
    tab_to(page, page.get_by_label("Nom, adresse électronique ou numéro étudiant"))
    page.keyboard.type("bruy")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ada Aubépine")).to_have_count(0)
    keys.go("link", "Ada Bruyère")
    is_titled(page, "Bruyère")
    keys.skip()
    keys.go("button", "Accepter Certificat de scolarité")
    keys.skip()
    keys.go("button", "Accepter l’inscription")
    expect(page.get_by_text("C’est fait, et inscrit au journal.")).to_be_visible()

    assert set(Enrolment.objects.values_list("person__birth_name", "state")) == {
        ("Aubépine", EnrolmentState.SENT),
        ("Bruyère", EnrolmentState.ACCEPTED),
    }


def test_the_focus_stays_where_it_was_when_an_answer_comes_in(open_as, at):
    at(2023, 4, 25, 9)
    assignment = make_assignment()
    page, other = open_as(assignment.evaluator), open_as(assignment.evaluator)
    for each in (page, other):
        each.goto(assignment.get_absolute_url())
    line = page.get_by_role("group", name="A.1.1")
    saved = line.get_by_text("✓ Enregistré")

    first = line.get_by_label("Validée", exact=True)
    first.press("Space")
    expect(saved).to_be_visible()
    expect(first).to_be_focused()
    contested = other.get_by_role("group", name="A.1.1")
    contested.get_by_label("Non validée").press("Space")
    keep = contested.get_by_role("button", name="Enregistrer ce qui est saisi ici")
    expect(keep).to_be_visible()
    expect(other.locator(".htmx-settling, .htmx-request")).to_have_count(0)
    keep.press("Enter")
    expect(keep).to_have_count(0)
    expect(contested.get_by_role("status")).to_be_focused()
    tab_to(other, other.get_by_role("group", name="B.2.1").get_by_role("link").first, stops=3)


def test_a_draft_saved_or_refused_by_itself_says_so_and_leaves_the_focus(open_as):
    draft = make_enrolment(state=EnrolmentState.DRAFT)
    page, other = open_as(draft.person), open_as(draft.person)
    for each in (page, other):
        each.goto(draft.get_absolute_url())

    number = page.get_by_label("Numéro étudiant")
    number.press_sequentially("2209999")
    said = page.locator("#saved[role=status]")
    expect(said).to_contain_text("Brouillon enregistré à 10:00")
    expect(number).to_be_focused()
    remark = other.get_by_label("ce que nous devrions savoir")
    with other.expect_response(lambda answer: answer.request.method == "POST"):
        remark.press_sequentially("Bonjour")
    expect(other.locator("#saved[role=status]")).to_contain_text("n’est PAS enregistré")
    expect(remark).to_be_focused()


def test_a_refused_form_leads_to_what_is_to_be_corrected(open_as, at):
    portfolio = make_portfolio()
    at(2023, 4, 12, 18)
    page = open_as(portfolio.enrolment.person)

    page.goto(f"{portfolio.get_absolute_url()}situation/")
    page.get_by_label("Titre").fill("Un débat mouvant")
    page.get_by_label("Date").fill("2031-01-01")
    page.get_by_role("button", name="Enregistrer").press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Erreur : Nouvelle situation – Acquis")
    field = page.get_by_label("Date")
    expect(field).to_have_attribute("aria-invalid", "true")
    told = field.evaluate(
        "it => it.getAttribute('aria-describedby').split(' ')"
        ".map(id => document.getElementById(id).innerText).join()"
    )
    assert "Vérifiez cette date" in told
    tab_to(page, summary.get_by_role("link", name="Date"), stops=1)
    page.keyboard.press("Enter")
    expect(field).to_be_focused()


def test_every_stop_of_every_page_is_seen_and_none_holds_the_focus(open_as):
    """In a low window, where what stays on the screen would cover most."""
    faults = []
    for place, page in tour(open_as, viewport={"width": 1280, "height": 600}):
        for _ in range(MOST_STOPS):
            stop = tab(page)
            if stop["what"].startswith("<body"):
                break
            faults += [f"{place}: {fault}" for fault in faults_of(stop)]
        else:
            faults.append(f"{place}: Tab does not leave the page")

    assert faults == []


def test_tab_goes_down_the_page_in_the_order_of_reading_and_leaves_it(open_as, at):
    """On a narrow page nothing stands beside: the next stop is never above the one before."""
    at(2023, 4, 25, 9)
    page = open_as(make_assignment().evaluator, viewport=NARROW)
    page.goto("/")
    stops = []

    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(PLACE))
        if stops[-1][0] == "BODY":
            break

    *passed, (last, _top, _bottom) = stops
    assert last == "BODY"
    assert [two for two in pairwise(passed[1:]) if two[1][2] < two[0][1]] == []
