"""A role reaches its institution and its programme, while it runs; nobody else reaches anything."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from acquis.accounts.models import Role
from acquis.base.scope import CASHIER, EVALUATOR, OFFICE, has_role, reach, roles_of
from tests.factories import make_edition, make_institution, make_person, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions():
    """The C2i2e of 2022-2023 of two universities."""
    return [
        make_edition(institution=make_institution("orleans")),
        make_edition(institution=make_institution("tours")),
    ]


def reached(person, *kinds):
    found = type(make_edition()).objects.filter(
        reach(person, *kinds, institution="institution", programme="programme_code")
    )
    return sorted(edition.institution.slug for edition in found)


def give(person, institution="orleans", kind=OFFICE, **fields):
    return Role.objects.create(
        person=person,
        institution=make_institution(institution),
        kind=kind,
        **{"since": date(2022, 10, 3), **fields},
    )


def test_a_role_reaches_its_institution_and_no_other(editions):
    assert reached(make_staff(OFFICE, make_institution("tours")), OFFICE) == ["tours"]


def test_a_role_of_another_kind_reaches_nothing(editions):
    person = make_staff(EVALUATOR)

    assert reached(person, OFFICE, CASHIER) == []
    assert reached(person, OFFICE, EVALUATOR) == ["orleans"]


def test_somebody_without_role_reaches_nothing(editions):
    assert reached(make_person(), *Role.Kind) == []
    assert reached(AnonymousUser(), *Role.Kind) == []


def test_a_role_in_one_programme_does_not_reach_another(editions):
    person = make_person()
    give(person, programme_code="c2i1")

    assert reached(person, OFFICE) == []

    other = make_person()
    give(other, programme_code="c2i2e")
    assert reached(other, OFFICE) == ["orleans"]


def test_roles_add_up(editions):
    person = make_person()
    give(person, "orleans", OFFICE)
    give(person, "tours", CASHIER, programme_code="c2i2e")

    assert reached(person, OFFICE, CASHIER) == ["orleans", "tours"]
    assert reached(person, CASHIER) == ["tours"]


@pytest.mark.parametrize(
    ("day", "reaches"),
    [
        ((2022, 10, 2, 23, 59), []),
        ((2022, 10, 3, 0, 0), ["orleans"]),
        ((2023, 7, 31, 23, 59), ["orleans"]),
        ((2023, 8, 1, 0, 0), []),
    ],
)
def test_a_role_runs_from_its_first_day_to_its_last_in_paris(day, reaches, editions, at):
    person = make_person()
    give(person, until=date(2023, 7, 31))

    at(*day)

    assert reached(person, OFFICE) == reaches


def test_roles_are_read_once_a_request(django_assert_num_queries):
    person = make_staff(OFFICE)

    with django_assert_num_queries(1):
        assert [role.institution.slug for role in roles_of(person)] == ["orleans"]
        assert has_role(person, OFFICE, CASHIER)
        assert not has_role(person, CASHIER)
