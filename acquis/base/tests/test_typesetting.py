"""The same facts give the same file, which lasts and which everybody can read."""

import io
from datetime import UTC, datetime, timedelta

import pikepdf
from hypothesis import given, settings
from hypothesis import strategies as st

from acquis.base.typeset import printable, typeset

AT = datetime(2023, 7, 5, 10, 0, 0, 123456, tzinfo=UTC)


def typeset_page(words, at=AT):
    return typeset("base/tests/page.typ", {"words": printable(words)}, at=at)


def test_the_same_facts_give_the_same_bytes():
    assert typeset_page("Bonjour") == typeset_page("Bonjour")
    assert typeset_page("Bonjour") != typeset_page("Bonsoir")
    assert typeset_page("Bonjour") != typeset_page("Bonjour", AT + timedelta(days=1))


def test_the_file_says_that_it_lasts_and_that_everybody_can_read_it():
    with pikepdf.open(io.BytesIO(typeset_page("Bonjour"))) as pdf:
        facts = pdf.open_metadata()
        assert (facts["pdfaid:part"], facts["pdfaid:conformance"]) == ("2", "A")
        assert facts["pdfuaid:part"] == "1"
        assert facts["dc:title"] == "Essai"
        assert str(pdf.Root.Lang) == "fr"


def test_a_sign_that_the_fonts_lack_is_a_box():
    assert printable("Élise 🎓 – 96,94 €") == "Élise □ – 96,94 €"


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_whatever_a_person_typed_can_be_typeset(words):
    assert typeset_page(words).startswith(b"%PDF-")
