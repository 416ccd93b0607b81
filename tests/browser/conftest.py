"""A real Chromium on a real server. Skipped when there is no Chromium (said in one line at the end)."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
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


@pytest.fixture
def open_as(chromium, live_server):
    """`open_as(person, viewport=WIDE)` gives a page signed in as that person; faults end the test."""
    contexts, faults = [], []

    def open_page(person=None, viewport=WIDE):
        context = chromium.new_context(viewport=viewport, locale="fr-FR", base_url=live_server.url)
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
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on(
            "console",
            lambda message: (
                message.type == "error"
                and "status of 4" not in message.text
                and faults.append(message.text)
            ),
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def has_no_barrier():
    """`has_no_barrier(page)`: axe finds nothing, and the page does not scroll sideways."""

    def check(page):
        found = Axe().run(page, options={"resultTypes": ["violations"]})
        words = [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ]
        assert words == []
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0

    return check
