"""The table of a sitting: what each row says, to whom, and at what cost."""

import pytest
from django.urls import reverse

from acquis.jury import actions
from acquis.jury.models import Decision
from acquis.jury.views.table import PAGE
from tests.factories import make_enrolment

from . import scenes

pytestmark = pytest.mark.django_db


def read(client, sitting, person, **query):
    client.force_login(person)
    return client.get(sitting.get_absolute_url(), query)


def rows(response):
    return {row.pk: row for row in response.context["table"].rows}


def test_a_row_tells_the_decisions_the_rule_and_whether_to_debate(client):
    clear = scenes.make_candidate(proposals={"A.1.1": "insufficient", "A.1.2": "not_validated"})
    diverging = scenes.make_candidate(proposals=[{}, {"A.1.1": "insufficient"}])
    absent = make_enrolment()
    sitting = scenes.make_open_sitting(clear, diverging, absent)

    found = rows(read(client, sitting, scenes.juror(sitting)))

    first, second, third = (found[scenes.case_of(e).pk] for e in (clear, diverging, absent))
    assert (first.validated, first.is_awarded, first.is_clear) == ("26/28", True, True)
    assert first.cells.startswith('<td class="n">I</td><td class="n">N</td><td class="v">V</td>')
    assert first.cells.count("<td") == 29
    assert (second.is_awarded, second.is_clear) == (None, False)
    assert second.cells.startswith('<td class="u">?</td><td class="v">V</td>')
    assert (third.validated, third.is_awarded, third.is_clear) == ("0/28", False, True)
    assert set(third.cells.split("</td>")) == {'<td class="c">–', ""}


def test_a_departure_is_marked_in_its_cell(client):
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    juror = scenes.juror(sitting)
    departure = {"A.1.1": actions.Choice("insufficient", None, "La pièce manque.")}
    actions.decide(scenes.case_of(enrolment), departure, version=1, by=juror)

    row = rows(read(client, sitting, juror))[scenes.case_of(enrolment).pk]

    assert row.cells.startswith('<td class="n d">I!</td>')
    assert row.is_decided


@pytest.mark.parametrize(
    ("kept", "count"),
    [
        ("", 4),
        ("undecided", 3),
        ("clear", 2),
        ("debate", 1),
        ("decided", 1),
        ("awarded", 2),
        ("not-awarded", 0),
        ("not-examined", 1),
        ("anything", 4),
    ],
)
def test_the_filters_keep_what_a_juror_looks_for(client, kept, count):
    clear, decided = scenes.make_candidate(), scenes.make_candidate()
    diverging = scenes.make_candidate(proposals=[{}, {"A.1.1": "insufficient"}])
    sitting = scenes.make_open_sitting(clear, decided, diverging, make_enrolment())
    juror = scenes.juror(sitting)
    actions.decide(scenes.case_of(decided), {}, version=1, by=juror)

    response = read(client, sitting, juror, cases=kept)

    assert len(response.context["page"].object_list) == count
    if kept != "anything":
        shown = {name: number for name, _, number in response.context["table"].filters}
        assert shown[kept] == count


def test_the_office_reads_who_is_convened_but_not_what_the_jury_decides(client):
    enrolment = scenes.make_candidate()
    sitting = scenes.make_open_sitting(enrolment)
    case = scenes.case_of(enrolment)

    page = read(client, sitting, scenes.make_office()).content.decode()

    assert enrolment.person.birth_name in page
    assert case.get_absolute_url() not in page.replace(reverse("jury:release", args=[case.pk]), "")
    assert '<td class="v">' not in page


def test_after_the_seal_the_table_stays_and_only_the_president_opens_a_case(client):
    enrolment = scenes.make_candidate()
    sitting, _ = scenes.make_sealed(enrolment)
    address = scenes.case_of(enrolment).get_absolute_url()

    juror = read(client, sitting, scenes.juror(sitting)).content.decode()
    president = read(client, sitting, scenes.president(sitting)).content.decode()

    assert (address in juror, address in president) == (False, True)
    assert reverse("jury:minutes", args=[sitting.pk]) in juror


def test_a_page_that_does_not_exist_is_the_last_one(client, monkeypatch):
    sitting = scenes.make_open_sitting(*(make_enrolment() for _ in range(3)))
    monkeypatch.setattr("acquis.jury.views.sittings.PAGE", 2)

    second = read(client, sitting, scenes.juror(sitting), page="2")
    beyond = read(client, sitting, scenes.juror(sitting), page="99999")

    assert PAGE == 500
    assert len(second.context["page"].object_list) == 1
    assert beyond.context["page"].number == 2


def test_the_table_costs_nine_queries_for_one_candidate_and_three(
    client, django_assert_num_queries
):
    sitting = scenes.make_open_sitting(scenes.make_candidate())
    juror = scenes.juror(sitting)
    read(client, sitting, juror)

    with django_assert_num_queries(9):
        client.get(sitting.get_absolute_url())
    for _ in range(2):
        scenes.make_candidate()
    actions.convene(sitting, by=scenes.make_office())
    with django_assert_num_queries(9):
        response = client.get(sitting.get_absolute_url())

    assert len(response.context["table"].rows) == 3


def test_cells_come_in_the_order_of_the_programme_whatever_the_order_of_the_rows():
    enrolment = scenes.make_candidate(proposals={"B.4.3": "insufficient"})
    sitting = scenes.make_open_sitting(enrolment)
    Decision.objects.filter(item="A.1.1").update(position=28)
    Decision.objects.filter(item="taught-session").update(position=0)

    cells = Decision.objects.filter(case__sitting=sitting).cells()[scenes.case_of(enrolment).pk]

    assert cells == [*"V" * 27, "I", "V"]
