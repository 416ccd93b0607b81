"""Institutions and roles from the command line, each written in the journal."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from acquis.accounts.models import Institution, Role
from acquis.base.models import Entry
from tests.factories import make_institution, make_person

pytestmark = pytest.mark.django_db


def roles(person):
    return list(person.roles.values_list("kind", "programme_code", "since", "until"))


def test_an_institution_is_added_once():
    call_command("add_institution", "tours", "Université de Tours", "Tours")

    with pytest.raises(CommandError, match="already an institution"):
        call_command("add_institution", "tours", "Encore", "Tours")

    assert list(Institution.objects.values_list("slug", "name")) == [
        ("tours", "Université de Tours")
    ]
    assert list(Entry.objects.values_list("chain", "verb")) == [("tours", "institution added")]


def test_a_slug_that_would_break_addresses_is_refused():
    with pytest.raises(CommandError, match="letters without accents"):
        call_command("add_institution", "orléans !", "Université", "Orléans")


def test_a_role_is_given_then_ended_and_both_are_journalled():
    make_institution()
    person = make_person(email="office@exemple.example")

    call_command("appoint", "OFFICE@exemple.example", "office", institution="orleans")
    given = roles(person)
    call_command("appoint", person.email, "office", institution="orleans", end=True)

    assert given == [(Role.Kind.OFFICE, "", date(2022, 10, 3), None)]
    assert roles(person) == [(Role.Kind.OFFICE, "", date(2022, 10, 3), date(2022, 10, 3))]
    assert list(Entry.objects.values_list("verb", flat=True)) == ["role given", "role ended"]


def test_giving_a_role_twice_says_that_it_stands():
    make_institution()
    person = make_person()
    call_command("appoint", person.email, "cashier", institution="orleans")

    with pytest.raises(CommandError, match="already stands"):
        call_command("appoint", person.email, "cashier", institution="orleans")

    assert len(roles(person)) == 1


def test_a_role_needs_a_person_with_an_account_and_an_institution():
    person = make_person()

    with pytest.raises(CommandError, match="ask them to sign up first"):
        call_command("appoint", "nobody@exemple.example", "office", institution="orleans")
    with pytest.raises(CommandError, match="see add_institution"):
        call_command("appoint", person.email, "office", institution="nowhere")

    assert not Entry.objects.exists()
