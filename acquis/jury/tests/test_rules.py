from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acquis.base.canonical import canonical
from acquis.catalogue.definitions import Verdict
from acquis.catalogue.rules import Record, judge
from acquis.jury import rules
from acquis.jury.rules import CaseFacts, Facts, Missing, Proposed, Readings
from tests.factories import load

SENT = Readings(sent=1, last_sent_at=datetime(2023, 5, 2, tzinfo=UTC))
VALIDATED, NOT_VALIDATED = Proposed("validated"), Proposed("not_validated")
READY = Facts(
    has_act=True,
    lacks_delegation=False,
    came=("president", "member"),
    is_president_present=True,
    cases=(CaseFacts("k1", "Exemple Ada", readings=SENT),),
)


@cache
def c2i2e():
    return load("c2i2e/editions/2022-2023")[0]


@cache
def oral_tests():
    return load("essai-lecon/editions/2023-2024")[0]


def all_codes(programme):
    return [each.code for each in (*programme.items, *programme.conditions)]


def lines(programme, **given):
    given.setdefault("standing", "submitted")
    return {line.code: line for line in rules.starting_lines(programme, **given)}


def told(code, verdict="", mark=None, basis="proposed", proposed="", proposed_mark=None):
    return {
        "item": code,
        "basis": basis,
        "proposed": proposed,
        "proposed_mark": proposed_mark,
        "verdict": verdict,
        "mark": mark,
        "follows": True,
        "reason": "",
    }


class TestStanding:
    @pytest.mark.parametrize(
        ("has_deposit", "has_begun", "standing"),
        [
            (True, True, "submitted"),
            (True, False, "submitted"),
            (False, True, "not_submitted"),
            (False, False, "absent"),
        ],
    )
    def test_a_deposit_is_submitted_a_beginning_is_not_and_nothing_is_absent(
        self, has_deposit, has_begun, standing
    ):
        assert rules.standing_of(has_deposit=has_deposit, has_begun=has_begun) == standing


class TestStartingLines:
    def test_there_is_a_line_for_every_item_then_every_condition(self):
        found = rules.starting_lines(c2i2e(), standing="submitted")

        assert [line.code for line in found] == all_codes(c2i2e())
        assert [line.position for line in found] == list(range(29))

    def test_the_common_proposal_is_followed(self):
        one = {"A.1.1": VALIDATED, "taught-session": NOT_VALIDATED}

        found = lines(c2i2e(), claimed={"A.1.1"}, proposals=[one, dict(one)])

        assert (found["A.1.1"].basis, found["A.1.1"].proposed) == ("proposed", VALIDATED)
        assert found["taught-session"].proposed == NOT_VALIDATED

    def test_evaluators_who_diverge_leave_the_verdict_to_the_jury(self):
        found = lines(
            c2i2e(),
            claimed={"A.1.1", "A.1.2"},
            proposals=[{"A.1.1": VALIDATED, "A.1.2": VALIDATED}, {"A.1.1": NOT_VALIDATED}],
        )

        assert (found["A.1.1"].basis, found["A.1.1"].proposed) == ("diverging", Proposed())
        assert (found["A.1.2"].basis, found["A.1.2"].proposed) == ("diverging", Proposed())

    def test_what_is_not_claimed_is_not_claimed_and_what_is_not_read_is_missing(self):
        found = lines(c2i2e(), claimed={"A.1.1"})

        assert (found["A.1.2"].basis, found["A.1.2"].proposed.verdict) == (
            "not_claimed",
            "not_claimed",
        )
        assert (found["A.1.1"].basis, found["A.1.1"].proposed) == ("missing", Proposed())
        assert found["taught-session"].basis == "missing"

    def test_what_was_acquired_is_validated_without_a_proposal(self):
        found = lines(c2i2e(), acquired={"A.1.1": None, "taught-session": None})

        assert (found["A.1.1"].basis, found["A.1.1"].proposed) == ("acquired", VALIDATED)
        assert found["taught-session"].basis == "acquired"

    def test_a_kept_mark_stays_unless_the_new_one_is_better(self):
        better = lines(
            oral_tests(),
            acquired={"lesson": Decimal(12)},
            proposals=[
                {"lesson": Proposed(mark=Decimal(14)), "interview": Proposed(mark=Decimal(9))}
            ],
        )
        worse = lines(
            oral_tests(),
            acquired={"lesson": Decimal(12)},
            proposals=[{"lesson": Proposed(mark=Decimal(11))}],
        )

        assert (better["lesson"].basis, better["lesson"].proposed.mark) == ("proposed", 14)
        assert (worse["lesson"].basis, worse["lesson"].proposed.mark) == ("acquired", 12)
        assert worse["interview"].basis == "missing"

    def test_a_mark_listed_as_acquired_but_no_longer_kept_is_asked_again(self):
        assert lines(oral_tests(), acquired={"lesson": None})["lesson"].basis == "missing"

    @pytest.mark.parametrize("standing", ["not_submitted", "absent"])
    def test_a_dossier_that_was_not_submitted_is_not_examined(self, standing):
        found = lines(c2i2e(), standing=standing, acquired={"A.1.1": None}, claimed={"A.1.2"})

        assert {line.proposed.verdict for line in found.values()} == {"not_claimed"}


class TestOutcome:
    @given(st.lists(st.sampled_from(Verdict), min_size=29, max_size=29))
    def test_the_outcome_of_an_act_is_what_the_rule_computes(self, verdicts):
        programme = c2i2e()
        *items, taught = verdicts
        decisions = [
            told(code, verdict)
            for code, verdict in zip(all_codes(programme), verdicts, strict=True)
        ]

        content = rules.case_content(programme, {"standing": "submitted"}, decisions)

        codes = [item.code for item in programme.items]
        expected = judge(
            programme,
            Record(dict(zip(codes, items, strict=True)), {}, {"taught-session": taught}),
        )
        assert content["is_awarded"] == expected.is_met
        assert content["validated"] == list(expected.validated)
        assert [finding["is_met"] for finding in content["findings"]] == [
            finding.is_met for finding in expected.findings
        ]
        assert canonical(content)

    @given(st.dictionaries(st.sampled_from(["lesson", "interview"]), st.integers(0, 2000)))
    def test_so_is_it_for_marks(self, hundredths):
        programme = oral_tests()
        marks = {code: Decimal(value) / 100 for code, value in hundredths.items()}
        decisions = [told(code, mark=rules.written(mark)) for code, mark in marks.items()]

        content = rules.case_content(programme, {"standing": "submitted"}, decisions)

        assert content["is_awarded"] == judge(programme, Record({}, marks, {})).is_met

    @given(st.sampled_from(["not_submitted", "absent"]))
    def test_nothing_is_awarded_without_a_dossier(self, standing):
        decisions = [told(code, "validated") for code in all_codes(c2i2e())]

        judgement = rules.judgement_of(c2i2e(), standing, decisions)

        assert (judgement.is_met, judgement.outcome) == (False, "none")

    def test_an_undecided_line_counts_for_nothing(self):
        record = rules.record_of(c2i2e(), [told("A.1.1"), told("A.1.2", "validated")])

        assert record == Record({"A.1.2": Verdict.VALIDATED}, {}, {})


class TestAct:
    def test_an_act_writes_the_rule_out_with_its_fingerprint(self):
        act = rules.act_content(c2i2e(), {"number": "X"}, [])

        assert list(act["rule"]) == ["all_of"]
        assert len(act["rule_fingerprint"]) == 64
        assert "23" in act["rule_in_words"][0]["fr"]
        assert (act["number"], act["cases"]) == ("X", [])

    def test_an_act_speaks_of_each_candidate_once(self):
        with pytest.raises(ValueError, match="once"):
            rules.act_content(c2i2e(), {}, [{"enrolment": "e1"}, {"enrolment": "e1"}])

    def test_a_rectified_decision_stands_beside_what_it_was_and_the_outcome_follows(self):
        programme = c2i2e()
        decisions = [told(code, "validated", proposed="validated") for code in all_codes(programme)]
        sealed = rules.case_content(
            programme, {"enrolment": "e1", "standing": "submitted"}, decisions
        )

        case = rules.rectified(
            programme, sealed, {"taught-session": NOT_VALIDATED}, reason="Pièce d’un autre."
        )

        changed = {each["item"]: each for each in case["decisions"] if each["was"]}
        assert (sealed["is_awarded"], case["is_awarded"]) == (True, False)
        assert changed == {
            "taught-session": {
                **told("taught-session", "not_validated", proposed="validated"),
                "follows": False,
                "reason": "Pièce d’un autre.",
                "was": {"verdict": "validated", "mark": None},
            }
        }

    def test_a_mark_is_written_in_one_form(self):
        assert [rules.written(Decimal(mark)) for mark in ("12.50", "12.5", "100", "0.00")] == [
            "12.5",
            "12.5",
            "100",
            "0",
        ]
        assert rules.written(None) is None


class TestClear:
    def test_a_case_is_clear_when_its_evaluators_have_sent_and_nobody_departed(self):
        case = CaseFacts("k", "Ada", readings=SENT)

        assert rules.is_clear(case, evaluators_wanted=1)

    @pytest.mark.parametrize(
        "case",
        [
            CaseFacts("k", "Ada", readings=Readings(sent=1, waiting=1)),
            CaseFacts("k", "Ada"),
            CaseFacts("k", "Ada", readings=SENT, open_items=["A.1.1"]),
            CaseFacts("k", "Ada", readings=SENT, departures=1),
            CaseFacts("k", "Ada", readings=SENT, is_outdated=True),
            CaseFacts("k", "Ada", readings=SENT, is_enrolled=False),
            CaseFacts("k", "Ada", is_submitted=False, is_enrolled=False),
        ],
    )
    def test_anything_else_is_debated(self, case):
        assert not rules.is_clear(case, evaluators_wanted=1)

    def test_one_evaluator_is_not_enough_where_the_edition_wants_two(self):
        assert not rules.is_clear(CaseFacts("k", "Ada", readings=SENT), evaluators_wanted=2)

    def test_there_is_nothing_to_debate_without_a_dossier(self):
        assert rules.is_clear(CaseFacts("k", "Ada", is_submitted=False), evaluators_wanted=1)


class TestMissing:
    def test_nothing_is_missing_when_all_is_there(self):
        assert rules.missing_for_seal(READY) == ()

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"has_act": False}, "act"),
            ({"lacks_delegation": True}, "delegation"),
            ({"is_after_deadline": False}, "deadline"),
            ({"is_president_present": False}, "president"),
            ({"came": ("president", "president")}, "presence"),
            ({"cases": ()}, "candidates"),
        ],
    )
    def test_each_thing_missing_from_the_sitting_is_named(self, change, code):
        facts = Facts(**{**vars(READY), **change})

        assert rules.missing_for_seal(facts) == (Missing(code),)

    @pytest.mark.parametrize(
        ("change", "code", "names"),
        [
            ({"is_enrolled": False}, "left", ()),
            ({"readings": Readings(waiting=1)}, "unsent", ()),
            ({"is_outdated": True}, "newer", ()),
            ({"is_decided": False, "open_items": ["A.1.1"]}, "undecided", ("A.1.1",)),
            ({"unreasoned_items": ["A.1.2"]}, "unreasoned", ("A.1.2",)),
            ({"damaged": ["preuve.pdf"]}, "damaged", ("preuve.pdf",)),
        ],
    )
    def test_each_thing_missing_from_a_case_is_named_with_its_candidate(self, change, code, names):
        case = CaseFacts(**{**vars(READY.cases[0]), **change})
        facts = Facts(**{**vars(READY), "cases": (case,)})

        assert rules.missing_for_seal(facts) == (Missing(code, "k1", "Exemple Ada", names),)

    def test_everything_is_listed_at_once(self):
        case = CaseFacts("k1", "Exemple Ada", is_decided=False, damaged=["a.pdf"])
        facts = Facts(has_act=False, lacks_delegation=True, cases=(case,))

        assert [each.code for each in rules.missing_for_seal(facts)] == [
            "act",
            "delegation",
            "president",
            "presence",
            "unsent",
            "undecided",
            "damaged",
        ]

    def test_opening_asks_for_the_act_the_delegation_the_deadline_and_the_president(self):
        facts = Facts(has_act=False, lacks_delegation=True, is_after_deadline=False)

        assert [each.code for each in rules.missing_for_opening(facts)] == [
            "act",
            "delegation",
            "deadline",
            "president",
        ]
