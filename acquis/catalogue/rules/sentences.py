"""The words of the rules: numbers, agreement and lists, in French and in English."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from acquis.catalogue.definitions import Item, Node, Noun, Programme, Text, Verdict


def number(value: Decimal | Fraction, *, up: bool = False) -> Text:
    """Write a number to the hundredth; rounded down, so that 9.999 never reads as a pass at 10."""
    hundredths = Fraction(value) * 100
    whole = ceil(hundredths) if up else floor(hundredths)
    exact = Decimal(whole) / 100
    written = f"{exact.normalize():f}"
    return Text(written.replace(".", ","), written)


def counted(count: int, noun: Noun) -> Text:
    """Write "1 compétence", "23 compétences"."""
    return Text(
        f"{count} {noun.many.fr if count > 1 else noun.one.fr}",
        f"{count} {_english(noun, count)}",
    )


def agreed(word: str, noun: Noun, count: int) -> str:
    """Make a regular French participle agree with its noun."""
    return word + ("e" if noun.is_feminine else "") + ("s" if count > 1 else "")


def listed(names: Sequence[str], *, fr: str = "et", en: str = "and") -> Text:
    """Write "A, B et C"."""
    if len(names) < 2:
        return Text("".join(names), "".join(names))
    start = ", ".join(names[:-1])
    return Text(f"{start} {fr} {names[-1]}", f"{start} {en} {names[-1]}")


def _english(noun: Noun, count: int) -> str:
    return (noun.one if count == 1 else noun.many).in_language("en")


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def group_name(programme: Programme, group: Node) -> Text:
    noun = programme.group_noun.one
    return Text(
        f"{capitalised(noun.fr)} {group.code}",
        f"{capitalised(noun.in_language('en'))} {group.code}",
    )


def item_name(item: Item) -> Text:
    return Text(f"« {item.label.fr} »", f"“{item.label.in_language('en')}”")


def all_rules(met: int, total: int) -> Text:
    if met == total:
        return Text("Toutes les règles sont respectées.", "Every rule is met.")
    counted_fr = f"{met} règle sur {total} est respectée."
    if met > 1:
        counted_fr = f"{met} règles sur {total} sont respectées."
    return Text(counted_fr, f"{met} of {total} rules {'is' if met == 1 else 'are'} met.")


def at_least(programme: Programme, *, validated: int, total: int, minimum: int, of: str) -> Text:
    noun = programme.item_noun
    have = counted(validated, noun)
    among = f" ({of})" if of else ""
    return Text(
        f"{have.fr} {agreed('validé', noun, validated)} sur {total}{among} : "
        f"le minimum est {minimum}.",
        f"{validated} of {counted(total, noun).en} validated{among}: the minimum is {minimum}.",
    )


def prove_more(programme: Programme, *, more: int, minimum: int) -> Text:
    noun = programme.item_noun
    return Text(
        f"Présentez des preuves pour au moins {counted(more, noun).fr} de plus : "
        f"le minimum est {minimum}.",
        f"Give evidence for at least {more} more {_english(noun, more)}: the minimum is {minimum}.",
    )


def group_missing(programme: Programme, group: Node, *, missing: int, allowed: int) -> Text:
    noun, name = programme.item_noun, group_name(programme, group)
    if not missing:
        every = "toutes les" if noun.is_feminine else "tous les"
        return Text(
            f"{name.fr} : {every} {noun.many.fr} sont {agreed('validé', noun, 2)}.",
            f"{name.en}: every {_english(noun, 1)} is validated.",
        )
    have = counted(missing, noun)
    admitted = "admise" if noun.is_feminine else "admis"
    limit = Text(f"{allowed} au plus est {admitted}", f"at most {allowed} is allowed")
    if allowed > 1:
        many = "admises" if noun.is_feminine else "admis"
        limit = Text(f"{allowed} au plus sont {many}", f"at most {allowed} are allowed")
    if not allowed:
        none = "aucune" if noun.is_feminine else "aucun"
        limit = Text(f"{none} n'est {admitted}", "none is allowed")
    return Text(
        f"{name.fr} : {have.fr} non {agreed('validé', noun, missing)}, {limit.fr}.",
        f"{name.en}: {have.en} not validated, {limit.en}.",
    )


def groups_missing(programme: Programme, *, refused: int, allowed: int) -> Text:
    noun, group = programme.item_noun, programme.group_noun
    limit = Text(
        f"plus de {counted(allowed, noun).fr} non {agreed('validé', noun, allowed)}",
        f"more than {counted(allowed, noun).en} not validated",
    )
    if not refused:
        none = "Aucune" if group.is_feminine else "Aucun"
        return Text(
            f"{none} {group.one.fr} n'a {limit.fr}.", f"No {_english(group, 1)} has {limit.en}."
        )
    have = counted(refused, group)
    return Text(
        f"{have.fr} {'ont' if refused > 1 else 'a'} {limit.fr}.",
        f"{have.en} {'has' if refused == 1 else 'have'} {limit.en}.",
    )


def prove_in_group(programme: Programme, group: Node, *, more: int, among: Sequence[str]) -> Text:
    name, wanted, codes = (
        group_name(programme, group),
        counted(more, programme.item_noun),
        listed(among),
    )
    return Text(
        f"{name.fr} : présentez des preuves pour au moins {wanted.fr} parmi {codes.fr}.",
        f"{name.en}: give evidence for at least {wanted.en} among {codes.en}.",
    )


def condition(programme: Programme, code: str, verdict: Verdict) -> Text:
    label, found = programme.condition(code).label, programme.scale.label(verdict)
    if verdict == Verdict.VALIDATED:
        return Text(
            f"Condition remplie : {label.fr}.", f"Condition met: {label.in_language('en')}."
        )
    return Text(
        f"Condition non remplie : {label.fr} ({found.fr.lower()}).",
        f"Condition not met: {label.in_language('en')} ({found.in_language('en').lower()}).",
    )


def marks_absent(items: Sequence[Item]) -> Text:
    names_fr = listed([item_name(item).fr for item in items]).fr
    names_en = listed([item_name(item).en for item in items]).en
    if len(items) == 1:
        return Text(f"La note manque pour {names_fr}.", f"The mark for {names_en} is missing.")
    return Text(f"Les notes manquent pour {names_fr}.", f"The marks for {names_en} are missing.")


def take(items: Sequence[Item]) -> Text:
    names_fr = listed([item_name(item).fr for item in items]).fr
    names_en = listed([item_name(item).en for item in items]).en
    return Text(f"Passez {names_fr}.", f"Take {names_en}.")


def score(
    name: Text, *, reached: Decimal | Fraction, maximum: Decimal | None, minimum: Decimal
) -> Text:
    have, least = number(reached), number(minimum)
    most = number(maximum) if maximum is not None else None
    return Text(
        f"{name.fr} : {have.fr}{f' sur {most.fr}' if most else ''}, le minimum est {least.fr}.",
        f"{name.en}: {have.en}{f' out of {most.en}' if most else ''}, the minimum is {least.en}.",
    )


def gain_points(name: Text, *, more: Decimal | Fraction) -> Text:
    gap = number(more, up=True)
    points = "points" if more >= 2 else "point"
    return Text(
        f"{name.fr} : il manque {gap.fr} {points}.",
        f"{name.en}: {gap.en} {'point is' if gap.en == '1' else 'points are'} missing.",
    )


def not_eliminatory(refused: int, threshold: Decimal) -> Text:
    limit = number(threshold)
    if not refused:
        return Text(f"Aucune note n'est inférieure à {limit.fr}.", f"No mark is below {limit.en}.")
    if refused == 1:
        return Text(
            f"1 note est éliminatoire, car inférieure à {limit.fr}.",
            f"1 mark eliminates, because it is below {limit.en}.",
        )
    return Text(
        f"{refused} notes sont éliminatoires, car inférieures à {limit.fr}.",
        f"{refused} marks eliminate, because they are below {limit.en}.",
    )


def eliminatory_mark(item: Item, mark: Decimal, threshold: Decimal) -> Text:
    have, limit = number(mark), number(threshold)
    most = number(item.maximum) if item.maximum is not None else None
    label = item.label
    return Text(
        f"{label.fr} : {have.fr}{f' sur {most.fr}' if most else ''} ; "
        f"une note inférieure à {limit.fr} élimine.",
        f"{label.in_language('en')}: {have.en}{f' out of {most.en}' if most else ''}; "
        f"a mark below {limit.en} eliminates.",
    )


def retake(item: Item, minimum: Decimal) -> Text:
    name, least = item_name(item), number(minimum)
    return Text(
        f"Repassez {name.fr} : il faut au moins {least.fr}.",
        f"Take {name.en} again: at least {least.en} is needed.",
    )


def gate(stage: Text, *, is_passed: bool) -> Text:
    if is_passed:
        return Text(f"Étape franchie : {stage.fr}.", f"Stage passed: {stage.in_language('en')}.")
    return Text(
        f"Étape non franchie : {stage.fr}. La suite n'est pas examinée.",
        f"Stage not passed: {stage.in_language('en')}. What follows is not examined.",
    )


def level_reached(level: Text | None, minimum: Text) -> Text:
    if level is None:
        return Text(
            f"Aucun niveau n'est atteint, le minimum est {minimum.fr}.",
            f"No level is reached, the minimum is {minimum.in_language('en')}.",
        )
    return Text(
        f"Niveau atteint : {level.fr}, le minimum est {minimum.fr}.",
        f"Level reached: {level.in_language('en')}, the minimum is {minimum.in_language('en')}.",
    )


def raise_level(items: Sequence[Item], minimum: Text) -> Text:
    names_fr = listed([item_name(item).fr for item in items]).fr
    names_en = listed([item_name(item).en for item in items]).en
    return Text(
        f"Atteignez au moins le niveau {minimum.fr} pour {names_fr}.",
        f"Reach at least the level {minimum.in_language('en')} for {names_en}.",
    )
