"""The measures of `layout.js` and of the keyboard find what is wrong, and leave the rest alone."""

import pytest

from tests.browser.conftest import WIDE
from tests.browser.keyboard import faults_of, tab
from tests.browser.layout import ask, faults

HIGH = "<p style='block-size: 3000px'>Long</p>"
STRIP = (
    "<div style='position: fixed; inset: auto 0 0; block-size: {}px'><p>Staying</p></div>" + HIGH
)
TABLE = "<div style='overflow-x: auto; inline-size: 90px' {}><table><tr><td>{}</table></div>"
NAMED = "tabindex=0 role=group aria-label=Candidats"
TWO = "<button style='inline-size: {0}px; block-size: {0}px; padding: 0'>V</button>" * 2


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    [
        ("sideways", TABLE.format("", "W" * 90), TABLE.format(NAMED, "W" * 90)),
        ("sideways", "<main><p style='inline-size: 1400px'>Long</main>", "<main><p>Short</main>"),
        ("staying", STRIP.format(400), STRIP.format(100)),
        ("cut", "<p style='block-size: 5px; overflow: hidden'>Words", "<p>Words"),
        ("cut", "<p class=badge style='inline-size: 9px'>Words", "<p class=badge>Words"),
        (
            "overlapping",
            "<a href=/>One</a><a href=/ style='margin-left: -9px'>Two",
            "<a href=/>One",
        ),
        ("small", TWO.format(15), TWO.format(24)),
        ("moving", "<a style='transition: color .3s'>", "<a style='transition: color .01s'>"),
        ("moving", "<style>i::after { animation: x 1s }</style><i>", "<i>"),
        (
            "faded",
            "<p class=badge style='border: 0'>New",
            "<p class=badge style='border: solid'>New",
        ),
    ],
)
def test_a_measure_finds_a_fault_and_nothing_else(open_as, question, wrong, right):
    page = open_as()
    page.emulate_media(forced_colors="active" if question == "faded" else "none")

    page.set_content(wrong)
    assert len(faults("page", page, WIDE, question)) >= 1
    page.set_content(right)
    assert faults("page", page, WIDE, question) == []


def test_letters_are_spread_and_parts_unfolded(open_as):
    page = open_as()
    page.set_content("<p style='font-size: 10px'>One<details><summary>More</summary>Two</details>")

    ask(page, "spread")
    ask(page, "unfold")

    seen = page.locator("p").evaluate(
        "it => [getComputedStyle(it).letterSpacing, getComputedStyle(it).wordSpacing]"
    )
    assert seen == ["1.2px", "1.6px"]
    assert page.locator("details").get_attribute("open") == ""


def test_a_stop_without_a_ring_or_under_something_is_a_fault(open_as):
    page = open_as()
    page.set_content(
        "<a href=/ style='outline: none'>No ring</a>"
        "<a href=/ style='outline: 3px solid'>Seen</a>"
        "<a href=/ style='outline: 3px solid; position: fixed; inset: auto auto 0'>Under</a>"
        "<div style='position: fixed; inset: auto 0 0; block-size: 90px; z-index: 1'></div>"
    )

    first, second, third = [faults_of(tab(page)) for _ in range(3)]

    assert [fault.split(":")[0] for fault in first] == ["shows"]
    assert second == []
    assert [fault.split(":")[0] for fault in third] == ["isUncovered"]
