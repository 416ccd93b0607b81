from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.catalogue.definitions import Session, Verdict
from acquis.catalogue.rules import Record, judge
from acquis.evaluation import rules
from acquis.evaluation.rules import Gap, Unread
from tests.factories import load

C2I2E, _ = load("c2i2e/editions/2022-2023")
MARKED, _ = load("essai-lecon/editions/2023-2024")
ITEMS = [item.code for item in C2I2E.items]


@dataclass
class Said:
    verdict: str = ""
    mark: Decimal | None = None
    reason: str = ""


def test_claimed_items_and_conditions_await_a_proposal_in_the_order_of_the_programme():
    found = rules.awaited(C2I2E, claimed={"B.2.1", "A.1.1"}, acquired=())

    assert found == ("A.1.1", "B.2.1", "taught-session")


def test_what_is_acquired_is_not_judged_again():
    found = rules.awaited(C2I2E, claimed={"B.2.1", "A.1.1"}, acquired=["A.1.1", "taught-session"])

    assert found == ("B.2.1",)


def test_a_mark_is_awaited_for_everybody_unless_it_was_kept():
    assert rules.awaited(MARKED, claimed=(), acquired=()) == ("lesson", "interview")
    assert rules.awaited(MARKED, claimed=(), acquired=["lesson"]) == ("interview",)


@given(
    claimed=st.sets(st.sampled_from(ITEMS)),
    acquired=st.sets(st.sampled_from([*ITEMS, "taught-session"])),
)
def test_nothing_unclaimed_and_nothing_acquired_is_ever_awaited(claimed, acquired):
    found = rules.awaited(C2I2E, claimed=claimed, acquired=acquired)

    assert set(found) == (claimed | {"taught-session"}) - acquired
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        (None, "verdict"),
        (Said(reason="Vu."), "verdict"),
        (Said("not_claimed"), "verdict"),
        (Said("validated"), ""),
        (Said("not_validated"), "reason"),
        (Said("insufficient", reason="  "), "reason"),
        (Said("not_validated", reason="Pas vu."), ""),
        (Said("insufficient", reason="Lien mort."), ""),
    ],
)
def test_a_refusal_needs_a_reason_and_a_validation_does_not(said, lacks):
    assert rules.lack(said, is_marked=False) == lacks


def test_a_marked_line_needs_its_mark_and_zero_is_one():
    assert rules.lack(None, is_marked=True) == "mark"
    assert rules.lack(Said(reason="Clair."), is_marked=True) == "mark"
    assert rules.lack(Said(mark=Decimal(0)), is_marked=True) == ""


def test_the_gaps_name_each_awaited_line_and_what_it_lacks():
    awaited = ("A.1.1", "A.1.2", "taught-session")
    proposed = {"A.1.1": Said("validated"), "A.1.2": Said("insufficient")}

    found = rules.gaps(C2I2E, awaited, proposed)

    assert found == (Gap("A.1.2", "reason"), Gap("taught-session", "verdict"))


@pytest.mark.parametrize(
    ("mark", "maximum", "is_one"),
    [
        ("0", "20", True),
        ("20", "20", True),
        ("12.25", "20", True),
        ("20.01", "20", False),
        ("-0.01", "20", False),
        ("12.125", "20", False),
        ("999.99", None, True),
        ("1000", None, False),
    ],
)
def test_a_mark_goes_from_zero_to_its_maximum_in_hundredths(mark, maximum, is_one):
    assert rules.is_mark(Decimal(mark), maximum and Decimal(maximum)) is is_one


def test_the_record_if_followed_counts_what_is_acquired_and_never_loses_it():
    kept = Record(verdicts={"A.1.1": Verdict.VALIDATED})
    proposed = {
        "A.1.2": Said("validated"),
        "B.2.1": Said("insufficient", reason="Court."),
        "taught-session": Said("validated"),
    }

    record = rules.record_if_followed(C2I2E, proposed, kept=kept)

    assert dict(record.verdicts) == {
        "A.1.1": "validated",
        "A.1.2": "validated",
        "B.2.1": "insufficient",
    }
    assert dict(record.conditions) == {"taught-session": "validated"}
    assert judge(C2I2E, record).validated == ("A.1.1", "A.1.2")


def test_the_record_if_followed_holds_marks_and_skips_what_is_not_said():
    proposed = {"lesson": Said(mark=Decimal("12.5")), "interview": Said(reason="À revoir.")}

    record = rules.record_if_followed(MARKED, proposed, kept=Record())

    assert dict(record.marks) == {"lesson": Decimal("12.5")}


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2022, 10, 3), 1),
        (date(2023, 5, 12), 1),
        (date(2023, 5, 13), 2),
        (date(2023, 12, 1), 2),
    ],
)
def test_the_session_at_work_is_the_first_whose_jury_has_not_finished(day, number):
    sessions = [
        Session(1, date(2023, 4, 23), date(2023, 5, 8), date(2023, 5, 12)),
        Session(2, date(2023, 6, 11), date(2023, 6, 26), date(2023, 6, 30)),
    ]

    assert rules.running_session(sessions, day) == number


# -- sharing out ---------------------------------------------------------------------------------


@st.composite
def situations(draw):
    """Deposits with some readers already, evaluators with some load already, and conflicts."""
    evaluators = draw(st.integers(0, 5))
    deposits = []
    for number in range(draw(st.integers(0, 9))):
        readers = draw(st.frozensets(st.integers(1, 6), max_size=2))
        deposits.append(Unread(UUID(int=number), draw(st.integers(1, 3)), readers))
    loads = {pk: draw(st.integers(0, 4)) for pk in range(1, evaluators + 1)}
    pairs = [(each.deposit, pk) for each in deposits for pk in loads]
    conflicts = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    return deposits, loads, conflicts


@given(situations())
def test_nobody_reads_in_conflict_twice_or_without_need(situation):
    deposits, loads, conflicts = situation

    given = rules.share_out(deposits, loads, conflicts)

    for each in deposits:
        added = given.get(each.deposit, ())
        able = [
            pk for pk in loads if pk not in each.readers and (each.deposit, pk) not in conflicts
        ]
        assert set(added) <= set(able)
        assert len(set(added)) == len(added) == min(each.lacking, len(able))


@given(situations(), st.randoms())
def test_the_same_facts_give_the_same_sharing_in_whatever_order(situation, random):
    deposits, loads, conflicts = situation
    shuffled, people = list(deposits), list(loads.items())
    random.shuffle(shuffled)
    random.shuffle(people)

    given = rules.share_out(deposits, loads, conflicts)

    assert rules.share_out(shuffled, dict(people), set(conflicts)) == given


@given(situations())
def test_what_is_assigned_stays_and_a_second_sharing_adds_nothing_more(situation):
    deposits, loads, conflicts = situation
    given = rules.share_out(deposits, loads, conflicts)
    after = [
        Unread(each.deposit, each.wanted, each.readers | set(given.get(each.deposit, ())))
        for each in deposits
    ]

    assert rules.share_out(after, _loads_after(loads, given), conflicts) == {}


@given(st.integers(0, 40), st.integers(1, 6), st.integers(1, 3))
def test_without_conflict_no_evaluator_has_two_dossiers_more_than_another(dossiers, people, wanted):
    deposits = [Unread(UUID(int=number), wanted) for number in range(dossiers)]
    loads = dict.fromkeys(range(1, people + 1), 0)

    after = _loads_after(loads, rules.share_out(deposits, loads, ()))

    assert max(after.values()) - min(after.values()) <= 1
    assert sum(after.values()) == dossiers * min(wanted, people)


@given(situations())
def test_no_other_sharing_is_more_even(situation):
    """Compared with every sharing there is, where trying them all is short enough."""
    deposits, loads, conflicts = situation
    deposits = deposits[:4]

    after = _loads_after(loads, rules.share_out(deposits, loads, conflicts))

    assert _unevenness(after) == min(map(_unevenness, _every_outcome(deposits, loads, conflicts)))


def test_a_chain_of_exchanges_evens_what_no_single_exchange_could():
    """1 may hand over to 2 only, and 2 to 3 only: both must move for 1 to be relieved."""
    first, second, third, fourth = (UUID(int=number) for number in range(4))
    deposits = [Unread(key, 1) for key in (first, second, third, fourth)]
    able = {first: {1, 2}, second: {1, 2}, third: {2, 3}, fourth: {1}}
    conflicts = {(key, pk) for key in able for pk in (1, 2, 3) if pk not in able[key]}

    given = rules.share_out(deposits, {1: 1, 2: 0, 3: 0}, conflicts)

    assert _loads_after({1: 1, 2: 0, 3: 0}, given) == {1: 2, 2: 2, 3: 1}


def _loads_after(loads, given):
    added = [pk for readers in given.values() for pk in readers]
    return {pk: load + added.count(pk) for pk, load in loads.items()}


def _unevenness(loads):
    return sum(load**2 for load in loads.values())


def _every_outcome(deposits, loads, conflicts):
    from itertools import combinations

    if not deposits:
        yield loads
        return
    each, *others = deposits
    able = [pk for pk in loads if pk not in each.readers and (each.deposit, pk) not in conflicts]
    for readers in combinations(able, min(each.lacking, len(able))):
        more = {pk: load + (pk in readers) for pk, load in loads.items()}
        yield from _every_outcome(others, more, conflicts)
