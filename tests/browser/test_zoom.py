"""Nothing is lost by those who zoom, spread the letters, touch, stop what moves, or force colours.

On the pages that matter to each role, everything unfolded: `places.py` says which, `layout.js` what
is measured. WCAG 1.4.4, 1.4.10, 1.4.11, 1.4.12, 2.3.3, 2.4.7 and 2.5.8.
"""

from tests.browser.conftest import NARROW, WIDE
from tests.browser.keyboard import SEEN
from tests.browser.layout import ask, faults
from tests.browser.places import tour

# A page of 1280 px that is seen twice and four times larger has this many px of its own.
TWICE, FOUR_TIMES = {"width": 640, "height": 450}, {"width": 320, "height": 256}
LOST = ("sideways", "cut", "overlapping")


def test_nothing_is_lost_to_zoom_spacing_touch_or_stillness(open_as):
    """One tour for all four: opening a page takes longer than reading it."""
    found, moving = [], 0
    for place, page in tour(open_as):
        page.locator("button").first.evaluate("it => it.setAttribute('aria-busy', 'true')")
        moving += len(ask(page, "moving"))
        page.emulate_media(reduced_motion="reduce")
        found += faults(place, page, WIDE, "moving")
        page.emulate_media(reduced_motion="no-preference")

        ask(page, "unfold")
        for viewport in (WIDE, NARROW, TWICE):
            found += faults(place, page, viewport, "small")
        for viewport in (TWICE, FOUR_TIMES):
            found += faults(place, page, viewport, "staying", *LOST)

        ask(page, "spread")
        spaced = page.locator("h1").evaluate("it => parseFloat(getComputedStyle(it).letterSpacing)")
        assert spaced > 1
        for viewport in (WIDE, NARROW):
            found += faults(place, page, viewport, *LOST)

    assert found == []
    assert moving > 0


def test_forced_colours_keep_what_is_framed_what_is_chosen_and_the_focus(open_as, settings):
    settings.DEMO = True
    components = open_as()
    components.goto("/design/")
    found = _in_forced_colours("components", components)

    for place, page in tour(open_as, "candidate", "office", "desk list", "dossier", "sitting"):
        found += _in_forced_colours(place, page)

    assert found == []


def _in_forced_colours(place, page):
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    page.keyboard.press("Tab")
    assert page.evaluate(SEEN)["shows"]
    return faults(place, page, WIDE, "faded")
