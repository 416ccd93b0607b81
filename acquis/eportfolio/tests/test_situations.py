import re

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.base.templatetags.acquis import spoken
from acquis.eportfolio.models import Situation
from tests.factories import make_edition, make_enrolment, make_person, make_portfolio

from .doors import door, signed_in, situation_fields, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    return make_portfolio(claims=["A.1.1"])


@pytest.fixture
def situation(portfolio):
    return portfolio.situations.get()


def edit(client, situation, **fields):
    return client.post(door("edit_situation", situation), situation_fields(**fields))


def test_a_situation_is_added_after_the_others(client, portfolio):
    signed_in(client, portfolio)

    response = client.post(
        door("new_situation", portfolio),
        situation_fields(taught_on="2022-09-12", condition="taught-session", account="Un\r\ndeux"),
    )

    added = portfolio.situations.get(title="Un escape game sur les fractions")
    assertRedirects(response, added.get_absolute_url())
    assert (added.account, added.taught_on.isoformat(), added.audience, added.place) == (
        "Un\ndeux",
        "2022-09-12",
        "26 élèves de CM2",
        "École Jean-Zay",
    )
    assert (added.condition, added.version, added.position) == ("taught-session", 1, 1)
    assert told() == ["situation_added"]


def test_a_double_click_adds_one_situation(client, portfolio):
    signed_in(client, portfolio)
    fields = situation_fields()

    answers = [client.post(door("new_situation", portfolio), fields) for _click in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert portfolio.situations.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "x" * 201),
        ("account", "x" * 20001),
        ("taught_on", "2022-13-45"),
        ("taught_on", "demain"),
        ("taught_on", "2022-10-04"),
        ("taught_on", "0022-09-12"),
        ("condition", "flown-session"),
    ],
)
def test_a_wrong_value_is_said_and_everything_typed_stays(client, portfolio, field, value):
    signed_in(client, portfolio)

    response = client.post(
        door("new_situation", portfolio), situation_fields(**{"place": "Salle 12", field: value})
    )

    assert list(response.context["form"].errors) == [field]
    assertContains(response, "field--wrong")
    assertContains(response, "Salle 12")
    assert portfolio.situations.count() == 1
    assert told() == []


def test_the_account_is_counted_as_its_author_sees_it(client, portfolio):
    """A browser sends two signs for each end of line."""
    signed_in(client, portfolio)

    client.post(
        door("new_situation", portfolio), situation_fields(account="a" + "\r\n" * 19998 + "a")
    )

    assert portfolio.situations.count() == 2


def test_the_form_asks_the_questions_of_the_programme(client, portfolio):
    response = signed_in(client, portfolio).get(door("new_situation", portfolio))

    for prompt in portfolio.edition.programme.situation_prompts:
        assertContains(response, spoken(prompt))
    assertContains(response, 'name="condition" value="taught-session"')


def test_a_programme_without_condition_asks_for_none(client, at):
    at(2023, 11, 1)
    edition = make_edition("essai-lecon/editions/2023-2024")
    portfolio = make_portfolio(
        make_enrolment(edition=edition, category=edition.plan.categories[0].code)
    )

    response = signed_in(client, portfolio).get(door("new_situation", portfolio))
    client.post(door("new_situation", portfolio), situation_fields())

    assertNotContains(response, 'name="condition"')
    assert portfolio.situations.get().condition == ""


def test_a_situation_is_saved_with_its_next_version(client, portfolio, situation):
    signed_in(client, portfolio)

    response = edit(client, situation, version=1, title="Débat, version revue")

    assertRedirects(response, situation.get_absolute_url())
    situation.refresh_from_db()
    assert (situation.title, situation.version) == ("Débat, version revue", 2)
    assert told() == ["situation_saved"]


def test_saving_what_is_saved_already_changes_nothing(client, portfolio, situation):
    signed_in(client, portfolio)
    edit(client, situation, version=1)

    response = edit(client, situation, version=1)

    assertRedirects(response, situation.get_absolute_url())
    situation.refresh_from_db()
    assert situation.version == 2
    assert told() == ["situation_saved"]


def test_of_two_tabs_the_second_sees_both_versions_and_loses_nothing(client, portfolio, situation):
    signed_in(client, portfolio)
    edit(client, situation, version=1, title="Premier onglet", place="Salle A")

    second = edit(client, situation, version=1, title="Second onglet", place="Salle A")

    assertContains(second, "Premier onglet")
    assertContains(second, 'value="Second onglet"')
    assertContains(second, '<input type="hidden" name="version" value="2"')
    assert [value for _label, value in second.context["form"].saved_meanwhile] == ["Premier onglet"]
    situation.refresh_from_db()
    assert (situation.title, situation.version) == ("Premier onglet", 2)

    edit(client, situation, version=2, title="Second onglet", place="Salle A")

    situation.refresh_from_db()
    assert (situation.title, situation.version) == ("Second onglet", 3)


def test_a_situation_shows_its_state_whatever_is_missing(client, portfolio, situation):
    signed_in(client, portfolio)
    Situation.objects.update(taught_on=None, account="", title="<b>Débat</b>")

    response = client.get(situation.get_absolute_url())

    assertContains(response, "&lt;b&gt;Débat&lt;/b&gt;")
    assertContains(response, "badge--warn")


def test_no_two_fields_of_a_situation_have_one_name(client, portfolio, situation):
    signed_in(client, portfolio)

    page = client.get(situation.get_absolute_url()).content.decode()

    named = re.findall(r' id="([^"]+)"', page)
    assert {"id_description", "link_description"} < set(named)
    assert len(named) == len(set(named))


def test_a_removed_situation_disappears_but_its_row_stays(client, portfolio, situation):
    signed_in(client, portfolio)

    response = client.post(door("remove_situation", situation))

    assertRedirects(response, portfolio.get_absolute_url())
    situation.refresh_from_db()
    assert situation.removed_at is not None
    assert portfolio.shown() == []
    assert client.get(situation.get_absolute_url()).status_code == 404
    assert client.post(door("remove_situation", situation)).status_code == 404
    assert told() == ["situation_removed"]


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("situation", "get"),
        ("edit_situation", "get"),
        ("edit_situation", "post"),
        ("remove_situation", "post"),
    ],
)
def test_somebody_elses_situation_is_not_found(client, situation, name, method):
    client.force_login(make_person())

    assert getattr(client, method)(door(name, situation)).status_code == 404
    assert told() == []


def test_nobody_adds_to_somebody_elses_portfolio(client, portfolio):
    client.force_login(make_person())

    assert client.get(door("new_situation", portfolio)).status_code == 404
    assert client.post(door("new_situation", portfolio), situation_fields()).status_code == 404
    assert portfolio.situations.count() == 1
