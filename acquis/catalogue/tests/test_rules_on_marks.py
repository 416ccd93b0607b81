"""The primitives that read marks: scores, means, eliminatory marks, stages and levels."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.catalogue.definitions import (
    AllOf,
    CarryOver,
    Component,
    EliminatoryBelow,
    Gate,
    LowestLevelOf,
    ScoreAtLeast,
    Text,
    Unusable,
    WeightedMeanAtLeast,
)
from acquis.catalogue.rules import Record, judge, what_is_missing
from acquis.catalogue.tests.samples import (
    ESSAI,
    advice,
    marked,
    marked_programme,
    only_finding,
    programme_in,
    small_programme,
    told,
)


def test_score_at_least_adds_marks_and_says_what_is_lacking():
    programme = marked_programme(rule=ScoreAtLeast(Decimal(20)))

    assert told(only_finding(programme, marked(lesson="12", interview="7.5"))) == (
        False,
        "Total des notes : 19,5 sur 40, le minimum est 20.",
        "Total of the marks: 19.5 out of 40, the minimum is 20.",
    )
    assert advice(programme, marked(lesson="12", interview="7.5")) == [
        (
            "Total des notes : il manque 0,5 point.",
            "Total of the marks: 0.5 points are missing.",
        )
    ]
    assert told(only_finding(programme, marked(lesson="12", interview="8")))[0] is True


def test_score_at_least_names_a_single_mark_and_knows_marks_without_maximum():
    programme = marked_programme(
        Component("quiz", Text("Questionnaire")), rule=ScoreAtLeast(Decimal(60), of=("quiz",))
    )

    assert told(only_finding(programme, marked(quiz="59"))) == (
        False,
        "Questionnaire : 59, le minimum est 60.",
        "Questionnaire: 59, the minimum is 60.",
    )
    assert advice(programme, marked(quiz="59")) == [
        ("Questionnaire : il manque 1 point.", "Questionnaire: 1 point is missing.")
    ]
    assert advice(programme, marked(quiz="57")) == [
        ("Questionnaire : il manque 3 points.", "Questionnaire: 3 points are missing.")
    ]


def test_absent_marks_are_named_instead_of_counting_as_zero():
    programme = marked_programme(rule=ScoreAtLeast(Decimal(0)))

    assert told(only_finding(programme, marked(lesson="12"))) == (
        False,
        "La note manque pour « Entretien ».",
        "The mark for “Interview” is missing.",
    )
    assert told(only_finding(programme, Record())) == (
        False,
        "Les notes manquent pour « Leçon » et « Entretien ».",
        "The marks for “Lesson” and “Interview” are missing.",
    )
    assert advice(programme, Record()) == [
        ("Passez « Leçon » et « Entretien ».", "Take “Lesson” and “Interview”.")
    ]


@pytest.mark.parametrize(
    "rule",
    [
        WeightedMeanAtLeast(Decimal(10)),
        EliminatoryBelow(Decimal(8)),
        LowestLevelOf((Text("Initié"),)),
    ],
)
def test_every_rule_about_marks_waits_for_them(rule):
    finding = only_finding(marked_programme(rule=rule), marked(lesson="12"))

    assert told(finding)[:2] == (False, "La note manque pour « Entretien ».")


def test_the_weighted_mean_is_exact_and_never_reads_as_a_pass_when_it_is_not():
    programme = programme_in(ESSAI)
    nearly = marked(lesson="10.00", interview="9.99")

    findings = judge(programme, nearly).findings

    assert told(findings[1]) == (
        False,
        "Moyenne pondérée : 9,99 sur 20, le minimum est 10.",
        "Weighted mean: 9.99 out of 20, the minimum is 10.",
    )
    assert advice(programme, nearly) == [
        ("Moyenne pondérée : il manque 0,01 point.", "Weighted mean: 0.01 points are missing.")
    ]


def test_marks_with_other_maxima_are_brought_to_the_same_scale():
    programme = marked_programme(
        Component("quiz", Text("Questionnaire"), maximum=Decimal(100)),
        Component("oral", Text("Oral")),
        rule=WeightedMeanAtLeast(Decimal(5), out_of=Decimal(10)),
    )

    finding = only_finding(programme, marked(quiz="60", oral="4"))

    assert told(finding)[:2] == (True, "Moyenne pondérée : 5 sur 10, le minimum est 5.")


def test_a_mean_of_nothing_is_zero():
    programme = small_programme(rule=WeightedMeanAtLeast(Decimal(1)))

    assert told(only_finding(programme, Record()))[:2] == (
        False,
        "Moyenne pondérée : 0 sur 20, le minimum est 1.",
    )


def test_an_eliminatory_mark_refuses_a_good_mean():
    programme = programme_in(ESSAI)
    record = marked(lesson="20", interview="7.99")

    judgement = judge(programme, record)

    assert (judgement.is_met, judgement.outcome) == (False, "partial")
    assert told(judgement.findings[0]) == (
        False,
        "1 note est éliminatoire, car inférieure à 8.",
        "1 mark eliminates, because it is below 8.",
    )
    assert [told(child) for child in judgement.findings[0].children] == [
        (
            True,
            "Leçon devant un public : 20 sur 20 ; une note inférieure à 8 élimine.",
            "Lesson before an audience: 20 out of 20; a mark below 8 eliminates.",
        ),
        (
            False,
            "Entretien avec le jury : 7,99 sur 20 ; une note inférieure à 8 élimine.",
            "Interview with the jury: 7.99 out of 20; a mark below 8 eliminates.",
        ),
    ]
    assert advice(programme, record) == [
        (
            "Repassez « Entretien avec le jury » : il faut au moins 8.",
            "Take “Interview with the jury” again: at least 8 is needed.",
        )
    ]


def test_several_eliminatory_marks_are_counted():
    programme = marked_programme(
        Component("a", Text("Un")), Component("b", Text("Deux")), rule=EliminatoryBelow(Decimal(8))
    )

    finding = only_finding(programme, marked(a="1", b="2"))

    assert told(finding) == (
        False,
        "2 notes sont éliminatoires, car inférieures à 8.",
        "2 marks eliminate, because they are below 8.",
    )
    assert finding.children[0].sentence.fr == "Un : 1 ; une note inférieure à 8 élimine."
    assert told(only_finding(programme, marked(a="8", b="8"))) == (
        True,
        "Aucune note n'est inférieure à 8.",
        "No mark is below 8.",
    )


def test_a_gate_hides_what_follows_until_it_is_passed():
    programme = marked_programme(
        rule=Gate(
            Text("admissibilité", "admissibility"),
            first=ScoreAtLeast(Decimal(10), of=("lesson",)),
            then=ScoreAtLeast(Decimal(10), of=("interview",)),
        )
    )

    stopped = only_finding(programme, marked(lesson="9"))
    half_way = only_finding(programme, marked(lesson="10"))
    through = only_finding(programme, marked(lesson="10", interview="10"))

    assert (told(stopped), len(stopped.children)) == (
        (
            False,
            "Étape non franchie : admissibilité. La suite n'est pas examinée.",
            "Stage not passed: admissibility. What follows is not examined.",
        ),
        1,
    )
    assert (told(half_way), len(half_way.children)) == (
        (False, "Étape franchie : admissibilité.", "Stage passed: admissibility."),
        2,
    )
    assert through.is_met is True
    assert advice(programme, marked(lesson="10")) == [
        ("Passez « Entretien ».", "Take “Interview”.")
    ]


LEVELS = (Text("Initié", "Beginner"), Text("Confirmé", "Confirmed"), Text("Expert"))


@pytest.mark.parametrize(
    ("lesson", "interview", "level"),
    [("0", "3", None), ("1", "3", "Initié"), ("3", "2", "Confirmé"), ("9", "9", "Expert")],
)
def test_the_level_awarded_is_the_lowest_of_all(lesson, interview, level):
    programme = marked_programme(rule=AllOf((LowestLevelOf(LEVELS),)))

    judgement = judge(programme, marked(lesson=lesson, interview=interview))

    assert (judgement.is_met, judgement.level and judgement.level.fr) == (level is not None, level)


def test_a_level_too_low_says_which_part_to_improve():
    programme = marked_programme(rule=LowestLevelOf(LEVELS, at_least=2))

    assert told(only_finding(programme, marked(lesson="3", interview="1"))) == (
        False,
        "Niveau atteint : Initié, le minimum est Confirmé.",
        "Level reached: Beginner, the minimum is Confirmed.",
    )
    assert told(only_finding(programme, marked(lesson="3", interview="0")))[1:] == (
        "Aucun niveau n'est atteint, le minimum est Confirmé.",
        "No level is reached, the minimum is Confirmed.",
    )
    assert advice(programme, marked(lesson="3", interview="1")) == [
        (
            "Atteignez au moins le niveau Confirmé pour « Entretien ».",
            "Reach at least the level Confirmed for “Interview”.",
        )
    ]


@pytest.mark.parametrize("rank", [0, 4])
def test_a_level_that_does_not_exist_cannot_be_asked_for(rank):
    with pytest.raises(Unusable, match=f"There is no level number {rank}"):
        LowestLevelOf(LEVELS, at_least=rank)


def test_a_mark_counts_as_acquired_only_where_marks_are_kept():
    kept = CarryOver("mark_at_least", threshold=Decimal(10))
    rule = ScoreAtLeast(Decimal(40))

    outcomes = {
        carry_over: judge(
            marked_programme(rule=rule, carry_over=carry_over), marked(lesson="10")
        ).validated
        for carry_over in (kept, CarryOver("validated"), CarryOver("mark_at_least"))
    }

    assert list(outcomes.values()) == [("lesson",), (), ()]


marks = st.decimals(0, 20, places=2)


@given(marks, marks)
def test_the_marked_programme_agrees_with_a_sum_by_hand(lesson, interview):
    programme = programme_in(ESSAI)

    judgement = judge(programme, Record(marks={"lesson": lesson, "interview": interview}))

    by_hand = (2 * Fraction(lesson) + Fraction(interview)) / 3 >= 10
    assert judgement.is_met == (by_hand and lesson >= 8 and interview >= 8)


@given(marks, marks, marks)
def test_a_better_mark_never_loses_the_certificate(lesson, interview, better):
    programme = programme_in(ESSAI)
    before = Record(marks={"lesson": lesson, "interview": interview})
    after = Record(marks={"lesson": max(lesson, better), "interview": interview})

    assert judge(programme, after).is_met >= judge(programme, before).is_met
    assert (what_is_missing(programme, before) == ()) == judge(programme, before).is_met
