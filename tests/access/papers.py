"""Published results and the papers issued from them, made directly."""

from acquis.base import clock
from acquis.outcomes import documents, rules
from acquis.outcomes.frame import frame_of
from acquis.outcomes.models import Document, Publication, Register, Result
from tests.factories import make_file


def make_result(act, enrolment, outcome):
    """The one result of a publication; everything is validated, whatever the outcome says."""
    edition = enrolment.edition
    publication = Publication.objects.create(
        institution=act.institution,
        edition=edition,
        session=1,
        deliberation=act,
        published_at=clock.now(),
        published_by=act.sealed_by,
    )
    return Result.objects.create(
        institution=act.institution,
        publication=publication,
        enrolment=enrolment,
        session=1,
        outcome=outcome,
        verdicts={item.code: "validated" for item in edition.programme.items},
        validated=[item.code for item in edition.programme.items],
        feedback={"A.1.1": ["Lecture de A.1.1"]},
        conditions={each.code: "validated" for each in edition.programme.conditions},
    )


def make_paper(result, kind, by, original=None):
    name = "certificat" if kind in ("certificate", "duplicate") else "attestation"
    register = Register.objects.get_or_create(
        institution=result.institution, name=f"{name}-c2i2e-2023"
    )[0]
    number = register.take()
    serial = Document.objects.count() + 1
    code = f"{serial:0>{rules.LENGTH}}"
    issued = {"code": code, "kind": kind}
    stated = documents.facts(
        result,
        frame=frame_of(result.publication),
        number=f"{register.name}-{number:05}",
        issued_on=clock.today(),
        original=original,
        **issued,
    )
    return Document.objects.create(
        institution=result.institution,
        register=register,
        number=number,
        person=result.enrolment.person,
        result=result,
        payload=stated,
        file=make_file(f"%PDF-1.4 {code}".encode(), f"{name}.pdf", result.institution),
        issued_at=clock.now(),
        issued_by=by,
        replaces=original,
        **issued,
    )
