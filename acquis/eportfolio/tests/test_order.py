"""The order of the situations, and those that were removed and may come back."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from acquis.base import clock
from acquis.eportfolio.models import PortfolioState, Situation
from tests.factories import make_person, make_portfolio

from .doors import door, signed_in, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def portfolio():
    portfolio = make_portfolio()
    for title in ("Un", "Deux", "Trois"):
        Situation.objects.create(portfolio=portfolio, title=title, saved_at=clock.now())
    return portfolio


def titles(portfolio):
    return list(portfolio.situations.present().in_order().values_list("title", flat=True))


def named(portfolio, title):
    return portfolio.situations.get(title=title)


def move(client, portfolio, **fields):
    return client.post(door("order", portfolio), fields)


def restore(client, portfolio, situation):
    return client.post(door("restore", portfolio), {"situation": situation.pk})


@pytest.mark.parametrize(
    ("title", "where", "order"),
    [
        ("Trois", "earlier", ["Un", "Trois", "Deux"]),
        ("Un", "later", ["Deux", "Un", "Trois"]),
        ("Un", "earlier", ["Un", "Deux", "Trois"]),
        ("Trois", "later", ["Un", "Deux", "Trois"]),
    ],
)
def test_a_situation_moves_one_place_and_stays_at_the_ends(client, portfolio, title, where, order):
    before = titles(portfolio)
    signed_in(client, portfolio)

    response = move(client, portfolio, **{where: named(portfolio, title).pk})

    assertRedirects(
        response, f"{portfolio.get_absolute_url()}#situations", fetch_redirect_response=False
    )
    assert titles(portfolio) == order
    assert told() == (["situation_moved"] if order != before else [])


def test_the_order_is_that_of_the_page_and_of_the_deposit(client, portfolio):
    signed_in(client, portfolio)

    move(client, portfolio, earlier=named(portfolio, "Trois").pk)

    page = client.get(portfolio.get_absolute_url())
    assert [each.title for each in page.context["overview"].situations] == ["Un", "Trois", "Deux"]
    frozen = portfolio.frozen(statement="")["situations"]
    assert [each["title"] for each in frozen] == ["Un", "Trois", "Deux"]


@pytest.mark.parametrize("fields", [{}, {"earlier": "1"}, {"later": "\x00"}], ids=repr)
def test_what_is_not_there_moves_nothing(client, portfolio, fields):
    signed_in(client, portfolio)

    response = move(client, portfolio, **fields)

    assertRedirects(response, portfolio.get_absolute_url())
    assert titles(portfolio) == ["Un", "Deux", "Trois"]


def test_a_removed_situation_is_listed_and_comes_back_with_its_evidence_and_claims(client):
    portfolio = make_portfolio(claims=["A.1.1"])
    situation = portfolio.situations.get()
    signed_in(client, portfolio)
    client.post(door("remove_situation", situation))

    page = client.get(portfolio.get_absolute_url())
    response = restore(client, portfolio, situation)

    assertContains(page, door("restore", portfolio))
    assertRedirects(response, situation.get_absolute_url())
    [shown] = portfolio.shown()
    assert (shown.title, shown.items, shown.evidence) == (situation.title, {"A.1.1"}, 1)
    assert told() == ["situation_removed", "situation_restored"]


def test_a_situation_comes_back_to_its_place(client, portfolio):
    signed_in(client, portfolio)
    move(client, portfolio, earlier=named(portfolio, "Trois").pk)
    situation = named(portfolio, "Trois")
    client.post(door("remove_situation", situation))

    restore(client, portfolio, situation)

    assert titles(portfolio) == ["Un", "Trois", "Deux"]


def test_what_is_not_removed_is_not_restored_and_a_removed_one_does_not_move(client, portfolio):
    signed_in(client, portfolio)
    situation = named(portfolio, "Un")

    present = restore(client, portfolio, situation)
    client.post(door("remove_situation", situation))
    moved = move(client, portfolio, later=situation.pk)

    assertRedirects(present, portfolio.get_absolute_url())
    assertRedirects(moved, portfolio.get_absolute_url())
    assert titles(portfolio) == ["Deux", "Trois"]
    assert told() == ["situation_removed"]


def test_after_the_deposit_nothing_moves_and_nothing_comes_back(client, portfolio):
    situation = named(portfolio, "Un")
    Situation.objects.filter(pk=situation.pk).update(removed_at=clock.now())
    portfolio.move_to(PortfolioState.DEPOSITED, by=portfolio.enrolment.person)
    signed_in(client, portfolio)

    move(client, portfolio, earlier=named(portfolio, "Trois").pk)
    restore(client, portfolio, situation)
    page = client.get(portfolio.get_absolute_url())

    assert titles(portfolio) == ["Deux", "Trois"]
    assertNotContains(page, door("restore", portfolio))
    assertNotContains(page, door("order", portfolio))


def test_one_situation_has_nothing_to_be_ordered_with(client):
    portfolio = make_portfolio(claims=["A.1.1"])

    page = signed_in(client, portfolio).get(portfolio.get_absolute_url())

    assertNotContains(page, door("order", portfolio))


def test_somebody_elses_situations_are_not_found(client, portfolio):
    stranger, other = make_person(), make_portfolio(claims=["A.1.1"])
    client.force_login(stranger)
    mine = named(portfolio, "Un")

    assert move(client, portfolio, later=mine.pk).status_code == 404
    assert restore(client, portfolio, mine).status_code == 404
    client.force_login(other.enrolment.person)
    move(client, other, later=mine.pk)

    assert titles(portfolio) == ["Un", "Deux", "Trois"]
    assert client.get(reverse("eportfolio:situation", args=[mine.pk])).status_code == 404
    assert told() == []
