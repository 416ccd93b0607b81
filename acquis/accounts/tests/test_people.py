"""A person has a civil name for documents and a usage name for pages, and one address."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from acquis.accounts.models import Person, Role
from tests.factories import make_institution, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("usage", "shown"), [("", "Marie Curie-Exemple"), ("Skłodowska", "Marie Skłodowska")]
)
def test_a_person_is_shown_by_usage_name_and_printed_by_birth_name(usage, shown):
    person = make_person("Marie", "Curie-Exemple", usage_name=usage)

    assert (str(person), person.get_full_name()) == (shown, shown)
    assert person.get_short_name() == "Marie"
    assert person.civil_name == "Marie Curie-Exemple"


def test_one_address_is_one_person_whatever_its_capitals():
    person = make_person(email="Ada@Exemple.example")

    assert person.email == "ada@exemple.example"
    assert Person.objects.get_by_natural_key("ADA@exemple.example") == person
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="ADA@EXEMPLE.example", first_names="A", birth_name="B")


def test_a_role_is_named_by_its_person_its_kind_and_its_institution():
    role = make_staff(Role.Kind.CASHIER).roles.get()

    assert str(role) == f"{role.person}, {role.get_kind_display()}, Université d'Orleans"


def test_a_role_ends_after_it_begins():
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(
            person=make_person(),
            institution=make_institution(),
            kind=Role.Kind.OFFICE,
            since=date(2022, 10, 3),
            until=date(2022, 10, 2),
        )


def test_a_role_is_given_once():
    person = make_staff(Role.Kind.OFFICE)
    role = person.roles.get()
    role.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        role.save()


@pytest.mark.parametrize(
    ("day", "runs"),
    [
        (date(2022, 10, 2), False),
        (date(2022, 10, 3), True),
        (date(2023, 7, 31), True),
        (date(2023, 8, 1), False),
    ],
)
def test_a_role_runs_from_its_first_day_to_its_last(day, runs):
    Role.objects.create(
        person=make_person(),
        institution=make_institution(),
        kind=Role.Kind.OFFICE,
        since=date(2022, 10, 3),
        until=date(2023, 7, 31),
    )

    assert Role.objects.running_on(day).exists() == runs
