"""What may be certified: a framework, its items, its conditions and its rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal

from .expression import Rule
from .problems import Unusable
from .words import Fact, Noun, Scale, Text

ItemKind = Literal["verdict", "mark"]


@dataclass(frozen=True)
class Node:
    """One node of a framework; the leaves are the items that a candidate claims."""

    code: str
    label: Text
    level: int = 0
    children: tuple[Node, ...] = ()
    aliases: tuple[str, ...] = ()
    is_confirmed: bool = True
    note: Text | None = None

    @property
    def is_leaf(self) -> bool:
        return not self.children


@dataclass(frozen=True)
class Framework:
    """A published tree of competences; `levels` names its floors from the top to the leaves."""

    id: str
    title: Text
    levels: tuple[Text, ...]
    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "nodes", _numbered(self.nodes, level=0))

    def walk(self) -> tuple[Node, ...]:
        """Return every node, parents before their children."""
        return tuple(_walk(self.nodes))

    def items(self) -> tuple[Node, ...]:
        return tuple(node for node in self.walk() if node.is_leaf)

    def groups(self) -> tuple[Node, ...]:
        """Return the parents of leaves, which the C2i2e calls domains."""
        return tuple(node for node in self.walk() if any(child.is_leaf for child in node.children))

    def item(self, code: str) -> Node:
        """Raise `KeyError` when no leaf bears this code."""
        for node in self.items():
            if node.code == code:
                return node
        raise KeyError(code)

    def group_of(self, item_code: str) -> Node:
        """Raise `KeyError` when the item is unknown or stands at the top of the tree."""
        for group in self.groups():
            if any(child.is_leaf and child.code == item_code for child in group.children):
                return group
        raise KeyError(item_code)

    def resolve(self, any_alias: str) -> Node | None:
        """Find a node by its code or by another way of writing it, whatever the case."""
        wanted = any_alias.strip().casefold()
        for node in self.walk():
            if wanted in {name.casefold() for name in (node.code, *node.aliases)}:
                return node
        return None


@dataclass(frozen=True)
class Component:
    """An assessed thing that is no part of a framework, such as an oral examination."""

    code: str
    label: Text
    kind: ItemKind = "mark"
    maximum: Decimal | None = None
    weight: Decimal = Decimal(1)

    def __post_init__(self) -> None:
        for field, value in (("maximum", self.maximum), ("weight", self.weight)):
            if value is not None and value <= 0:
                raise Unusable(
                    field,
                    code="not-positive",
                    message=Text(f"{value} n'est pas positif.", f"{value} is not positive."),
                    remedy=Text("Écrivez un nombre positif.", "Write a positive number."),
                )


@dataclass(frozen=True)
class Item:
    """Something that an evaluator proposes on and that a jury decides."""

    code: str
    label: Text
    kind: ItemKind
    maximum: Decimal | None
    weight: Decimal
    group: str


@dataclass(frozen=True)
class Condition:
    """Something that blocks the certificate whatever the items, with a verdict of its own."""

    code: str
    label: Text
    prompt: Text
    accepted_proofs: tuple[Text, ...] = ()
    is_confirmed: bool = True


@dataclass(frozen=True)
class CarryOver:
    """What a candidate keeps from one session, or from one year, to the next.

    Results are always kept between the sessions of one year; `across_years` opens the next
    years, and `max_age_years` ends them.
    """

    kept: Literal["validated", "mark_at_least"]
    threshold: Decimal | None = None
    max_age_years: int | None = None
    across_years: bool = False
    same_framework_only: bool = True
    renounceable: bool = False


@dataclass(frozen=True)
class LegalBasis:
    """A text that founds the programme; `is_read` is false while nobody could open it."""

    title: Text
    published: str = ""
    url: str = ""
    is_read: bool = False


@dataclass(frozen=True)
class Programme:
    """One version of a certification: what is assessed and what awards it."""

    code: str
    version: str
    title: Text
    official_name: str
    acronym: str
    rule: Rule
    carry_over: CarryOver
    framework: Framework | None = None
    components: tuple[Component, ...] = ()
    conditions: tuple[Condition, ...] = ()
    scale: Scale = Scale()
    item_noun: Noun = Noun(Text("élément", "item"), Text("éléments", "items"))
    group_noun: Noun = Noun(Text("groupe", "group"), Text("groupes", "groups"))
    document_name: Text = Text("certificat", "certificate")
    situation_prompts: tuple[Text, ...] = ()
    legal_basis: tuple[LegalBasis, ...] = ()
    unconfirmed: tuple[Fact, ...] = ()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Return the leaves of the framework, then the components."""
        leaves = self.framework.items() if self.framework else ()
        return (
            *(
                Item(leaf.code, leaf.label, "verdict", None, Decimal(1), self._group_code(leaf))
                for leaf in leaves
            ),
            *(
                Item(part.code, part.label, part.kind, part.maximum, part.weight, "")
                for part in self.components
            ),
        )

    @property
    def groups(self) -> tuple[Node, ...]:
        return self.framework.groups() if self.framework else ()

    def item(self, code: str) -> Item:
        """Raise `KeyError` when no item bears this code."""
        return self._items_by_code[code]

    def condition(self, code: str) -> Condition:
        """Raise `KeyError` when no condition bears this code."""
        return {condition.code: condition for condition in self.conditions}[code]

    def items_under(self, code: str) -> tuple[Item, ...]:
        """Return the item of that code, or every item under the node of that code."""
        if code in self._items_by_code:
            return (self._items_by_code[code],)
        nodes = self.framework.walk() if self.framework else ()
        leaves = {
            leaf.code
            for node in nodes
            if node.code == code
            for leaf in _walk(node.children)
            if leaf.is_leaf
        }
        return tuple(item for item in self.items if item.code in leaves)

    def select(self, codes: tuple[str, ...], kind: ItemKind) -> tuple[Item, ...]:
        """Return the items of a kind that `of` names in a rule, all of them when it is empty."""
        named = {item.code for code in codes for item in self.items_under(code)}
        return tuple(
            item for item in self.items if item.kind == kind and (not codes or item.code in named)
        )

    @cached_property
    def _items_by_code(self) -> dict[str, Item]:
        return {item.code: item for item in self.items}

    def _group_code(self, leaf: Node) -> str:
        return next((group.code for group in self.groups if leaf in group.children), "")


def _numbered(nodes: tuple[Node, ...], *, level: int) -> tuple[Node, ...]:
    return tuple(
        replace(node, level=level, children=_numbered(node.children, level=level + 1))
        for node in nodes
    )


def _walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.children)
