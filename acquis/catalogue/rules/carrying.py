"""What a candidate keeps of earlier sealed results, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from acquis.catalogue.definitions import Programme, Text, Verdict

from . import sentences
from .judging import is_validated
from .record import Record


@dataclass(frozen=True)
class Earned:
    """One result established by a sealed deliberation, for an item or for a condition."""

    code: str
    earned_on: date
    year: str
    framework: str
    mark: Decimal | None = None
    is_renounced: bool = False


def framework_key(programme: Programme) -> str:
    """Name what results belong to, so that those of another framework can be told apart."""
    if programme.framework:
        return programme.framework.id
    return f"{programme.code} {programme.version}"


def earned_from(
    programme: Programme, record: Record, *, sealed_on: date, year: str
) -> tuple[Earned, ...]:
    """Return what a sealed record is worth keeping."""
    framework = framework_key(programme)
    items = (
        Earned(item.code, sealed_on, year, framework, mark=record.marks.get(item.code))
        for item in programme.items
        if is_validated(programme, record, item)
    )
    conditions = (
        Earned(condition.code, sealed_on, year, framework)
        for condition in programme.conditions
        if record.conditions.get(condition.code) == Verdict.VALIDATED
    )
    return (*items, *conditions)


def is_kept(programme: Programme, earned: Earned, *, on: date, year: str) -> bool:
    """Say whether a result still counts on a day of an edition; within its year it does."""
    rule = programme.carry_over
    if earned.is_renounced and rule.renounceable:
        return False
    if rule.same_framework_only and earned.framework != framework_key(programme):
        return False
    if earned.year == year:
        return True
    last_day = kept_until(programme, earned)
    return rule.across_years and (last_day is None or on <= last_day)


def kept_until(programme: Programme, earned: Earned) -> date | None:
    """Return the last day on which a result counts in a later year; `None` sets no end."""
    years = programme.carry_over.max_age_years
    if years is None:
        return None
    try:
        return earned.earned_on.replace(year=earned.earned_on.year + years)
    except ValueError:
        return date(earned.earned_on.year + years, 2, 28)


def carried_over(programme: Programme, earned: Iterable[Earned], *, on: date, year: str) -> Record:
    """Return the record that a candidate begins with, the best of each result still kept."""
    verdicts: dict[str, Verdict] = {}
    marks: dict[str, Decimal] = {}
    conditions: dict[str, Verdict] = {}
    kinds = {item.code: item.kind for item in programme.items}
    known_conditions = {condition.code for condition in programme.conditions}
    for each in earned:
        if not is_kept(programme, each, on=on, year=year):
            continue
        if each.code in known_conditions:
            conditions[each.code] = Verdict.VALIDATED
        elif kinds.get(each.code) == "verdict":
            verdicts[each.code] = Verdict.VALIDATED
        elif kinds.get(each.code) == "mark" and each.mark is not None:
            marks[each.code] = max(each.mark, marks.get(each.code, each.mark))
    return Record(verdicts, marks, conditions)


def combined(kept: Record, new: Record) -> Record:
    """Return the new results completed by what was kept: a candidate never loses by trying."""
    marks = {
        code: max(record.marks[code] for record in (kept, new) if code in record.marks)
        for code in (*kept.marks, *new.marks)
    }
    return Record(
        verdicts=_best(kept.verdicts, new.verdicts),
        marks=marks,
        conditions=_best(kept.conditions, new.conditions),
    )


def carry_over_sentence(programme: Programme) -> Text:
    """Tell the public what is kept, as the data of the programme says it."""
    rule, noun = programme.carry_over, programme.item_noun
    kept = Text(
        f"{sentences.capitalised(noun.many.fr)} {sentences.agreed('validé', noun, 2)}",
        f"Validated {noun.many.in_language('en')}",
    )
    if rule.kept == "mark_at_least" and rule.threshold is not None:
        least = sentences.number(rule.threshold)
        kept = Text(
            f"Notes d'au moins {least.fr}",
            f"Marks of at least {least.en}",
        )
    end = Text("pour les sessions de la même année seulement", "for the same year's sessions only")
    if rule.across_years and rule.max_age_years is None:
        end = Text(
            "d'une année à l'autre, sans limite de durée", "from year to year, without limit"
        )
    elif rule.across_years and rule.max_age_years is not None:
        years = rule.max_age_years
        end = Text(
            f"pendant {years} an{'s' if years > 1 else ''}",
            f"for {years} year{'' if years == 1 else 's'}",
        )
    return Text(f"{kept.fr} : résultats gardés {end.fr}.", f"{kept.en}: kept {end.en}.")


def _best(kept: Mapping[str, Verdict], new: Mapping[str, Verdict]) -> dict[str, Verdict]:
    acquired = {code: each for code, each in kept.items() if each == Verdict.VALIDATED}
    return {**kept, **new, **acquired}
