"""What a portfolio shows today, item by item, and the record that a jury would have of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from acquis.catalogue.definitions import Item, Programme, Text, Verdict
from acquis.catalogue.rules import Record, combined

Standing = Literal["acquired", "shown", "claimed", "missing"]


@dataclass(frozen=True)
class Shown:
    """A situation as the rules read it: what it claims and how many pieces of evidence it has."""

    key: str
    title: str
    items: frozenset[str] = frozenset()
    evidence: int = 0
    condition: str = ""
    is_dated: bool = False

    def proves(self, condition: str) -> bool:
        return self.condition == condition and self.is_dated and self.evidence > 0


@dataclass(frozen=True)
class Line:
    """One item of the programme, how far it is proved, and by which situations."""

    item: Item
    standing: Standing
    situations: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Block:
    """The items of one group, or those that belong to no group."""

    code: str
    label: Text
    lines: tuple[Line, ...]

    @property
    def proved(self) -> int:
        return self.count("acquired") + self.count("shown")

    @property
    def unproved(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.standing in ("claimed", "missing"))

    @property
    def settled(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.standing in ("acquired", "shown"))

    def count(self, standing: Standing) -> int:
        return sum(line.standing == standing for line in self.lines)


def claimable(programme: Programme) -> tuple[Item, ...]:
    """Return the items that a candidate claims; the others are marked, without being claimed."""
    return programme.select((), "verdict")


def names(programme: Programme) -> dict[str, Text]:
    """Return the label of everything that is proved, by code: the items, then the conditions."""
    return {item.code: item.label for item in programme.items} | {
        condition.code: condition.label for condition in programme.conditions
    }


def has_content(programme: Programme, situations: Iterable[Shown]) -> bool:
    """Say whether there is anything to deposit: a claim, or a situation that proves a condition.

    Where nothing can be claimed, a situation is enough.
    """
    if not claimable(programme):
        return any(True for _ in situations)
    return any(situation.items or situation.condition for situation in situations)


def coverage(
    programme: Programme, situations: Sequence[Shown], acquired: Collection[str]
) -> tuple[Block, ...]:
    """Return the items by group, each with its standing and the situations that claim it."""
    groups = [(group.code, group.label) for group in programme.groups]
    blocks = []
    for code, label in [*groups, ("", programme.item_noun.many)]:
        lines = tuple(
            _line(item, situations, acquired) for item in claimable(programme) if item.group == code
        )
        if lines:
            blocks.append(Block(code, label, lines))
    return tuple(blocks)


def _line(item: Item, situations: Sequence[Shown], acquired: Collection[str]) -> Line:
    claiming = tuple(each for each in situations if item.code in each.items)
    standing: Standing = "claimed" if claiming else "missing"
    if any(each.evidence for each in claiming):
        standing = "shown"
    if item.code in acquired:
        standing = "acquired"
    return Line(item, standing, claiming)


def record_of(programme: Programme, kept: Iterable[tuple[str, Decimal | None]]) -> Record:
    """Return what was acquired, as pairs of code and mark, in the form that the rule judges."""
    conditions = {condition.code for condition in programme.conditions}
    verdicts = {item.code for item in claimable(programme)}
    marks: dict[str, Decimal] = {}
    codes = set()
    for code, mark in kept:
        codes.add(code)
        if mark is not None:
            marks[code] = max(mark, marks.get(code, mark))
    return Record(
        verdicts=dict.fromkeys(codes & verdicts, Verdict.VALIDATED),
        marks=marks,
        conditions=dict.fromkeys(codes & conditions, Verdict.VALIDATED),
    )


def simulated(programme: Programme, situations: Sequence[Shown], acquired: Record) -> Record:
    """Return the results of a jury that would follow the candidate on everything proved today."""
    proved = {item for each in situations if each.evidence for item in each.items}
    return combined(
        acquired,
        Record(
            verdicts={
                item.code: Verdict.VALIDATED for item in claimable(programme) if item.code in proved
            },
            conditions={
                condition.code: Verdict.VALIDATED
                for condition in programme.conditions
                if any(each.proves(condition.code) for each in situations)
            },
        ),
    )
