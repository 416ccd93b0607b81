"""How each competence went: told from published acts, and never so that it names somebody."""

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from acquis.accounts.models import Role
from acquis.outcomes.tests.factories import (
    make_absent,
    make_certified,
    make_partial,
    make_published,
    make_rectifying,
    make_sealed,
    published,
)
from acquis.portal.competences import Part, link, sessions_of
from tests.factories import make_edition, make_institution, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_first_jury(at):
    at(2023, 5, 12, 10)


def lines_of(edition, number=1, before=()):
    session = next(each for each in sessions_of(edition, before) if each.number == number)
    return {line.code: line for line in session.lines}


def seen(count, **fields):
    """As many candidates, of whom each has the same items missing or not claimed."""
    made = [make_certified() for _each in range(count)]
    for each in made:
        for name, value in fields.items():
            setattr(each, name, value)
    return made


def test_a_year_is_told_competence_by_competence():
    people = [
        *seen(6, missing=("A.1.1", "B.2.1")),
        *seen(7, unclaimed=("A.1.1",), missing=("B.2.1",)),
        *seen(8),
    ]
    make_published(*people, make_absent())

    session = sessions_of(make_edition())[0]

    lines = {line.code: line for line in session.lines}
    assert (session.number, session.examined, len(lines)) == (1, 21, 28)
    assert (lines["A.1.1"].claimed, lines["A.1.1"].validated) == (Part(21, 14), Part(14, 8))
    assert lines["A.1.1"].proposed == Part(14, 8)
    assert (lines["B.2.1"].claimed, lines["B.2.1"].validated) == (Part(21, 21), Part(21, 8))
    assert (lines["A.1.1"].bars, lines["B.2.1"].bars) == ((160, 91), (240, 91))
    # Of the 8 who validate it all validate the rest, of the 13 others 7: 48 / √(8·13·15·6).
    assert lines["B.2.1"].link == pytest.approx(0.496, abs=0.001)
    assert lines["A.1.1"].link is None


def test_a_rectifying_act_replaces_what_the_first_said():
    people = seen(10)
    first = make_sealed(*people)
    by = make_staff("office", first.institution)
    published(first, by=by)
    people[0].missing = ("A.1.1",)
    published(make_rectifying(first, people[0]), by=by)

    assert lines_of(make_edition())["A.1.1"].validated == Part(10, 9)


def test_an_act_that_is_sealed_and_not_published_is_not_told():
    make_sealed(*seen(6))

    assert sessions_of(make_edition()) == []


def test_years_before_are_compared_when_they_asked_the_same():
    edition = make_edition()
    make_published(*seen(6))
    (session,) = sessions_of(edition, before=[edition])

    assert {part.part for line in session.lines for part in line.before} == {Part(6, 6)}
    other = make_edition("essai-lecon/editions/2023-2024")
    (session,) = sessions_of(edition, before=[other])
    assert {part.part for line in session.lines for part in line.before} == {None}


@given(st.integers(0, 60), st.data())
def test_a_number_is_told_only_with_five_on_both_sides(total, data):
    good = data.draw(st.integers(0, total))
    part = Part(total, good)

    told = [part.is_few, part.is_nearly_none, part.is_nearly_all, part.is_number]
    assert told.count(True) == 1
    assert part.is_number == (good >= 5 and total - good >= 5)
    # Nor does a bar tell what the number hides.
    assert part.drawn in ({good} if part.is_number else {0, total})


def dossiers(rows):
    """Each row says of the competences a, b, c whether they are validated; None: not claimed."""
    names = {True: "validated", False: "not_validated"}
    return [
        {
            code: {
                "verdict": names.get(value, "not_claimed"),
                "basis": "not_claimed" if value is None else "proposed",
            }
            for code, value in zip("abc", row, strict=True)
        }
        for row in rows
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(True, True, True)] * 10 + [(False, False, False)] * 10, 1.0),
        ([(True, False, False)] * 10 + [(False, True, True)] * 10, -1.0),
        ([(True, True, False), (False, True, False)] * 10, None),  # the rest never differs
        ([(True, None, None), (False, None, None)] * 10, None),  # there is no rest
        ([(True, True, True)] * 9 + [(False, False, False)] * 9, None),  # too few dossiers
        ([(True, True, True)] * 20 + [(False, False, False)] * 4, None),  # too few failed
        (
            [(True, True, True), (True, False, False), (False, True, True), (False, False, False)]
            * 6,
            0.0,
        ),
    ],
)
def test_a_competence_is_compared_with_the_rest_of_the_dossiers(rows, expected):
    found = link("a", dossiers(rows), ["a", "b", "c"])

    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


def test_the_office_reads_the_page_from_its_board_and_nobody_is_named(client):
    people = [*seen(20, missing=("A.1.1",)), *seen(20), make_partial()]
    make_published(*people)
    client.force_login(make_staff(Role.Kind.OFFICE))
    address = reverse("portal:competences", args=[make_edition().pk])

    assert address in client.get("/").content.decode()
    page = client.get(address).content.decode()

    row = " ".join(
        re.sub(r"<[^>]+>", " ", page.partition(">A.1.1<")[2].partition("</tr>")[0]).split()
    )
    assert "presque tous 20 20 (49 %)" in row
    for each in people:
        person = each.enrolment.person
        assert (person.civil_name in page, person.email in page) == (False, False)


def test_before_any_result_the_page_says_so(client):
    client.force_login(make_staff(Role.Kind.OFFICE))

    page = client.get(reverse("portal:competences", args=[make_edition().pk])).content.decode()

    assert "aucun résultat n’est publié" in page


def test_the_page_costs_the_same_for_one_and_three_dossiers(client, django_assert_num_queries):
    make_published(*seen(1))
    edition = make_edition()
    client.force_login(make_staff(Role.Kind.OFFICE))
    address = reverse("portal:competences", args=[edition.pk])
    with django_assert_num_queries(7):
        client.get(address)

    make_published(*seen(3))
    with django_assert_num_queries(7):
        client.get(address)


def test_the_office_of_elsewhere_and_other_roles_do_not_find_it(client):
    edition = make_edition()
    address = reverse("portal:competences", args=[edition.pk])

    for person in (
        make_staff(Role.Kind.OFFICE, make_institution("tours")),
        make_staff(Role.Kind.EVALUATOR),
        make_staff(Role.Kind.CASHIER),
    ):
        client.force_login(person)
        assert client.get(address).status_code == 404
