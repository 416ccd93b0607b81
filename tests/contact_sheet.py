"""`make pictures ARGS=--sheet`: each page of each role, both widths, light and dark, on one sheet.

Written to `var/contact-sheet/index.html`, to be looked at: nothing of it is kept in the repository.
"""

import os
from html import escape
from urllib.parse import urlsplit

import django
from django.urls import resolve

SIZES = {"1280": {"width": 1280, "height": 800}, "390": {"width": 390, "height": 844}}
SCHEMES = ("light", "dark")
TALLEST = 2000
# Who is looked at in which stage of the demo; nobody is a visitor.
ROLES = {
    "enrolment": ["", "Amandin Camomille", "Océane Dubureau", "Séverin Continué"],
    "eportfolio": ["Ursuline Boutondor"],
    "evaluation": ["Éloi Lecteur", "Océane Dubureau"],
    "jury": ["Présidente Sagesse"],
    "outcomes": [
        *["Ursuline Boutondor", "Océane Dubureau", "Désirée Duguichet", "Camille Delacaisse"],
        "Ambre Desclefs",
    ],
}
LINKS = "links => links.map(link => [link.pathname + link.search, link.origin])"
STYLE = (
    "body{font:14px system-ui;margin:2rem;background:#777;color:#fff}"
    "section{display:flex;flex-wrap:wrap;gap:1rem;align-items:start;margin-block:1rem 2rem}"
    "figure{margin:0}img{display:block;max-height:60rem;border:1px solid #000}"
)


def shoot(tour, stage, folder):
    """Every page of the stage's people, as (stage, person, address, its pictures)."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "acquis.settings")
    django.setup()
    shown = []
    for person in ROLES[stage]:
        tour.enter(person)
        for address in addresses(tour):
            shown.append((stage, person, address, []))
    for size, viewport in SIZES.items():
        for person in ROLES[stage]:
            tour.enter(person, screen=viewport)
            for row in shown:
                if row[1] == person:
                    row[3].extend(_both(tour, row[2], size, folder))
    return shown


def addresses(tour):
    """The first page, those of the menu, and one of each kind that they lead to."""
    here, found, names = "/", ["/"], {"portal:home"}
    menu = _links(tour, "header nav a[href]")
    pages = [*menu, *_links(tour, "body a[href]")]
    for address in menu:
        tour.go(address)
        pages += _links(tour, "main a[href]")
    for address in pages:
        name = resolve(urlsplit(address).path).view_name
        if name not in names and not name.endswith(("_file", "_pdf", "_ics")) and address != here:
            names.add(name)
            found.append(address)
    return found


def _links(tour, places):
    pairs = tour.page.locator(places).evaluate_all(LINKS)
    return [address for address, origin in pairs if origin == tour.address]


def _both(tour, address, size, folder):
    tour.go(address)
    for scheme in SCHEMES:
        tour.page.emulate_media(color_scheme=scheme)
        name = f"{len(list(folder.glob('*.jpeg'))):04}-{size}-{scheme}.jpeg"
        width = tour.page.viewport_size["width"]
        height = tour.page.evaluate("document.documentElement.scrollHeight")
        tour.page.screenshot(
            path=folder / name,
            type="jpeg",
            quality=55,
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)},
        )
        yield name


def write(shown, folder):
    """The sheet: a line for each page, its four pictures side by side."""
    lines = [f"<!doctype html><meta charset=utf-8><title>Acquis</title><style>{STYLE}</style>"]
    for stage, person, address, pictures in shown:
        lines.append(
            f"<h2>{stage} – {escape(person or 'visitor')} – {escape(address)}</h2><section>"
        )
        lines += [f"<figure><img loading=lazy src={name}></figure>" for name in pictures]
        lines.append("</section>")
    (folder / "index.html").write_text("\n".join(lines))
    print(f"{len(shown)} pages: {folder}/index.html")
