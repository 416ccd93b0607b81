"""PDF by typst: one file that is both PDF/A-2a (it lasts) and PDF/UA-1 (everybody can read it)."""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from threading import Lock

import typst

from acquis.accounts.models import Look

from .canonical import canonical

ROOT = Path(__file__).resolve().parent.parent
# A compiler serves one thread at a time.
_one_at_a_time = Lock()


def typeset(template, data, *, at):
    """Typeset `template` (a path under acquis/, such as "outcomes/documents/certificate.typ").

    `data` is plain canonical data, read in the template by `json(bytes(sys.inputs.data))`; `at` is
    the moment printed in the file's metadata, so that the same facts give the same bytes. Only
    the fonts that typst carries are used: a machine's own fonts would change the bytes.
    """
    with _one_at_a_time:
        return _compiler(template).compile(
            format="pdf",
            sys_inputs={"data": canonical(data).decode()},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=at.replace(microsecond=0),
        )


def look_of(institution):
    """The colour and the logo of an institution, for letter.typ; nothing without. Costs a query."""
    look = Look.objects.filter(institution=institution).first()
    return as_printed(look, institution.name) if look else {}


def as_printed(look, name):
    """What letter.typ reads of a look."""
    printed = {"colour": look.colour}
    if look.logo and look.logo_width and look.logo_height:
        drawing = bytes(look.logo)
        is_svg = look.logo_type == "image/svg+xml"
        printed["logo"] = {
            "format": "svg" if is_svg else "png",
            # What typst takes as bytes: a text, or numbers.
            "bytes": drawing.decode() if is_svg else list(drawing),
            "width": look.logo_width,
            "height": look.logo_height,
            # The same in French and in English.
            "alt": printable(f"Logo – {name}"),
        }
    return printed


@lru_cache(maxsize=16)
def _compiler(template):
    # Kept: reading the fonts costs more than setting a page.
    return typst.Compiler(str(ROOT / template), root=str(ROOT), ignore_system_fonts=True)


# What their fonts all hold: Latin, Greek, Cyrillic, punctuation, currencies, arrows, mathematics.
_HELD = re.compile(
    "[ -~\u00a0-\u00ac\u00ae-\u04ff\u1e00-\u1fff"
    "\u2010-\u2027\u202f-\u203f\u20a0-\u20bf\u2190-\u22ff]"
)


def printable(text):
    """The text with a box for each sign that the fonts of typst lack, such as an emoji.

    A PDF/A may not hold a sign that it cannot show: typst would refuse the whole document.
    """
    return "".join(
        sign if _HELD.match(sign) and unicodedata.category(sign) != "Cn" else "□" for sign in text
    )
