"""Requests brought to a state by the acts that people do, for the tests of this stage."""

from datetime import date

from django.core.files.base import ContentFile

from acquis.accounts.models import Role
from acquis.base.models import Entry, Message
from acquis.enrolment import actions
from acquis.enrolment.models import ProofState
from tests.factories import PDF, make_edition, make_person, make_staff


def pdf(name="certificat.pdf", more=b""):
    return ContentFile(PDF + more, name=name)


def a_candidate(**fields):
    return make_person(language="en", **fields)


def an_office(**fields):
    return make_staff(Role.Kind.OFFICE, **fields)


def a_continuing_education_desk(**fields):
    return make_staff(Role.Kind.CONTINUING_EDUCATION, **fields)


def a_cashier(**fields):
    return make_staff(Role.Kind.CASHIER, **fields)


def draft(category="m2-orleans", person=None, edition=None):
    person = person or a_candidate()
    return actions.start(edition or make_edition(), category, by=person)[0]


def complete_draft(category="m2-orleans", **others):
    """A draft with every compulsory document."""
    enrolment = draft(category, **others)
    for kind in enrolment.category_plan.proofs:
        if kind.is_required:
            actions.join(enrolment, kind.code, pdf(), by=enrolment.person)
    return enrolment


def sent(category="m2-orleans", **others):
    enrolment = complete_draft(category, **others)
    return actions.send(enrolment, by=enrolment.person, version=enrolment.version)


def checked(category="m2-orleans", by=None, **others):
    """Sent, with every document accepted."""
    enrolment = sent(category, **others)
    for proof in enrolment.proofs.all():
        actions.check_proof(proof, ProofState.ACCEPTED, by=by or an_office())
    return enrolment


def opened_late(person=None, category="m1-orleans", until=date(2022, 10, 20), **others):
    """A late opening given by an office: M1 has no dates at all."""
    edition = others.pop("edition", None) or make_edition()
    return actions.open_late(
        edition,
        person=person or a_candidate(),
        category=category,
        until=until,
        by=others.pop("by", None) or an_office(),
        reason=others.pop("reason", "Hospitalisation."),
    )


def journal(subject):
    """The verbs of the journal about one thing, in order."""
    entries = Entry.objects.filter(subject=subject.journal_key).order_by("number")
    return list(entries.values_list("verb", flat=True))


def letters(person):
    """The kinds of the letters queued to one person, in order."""
    return list(Message.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def ledger(enrolment):
    """(kind, cents) of each line, in order."""
    return list(enrolment.ledger.order_by("number").values_list("kind", "amount_cents"))
