"""What a sitting lacks before it may open or be sealed, and which cases need no debate."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Code = Literal[
    "act",
    "delegation",
    "deadline",
    "presence",
    "president",
    "candidates",
    "unsent",
    "newer",
    "undecided",
    "unreasoned",
    "left",
    "damaged",
]


@dataclass(frozen=True)
class Readings:
    """How far the evaluators of one dossier are."""

    sent: int = 0
    waiting: int = 0
    last_sent_at: datetime | None = None

    def are_complete(self, wanted: int) -> bool:
        return not self.waiting and self.sent >= max(wanted, 1)

    def are_newer_than(self, count: int, at: datetime | None) -> bool:
        """Whether proposals came or went since the decisions were prepared from them."""
        return (self.sent, self.last_sent_at) != (count, at)


@dataclass(frozen=True)
class CaseFacts:
    """One candidate, as far as readiness is concerned."""

    key: str
    candidate: str
    is_submitted: bool = True
    is_enrolled: bool = True
    is_decided: bool = True
    open_items: Sequence[str] = ()
    unreasoned_items: Sequence[str] = ()
    departures: int = 0
    readings: Readings = Readings()
    is_outdated: bool = False
    damaged: Sequence[str] = ()


@dataclass(frozen=True)
class Facts:
    """A sitting as it stands; `came` is everybody who was there at some time."""

    has_act: bool
    lacks_delegation: bool
    is_after_deadline: bool = True
    came: Collection[str] = ()
    is_president_present: bool = False
    evaluators_wanted: int = 1
    cases: Sequence[CaseFacts] = field(default_factory=tuple)


@dataclass(frozen=True)
class Missing:
    """One thing that is missing; `case` and `candidate` when it concerns one candidate."""

    code: Code
    case: str = ""
    candidate: str = ""
    names: tuple[str, ...] = ()


def is_clear(case: CaseFacts, *, evaluators_wanted: int) -> bool:
    """Say whether the jury may follow without debate: all evaluators have sent and agree, or
    there is nothing to examine; and nobody has departed from it yet."""
    if case.departures or case.open_items or not case.is_enrolled:
        return False
    if not case.is_submitted:
        return True
    return case.readings.are_complete(evaluators_wanted) and not case.is_outdated


def missing_for_opening(facts: Facts) -> tuple[Missing, ...]:
    found: list[Missing] = []
    if not facts.has_act:
        found.append(Missing("act"))
    if facts.lacks_delegation:
        found.append(Missing("delegation"))
    if not facts.is_after_deadline:
        found.append(Missing("deadline"))
    if not facts.is_president_present:
        found.append(Missing("president"))
    return tuple(found)


def missing_for_seal(facts: Facts) -> tuple[Missing, ...]:
    """Return everything that is missing at once: a jury should not discover it piece by piece."""
    found = list(missing_for_opening(facts))
    if len(set(facts.came)) < 2:
        found.append(Missing("presence"))
    if not facts.cases:
        found.append(Missing("candidates"))
    for case in facts.cases:
        found += _missing_for_case(case, facts.evaluators_wanted)
    return tuple(found)


def _missing_for_case(case: CaseFacts, evaluators_wanted: int) -> list[Missing]:
    def lacks(code: Code, names: Sequence[str] = ()) -> Missing:
        return Missing(code, case.key, case.candidate, tuple(names))

    found = []
    if not case.is_enrolled:
        found.append(lacks("left"))
    if case.is_submitted and not case.readings.are_complete(evaluators_wanted):
        found.append(lacks("unsent"))
    elif case.is_outdated:
        found.append(lacks("newer"))
    if not case.is_decided:
        found.append(lacks("undecided", case.open_items))
    if case.unreasoned_items:
        found.append(lacks("unreasoned", case.unreasoned_items))
    if case.damaged:
        found.append(lacks("damaged", case.damaged))
    return found
