"""The official notice, written from the live edition: one description, a page and a PDF."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pikepdf
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from acquis.accounts.models import Look, Role
from acquis.catalogue.definitions import (
    Component,
    Condition,
    Contact,
    Fee,
    PublicText,
    Text,
    Window,
)
from acquis.catalogue.models import Edition, EditionState
from acquis.catalogue.notice import notice_of
from acquis.catalogue.tests.samples import (
    C2I2E,
    edition_in,
    programme_in,
    small_category,
    small_edition,
    small_programme,
    tariff,
)
from acquis.catalogue.tests.strategies import editions
from tests.factories import make_edition, make_institution, make_person, make_staff

NOTICE = "/certifications/orleans/c2i2e/2022-2023/notice/"
PDF = "/certifications/orleans/c2i2e/2022-2023/notice.pdf"


def told(programme=None, edition=None, language="en"):
    """{code: the texts of that section} of a notice."""
    with translation.override(language):
        notice = notice_of(
            programme or small_programme(),
            edition or small_edition(),
            institution="Maison",
            address="https://site.example/",
            largest_file="500 MB",
        )
    return {section.code: [*texts(section.blocks)] for section in notice.sections}


def texts(blocks):
    for block in blocks:
        match block.kind:
            case "paragraph":
                yield block.text
            case "points":
                yield from block.items
            case "facts":
                yield from (f"{name} {said}" for name, said in block.pairs)
            case "table":
                yield from (" | ".join(" / ".join(cell) for cell in row) for row in block.rows)


def test_the_c2i2e_is_told_in_the_order_of_its_notice():
    sections = told(programme_in(C2I2E), edition_in(C2I2E, "2022-2023"))

    assert list(sections) == [
        "meaning",
        "purpose",
        "audience",
        "obligation",
        "preparation",
        "fees",
        "enrolment",
        "obtaining",
        "portfolio",
        "jury",
        "calendar",
        "results",
        "collection",
        "contacts",
        "questions",
        "texts",
    ]


def test_each_public_has_its_days_and_its_price():
    fees = told(programme_in(C2I2E), edition_in(C2I2E, "2022-2023"))["fees"]

    assert fees[5] == (
        "Other second-year master's students of the Université de Tours | "
        "Campaign 1: from 30 September to 14 November 2022 / "
        "Campaign 2: from 4 to 20 January 2023 | €96.94, to be confirmed / Tariff of 2020-2021"
    )
    assert fees[6] == (
        "Other first-year master's students of the Université de Tours | "
        "No enrolment period this year | €96.94, to be confirmed / Tariff of 2020-2021"
    )
    assert fees[8] == (
        "Independent candidates supported by SEFCO | From 7 November 2022 to 8 January 2023 | "
        "On quotation / Ask it of: Continuing education (SEFCO)"
    )


def test_every_price_that_the_days_may_charge_is_announced_and_no_other():
    old = tariff(amount=Decimal(40), valid_from=date(2020, 9, 1), valid_until=date(2023, 8, 31))
    autumn = tariff(amount=Decimal(45), valid_from=date(2023, 9, 1), valid_until=date(2023, 12, 31))
    winter = tariff(amount=Decimal(50), valid_from=date(2024, 1, 1))
    window = Window("1", date(2023, 12, 1), date(2024, 1, 10))
    edition = small_edition(
        categories=(small_category(fee=Fee("amount", (old, autumn, winter)), windows=(window,)),)
    )

    (row, *_) = told(edition=edition)["fees"]

    assert "€45.00" in row
    assert "applied from 1 September 2023 to 31 December 2023" in row
    assert "€50.00" in row
    assert "applied since 1 January 2024" in row
    assert "€40.00" not in row


def test_a_price_that_nobody_has_voted_is_to_come():
    ended = tariff(valid_from=date(2020, 9, 1), valid_until=date(2021, 8, 31))
    edition = small_edition(categories=(small_category(fee=Fee("amount", (ended,))),))

    assert "Amount to come" in told(edition=edition)["fees"][0]


@pytest.mark.parametrize(
    ("blocked", "sentence"),
    [
        ("jury", "The jury does not examine a dossier whose fee is not paid."),
        (
            "certificate",
            "The jury examines the dossier, but the certificate is handed over once the fee is "
            "paid.",
        ),
        ("nothing", "A fee that is not paid blocks neither the jury nor the certificate."),
    ],
)
def test_what_an_unpaid_fee_blocks_is_announced(blocked, sentence):
    category = small_category(fee=Fee("amount", (tariff(),)))

    fees = told(edition=small_edition(categories=(category,), fee_blocks=blocked))["fees"]

    assert sentence in fees


def test_a_free_year_speaks_of_no_payment():
    edition = small_edition(categories=(small_category(fee=Fee("free")),))

    assert [text for text in told(edition=edition)["fees"] if "paid" in text] == []


def test_a_text_whose_code_is_a_sections_opens_it_and_the_others_come_first():
    edition = small_edition(
        public_texts=(
            PublicText("calendar", Text("Dates", "Dates"), Text("Retenez-les.", "Mind them.")),
            PublicText("why", Text("Pourquoi ?", "Why?"), Text("Un.\n\nDeux.", "One.\n\nTwo.")),
        )
    )

    sections = told(edition=edition)

    assert list(sections)[0] == "why"
    assert sections["why"] == ["One.", "Two."]
    assert sections["calendar"][0] == "Mind them."


def test_a_quote_never_stands_alone_at_the_end_of_a_line():
    text = PublicText("why", Text("Pourquoi ?"), Text("Il dit :  « oui » !\n\n \n"))

    sections = told(edition=small_edition(public_texts=(text,)), language="fr")

    assert sections["why"] == ["Il dit\xa0: «\xa0oui\xa0»\u202f!"]


def test_a_component_without_a_mark_is_validated_or_not():
    oral = Component("oral", Text("Oral", "Oral"), kind="verdict")

    assert "Oral validated or not" in told(small_programme(components=(oral,)))["jury"]


def test_what_is_not_described_leaves_no_empty_line():
    bare = small_category(eligibility=Text(""), also_called=(), proofs=())
    condition = Condition(
        "taught-session", Text("Une visite", "A visit"), Text("Dites-la.", "Tell it.")
    )
    programme = replace(programme_in(C2I2E), conditions=(condition,))

    sections = told(programme, small_edition(categories=(bare,)))

    assert sections["enrolment"][1].startswith(f"{bare.label.in_language('en')} | No document.")
    assert "Compulsory: A visit. Tell it." in sections["portfolio"]
    assert "One of these proves it:" not in sections["portfolio"]


def test_without_contacts_nobody_is_named():
    sections = told(edition=small_edition(contacts=(), links=()))

    assert "contacts" not in sections
    assert sections["enrolment"][1].endswith("| –")


def test_a_function_without_an_address_is_still_named():
    referent = Contact(Text("Référent", "Referent"), "", desk="referent")

    contacts = told(edition=small_edition(contacts=(referent,), links=()))["contacts"]

    assert contacts == ["Referent | Any question | –"]


@given(editions, st.sampled_from(["fr", "en"]))
def test_any_edition_has_a_notice_that_names_each_public_and_session(edition, language):
    sections = told(edition=edition, language=language)

    rows = [sentence for sentence in sections["fees"] if sentence.count(" | ") == 2]
    assert len(rows) == len(edition.categories)
    assert len(sections.get("results", ())) >= len(edition.sessions)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["c2i2e/editions/2022-2023", "essai-lecon/editions/2023-2024"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_tells_every_sentence_of_the_description(client, name, language):
    edition = make_edition(name)
    address = f"{edition.get_absolute_url()}notice/"

    page = client.get(address, headers={"accept-language": language})

    for code, sentences in told(edition.programme, edition.plan, language).items():
        assertContains(page, f'id="{code}"')
        assert sentences
    assertContains(page, f"{edition.get_absolute_url()}notice.pdf?language={language}")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["c2i2e/editions/2022-2023", "essai-lecon/editions/2023-2024"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pdf_lasts_and_everybody_can_read_it(client, name, language):
    edition = make_edition(name)

    answer = client.get(f"{edition.get_absolute_url()}notice.pdf?language={language}")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        f'inline; filename="notice-{edition.programme_code}-{edition.year}-{language}.pdf"'
    )
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        facts = pdf.open_metadata()
        assert (facts["pdfaid:part"], facts["pdfaid:conformance"]) == ("2", "A")
        assert facts["pdfuaid:part"] == "1"
        assert str(pdf.Root.Lang) == language
        assert pdf.Root.MarkInfo.Marked


@pytest.mark.django_db
def test_the_same_edition_gives_the_same_file_which_is_sent_once(client):
    make_edition()
    first = client.get(PDF)

    again = client.get(PDF)
    unchanged = client.get(PDF, headers={"if-none-match": first["ETag"]})

    assert again.content == first.content
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.django_db
def test_an_unknown_language_gives_that_of_the_page(client):
    make_edition()

    answer = client.get(f"{PDF}?language=xx", headers={"accept-language": "en"})

    assert answer["Content-Disposition"].endswith('-en.pdf"')


@pytest.mark.django_db
def test_a_sign_that_no_font_holds_does_not_stop_the_notice(client):
    edition = make_edition()
    Edition.objects.filter(pk=edition.pk).update(
        definition={
            **edition.definition,
            "public_texts": [
                {"code": "party", "title": {"fr": "Fête 🎉"}, "body": {"fr": "Bravo 🎓"}}
            ],
        },
        fingerprint="0" * 64,
    )

    assert client.get(PDF).content.startswith(b"%PDF-")


@pytest.mark.django_db
@pytest.mark.parametrize("address", [NOTICE, PDF])
def test_a_draft_is_for_those_who_run_it_and_says_so(client, address):
    make_edition(state=EditionState.DRAFT)

    assert client.get(address).status_code == 404
    client.force_login(make_person())
    assert client.get(address).status_code == 404
    client.force_login(make_staff(Role.Kind.OFFICE, make_institution("tours")))
    assert client.get(address).status_code == 404
    client.force_login(make_staff(Role.Kind.OFFICE))
    assert client.get(address).status_code == 200
    page = client.get(NOTICE, headers={"accept-language": "en"})
    assertContains(page, "in preparation: not published yet")


@pytest.mark.django_db
def test_the_page_of_the_year_leads_to_its_notice(client):
    make_edition()

    page = client.get("/certifications/orleans/c2i2e/2022-2023/")

    assertContains(page, f'href="{NOTICE}"')
    assertContains(page, f'href="{PDF}?language=fr"')
    assertNotContains(client.get(NOTICE), "pas encore publiée")


@pytest.mark.django_db
def test_the_file_has_the_look_of_the_institution_and_is_another_one_when_it_changes(client):
    edition = make_edition()
    plain = client.get(PDF)
    drawing = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 24">
        <path d="M0 0h9v9z"/></svg>\n"""
    Look.objects.create(
        institution=edition.institution,
        colour="#6b2150",
        colour_in_dark="#e3a6cb",
        logo=drawing,
        logo_type="image/svg+xml",
        logo_width=48,
        logo_height=24,
        fingerprint="1",
    )

    dressed = client.get(PDF)

    assert plain["ETag"] != dressed["ETag"]
    with pikepdf.open(io.BytesIO(dressed.content)) as pdf:
        elements = (each for each in pdf.objects if isinstance(each, pikepdf.Dictionary))
        told = [str(each.Alt) for each in elements if each.get("/S") == "/Figure"]
    assert told == ["Logo – Université d'Orleans"]
