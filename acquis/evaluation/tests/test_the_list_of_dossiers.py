"""The office's list of deposited dossiers: searched, in chosen columns, taken as a file."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from acquis.accounts.models import Role
from acquis.base.models import Entry
from acquis.evaluation.models import AssignmentState
from tests.factories import (
    make_assignment,
    make_deposit,
    make_enrolment,
    make_person,
    make_portfolio,
    make_staff,
)

pytestmark = pytest.mark.django_db
LIST = reverse("evaluation:assignments")


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def office(client):
    office = make_staff(Role.Kind.OFFICE)
    client.force_login(office)
    return office


def deposit_of(name):
    return make_deposit(make_portfolio(make_enrolment(make_person(birth_name=name))))


def listed(client, **asked):
    return {deposit.pk for deposit in client.get(LIST, asked).context["page"]}


def test_a_dossier_is_found_by_a_name_an_address_or_its_number(client, office):
    ada, zoe = deposit_of("Aubert"), deposit_of("Blanc")

    assert listed(client, q="ada aubert") == {ada.pk}
    assert listed(client, q=zoe.candidate.email) == {zoe.pk}
    assert listed(client, q=zoe.number, state="unassigned") == {zoe.pk}
    assert listed(client, q=zoe.number, state="silent") == set()
    assert listed(client, q="x" * 300) == set()


def test_a_file_says_who_reads_what_and_opens_no_proposal(client, office):
    reader = make_staff(Role.Kind.EVALUATOR, birth_name="Lecteur")
    make_assignment(deposit_of("Aubert"), evaluator=reader, state=AssignmentState.SENT)
    deposit_of("Blanc")
    columns = "columns=evaluators&columns=given&columns=answered"

    response = client.post(f"{LIST}?sort=candidate&{columns}", {"export": "xlsx"})

    book = CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue()))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Candidate", "Evaluators", "How many evaluators", "Proposals sent"],
        ["Ada Aubert", str(reader), 1.0, 1.0],
        ["Ada Blanc", "", 0.0, 0.0],
    ]
    entry = Entry.objects.get(verb="exported")
    assert (entry.subject, entry.facts["rows"]) == ("base.list:assignments", 2)


def test_every_column_is_shown_and_sorted_by(client, office):
    deposit_of("Aubert")
    sheet = client.get(LIST).context["sheet"]
    everything = "&".join(f"columns={column.code}" for column in sheet.columns)

    for column in sheet.columns:
        page = client.get(f"{LIST}?sort=-{column.code}&{everything}")
        assert page.context["page"].paginator.count == 1


def test_a_file_costs_the_same_for_one_and_three_dossiers(
    client, office, django_assert_num_queries
):
    make_assignment(deposit_of("Aubert"))
    client.post(LIST, {"export": "csv"}).getvalue()
    with django_assert_num_queries(12):
        client.post(LIST, {"export": "csv"}).getvalue()
    make_assignment(deposit_of("Blanc"))
    deposit_of("Colas")

    with django_assert_num_queries(12):
        client.post(LIST, {"export": "csv"}).getvalue()


def test_whoever_runs_no_year_takes_no_file(client):
    deposit_of("Aubert")
    client.force_login(make_staff(Role.Kind.EVALUATOR))

    assert client.post(LIST, {"export": "csv"}).status_code == 404
    assert not Entry.objects.filter(verb="exported").exists()
