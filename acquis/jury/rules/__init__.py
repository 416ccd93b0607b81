"""What a jury starts from, what it still lacks, and what its act says: plain Python."""

from .act import (
    FREE,
    act_content,
    case_content,
    departs,
    examined,
    judgement_of,
    record_of,
    rectified,
    written,
)
from .readiness import (
    CaseFacts,
    Facts,
    Missing,
    Readings,
    is_clear,
    missing_for_opening,
    missing_for_seal,
)
from .starting import Line, Proposed, standing_of, starting_lines

__all__ = [
    "FREE",
    "CaseFacts",
    "Facts",
    "Line",
    "Missing",
    "Proposed",
    "Readings",
    "act_content",
    "case_content",
    "departs",
    "examined",
    "is_clear",
    "judgement_of",
    "missing_for_opening",
    "missing_for_seal",
    "record_of",
    "rectified",
    "standing_of",
    "starting_lines",
    "written",
]
