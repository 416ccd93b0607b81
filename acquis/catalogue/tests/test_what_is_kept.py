"""Carry-over: what a candidate keeps between sessions, between years, and until when."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.catalogue.definitions import CarryOver, Condition, Text, Verdict
from acquis.catalogue.rules import (
    Earned,
    Record,
    carried_over,
    carry_over_sentence,
    combined,
    earned_from,
    is_kept,
    kept_until,
)
from acquis.catalogue.tests.samples import (
    C2I2E,
    ESSAI,
    marked,
    programme_in,
    small_programme,
    validated,
)

C2I2E_PROGRAMME = programme_in(C2I2E)
ESSAI_PROGRAMME = programme_in(ESSAI)
SEALED = date(2023, 5, 12)


def earned(code: str = "A.1.1", **changes) -> Earned:
    parts = {"earned_on": SEALED, "year": "2022-2023", "framework": "c2i2e-2010"}
    return Earned(code, **(parts | changes))


def test_session_2_begins_with_what_session_1_sealed():
    first = Record(
        {"A.1.1": Verdict.VALIDATED, "A.1.2": Verdict.INSUFFICIENT},
        conditions={"taught-session": Verdict.VALIDATED},
    )
    results = earned_from(C2I2E_PROGRAMME, first, sealed_on=SEALED, year="2022-2023")

    second = carried_over(C2I2E_PROGRAMME, results, on=date(2023, 6, 26), year="2022-2023")

    assert results == (earned("A.1.1"), earned("taught-session"))
    assert second == validated("A.1.1", taught=True)


def test_validated_competences_are_kept_the_next_year_for_the_same_framework():
    next_year = {"on": date(2024, 5, 1), "year": "2023-2024"}

    assert is_kept(C2I2E_PROGRAMME, earned(), **next_year) is True
    assert is_kept(C2I2E_PROGRAMME, earned(framework="c2i2e-2004"), **next_year) is False


def test_a_programme_may_keep_nothing_across_years():
    programme = small_programme(carry_over=CarryOver("validated", across_years=False))
    result = earned("X.1", framework="small-1")

    assert is_kept(programme, result, on=SEALED, year="2022-2023") is True
    assert is_kept(programme, result, on=date(2024, 5, 1), year="2023-2024") is False


@pytest.mark.parametrize(("on", "kept"), [(date(2026, 5, 12), True), (date(2026, 5, 13), False)])
def test_a_mark_is_kept_three_years_to_the_day(on, kept):
    result = earned("lesson", framework="essai-lecon 1", mark=Decimal(12))

    assert kept_until(ESSAI_PROGRAMME, result) == date(2026, 5, 12)
    assert is_kept(ESSAI_PROGRAMME, result, on=on, year="2025-2026") is kept


def test_a_mark_of_29_february_is_kept_until_28_february():
    result = earned("lesson", earned_on=date(2024, 2, 29))

    assert kept_until(ESSAI_PROGRAMME, result) == date(2027, 2, 28)


def test_marks_below_the_threshold_are_not_kept():
    results = earned_from(
        ESSAI_PROGRAMME,
        marked(lesson="12", interview="9.99"),
        sealed_on=SEALED,
        year="2022-2023",
    )

    assert results == (earned("lesson", framework="essai-lecon 1", mark=Decimal(12)),)


def test_a_renounced_mark_is_no_longer_kept_where_one_may_renounce():
    mark = earned("lesson", mark=Decimal(12), is_renounced=True)
    competence = earned(is_renounced=True)

    assert is_kept(ESSAI_PROGRAMME, mark, on=SEALED, year="2022-2023") is False
    assert is_kept(C2I2E_PROGRAMME, competence, on=SEALED, year="2022-2023") is True


def test_the_best_of_several_kept_marks_counts():
    results = [
        earned("lesson", mark=Decimal(mark), framework="essai-lecon 1") for mark in (11, 15, 10)
    ]

    record = carried_over(ESSAI_PROGRAMME, results, on=SEALED, year="2022-2023")

    assert record == marked(lesson="15")


def test_results_that_the_programme_no_longer_knows_or_keeps_are_left_behind():
    results = [
        earned("gone"),
        earned("lesson"),
        earned("A.1.1", framework="c2i2e-2004"),
    ]

    assert carried_over(C2I2E_PROGRAMME, results, on=SEALED, year="2022-2023") == Record()
    assert carried_over(ESSAI_PROGRAMME, results, on=SEALED, year="2022-2023") == Record()


def test_a_new_attempt_never_takes_away_what_was_kept():
    kept = Record({"A": Verdict.VALIDATED, "B": Verdict.INSUFFICIENT}, {"m": Decimal(12)})
    new = Record(
        {"A": Verdict.NOT_VALIDATED, "B": Verdict.NOT_VALIDATED},
        {"m": Decimal(9), "n": Decimal(7)},
        {"c": Verdict.VALIDATED},
    )

    assert combined(kept, new) == Record(
        {"A": Verdict.VALIDATED, "B": Verdict.NOT_VALIDATED},
        {"m": Decimal(12), "n": Decimal(7)},
        {"c": Verdict.VALIDATED},
    )


verdicts = st.dictionaries(st.sampled_from("ABC"), st.sampled_from(Verdict))


@given(verdicts, verdicts)
def test_combining_validates_exactly_what_either_record_validated(kept, new):
    both = combined(Record(kept), Record(new))

    expected = {
        code
        for record in (kept, new)
        for code, verdict in record.items()
        if verdict == Verdict.VALIDATED
    }
    assert {code for code, each in both.verdicts.items() if each == "validated"} == expected


@pytest.mark.parametrize(
    ("carry_over", "fr", "en"),
    [
        (
            CarryOver("validated"),
            "Éléments validés : résultats gardés pour les sessions de la même année seulement.",
            "Validated items: kept for the same year's sessions only.",
        ),
        (
            CarryOver("validated", across_years=True),
            "Éléments validés : résultats gardés d'une année à l'autre, sans limite de durée.",
            "Validated items: kept from year to year, without limit.",
        ),
        (
            CarryOver("mark_at_least", Decimal(10), 3, across_years=True),
            "Notes d'au moins 10 : résultats gardés pendant 3 ans.",
            "Marks of at least 10: kept for 3 years.",
        ),
        (
            CarryOver("mark_at_least", Decimal("9.5"), 1, across_years=True),
            "Notes d'au moins 9,5 : résultats gardés pendant 1 an.",
            "Marks of at least 9.5: kept for 1 year.",
        ),
    ],
)
def test_the_public_is_told_what_is_kept(carry_over, fr, en):
    sentence = carry_over_sentence(small_programme(carry_over=carry_over))

    assert (sentence.fr, sentence.en) == (fr, en)


def test_a_condition_is_kept_like_an_item():
    programme = small_programme(conditions=(Condition("c", Text("c"), Text("c")),))
    record = Record(conditions={"c": Verdict.VALIDATED})

    results = earned_from(programme, record, sealed_on=SEALED, year="2022-2023")

    assert carried_over(programme, results, on=SEALED, year="2022-2023") == record
