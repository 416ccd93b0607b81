"""The rule told before any result, as the public page and the minutes print it."""

from decimal import Decimal

import pytest

from acquis.catalogue.definitions import (
    AllOf,
    AtLeast,
    AtMostMissing,
    Gate,
    LowestLevelOf,
    ScoreAtLeast,
    Text,
)
from acquis.catalogue.rules import describe
from acquis.catalogue.tests.samples import (
    C2I2E,
    ESSAI,
    marked_programme,
    programme_in,
    small_programme,
)


def told(programme) -> list[tuple[str, str]]:
    return [(text.fr, text.in_language("en")) for text in describe(programme)]


def test_the_rule_of_the_c2i2e():
    assert told(programme_in(C2I2E)) == [
        (
            "Au moins 23 compétences validées sur 28.",
            "At least 23 competences validated out of 28.",
        ),
        (
            "Dans chaque domaine, au plus 2 compétences non validées.",
            "In each domain, at most 2 competences not validated.",
        ),
        (
            "Condition obligatoire : une séance d'enseignement réelle intégrant le numérique, "
            "menée devant un public.",
            "Blocking condition: one real teaching session using digital tools, given to learners.",
        ),
    ]


def test_the_rule_of_the_marked_programme():
    assert told(programme_in(ESSAI)) == [
        (
            "Aucune note inférieure à 8 pour « Leçon devant un public » et "
            "« Entretien avec le jury ».",
            "No mark below 8 for “Lesson before an audience” and “Interview with the jury”.",
        ),
        (
            "Une moyenne pondérée d'au moins 10 sur 20 pour « Leçon devant un public » et "
            "« Entretien avec le jury ».",
            "A weighted mean of at least 10 out of 20 for “Lesson before an audience” and "
            "“Interview with the jury”.",
        ),
    ]


def test_a_rule_in_two_stages():
    rule = Gate(
        Text("admissibilité", "admissibility"),
        first=ScoreAtLeast(Decimal("9.5"), of=("lesson",)),
        then=LowestLevelOf((Text("Initié", "Beginner"),), of=("interview",)),
    )

    assert told(marked_programme(rule=rule)) == [
        ("D'abord, l'étape « admissibilité » :", "First, the stage “admissibility”:"),
        ("Un total d'au moins 9,5 pour « Leçon ».", "A total of at least 9.5 for “Lesson”."),
        ("Ensuite :", "Then:"),
        (
            "Au moins le niveau Initié, le plus bas de « Entretien » faisant foi.",
            "At least the level Beginner, the lowest of “Interview” counting.",
        ),
    ]


@pytest.mark.parametrize(
    ("rule", "fr"),
    [
        (AtLeast(1, of=("X",)), "Au moins 1 élément validé sur 2 (X)."),
        (AtMostMissing(1, of=("X",)), "Dans chaque groupe (X), au plus 1 élément non validé."),
    ],
)
def test_a_rule_about_some_items_names_them(rule, fr):
    assert [text for text, _ in told(small_programme(rule=AllOf((rule,))))] == [fr]
