"""What is kept in the database is plain JSON, and gives the very same definition back."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from acquis.catalogue.definitions import (
    edition_from_data,
    fingerprint,
    programme_from_data,
    to_data,
)
from acquis.catalogue.tests.samples import C2I2E, ESSAI, edition_in, programme_in, small_programme
from acquis.catalogue.tests.strategies import editions, programmes


def through_json(definition):
    return json.loads(json.dumps(to_data(definition)))


@given(programmes)
def test_every_programme_survives_json(programme):
    assert programme_from_data(through_json(programme)) == programme


@given(editions)
def test_every_edition_survives_json(edition):
    assert edition_from_data(through_json(edition)) == edition


@given(programmes)
def test_freezing_again_what_was_frozen_changes_no_byte(programme):
    data = to_data(programme)

    assert fingerprint(to_data(programme_from_data(data))) == fingerprint(data)


@pytest.mark.parametrize(("folder", "year"), [(C2I2E, "2022-2023"), (ESSAI, "2023-2024")])
def test_the_programmes_of_the_house_survive_json(folder, year):
    programme, edition = programme_in(folder), edition_in(folder, year)

    assert programme_from_data(through_json(programme)) == programme
    assert edition_from_data(through_json(edition)) == edition


def test_amounts_are_frozen_as_exact_text_and_rules_under_their_name():
    edition, programme = edition_in(ESSAI, "2023-2024"), programme_in(ESSAI)

    tariff = to_data(edition)["categories"][1]["fee"]["tariffs"][0]

    assert (tariff["amount"], tariff["valid_from"]) == ("45.5", "2023-09-01")
    assert to_data(programme)["rule"] == {
        "all_of": {
            "rules": [
                {"eliminatory_below": {"threshold": "8", "of": []}},
                {"weighted_mean_at_least": {"minimum": "10", "out_of": "20", "of": []}},
            ]
        }
    }


def test_the_fingerprint_depends_on_the_meaning_only():
    programme = programme_in(ESSAI)
    lesson, interview = programme.components
    same = replace(programme, components=(replace(lesson, weight=Decimal("2.00")), interview))
    other = replace(programme, components=(replace(lesson, weight=Decimal("2.01")), interview))

    prints = [fingerprint(to_data(each)) for each in (programme, same, other)]

    assert prints[0] == prints[1] != prints[2]
    assert len(prints[0]) == 64


def test_a_damaged_frozen_copy_is_refused_with_its_reasons():
    data = to_data(small_programme()) | {"acronym": 3}

    with pytest.raises(ValueError, match="frozen programme is damaged. acronym: The value “3”"):
        programme_from_data(data)
