"""What the policy of every page keeps out, even if a fault let it in."""

import pytest
from playwright.sync_api import Error

WAYS_IN = {
    "HTML from a text": "document.body.insertAdjacentHTML('beforeend', '<b>in</b>')",
    "code from a text": "window.setTimeout('document.title = \"in\"')",
    "a script of elsewhere": "document.createElement('script').src = 'https://elsewhere.example/'",
}


@pytest.mark.parametrize("way", WAYS_IN)
def test_a_text_never_becomes_html_or_code(chromium, live_server, way):
    """Not opened by `open_as`: what the page refuses is reported in its console."""
    page = chromium.new_page()
    page.goto(live_server.url)

    with pytest.raises(Error, match="Trusted"):
        page.evaluate(f"() => {{ {WAYS_IN[way]} }}")

    page.close()
