"""An institution's look: what is checked when it is loaded, and the stylesheet made from it."""

import struct
from hashlib import sha256
from xml.etree import ElementTree

from django.db import transaction
from django.utils.translation import gettext as _
from typst import TypstError

from acquis.accounts.colours import (
    DARK_PAPERS,
    ENOUGH,
    HEXADECIMAL,
    LIGHT_PAPERS,
    lightened,
    mixed,
    soft,
    weakest,
)
from acquis.accounts.models import Look
from acquis.base import clock, journal
from acquis.base.refusal import Refusal
from acquis.base.typeset import as_printed, typeset

HEAVIEST = 20_000
PNG, SVG = "image/png", "image/svg+xml"
DRAWN = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title"}
DRAWN |= {"desc", "defs", "linearGradient", "radialGradient", "stop", "clipPath"}


@transaction.atomic
def dress(institution, *, colour, colour_in_dark="", logo=b"", by=None):
    """Give an institution its look, or raise a Refusal that says what cannot be read."""
    colour = _readable(colour.lower(), LIGHT_PAPERS, _("on white pages"))
    if colour_in_dark:
        colour_in_dark = _readable(colour_in_dark.lower(), DARK_PAPERS, _("on dark pages"))
    else:
        colour_in_dark = lightened(colour)
    kind, width, height = _drawn(logo) if logo else ("", 0, 0)
    _refuse_what_no_paper_takes(
        Look(colour=colour, logo=logo, logo_type=kind, logo_width=width, logo_height=height)
    )
    written = "|".join([colour, colour_in_dark, kind]).encode() + logo
    look, _created = Look.objects.update_or_create(
        institution=institution,
        defaults={
            "colour": colour,
            "colour_in_dark": colour_in_dark,
            "logo": logo,
            "logo_type": kind,
            "logo_width": width,
            "logo_height": height,
            "fingerprint": sha256(written).hexdigest()[:16],
        },
    )
    journal.record_line(
        institution.slug,
        "look_changed",
        f"accounts.look:{look.pk}",
        by=by,
        fingerprint=look.fingerprint,
    )
    return look


def _refuse_what_no_paper_takes(look):
    """A browser shows more than a PDF may hold: it is known now, not on the day of a result."""
    printed = as_printed(look, "–")
    if "logo" not in printed:
        return
    try:
        typeset("base/documents/logo.typ", printed, at=clock.now())
    except TypstError:
        raise Refusal(
            _(
                "This logo cannot be printed on documents: open it in a drawing program and save "
                "it again as PNG or plain SVG."
            )
        ) from None


def _readable(colour, papers, where):
    if not HEXADECIMAL.fullmatch(colour):
        raise Refusal(
            _("“%(colour)s” is not a colour: write it as #1d4e6f.") % {"colour": colour[:20]}
        )
    found = weakest(colour, papers)
    if found < ENOUGH:
        raise Refusal(
            _(
                "Words in %(colour)s could not be read %(where)s: the contrast is %(found).1f, and "
                "at least %(enough).1f is needed. Choose a colour further from the page’s."
            )
            % {"colour": colour, "where": where, "found": found - 0.05, "enough": ENOUGH}
        )
    return colour


def _drawn(logo):
    """(type, width, height) of a logo that a page may show."""
    if len(logo) > HEAVIEST:
        raise Refusal(_("This logo weighs more than 20 kB: every page would be slower."))
    if logo.startswith(b"\x89PNG\r\n\x1a\n") and len(logo) > 24:
        return PNG, *struct.unpack(">II", logo[16:24])
    if b"<!" in logo.replace(b"<!--", b""):
        raise Refusal(_("This drawing declares a document type or entities: save it as plain SVG."))
    try:
        root = ElementTree.fromstring(logo)  # noqa: S314 -- by an administrator, without entities
    except ElementTree.ParseError:
        raise Refusal(_("A logo is a PNG or an SVG file; this is neither.")) from None
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        outside = [key for key in element.attrib if "href" in key or key.startswith("on")]
        if name not in DRAWN or outside:
            raise Refusal(
                _("This drawing holds “%(name)s”: a logo is only made of shapes.")
                % {"name": (outside or [name])[0].rpartition("}")[2]}
            )
    try:
        _x, _y, width, height = map(float, root.get("viewBox", "").split())
    except ValueError:
        raise Refusal(_("This drawing has no viewBox: its proportions are not known.")) from None
    return SVG, round(width), round(height)


def stylesheet(look):
    """The colours of the look, in the tokens layer of acquis.css: nothing else changes."""
    light = _tokens(look.colour, strong="#000000", on="#ffffff", paper=LIGHT_PAPERS[0])
    dark = _tokens(look.colour_in_dark, strong="#ffffff", on=DARK_PAPERS[1], paper=DARK_PAPERS[0])
    return (
        f"@layer tokens {{ :root {{ {light} }} "
        f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }} }}\n"
    )


def _tokens(colour, *, strong, on, paper):
    tokens = {
        "accent": colour,
        "accent-strong": mixed(colour, strong, 0.3),
        "accent-soft": soft(colour, paper),
        "on-accent": on,
    }
    return " ".join(f"--{name}: {value};" for name, value in tokens.items())
