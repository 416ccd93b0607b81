from .charging import end_exemption, exempt, pay, refund
from .checking import (
    accept,
    ask_completion,
    change_category,
    check_proof,
    obstacles,
    quote,
    reconsider,
    refuse,
)
from .opening import close_late, open_late
from .reminding import (
    remind_drafts,
    remind_of_draft,
    remind_of_fee,
    remind_unpaid,
    why_not_of_draft,
    why_not_of_fee,
)
from .requesting import join, save, send, start, take_up, withdraw

__all__ = [
    "accept",
    "ask_completion",
    "change_category",
    "check_proof",
    "close_late",
    "end_exemption",
    "exempt",
    "join",
    "obstacles",
    "open_late",
    "pay",
    "quote",
    "reconsider",
    "refund",
    "refuse",
    "remind_drafts",
    "remind_of_draft",
    "remind_of_fee",
    "remind_unpaid",
    "save",
    "send",
    "start",
    "take_up",
    "why_not_of_draft",
    "why_not_of_fee",
    "withdraw",
]
