"""The primitives that a programme combines to say when its certificate is awarded.

They are data only: `acquis.catalogue.rules` gives them their meaning. A primitive that takes `of`
speaks about the items named there, by their own code or by the code of a node above them; left
empty, it speaks about every item of the kind that it can read (a verdict or a mark).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from .problems import Unusable
from .words import Text


@dataclass(frozen=True)
class AllOf:
    """Every rule of the list holds."""

    NAME: ClassVar[str] = "all_of"
    SHORT_FORM: ClassVar[str] = "rules"

    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class AtLeast:
    """At least `count` items are validated."""

    NAME: ClassVar[str] = "at_least"

    count: int
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class AtMostMissing:
    """No group has more than `count` items that are not validated; `of` may name some groups."""

    NAME: ClassVar[str] = "at_most_missing"

    count: int
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScoreAtLeast:
    """The marks add up to `minimum` or more."""

    NAME: ClassVar[str] = "score_at_least"

    minimum: Decimal
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class WeightedMeanAtLeast:
    """The mean of the marks, brought to `out_of` and weighted, is `minimum` or more."""

    NAME: ClassVar[str] = "weighted_mean_at_least"

    minimum: Decimal
    out_of: Decimal = Decimal(20)
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class EliminatoryBelow:
    """No mark is below `threshold`."""

    NAME: ClassVar[str] = "eliminatory_below"

    threshold: Decimal
    of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gate:
    """A stage to pass before the rest is looked at, as admissibility before admission."""

    NAME: ClassVar[str] = "gate"

    stage: Text
    first: Rule
    then: Rule


@dataclass(frozen=True)
class LowestLevelOf:
    """The level reached is the lowest of several; a mark is a rank in `levels`, 0 is none."""

    NAME: ClassVar[str] = "lowest_level_of"

    levels: tuple[Text, ...]
    at_least: int = 1
    of: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.at_least <= len(self.levels):
            raise Unusable(
                "at_least",
                code="unknown-level",
                message=Text(
                    f"Il n'y a pas de niveau n° {self.at_least}.",
                    f"There is no level number {self.at_least}.",
                ),
                remedy=Text(
                    f"Écrivez un rang de 1 à {len(self.levels)} dans la liste des niveaux.",
                    f"Write a rank from 1 to {len(self.levels)} in the list of levels.",
                ),
            )


@dataclass(frozen=True)
class Requires:
    """A blocking condition has been validated."""

    NAME: ClassVar[str] = "requires"
    SHORT_FORM: ClassVar[str] = "condition"

    condition: str


Rule = (
    AllOf
    | AtLeast
    | AtMostMissing
    | ScoreAtLeast
    | WeightedMeanAtLeast
    | EliminatoryBelow
    | Gate
    | LowestLevelOf
    | Requires
)
PRIMITIVES: dict[str, type[Rule]] = {
    primitive.NAME: primitive
    for primitive in (
        AllOf,
        AtLeast,
        AtMostMissing,
        ScoreAtLeast,
        WeightedMeanAtLeast,
        EliminatoryBelow,
        Gate,
        LowestLevelOf,
        Requires,
    )
}


def parts_of(rule: Rule) -> tuple[tuple[str, Rule], ...]:
    """Return the rules inside a rule, each with the path that leads to it in the file."""
    match rule:
        case AllOf(rules):
            return tuple((f"[{position}]", part) for position, part in enumerate(rules))
        case Gate(_, first, then):
            return (("first", first), ("then", then))
        case _:
            return ()
