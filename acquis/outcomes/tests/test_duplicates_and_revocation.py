import uuid

import pytest
from django.urls import reverse

from acquis.base.models import Entry, Message
from acquis.outcomes import actions
from acquis.outcomes.models import Document
from tests.factories import make_institution, make_person, make_staff

from .factories import make_certificates, make_certified, make_partial, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_staff("certificate_desk")


@pytest.fixture
def certificate(desk):
    """A certificate that its holder has collected."""
    (made,) = make_certificates(make_certified(make_person("Ada", "Lovelace")))
    actions.hand_over(made, mode="in_person", identity_seen="passeport", by=desk)
    return made


def duplicate(client, document, **sent):
    return client.post(reverse("outcomes:duplicate", args=[document.pk]), sent, follow=True)


def revoke(client, document, **sent):
    return client.post(reverse("outcomes:revoke", args=[document.pk]), sent, follow=True)


def test_a_duplicate_takes_a_new_number_says_so_and_ends_the_first(client, desk, certificate):
    client.force_login(desk)

    response = duplicate(client, certificate, reason="Vol déclaré le 3 juillet 2023.")

    assert response.redirect_chain == [(reverse("outcomes:desk"), 302)]
    made = Document.objects.get(kind="duplicate")
    certificate.refresh_from_db()
    assert (made.number, made.state, made.replaces) == (2, "valid", certificate)
    assert made.code != certificate.code
    assert made.payload["original"] == {"number": str(certificate), "issued_on": "2023-05-12"}
    assert made.payload["decided_on"] == certificate.payload["decided_on"]
    assert (certificate.state, certificate.reason) == (
        "superseded",
        "Vol déclaré le 3 juillet 2023.",
    )
    assert str(made) in Message.objects.get(kind="duplicate").body
    verbs = Entry.objects.order_by("-number").values_list("verb", "subject")[:2]
    assert list(verbs) == [
        ("superseded", certificate.journal_key),
        ("issued", made.journal_key),
    ]


def test_a_duplicate_waits_at_the_desk_like_a_certificate(client, desk, certificate):
    client.force_login(desk)
    duplicate(client, certificate, reason="Perte.")

    response = client.get(reverse("outcomes:desk"))

    assert [each.kind for each in response.context["page"].object_list] == ["duplicate"]


def test_a_duplicate_of_a_duplicate_cites_the_one_it_replaces(client, desk, certificate):
    client.force_login(desk)
    duplicate(client, certificate, reason="Perte.")
    first = Document.objects.get(kind="duplicate")
    actions.hand_over(first, mode="post", tracking_number="1", by=desk)

    duplicate(client, first, reason="Perdu par la poste.")

    second = Document.objects.get(kind="duplicate", state="valid")
    assert (second.number, second.payload["original"]["number"]) == (3, str(first))


def test_a_double_click_makes_one_duplicate(client, desk, certificate):
    client.force_login(desk)
    sent = {"reason": "Perte.", "once": str(uuid.uuid4())}

    for _ in range(2):
        duplicate(client, certificate, **sent)

    assert Document.objects.filter(kind="duplicate").count() == 1


def test_a_second_duplicate_of_the_same_certificate_is_refused(client, desk, certificate):
    client.force_login(desk)
    duplicate(client, certificate, reason="Perte.")

    response = duplicate(client, certificate, reason="Perte.")

    (message,) = response.context["messages"]
    assert "remplacé" in str(message)
    assert Document.objects.filter(kind="duplicate").count() == 1


def test_a_certificate_still_at_the_desk_needs_no_duplicate(client, desk):
    (waiting,) = make_certificates(make_certified())
    client.force_login(desk)

    response = duplicate(client, waiting, reason="Perte.")

    (message,) = response.context["messages"]
    assert "attend encore au guichet" in str(message)
    assert not Document.objects.filter(kind="duplicate").exists()


def test_a_duplicate_without_a_reason_is_not_made(client, desk, certificate):
    client.force_login(desk)

    response = duplicate(client, certificate, reason=" ")

    assert list(response.context["form"].errors) == ["reason"]
    assert not Document.objects.filter(kind="duplicate").exists()


def test_the_office_revokes_with_a_reason_and_the_holder_is_told(client, certificate):
    office = certificate.issued_by
    client.force_login(office)

    revoke(client, certificate, reason="Fraude établie le 3 juillet.")

    certificate.refresh_from_db()
    assert (certificate.state, certificate.reason) == ("revoked", "Fraude établie le 3 juillet.")
    entry = Entry.objects.get(verb="revoked")
    assert (entry.by, entry.subject) == (office, certificate.journal_key)
    assert "Fraude" not in str(entry.facts)
    letter = Message.objects.get(kind="revoked")
    assert letter.person == certificate.person
    assert "Fraude établie le 3 juillet." in letter.body
    assert "deux mois" in letter.body


def test_what_is_revoked_stays_so(client, certificate):
    client.force_login(certificate.issued_by)
    revoke(client, certificate, reason="Fraude.")

    again = revoke(client, certificate, reason="Autre chose.")

    assert len(again.context["messages"]) == 1
    certificate.refresh_from_db()
    assert certificate.reason == "Fraude."
    assert Message.objects.filter(kind="revoked").count() == 1


def test_an_attestation_is_revoked_too(client):
    publication = make_published(make_partial())
    attestation = Document.objects.get()
    client.force_login(publication.published_by)

    revoke(client, attestation, reason="Erreur.")

    attestation.refresh_from_db()
    assert attestation.state == "revoked"


def test_revoking_without_a_reason_does_nothing(client, certificate):
    client.force_login(certificate.issued_by)

    response = revoke(client, certificate, reason="")

    assert list(response.context["form"].errors) == ["reason"]
    certificate.refresh_from_db()
    assert certificate.state == "valid"


@pytest.mark.parametrize("kind", [None, "cashier", "certificate_desk", "evaluator"])
def test_only_the_office_revokes(client, certificate, kind):
    client.force_login(make_staff(kind) if kind else make_person())

    assert revoke(client, certificate, reason="Fraude.").status_code == 404
    certificate.refresh_from_db()
    assert certificate.state == "valid"


@pytest.mark.parametrize("kind", [None, "cashier", "evaluator"])
def test_strangers_make_no_duplicate(client, certificate, kind):
    client.force_login(make_staff(kind) if kind else make_person())

    assert duplicate(client, certificate, reason="Perte.").status_code == 404


def test_another_institution_reaches_nothing(client, certificate):
    client.force_login(make_staff("office", make_institution("tours")))

    assert revoke(client, certificate, reason="Fraude.").status_code == 404
    assert duplicate(client, certificate, reason="Perte.").status_code == 404
