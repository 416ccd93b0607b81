"""A second way to every page: the map of the site."""

import re

import pytest

from acquis.catalogue.models import EditionState
from tests.factories import make_edition, make_institution, make_staff

pytestmark = pytest.mark.django_db


def links(client, part="main"):
    page = client.get("/plan-du-site/").content.decode()
    inside = re.search(rf"<{part}\b.*</{part}>", page, re.DOTALL)[0]
    return re.findall(r'href="([^"#]+)"', inside)


def test_a_visitor_finds_every_public_page_from_the_site_map(client):
    make_edition()
    make_edition(institution=make_institution("tours"), state=EditionState.DRAFT)

    found = links(client)

    year = "/certifications/orleans/c2i2e/2022-2023/"
    assert found == [
        *["/", "/certifications/", "/compte/login/", "/compte/signup/", "/compte/password/reset/"],
        *[year, "/certifications/orleans/c2i2e/", f"{year}referentiel/", f"{year}notice/"],
        *["/resultats/verifier/", "/accessibilite/", "/accessibilite/grille/"],
    ]
    assert {client.get(address).status_code for address in found} == {200}


def test_somebody_signed_in_finds_what_their_menu_holds(client):
    client.force_login(make_staff("office"))

    menu, found = links(client, "nav"), links(client)

    assert len(menu) > 6
    assert set(menu) <= set(found)
    assert {"/compte/email/", "/compte/password/change/", "/agenda/"} <= set(found)


def test_before_any_publication_the_map_says_so(client):
    assert "Aucune certification n’est publiée" in client.get("/plan-du-site/").content.decode()


def test_the_map_costs_the_same_for_one_and_three_years(client, django_assert_num_queries):
    make_edition()
    with django_assert_num_queries(2):
        client.get("/plan-du-site/")

    make_edition("essai-lecon/editions/2023-2024")
    make_edition(institution=make_institution("tours"))
    with django_assert_num_queries(2):
        client.get("/plan-du-site/")
