"""When a certificate is awarded, why, what is missing and what is kept: pure Python."""

from .carrying import (
    Earned,
    carried_over,
    carry_over_sentence,
    combined,
    earned_from,
    framework_key,
    is_kept,
    kept_until,
)
from .describing import describe
from .judging import is_validated, judge, what_is_missing
from .record import Finding, Judgement, Outcome, Record

__all__ = [
    "Earned",
    "Finding",
    "Judgement",
    "Outcome",
    "Record",
    "carried_over",
    "carry_over_sentence",
    "combined",
    "describe",
    "earned_from",
    "framework_key",
    "is_kept",
    "is_validated",
    "judge",
    "kept_until",
    "what_is_missing",
]
