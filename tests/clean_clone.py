"""Start the demo from a clean clone, as a new user would, and walk the main job in a browser.

Run by CI after the tests. Needs git, make, and Chromium.
"""

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address, process):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            sys.exit(f"make demo ended with {process.returncode} before it answered.")
        try:
            with urllib.request.urlopen(f"{address}/sante/") as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.5)
    sys.exit("make demo did not answer in time.")


def enter(page, name):
    """Through the demo's own page: the button that says who."""
    page.goto("/demo/")
    page.get_by_role("button", name=re.compile(f"Entrer comme .*{name}")).first.click()
    page.wait_for_url("**/")


def walk(page):
    """The year at the jury: public page, office, evaluator, president, letters, verifier."""
    page.goto("/")
    page.get_by_role("link", name=re.compile("C2i2e 2022")).first.click()
    page.wait_for_url("**/2022-2023/")
    assert "96,94" in page.content()
    enter(page, "Dubureau")
    assert "dossiers déposés" in page.content()
    enter(page, "Lecteur")
    page.goto("/evaluation/")
    page.locator("main a[href^='/evaluation/dossiers/']").first.click()
    page.wait_for_url("**/evaluation/dossiers/**")
    enter(page, "Sagesse")
    page.locator("main a[href^='/jury/seances/']").first.click()
    page.wait_for_url("**/jury/seances/**")
    sitting = page.url
    page.goto(f"{sitting}suivre/")
    page.locator("main form[method=post] button").last.click()
    page.wait_for_url(sitting)
    assert page.locator(".notice--success").first.is_visible()
    page.goto("/demo/courrier/")
    assert page.locator("main details").count() > 10
    answer = page.goto("/resultats/verifier/AAAAAAAAAAAAAAAAAAAAAAAAAA/")
    assert answer.status == 404


def main():
    folder = Path(tempfile.mkdtemp(prefix="acquis-clone-"))
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder / "acquis")], check=True)
    began = time.monotonic()
    process = subprocess.Popen(
        ["make", "demo", "STAGE=jury", f"PORT={port}"], cwd=folder / "acquis"
    )
    try:
        wait_for(address, process)
        print(f"The demo of a clean clone answered after {time.monotonic() - began:.0f} s.")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"),
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            page = browser.new_context(base_url=address, locale="fr-FR").new_page()
            walk(page)
            browser.close()
        print("The main job was walked.")
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
