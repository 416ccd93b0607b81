"""What an evaluator has to propose on, when that is complete, and who reads which dossier."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol
from uuid import UUID

from acquis.catalogue.definitions import Programme, Session, Verdict
from acquis.catalogue.rules import Record, combined

CHOICES = (Verdict.VALIDATED, Verdict.NOT_VALIDATED, Verdict.INSUFFICIENT)
WITH_REASON = frozenset({Verdict.NOT_VALIDATED, Verdict.INSUFFICIENT})
# What a mark column holds when the programme sets no maximum.
HIGHEST = Decimal("999.99")


Lack = Literal["verdict", "mark", "reason", ""]


class Proposed(Protocol):
    """What is proposed on one line, finished or not."""

    verdict: str
    mark: Decimal | None
    reason: str


@dataclass(frozen=True)
class Gap:
    """What one line still lacks before the proposal can be sent."""

    code: str
    lacks: Lack


def awaited(
    programme: Programme, *, claimed: Collection[str], acquired: Collection[str]
) -> tuple[str, ...]:
    """Return the codes to propose on, in the programme's order, conditions last.

    An item judged by a verdict is proposed on when it is claimed; a mark is given to everybody.
    What is acquired already is not judged again.
    """
    items = (item.code for item in programme.items if item.kind == "mark" or item.code in claimed)
    conditions = (condition.code for condition in programme.conditions)
    return tuple(code for code in (*items, *conditions) if code not in acquired)


def is_marked(programme: Programme, code: str) -> bool:
    """Say whether a line takes a mark; items without one, and conditions, take a verdict."""
    return any(item.code == code and item.kind == "mark" for item in programme.items)


def is_mark(mark: Decimal, maximum: Decimal | None) -> bool:
    """Say whether a mark is one of the scale: from 0 to the maximum, in hundredths at most."""
    return 0 <= mark <= (HIGHEST if maximum is None else maximum) and mark * 100 % 1 == 0


def lack(line: Proposed | None, *, is_marked: bool) -> Lack:
    """Return what one awaited line lacks before it can be sent; nothing when it is complete."""
    if is_marked:
        return "mark" if line is None or line.mark is None else ""
    if line is None or line.verdict not in CHOICES:
        return "verdict"
    return "reason" if line.verdict in WITH_REASON and not line.reason.strip() else ""


def gaps(
    programme: Programme, awaited: Sequence[str], proposed: Mapping[str, Proposed]
) -> tuple[Gap, ...]:
    """Return what stands between the evaluator and sending; nothing when all is said."""
    marked = {item.code for item in programme.items if item.kind == "mark"}
    found = (Gap(code, lack(proposed.get(code), is_marked=code in marked)) for code in awaited)
    return tuple(gap for gap in found if gap.lacks)


def record_if_followed(
    programme: Programme, proposed: Mapping[str, Proposed], *, kept: Record
) -> Record:
    """Return what the jury would decide on if it followed every line, with what is acquired."""
    conditions = {condition.code for condition in programme.conditions}
    verdicts = {code: Verdict(line.verdict) for code, line in proposed.items() if line.verdict}
    return combined(
        kept,
        Record(
            verdicts={code: each for code, each in verdicts.items() if code not in conditions},
            marks={code: line.mark for code, line in proposed.items() if line.mark is not None},
            conditions={code: each for code, each in verdicts.items() if code in conditions},
        ),
    )


def running_session(sessions: Sequence[Session], on: date) -> int:
    """Return the number of the session at work: the first whose jury has not finished."""
    coming = (session.number for session in sessions if on <= session.jury_until)
    return next(coming, sessions[-1].number)


@dataclass(frozen=True)
class Unread:
    """A deposit, how many evaluators it wants, and those it has already."""

    deposit: UUID
    wanted: int
    readers: frozenset[int] = frozenset()

    @property
    def lacking(self) -> int:
        return max(0, self.wanted - len(self.readers))


def share_out(
    deposits: Iterable[Unread],
    evaluators: Mapping[int, int],
    conflicts: Collection[tuple[UUID, int]],
) -> dict[UUID, tuple[int, ...]]:
    """Return the evaluators to add to each deposit; those it has already never change.

    `evaluators` gives how many dossiers each one has now. Nobody reads what he is in conflict
    with. Loads end as even as that allows: no exchange, however long, would bring two of them
    closer. The same facts give the same answer, in whatever order they come.
    """
    deposits = tuple(deposits)
    loads = dict(evaluators)
    able = {
        each.deposit: [
            evaluator
            for evaluator in sorted(evaluators)
            if evaluator not in each.readers and (each.deposit, evaluator) not in conflicts
        ]
        for each in deposits
    }
    given: dict[UUID, set[int]] = {}
    for each in sorted(deposits, key=lambda each: (len(able[each.deposit]), each.deposit)):
        by_load = sorted(able[each.deposit], key=lambda evaluator: (loads[evaluator], evaluator))
        given[each.deposit] = set(by_load[: each.lacking])
        for evaluator in given[each.deposit]:
            loads[evaluator] += 1
    while _bring_closer(given, able, loads):
        pass
    return {deposit: tuple(sorted(readers)) for deposit, readers in given.items() if readers}


def _bring_closer(
    given: dict[UUID, set[int]], able: Mapping[UUID, Sequence[int]], loads: dict[int, int]
) -> bool:
    """Make one chain of exchanges that takes a dossier from a fuller hand to an emptier one."""
    held: dict[int, list[UUID]] = {}
    for deposit in sorted(given):
        for evaluator in given[deposit]:
            held.setdefault(evaluator, []).append(deposit)
    for fullest in sorted(held, key=lambda evaluator: (-loads[evaluator], evaluator)):
        if loads[fullest] - min(loads.values()) < 2:
            return False
        if chain := _chain_from(fullest, held, given, able, loads):
            for giver, deposit, taker in chain:
                given[deposit] ^= {giver, taker}
            loads[fullest] -= 1
            loads[chain[-1][2]] += 1
            return True
    return False


def _chain_from(
    start: int,
    held: Mapping[int, Sequence[UUID]],
    given: Mapping[UUID, set[int]],
    able: Mapping[UUID, Sequence[int]],
    loads: Mapping[int, int],
) -> list[tuple[int, UUID, int]]:
    """Find the shortest chain of (giver, deposit, taker) to somebody with two dossiers less."""
    reached: dict[int, list[tuple[int, UUID, int]]] = {start: []}
    queue = deque([start])
    while queue:
        giver = queue.popleft()
        for deposit in held.get(giver, ()):
            for taker in able[deposit]:
                if taker in reached or taker in given[deposit]:
                    continue
                reached[taker] = [*reached[giver], (giver, deposit, taker)]
                if loads[taker] <= loads[start] - 2:
                    return reached[taker]
                queue.append(taker)
    return []
