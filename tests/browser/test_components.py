"""The components, on light and on dark pages: no barrier, and everything done with the keyboard."""

import pytest

from acquis.accounts.models import Role
from acquis.enrolment.models import EnrolmentState
from acquis.portal.looks import dress
from tests.factories import (
    make_assignment,
    make_edition,
    make_enrolment,
    make_institution,
    make_portfolio,
    make_staff,
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_components_have_no_barrier(open_as, has_no_barrier, settings, scheme):
    settings.DEMO = True
    page = open_as()
    page.emulate_media(color_scheme=scheme)

    page.goto("/design/")

    has_no_barrier(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_first_pages_in_the_colour_of_an_institution_have_no_barrier(
    open_as, has_no_barrier, scheme
):
    """A green whose contrast is just enough on white pages."""
    dress(make_institution(), colour="#1d7a43")
    make_enrolment(state=EnrolmentState.SENT)
    portfolio = make_portfolio(claims=["A.1.1"])
    evaluator = make_assignment().evaluator
    edition = make_edition()

    for person, address in [
        (None, "/"),
        (None, edition.get_absolute_url()),
        (portfolio.enrolment.person, "/"),
        (portfolio.enrolment.person, portfolio.get_absolute_url()),
        (make_staff(Role.Kind.OFFICE), "/"),
        (evaluator, "/"),
    ]:
        page = open_as(person)
        page.emulate_media(color_scheme=scheme)
        page.goto(address)
        has_no_barrier(page)


def test_the_bar_of_acts_never_hides_what_has_the_focus(open_as, at):
    """Going down a proposal with the keyboard, each field stands above the bar that stays."""
    assignment = make_assignment()
    at(2023, 4, 25, 9)
    page = open_as(assignment.evaluator)
    page.goto(assignment.get_absolute_url())
    bar = page.locator(".actions--stay")
    page.locator("input[type=radio], textarea").first.focus()

    hidden = []
    for _step in range(60):
        page.keyboard.press("Tab")
        box = page.evaluate(
            "(() => { const r = document.activeElement.getBoundingClientRect();"
            "return [r.bottom, document.activeElement.closest('.actions--stay') !== null] })()"
        )
        if not box[1] and bar.count() and box[0] > bar.first.bounding_box()["y"] + 1:
            hidden.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))

    assert hidden == []
