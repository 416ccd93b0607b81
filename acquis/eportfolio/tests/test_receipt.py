from datetime import UTC
from io import BytesIO, StringIO

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from pytest_django.asserts import assertContains, assertNotContains

from acquis.base import clock
from acquis.eportfolio import actions, documents
from acquis.eportfolio.models import Deposit
from conftest import unguarded
from tests.factories import make_deposit, make_person, make_portfolio

from .doors import door, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def deposit():
    portfolio = make_portfolio(claims=["A.1.1"])
    return actions.deposit(
        portfolio,
        statement="Je déclare.",
        begun_at=clock.now(),
        by=portfolio.enrolment.person,
    )


def verify(number):
    output = StringIO()
    call_command("verify_receipt", number, stdout=output)
    return output.getvalue()


def test_the_receipt_tells_the_number_the_moment_and_every_fingerprint(client, deposit):
    signed_in(client, deposit.portfolio)

    response = client.get(deposit.get_absolute_url())

    assertContains(response, "state--sent")
    for fact in (deposit.number, deposit.moment, deposit.sha256, deposit.evidence()[0]["sha256"]):
        assertContains(response, fact)
    assertContains(response, door("take_back", deposit.portfolio))


def test_a_receipt_cannot_be_taken_back_any_more_after_the_deadline_or_in_the_next_session(
    client, deposit, at
):
    signed_in(client, deposit.portfolio)
    at(2023, 4, 24)

    late = client.get(deposit.get_absolute_url())
    actions.open_session(deposit.portfolio, 2, by=None)
    later = client.get(deposit.get_absolute_url())

    assertNotContains(late, door("take_back", deposit.portfolio))
    assertNotContains(later, door("take_back", deposit.portfolio))
    assertContains(later, "state--sent")


def test_the_pdf_is_the_same_bytes_each_time_and_says_its_language(client, deposit):
    signed_in(client, deposit.portfolio)

    first = client.get(door("receipt_pdf", deposit))
    second = client.get(door("receipt_pdf", deposit))

    assert first.content == second.content
    assert first["Content-Type"] == "application/pdf"
    assert deposit.number in first["Content-Disposition"]
    with pikepdf.open(BytesIO(first.content)) as pdf:
        assert str(pdf.Root.Lang) == "fr"
        assert pdf.open_metadata()["pdfaid:part"] == "2"


def test_a_receipt_of_three_hundred_files_with_awkward_names_is_typeset():
    deposit = make_deposit()
    situation = deposit.content["situations"][0]
    one = situation["evidence"][0]
    awkward = ["📷.pdf", "课程.pdf", "درس.pdf", "x" * 250, "<b>#[raw]</b>"]
    link = {
        **one,
        "name": "",
        "url": "https://exemple.example/" + "a" * 900,
        "sha256": "",
        "file": "",
        "size": 0,
    }
    situation["evidence"] = [
        *({**one, "name": name} for name in awkward),
        link,
        *({**one, "name": f"photo {number}.jpg"} for number in range(300)),
    ]
    deposit.content["situations"].append({**situation, "title": "👋", "evidence": [], "claims": []})

    with pikepdf.open(BytesIO(documents.receipt(deposit))) as pdf:
        assert len(pdf.pages) > 10


def test_a_receipt_that_holds_is_confirmed(deposit):
    assert verify(f" {deposit.number.lower()} ") == (
        f"{deposit.number} holds: {deposit.sha256}, 1 file(s) read again.\n"
    )


def test_an_unknown_number_is_said():
    with pytest.raises(CommandError, match="D-2022-NOPE"):
        verify("D-2022-NOPE")


def test_a_changed_content_a_rewritten_fingerprint_and_a_damaged_file_are_found(deposit):
    file = deposit.files.get()
    default_storage.delete(file.bytes.name)
    content = {**deposit.content, "person": "Quelqu’un d’autre"}

    with unguarded():
        Deposit.objects.update(content=content, sha256="0" * 64)
    deposit.refresh_from_db()

    assert len(deposit.faults()) == 3
    with pytest.raises(CommandError, match=r"3 fault\(s\)"):
        verify(deposit.number)


def test_a_link_has_no_bytes_to_read_again(deposit):
    deposit.content["situations"][0]["evidence"][0].update(file="", sha256="", url="https://x.org")

    with unguarded():
        deposit.save()

    assert len(deposit.faults()) == 1


def test_the_moment_is_told_in_utc_too(deposit):
    assert deposit.deposited_at.astimezone(UTC).isoformat() == "2022-10-03T08:00:00+00:00"
    assert deposit.moment == "lundi 3 octobre 2022 à 10\u00a0h\u00a000"


def test_somebody_elses_receipt_is_not_found(client, deposit):
    client.force_login(make_person())

    assert client.get(deposit.get_absolute_url()).status_code == 404
    assert client.get(door("receipt_pdf", deposit)).status_code == 404
