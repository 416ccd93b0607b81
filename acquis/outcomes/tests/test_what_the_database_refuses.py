"""Statements sent as they are, by somebody who has the application's rights on the database."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from acquis.outcomes.models import Document, HandOver, Publication, Register, Result
from tests.factories import make_edition, make_person

from .factories import make_certificates, make_certified, make_partial, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def refused(sql):
    """`refused("UPDATE …", value)`: whether the database refuses it, as a guard does."""

    def is_refused(statement, *values):
        try:
            with transaction.atomic():
                sql(statement, *values)
        except IntegrityError:
            return True
        return False

    return is_refused


def key(row):
    return row.pk.hex if connection.vendor == "sqlite" else row.pk


def copied(document, **changes):
    """The same paper once more, sent as one INSERT."""
    twin = Document.objects.get(pk=document.pk)
    for name, value in changes.items():
        setattr(twin, name, value)
    twin.pk, twin.code = None, "COPY"
    twin.pk = Document._meta.pk.default()
    twin._state.adding = True
    return twin


def is_insertable(document):
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize("kind", ["certificate", "duplicate", "success"])
def test_no_certificate_without_a_sealed_positive_decision(kind):
    make_published(make_partial())
    paper = Document.objects.get()
    register = Register.objects.create(institution=paper.institution, name="faux")
    register.take()

    forged = copied(paper, kind=kind, register=register, number=1)
    honest = copied(paper, kind="partial", register=register, number=1)

    assert not is_insertable(forged)
    assert not is_insertable(honest), "one attestation a result"


def test_nothing_that_was_issued_ever_changes(refused):
    (certificate,) = make_certificates(make_certified())
    other = certificate.result.documents.get(kind="success")

    for column, value in [
        ("kind", "success"),
        ("number", 7),
        ("register_id", other.register_id),
        ("file_id", key(other.file)),
        ("payload", '{"holder": "Mallory"}'),
        ("code", "MALLORY"),
        ("result_id", key(make_published(make_partial()).results.get())),
        ("person_id", make_person().pk),
        ("issued_at", "2020-01-01 00:00:00+00:00"),
    ]:
        statement = f"UPDATE outcomes_document SET {column} = %s WHERE id = %s"
        assert refused(statement, value, key(certificate)), column


def test_nothing_that_was_issued_or_published_ever_goes(refused):
    (certificate,) = make_certificates(make_certified())
    assert certificate

    for table in [
        "outcomes_document",
        "outcomes_register",
        "outcomes_result",
        "outcomes_publication",
    ]:
        assert refused(f"DELETE FROM {table}"), table  # noqa: S608


def test_results_and_publications_never_change(refused):
    make_published(make_partial())

    assert refused("UPDATE outcomes_result SET outcome = 'certified'")
    assert refused("UPDATE outcomes_publication SET session = 2")
    assert Result.objects.get().outcome == "partial"
    assert Publication.objects.get().session == 1


@pytest.mark.parametrize("state", ["revoked", "superseded"])
def test_what_has_ended_stays_ended(refused, state):
    (certificate,) = make_certificates(make_certified())
    certificate.end(state, by=certificate.issued_by, reason="Fraude.")

    for other in {"valid", "revoked", "superseded"} - {state}:
        statement = "UPDATE outcomes_document SET state = %s WHERE id = %s"
        assert refused(statement, other, key(certificate))


def test_an_ended_paper_is_dated(refused):
    (certificate,) = make_certificates(make_certified())

    assert refused("UPDATE outcomes_document SET state = 'revoked' WHERE id = %s", key(certificate))


@pytest.mark.parametrize("step", [0, 2, -1])
def test_a_register_goes_on_by_one(step):
    make_certificates(make_certified())
    register = Register.objects.filter(name="certificat-c2i2e-2023")

    with pytest.raises(IntegrityError), transaction.atomic():
        register.update(last_number=F("last_number") + step)


def test_a_register_does_not_go_on_before_its_last_number_is_used():
    make_certificates(make_certified())
    register = Register.objects.get(name="certificat-c2i2e-2023")
    register.take()

    with pytest.raises(IntegrityError), transaction.atomic():
        register.take()


def test_a_register_begins_empty():
    with pytest.raises(IntegrityError), transaction.atomic():
        Register.objects.create(institution=make_edition().institution, name="x", last_number=5)


def test_a_paper_takes_the_number_just_given_and_names_its_candidate():
    (certificate,) = make_certificates(make_certified())
    register = certificate.register
    register.take()

    plain = copied(certificate, kind="duplicate", number=2)

    assert not is_insertable(copied(certificate, kind="duplicate", number=3))
    assert not is_insertable(copied(certificate, kind="duplicate", number=2, person=make_person()))
    assert is_insertable(plain)


def test_one_certificate_a_result():
    (certificate,) = make_certificates(make_certified())
    certificate.register.take()

    assert not is_insertable(copied(certificate, number=2))


@pytest.mark.parametrize(
    "proofs",
    [
        {"mode": "in_person"},
        {"mode": "proxy", "identity_seen": "passeport", "receiver": "Bob"},
        {"mode": "post"},
    ],
)
def test_a_handing_over_without_its_proofs(proofs):
    (certificate,) = make_certificates(make_certified())

    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.create(
            document=certificate, at=certificate.issued_at, by=certificate.issued_by, **proofs
        )
