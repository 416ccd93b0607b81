"""The year as a board: each figure is as many rows as the list it leads to."""

import re
from html import unescape

import pytest
from django.urls import reverse

from acquis.accounts.models import Role
from acquis.enrolment.models import EnrolmentState, LedgerLine, Proof
from acquis.evaluation.models import AssignmentState
from acquis.outcomes.tests.factories import make_certificates, make_certified, make_partial
from acquis.portal.boards import office_boards
from acquis.portal.protecting import Share
from tests.factories import (
    make_assignment,
    make_deposit,
    make_edition,
    make_enrolment,
    make_file,
    make_institution,
    make_person,
    make_staff,
)

pytestmark = pytest.mark.django_db


def rows_of(page):
    """The rows of the first table of a list, its heading apart."""
    told = page.content.decode().partition('class="empty"')[0]
    body = re.search(r"<tbody>(.*?)</tbody>", told, re.DOTALL)
    return body.group(1).count("<tr>") if body else 0


def lists_behind(client, figures):
    """{label: (what the figure says, how many rows its list has)}."""
    return {
        str(figure.label): (figure.count, rows_of(client.get(unescape(figure.url))))
        for figure in figures
    }


def make_proof(enrolment, kind="student-card"):
    return Proof.objects.create(
        enrolment=enrolment,
        kind=kind,
        file=make_file(institution=enrolment.institution, by=enrolment.person),
        joined_at=enrolment.saved_at,
    )


@pytest.fixture
def year(at):
    """Something of each kind; five dossiers in the first session, one in the second."""
    at(2023, 6, 12, 9)
    make_enrolment(state=EnrolmentState.DRAFT)
    for _each in range(2):
        make_proof(make_enrolment(state=EnrolmentState.SENT))
    make_enrolment(state=EnrolmentState.TO_COMPLETE)
    owing = make_enrolment(category="trainers-orleans", fee_cents=9694)
    owing.enter(LedgerLine.Kind.DUE, 9694, by=make_person())
    make_assignment(make_deposit(), state=AssignmentState.ASSIGNED)
    make_deposit()
    make_deposit(session=2)
    make_certificates(make_certified(), make_certified(), make_partial())
    return make_edition()


@pytest.fixture
def office(client):
    person = make_staff(Role.Kind.OFFICE)
    client.force_login(person)
    return person


def test_each_figure_is_as_many_rows_as_its_list(client, year, office):
    board = office_boards(office)[0]

    figures = [figure for group in board.groups for figure in group["figures"]]
    lists = [lists_behind(client, group["figures"]) for group in board.groups]

    assert len(figures) == 13
    for group in lists:
        for label, (count, rows) in group.items():
            assert (label, count) == (label, rows)
    assert [sorted({count for count, _rows in group.values()}) for group in lists] == [
        *[[1, 2], [1, 4, 5], [0, 1], [2]]
    ]


def test_dossiers_of_the_two_sessions_are_not_added(year, office):
    board = office_boards(office)[0]

    deposited = [group["figures"][0].count for group in board.groups[1:3]]

    assert deposited == [5, 1]


def test_a_session_that_is_far_is_not_shown_yet(office):
    make_edition()

    board = office_boards(office)[0]

    assert [group["title"] for group in board.groups] == ["Inscription", "Session 1", "Certificats"]


def test_the_funnel_counts_each_category_and_leads_to_its_requests(client, year, office):
    board = office_boards(office)[0]

    told = {row.label.fr: row.numbers for row in board.rows if any(row.numbers)}

    assert sorted(numbers for numbers in told.values()) == [(1, 1, 0), (9, 6, 6)]
    busiest = max(board.rows, key=lambda row: row.numbers)
    assert busiest.bars == (240, 160, 160)
    assert rows_of(client.get(busiest.url)) == 9


def test_how_a_category_did_is_told_when_enough_did_each(at, office):
    at(2023, 6, 12, 9)
    make_certificates(
        *[make_certified() for _each in range(6)], *[make_partial() for _each in range(5)]
    )

    board = office_boards(office)[0]

    label = make_edition().category("m2-orleans").label
    assert board.equity == [Share(label, 11, 6)]


def test_how_few_people_did_is_not_told(client, year, office):
    board = office_boards(office)[0]

    page = client.get("/").content.decode()

    assert [share.is_shown for share in board.equity] == [False]
    assert "non affiché\u00a0: trop peu de personnes" in page


def test_a_list_is_searched_by_name_and_by_address(client, office):
    edition = make_edition()
    ada = make_person("Ada", "Lovelace")
    for person in (ada, make_person("Alan", "Turing")):
        make_proof(make_enrolment(person, state=EnrolmentState.SENT))
    address = reverse("portal:figure", args=[edition.pk, "proofs"])

    by_name = client.get(address, {"q": "love ada"})
    by_address = client.get(address, {"q": ada.email})
    nobody = client.get(address, {"q": "nobody"})

    assert [rows_of(page) for page in (by_name, by_address, nobody)] == [1, 1, 0]
    assert "Ada Lovelace" in by_name.content.decode()
    assert 'class="empty"' in nobody.content.decode()


def test_a_late_draft_is_named_and_not_opened(client, office, at):
    at(2023, 2, 1)
    draft = make_enrolment(state=EnrolmentState.DRAFT, remark="Un secret")

    page = client.get(reverse("portal:figure", args=[draft.edition.pk, "drafts"]))

    assert str(draft.person) in page.content.decode()
    assert "Un secret" not in page.content.decode()
    assert draft.desk_url not in page.content.decode()


def test_nobody_is_led_to_their_own_line(client, office):
    make_proof(mine := make_enrolment(office, state=EnrolmentState.SENT))

    page = client.get(reverse("portal:figure", args=[mine.edition.pk, "proofs"])).content.decode()

    assert (office.email in page, mine.desk_url in page) == (True, False)


@pytest.mark.parametrize("name", ["drafts", "proofs", "certified", "uncollected"])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_reads_as_many_times_for_one_row_as_for_three(
    client, office, at, django_assert_max_num_queries, name, rows
):
    at(2023, 7, 3, 9)
    make_certificates(*[make_certified() for _each in range(rows)])
    for _each in range(rows):
        make_enrolment(state=EnrolmentState.DRAFT)
        make_proof(make_enrolment(state=EnrolmentState.SENT))
    address = reverse("portal:figure", args=[make_edition().pk, name])

    with django_assert_max_num_queries(10):
        page = client.get(address)

    assert rows_of(page) == rows


def test_another_office_and_an_unknown_list_are_not_found(client, office):
    edition = make_edition()
    unknown = client.get(reverse("portal:figure", args=[edition.pk, "unknown"]))
    client.force_login(make_staff(Role.Kind.OFFICE, make_institution("tours")))
    elsewhere = client.get(reverse("portal:figure", args=[edition.pk, "drafts"]))
    client.force_login(make_staff(Role.Kind.CASHIER))

    assert client.get(reverse("portal:figure", args=[edition.pk, "drafts"])).status_code == 404
    assert (unknown.status_code, elsewhere.status_code) == (404, 404)


def test_a_year_that_is_not_running_has_no_board(office):
    make_edition(state="draft")

    assert office_boards(office) == []
