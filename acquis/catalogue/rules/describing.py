"""The rule in words, before any result: for the public page and for the minutes."""

from __future__ import annotations

from acquis.catalogue.definitions import (
    AllOf,
    AtLeast,
    AtMostMissing,
    EliminatoryBelow,
    Gate,
    LowestLevelOf,
    Programme,
    Requires,
    Rule,
    ScoreAtLeast,
    Text,
    WeightedMeanAtLeast,
)

from . import sentences
from .sentences import agreed, counted, listed, number


def describe(programme: Programme) -> tuple[Text, ...]:
    """Return one sentence for each thing that the rule asks, in the order of the file."""
    return _describe(programme, programme.rule)


def _describe(programme: Programme, rule: Rule) -> tuple[Text, ...]:
    match rule:
        case AllOf(rules):
            return tuple(text for part in rules for text in _describe(programme, part))
        case Gate(stage, first, then):
            opening = Text(
                f"D'abord, l'étape « {stage.fr} » :",
                f"First, the stage “{stage.in_language('en')}”:",
            )
            return (
                opening,
                *_describe(programme, first),
                Text("Ensuite :", "Then:"),
                *_describe(programme, then),
            )
        case AtLeast() | AtMostMissing() | Requires():
            return (_about_verdicts(programme, rule),)
        case _:
            return (_about_marks(programme, rule),)


def _about_verdicts(programme: Programme, rule: AtLeast | AtMostMissing | Requires) -> Text:
    noun, group = programme.item_noun, programme.group_noun
    match rule:
        case AtLeast(count, of):
            total = len(programme.select(of, "verdict"))
            have, among = counted(count, noun), _among(of)
            return Text(
                f"Au moins {have.fr} {agreed('validé', noun, count)} sur {total}{among}.",
                f"At least {have.en} validated out of {total}{among}.",
            )
        case AtMostMissing(count, of):
            have, among = counted(count, noun), _among(of)
            return Text(
                f"Dans chaque {group.one.fr}{among}, au plus {have.fr} non "
                f"{agreed('validé', noun, count)}.",
                f"In each {group.one.in_language('en')}{among}, at most {have.en} not validated.",
            )
        case _:
            label = programme.condition(rule.condition).label
            return Text(
                f"Condition obligatoire : {label.fr}.",
                f"Blocking condition: {label.in_language('en')}.",
            )


def _about_marks(
    programme: Programme,
    rule: ScoreAtLeast | WeightedMeanAtLeast | EliminatoryBelow | LowestLevelOf,
) -> Text:
    items = programme.select(rule.of, "mark")
    names = Text(
        listed([sentences.item_name(item).fr for item in items]).fr,
        listed([sentences.item_name(item).en for item in items]).en,
    )
    match rule:
        case ScoreAtLeast(minimum):
            least = number(minimum)
            return Text(
                f"Un total d'au moins {least.fr} pour {names.fr}.",
                f"A total of at least {least.en} for {names.en}.",
            )
        case WeightedMeanAtLeast(minimum, out_of):
            least, most = number(minimum), number(out_of)
            return Text(
                f"Une moyenne pondérée d'au moins {least.fr} sur {most.fr} pour {names.fr}.",
                f"A weighted mean of at least {least.en} out of {most.en} for {names.en}.",
            )
        case EliminatoryBelow(threshold):
            limit = number(threshold)
            return Text(
                f"Aucune note inférieure à {limit.fr} pour {names.fr}.",
                f"No mark below {limit.en} for {names.en}.",
            )
        case _:
            level = rule.levels[rule.at_least - 1]
            return Text(
                f"Au moins le niveau {level.fr}, le plus bas de {names.fr} faisant foi.",
                f"At least the level {level.in_language('en')}, the lowest of {names.en} counting.",
            )


def _among(codes: tuple[str, ...]) -> str:
    return f" ({', '.join(codes)})" if codes else ""
