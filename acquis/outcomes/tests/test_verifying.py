from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from acquis.outcomes import actions, rules
from acquis.outcomes.models import Document
from tests.factories import make_person

from .factories import make_certificates, make_certified, make_partial, make_published

pytestmark = pytest.mark.django_db
UNKNOWN = "0" * rules.LENGTH


@pytest.fixture
def certificate():
    person = make_person("Ada", "Lovelace", born_on=date(1995, 12, 10), email="ada@exemple.example")
    return make_certificates(make_certified(person, student_number="21900001"))[0]


def verify(client, code):
    return client.get(reverse("outcomes:verify", args=[code]))


def text_of(response):
    return response.content.decode().replace("\xa0", " ")


def bytes_of(document):
    with document.file.bytes.open() as file:
        return file.read()


def check(client, document, content, name="certificat.pdf"):
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    address = reverse("outcomes:check_file", args=[document.code])
    return client.post(address, {"file": upload}, follow=True)


def test_a_valid_certificate_shows_what_the_paper_shows(client, certificate):
    response = verify(client, certificate.code)

    text = text_of(response)
    assert response.status_code == 200
    assert "Ce document est valide" in text
    for told in [
        "Ada Lovelace",
        "Certificat informatique et internet de l’enseignement supérieur de niveau 2",
        "8 mai 2023",
        str(certificate),
        certificate.spelled_code,
        certificate.file.sha256,
    ]:
        assert told in text


def test_it_says_nothing_more_than_the_paper(client, certificate):
    text = text_of(verify(client, certificate.code))

    for kept in ["ada@exemple.example", "21900001", "1995", "A.1.1"]:
        assert kept not in text


def test_a_partial_attestation_shows_the_items_that_it_lists_and_no_other(client):
    make_published(make_partial(missing=("A.1.1", "A.1.2", "A.1.3")))

    text = text_of(verify(client, Document.objects.get().code))

    assert "B.4.3" in text
    assert "A.1.1" not in text


def test_a_revoked_one_shows_the_date_and_not_the_reason(client, certificate, at):
    at(2023, 7, 3)
    actions.revoke(certificate, reason="Fraude établie.", by=certificate.issued_by)

    response = verify(client, certificate.code)

    assert response.status_code == 200
    assert "Ce document est révoqué" in text_of(response)
    assert "3 juillet 2023" in text_of(response)
    assert "Fraude" not in text_of(response)


def test_a_replaced_one_says_so_and_its_duplicate_is_valid(client, certificate):
    office = certificate.issued_by
    actions.hand_over(certificate, mode="in_person", identity_seen="passeport", by=office)
    duplicate = actions.issue_duplicate(certificate, reason="Perte.", by=office)

    assert "Ce document a été remplacé" in text_of(verify(client, certificate.code))
    assert "Perte" not in text_of(verify(client, certificate.code))
    assert "Ce document est valide" in text_of(verify(client, duplicate.code))


@pytest.mark.parametrize("code", [UNKNOWN, "inconnu", "%00", "'; --", "é" * 30, "x" * 300])
def test_what_is_not_known_is_one_page_with_one_status(client, certificate, code):
    one = verify(client, UNKNOWN)
    other = verify(client, code)

    assert one.status_code == other.status_code == 404
    assert "Ce code n’est pas connu" in text_of(one)
    assert _words(other) == _words(one)


def _words(response):
    """The page without its tokens, and without the address that its language form comes back to."""
    lines = text_of(response).splitlines()
    return [line for line in lines if "csrf" not in line and 'name="next"' not in line]


def test_a_code_is_read_however_it_is_typed(client, certificate):
    spelled = certificate.spelled_code
    typed = [
        spelled,
        spelled.lower(),
        spelled.replace("-", " "),
        spelled.replace("0", "O"),
        spelled.replace("1", "l"),
        f"  {certificate.code} ",
    ]

    for code in typed:
        response = client.get(reverse("outcomes:verify_form"), {"code": code})
        assert response.headers["Location"] == reverse("outcomes:verify", args=[certificate.code])


def test_a_code_that_cannot_be_one_leads_to_the_page_not_known(client):
    response = client.get(reverse("outcomes:verify_form"), {"code": "??"}, follow=True)

    assert response.status_code == 404


def test_the_form_asks_for_a_code_when_none_is_typed(client):
    empty = client.get(reverse("outcomes:verify_form"))
    blank = client.get(reverse("outcomes:verify_form"), {"code": " "})

    assert (empty.status_code, empty.context["form"].is_bound) == (200, False)
    assert list(blank.context["form"].errors) == ["code"]


def test_the_file_that_was_issued_is_recognised_byte_for_byte(client, certificate):
    response = check(client, certificate, bytes_of(certificate))

    assert response.status_code == 200
    assert "octet pour octet" in text_of(response)


@pytest.mark.parametrize(
    "forge",
    [
        lambda content: content.replace(b"Typst", b"Forge"),
        lambda content: content + b"\n% ADMIS",
        lambda content: content[:-1],
        lambda content: b"%PDF-1.7 rien",
    ],
)
def test_a_file_changed_by_one_byte_is_not(client, certificate, forge):
    response = check(client, certificate, forge(bytes_of(certificate)))

    assert "n’est pas celui qui a été émis" in text_of(response)
    assert "octet pour octet" not in text_of(response)


def test_no_file_or_an_empty_one_is_asked_again(client, certificate):
    address = reverse("outcomes:check_file", args=[certificate.code])
    nothing = client.post(address, follow=True)
    empty = check(client, certificate, b"")

    told = [str(*response.context["messages"]) for response in [nothing, empty]]

    assert told == [
        "Choisissez le fichier PDF que vous avez reçu, puis comparez-le.",
        "Ce fichier est vide\xa0: choisissez le PDF que vous avez reçu.",
    ]


def test_a_file_for_a_code_not_known_says_only_that(client):
    upload = SimpleUploadedFile("x.pdf", b"%PDF-1.7")

    address = reverse("outcomes:check_file", args=[UNKNOWN])
    response = client.post(address, {"file": upload}, follow=True)

    assert response.status_code == 404
    assert "Ce code n’est pas connu" in text_of(response)


def test_the_page_that_asks_for_a_code_is_found_by_a_search(client):
    assert "X-Robots-Tag" not in client.get(reverse("outcomes:verify_form")).headers


def test_the_answer_is_neither_indexed_nor_told_to_other_sites(client, certificate):
    for response in [
        client.get(reverse("outcomes:verify_form"), {"code": "mistyped"}),
        verify(client, certificate.code),
        verify(client, UNKNOWN),
    ]:
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Cache-Control"] == "no-store"


def test_an_answer_costs_one_query_and_an_impossible_code_none_beside_the_shell(
    client, certificate, django_assert_num_queries
):
    with django_assert_num_queries(2):
        verify(client, certificate.code)
    with django_assert_num_queries(2):
        verify(client, UNKNOWN)
    with django_assert_num_queries(1):
        verify(client, "inconnu")


def test_comparing_a_file_is_guarded_against_forged_requests(certificate):
    strict = Client(enforce_csrf_checks=True)

    assert check(strict, certificate, b"%PDF").status_code == 403


def test_codes_hold_130_random_bits_and_no_sequence(certificate):
    codes = list(Document.objects.values_list("code", flat=True))

    assert all(len(code) == 26 and set(code) <= set(rules.ALPHABET) for code in codes)
    assert len(rules.ALPHABET) == 32
    assert len({code[:6] for code in codes}) == len(codes)
