"""Texts in two languages, trees of competences, and how to find one's way in them."""

from decimal import Decimal

import pytest

from acquis.catalogue.definitions import (
    Component,
    Framework,
    Item,
    Node,
    Scale,
    Text,
    Unusable,
    Verdict,
)
from acquis.catalogue.tests.samples import leaf, marked_programme, small_programme


@pytest.mark.parametrize(
    ("code", "expected"), [("fr", "Oui"), ("en", "Yes"), ("en-gb", "Yes"), ("de", "Oui")]
)
def test_a_text_speaks_the_language_asked_for_or_french(code, expected):
    assert Text("Oui", "Yes").in_language(code) == expected


def test_a_text_without_english_and_a_text_in_a_sentence_are_french():
    assert Text("Oui").in_language("en") == "Oui"
    assert str(Text("Oui", "Yes")) == "Oui"


def test_the_scale_words_every_verdict():
    assert [Scale().label(verdict).en for verdict in Verdict] == [
        "Validated",
        "Not validated",
        "Insufficient evidence",
        "Not claimed",
    ]


TREE = Framework(
    "tree",
    Text("Arbre"),
    (Text("Bloc"), Text("Domaine"), Text("Compétence")),
    (
        Node("A", Text("A"), children=(Node("A.1", Text("A.1"), children=(leaf("A.1.1"),)),)),
        leaf("B", aliases=("Bee",)),
    ),
)


def test_the_levels_of_a_tree_are_counted_from_its_top():
    assert [(node.code, node.level) for node in TREE.walk()] == [
        ("A", 0),
        ("A.1", 1),
        ("A.1.1", 2),
        ("B", 0),
    ]


def test_items_are_the_leaves_and_groups_their_parents():
    assert [node.code for node in TREE.items()] == ["A.1.1", "B"]
    assert [node.code for node in TREE.groups()] == ["A.1"]
    assert TREE.group_of("A.1.1").code == "A.1"
    assert TREE.item("B").aliases == ("Bee",)


@pytest.mark.parametrize("find", [TREE.item, TREE.group_of])
def test_an_unknown_code_is_a_key_error(find):
    with pytest.raises(KeyError):
        find("Z")


def test_an_item_at_the_top_belongs_to_no_group():
    with pytest.raises(KeyError):
        TREE.group_of("B")
    assert small_programme(framework=TREE).item("B").group == ""


def test_an_alias_is_found_whatever_its_case_and_an_unknown_one_is_not():
    assert TREE.resolve(" bEE ").code == "B"
    assert TREE.resolve("nobody") is None


def test_the_items_of_a_programme_are_its_leaves_then_its_components():
    quiz = Component("quiz", Text("Quiz"), maximum=Decimal(100), weight=Decimal(3))
    programme = small_programme(components=(quiz,))

    assert [item.code for item in programme.items] == ["X.1", "X.2", "Y.1", "Y.2", "quiz"]
    assert programme.item("X.1") == Item(
        "X.1", Text("Item X.1", "Item X.1"), "verdict", None, Decimal(1), "X"
    )
    assert programme.item("quiz") == Item(
        "quiz", Text("Quiz"), "mark", Decimal(100), Decimal(3), ""
    )


def test_a_code_selects_an_item_or_everything_under_a_node():
    programme = small_programme(components=(Component("quiz", Text("Quiz")),))

    assert [item.code for item in programme.items_under("Y")] == ["Y.1", "Y.2"]
    assert programme.items_under("nobody") == ()
    assert [item.code for item in programme.select(("X.1", "Y", "quiz"), "verdict")] == [
        "X.1",
        "Y.1",
        "Y.2",
    ]
    assert [item.code for item in programme.select((), "mark")] == ["quiz"]


def test_a_programme_without_framework_has_no_group():
    programme = marked_programme()

    assert (programme.groups, programme.items_under("X")) == ((), ())


@pytest.mark.parametrize("changes", [{"weight": Decimal(0)}, {"maximum": Decimal(-1)}])
def test_a_component_with_no_weight_or_maximum_makes_no_sense(changes):
    with pytest.raises(Unusable, match="is not positive"):
        Component("quiz", Text("Quiz"), **changes)
