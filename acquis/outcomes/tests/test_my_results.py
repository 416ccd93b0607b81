import pytest
from django.urls import reverse

from acquis.base import clock
from acquis.enrolment.models import LedgerLine
from acquis.outcomes import actions
from acquis.outcomes.models import Document
from tests.factories import make_edition, make_institution, make_person, make_staff

from .factories import (
    make_absent,
    make_certificates,
    make_certified,
    make_not_submitted,
    make_partial,
    make_published,
    make_remarks,
    make_sealed,
)

pytestmark = pytest.mark.django_db
MINE = "/resultats/"


def mine(client, person):
    client.force_login(person)
    response = client.get(MINE)
    assert response.status_code == 200
    return response


def text_of(response):
    return response.content.decode().replace("\xa0", " ")


def test_nothing_is_shown_before_the_publication(client):
    seen = make_certified()
    make_remarks(seen, {"A.1.1": "Très bien."})
    make_sealed(seen)

    response = mine(client, seen.enrolment.person)

    assert response.context["sheets"] == []
    assert "Très bien." not in text_of(response)


def test_a_partial_result_shows_items_remarks_what_is_missing_and_appeals(client):
    seen = make_partial(missing=("A.1.1", "A.1.2", "A.1.3"))
    make_remarks(seen, {"A.1.1": "Montrez la séance elle-même."})
    make_published(seen)

    response = mine(client, seen.enrolment.person)

    (sheet,) = response.context["sheets"]
    assert sheet["result"].outcome == "partial"
    assert sheet["invitation"].number == 2
    assert [paper.kind for paper in sheet["papers"]] == ["partial"]
    lines = {line.code: line for section in sheet["sections"] for line in section.lines}
    assert lines["A.1.1"].remarks == ("Montrez la séance elle-même.",)
    assert not lines["A.1.1"].is_validated
    assert lines["B.4.3"].is_validated
    assert [str(text) for text in response.context["sheets"][0]["missing"]] == [
        "Domaine A.1 : présentez des preuves pour au moins 1 compétence parmi "
        "A.1.1, A.1.2 et A.1.3."
    ]
    assert "deux mois" in text_of(response)
    assert "pas les motifs du jury" in text_of(response)


def test_a_certified_candidate_sees_the_attestation_then_how_to_collect_then_the_handing_over(
    client,
):
    seen = make_certified()
    person = seen.enrolment.person
    publication = make_published(seen)
    office = publication.published_by
    before = text_of(mine(client, person))
    make_published(session=2, edition=seen.enrolment.edition, by=office)
    (certificate,) = actions.issue_certificates(seen.enrolment.edition, by=office).issued
    ready = text_of(mine(client, person))
    actions.hand_over(certificate, mode="in_person", identity_seen="passeport", by=office)
    collected = text_of(mine(client, person))

    assert "pas encore émis" in before
    assert "site Bourgogne" in ready
    assert "a été remis le 12 mai 2023" in collected
    assert mine(client, person).context["sheets"][0]["missing"] == ()


def test_an_unpaid_fee_is_said_with_its_amount(client):
    seen = make_certified(fee_cents=9694)
    publication = make_published(seen)
    LedgerLine.objects.create(
        enrolment=seen.enrolment,
        institution=seen.enrolment.institution,
        number=1,
        kind=LedgerLine.Kind.DUE,
        amount_cents=9694,
        at=clock.now(),
        by=publication.published_by,
    )

    response = mine(client, seen.enrolment.person)

    assert response.context["sheets"][0]["owed"] == 9694
    assert "96,94" in text_of(response)


def test_absent_and_not_submitted_are_told_apart(client):
    edition = make_edition()
    absent, not_submitted = make_absent(edition=edition), make_not_submitted(edition=edition)
    make_published(absent, not_submitted)

    pages = [text_of(mine(client, seen.enrolment.person)) for seen in [absent, not_submitted]]

    assert "Vous n’aviez pas commencé de dossier" in pages[0]
    assert "sans le déposer" in pages[1]
    assert mine(client, absent.enrolment.person).context["sheets"][0]["sections"] == ()


def test_session_2_counts_what_session_1_had_validated(client, at):
    seen = make_partial(missing=("A.1.1", "A.1.2", "A.1.3"))
    publication = make_published(seen)
    at(2023, 6, 30)
    seen.standing = "not_submitted"
    make_published(seen, session=2, by=publication.published_by)

    response = mine(client, seen.enrolment.person)

    assert [sheet["result"].session for sheet in response.context["sheets"]] == [2, 1]
    assert [str(text)[:11] for text in response.context["sheets"][0]["missing"]] == ["Domaine A.1"]
    assert "nouvelle inscription" in text_of(response)


def test_the_page_costs_the_same_for_one_result_and_for_three(client, django_assert_num_queries):
    edition = make_edition()
    seen = make_certified(edition=edition)
    person = seen.enrolment.person
    publication = make_published(seen)
    mine(client, person)
    with django_assert_num_queries(12):
        client.get(MINE)
    make_published(make_partial(), session=2, edition=edition, by=publication.published_by)
    elsewhere = make_edition(institution=make_institution("tours"))
    for session in [1, 2]:
        other = make_certified(person, elsewhere) if session == 1 else other  # noqa: F821
        make_published(
            other,
            session=session,
            edition=elsewhere,
            by=make_staff("office", elsewhere.institution),
        )

    with django_assert_num_queries(12):
        response = client.get(MINE)

    assert len(response.context["sheets"]) == 3


def read(client, person, document):
    client.force_login(person)
    return client.get(reverse("outcomes:document_pdf", args=[document.pk]))


def test_a_paper_is_read_by_its_holder_the_office_and_the_desk(client):
    (certificate,) = make_certificates(make_certified())
    readers = [certificate.person, certificate.issued_by, make_staff("certificate_desk")]

    answers = [read(client, reader, certificate) for reader in readers]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {b"".join(answer.streaming_content)[:8] for answer in answers} == {b"%PDF-1.7"}
    assert f"{certificate}.pdf" in answers[0].headers["Content-Disposition"]


def test_the_desk_does_not_read_attestations(client):
    make_published(make_partial())

    assert read(client, make_staff("certificate_desk"), Document.objects.get()).status_code == 404


@pytest.mark.parametrize("kind", [None, "cashier", "evaluator", "continuing_education"])
def test_a_stranger_reads_no_paper_and_no_result(client, kind):
    (certificate,) = make_certificates(make_certified())
    stranger = make_staff(kind) if kind else make_person()

    assert read(client, stranger, certificate).status_code == 404
    assert mine(client, stranger).context["sheets"] == []


def test_the_office_of_another_institution_reads_no_paper(client):
    (certificate,) = make_certificates(make_certified())
    other = make_staff("office", make_institution("tours"))

    assert read(client, other, certificate).status_code == 404
