"""The desk's list as each person likes it: columns, order, views kept, and a file of it."""

import io
import uuid

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects
from python_calamine import CalamineWorkbook

from acquis.base.models import Entry, SavedView
from acquis.enrolment import actions
from tests.factories import make_edition

from .stories import a_candidate, a_continuing_education_desk, an_office, sent

pytestmark = pytest.mark.django_db
DESK = reverse("enrolment:desk")


@pytest.fixture
def office(client):
    office = an_office()
    client.force_login(office)
    return office


def heads(page):
    return [column.code for column in page.context["sheet"].shown]


def names(page):
    return [row.person.birth_name for row in page.context["page"]]


def keep(client, query, **form):
    return client.post(f"{DESK}?{query}", {"keep": "1", **form})


def taken(client, query="", name="csv"):
    """The bytes of a file of the list, and the name it is saved under."""
    response = client.post(f"{DESK}?{query}", {"export": name})
    return response.getvalue(), response["Content-Disposition"]


def test_columns_are_chosen_in_the_address(client, office):
    sent("tours-other", person=a_candidate(birth_name="Aubert"))

    page = client.get(f"{DESK}?columns=owed&columns=birth_name&columns=nonsense")

    assert heads(page) == ["candidate", "birth_name", "owed"]
    assertContains(page, '<td data-label="Birth name">Aubert</td>', html=True)
    assertContains(page, '<td class="number" data-label="Still owed">€96.94</td>', html=True)
    assert heads(client.get(f"{DESK}?columns=candidate")) == ["candidate"]
    assert heads(client.get(f"{DESK}?columns=nonsense")) == heads(client.get(DESK))


def test_every_column_can_be_shown_and_sorted_by(client, office, django_assert_num_queries):
    for name in ("Colas", "Aubert", "Blanc"):
        sent("tours-other", person=a_candidate(birth_name=name))
    sheet = client.get(DESK).context["sheet"]
    everything = "&".join(f"columns={column.code}" for column in sheet.columns)

    with django_assert_num_queries(9):
        assert len(heads(client.get(f"{DESK}?{everything}"))) == len(sheet.columns)
    for column in sheet.columns:
        for sort in (column.code, f"-{column.code}") if column.order else ():
            assert sorted(names(client.get(f"{DESK}?sort={sort}"))) == ["Aubert", "Blanc", "Colas"]
    assert names(client.get(f"{DESK}?sort=candidate")) == ["Aubert", "Blanc", "Colas"]
    assert names(client.get(f"{DESK}?sort=-candidate")) == ["Colas", "Blanc", "Aubert"]
    assert names(client.get(f"{DESK}?sort=nonsense")) == names(client.get(DESK))


def test_sums_and_documents_do_not_multiply_each_other(client, office):
    request = sent("tours-other")
    actions.pay(request, by=office, cents=4000, means="card", receipt_number="R1")

    page = client.get(f"{DESK}?columns=to_check&columns=due&columns=received&columns=owed")

    row = page.context["page"][0]
    assert (row.to_check, row.charged, row.kept, row.balance) == (1, 9694, 4000, 5694)


def test_the_order_now_is_told_and_turns_round(client, office):
    sent()

    page = client.get(f"{DESK}?sort=email&state=sent")

    assertContains(page, 'aria-sort="ascending"')
    assertContains(page, "?sort=-email&amp;state=sent")
    assertContains(page, '<input type="hidden" name="sort" value="email">', html=True)


def test_continuing_education_sees_no_more_money_than_on_its_requests(client, at):
    at(2022, 11, 8)
    sent("free-dry")
    client.force_login(a_continuing_education_desk())

    codes = [column.code for column in client.get(DESK).context["sheet"].columns]

    assert codes[-2:] == ["due", "owed"]
    assert not {"received", "exempt"} & set(codes)


def test_a_view_is_kept_opened_and_forgotten(client, office):
    first = sent()
    query = "state=sent&columns=candidate&columns=owed&sort=-owed"

    response = keep(client, f"{query}&page=2&edition={first.edition_id}", name="À encaisser")

    assert response.status_code == 302
    view = SavedView.objects.get()
    assert (view.person, view.list, view.name, view.is_usual) == (
        office,
        "desk",
        "À encaisser",
        False,
    )
    assert view.query == query
    page = client.get(f"{DESK}?{query}")
    assertContains(page, "The view “À encaisser” is kept, for you alone.")
    assertContains(page, f'aria-current="true" href="?{query.replace("&", "&amp;")}"')
    client.post(DESK, {"forget": str(view.pk)})
    assert not SavedView.objects.exists()
    assertContains(client.get(DESK), "The view is forgotten.")


def test_the_usual_view_opens_when_the_address_says_nothing(client, office):
    sent()
    keep(client, "state=sent", name="Toutes", is_usual="on")
    keep(client, "state=accepted", name="Acceptées", is_usual="on")

    assertRedirects(client.get(DESK), f"{DESK}?state=accepted")
    assert client.get(f"{DESK}?page=1").status_code == 200
    assert list(SavedView.objects.filter(is_usual=True).values_list("name", flat=True)) == [
        "Acceptées"
    ]


def test_a_name_kept_twice_is_the_same_view(client, office):
    sent()

    keep(client, "state=sent", name="Mienne")
    keep(client, "state=accepted", name="Mienne")

    assert [view.query for view in SavedView.objects.all()] == ["state=accepted"]


def test_a_view_of_one_year_opens_in_another(client, office, at):
    older = make_edition()
    sent(edition=older)
    at(2023, 10, 3)
    make_edition("essai-lecon/editions/2023-2024")
    keep(client, f"edition={older.pk}&state=sent", name="Mienne")

    page = client.get(f"{DESK}?edition={older.pk}")

    assertContains(page, f"?edition={older.pk}&amp;state=sent")
    assert SavedView.objects.get().query == "state=sent"


def test_a_view_without_a_name_or_too_many_are_refused_in_the_page(client, office, monkeypatch):
    sent()
    monkeypatch.setattr("acquis.base.lists.views.MOST", 1)

    assertContains(keep(client, "state=sent", name=" "), "This field is required.")
    assertContains(keep(client, "q=" + "a" * 2001, name="Longue"), "too long to be kept")
    keep(client, "", name="Une")
    page = keep(client, "", name="Deux")

    assertContains(page, "You already keep 1 views of this list: forget one.")
    assertContains(page, 'value="Deux"')
    assert [view.name for view in SavedView.objects.all()] == ["Une"]


def test_a_double_click_keeps_one_view(client, office):
    sent()
    form = {"keep": "1", "name": "Mienne", "is_usual": "on", "once": str(uuid.uuid4())}

    first, second = (client.post(f"{DESK}?state=sent", form) for _ in range(2))

    assert first["Location"] == second["Location"] == f"{DESK}?state=sent"
    assert SavedView.objects.count() == 1


def test_an_empty_list_keeps_views_and_offers_no_file(client, office):
    sent()

    page = client.get(f"{DESK}?state=refused")

    assertContains(page, "Keep this view")
    assertNotContains(page, "Download this list")


def test_nobody_sees_or_forgets_the_view_of_somebody_else(client, office):
    sent()
    keep(client, "state=sent", name="Mienne")
    view = SavedView.objects.get()
    assertContains(client.get(f"{DESK}?page=1"), "Mienne")
    client.force_login(an_office())

    page = client.get(DESK)
    client.post(DESK, {"forget": str(view.pk)})

    assertNotContains(page, "Mienne")
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_file_holds_the_rows_and_columns_shown_and_the_journal_tells_of_it(client, office):
    sent("tours-other", person=a_candidate(birth_name="Durand", email="d@exemple.example"))
    sent("m2-orleans", person=a_candidate(birth_name="Durand"))
    sent("tours-other", person=a_candidate(birth_name="Martin"))
    query = "q=durand&category=tours-other&columns=email&columns=owed"

    content, named = taken(client, query, "xlsx")

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_index(0).to_python() == [
        ["Candidate", "E-mail", "Still owed (€)"],
        ["Ada Durand", "d@exemple.example", 96.94],
    ]
    assert named == 'attachment; filename="enrolments-c2i2e-2022-2023-2022-10-03.xlsx"'
    entry = Entry.objects.filter(verb="exported").get()
    assert (entry.by, entry.chain_id, entry.subject) == (office, "orleans", "base.list:desk")
    assert entry.facts == {
        "format": "xlsx",
        "rows": 1,
        "columns": ["candidate", "email", "owed"],
        "filters": {"category": "tours-other"},
        "searched": True,
    }


def test_a_file_is_no_get_and_no_stranger_takes_one(client, office):
    sent()

    assert client.get(f"{DESK}?export=csv")["Content-Type"].startswith("text/html")
    client.force_login(a_candidate())
    assert client.post(DESK, {"export": "csv"}).status_code == 404
    assert not Entry.objects.filter(verb="exported").exists()


def test_a_file_costs_the_same_for_one_and_three_rows(client, office, django_assert_num_queries):
    sent()
    taken(client)
    with django_assert_num_queries(11):
        one, _named = taken(client)
    sent(), sent()

    with django_assert_num_queries(11):
        three, _named = taken(client)

    assert (one.count(b"\r\n"), three.count(b"\r\n")) == (2, 4)
