"""Everybody who is not the evaluator of one assignment, each with a good reason to try."""

from datetime import date

from acquis.accounts.models import Role
from tests.factories import make_enrolment, make_institution, make_person, make_staff


def strangers_to(assignment):
    """{who: person}; the evaluator's colleagues, the candidate, the office, another university."""
    edition = assignment.edition
    elsewhere = make_institution("ailleurs")
    other_programme = make_person("Autre programme")
    Role.objects.create(
        person=other_programme,
        institution=edition.institution,
        kind=Role.Kind.EVALUATOR,
        programme_code="essai-lecon",
        since=date(2020, 1, 1),
    )
    return {
        "the candidate": assignment.deposit.candidate,
        "another candidate": make_enrolment(edition=edition).person,
        "another evaluator": make_staff(Role.Kind.EVALUATOR),
        "an evaluator of another programme": other_programme,
        "an evaluator of another university": make_staff(Role.Kind.EVALUATOR, elsewhere),
        "the office": make_staff(Role.Kind.OFFICE),
        "the office of another university": make_staff(Role.Kind.OFFICE, elsewhere),
        "the cashier": make_staff(Role.Kind.CASHIER),
        "the certificate desk": make_staff(Role.Kind.CERTIFICATE_DESK),
        "an administrator": make_staff(Role.Kind.ADMINISTRATOR),
        "somebody without role": make_person(),
    }
