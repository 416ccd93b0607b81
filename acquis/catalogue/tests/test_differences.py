"""What a load shows before it applies: field by field, old and new."""

from copy import deepcopy

import pytest
from hypothesis import given

from acquis.catalogue.definitions import to_data
from acquis.catalogue.differences import Change, differences
from acquis.catalogue.tests.samples import C2I2E, edition_in, programme_in
from acquis.catalogue.tests.strategies import editions, programmes

EDITION = to_data(edition_in(C2I2E, "2022-2023"))


@pytest.fixture
def data():
    return deepcopy(EDITION)


def category(data, code):
    return next(each for each in data["categories"] if each["code"] == code)


def test_nothing_differs_from_itself(data):
    assert differences(EDITION, data) == ()


def test_a_changed_day_is_shown_old_and_new(data):
    data["sessions"][0]["deposit_until"] = "2023-04-24"

    assert differences(EDITION, data) == (
        Change("sessions[1].deposit_until", "2023-04-23", "2023-04-24"),
    )


def test_a_price_is_named_by_its_category(data):
    category(data, "free-dry")["fee"]["tariffs"][0] |= {"amount": "98.2", "is_confirmed": True}

    assert differences(EDITION, data) == (
        Change("categories[free-dry].fee.tariffs[0].amount", "96.94", "98.2"),
        Change("categories[free-dry].fee.tariffs[0].is_confirmed", "false", "true"),
    )


def test_a_new_category_changes_no_other_one(data):
    new = {"code": "guests", "label": {"fr": "Invités", "en": ""}, "fee": {"kind": "free"}}
    codes = [each["code"] for each in data["categories"]]
    data["categories"].insert(0, new)

    assert differences(EDITION, data) == (
        Change("categories", ", ".join(codes), ", ".join(["guests", *codes])),
        Change("categories[guests].code", "", "guests"),
        Change("categories[guests].label.fr", "", "Invités"),
        Change("categories[guests].fee.kind", "", "free"),
    )


def test_what_has_gone_is_shown_last(data):
    window = category(data, "m2-orleans")["windows"].pop()
    data["year"] = "2023-2024"

    assert [(each.field, each.old, each.new) for each in differences(EDITION, data)] == [
        ("year", "2022-2023", "2023-2024"),
        ("categories[m2-orleans].windows", "0, 1", "0"),
        ("categories[m2-orleans].windows[1].campaign", window["campaign"], ""),
        ("categories[m2-orleans].windows[1].opens_on", window["opens_on"], ""),
        ("categories[m2-orleans].windows[1].closes_on", window["closes_on"], ""),
    ]


def test_the_order_of_categories_is_a_difference(data):
    data["categories"].reverse()

    assert [each.field for each in differences(EDITION, data)] == ["categories"]


def test_a_list_of_words_is_shown_whole():
    old, new = {"aliases": ["A1"]}, {"aliases": ["A1", "A.1, old"]}

    assert differences(old, new) == (Change("aliases", "A1", 'A1, "A.1, old"'),)


def test_a_first_load_shows_every_field_as_new():
    changes = differences({}, to_data(programme_in(C2I2E)))

    assert {change.old for change in changes} == {""}
    assert Change("acronym", "", "C2i2e") in changes


def said(data):
    """The data without what is empty: an empty text and no text read the same."""
    if isinstance(data, dict):
        kept = {key: said(value) for key, value in data.items()}
        return {key: value for key, value in kept.items() if value not in (None, "", [], {})}
    return [said(member) for member in data] if isinstance(data, list) else data


@given(programmes, programmes)
def test_two_programmes_differ_when_they_say_something_else(old, new):
    changes = differences(to_data(old), to_data(new))

    assert (changes == ()) == (said(to_data(old)) == said(to_data(new)))


@given(editions, editions)
def test_differences_read_backwards_are_the_same(old, new):
    forwards = differences(to_data(old), to_data(new))
    backwards = differences(to_data(new), to_data(old))

    assert {(each.field, each.old, each.new) for each in forwards} == {
        (each.field, each.new, each.old) for each in backwards
    }
