"""Gives their meaning to the primitives of a rule, and says why."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from acquis.catalogue.definitions import (
    AllOf,
    AtLeast,
    AtMostMissing,
    EliminatoryBelow,
    Gate,
    Item,
    LowestLevelOf,
    Node,
    Programme,
    Requires,
    Rule,
    ScoreAtLeast,
    Text,
    Verdict,
    WeightedMeanAtLeast,
    parts_of,
)

from . import sentences
from .record import Finding, Judgement, Outcome, Record


def judge(programme: Programme, record: Record) -> Judgement:
    """Apply the programme's rule to one candidate's results."""
    finding = _find(programme, record, programme.rule)
    is_list = isinstance(programme.rule, AllOf)
    validated = tuple(
        item.code for item in programme.items if is_validated(programme, record, item)
    )
    return Judgement(
        is_met=finding.is_met,
        findings=finding.children if is_list else (finding,),
        validated=validated,
        missing=tuple(item.code for item in programme.items if item.code not in validated),
        validated_groups=tuple(
            group.code
            for group in programme.groups
            if all(leaf.code in validated for leaf in group.children if leaf.is_leaf)
        ),
        outcome=_outcome(is_met=finding.is_met, has_results=bool(validated)),
        level=_level(programme, record, programme.rule) if finding.is_met else None,
    )


def what_is_missing(programme: Programme, record: Record) -> tuple[Text, ...]:
    """Say what the candidate can still do; nothing when the certificate would be awarded."""
    return tuple(_advice(_find(programme, record, programme.rule)))


def is_validated(programme: Programme, record: Record, item: Item) -> bool:
    """Say whether an item counts as acquired: by its verdict, or by a mark worth keeping."""
    if item.kind == "verdict":
        return record.verdicts.get(item.code) == Verdict.VALIDATED
    threshold = programme.carry_over.threshold
    if programme.carry_over.kept != "mark_at_least" or threshold is None:
        return False
    mark = record.marks.get(item.code)
    return mark is not None and mark >= threshold


def _find(programme: Programme, record: Record, rule: Rule) -> Finding:
    match rule:
        case AllOf():
            return _all_of(programme, record, rule)
        case AtLeast():
            return _at_least(programme, record, rule)
        case AtMostMissing():
            return _at_most_missing(programme, record, rule)
        case ScoreAtLeast():
            return _score_at_least(programme, record, rule)
        case WeightedMeanAtLeast():
            return _weighted_mean_at_least(programme, record, rule)
        case EliminatoryBelow():
            return _eliminatory_below(programme, record, rule)
        case Gate():
            return _gate(programme, record, rule)
        case LowestLevelOf():
            return _lowest_level_of(programme, record, rule)
        case _:
            return _requires(programme, record, rule)


def _all_of(programme: Programme, record: Record, rule: AllOf) -> Finding:
    children = tuple(_find(programme, record, part) for part in rule.rules)
    met = sum(child.is_met for child in children)
    return Finding(met == len(children), sentences.all_rules(met, total=len(children)), children)


def _at_least(programme: Programme, record: Record, rule: AtLeast) -> Finding:
    items = programme.select(rule.of, "verdict")
    validated = sum(is_validated(programme, record, item) for item in items)
    missing = rule.count - validated
    return Finding(
        missing <= 0,
        sentences.at_least(
            programme,
            validated=validated,
            total=len(items),
            minimum=rule.count,
            of=", ".join(rule.of),
        ),
        advice=(
            sentences.prove_more(programme, more=missing, minimum=rule.count)
            if missing > 0
            else None
        ),
    )


def _at_most_missing(programme: Programme, record: Record, rule: AtMostMissing) -> Finding:
    children = tuple(
        _missing_in_group(programme, record, group, allowed=rule.count)
        for group in programme.groups
        if not rule.of or group.code in rule.of
    )
    refused = sum(not child.is_met for child in children)
    sentence = sentences.groups_missing(programme, refused=refused, allowed=rule.count)
    return Finding(not refused, sentence, children)


def _missing_in_group(
    programme: Programme, record: Record, group: Node, *, allowed: int
) -> Finding:
    missing = [
        item.code
        for item in programme.items
        if item.group == group.code and not is_validated(programme, record, item)
    ]
    too_many = len(missing) - allowed
    return Finding(
        too_many <= 0,
        sentences.group_missing(programme, group, missing=len(missing), allowed=allowed),
        advice=(
            sentences.prove_in_group(programme, group, more=too_many, among=missing)
            if too_many > 0
            else None
        ),
    )


def _requires(programme: Programme, record: Record, rule: Requires) -> Finding:
    verdict = record.conditions.get(rule.condition, Verdict.NOT_CLAIMED)
    is_met = verdict == Verdict.VALIDATED
    return Finding(
        is_met,
        sentences.condition(programme, rule.condition, verdict),
        advice=None if is_met else programme.condition(rule.condition).prompt,
    )


def _score_at_least(programme: Programme, record: Record, rule: ScoreAtLeast) -> Finding:
    items = programme.select(rule.of, "mark")
    if absent := _without_mark(record, items):
        return _incomplete(absent)
    score = sum((record.marks[item.code] for item in items), start=Decimal(0))
    maxima = [item.maximum for item in items if item.maximum is not None]
    name = items[0].label if len(items) == 1 else Text("Total des notes", "Total of the marks")
    return Finding(
        score >= rule.minimum,
        sentences.score(
            Text(name.fr, name.in_language("en")),
            reached=score,
            maximum=sum(maxima, start=Decimal(0)) if len(maxima) == len(items) else None,
            minimum=rule.minimum,
        ),
        advice=(
            sentences.gain_points(Text(name.fr, name.in_language("en")), more=rule.minimum - score)
            if score < rule.minimum
            else None
        ),
    )


def _weighted_mean_at_least(
    programme: Programme, record: Record, rule: WeightedMeanAtLeast
) -> Finding:
    items = programme.select(rule.of, "mark")
    if absent := _without_mark(record, items):
        return _incomplete(absent)
    mean = _weighted_mean(record, items, out_of=rule.out_of)
    name = Text("Moyenne pondérée", "Weighted mean")
    is_met = mean >= Fraction(rule.minimum)
    return Finding(
        is_met,
        sentences.score(name, reached=mean, maximum=rule.out_of, minimum=rule.minimum),
        advice=(
            None if is_met else sentences.gain_points(name, more=Fraction(rule.minimum) - mean)
        ),
    )


def _weighted_mean(record: Record, items: Sequence[Item], *, out_of: Decimal) -> Fraction:
    """Return the exact mean; a mark without a maximum is taken as a mark out of `out_of`."""
    total = sum((Fraction(item.weight) for item in items), start=Fraction(0))
    parts = (
        Fraction(item.weight)
        * Fraction(record.marks[item.code])
        * Fraction(out_of)
        / Fraction(item.maximum or out_of)
        for item in items
    )
    return sum(parts, start=Fraction(0)) / total if total else Fraction(0)


def _eliminatory_below(programme: Programme, record: Record, rule: EliminatoryBelow) -> Finding:
    items = programme.select(rule.of, "mark")
    if absent := _without_mark(record, items):
        return _incomplete(absent)
    children = tuple(
        Finding(
            record.marks[item.code] >= rule.threshold,
            sentences.eliminatory_mark(item, record.marks[item.code], rule.threshold),
            advice=(
                sentences.retake(item, rule.threshold)
                if record.marks[item.code] < rule.threshold
                else None
            ),
        )
        for item in items
    )
    refused = sum(not child.is_met for child in children)
    return Finding(not refused, sentences.not_eliminatory(refused, rule.threshold), children)


def _gate(programme: Programme, record: Record, rule: Gate) -> Finding:
    first = _find(programme, record, rule.first)
    if not first.is_met:
        return Finding(False, sentences.gate(rule.stage, is_passed=False), (first,))
    then = _find(programme, record, rule.then)
    return Finding(then.is_met, sentences.gate(rule.stage, is_passed=True), (first, then))


def _lowest_level_of(programme: Programme, record: Record, rule: LowestLevelOf) -> Finding:
    items = programme.select(rule.of, "mark")
    if absent := _without_mark(record, items):
        return _incomplete(absent)
    lowest = _lowest_rank(record, items)
    minimum = rule.levels[rule.at_least - 1]
    below = [item for item in items if record.marks[item.code] < rule.at_least]
    return Finding(
        lowest >= rule.at_least,
        sentences.level_reached(_level_at(rule, lowest), minimum),
        advice=sentences.raise_level(below, minimum) if below else None,
    )


def _level(programme: Programme, record: Record, rule: Rule) -> Text | None:
    """Return the level that a met rule awards, wherever it stands in the expression."""
    if isinstance(rule, LowestLevelOf):
        return _level_at(rule, _lowest_rank(record, programme.select(rule.of, "mark")))
    levels = (_level(programme, record, part) for _, part in parts_of(rule))
    return next((level for level in levels if level is not None), None)


def _level_at(rule: LowestLevelOf, rank: int) -> Text | None:
    return rule.levels[min(rank, len(rule.levels)) - 1] if rank > 0 else None


def _lowest_rank(record: Record, items: Sequence[Item]) -> int:
    return min((int(record.marks[item.code]) for item in items), default=0)


def _without_mark(record: Record, items: Sequence[Item]) -> list[Item]:
    return [item for item in items if item.code not in record.marks]


def _incomplete(absent: Sequence[Item]) -> Finding:
    return Finding(False, sentences.marks_absent(absent), advice=sentences.take(absent))


def _outcome(*, is_met: bool, has_results: bool) -> Outcome:
    if is_met:
        return "awarded"
    return "partial" if has_results else "none"


def _advice(finding: Finding) -> list[Text]:
    if finding.is_met:
        return []
    own = [finding.advice] if finding.advice else []
    inherited = [advice for child in finding.children for advice in _advice(child)]
    return list(dict.fromkeys([*own, *inherited]))
