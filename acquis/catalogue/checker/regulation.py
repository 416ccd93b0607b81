"""A rule that nobody could meet, that names nothing, or that no official text has confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from acquis.catalogue.definitions import (
    AllOf,
    AtLeast,
    AtMostMissing,
    EliminatoryBelow,
    Gate,
    LowestLevelOf,
    Node,
    Problem,
    Programme,
    Requires,
    Rule,
    ScoreAtLeast,
    Text,
    WeightedMeanAtLeast,
    parts_of,
)

from .found import Problems
from .found import found as found_in
from .publics import duplicates

_WHICH_CODE = Text(
    "Écrivez le code d'un élément, d'un groupe ou d'une condition de ce programme.",
    "Write the code of an item, a group or a condition of this programme.",
)


def check_regulation(programme: Programme) -> Problems:
    yield from _codes(programme)
    rules = tuple(_placed_rules(programme.rule, f"rule.{programme.rule.NAME}"))
    for path, rule in rules:
        yield from _names(programme, path, rule)
        yield from _reach(programme, path, rule)
    yield from _coverage(programme, [rule for _, rule in rules])
    yield from _carry_over(programme)
    yield from _unconfirmed(programme)


def _found(code: str, field: str, message: Text, remedy: Text) -> Problem:
    return found_in("error", code, field, message, remedy, document="programme")


def _placed_rules(rule: Rule, path: str) -> Iterator[tuple[str, Rule]]:
    yield path, rule
    for step, part in parts_of(rule):
        joined = f"{path}{step}" if step.startswith("[") else f"{path}.{step}"
        yield from _placed_rules(part, f"{joined}.{part.NAME}")


def _codes(programme: Programme) -> Problems:
    nodes = programme.framework.walk() if programme.framework else ()
    names = [name for node in nodes for name in dict.fromkeys((node.code, *node.aliases))]
    names += [component.code for component in programme.components]
    names += [condition.code for condition in programme.conditions]
    for name in duplicates(each.casefold() for each in names):
        yield _found(
            "duplicate-code",
            "framework",
            Text(
                f"Le code ou l'alias « {name} » désigne deux choses.",
                f"The code or alias “{name}” stands for two things.",
            ),
            Text("Donnez un code propre à chacune.", "Give each its own code."),
        )
    if not programme.items:
        yield _found(
            "no-item",
            "framework",
            Text("Le programme n'évalue rien.", "The programme assesses nothing."),
            Text("Décrivez un référentiel ou des épreuves.", "Describe a framework or components."),
        )


def _names(programme: Programme, path: str, rule: Rule) -> Problems:
    """Refuse a rule that names what the programme does not have, or cannot read."""
    match rule:
        case Requires(condition):
            known = [each.code for each in programme.conditions]
            yield from _all_known(path, (condition,), known)
        case AtMostMissing(_, of):
            groups = [group.code for group in programme.groups]
            yield from _all_known(f"{path}.of", of, groups)
            yield from _reads_something(path, groups, Text("groupe", "group"))
        case AtLeast(_, of):
            yield from _all_known(f"{path}.of", of, _item_codes(programme, of))
            items = programme.select(of, "verdict")
            yield from _reads_something(path, items, Text("verdict", "verdict"))
        case ScoreAtLeast() | WeightedMeanAtLeast() | EliminatoryBelow() | LowestLevelOf():
            yield from _all_known(f"{path}.of", rule.of, _item_codes(programme, rule.of))
            items = programme.select(rule.of, "mark")
            yield from _reads_something(path, items, Text("note", "mark"))


def _item_codes(programme: Programme, codes: tuple[str, ...]) -> list[str]:
    return [code for code in codes if programme.items_under(code)]


def _all_known(path: str, codes: Sequence[str], known: Sequence[str]) -> Problems:
    for code in codes:
        if code not in known:
            yield _found(
                "unknown-item",
                path,
                Text(
                    f"« {code} » n'existe pas dans ce programme.",
                    f"“{code}” does not exist in this programme.",
                ),
                _WHICH_CODE,
            )


def _reads_something(path: str, things: Sequence[object], wanted: Text) -> Problems:
    if not things:
        yield _found(
            "rule-reads-nothing",
            path,
            Text(
                f"Cette règle ne trouve rien à lire ({wanted.fr}).",
                f"This rule finds nothing to read ({wanted.en}).",
            ),
            _WHICH_CODE,
        )


def _reach(programme: Programme, path: str, rule: Rule) -> Problems:
    """Refuse a threshold above what the best candidate could get, or below what anyone gets."""
    match rule:
        case AtLeast(count, of):
            field, asked, best = "count", Decimal(count), len(programme.select(of, "verdict"))
            yield from _between(f"{path}.{field}", asked, Decimal(best))
        case AtMostMissing(count):
            sizes = [len(group.children) for group in programme.groups]
            yield from _between(f"{path}.count", Decimal(count), Decimal(max(sizes, default=0)))
        case ScoreAtLeast(minimum, of):
            maxima = [item.maximum for item in programme.select(of, "mark")]
            known = [maximum for maximum in maxima if maximum is not None]
            if len(known) == len(maxima):
                yield from _between(f"{path}.minimum", minimum, sum(known, start=Decimal(0)))
        case WeightedMeanAtLeast(minimum, out_of):
            yield from _between(f"{path}.minimum", minimum, out_of)
        case EliminatoryBelow(threshold, of):
            maxima = [item.maximum for item in programme.select(of, "mark")]
            known = [maximum for maximum in maxima if maximum is not None]
            if known:
                yield from _between(f"{path}.threshold", threshold, min(known))


def _between(path: str, asked: Decimal, best: Decimal) -> Problems:
    if not 0 <= asked <= best:
        yield _found(
            "unreachable-threshold",
            path,
            Text(
                f"Le seuil {asked} est impossible : il va de 0 à {best}.",
                f"The threshold {asked} is impossible: it goes from 0 to {best}.",
            ),
            Text("Corrigez le seuil ou l'ensemble visé.", "Correct the threshold or the set."),
        )


def _coverage(programme: Programme, rules: list[Rule]) -> Problems:
    if all(isinstance(rule, AllOf | Gate | Requires) for rule in rules):
        yield _found(
            "rule-ignores-items",
            "rule",
            Text(
                "La règle ne regarde aucun élément évalué.",
                "The rule looks at nothing that is assessed.",
            ),
            Text(
                "Ajoutez un seuil, comme at_least ou weighted_mean_at_least.",
                "Add a threshold, such as at_least or weighted_mean_at_least.",
            ),
        )
    required = {rule.condition for rule in rules if isinstance(rule, Requires)}
    for condition in programme.conditions:
        path = f"conditions[{condition.code}]"
        if condition.code not in required:
            yield found_in(
                "warning",
                "condition-without-effect",
                path,
                Text(
                    f"La condition « {condition.code} » ne bloque rien.",
                    f"The condition “{condition.code}” blocks nothing.",
                ),
                Text(
                    f"Ajoutez « requires: {condition.code} » à la règle.",
                    f"Add “requires: {condition.code}” to the rule.",
                ),
                document="programme",
            )
        if not condition.accepted_proofs:
            yield found_in(
                "warning",
                "condition-without-proofs",
                f"{path}.accepted_proofs",
                Text(
                    "Rien ne dit quelle preuve est acceptée.",
                    "Nothing says which proof is accepted.",
                ),
                Text("Nommez au moins une preuve.", "Name at least one proof."),
                document="programme",
            )


def _carry_over(programme: Programme) -> Problems:
    rule = programme.carry_over
    if (rule.kept == "mark_at_least") != (rule.threshold is not None):
        yield _found(
            "carry-over-threshold",
            "carry_over.threshold",
            Text(
                "Le seuil de conservation va avec kept: mark_at_least, et seulement avec lui.",
                "The keeping threshold goes with kept: mark_at_least, and only with it.",
            ),
            Text("Ajoutez le seuil, ou retirez-le.", "Add the threshold, or remove it."),
        )
    if rule.max_age_years is not None and (rule.max_age_years < 1 or not rule.across_years):
        yield _found(
            "carry-over-age",
            "carry_over.max_age_years",
            Text(
                "Une durée de conservation se compte en années entières, avec across_years: true.",
                "A keeping time is counted in whole years, with across_years: true.",
            ),
            Text(
                "Écrivez un nombre positif, ou retirez la durée.",
                "Write a positive number, or remove the time.",
            ),
        )


def _unconfirmed(programme: Programme) -> Problems:
    for fact in programme.unconfirmed:
        yield unconfirmed_fact(fact.field, fact.reason, document_is_programme=True)
    nodes = programme.framework.walk() if programme.framework else ()
    open_nodes = [node for node in nodes if not node.is_confirmed]
    if open_nodes:
        count = len(open_nodes)
        yield unconfirmed_fact(
            "framework.nodes",
            Text(
                f"{count} libellé{'s' if count > 1 else ''} du référentiel à comparer avec le "
                "texte officiel.",
                f"{count} label{'' if count == 1 else 's'} of the framework to compare with the "
                "official text.",
            ),
            document_is_programme=True,
        )
    for node in open_nodes:
        if node.note:
            yield unconfirmed_fact(_node_path(nodes, node), node.note, document_is_programme=True)
    for condition in programme.conditions:
        if not condition.is_confirmed:
            yield unconfirmed_fact(
                f"conditions[{condition.code}].is_confirmed",
                Text(
                    f"À confirmer : {condition.label.fr}.",
                    f"To be confirmed: {condition.label.in_language('en')}.",
                ),
                document_is_programme=True,
            )


def _node_path(nodes: tuple[Node, ...], node: Node) -> str:
    """Return the path of a node in the file, from the top of the tree down to it."""
    above = next((each for each in nodes if node in each.children), None)
    return (
        f"{_node_path(nodes, above)}.children[{node.code}]"
        if above
        else (f"framework.nodes[{node.code}]")
    )


def unconfirmed_fact(field: str, reason: Text, *, document_is_programme: bool = False) -> Problem:
    return found_in(
        "unconfirmed",
        "unconfirmed-fact",
        field,
        reason,
        Text(
            "Vérifiez dans le texte officiel, puis retirez cette réserve.",
            "Check the official text, then remove this reservation.",
        ),
        document="programme" if document_is_programme else "edition",
    )
