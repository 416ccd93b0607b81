import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from pytest_django.asserts import assertContains

from acquis.base.refusal import Refusal
from acquis.enrolment import actions
from acquis.enrolment.models import Proof, ProofState

from .stories import a_candidate, an_office, complete_draft, draft, journal, pdf, sent

pytestmark = pytest.mark.django_db


def join(client, enrolment, file, kind="enrolment-certificate"):
    door = reverse("enrolment:join_proof", args=[enrolment.pk, kind])
    return client.post(door, {"file": file}, follow=True)


def proofs(enrolment):
    return list(enrolment.proofs.order_by("joined_at", "pk").values_list("kind", "state"))


def test_a_document_is_joined_and_journalled(client):
    enrolment = draft()
    client.force_login(enrolment.person)

    page = join(client, enrolment, pdf())

    assertContains(page, "The document is joined.")
    assertContains(page, "certificat.pdf")
    proof = Proof.objects.get()
    assert (proof.kind, proof.state) == ("enrolment-certificate", "pending")
    assert journal(proof) == ["joined"]


def test_another_document_replaces_the_first_which_is_kept(client):
    enrolment = complete_draft()
    client.force_login(enrolment.person)

    join(client, enrolment, pdf("meilleur.pdf", more=b"%"))

    assert proofs(enrolment) == [
        ("enrolment-certificate", "replaced"),
        ("enrolment-certificate", "pending"),
    ]


def test_the_same_bytes_twice_are_one_document(client):
    enrolment = complete_draft()
    client.force_login(enrolment.person)

    join(client, enrolment, pdf())

    assert proofs(enrolment) == [("enrolment-certificate", "pending")]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (ContentFile(b"", name="vide.pdf"), "vide.pdf"),
        (ContentFile(b"<html><script>alert(1)</script>", name="page.pdf"), "page.pdf"),
        ("", "This field is required."),
    ],
)
def test_a_file_that_cannot_be_received_is_refused_in_a_sentence(client, file, told):
    enrolment = draft()
    client.force_login(enrolment.person)

    page = join(client, enrolment, file)

    assert page.status_code == 200
    assertContains(page, "notice--error")
    assert not Proof.objects.exists()


def test_a_file_too_heavy_is_refused(client, settings):
    settings.UPLOAD_MAX_BYTES = 4000
    enrolment = draft()
    client.force_login(enrolment.person)

    page = join(client, enrolment, pdf(more=b"%" * 4000))

    assertContains(page, "notice--error")
    assert not Proof.objects.exists()


def test_a_document_that_the_category_does_not_ask_is_refused(client):
    enrolment = draft()
    client.force_login(enrolment.person)

    page = join(client, enrolment, pdf(), kind="passport")

    assertContains(page, "This document was accepted already, or is not asked for")
    assert not Proof.objects.exists()


def test_nothing_is_joined_after_the_closing(client, at):
    enrolment = draft()
    client.force_login(enrolment.person)
    at(2022, 11, 15)

    page = join(client, enrolment, pdf())

    assertContains(page, "Closed since 14 November 2022 at midnight (Paris time).")
    assert not Proof.objects.exists()


def test_nothing_is_joined_to_a_request_sent(client):
    enrolment = sent()
    client.force_login(enrolment.person)

    page = join(client, enrolment, pdf("autre.pdf", more=b"%"))

    assertContains(page, "it cannot be changed any more")
    assert proofs(enrolment) == [("enrolment-certificate", "pending")]


def test_a_document_sent_while_the_window_closes_is_refused_after_its_bytes(at):
    enrolment = draft()

    class Slow(ContentFile):
        """Its last byte is read after midnight."""

        def read(self, *args):
            at(2022, 11, 15)
            return super().read(*args)

    with pytest.raises(Refusal, match="Closed since 14 November 2022"):
        actions.join(
            enrolment,
            "enrolment-certificate",
            Slow(pdf().read(), name="a.pdf"),
            by=enrolment.person,
        )

    assert not Proof.objects.exists()


def test_only_the_candidate_and_the_desk_read_a_document(client):
    enrolment = sent()
    proof = enrolment.proofs.get()
    door = reverse("enrolment:proof_file", args=[proof.pk])

    answers = {}
    for name, person in [
        ("candidate", enrolment.person),
        ("office", an_office()),
        ("stranger", a_candidate()),
    ]:
        client.force_login(person)
        answer = client.get(door)
        body = b"".join(answer.streaming_content) if answer.streaming else b""
        answers[name] = (answer.status_code, body[:5])

    assert answers == {
        "candidate": (200, b"%PDF-"),
        "office": (200, b"%PDF-"),
        "stranger": (404, b""),
    }


def test_the_documents_of_a_draft_are_its_candidate_s_alone(client):
    proof = complete_draft().proofs.get()
    client.force_login(an_office())

    assert client.get(reverse("enrolment:proof_file", args=[proof.pk])).status_code == 404


def test_a_stranger_joins_nothing(client):
    enrolment = draft()
    client.force_login(a_candidate())

    assert join(client, enrolment, pdf()).status_code == 404
    assert not Proof.objects.exists()


def test_a_document_says_its_kind_and_its_file():
    proof = complete_draft().proofs.get()

    assert str(proof) == "enrolment-certificate: certificat.pdf"
    assert proof.state == ProofState.PENDING
