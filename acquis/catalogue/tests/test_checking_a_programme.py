"""What the checker refuses in a programme: rules that nobody could meet or that name nothing."""

from decimal import Decimal

import pytest

from acquis.catalogue.checker import check_programme
from acquis.catalogue.definitions import (
    AllOf,
    AtLeast,
    AtMostMissing,
    CarryOver,
    Component,
    Condition,
    EliminatoryBelow,
    Fact,
    Framework,
    Gate,
    LowestLevelOf,
    Node,
    Requires,
    ScoreAtLeast,
    Text,
    WeightedMeanAtLeast,
)
from acquis.catalogue.tests.samples import leaf, marked_programme, small_programme

UNBOUNDED = Component("quiz", Text("Quiz"))


def found_in(programme) -> list[tuple[str, str, str]]:
    problems = check_programme(programme)
    assert {problem.file for problem in problems} <= {"programme"}
    return [(problem.severity, problem.code, problem.field) for problem in problems]


def errors_in(programme) -> list[tuple[str, str]]:
    return [(code, field) for severity, code, field in found_in(programme) if severity == "error"]


@pytest.mark.parametrize(
    "rule",
    [
        AtLeast(0),
        AtLeast(4),
        AtLeast(2, of=("X",)),
        AtMostMissing(2),
        AtMostMissing(0, of=("X",)),
        Gate(Text("étape"), AtLeast(1), AllOf((AtLeast(2),))),
    ],
)
def test_a_rule_within_reach_is_no_problem(rule):
    assert found_in(small_programme(rule=rule)) == []


@pytest.mark.parametrize(
    "rule",
    [
        ScoreAtLeast(Decimal(40)),
        WeightedMeanAtLeast(Decimal(20)),
        EliminatoryBelow(Decimal(20)),
        LowestLevelOf((Text("Initié"),)),
    ],
)
def test_a_rule_about_marks_within_reach_is_no_problem(rule):
    assert found_in(marked_programme(rule=rule)) == []


def test_marks_without_maximum_set_no_bound():
    rule = AllOf((ScoreAtLeast(Decimal(900)), EliminatoryBelow(Decimal(800))))

    assert found_in(marked_programme(UNBOUNDED, rule=rule)) == []


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (AtLeast(5), "rule.at_least.count"),
        (AtLeast(-1), "rule.at_least.count"),
        (AllOf((AtLeast(3, of=("X",)),)), "rule.all_of[0].at_least.count"),
        (AtMostMissing(3), "rule.at_most_missing.count"),
        (
            Gate(Text("étape"), AtLeast(5), AtLeast(1)),
            "rule.gate.first.at_least.count",
        ),
    ],
)
def test_an_unreachable_count_is_refused(rule, field):
    assert found_in(small_programme(rule=rule)) == [("error", "unreachable-threshold", field)]


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (ScoreAtLeast(Decimal(41)), "rule.score_at_least.minimum"),
        (WeightedMeanAtLeast(Decimal(21)), "rule.weighted_mean_at_least.minimum"),
        (EliminatoryBelow(Decimal("20.5")), "rule.eliminatory_below.threshold"),
    ],
)
def test_an_unreachable_mark_is_refused(rule, field):
    assert found_in(marked_programme(rule=rule)) == [("error", "unreachable-threshold", field)]


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (AllOf((AtLeast(1), AtLeast(1, of=("X", "Z")))), "rule.all_of[1].at_least.of"),
        (AllOf((AtLeast(1), AtMostMissing(1, of=("Z",)))), "rule.all_of[1].at_most_missing.of"),
        (AllOf((AtLeast(1), Requires("Z"))), "rule.all_of[1].requires"),
    ],
)
def test_a_rule_that_names_something_unknown_is_refused(rule, field):
    assert errors_in(small_programme(rule=rule)) == [("unknown-item", field)]


def test_a_rule_that_finds_nothing_to_read_is_refused():
    assert errors_in(small_programme(rule=ScoreAtLeast(Decimal(0)))) == [
        ("rule-reads-nothing", "rule.score_at_least")
    ]
    assert errors_in(marked_programme(rule=AtLeast(0))) == [("rule-reads-nothing", "rule.at_least")]
    assert errors_in(marked_programme(rule=AtMostMissing(0))) == [
        ("rule-reads-nothing", "rule.at_most_missing")
    ]


def test_a_rule_that_looks_at_no_item_is_refused():
    condition = Condition("seen", Text("Vu"), Text("Montrez."), (Text("Une photo"),))

    programme = small_programme(rule=AllOf((Requires("seen"),)), conditions=(condition,))

    assert found_in(programme) == [("error", "rule-ignores-items", "rule")]


def test_a_condition_should_block_something_and_say_how_it_is_proved():
    programme = small_programme(conditions=(Condition("seen", Text("Vu"), Text("Montrez.")),))

    assert found_in(programme) == [
        ("warning", "condition-without-effect", "conditions[seen]"),
        ("warning", "condition-without-proofs", "conditions[seen].accepted_proofs"),
    ]


def test_a_code_or_an_alias_stands_for_one_thing():
    tree = Framework("t", Text("T"), (), (leaf("A", aliases=("A", "b")), leaf("B")))

    assert found_in(small_programme(framework=tree)) == [("error", "duplicate-code", "framework")]


def test_a_programme_that_assesses_nothing_is_refused():
    programme = small_programme(framework=None, rule=AllOf(()))

    assert errors_in(programme) == [("no-item", "framework"), ("rule-ignores-items", "rule")]


@pytest.mark.parametrize(
    ("carry_over", "code", "field"),
    [
        (CarryOver("mark_at_least"), "carry-over-threshold", "carry_over.threshold"),
        (CarryOver("validated", Decimal(1)), "carry-over-threshold", "carry_over.threshold"),
        (
            CarryOver("validated", max_age_years=3),
            "carry-over-age",
            "carry_over.max_age_years",
        ),
        (
            CarryOver("validated", max_age_years=0, across_years=True),
            "carry-over-age",
            "carry_over.max_age_years",
        ),
    ],
)
def test_a_carry_over_that_contradicts_itself_is_refused(carry_over, code, field):
    assert found_in(small_programme(carry_over=carry_over)) == [("error", code, field)]


def test_what_no_official_text_confirms_is_listed():
    note = Text("Deux libellés circulent.", "Two labels are in use.")
    tree = Framework(
        "t",
        Text("T"),
        (),
        (Node("A", Text("A"), children=(leaf("A.1", is_confirmed=False, note=note), leaf("A.2"))),),
    )
    condition = Condition(
        "seen", Text("Vu", "Seen"), Text("Montrez."), (Text("Une photo"),), is_confirmed=False
    )
    programme = small_programme(
        framework=tree,
        conditions=(condition,),
        rule=AllOf((AtLeast(1), Requires("seen"))),
        unconfirmed=(Fact("rule", Text("Seuil à lire.", "Threshold to read.")),),
    )

    assert [
        (each.severity, each.field, each.message.in_language("en"))
        for each in check_programme(programme)
    ] == [
        ("unconfirmed", "rule", "Threshold to read."),
        (
            "unconfirmed",
            "framework.nodes",
            "1 label of the framework to compare with the official text.",
        ),
        ("unconfirmed", "framework.nodes[A].children[A.1]", "Two labels are in use."),
        ("unconfirmed", "conditions[seen].is_confirmed", "To be confirmed: Seen."),
    ]
