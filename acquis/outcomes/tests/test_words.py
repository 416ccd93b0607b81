"""Small words that people and journals read."""

from dataclasses import replace

import pytest
from django.utils import translation

from acquis.catalogue.definitions import Collection, Text
from acquis.outcomes import actions, notices
from acquis.outcomes.wording import official, spoken_day
from tests.factories import load, make_person

from .factories import make_certificates, make_certified

WHERE = Text("Bureau 12.", "Room 12.")


def test_the_first_of_the_month_is_said_as_french_says_it():
    days = ["2023-06-01", "2023-06-11", "2023-01-21"]

    french = [spoken_day(day) for day in days]
    with translation.override("en"):
        english = spoken_day("2023-06-01")

    assert french == ["1er juin 2023", "11 juin 2023", "21 janvier 2023"]
    assert english == "1 June 2023"


def test_only_what_the_edition_offers_is_told_about_collecting():
    _, plan = load("c2i2e/editions/2022-2023")
    most = replace(
        plan,
        collection=Collection(place=WHERE, hours=Text("le matin"), by_proxy=True, by_post=True),
    )
    least = replace(plan, collection=Collection(place=WHERE), contacts=())

    told = notices.how_to_collect(least)

    assert [sentence.replace("\xa0", " ") for sentence in told] == [
        "Où le retirer : Bureau 12.",
        "Présentez une pièce d’identité avec photographie.",
    ]
    assert len(notices.how_to_collect(most)) == 6


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_official_name_is_set_as_a_printer_would(language):
    with translation.override(language):
        name = official("Certificat de l'enseignement de niveau 2 « enseignant »")

    assert name == "Certificat de l’enseignement de niveau 2 «\xa0enseignant\xa0»"


@pytest.mark.django_db
def test_each_row_says_what_it_is():
    (certificate,) = make_certificates(make_certified(make_person("Ada", "Lovelace")))
    left = actions.hand_over(
        certificate, mode="post", tracking_number="1", by=certificate.issued_by
    )

    assert str(certificate.register) == "certificat-c2i2e-2023"
    assert str(certificate.result) == "Ada Lovelace, C2i2e 2022-2023: certified"
    assert str(left) == "certificat-c2i2e-2023-00001, par courrier"
    assert left.journal_chain == "orleans"
