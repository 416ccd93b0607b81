"""Whatever is in a file, the person who typed it reads what to correct, and where."""

from datetime import date
from decimal import Decimal

import pytest

from acquis.catalogue.definitions import (
    AllOf,
    AtLeast,
    LowestLevelOf,
    Requires,
    Text,
    load_edition_file,
)
from acquis.catalogue.tests.typed import EDITION, PROGRAMME


def test_a_short_programme_needs_few_lines(load):
    programme, problems = load(PROGRAMME)

    assert problems == []
    assert (programme.code, programme.version, programme.rule) == ("small", "1", AtLeast(1))
    assert programme.components[0].label == Text("Quiz")
    assert [item.kind for item in programme.items] == ["verdict"]


def test_an_edition_keeps_amounts_and_dates_exact(load):
    edition, problems = load(EDITION, load_edition_file)

    assert problems == []
    assert edition.categories[0].fee.tariffs[0].amount == Decimal("45.5")
    assert edition.sessions[0].jury_until == date(2024, 1, 23)
    assert edition.upload_grace_minutes == 10


def test_rules_are_written_under_their_name_in_a_short_or_a_long_form(load):
    short = PROGRAMME.replace(
        "at_least: {count: 1}", "all_of: [{requires: seen}, {at_least: {count: 1, of: [quiz]}}]"
    )
    long = PROGRAMME.replace(
        "at_least: {count: 1}",
        "all_of: {rules: [{requires: {condition: seen}}, {at_least: {count: 1, of: [quiz]}}]}",
    )

    assert load(short)[0].rule == AllOf((Requires("seen"), AtLeast(1, of=("quiz",))))
    assert load(long)[0].rule == load(short)[0].rule


def test_levels_can_be_typed_as_plain_french_words(load):
    typed = PROGRAMME.replace(
        "at_least: {count: 1}", "lowest_level_of: {levels: [Initié, Expert], at_least: 2}"
    )

    assert load(typed)[0].rule == LowestLevelOf((Text("Initié"), Text("Expert")), at_least=2)


@pytest.mark.parametrize(
    ("typed", "instead", "expected"),
    [
        (
            "acronym: PC",
            "acronim: PC",
            [
                (5, "acronim", "unknown-key", "Unknown key “acronim”.", "Did you mean “acronym”?"),
                (
                    1,
                    "acronym",
                    "missing-key",
                    "The key “acronym” is missing.",
                    "Add a line “acronym: …”.",
                ),
            ],
        ),
        (
            "{fr: Petit, en: Small}",
            "{fr: Petit, xxxxxx: Small}",
            [
                (
                    3,
                    "title.xxxxxx",
                    "unknown-key",
                    "Unknown key “xxxxxx”.",
                    "Keys allowed here: fr, en.",
                )
            ],
        ),
        (
            "acronym: PC",
            "acronym: PC\nacronym: CP",
            [
                (
                    6,
                    "acronym",
                    "duplicate-key",
                    "The key “acronym” is written twice.",
                    "Keep only one of the two lines.",
                )
            ],
        ),
        (
            'version: "1"',
            "version: 1",
            [
                (
                    2,
                    "version",
                    "wrong-type",
                    "The value “1” is not a text.",
                    "Put the value between quotes.",
                )
            ],
        ),
        (
            "count: 1",
            "count: un",
            [
                (
                    7,
                    "rule.at_least.count",
                    "wrong-type",
                    "The value “un” is not a whole number.",
                    "Write a whole number, such as 23.",
                )
            ],
        ),
        (
            "count: 1",
            "count: 1_000_000_000_000",
            [
                (
                    7,
                    "rule.at_least.count",
                    "wrong-type",
                    "The value “1_000_000_000_000” is not a whole number.",
                    "Write a whole number, such as 23.",
                )
            ],
        ),
        (
            "kept: validated",
            "kept: valided",
            [
                (
                    8,
                    "carry_over.kept",
                    "unknown-choice",
                    "“valided” is not an allowed value.",
                    "Did you mean “validated”?",
                )
            ],
        ),
        (
            "kept: validated",
            "kept: 3",
            [
                (
                    8,
                    "carry_over.kept",
                    "unknown-choice",
                    "“3” is not an allowed value.",
                    "Write one of these: validated, mark_at_least.",
                )
            ],
        ),
        (
            "at_least: {count: 1}",
            "at_laest: {count: 1}",
            [
                (
                    7,
                    "rule.at_laest",
                    "unknown-key",
                    "Unknown key “at_laest”.",
                    "Did you mean “at_least”?",
                )
            ],
        ),
        (
            "at_least: {count: 1}",
            "{}",
            [
                (
                    7,
                    "rule",
                    "wrong-type",
                    "The value is not a rule.",
                    "Write one key among: all_of, at_least, at_most_missing, score_at_least, "
                    "weighted_mean_at_least, eliminatory_below, gate, lowest_level_of, requires.",
                )
            ],
        ),
        (
            "carry_over: {kept: validated}",
            "carry_over: validated",
            [
                (
                    8,
                    "carry_over",
                    "wrong-type",
                    "The value “validated” is not a set of fields.",
                    "Write these fields, one per line: kept, threshold, max_age_years, "
                    "across_years, same_framework_only, renounceable.",
                )
            ],
        ),
        (
            "    kind: verdict",
            "    kind: verdict\n    weight: 0",
            [
                (
                    13,
                    "components[quiz].weight",
                    "not-positive",
                    "0 is not positive.",
                    "Write a positive number.",
                )
            ],
        ),
        (
            "    kind: verdict",
            "    kind: verdict\n  - label: Oral\n    maximum: 1,5\n    weight: .inf",
            [
                (
                    14,
                    "components[1].maximum",
                    "wrong-type",
                    "The value “1,5” is not a number.",
                    "Write a number with a decimal point, such as 96.94.",
                ),
                (
                    15,
                    "components[1].weight",
                    "wrong-type",
                    "The value “.inf” is not a number.",
                    "Write a number with a decimal point, such as 96.94.",
                ),
                (
                    13,
                    "components[1].code",
                    "missing-key",
                    "The key “code” is missing.",
                    "Add a line “code: …”.",
                ),
            ],
        ),
        (
            "kept: validated",
            "kept: validated, renounceable: oui",
            [
                (
                    8,
                    "carry_over.renounceable",
                    "wrong-type",
                    "The value “oui” is not true or false.",
                    "Write true or false, without quotes.",
                )
            ],
        ),
        (
            "at_least: {count: 1}",
            "lowest_level_of: {levels: [Initié]}\n  at_least: {count: 1}",
            [
                (
                    7,
                    "rule",
                    "wrong-type",
                    "The value is not a rule.",
                    "Write one key among: all_of, at_least, at_most_missing, score_at_least, "
                    "weighted_mean_at_least, eliminatory_below, gate, lowest_level_of, requires.",
                )
            ],
        ),
    ],
)
def test_each_slip_in_a_programme_is_placed_and_has_a_remedy(problems_of, typed, instead, expected):
    assert typed in PROGRAMME

    assert problems_of(PROGRAMME.replace(typed, instead)) == expected


@pytest.mark.parametrize(
    ("typed", "instead", "expected"),
    [
        (
            "deposit_until: 2024-01-12",
            "deposit_until: 2024-02-30",
            (
                11,
                "sessions[1].deposit_until",
                "wrong-type",
                "The value “2024-02-30” is not a date.",
            ),
        ),
        (
            "deposit_until: 2024-01-12",
            "deposit_until: 12/01/2024",
            (
                11,
                "sessions[1].deposit_until",
                "wrong-type",
                "The value “12/01/2024” is not a date.",
            ),
        ),
        (
            "collection: {place: Ici}",
            "collection:",
            (12, "collection", "wrong-type", "The value is not a set of fields."),
        ),
        (
            "sessions:\n  -",
            "sessions:\n ",
            (11, "sessions", "wrong-type", "The value is not a list."),
        ),
        (
            "year: 2023-2024",
            "year: 2023-2025",
            (3, "year", "wrong-academic-year", "“2023-2025” is not an academic year."),
        ),
        (
            "collection: {place: Ici}",
            "collection: {place: Ici}\ntimezone: Europe/Orleans",
            (13, "timezone", "unknown-timezone", "The time zone “Europe/Orleans” is unknown."),
        ),
        (
            "amount: 45.5,",
            "amount: 45.555,",
            (
                9,
                "categories[all].fee.tariffs[0].amount",
                "amount-not-in-cents",
                "45.555 is not an amount in euros and cents.",
            ),
        ),
    ],
)
def test_each_slip_in_an_edition_is_placed(problems_of, typed, instead, expected):
    assert typed in EDITION

    (problem,) = problems_of(EDITION.replace(typed, instead), load_edition_file)

    assert problem[:4] == expected
