"""Everything that a candidate is told about the portfolio, and the one thing to do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from acquis.catalogue.definitions import Condition, Programme, Text
from acquis.catalogue.rules import Judgement, Record, judge, what_is_missing

from .coverage import Block, Line, Shown, claimable, coverage, simulated

Task = Literal["situation", "evidence", "claims", "condition", "more", "acceptance", "deposit"]


@dataclass(frozen=True)
class Step:
    """The one thing to do next, and the situation or the condition it is about."""

    task: Task
    situation: Shown | None = None
    condition: Condition | None = None


@dataclass(frozen=True)
class Overview:
    """Everything that a candidate is told about the portfolio as it stands."""

    situations: tuple[Shown, ...]
    blocks: tuple[Block, ...]
    acquired: Record
    judgement: Judgement
    advice: tuple[Text, ...]
    unproved_conditions: tuple[Condition, ...]
    step: Step

    @property
    def total(self) -> int:
        return sum(len(block.lines) for block in self.blocks)

    @property
    def proved(self) -> int:
        return sum(block.proved for block in self.blocks)

    @property
    def evidence(self) -> int:
        return sum(each.evidence for each in self.situations)

    @property
    def claimed(self) -> int:
        return len({item for each in self.situations for item in each.items})

    @property
    def unproved(self) -> tuple[Line, ...]:
        return tuple(line for block in self.blocks for line in block.unproved)

    @property
    def has_acquired(self) -> bool:
        return bool(self.acquired.verdicts or self.acquired.marks or self.acquired.conditions)

    @property
    def claimed_in_vain(self) -> tuple[Line, ...]:
        """The items claimed without any evidence."""
        return tuple(
            line for block in self.blocks for line in block.lines if line.standing == "claimed"
        )

    @property
    def without_evidence(self) -> tuple[Shown, ...]:
        return tuple(each for each in self.situations if not each.evidence)


def overview(
    programme: Programme, situations: Sequence[Shown], acquired: Record, *, is_accepted: bool
) -> Overview:
    record = simulated(programme, situations, acquired)
    judgement = judge(programme, record)
    unproved = tuple(
        condition for condition in programme.conditions if condition.code not in record.conditions
    )
    return Overview(
        situations=tuple(situations),
        blocks=coverage(programme, situations, acquired.verdicts),
        acquired=acquired,
        judgement=judgement,
        advice=what_is_missing(programme, record),
        unproved_conditions=unproved,
        step=next_step(
            programme,
            situations,
            unproved=unproved,
            is_met=judgement.is_met,
            is_accepted=is_accepted,
        ),
    )


def next_step(
    programme: Programme,
    situations: Sequence[Shown],
    *,
    unproved: Sequence[Condition],
    is_met: bool,
    is_accepted: bool,
) -> Step:
    """Choose what helps the candidate most now: first tell, then show, then claim, then deposit."""
    has_claims = bool(claimable(programme))
    if not situations:
        return Step("situation")
    if bare := next((each for each in situations if not each.evidence), None):
        return Step("evidence", situation=bare)
    if has_claims:
        mute = [each for each in situations if not (each.items or each.condition)]
        if mute:
            return Step("claims", situation=mute[0])
        if unproved:
            return Step("condition", condition=unproved[0])
        if not is_met:
            return Step("more")
    return Step("deposit") if is_accepted else Step("acceptance")
