"""Days as they are said, and French as it is printed."""

from datetime import date

import pytest
from django.utils import translation

from acquis.base.templatetags.acquis import spoken
from acquis.catalogue.definitions import Text
from acquis.catalogue.guide import Period
from acquis.catalogue.templatetags.days import date_in_year, day, days, place, weekday

APRIL = date(2023, 4, 1)


def said(filter, value, language):
    with translation.override(language):
        return filter(value)


@pytest.mark.parametrize(
    ("filter", "french", "english"),
    [
        (day, "1er avril 2023", "1 April 2023"),
        (date_in_year, "1er avril", "1 April"),
        (weekday, "samedi 1er avril 2023", "Saturday 1 April 2023"),
    ],
)
def test_a_day_is_said_in_full(filter, french, english):
    assert said(filter, APRIL, "fr") == french
    assert said(filter, APRIL, "en") == english


@pytest.mark.parametrize(
    ("first", "last", "french", "english"),
    [
        ((2023, 5, 8), (2023, 5, 8), "8 mai 2023", "8 May 2023"),
        ((2023, 5, 1), (2023, 5, 12), "du 1er au 12 mai 2023", "from 1 to 12 May 2023"),
        (
            (2022, 9, 30),
            (2022, 11, 14),
            "du 30 septembre au 14 novembre 2022",
            "from 30 September to 14 November 2022",
        ),
        (
            (2022, 11, 7),
            (2023, 1, 8),
            "du 7 novembre 2022 au 8 janvier 2023",
            "from 7 November 2022 to 8 January 2023",
        ),
    ],
)
def test_a_period_does_not_say_twice_what_its_days_share(first, last, french, english):
    period = Period("enrolment", date(*first), date(*last), "open")

    assert said(days, period, "fr") == french
    assert said(days, period, "en") == english


def test_a_time_zone_is_said_by_its_city():
    assert [place("Europe/Paris"), place("America/Port_of_Spain"), place("UTC")] == [
        "Paris",
        "Port of Spain",
        "UTC",
    ]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Pourquoi ? Ainsi ; voilà !", "Pourquoi\u202f? Ainsi\u202f; voilà\u202f!"),
        ("Deux : « un » et l'autre", "Deux\u00a0: «\u00a0un\u00a0» et l’autre"),
        ("à 12:30, sur http://exemple.example", "à 12:30, sur http://exemple.example"),
        ("dit 'seul'", "dit 'seul'"),
    ],
)
def test_french_gets_its_spaces_and_apostrophes(typed, printed):
    assert said(spoken, Text(typed, "Plain"), "fr") == printed


def test_english_is_left_as_it_is_and_french_stands_in_for_it():
    assert said(spoken, Text("Quoi ?", "What's this : x ?"), "en") == "What's this : x ?"
    assert said(spoken, Text("Quoi ?"), "en") == "Quoi\u202f?"
    assert said(spoken, None, "en") == ""
