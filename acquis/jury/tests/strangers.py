"""Everybody who is no member of one jury and not its office, each with a reason to try."""

from acquis.accounts.models import Role
from tests.factories import make_enrolment, make_institution, make_person, make_staff

from .scenes import make_jury


def strangers_to(sitting):
    """{who: person}; a candidate, an evaluator, jurors of others, another university."""
    edition = sitting.jury.edition
    elsewhere = make_institution("ailleurs")
    other_programme = make_person("Autre programme")
    Role.objects.create(
        person=other_programme,
        institution=edition.institution,
        kind=Role.Kind.OFFICE,
        programme_code="essai-lecon",
        since="2020-01-01",
    )
    return {
        "a candidate": make_enrolment(edition=edition).person,
        "an evaluator": make_staff(Role.Kind.EVALUATOR),
        "a member of another jury": make_jury(edition).members.first().person,
        "the office of another programme": other_programme,
        "the office of another university": make_staff(Role.Kind.OFFICE, elsewhere),
        "the cashier": make_staff(Role.Kind.CASHIER),
        "the certificate desk": make_staff(Role.Kind.CERTIFICATE_DESK),
        "an administrator": make_staff(Role.Kind.ADMINISTRATOR),
        "somebody without role": make_person(),
    }


def statuses(client, people, ask):
    """{who: status} of what `ask(client)` gets for each person."""
    found = {}
    for who, person in people.items():
        client.force_login(person)
        found[who] = ask(client).status_code
    return found


def all_not_found(people):
    return dict.fromkeys(people, 404)
