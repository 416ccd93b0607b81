"""A real Chromium on a real server. Skipped when there is none, which the last line then says."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import sync_playwright

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip("Chromium is not installed"))


@pytest.fixture(scope="session")
def chromium():
    # Playwright's event loop lives in this thread; Django's ORM may be used beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(autouse=True)
def _attempts_are_forgotten():
    """The limits on attempts are kept in the cache, which outlives a test."""
    cache.clear()


@pytest.fixture
def open_as(chromium, live_server):
    """`open_as(person, viewport=WIDE)` gives a page signed in as that person; faults end the test.

    With `scripts=False`, the page runs no JavaScript. Every question that a page asks gets a yes.
    """
    contexts, faults = [], []

    def open_page(person=None, viewport=WIDE, *, scripts=True, language="fr"):
        context = chromium.new_context(
            viewport=viewport,
            locale={"fr": "fr-FR", "en": "en-GB"}[language],
            base_url=live_server.url,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        if person is not None:
            client = Client()
            client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
            context.add_cookies(
                [
                    {
                        "name": settings.SESSION_COOKIE_NAME,
                        "url": live_server.url,
                        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                    }
                ]
            )
        context.on("page", watch)
        return context.new_page()

    def watch(page):
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on(
            "console",
            lambda message: (
                message.type == "error"
                and "status of 4" not in message.text
                and faults.append(message.text)
            ),
        )

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def barriers(page, *, colours=True):
    """What axe finds on a wide screen and on a telephone, and what scrolls sideways."""
    page.wait_for_load_state()
    own, found = page.viewport_size, []
    options = {
        "resultTypes": ["violations"],
        "preload": False,
        "rules": {"color-contrast": {"enabled": colours}},
    }
    for viewport in (NARROW, WIDE) if own == WIDE else (WIDE, NARROW):
        page.set_viewport_size(viewport)
        answer = Axe().run(page, options=options)
        found += [
            f"{viewport['width']} px, {violation['id']}: {node['html'][:160]}"
            for violation in answer.response["violations"]
            for node in violation["nodes"]
        ]
        if overflow := _overflow(page):
            found.append(f"{viewport['width']} px, {overflow} px too wide")
    return found


def fits(page):
    """The page does not scroll sideways."""
    page.wait_for_load_state()
    assert (page.url, _overflow(page)) == (page.url, 0)


def _overflow(page):
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.fixture
def has_no_barrier():
    """`has_no_barrier(page)`: axe finds nothing at both widths, and nothing scrolls sideways."""

    def check(page):
        assert (page.url, barriers(page)) == (page.url, [])

    return check
