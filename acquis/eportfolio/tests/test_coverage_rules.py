from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.catalogue.rules import Record
from acquis.eportfolio import rules
from tests.factories import load

C2I2E, PLAN = load("c2i2e/editions/2022-2023")
MARKS, _plan = load("essai-lecon/editions/2023-2024")
ITEMS = [item.code for item in C2I2E.items]
NOTHING = Record()
TAUGHT = rules.Shown("t", "Séance", evidence=1, condition="taught-session", is_dated=True)

situations = st.lists(
    st.builds(
        rules.Shown,
        key=st.just("s"),
        title=st.just("Situation"),
        items=st.frozensets(st.sampled_from(ITEMS)),
        evidence=st.integers(0, 2),
    ),
    max_size=4,
)


def shown(items, evidence=1, **fields):
    return rules.Shown("s", "Situation", frozenset(items), evidence, **fields)


def overview(*situations, acquired=NOTHING, is_accepted=True, programme=C2I2E):
    return rules.overview(programme, situations, acquired, is_accepted=is_accepted)


def acquired(*codes):
    return rules.record_of(C2I2E, [(code, None) for code in codes])


def test_each_item_stands_in_its_domain_with_the_situations_that_claim_it():
    proved, bare = shown(["A.1.1", "A.1.2"]), shown(["A.1.2", "A.1.3"], evidence=0)

    blocks = rules.coverage(C2I2E, [proved, bare], {"A.1.4"})

    assert [block.code for block in blocks] == ["A.1", "A.2", "A.3", "B.1", "B.2", "B.3", "B.4"]
    assert [(line.item.code, line.standing, line.situations) for line in blocks[0].lines] == [
        ("A.1.1", "shown", (proved,)),
        ("A.1.2", "shown", (proved, bare)),
        ("A.1.3", "claimed", (bare,)),
        ("A.1.4", "acquired", ()),
        ("A.1.5", "missing", ()),
    ]
    assert blocks[0].proved == 3
    assert [line.item.code for line in blocks[0].unproved] == ["A.1.3", "A.1.5"]
    assert [line.item.code for line in blocks[0].settled] == ["A.1.1", "A.1.2", "A.1.4"]
    assert sum(len(block.lines) for block in blocks) == 28


def test_items_of_no_group_make_a_block_of_their_own():
    oral = replace(MARKS.components[0], kind="verdict")
    programme = replace(MARKS, components=(oral,))

    blocks = rules.coverage(programme, [shown([oral.code])], set())

    assert [(block.code, block.label, block.proved) for block in blocks] == [
        ("", programme.item_noun.many, 1)
    ]


@given(situations, st.frozensets(st.sampled_from(ITEMS)))
def test_what_is_acquired_is_never_lost_in_the_simulation(situations, kept):
    judgement = overview(*situations, acquired=acquired(*kept)).judgement

    assert kept <= set(judgement.validated)


@given(situations, st.sampled_from(ITEMS))
def test_one_more_proof_never_takes_anything_away(situations, item):
    before = overview(*situations)

    after = overview(*situations, shown([item]))

    assert set(before.judgement.validated) <= set(after.judgement.validated)
    assert item in after.judgement.validated
    assert after.judgement.is_met or not before.judgement.is_met


@given(situations)
def test_the_coverage_and_the_simulation_count_the_same_items(situations):
    found = overview(*situations)

    assert found.proved == len(found.judgement.validated)
    assert found.total == 28


def test_twenty_three_proved_items_and_the_taught_session_would_be_awarded():
    kept = [code for code in ITEMS if code not in ("A.1.1", "A.1.2", "B.3.1", "B.3.2", "B.4.1")]

    found = overview(shown(kept), TAUGHT)

    assert found.judgement.is_met
    assert found.advice == ()
    assert found.step == rules.Step("deposit")


@pytest.mark.parametrize(
    "situation",
    [
        replace(TAUGHT, evidence=0),
        replace(TAUGHT, is_dated=False),
        replace(TAUGHT, condition=""),
    ],
)
def test_a_taught_session_counts_with_a_date_and_a_proof(situation):
    found = overview(shown(ITEMS), situation)

    assert not found.judgement.is_met
    assert [condition.code for condition in found.unproved_conditions] == ["taught-session"]


def test_what_is_missing_is_said_in_sentences_of_the_programme():
    found = overview(shown(ITEMS[:20]), TAUGHT)

    assert [text.in_language("en") for text in found.advice] == [
        "Give evidence for at least 3 more competences: the minimum is 23.",
        "Domain B.3: give evidence for at least 3 competences among "
        "B.3.1, B.3.2, B.3.3, B.3.4 and B.3.5.",
        "Domain B.4: give evidence for at least 1 competence among B.4.1, B.4.2 and B.4.3.",
    ]


def test_claims_and_situations_without_evidence_are_named():
    bare = shown(["A.1.1", "A.1.2"], evidence=0)

    found = overview(bare, shown(["A.1.1"], evidence=2))

    assert [line.item.code for line in found.claimed_in_vain] == ["A.1.2"]
    assert found.without_evidence == (bare,)
    assert (found.claimed, found.evidence) == (2, 2)


MUTE, BARE = shown([]), shown(ITEMS, evidence=0)


@pytest.mark.parametrize(
    ("situations", "is_accepted", "step"),
    [
        ([], True, rules.Step("situation")),
        ([shown(ITEMS), BARE], True, rules.Step("evidence", situation=BARE)),
        ([shown(ITEMS), MUTE], True, rules.Step("claims", situation=MUTE)),
        ([shown(ITEMS)], True, rules.Step("condition", condition=C2I2E.conditions[0])),
        ([shown(ITEMS[:4]), TAUGHT], True, rules.Step("more")),
        ([shown(ITEMS), TAUGHT], False, rules.Step("acceptance")),
        ([shown(ITEMS), TAUGHT], True, rules.Step("deposit")),
    ],
)
def test_one_thing_is_to_be_done_next(situations, is_accepted, step):
    assert overview(*situations, is_accepted=is_accepted).step == step


def test_where_nothing_can_be_claimed_one_proved_situation_is_enough():
    found = overview(shown([]), programme=MARKS)

    assert found.blocks == ()
    assert found.step == rules.Step("deposit")
    assert rules.has_content(MARKS, [shown([])])
    assert not rules.has_content(MARKS, [])


def test_there_is_something_to_deposit_once_a_claim_or_a_condition_is_there():
    assert rules.has_content(C2I2E, [shown(["A.1.1"], evidence=0)])
    assert rules.has_content(C2I2E, [TAUGHT])
    assert not rules.has_content(C2I2E, [shown([])])
    assert not rules.has_content(C2I2E, [])


def test_what_is_kept_becomes_verdicts_conditions_and_the_best_mark():
    kept = acquired("A.1.1", "taught-session", "of-another-framework")
    marks = rules.record_of(MARKS, [("lesson", Decimal(12)), ("lesson", Decimal(14))])

    assert dict(kept.verdicts) == {"A.1.1": "validated"}
    assert dict(kept.conditions) == {"taught-session": "validated"}
    assert marks == Record(marks={"lesson": Decimal(14)})
    assert overview(acquired=kept).has_acquired
    assert not overview().has_acquired


def test_the_codes_come_in_the_order_of_the_programme_with_the_conditions_last():
    assert list(rules.names(C2I2E)) == [*ITEMS, "taught-session"]
