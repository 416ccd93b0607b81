"""What the sealed act says. The outcome is computed here, from the decisions, by the rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from acquis.base.canonical import fingerprint
from acquis.catalogue.definitions import Programme, Verdict, to_data
from acquis.catalogue.rules import Finding, Judgement, Record, describe, judge

from .starting import Proposed

Plain = dict[str, Any]
# With no common proposal there is nothing to depart from.
FREE = frozenset({"diverging", "missing"})


def written(mark: Decimal | None) -> str | None:
    """Write a mark in one form for one value: 12.50 and 12.5 are "12.5"."""
    return None if mark is None else f"{mark.normalize():f}"


def departs(basis: str, *, proposed: Proposed, decided: Proposed) -> bool:
    return basis not in FREE and decided != proposed


def record_of(programme: Programme, decisions: Iterable[Mapping[str, Any]]) -> Record:
    """Sort decisions as the rule reads them: items by verdict or mark, and conditions."""
    known = {condition.code for condition in programme.conditions}
    verdicts: dict[str, Verdict] = {}
    marks: dict[str, Decimal] = {}
    conditions: dict[str, Verdict] = {}
    for decision in decisions:
        code = decision["item"]
        if decision["mark"] is not None:
            marks[code] = Decimal(decision["mark"])
        elif decision["verdict"]:
            (conditions if code in known else verdicts)[code] = Verdict(decision["verdict"])
    return Record(verdicts, marks, conditions)


def judgement_of(
    programme: Programme, standing: str, decisions: Iterable[Mapping[str, Any]]
) -> Judgement:
    """Apply the rule. A dossier that was not submitted is not examined, and obtains nothing."""
    judgement = judge(programme, record_of(programme, decisions))
    if standing == "submitted":
        return judgement
    return replace(judgement, is_met=False, outcome="none")


def case_content(
    programme: Programme, case: Mapping[str, Any], decisions: Sequence[Mapping[str, Any]]
) -> Plain:
    """Return one case of an act: who, every decision, and what the rule makes of them."""
    judgement = judgement_of(programme, case["standing"], decisions)
    return {
        **case,
        "decisions": [dict(decision) for decision in decisions],
        "is_awarded": judgement.is_met,
        "validated": list(judgement.validated),
        "validated_groups": list(judgement.validated_groups),
        "findings": [_told(finding) for finding in judgement.findings],
    }


def rectified(
    programme: Programme,
    case: Mapping[str, Any],
    changes: Mapping[str, Proposed],
    *,
    reason: str,
) -> Plain:
    """Return a sealed case with some decisions corrected, each beside what it was."""
    decisions = [
        _corrected(decision, changes[decision["item"]], reason)
        if decision["item"] in changes
        else {**decision, "was": None}
        for decision in case["decisions"]
    ]
    return case_content(programme, {**case, "was_standing": None}, decisions)


def examined(
    programme: Programme,
    case: Mapping[str, Any],
    chosen: Mapping[str, Mapping[str, Any]],
    *,
    standing: str,
    deposit: Mapping[str, Any] | None,
    reason: str,
) -> Plain:
    """Return a case that was sealed without being examined, with the standing that it should have
    had, and with what is decided on each line beside what was sealed."""
    decisions = [
        _beside(chosen.get(sealed["item"], sealed), sealed, reason) for sealed in case["decisions"]
    ]
    told = {**case, "standing": standing, "was_standing": case["standing"], "deposit": deposit}
    return case_content(programme, told, decisions)


def act_content(
    programme: Programme, header: Mapping[str, Any], cases: Sequence[Mapping[str, Any]]
) -> Plain:
    """Return the whole act. The rule is written out, so that the act is read without us."""
    enrolments = [case["enrolment"] for case in cases]
    if len(set(enrolments)) != len(enrolments):
        raise ValueError("An act speaks of each candidate once.")
    rule = to_data(programme)["rule"]
    return {
        **header,
        "rule": rule,
        "rule_fingerprint": fingerprint(rule),
        "rule_in_words": [
            {"fr": text.fr, "en": text.in_language("en")} for text in describe(programme)
        ],
        "cases": list(cases),
    }


def _corrected(decision: Mapping[str, Any], decided: Proposed, reason: str) -> Plain:
    mark = decision["proposed_mark"]
    proposed = Proposed(decision["proposed"], None if mark is None else Decimal(mark))
    is_departure = departs(decision["basis"], proposed=proposed, decided=decided)
    return {
        **decision,
        "verdict": decided.verdict,
        "mark": written(decided.mark),
        "follows": not is_departure,
        "reason": reason,
        "was": {"verdict": decision["verdict"], "mark": decision["mark"]},
    }


def _beside(decided: Mapping[str, Any], sealed: Mapping[str, Any], reason: str) -> Plain:
    was = {"verdict": sealed["verdict"], "mark": sealed["mark"]}
    if was == {"verdict": decided["verdict"], "mark": decided["mark"]}:
        return {**decided, "was": None}
    return {**decided, "reason": reason, "was": was}


def _told(finding: Finding) -> Plain:
    return {
        "is_met": finding.is_met,
        "fr": finding.sentence.fr,
        "en": finding.sentence.in_language("en"),
        "parts": [_told(part) for part in finding.children],
    }
