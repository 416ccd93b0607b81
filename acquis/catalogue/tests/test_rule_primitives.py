"""Each primitive on its own: what it accepts, what it refuses, and the words it uses."""

import pytest

from acquis.catalogue.definitions import (
    AllOf,
    AtLeast,
    AtMostMissing,
    Condition,
    Noun,
    Requires,
    Text,
    Verdict,
)
from acquis.catalogue.rules import Record
from acquis.catalogue.tests.samples import (
    advice,
    only_finding,
    small_programme,
    told,
    validated,
)

FEMININE = Noun(Text("unité", "unit"), Text("unités", "units"), is_feminine=True)


def test_at_least_counts_the_items_that_it_names():
    programme = small_programme(rule=AtLeast(1, of=("X", "Y.1")))

    assert told(only_finding(programme, validated("Y.2"))) == (
        False,
        "0 élément validé sur 3 (X, Y.1) : le minimum est 1.",
        "0 of 3 items validated (X, Y.1): the minimum is 1.",
    )
    assert told(only_finding(programme, validated("Y.1", "Y.2"))) == (
        True,
        "1 élément validé sur 3 (X, Y.1) : le minimum est 1.",
        "1 of 3 items validated (X, Y.1): the minimum is 1.",
    )


@pytest.mark.parametrize(
    ("allowed", "missing_one", "missing_two"),
    [
        (
            0,
            "Groupe X : 1 élément non validé, aucun n'est admis.",
            "Groupe X : 2 éléments non validés, aucun n'est admis.",
        ),
        (
            1,
            "Groupe X : 1 élément non validé, 1 au plus est admis.",
            "Groupe X : 2 éléments non validés, 1 au plus est admis.",
        ),
        (
            2,
            "Groupe X : 1 élément non validé, 2 au plus sont admis.",
            "Groupe X : 2 éléments non validés, 2 au plus sont admis.",
        ),
    ],
)
def test_at_most_missing_agrees_with_masculine_nouns(allowed, missing_one, missing_two):
    programme = small_programme(rule=AtMostMissing(allowed, of=("X",)))

    assert [child.sentence.fr for child in only_finding(programme, validated("X.1")).children] == [
        missing_one
    ]
    assert [child.sentence.fr for child in only_finding(programme, Record()).children] == [
        missing_two
    ]


def test_at_most_missing_agrees_with_feminine_nouns():
    programme = small_programme(rule=AtMostMissing(0), item_noun=FEMININE, group_noun=FEMININE)

    refused = only_finding(programme, validated("X.1", "X.2", "Y.1"))

    assert told(refused) == (
        False,
        "1 unité a plus de 0 unité non validée.",
        "1 unit has more than 0 units not validated.",
    )
    assert [told(child) for child in refused.children] == [
        (True, "Unité X : toutes les unités sont validées.", "Unit X: every unit is validated."),
        (
            False,
            "Unité Y : 1 unité non validée, aucune n'est admise.",
            "Unit Y: 1 unit not validated, none is allowed.",
        ),
    ]
    assert told(only_finding(programme, validated("X.1", "X.2", "Y.1", "Y.2"))) == (
        True,
        "Aucune unité n'a plus de 0 unité non validée.",
        "No unit has more than 0 units not validated.",
    )
    assert told(only_finding(programme, Record()))[1:] == (
        "2 unités ont plus de 0 unité non validée.",
        "2 units have more than 0 units not validated.",
    )


def test_all_of_says_how_many_of_its_rules_hold():
    inner = AllOf((AtLeast(1), AtLeast(2), AtLeast(3)))
    programme = small_programme(rule=AllOf((inner,)))

    found = [
        told(only_finding(programme, validated(*codes)))
        for codes in ([], ["X.1"], ["X.1", "X.2"], ["X.1", "X.2", "Y.1"])
    ]

    assert found == [
        (False, "0 règle sur 3 est respectée.", "0 of 3 rules are met."),
        (False, "1 règle sur 3 est respectée.", "1 of 3 rules is met."),
        (False, "2 règles sur 3 sont respectées.", "2 of 3 rules are met."),
        (True, "Toutes les règles sont respectées.", "Every rule is met."),
    ]


def test_advice_given_by_two_rules_is_given_once():
    programme = small_programme(rule=AllOf((AtLeast(1), AtLeast(1))))

    assert advice(programme, Record()) == [
        (
            "Présentez des preuves pour au moins 1 élément de plus : le minimum est 1.",
            "Give evidence for at least 1 more item: the minimum is 1.",
        )
    ]


def test_requires_asks_for_its_condition_with_the_words_of_the_programme():
    condition = Condition("identity", Text("identité vérifiée"), Text("Montrez une pièce."))
    programme = small_programme(rule=Requires("identity"), conditions=(condition,))
    met = Record(conditions={"identity": Verdict.VALIDATED})

    assert told(only_finding(programme, met)) == (
        True,
        "Condition remplie : identité vérifiée.",
        "Condition met: identité vérifiée.",
    )
    assert advice(programme, met) == []
    assert advice(programme, Record()) == [("Montrez une pièce.", "Montrez une pièce.")]
