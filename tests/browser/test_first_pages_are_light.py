"""A first page on a telephone with a slow processor: little to carry, and nothing moves.

How long it takes depends on the machine, and is not tested: `docs/decisions/0008-the-face.md`.
"""

from acquis.accounts.models import Role
from acquis.jury.tests.scenes import juror, make_candidate, make_open_sitting
from acquis.portal.looks import dress
from tests.browser.conftest import NARROW
from tests.factories import (
    make_assignment,
    make_edition,
    make_institution,
    make_portfolio,
    make_staff,
)

HEAVIEST, SLOWER = 150_000, 4
WATCH = """
window.shifts = 0;
new PerformanceObserver(list => { for (const it of list.getEntries()) window.shifts += it.value })
  .observe({type: "layout-shift", buffered: true});
"""


def carried_and_moved(page, address):
    """The bytes that came, and how much of the page moved after it was first seen."""
    bytes_of, protocol = [], page.context.new_cdp_session(page)
    protocol.send("Network.enable")
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    protocol.on("Network.loadingFinished", lambda done: bytes_of.append(done["encodedDataLength"]))
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return sum(bytes_of), page.evaluate("window.shifts")


def test_first_pages_weigh_little_and_do_not_move(open_as, at):
    dress(make_institution(), colour="#6b2150")
    edition, portfolio = make_edition(), make_portfolio(claims=["A.1.1", "B.2.1"])
    evaluator = make_assignment().evaluator
    at(2023, 5, 9, 9)
    sitting = make_open_sitting(make_candidate())

    measured = {
        (str(person), address): carried_and_moved(open_as(person, viewport=NARROW), address)
        for person, address in [
            (None, "/"),
            (None, edition.get_absolute_url()),
            (portfolio.enrolment.person, "/"),
            (portfolio.enrolment.person, portfolio.get_absolute_url()),
            (evaluator, "/"),
            (juror(sitting), "/"),
            (make_staff(Role.Kind.OFFICE), "/"),
        ]
    }

    assert [each for each in measured.items() if each[1][0] > HEAVIEST or each[1][1] > 0] == []
    assert min(weight for weight, _moved in measured.values()) > 10_000
