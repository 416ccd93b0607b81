"""A candidate, from the public page to the receipt of the deposit, in a browser."""

import re

import pytest
from playwright.sync_api import expect

from acquis.accounts.models import Role
from acquis.base.models import Message
from acquis.enrolment import actions as enrolling
from acquis.enrolment.models import Enrolment, EnrolmentState, ProofState
from acquis.eportfolio.models import Deposit
from tests.browser.conftest import NARROW, WIDE, fits
from tests.factories import PDF, make_edition, make_staff

EMAIL, PASSWORD = "adele@exemple.example", "chevre-feuille-et-mousse"
PROOF = {"name": "scolarite.pdf", "mimeType": "application/pdf", "buffer": PDF}
TWO_FILES = [
    {"name": "deroule.pdf", "mimeType": "application/pdf", "buffer": PDF + b"1"},
    {"name": "productions.pdf", "mimeType": "application/pdf", "buffer": PDF + b"2"},
]


@pytest.mark.parametrize(
    ("viewport", "scripts"), [(WIDE, True), (NARROW, False)], ids=["wide", "narrow, no scripts"]
)
def test_from_the_public_page_to_the_receipt(open_as, has_no_barrier, at, viewport, scripts):
    office = make_staff(Role.Kind.OFFICE, make_edition().institution)
    # Without scripts axe cannot run either: the pages are the ones that it reads with scripts.
    look = has_no_barrier if scripts else fits
    page = open_as(viewport=viewport, scripts=scripts)

    _sign_up(page, look)
    _enrol(page, look, scripts)
    enrolment = Enrolment.objects.with_edition().get()
    enrolling.check_proof(enrolment.proofs.get(), ProofState.ACCEPTED, by=office)
    enrolling.accept(Enrolment.objects.with_edition().get(), by=office)
    at(2023, 4, 12, 18)
    _prepare(page, look)
    _deposit(page, look)

    enrolment.refresh_from_db()
    assert enrolment.state == EnrolmentState.ACCEPTED
    deposit = Deposit.objects.get()
    assert [len(each["evidence"]) for each in deposit.content["situations"]] == [2]


def _sign_up(page, look):
    page.goto("/")
    look(page)
    page.get_by_role("link", name="C2i2e").click()
    page.locator("summary", has_text="Étudiants en M2 à l’Université d’Orléans").click()
    look(page)
    page.get_by_role("link", name="S’inscrire dans cette catégorie").click()
    look(page)
    page.get_by_role("link", name="Créer un compte").click()
    look(page)
    page.get_by_label("Prénoms").fill("Adèle")
    page.get_by_label("Nom de naissance").fill("Exemple")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    _is_titled(page, "Consultez votre messagerie")
    look(page)
    # On another day, in another browser: the letter's link confirms, and then one signs in.
    page.context.clear_cookies()
    page.goto(re.search(r"https?://[^/]+(/\S+)", Message.objects.get().body)[1])
    look(page)
    page.get_by_role("button", name="Oui, confirmer cette adresse").click()
    _is_titled(page, "Se connecter")
    look(page)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Se connecter", exact=True).click()
    _is_titled(page, "Bonjour Adèle")
    look(page)


def _enrol(page, look, scripts):
    page.get_by_role("link", name="Certifications", exact=True).click()
    page.get_by_role("link", name="C2i2e 2022-2023").click()
    page.locator("summary", has_text="Étudiants en M2 à l’Université d’Orléans").click()
    page.get_by_role("link", name="S’inscrire dans cette catégorie").click()
    look(page)
    page.get_by_role("button", name="Commencer ma demande (Étudiants en M2 à l’Univ").click()
    look(page)
    number = page.get_by_label("Numéro étudiant")
    if scripts:
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            number.fill("2209999")
    else:
        number.fill("2209999")
        page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("Brouillon enregistré à 10:00")).to_be_visible()
    assert Enrolment.objects.get().student_number == "2209999"
    page.get_by_label("Pièce à joindre").set_input_files(PROOF)
    page.get_by_role("button", name="Joindre la pièce").click()
    expect(page.get_by_text("La pièce est jointe.")).to_be_visible()
    look(page)
    page.get_by_label("Je déclare sur l’honneur").check()
    page.get_by_role("button", name="Envoyer ma demande").click()
    expect(page.get_by_text("ENVOYÉE le 3 octobre 2022")).to_be_visible()
    look(page)


def _prepare(page, look):
    page.goto("/")
    page.get_by_role("link", name="Continuer").click()
    page.get_by_role("button", name="Commencer mon portfolio").click()
    _is_titled(page, "Mon portfolio")
    look(page)
    page.get_by_role("link", name="Décrire une situation").first.click()
    page.get_by_label("Titre").fill("Un débat mouvant en classe de 4e")
    page.get_by_label("Oui").check()
    page.get_by_label("Ce que vous avez fait").fill("Les élèves prennent position sur un mur.")
    page.get_by_label("Date").fill("2023-03-14")
    page.get_by_label("Avec qui").fill("24 élèves")
    look(page)
    page.get_by_role("button", name="Enregistrer").click()
    _is_titled(page, "Un débat mouvant en classe de 4e")
    page.get_by_label("Fichiers", exact=True).set_input_files(TWO_FILES)
    page.get_by_label("Ce qu’ils montrent").fill("Déroulé et productions")
    page.get_by_role("button", name="Ajouter des fichiers").click()
    expect(page.get_by_text("2 fichiers ajoutés.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Choisir ce que cela prouve").click()
    page.locator("summary", has_text="A.1 Maîtrise").click()
    page.get_by_role("checkbox", name="A.1.1").check()
    page.get_by_label("Comment cette situation montre A.1.1").fill("Voir le déroulé.")
    look(page)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Mon portfolio").click()
    expect(page.get_by_text("ne serait pas encore obtenu")).to_be_visible()
    expect(page.get_by_text("1 / 28").first).to_be_visible()
    look(page)


def _deposit(page, look):
    page.get_by_role("link", name="Déposer mon portfolio").first.click()
    look(page)
    page.get_by_label("Je déclare sur l’honneur").check()
    page.get_by_role("button", name="Déposer mon portfolio").click()
    expect(page.get_by_text("Déposé le mercredi 12 avril 2023 à 18 h 00").first).to_be_visible()
    look(page)


def _is_titled(page, words):
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
