"""The nouns of a deliberation: the body, its meetings, what is decided, and the sealed act."""

from .body import Jury, Member
from .case import Case, CaseState, Recusal, Standing
from .decision import Basis, Decision
from .deliberation import Deliberation
from .sitting import Presence, Sitting, SittingState

__all__ = [
    "Basis",
    "Case",
    "CaseState",
    "Decision",
    "Deliberation",
    "Jury",
    "Member",
    "Presence",
    "Recusal",
    "Sitting",
    "SittingState",
    "Standing",
]
