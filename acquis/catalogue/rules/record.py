"""What the rules read and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from acquis.catalogue.definitions import Text, Verdict

Outcome = Literal["awarded", "partial", "none"]


@dataclass(frozen=True)
class Record:
    """The results of one candidate, by code of item and of condition; a missing code is none."""

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    marks: Mapping[str, Decimal] = field(default_factory=dict)
    conditions: Mapping[str, Verdict] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What one primitive found; `advice` says what would change it, when it is not met."""

    is_met: bool
    sentence: Text
    children: tuple[Finding, ...] = ()
    advice: Text | None = None


@dataclass(frozen=True)
class Judgement:
    """The whole answer; `level` is the one reached, in a programme that awards levels."""

    is_met: bool
    findings: tuple[Finding, ...]
    validated: tuple[str, ...]
    missing: tuple[str, ...]
    validated_groups: tuple[str, ...]
    outcome: Outcome
    level: Text | None = None
