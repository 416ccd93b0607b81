"""`make reports`: axe, the content security policy and Lighthouse, page by page, on the demo.

Every page that the menu and the first page of each role lead to is opened in Chromium at 1280 and
390 px, light and dark: what axe finds, and every error that the browser tells of, the policy's
among them, is a fault. Lighthouse then measures the pages of `MEASURED`, as a telephone with a
slow processor and network sees them. The reports are left in `var/reports/`; one fault, or one
score under 98, and the command fails. `--stage` names the stages of the demo to look at.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, barriers
from tests.contact_sheet import ROLES, SCHEMES, SIZES, addresses
from tests.pictures import EDITION, ROOT, Tour, demo

LOCKED = ROOT / "tests" / "lighthouse"
TOOL = ROOT / "var" / "lighthouse"
FOLDER = ROOT / "var" / "reports"
LEAST = 98
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")

# Whose pages Lighthouse measures in which stage of the demo; words are links to follow.
MEASURED = {
    "enrolment": [("Amandin Camomille", ["/", "Mon inscription"])],
    "eportfolio": [("Ursuline Boutondor", ["/", "Mon portfolio"])],
    "evaluation": [("Éloi Lecteur", ["/", "dossiers à évaluer"])],
    "jury": [
        ("", ["/", EDITION, f"{EDITION}notice/", "/resultats/verifier/"]),
        ("Ursuline Boutondor", ["/", "Mon portfolio"]),
        ("Éloi Lecteur", ["/", "/evaluation/"]),
        ("Océane Dubureau", ["/", "/inscription/bureau/"]),
        ("Présidente Sagesse", ["/", "Jury de la session 1"]),
    ],
}


class Watched(Tour):
    """A tour that keeps what the browser complains of."""

    def __init__(self, browser, address):
        super().__init__(browser, address, None)
        self.told = []

    def enter(self, name="", **screen):
        super().enter(name, **screen)
        self.page.on("console", lambda told: told.type == "error" and self.told.append(told.text))
        self.page.on("pageerror", lambda error: self.told.append(str(error)))

    def faults(self, path):
        """What is wrong with one page, at both widths, on light and on dark pages."""
        self.told.clear()
        self.go(path)
        found = []
        for scheme in SCHEMES:
            self.page.emulate_media(color_scheme=scheme)
            found += [f"{scheme}, {each}" for each in barriers(self.page)]
        return found + self.told


def walked(tour, stage):
    """{(person, address): faults} of the pages of a stage."""
    found = {}
    for person in ROLES[stage]:
        tour.enter(person, screen=SIZES["1280"])
        for path in addresses(tour):
            found[person or "visitor", path] = tour.faults(path)
    return found


def measured(tour, stage):
    """{(person, address): {category: score}} as Lighthouse gives them, of 100."""
    found = {}
    for person, places in MEASURED.get(stage, ()):
        tour.enter(person)
        for place in places:
            tour.go("/")
            if place.startswith("/"):
                tour.go(place)
            else:
                tour.follow(place)
            path = tour.page.url.removeprefix(tour.address)
            name = f"{stage}-{len(found) + 1:02}"
            found[person or "visitor", path] = scores(tour, FOLDER / "lighthouse" / name)
    return found


def scores(tour, report):
    """What Lighthouse gives to the page that the tour shows, its report beside. A machine that was
    busy makes a page look slow, never quick, or spoils the recording: it is asked again."""
    found = []
    for _ in range(4):
        with suppress(subprocess.CalledProcessError):
            found.append(measure(tour, report))
            if found[-1]["performance"] >= LEAST:
                break
    if not found:
        sys.exit(f"Lighthouse could not measure {tour.page.url}.")
    return found[-1]


def measure(tour, report):
    cookies = tour.page.context.cookies()
    head = {"Cookie": "; ".join(f"{each['name']}={each['value']}" for each in cookies)}
    words = f"--quiet --output=json --output=html --output-path={report}"
    flags = " ".join(["--headless=new", *ARGUMENTS])
    subprocess.run(
        [
            TOOL / "node_modules" / ".bin" / "lighthouse",
            tour.page.url,
            *words.split(),
            "--no-enable-error-reporting",
            f"--extra-headers={json.dumps(head)}",
            f"--chrome-flags={flags}",
        ],
        check=True,
        env={**os.environ, "CHROME_PATH": CHROMIUM},
    )
    given = json.loads(Path(f"{report}.report.json").read_text())["categories"]
    return {name: round(100 * (given[name]["score"] or 0)) for name in CATEGORIES}


def set_up():
    """Lighthouse, as locked in its folder: fetched once."""
    if CHROMIUM is None:
        sys.exit("Pages are opened by Chromium, which is not installed (Debian: chromium).")
    if shutil.which("npm") is None:
        sys.exit("Lighthouse comes by npm, which is not installed (Debian: npm).")
    if not (TOOL / "node_modules").exists():
        shutil.copytree(LOCKED, TOOL, dirs_exist_ok=True)
        quiet = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
        words = "npm ci --no-audit --no-fund --silent"
        subprocess.run(words.split(), cwd=TOOL, check=True, env=quiet)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.settings")
    django.setup()
    shutil.rmtree(FOLDER, ignore_errors=True)
    (FOLDER / "lighthouse").mkdir(parents=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", nargs="*", choices=ROLES, default=list(ROLES))
    options = parser.parse_args()
    set_up()
    pages, figures = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for stage in options.stage:
            print(f"-- {stage}", flush=True)
            with demo(stage) as address:
                tour = Watched(browser, address)
                pages += [(stage, *page, faults) for page, faults in walked(tour, stage).items()]
                figures += [(stage, *page, given) for page, given in measured(tour, stage).items()]
        browser.close()
    sys.exit(told(pages, figures))


def told(pages, figures):
    """Print and keep what was found; returns whether anything is wrong."""
    faulty = [page for page in pages if page[-1]]
    low = [figure for figure in figures if min(figure[-1].values()) < LEAST]
    lines = [
        f"{stage}, {person}, {path}: {fault}"
        for stage, person, path, all_ in faulty
        for fault in all_
    ]
    lines.append(
        f"axe and policy: {len(pages)} pages, {sum(len(page[-1]) for page in faulty)} faults"
    )
    lines += [
        f"Lighthouse {'/'.join(str(given[name]) for name in CATEGORIES)}: {stage}, {person}, {path}"
        for stage, person, path, given in figures
    ]
    lines.append(f"Lighthouse: {len(figures)} pages, {len(low)} under {LEAST}")
    print("\n".join(lines))
    (FOLDER / "told.txt").write_text("\n".join(lines) + "\n")
    return bool(faulty or low)


if __name__ == "__main__":
    main()
