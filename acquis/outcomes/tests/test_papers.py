"""The PDF files: what they print, and whether everybody can read them for a long time."""

import io
import shutil
import subprocess
from datetime import date
from unicodedata import normalize

import pikepdf
import pytest
from django.urls import reverse
from typst import TypstError

from acquis.accounts.models import Look
from acquis.outcomes import actions, documents
from acquis.outcomes.models import Document
from tests.factories import make_edition, make_institution, make_person, make_png

from .factories import make_certificates, make_certified, make_partial, make_published

pytestmark = pytest.mark.django_db
OFFICIAL_NAME = (
    "Certificat informatique et internet de l’enseignement supérieur de niveau 2 « enseignant »"
)


def bytes_of(document):
    with document.file.bytes.open() as file:
        return file.read()


def text_of(document):
    """The text on one line, as pdftotext (Poppler) reads it."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is absent")
    command = ["pdftotext", "-layout", "-", "-"]
    read = subprocess.run(command, input=bytes_of(document), capture_output=True, check=True)
    return " ".join(read.stdout.decode().replace("\xa0", " ").split())


def every_paper():
    edition = make_edition()
    (certificate,) = make_certificates(
        make_certified(make_person("Ada", "Lovelace", born_on=date(1995, 6, 1)), edition),
        make_partial(make_person("Samuel", "Beckett"), edition),
    )
    office = certificate.issued_by
    actions.hand_over(certificate, mode="in_person", identity_seen="passeport", by=office)
    actions.issue_duplicate(certificate, reason="Perte.", by=office)
    return {document.kind: document for document in Document.objects.all()}


def test_every_paper_is_tagged_titled_in_french_and_lasts():
    papers = every_paper()

    assert set(papers) == {"success", "partial", "certificate", "duplicate"}
    for document in papers.values():
        with pikepdf.open(io.BytesIO(bytes_of(document))) as pdf:
            assert str(pdf.Root.Lang) == "fr"
            assert pdf.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in pdf.Root
            assert pdf.Root.ViewerPreferences.DisplayDocTitle
            with pdf.open_metadata() as metadata:
                assert metadata["dc:title"]
                assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
                assert metadata["pdfuaid:part"] == "1"
            assert not pdf.Root.get("/AcroForm")
            assert not pdf.Root.get("/OpenAction")


def test_the_qr_code_has_words_for_those_who_do_not_see_it():
    document = every_paper()["certificate"]

    with pikepdf.open(io.BytesIO(bytes_of(document))) as pdf:
        figures = [
            str(node.Alt)
            for node in _nodes(pdf.Root.StructTreeRoot.K)
            if isinstance(node, pikepdf.Dictionary) and node.get("/S") == "/Figure"
        ]

    assert figures == [f"Code QR de l’adresse {document.payload['address']}"]


def test_attestations_have_the_logo_of_the_institution_and_the_certificate_its_own_page():
    logo = make_png(300, 100)
    Look.objects.create(
        institution=make_institution(),
        colour="#6b2150",
        colour_in_dark="#e3a6cb",
        logo=logo,
        logo_type="image/png",
        logo_width=300,
        logo_height=100,
        fingerprint="1",
    )

    told, pages = {}, {}
    for kind, document in every_paper().items():
        with pikepdf.open(io.BytesIO(bytes_of(document))) as pdf:
            pages[kind] = len(pdf.pages)
            nodes = _nodes(pdf.Root.StructTreeRoot)
            told[kind] = len([node for node in nodes if node.get("/S") == "/Figure"])

    assert told == {"success": 2, "partial": 2, "certificate": 1, "duplicate": 1}
    assert pages == {"success": 1, "partial": 2, "certificate": 1, "duplicate": 1}


def _nodes(node):
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _nodes(child)
    elif isinstance(node, pikepdf.Dictionary):
        yield node
        if "/K" in node:
            yield from _nodes(node.K)


def test_the_certificate_prints_its_facts_on_one_landscape_page(settings):
    settings.ORIGIN = "https://certifications.exemple.example"
    document = every_paper()["certificate"]

    text = text_of(document)

    for told in [
        "Université d’Orleans",
        OFFICIAL_NAME,
        "Ce certificat est délivré à",
        "Ada Lovelace",
        "Date de naissance : 1er juin 1995",
        "Délibération du jury du 8 mai 2023 (acte 2023-S1-1), session 1",
        "2022-2023",
        "Fait à Orleans, le 12 mai 2023.",
        "Numéro certificat-c2i2e-2023-00001",
        "https://certifications.exemple.example/resultats/verifier/",
        document.spelled_code,
    ]:
        assert told in text
    assert "duplicata" not in text.lower()
    assert document.payload["address"] == (
        f"https://certifications.exemple.example/resultats/verifier/{document.code}/"
    )
    with pikepdf.open(io.BytesIO(bytes_of(document))) as pdf:
        (page,) = pdf.pages
        _, _, width, height = page.MediaBox
        assert width > height


def test_the_duplicate_says_duplicata_and_cites_the_first():
    papers = every_paper()

    text = text_of(papers["duplicate"])

    assert "DUPLICATA" in text
    assert f"certificat émis le 12 mai 2023 sous le numéro {papers['certificate']}" in text
    assert "Numéro certificat-c2i2e-2023-00002" in text


def test_the_attestation_of_success_is_worth_proof_until_the_certificate():
    text = text_of(every_paper()["success"])

    assert "Attestation de réussite" in text
    assert "Il est attesté que Ada Lovelace Date de naissance : 1er juin 1995" in text
    assert "jusqu’à la remise du certificat" in text


def test_the_partial_attestation_lists_what_is_validated_invites_and_tells_the_appeals():
    text = text_of(every_paper()["partial"])

    for told in [
        "Attestation de validation partielle",
        "Samuel Beckett",
        "25 compétences sur 28",
        "Domaine A.1 : 2 sur 5",
        "Domaine B.4 : validation complète",
        "B.4.3 – Utiliser des outils d’évaluation",
        "remplie : une séance d’enseignement réelle",
        "session 2, jusqu’au 11 juin 2023 inclus",
        "Voies et délais de recours",
        "deux mois",
    ]:
        assert told in text
    assert "A.1.1" not in text


def test_a_domain_without_any_validated_item_is_not_listed():
    everything_in_a1 = [f"A.1.{rank}" for rank in range(1, 6)]
    make_published(make_partial(missing=everything_in_a1))

    text = text_of(Document.objects.get())

    assert "Domaine A.1" not in text
    assert "Domaine A.2 : validation complète" in text


def test_after_the_last_session_the_partial_attestation_speaks_of_a_new_enrolment(at):
    at(2023, 6, 30)
    make_published(make_partial(), session=2)

    text = text_of(Document.objects.get())

    assert "nouvelle inscription sera requise l’année suivante" in text
    assert "sans limite de durée" in text


def test_marks_are_attested_with_their_test(at):
    at(2024, 1, 24)
    edition = make_edition("essai-lecon/editions/2023-2024")
    seen = make_partial(edition=edition, missing=(), category="staff")
    seen.marks = {"lesson": "12.5", "interview": "7"}
    make_published(seen)

    text = text_of(Document.objects.get())

    assert "1 épreuves sur 2" in text or "1 épreuve sur 2" in text
    assert "Leçon devant un public – 12,5" in text
    assert "Entretien avec le jury – 7" in text


@pytest.mark.parametrize(
    ("first_names", "birth_name"),
    [
        ("Zoe\u0301", "N\u0303un\u0303ez"),
        ("Jean", "d’Étampes-L'Hôpital"),
        ("Ṭāriq", "Œuvrard"),
        ("Ольга", "Иванова"),
        ("Γιώργος", "Παπαδόπουλος"),
        ("Anne " * 20, "de Saint-Hilaire " * 6),
    ],
)
def test_a_name_is_the_same_in_the_payload_on_the_page_and_on_the_paper(
    client, first_names, birth_name
):
    person = make_person(first_names.strip(), birth_name.strip())
    (certificate,) = make_certificates(make_certified(person))
    attestation = person.documents.get(kind="success")
    expected = normalize("NFC", f"{first_names.strip()} {birth_name.strip()}")

    page = client.get(certificate.get_absolute_url()).content.decode()

    assert certificate.payload["holder"] == expected
    assert expected in page.replace("&#x27;", "'")
    for paper in [certificate, attestation]:
        assert expected.replace(" ", "") in text_of(paper).replace(" ", "")


@pytest.mark.parametrize("names", [("محمد", "علي"), ("שרה", "כהן")])
def test_a_name_written_from_right_to_left_is_printed_whole(client, names):
    person = make_person(*names)
    (certificate,) = make_certificates(make_certified(person))

    text = text_of(certificate)

    assert certificate.payload["holder"] == " ".join(names)
    assert all(name in text for name in names)


def test_a_name_of_one_endless_word_is_cut_in_lines_and_not_shortened():
    person = make_person("W" * 150, "X" * 150)
    (certificate,) = make_certificates(make_certified(person))

    for paper in [certificate, person.documents.get(kind="success")]:
        text = text_of(paper)
        assert (text.count("W"), text.count("X")) == (150, 150) or (
            text.count("W") - 150 <= 6 and text.count("X") - 150 <= 6
        )


def test_the_same_facts_give_the_same_bytes_and_the_row_keeps_their_fingerprint(client):
    (certificate,) = make_certificates(make_certified())
    client.force_login(certificate.person)

    served = client.get(reverse("outcomes:document_pdf", args=[certificate.pk]))

    content = b"".join(served.streaming_content)
    assert content == bytes_of(certificate)
    again = documents.pdf(
        certificate.payload,
        programme=certificate.result.enrolment.edition.programme,
        at=certificate.issued_at,
    )
    assert again == content


def test_a_template_at_fault_is_not_taken_for_a_letter_at_fault():
    (certificate,) = make_certificates(make_certified())

    with pytest.raises(TypstError):
        documents.pdf(
            {**certificate.payload, "holder": ["not a text"]},
            programme=certificate.result.enrolment.edition.programme,
            at=certificate.issued_at,
        )
