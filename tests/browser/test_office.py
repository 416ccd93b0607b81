"""The office checks, shares out, publishes and issues; the desk hands over; anyone verifies."""

from playwright.sync_api import expect

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.base.models import Message
from acquis.enrolment.models import Enrolment, EnrolmentState, Proof
from acquis.evaluation.models import Assignment
from acquis.outcomes.models import Document, HandOver, Publication
from acquis.outcomes.tests.factories import make_absent, make_certified, make_partial, make_sealed
from tests.browser.conftest import NARROW
from tests.factories import (
    make_deposit,
    make_edition,
    make_enrolment,
    make_file,
    make_person,
    make_portfolio,
    make_staff,
)

SENT = EnrolmentState.SENT


def make_request(edition, name):
    """A request sent, with the one document of its category, still to be checked."""
    enrolment = make_enrolment(make_person(birth_name=name), edition, state=SENT)
    proof = make_file(b"%PDF-1.4 " + name.encode(), "scolarite.pdf")
    Proof.objects.create(
        enrolment=enrolment, kind="enrolment-certificate", file=proof, joined_at=clock.now()
    )
    return enrolment


def test_the_office_checks_requests_and_shares_the_dossiers_out(open_as, has_no_barrier, at):
    edition = make_edition()
    office = make_staff(Role.Kind.OFFICE)
    good, wrong = make_request(edition, "Aubépine"), make_request(edition, "Bruyère")
    page = open_as(office)

    page.goto("/")
    has_no_barrier(page)
    page.get_by_role("link", name="demandes à décider").click()
    has_no_barrier(page)
    page.get_by_role("link", name="Ada Aubépine").click()
    has_no_barrier(page)
    page.get_by_role("button", name="Accepter Certificat de scolarité").click()
    page.get_by_role("button", name="Accepter l’inscription").click()
    expect(page.get_by_text("C’est fait, et inscrit au journal.")).to_be_visible()
    has_no_barrier(page)
    page.get_by_role("link", name="Inscriptions", exact=True).first.click()
    page.get_by_role("link", name="Ada Bruyère").click()
    page.get_by_label("Motif, en cas de refus").fill("C’est celui de l’an dernier.")
    page.get_by_role("button", name="Refuser Certificat de scolarité").click()
    page.get_by_role("button", name="Demander de compléter").click()
    has_no_barrier(page)

    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert states == {good.pk: EnrolmentState.ACCEPTED, wrong.pk: EnrolmentState.TO_COMPLETE}
    letter = Message.objects.get(address=wrong.person.email)
    assert "C’est celui de l’an dernier." in letter.body

    at(2023, 4, 25, 9)
    evaluators = [make_staff(Role.Kind.EVALUATOR) for _ in range(2)]
    for enrolment in (good, make_enrolment(edition=edition)):
        make_deposit(make_portfolio(enrolment, claims=["A.1.1"]))
    page.get_by_role("link", name="Attributions").click()
    has_no_barrier(page)
    page.get_by_role("link", name="Répartir les dossiers sans évaluateur").click()
    has_no_barrier(page)
    page.get_by_role("button", name="Attribuer ces 2 dossiers").click()
    expect(page.get_by_text("2 dossiers sont attribués")).to_be_visible()
    has_no_barrier(page)

    assert {each.evaluator for each in Assignment.objects.all()} == set(evaluators)


def test_results_certificates_and_the_code_that_anyone_may_type(open_as, has_no_barrier, at):
    at(2023, 6, 30, 17)
    edition = make_edition()
    office, desk = make_staff(Role.Kind.OFFICE), make_staff(Role.Kind.CERTIFICATE_DESK)
    certified = make_certified(make_person(birth_name="Aubépine"), edition)
    make_sealed(certified, make_partial(edition=edition), make_absent(edition=edition), session=2)
    page = open_as(office)

    page.goto("/")
    page.get_by_role("link", name="Résultats").click()
    has_no_barrier(page)
    page.get_by_role("link", name="Voir avant de publier").click()
    has_no_barrier(page)
    page.get_by_role("button", name="Publier 3 résultats").click()
    expect(page.get_by_text("sont publiés.")).to_be_visible()
    has_no_barrier(page)
    page.get_by_role("link", name="Certificats du C2i2e 2022-2023").click()
    has_no_barrier(page)
    page.get_by_role("button", name="Émettre 1 certificat").click()
    expect(page.get_by_text("1 document émis.")).to_be_visible()
    has_no_barrier(page)
    assert Publication.objects.count() == 1

    page = open_as(desk, viewport=NARROW)
    page.goto("/")
    page.get_by_role("link", name="Certificats", exact=True).click()
    has_no_barrier(page)
    page.get_by_role("link", name="Remettre").click()
    has_no_barrier(page)
    page.get_by_label("en mains propres").check()
    page.get_by_label("Pièce d’identité présentée").fill("carte d’identité INVENTEE-01")
    page.get_by_role("button", name="Enregistrer la remise").click()
    expect(page.get_by_text("remise enregistrée.")).to_be_visible()
    certificate = Document.objects.get(kind=Document.Kind.CERTIFICATE)
    assert HandOver.objects.get().document == certificate

    page = open_as(certified.enrolment.person, viewport=NARROW)
    page.goto("/")
    page.get_by_role("link", name="Mes résultats").click()
    expect(page.get_by_text("Certification obtenue").first).to_be_visible()
    has_no_barrier(page)

    page = open_as(viewport=NARROW)
    page.goto("/")
    page.get_by_role("link", name="Vérifier un document").first.click()
    has_no_barrier(page)
    page.get_by_label("Code du document").fill(certificate.code.lower())
    page.get_by_role("button", name="Vérifier").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Ce document est valide")
    expect(page.get_by_text("Ada Aubépine")).to_be_visible()
    has_no_barrier(page)
    page.get_by_role("button", name="English").click()
    expect(title).to_have_text("This document is valid")
    has_no_barrier(page)
