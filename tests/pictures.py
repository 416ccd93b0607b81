"""`make pictures`: what README.md and docs/ show, taken of the demo by Chromium.

Every stage of the demo is played first when it is not there yet (a minute each), and put back as it
was found afterwards: some pictures need an act, such as following the clear cases. With names after
`--stage`, only the pictures of those stages are taken.
"""

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests import contact_sheet
from tests.browser.conftest import ARGUMENTS, CHROMIUM

ROOT = Path(__file__).resolve().parent.parent
SCREEN, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
HEAVIEST = 150_000
EDITION = "/certifications/orleans/c2i2e/2022-2023/"

# Those whom docs/tutorial.md follows through the year.
OFFICE, DESK, PRESIDENT = "Océane Dubureau", "Désirée Duguichet", "Présidente Sagesse"
EVALUATOR, CANDIDATE, LATECOMER = "Éloi Lecteur", "Ursuline Boutondor", "Amandin Camomille"


class Tour:
    """One browser at one demo: it enters as invented people, walks, and takes pictures."""

    def __init__(self, browser, address, folder):
        self.browser, self.address, self.folder = browser, address, folder
        self.page = None

    def enter(self, name="", *, screen=SCREEN):
        """Come in as somebody, by the button of the demo; without a name, as a visitor."""
        if self.page:
            self.page.context.close()
        context = self.browser.new_context(
            viewport=screen,
            locale="fr-FR",
            color_scheme="light",
            reduced_motion="reduce",
            base_url=self.address,
        )
        self.page = context.new_page()
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.go("/")
        if name:
            self.go(f"/demo/?q={name.rsplit(maxsplit=1)[-1]}")
            self.page.locator(f'button[aria-label$="{name}"]').first.click()

    def go(self, path):
        self.page.goto(path)

    def follow(self, *labels):
        """Click links and buttons by their words, one after the other."""
        for label in labels:
            target = self.page.get_by_role("link", name=label)
            target = target.or_(self.page.get_by_role("button", name=label))
            target.first.click()

    def take(self, name, at="", height=None):
        """A picture of the screen, or of its top; `at` scrolls to an element first."""
        self.page.wait_for_load_state()
        scroll = "at => { const to = at && document.querySelector(at);"
        scroll += "scrollTo(0, to ? to.getBoundingClientRect().top + scrollY - 16 : 0) }"
        self.page.evaluate(scroll, at)
        self.page.mouse.move(0, 0)
        path = self.folder / f"{name}.png"
        screen = self.page.viewport_size
        clip = {"x": 0, "y": 0, "width": screen["width"], "height": height or screen["height"]}
        self.page.screenshot(path=path, clip=clip)
        weight = path.stat().st_size
        print(f"{path.name}: {weight // 1000} kB{', too heavy' if weight > HEAVIEST else ''}")


def enrolment(tour):
    tour.enter()
    tour.take("welcome")
    tour.go("/demo/")
    tour.take("demo")
    tour.go(EDITION)
    tour.take("edition")
    tour.enter(screen=PHONE)
    tour.go(EDITION)
    tour.take("edition-phone")
    tour.enter(LATECOMER)
    tour.take("my-page")
    tour.follow("Mon inscription")
    tour.take("draft")
    tour.page.locator("input[name=honour]").check()
    tour.follow("Envoyer ma demande")
    tour.enter(OFFICE)
    tour.take("board")
    tour.follow("demandes à décider", LATECOMER)
    tour.take("desk")
    tour.go("/inscription/caisse/?show=owing")
    tour.page.locator("input[name=all]").check()
    tour.follow("Rappeler les droits à payer…")
    tour.take("many", height=640)


def eportfolio(tour):
    tour.enter(CANDIDATE)
    tour.follow("Mon portfolio")
    tour.take("portfolio")
    tour.follow("Déposer mon portfolio")
    tour.page.locator("input[name=statement]").check()
    tour.follow("Déposer mon portfolio")
    tour.take("receipt")
    tour.go("/demo/courrier/?q=Boutondor")
    tour.page.locator("summary").first.click()
    tour.take("mail")
    tour.enter(CANDIDATE, screen=PHONE)
    tour.follow("Mon portfolio")
    tour.take("portfolio-phone")


def evaluation(tour):
    tour.enter(EVALUATOR)
    tour.follow("dossiers à évaluer", CANDIDATE)
    for line in tour.page.locator("fieldset.line").all():
        line.locator("input[value=validated]").check()
    for code in ("A.2.1", "B.2.5"):
        line = tour.page.locator("fieldset.line", has=tour.page.locator(f"[id='reason-{code}']"))
        line.locator("input[value=insufficient]").check()
        line.locator("textarea").fill("L’argument est clair, mais rien ne le montre encore.")
    tour.follow("Tout enregistrer")
    tour.take("dossier", at=".panes", height=660)
    tour.enter(OFFICE)
    for _dossier in range(3):
        tour.follow("Attributions", "Proposition attendue")
        tour.page.locator("tr", has_text=EVALUATOR).first.locator("a").first.click()
        tour.follow("Retirer")
        tour.page.locator("textarea").fill("Cette semaine est trop chargée.")
        tour.follow("Retirer le dossier")
    tour.follow("Attributions", "Répartir les dossiers sans évaluateur")
    tour.take("share-out")


def jury(tour):
    tour.enter(PRESIDENT)
    tour.follow("Jury de la session 1")
    sitting = tour.page.url
    tour.take("sitting", at="#candidates", height=720)
    tour.follow("Boutondor Ursuline")
    tour.take("case")
    line = tour.page.locator("fieldset", has=tour.page.locator("[id='reason-B.2.5']"))
    line.locator("input[value=validated]").check()
    line.locator("[id='reason-B.2.5']").fill("La première situation montre bien la distance.")
    tour.follow("Décider de ce cas")
    tour.go(sitting)
    tour.follow("Suivre les propositions des cas clairs", "Décider de ces")
    tour.follow("Sceller la délibération")
    tour.take("seal")
    tour.follow("Sceller la délibération")
    tour.take("minutes")
    tour.enter(OFFICE)
    tour.follow("Résultats", "Voir avant de publier")
    tour.take("publish")


def outcomes(tour):
    tour.enter(CANDIDATE)
    tour.follow("Mes résultats")
    tour.take("results")
    certificate = tour.page.locator("li", has_text="Certificat (PDF)")
    certificate.get_by_role("link", name="Page publique").click()
    public = tour.page.url
    tour.enter()
    tour.go(public)
    tour.take("verify")
    tour.enter(screen=PHONE)
    tour.go(public)
    tour.take("verify-phone")
    tour.enter(OFFICE)
    tour.follow("Résultats", "Certificats du C2i2e")
    tour.take("certificates")
    tour.enter(DESK)
    tour.follow("certificats à remettre")
    tour.page.locator("input[name=q]").fill("Boutondor")
    tour.follow("Rechercher")
    tour.take("handing-over")
    tour.page.locator("tr", has_text=CANDIDATE).get_by_role("link", name="Remettre").click()
    tour.take("hand-over")


TOURS = {tour.__name__: tour for tour in (enrolment, eportfolio, evaluation, jury, outcomes)}


@contextmanager
def demo(stage):
    """The demo of a stage, at an address; what is done there is undone afterwards."""
    home = ROOT / "var" / "demo" / stage
    with tempfile.TemporaryDirectory(prefix="acquis-pictures-") as kept:
        with serving(stage):
            pass  # Now it is played, and nothing writes while it is copied.
        shutil.copytree(home, Path(kept) / stage)
        try:
            with serving(stage) as address:
                yield address
        finally:
            shutil.rmtree(home)
            shutil.move(Path(kept) / stage, home)


@contextmanager
def serving(stage):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "acquis", "demo", "--stage", stage, "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        while not answers(address):
            if server.poll() is not None:
                sys.exit(f"The demo of {stage} does not start: make demo STAGE={stage} says why.")
            time.sleep(0.3)
        yield address
    finally:
        server.terminate()
        server.wait()


def free_port():
    """8000 when nobody listens there: pictures of letters show the address."""
    for port in (8000, 0):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)) as probe:
            return probe.getsockname()[1]
    raise OSError("No port is free.")


def answers(address):
    with suppress(OSError), urllib.request.urlopen(f"{address}/sante/") as reply:
        return reply.status == 200
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    parser.add_argument("--stage", nargs="*", choices=TOURS, default=list(TOURS))
    parser.add_argument("--sheet", action="store_true", help="every page, on one contact sheet")
    options = parser.parse_args()
    if CHROMIUM is None:
        sys.exit("Pictures are taken by Chromium, which is not installed (Debian: chromium).")
    folder = ROOT / "var" / "contact-sheet" if options.sheet else options.out
    folder.mkdir(parents=True, exist_ok=True)
    shown = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for stage in options.stage:
            print(f"-- {stage}", flush=True)
            with demo(stage) as address:
                tour = Tour(browser, address, folder)
                if options.sheet:
                    shown += contact_sheet.shoot(tour, stage, folder)
                else:
                    TOURS[stage](tour)
        browser.close()
    if options.sheet:
        contact_sheet.write(shown, folder)


if __name__ == "__main__":
    main()
