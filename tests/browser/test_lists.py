"""The secretary's list: rows ticked, seen, confirmed; a view kept; a file taken. By keyboard."""

from playwright.sync_api import expect

from acquis.accounts.models import Role
from acquis.base import clock
from acquis.base.models import Entry, SavedView, Sending
from acquis.enrolment.models import Enrolment, EnrolmentState, Proof, ProofState
from tests.browser.conftest import NARROW
from tests.browser.keyboard import tab_to
from tests.factories import make_edition, make_enrolment, make_file, make_person, make_staff

SENT = EnrolmentState.SENT


def make_request(edition, name, *, is_checked, by):
    """A request sent, with the one document of its category."""
    enrolment = make_enrolment(make_person(birth_name=name), edition, state=SENT)
    checked = {"state": ProofState.ACCEPTED, "checked_at": clock.now(), "checked_by": by}
    Proof.objects.create(
        enrolment=enrolment,
        kind="enrolment-certificate",
        file=make_file(b"%PDF-1.4 " + name.encode(), "scolarite.pdf"),
        joined_at=clock.now(),
        **(checked if is_checked else {}),
    )
    return enrolment


def press(page, place, key="Enter"):
    tab_to(page, place, stops=90)
    page.keyboard.press(key)
    page.wait_for_load_state()


def states():
    return dict(Enrolment.objects.values_list("person__birth_name", "state"))


def test_requests_are_accepted_together_by_keyboard(open_as, has_no_barrier):
    edition, office = make_edition(), make_staff(Role.Kind.OFFICE)
    for name, is_checked in [("Aubépine", True), ("Bruyère", True), ("Chardon", False)]:
        make_request(edition, name, is_checked=is_checked, by=office)
    page = open_as(office)

    page.goto("/inscription/bureau/?state=sent")
    has_no_barrier(page)
    for name in ("Aubépine", "Bruyère", "Chardon"):
        press(page, page.get_by_label(f"Choisir Ada {name}"), "Space")
    press(page, page.get_by_role("button", name="Accepter…"))
    expect(page.get_by_text("2 lignes concernées")).to_be_visible()
    has_no_barrier(page)
    expect(
        page.get_by_text("Certificat de scolarité 2022-2023 : pas encore vérifiée")
    ).to_be_visible()
    assert set(states().values()) == {SENT}
    press(page, page.get_by_role("button", name="Confirmer pour 2 lignes"))
    expect(page.get_by_text("2 demandes sont acceptées.")).to_be_visible()
    has_no_barrier(page)
    press(page, page.get_by_role("link", name="Les lire ou les arrêter"))

    page.wait_for_url(f"**{Sending.objects.get().get_absolute_url()}")
    assert states() == {"Aubépine": "accepted", "Bruyère": "accepted", "Chardon": SENT}


def test_on_a_telephone_without_scripts_many_are_refused_for_one_reason(open_as, has_no_barrier):
    edition, office = make_edition(), make_staff(Role.Kind.OFFICE)
    for name in ("Aubépine", "Bruyère"):
        make_request(edition, name, is_checked=False, by=office)
    page = open_as(office, viewport=NARROW, scripts=False)

    page.goto("/inscription/bureau/")
    page.get_by_label("Les 2 lignes de cette recherche").check()
    page.get_by_role("button", name="Refuser…").click()
    page.get_by_label("Motif, le même pour toutes").fill("Hors délai.")
    page.get_by_role("button", name="Confirmer pour 2 lignes").click()

    expect(page.get_by_text("2 demandes sont refusées.")).to_be_visible()
    assert set(states().values()) == {"refused"}
    page = open_as(office, viewport=NARROW)
    page.goto("/inscription/bureau/")
    has_no_barrier(page)


def test_a_view_is_kept_and_opens_by_itself_and_a_file_is_taken(open_as, has_no_barrier):
    edition, office = make_edition(), make_staff(Role.Kind.OFFICE)
    make_request(edition, "Aubépine", is_checked=True, by=office)
    page = open_as(office)
    page.goto("/inscription/bureau/?state=sent")

    press(page, page.locator("summary", has_text="Colonnes et vues"))
    press(page, page.get_by_label("Nom de naissance"), "Space")
    press(page, page.get_by_role("button", name="Afficher ces colonnes"))
    expect(page.get_by_role("columnheader", name="Nom de naissance")).to_be_visible()
    press(page, page.locator("summary", has_text="Colonnes et vues"))
    has_no_barrier(page)
    tab_to(page, page.get_by_label("Nom", exact=True), stops=90)
    page.keyboard.type("À décider")
    press(page, page.get_by_label("Ma vue habituelle"), "Space")
    press(page, page.get_by_role("button", name="Garder cette vue"))
    expect(page.get_by_text("La vue « À décider » est gardée")).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Inscriptions").click()

    expect(page.get_by_role("columnheader", name="Nom de naissance")).to_be_visible()
    assert SavedView.objects.get().query in page.url
    press(page, page.get_by_role("columnheader", name="Nom de naissance").get_by_role("link"))
    expect(page.locator("[aria-sort=ascending]")).to_have_count(1)
    page.locator("summary", has_text="Télécharger cette liste").click()
    has_no_barrier(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="ODS (LibreOffice)").click()
    assert taken.value.suggested_filename == "inscriptions-c2i2e-2022-2023-2022-10-03.ods"
    assert Entry.objects.get(verb="exported").facts["rows"] == 1
