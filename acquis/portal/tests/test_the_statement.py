"""Whoever meets a barrier reads how far the site conforms, and whom to tell."""

import re

import pytest
from django.utils import translation
from pytest_django.asserts import assertContains, assertNotContains

from acquis.base.templatetags.acquis import spoken
from acquis.catalogue.models import EditionState
from acquis.portal.accessibility import GRID, Conformity, Result, grid, read
from tests.factories import make_edition, make_institution, make_person

pytestmark = pytest.mark.django_db

STATEMENT = "/accessibilite/"
WORDS = {
    Conformity.NONE: "non conforme",
    Conformity.PARTIAL: "partiellement conforme",
    Conformity.FULL: "totalement conforme",
}


def words_of(response):
    """The text of the page, as it is read: without tags, a space for each."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("&#x27;", "'").replace("&quot;", '"').split())


def french(text):
    with translation.override("fr"):
        return " ".join(spoken(text).split())


def english(client):
    client.cookies["django_language"] = "en"


def test_a_visitor_reads_the_state_the_reasons_and_the_redress(client):
    found = grid()
    tally = found.tally

    response = client.get(STATEMENT)

    page = words_of(response)
    word = found.conformity(found.days[1])
    assert (response.status_code, WORDS[word].capitalize() in page) == (200, True)
    assert f"{tally.percent} % des critères testés et applicables" in page
    for each in [*found.with_result(Result.NOT_CONFORMING), *found.with_result(Result.NOT_TESTED)]:
        assert french(each.remark) in page
    assert "Libre réponse 71120" in page
    assert all(french(place.name)[1:] in page for place in found.sample)
    assert all(french(said)[1:] in page for said in (*found.tools, *found.not_done))


def test_the_statement_is_whole_in_english_too(client):
    english(client)

    page = words_of(client.get(STATEMENT))

    assert "Accessibility statement" in page
    assert grid().by.en in page
    assert all(each.asks.en in page for each in grid().additions)


@pytest.mark.parametrize("address", [STATEMENT, "/accessibilite/grille/", "/plan-du-site/"])
def test_a_stranger_and_somebody_signed_in_read_the_same_pages(client, address):
    assert client.get(address).status_code == 200
    client.force_login(make_person())
    assert client.get(address).status_code == 200


def test_the_grid_shows_every_criterion_with_its_result_and_how_it_was_found(client):
    page = words_of(client.get("/accessibilite/grille/"))

    for each in (*grid().criteria, *grid().additions):
        assert f"{each.number} ({each.level}) {french(each.asks)}" in page
        assert all(name in page for name in (*each.tests, *each.axe))
    said = re.findall(r"(?:non |)(?:conforme|applicable|testé)\b", page.partition("Images")[2])
    assert said.count("non conforme") == len(grid().with_result(Result.NOT_CONFORMING))


def test_whom_to_tell_are_those_who_answer_for_each_public_year(client):
    make_edition()
    make_edition(institution=make_institution("tours"), state=EditionState.DRAFT)

    response = client.get(STATEMENT)

    homes = {
        str(home): [c.mailbox for c in them] for home, them in response.context["homes"].items()
    }
    assert list(homes.values()) == [
        ["c2i2e@univ-orleans.example", "etudes-inspe@univ-orleans.example"]
    ]
    assertContains(response, 'href="mailto:c2i2e@univ-orleans.example"')
    assertNotContains(response, "sefco@univ-orleans.example")


def test_an_installation_may_name_a_mailbox_of_its_own(client, settings):
    settings.ACCESSIBILITY_MAIL = "accessibilite@univ.example"

    assertContains(client.get(STATEMENT), 'href="mailto:accessibilite@univ.example"')


def test_without_any_contact_the_page_sends_to_the_institution(client):
    assertContains(client.get(STATEMENT), "adressez-vous à l’établissement")


def test_the_foot_of_every_page_says_how_far_it_conforms(client):
    said = f"Accessibilité\u00a0: {WORDS[grid().conformity(grid().days[1])]}"
    link = f'<a href="{STATEMENT}">{said}</a>'

    for address in ("/", "/certifications/", STATEMENT, "/compte/login/"):
        assertContains(client.get(address), link)
    client.force_login(make_person())
    for address in ("/", "/courrier/", "/agenda/"):
        assertContains(client.get(address), link)
    english(client)
    word = grid().conformity(grid().days[1])
    with translation.override("en"):
        assertContains(client.get("/"), f"Accessibility: {word.label}")


def test_results_that_are_too_old_are_no_results(client, at):
    until = grid().good_until
    at(until.year + 1, until.month, until.day)

    assertContains(client.get("/"), "Accessibilité\u00a0: non conforme")


def test_the_foot_asks_nothing_of_the_database_and_reads_the_grid_once(
    client, django_assert_num_queries, monkeypatch
):
    grid()
    monkeypatch.setattr("acquis.portal.accessibility.read", read_no_more)

    with django_assert_num_queries(1):  # the institutions, whose look the page wears
        client.get("/accessibilite/grille/")


def read_no_more(source):
    raise AssertionError("The grid was read again.")


def test_the_statement_costs_the_same_for_one_and_three_years(client, django_assert_num_queries):
    make_edition()
    with django_assert_num_queries(2):
        client.get(STATEMENT)

    make_edition("essai-lecon/editions/2023-2024")
    make_edition(institution=make_institution("tours"))
    with django_assert_num_queries(2):
        client.get(STATEMENT)


def test_a_grid_without_barrier_says_so(client, monkeypatch):
    """The page of a grid that conforms fully, which ours does not."""
    source = re.sub(r"result: not (conforming|tested)", "result: conforming", GRID.read_text())
    monkeypatch.setattr("acquis.portal.statement.grid", lambda: read(source))

    page = words_of(client.get(STATEMENT))

    assert "Totalement conforme" in page
    assert page.count("Aucun critère.") == 2
