"""Every page that the links of a role lead to, in both languages and at both widths."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import resolve

from acquis.eportfolio.models import PortfolioState
from acquis.outcomes.models import Document, Outcome, Result
from acquis.portal.rehearsal.year import Year
from tests.browser.conftest import barriers

EDITION = Path(settings.BASE_DIR) / "programmes/c2i2e/editions/2022-2023.yaml"
SAME_FOR_ALL = {"catalogue:list"}
LINKS = "links => links.map(link => [link.pathname + link.search, link.origin])"


class Walk:
    """A walk over the site: each page once, and those of a role's menu once more for each role."""

    def __init__(self, open_as):
        self.open_as = open_as
        self.seen = set()
        self.faults = []

    def go(self, person, start="/"):
        page, in_english = self.open_as(person), self.open_as(person, language="en")
        page.goto(start)
        menu = self._links(page, "header nav a[href]")
        found, walked = [start, *menu, *self._links(page, "body a[href]")], set()
        while found:
            address = found.pop(0)
            name = resolve(urlsplit(address).path).view_name
            is_theirs = address in (start, *menu) and name not in (*walked, *SAME_FOR_ALL)
            is_new = name not in self.seen
            if not (is_new or is_theirs) or name.endswith(("_file", "_pdf")):
                continue
            self.seen.add(name)
            walked.add(name)
            self._look(page, "fr", person, address)
            if is_new or name == "portal:home":
                self._look(in_english, "en", person, address)
            found += self._links(page, "main a[href]")
        page.context.close()
        in_english.context.close()

    def _look(self, page, language, person, address):
        answer = page.goto(address)
        spoken = page.locator("html").get_attribute("lang")
        if (answer.status, spoken) != (200, language):
            self.faults.append(f"{person} at {address}: {answer.status}, in {spoken}")
        # Colours are the same in every language, and slow to look at.
        found = barriers(page, colours=language == "fr")
        self.faults += [f"{person} at {address}, {language}: {each}" for each in found]

    def _links(self, page, places):
        here = page.evaluate("location.origin")
        links = page.locator(places).evaluate_all(LINKS)
        return [address for address, origin in links if origin == here]


@pytest.fixture
def year():
    """A few candidates, up to the first hour of the second session's jury."""
    year = Year(EDITION, candidates=6, seed=5)
    year.play(until=year.sits(2) + timedelta(hours=1))
    return year


def test_no_page_has_a_barrier(open_as, year):
    walk, staff = Walk(open_as), year.staff
    certified = Result.objects.filter(outcome=Outcome.CERTIFIED).first().enrolment.person
    trying_again = Result.objects.exclude(outcome=Outcome.CERTIFIED).filter(
        enrolment__portfolio__state=PortfolioState.DEPOSITED
    )

    for person in (
        None,
        certified,
        trying_again.first().enrolment.person,
        *staff.people.values(),
        staff.evaluators[0],
        *[person for person, _quality in staff.jurors[:2]],
    ):
        walk.go(person)
    year.agenda.play()
    for person in (staff.people["office"], staff.people["desk"], certified):
        walk.seen -= {"outcomes:certificates", "outcomes:desk", "outcomes:mine", "jury:minutes"}
        walk.go(person)
    walk.go(None, f"/resultats/verifier/{Document.objects.first().code}/")

    assert walk.faults == []
    assert len(walk.seen) > 35
