"""Invented people who certify, with their roles."""

from dataclasses import dataclass, field
from datetime import timedelta

from acquis.accounts.models import Person, Role
from acquis.base import clock

PEOPLE = [
    ("office", "Océane", "Dubureau", Role.Kind.OFFICE),
    ("sefco", "Séverin", "Continué", Role.Kind.CONTINUING_EDUCATION),
    ("cashier", "Camille", "Delacaisse", Role.Kind.CASHIER),
    ("desk", "Désirée", "Duguichet", Role.Kind.CERTIFICATE_DESK),
    ("administrator", "Ambre", "Desclefs", Role.Kind.ADMINISTRATOR),
]
EVALUATORS = [
    ("Éloi", "Lecteur"),
    ("Victoire", "Relit"),
    ("Aristide", "Grille"),
    ("Lucienne", "Attentive"),
    ("Fulbert", "Minutieux"),
    ("Rosemonde", "Juste"),
    ("Bertille", "Clairvoyante"),
    ("Ghislain", "Mesuré"),
    ("Ondine", "Scrupule"),
    ("Tancrède", "Patient"),
]
JURORS = [
    ("Présidente", "Sagesse", "professeure des universités, présidente"),
    ("Hector", "Débat", "maître de conférences"),
    ("Iphigénie", "Équité", "professeure agrégée, formatrice"),
    ("Marius", "Quorum", "inspecteur, personne qualifiée"),
]


@dataclass
class Staff:
    """Everybody who certifies, by what they do."""

    people: dict = field(default_factory=dict)
    evaluators: list = field(default_factory=list)
    jurors: list = field(default_factory=list)


def appoint(institution, candidates):
    """Make the staff of an institution: an evaluator for about fifteen candidates, two at least."""
    staff = Staff()
    for code, first_names, birth_name, kind in PEOPLE:
        staff.people[code] = _person(code, first_names, birth_name)
        _give(staff.people[code], institution, kind)
    number = max(2, min(len(EVALUATORS), candidates // 15 + 1))
    for rank, (first_names, birth_name) in enumerate(EVALUATORS[:number], 1):
        evaluator = _person(f"evaluateur{rank}", first_names, birth_name)
        _give(evaluator, institution, Role.Kind.EVALUATOR)
        staff.evaluators.append(evaluator)
    for rank, (first_names, birth_name, quality) in enumerate(JURORS, 1):
        staff.jurors.append((_person(f"jure{rank}", first_names, birth_name), quality))
    return staff


def _person(code, first_names, birth_name):
    person = Person(
        email=f"{code}@certification.example", first_names=first_names, birth_name=birth_name
    )
    person.set_unusable_password()
    person.save()
    return person


def _give(person, institution, kind):
    Role.objects.create(
        person=person,
        institution=institution,
        kind=kind,
        since=clock.today() - timedelta(days=30),
    )
