"""The paper of an institution has its colour and its logo, which a screen reader can name."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest

from acquis.accounts.models import Look
from acquis.base.typeset import look_of, typeset
from tests.factories import make_institution, make_png

pytestmark = pytest.mark.django_db

AT = datetime(2023, 7, 5, 10, 0, tzinfo=UTC)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 24"><path d="M0 0h9v9z"/></svg>'
NOTICE = {
    "language": "fr",
    "title": "Notice",
    "subtitle": "",
    "institution": "Université d'Orleans",
    "statement": "",
    "reference": "version 1",
    "sections": [],
}


def dressed(**fields):
    defaults = {"colour": "#6b2150", "colour_in_dark": "#e3a6cb", "fingerprint": "1"}
    institution = make_institution()
    Look.objects.create(institution=institution, **defaults | fields)
    return institution


def printed(institution):
    data = NOTICE | {"look": look_of(institution)}
    return pikepdf.open(io.BytesIO(typeset("catalogue/documents/notice.typ", data, at=AT)))


def figures(pdf):
    """What a screen reader says of each picture."""
    elements = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary))
    return [str(each.Alt) for each in elements if each.get("/S") == "/Figure"]


@pytest.mark.parametrize(
    ("logo", "kind", "wide", "high"),
    [(SVG, "image/svg+xml", 48, 24), (make_png(60, 20), "image/png", 60, 20)],
)
def test_a_logo_is_at_the_head_with_its_name(logo, kind, wide, high):
    institution = dressed(logo=logo, logo_type=kind, logo_width=wide, logo_height=high)

    with printed(institution) as pdf:
        assert figures(pdf) == ["Logo – Université d'Orleans"]
        facts = pdf.open_metadata()
        assert (facts["pdfaid:part"], facts["pdfuaid:part"]) == ("2", "1")


def test_a_colour_without_a_logo_draws_the_title_and_the_line():
    with printed(dressed()) as pdf:
        drawn = b"".join(
            each.read_bytes() for each in pdf.objects if isinstance(each, pikepdf.Stream)
        )
        assert figures(pdf) == []
    # #6b2150, as a PDF says it: a colour of three parts from 0 to 1.
    assert drawn.count(b"0.41960785 0.12941177 0.3137255 ") >= 3
    assert b"0.11372549 0.30588236 0.43529412" not in drawn


def test_without_a_look_nothing_changes():
    with printed(make_institution()) as pdf:
        assert figures(pdf) == []


def test_a_logo_of_any_proportion_leaves_the_name_beside_it():
    wide = make_png(600, 6)
    institution = dressed(logo=wide, logo_type="image/png", logo_width=600, logo_height=6)

    with printed(institution) as pdf:
        assert len(pdf.pages) == 1
        assert figures(pdf) == ["Logo – Université d'Orleans"]
