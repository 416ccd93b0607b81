"""What people do around a deliberation, in the order of the year."""

from .aside import override_recusal, recuse
from .composing import add_member, amend, appoint, plan_sitting, remove_member
from .convening import candidates_for, convene, release, take_up_proposals
from .deciding import Choice, Outdated, decide, follow_all, reopen
from .gathering import mark_left, mark_present, open_sitting
from .preparing import unexamined
from .rectifying import rectify
from .sealing import seal

__all__ = [
    "Choice",
    "Outdated",
    "add_member",
    "amend",
    "appoint",
    "candidates_for",
    "convene",
    "decide",
    "follow_all",
    "mark_left",
    "mark_present",
    "open_sitting",
    "override_recusal",
    "plan_sitting",
    "rectify",
    "recuse",
    "release",
    "remove_member",
    "reopen",
    "seal",
    "take_up_proposals",
    "unexamined",
]
